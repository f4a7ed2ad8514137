"""The commands as their users run them."""

import json
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mitgrim.cli import VERBS
from mitgrim.cli.language import MESSAGES, language
from mitgrim.cli.new import period_of
from mitgrim.codec import decode, encode, read_plan, write_plan
from mitgrim.plan import CityPlan, Label, Plan, totals
from mitgrim.programmes import programmes
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, small_plan
from tests.cli.running import Run, process


def edit(file: Path, **changes: Any) -> None:
    """Change a city's own fields, as a planner would."""
    section = decode(file.read_bytes(), file)
    file.write_bytes(encode(replace(section, **changes)))


def edit_project(folder: Path, id: str, **changes: Any) -> None:
    for file in (folder / "cities").iterdir():
        section = decode(file.read_bytes(), file)
        assert isinstance(section, CityPlan)
        projects = [replace(own, **changes) if own.id == id else own for own in section.projects]
        file.write_bytes(encode(replace(section, projects=tuple(projects))))


def test_the_example_is_put_into_a_new_folder(run: Run, tmp_path: Path) -> None:
    said = run("example", "innovation-cities-2018", tmp_path / "plan", lang="ko")
    assert said.code == 0
    assert "도시 10곳, 사업 131개" in said.out
    assert read_plan(tmp_path / "plan") == innovation_cities_2018()


def test_an_example_that_does_not_exist_is_refused_with_those_that_do(
    run: Run, tmp_path: Path
) -> None:
    said = run("example", "atlantis", tmp_path / "plan", lang="ko")
    assert said.code == 2
    assert "innovation-cities-2018" in said.err
    assert not (tmp_path / "plan").exists()


def test_the_example_does_not_overwrite(run: Run, small: Path) -> None:
    said = run("example", "innovation-cities-2018", small)
    assert said.code == 2
    assert "not overwritten" in said.err
    assert read_plan(small) == small_plan()


def test_a_new_plan_is_empty_and_has_no_error(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "plan", "--first", "2028").code == 0
    plan = read_plan(tmp_path / "plan")
    assert len(plan.cities) == 10
    assert str(plan.nation.period) == "2028–2032"
    assert run("show", tmp_path / "plan", "--format", "json").json["total"] == 0
    assert run("check", tmp_path / "plan").code == 0
    assert run("build", tmp_path / "plan", "--out", tmp_path / "out").code == 0


def test_a_new_plan_without_a_year_is_of_the_next_cycle() -> None:
    (programme,) = programmes()
    assert str(period_of(programme, None, date(2026, 11, 22))) == "2028–2032"
    assert str(period_of(programme, None, date(2018, 1, 1))) == "2023–2027"
    assert str(period_of(programme, 2024, date(2018, 1, 1))) == "2024–2028"


@pytest.mark.parametrize("wrong", [["--id", "../x"], ["--programme", "x"], ["--first", "20280"]])
def test_a_new_plan_with_a_wrong_option_is_not_started(
    run: Run, tmp_path: Path, wrong: list[str]
) -> None:
    assert run("new", tmp_path / "plan", *wrong).code == 2
    assert list(tmp_path.iterdir()) == []


def test_show_gives_machines_integers_in_won_keyed_by_ids(run: Run, example: Path) -> None:
    shown = run("show", example, "--format", "json").json
    assert list(shown) == [
        "total", "by_year", "by_source", "by_city", "by_sector", "by_tree", "projects",
    ]  # fmt: skip
    assert shown["total"] == 4_300_000_000_000
    assert shown["projects"] == 131
    assert list(shown["by_year"]) == ["2018", "2019", "2020", "2021", "2022"]
    assert list(shown["by_city"]) == [
        "busan", "daegu", "gwangju-jeonnam", "ulsan", "gangwon",
        "chungbuk", "jeonbuk", "gyeongbuk", "gyeongnam", "jeju",
    ]  # fmt: skip
    assert shown["by_source"]["national"] == 1_715_000_000_000
    assert list(shown["by_tree"]["three-fields"].values()) == [
        2_881_000_000_000,
        1_118_000_000_000,
        301_000_000_000,
    ]
    tables = [shown[name] for name in ("by_year", "by_source", "by_city", "by_sector")]
    for table in [*tables, *shown["by_tree"].values()]:
        assert sum(table.values()) == shown["total"]


def test_show_tells_people_in_their_language(run: Run, small: Path) -> None:
    assert "2018–2022, 도시 2곳, 사업 4개, 계획 사업비 250억원" in run("show", small, lang="ko").out
    assert "2018–2022, 2 cities, 4 projects, KRW 25 billion planned" in run("show", small).out


def test_check_of_the_example_has_no_error(run: Run, example: Path) -> None:
    said = run("check", example, "--format", "json")
    assert said.code == 0
    assert {own["severity"] for own in said.json} == {"warning", "note"}


def test_check_gives_machines_both_languages(run: Run, small: Path) -> None:
    edit(small / "cities" / "jeju.json", plan="other")
    said = run("check", small, "--format", "json")
    assert said.code == 1
    assert said.json[0] == {
        "id": "section-of-another-plan",
        "severity": "error",
        "place": "jeju/plan",
        "message": {
            "ko": "제주 부분은 다른 계획(other)의 것입니다. 이 계획은 small-2018입니다.",
            "en": "The section of 제주 belongs to another plan (other); this one is small-2018.",
        },
        "hint": {
            "ko": "이 계획의 도시 부분으로 바꾸세요. 옮겨 쓰는 것이면 plan을 small-2018로 고치세요.",
            "en": "Replace it with this plan's section; if it was carried over on purpose, set plan to small-2018.",
        },
        "reference": "docs/records.md#sections",
    }


def test_check_tells_people_what_where_and_what_to_do(run: Run, small: Path) -> None:
    edit(small / "cities" / "jeju.json", plan="other")
    lines = run("check", small, lang="ko").out.splitlines()
    assert lines[:3] == [
        "오류 제주 부분은 다른 계획(other)의 것입니다. 이 계획은 small-2018입니다.",
        "    jeju/plan · section-of-another-plan",
        "    → 이 계획의 도시 부분으로 바꾸세요. 옮겨 쓰는 것이면 plan을 small-2018로 고치세요.",
    ]
    assert lines[-1] == "오류 1건, 경고 0건, 참고 2건, 예외로 받아들임 0건"


def test_check_gives_code_hosts_sarif(run: Run, small: Path) -> None:
    edit(small / "cities" / "jeju.json", plan="other")
    said = run("check", small, "--format", "sarif")
    (sarif,) = said.json["runs"]
    first = sarif["results"][0]
    assert said.code == 1
    assert said.json["version"] == "2.1.0"
    assert first["ruleId"] == "section-of-another-plan"
    assert first["level"] == "error"
    location = first["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "cities/jeju.json"}
    assert {own["id"] for own in sarif["tool"]["driver"]["rules"]} == {
        own["ruleId"] for own in sarif["results"]
    }


def test_ten_sections_become_the_plan_again_in_any_order(
    run: Run, example: Path, tmp_path: Path
) -> None:
    cities = sorted((example / "cities").iterdir())
    said = run("assemble", example / "nation.json", *reversed(cities), "--out", tmp_path / "plan")
    assert said.code == 0
    assert "cities 10 of 10, projects 131, KRW 4.3 trillion" in said.out
    for file in ("nation.json", *(f"cities/{own.name}" for own in cities)):
        assert (tmp_path / "plan" / file).read_bytes() == (example / file).read_bytes()


@pytest.mark.parametrize("wrong", ["plan", "twice", "order", "unknown"])
def test_a_section_that_does_not_belong_is_not_assembled(
    run: Run, small: Path, tmp_path: Path, wrong: str
) -> None:
    nation, jeju = small / "nation.json", small / "cities" / "jeju.json"
    arguments = {
        "plan": [nation, jeju],
        "twice": [nation, jeju, jeju],
        "order": [jeju, nation],
        "unknown": [nation, jeju],
    }[wrong]
    if wrong == "plan":
        edit(jeju, plan="other")
    if wrong == "unknown":
        edit(nation, cities=("ulsan",))
    said = run("assemble", *arguments, "--out", tmp_path / "plan")
    assert said.code == 2
    assert said.err.startswith("Error: ")
    assert not (tmp_path / "plan").exists()


def test_equal_plans_have_no_changes(run: Run, example: Path, draft: Path) -> None:
    assert run("diff", example, draft, "--format", "json").json == []
    assert "equal" in run("diff", example, draft).out


def test_a_change_is_told_by_place_and_both_values(run: Run, small: Path, tmp_path: Path) -> None:
    write_plan(small_plan(), tmp_path / "after")
    edit_project(tmp_path / "after", JEJU_PARK, owner="제주 동료 담당자")
    said = run("diff", small, tmp_path / "after", "--format", "json")
    assert said.code == 0
    assert said.json == [
        {
            "kind": "changed",
            "place": f"jeju/projects/{JEJU_PARK}/owner",
            "before": "예시 담당",
            "after": "제주 동료 담당자",
        }
    ]
    text = run("diff", small, tmp_path / "after", lang="ko").out
    assert "예시 담당 → 제주 동료 담당자" in text
    assert "바꿈 1건" in text


def test_a_city_that_came_is_one_change(run: Run, small: Path, tmp_path: Path) -> None:
    plan = small_plan()
    write_plan(Plan(nation=plan.nation, cities=plan.cities[:1]), tmp_path / "before")
    (change,) = run("diff", tmp_path / "before", small, "--format", "json").json
    assert (change["kind"], change["place"]) == ("added", "jeju")
    assert "before" not in change


def test_edits_of_two_planners_merge(run: Run, small: Path, tmp_path: Path) -> None:
    for side, id, owner in (("ours", JEJU_PARK, "가"), ("theirs", JEJU_JOINT, "나")):
        write_plan(small_plan(), tmp_path / side)
        edit_project(tmp_path / side, id, owner=owner)
    said = run("merge", small, tmp_path / "ours", tmp_path / "theirs", "--out", tmp_path / "merged")
    assert said.code == 0
    owners = {own.id: own.owner for own in read_plan(tmp_path / "merged").projects()}
    assert (owners[JEJU_PARK], owners[JEJU_JOINT]) == ("가", "나")
    assert not (tmp_path / "merged" / "conflicts.json").exists()


def test_a_clash_is_kept_with_both_sides_and_reminded_of_until_settled(
    run: Run, small: Path, tmp_path: Path
) -> None:
    for side, owner in (("ours", "가"), ("theirs", "나")):
        write_plan(small_plan(), tmp_path / side)
        edit_project(tmp_path / side, JEJU_PARK, owner=owner)
    merged = tmp_path / "merged"
    said = run("merge", small, tmp_path / "ours", tmp_path / "theirs", "--out", merged)
    assert said.code == 1
    assert json.loads((merged / "conflicts.json").read_text()) == [
        {
            "place": f"jeju/projects/{JEJU_PARK}/owner",
            "kept": "ours",
            "absent": [],
            "base": "예시 담당",
            "ours": "가",
            "theirs": "나",
        }
    ]
    checked = run("check", merged, "--format", "json")
    assert checked.code == 1
    assert checked.json[0]["id"] == "merge-unresolved"
    (merged / "conflicts.json").unlink()
    assert run("check", merged).code == 0


def test_build_leaves_the_book_findings_totals_and_a_manifest_of_digests(
    run: Run, example: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    said = run("build", example, "--out", out, lang="ko")
    assert said.code == 0
    assert str(out / "book.html") in said.out
    names = {"book.html", "findings.json", "totals.json", "manifest.json"}
    assert {own.name for own in out.iterdir()} == names
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["files"] == {
        name: {
            "sha256": sha256((out / name).read_bytes()).hexdigest(),
            "bytes": (out / name).stat().st_size,
        }
        for name in sorted(names - {"manifest.json"})
    }
    assert len(manifest["sections"]) == 11
    assert (
        json.loads((out / "totals.json").read_text())
        == run("show", example, "--format", "json").json
    )


def test_the_same_plan_builds_the_same_bytes(run: Run, example: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("build", example, "--out", tmp_path / name, lang="ko").code == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_build_replaces_what_it_built_and_nothing_else(
    run: Run, small: Path, tmp_path: Path
) -> None:
    assert run("build", small, "--out", tmp_path / "out").code == 0
    assert run("build", small, "--out", tmp_path / "out").code == 0
    before = sorted(own.name for own in small.iterdir())
    assert run("build", small, "--out", small).code == 2
    assert sorted(own.name for own in small.iterdir()) == before


def test_build_of_a_plan_with_errors_is_written_and_says_so(
    run: Run, small: Path, tmp_path: Path
) -> None:
    edit(small / "cities" / "jeju.json", plan="other")
    assert run("build", small, "--out", tmp_path / "out").code == 1
    findings = json.loads((tmp_path / "out" / "findings.json").read_text())
    assert findings[0]["id"] == "section-of-another-plan"


def test_the_programme_of_a_forum_is_built_on_demand(
    run: Run, example: Path, small: Path, tmp_path: Path
) -> None:
    wanted = ("--documents", "programme", "--formats", "html,pdf")
    said = run("build", example, "--out", tmp_path / "out", *wanted, lang="ko")
    assert said.code == 0
    assert {own.name for own in (tmp_path / "out").iterdir()} == {
        "programme-1.html", "programme-1.pdf", "findings.json", "totals.json", "manifest.json",
    }  # fmt: skip
    none = run("build", small, "--out", tmp_path / "none", *wanted, lang="ko")
    assert none.code == 0
    assert "토론회가 없어" in none.err + none.out


def test_a_format_that_cannot_be_written_is_refused(run: Run, small: Path, tmp_path: Path) -> None:
    said = run("build", small, "--out", tmp_path / "out", "--formats", "html,docx")
    assert said.code == 2
    assert "docx" in said.err
    assert not (tmp_path / "out").exists()


def test_tidy_composes_hangul_typed_on_a_mac(run: Run, small: Path) -> None:
    file = small / "cities" / "jeju.json"
    file.write_text(unicodedata.normalize("NFD", file.read_text()))
    refused = run("check", small)
    assert refused.code == 2
    assert "mitgrim tidy" in refused.err
    assert run("tidy", small).code == 0
    assert read_plan(small) == small_plan()
    assert "rewritten: 0" in run("tidy", small).out


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_verb_explains_itself_in_both_languages(run: Run, verb: str, lang: str) -> None:
    said = run(verb, "--help", lang=lang)
    assert said.code == 0
    help = " ".join(said.out.split())
    assert " ".join(MESSAGES.both(f"{verb}.help").in_(lang).split())[:30] in help  # type: ignore[arg-type]
    assert "--lang" in help


def test_every_message_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []


@pytest.mark.parametrize(
    "wrong",
    [["check"], ["check", "x", "--colour"], ["chekc", "x"], ["check", "x", "--format", "xml"]],
)
def test_a_wrong_command_says_where_its_help_is(run: Run, wrong: list[str]) -> None:
    said = run(*wrong, lang="ko")
    assert said.code == 2
    assert "--help" in said.err


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["show"], {}, "ko"),
        (["show"], {"LANG": "en_US.UTF-8"}, "en"),
        (["show"], {"LANG": "en_US.UTF-8", "MITGRIM_LANG": "ko"}, "ko"),
        (["show", "--lang", "en"], {"LANG": "ko_KR.UTF-8"}, "en"),
        (["--lang=en", "show"], {}, "en"),
        (["show", "--lang", "fr"], {}, "ko"),
        (["show", "--lang"], {}, "ko"),
        (["show"], {"MITGRIM_LANG": "fr"}, "ko"),
    ],
)
def test_the_language_is_the_options_then_the_environments(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert language(arguments, environment) == expected


def test_a_name_that_looks_like_markup_is_printed_as_it_is(run: Run, small: Path) -> None:
    plan = read_plan(small)
    nation = replace(plan.nation, name=Label(ko="[bold]계획[/bold] [link=x]"))
    (small / "nation.json").write_bytes(encode(nation))
    assert "[bold]계획[/bold] [link=x]" in run("show", small, lang="ko").out


def test_a_process_of_its_own_says_the_same(small: Path) -> None:
    shown = process("show", small, "--format", "json")
    assert shown.code == 0
    assert shown.json["total"] == totals(small_plan()).total == 250 * EOK
    assert process("check", small / "nowhere").code == 2
    assert process("--version").out.startswith("mitgrim ")


def test_reading_only_the_first_lines_is_no_error(example: Path) -> None:
    command = f"{sys.executable} -m mitgrim.cli show {example} --format json | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{\n", "")
