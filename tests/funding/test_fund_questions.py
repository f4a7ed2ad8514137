"""`mitgrim fund` is asked why, what else, what fairness costs, and what is in conflict."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from mitgrim.codec import write_plan
from mitgrim.funding.said import MESSAGES
from mitgrim.plan import Status
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import Lang
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL, small_plan
from tests.cli.running import Run
from tests.funding.bending import changed

Conditions: TypeAlias = Callable[[str], Path]

PARK: Final = "제주 정주 예시사업 2"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    write_plan(small_plan(), tmp_path / "small")
    return tmp_path / "small"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "example"
    write_plan(innovation_cities_2018(), folder)
    return folder


@pytest.fixture
def under(tmp_path: Path) -> Conditions:
    """A file of conditions."""

    def written(text: str) -> Path:
        file = tmp_path / "conditions.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def explained(run: Run, folder: Path, project: str, *more: object) -> Any:
    said = run("fund", folder, "--explain", project, *more, "--format", "json")
    assert (said.code, said.err) == (0, "")
    return said.json["explain"]


NO_NATIONAL_IN_2020: Final = """
budgets:
  national: {2018: 10억원, 2019: 60억원, 2020: 2억원, 2021: 0, 2022: 0}
delay: 0
"""


def test_the_park_is_in_for_what_it_adds(run: Run, small: Path) -> None:
    own = explained(run, small, JEJU_PARK)
    assert own["case"] == "in"
    assert own["option"] == {"id": JEJU_PARK, "variant": "planned", "start": 2020}
    assert own["cost"] == 50 * EOK
    assert own["adds"] == pytest.approx(200 / 9300)
    assert (own["must"], own["holders"], own["floors"]) == (False, [], [])
    assert own["without"]["value"] == 0
    assert JEJU_PARK in own["without"]["leaves"]


def test_what_others_wait_for_is_in_for_them(run: Run, small: Path) -> None:
    own = explained(run, small, JEJU_JOINT)
    assert (own["adds"], own["holders"]) == (0, [JEJU_PARK])
    said = run("fund", small, "--explain", JEJU_JOINT, lang="ko").out
    assert f"이 사업이 먼저 되어야 하는 사업이 답에 있습니다: {PARK} ({JEJU_PARK})." in said


def test_what_must_be_done_or_holds_a_floor_is_in_for_that(
    run: Run, small: Path, under: Conditions
) -> None:
    file = under(f"must: [{ULSAN_SCHOOL}]\nfloors:\n  actions: {{talent.01: 30억원}}\n")
    own = explained(run, small, ULSAN_SCHOOL, "--budgets", file)
    assert own["must"]
    assert own["floors"] == [{"kind": "action", "id": "talent.01"}]
    assert own["without"] is None
    said = run("fund", small, "--explain", ULSAN_SCHOOL, "--budgets", file, lang="ko").out
    assert "꼭 할 사업으로 정해져 있습니다(must)." in said
    assert "‘인재 예시과제’의 하한을 지키지 못합니다." in said


def test_the_park_is_out_for_the_money_that_is_missing(
    run: Run, small: Path, under: Conditions
) -> None:
    own = explained(run, small, JEJU_PARK, "--budgets", under(NO_NATIONAL_IN_2020))
    assert own["case"] == "out"
    assert own["adds"] == pytest.approx(200 / 9300)
    limit, needs = own["obstacles"]
    assert limit == {
        "kind": "limit",
        "limit": {"source": "national", "year": 2020, "city": "", "line": "", "carried": False},
        "need": 5 * EOK,
        "free": 2 * EOK,
        "missing": 3 * EOK,
    }
    assert needs == {"kind": "needs", "project": JEJU_JOINT}
    assert own["impossible"]
    assert own["forced"] is None


SHORT_OF_300_MILLION: Final = (
    "- National in 2020: it needs KRW 500 million, KRW 200 million is free, "
    "KRW 300 million is missing."
)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "ko",
            [
                f"{PARK} ({JEJU_PARK})는 답에 들지 않았습니다.",
                "- 국비 2020년: 5억원이 필요한데 2억원이 남아 3억원이 모자랍니다.",
                "이 사업을 넣고 조건을 모두 지킬 방법은 없습니다.",
            ],
        ),
        (
            "en",
            [
                f"{PARK} ({JEJU_PARK}) is not in the answer.",
                SHORT_OF_300_MILLION,
                "Nothing that has it keeps to all conditions.",
            ],
        ),
    ],
)
def test_people_are_told_in_sentences(
    run: Run, small: Path, under: Conditions, lang: str, sentences: list[str]
) -> None:
    file = under(NO_NATIONAL_IN_2020)
    said = run("fund", small, "--explain", PARK, "--budgets", file, lang=lang)
    assert [own for own in sentences if own not in said.out.splitlines()] == []


def test_who_would_be_displaced_is_told(run: Run, tmp_path: Path, under: Conditions) -> None:
    """The national money of 2020 pays for the park or for the centre, which helps people more."""
    park = next(own for own in small_plan().projects() if own.id == JEJU_PARK)
    more = tuple(replace(own, likely=Decimal(500), high=Decimal(500)) for own in park.effects)
    folder = tmp_path / "rivals"
    write_plan(changed(small_plan(), ULSAN_CENTRE, effects=more), folder)
    file = under(
        "budgets:\n"
        "  national: {2018: 10억원, 2019: 60억원, 2020: 30억원, 2021: 0, 2022: 0}\n"
        f"must: [{JEJU_JOINT}]\n"
        "delay: 0\n"
    )
    own = explained(run, folder, JEJU_PARK, "--budgets", file)
    assert own["case"] == "out"
    assert own["forced"]["loses"] == pytest.approx(300 / 9300)
    assert own["forced"]["proven"]
    assert own["forced"]["leaves"] == [ULSAN_CENTRE]
    assert [each["id"] for each in own["forced"]["joins"]] == [JEJU_PARK]
    said = run("fund", folder, "--explain", JEJU_PARK, "--budgets", file, lang="ko").out
    assert "그래도 넣으면 목표 달성이 3.23%p 줄어듭니다. 바뀌는 것:" in said
    assert "빠지는 사업 1개: 울산 산업 예시사업 2\n" in said


def test_a_project_that_adds_nothing_fits_but_is_left_alone(run: Run, small: Path) -> None:
    own = explained(run, small, ULSAN_SCHOOL)
    assert (own["case"], own["adds"], own["obstacles"]) == ("out", 0, [])
    said = run("fund", small, "--explain", ULSAN_SCHOOL, lang="ko").out
    assert "세는 지표에 적힌 효과가 없습니다." in said
    assert "다른 사업을 그대로 두고 넣을 수 있습니다." in said


def test_a_group_at_its_ceiling_is_named(run: Run, small: Path, under: Conditions) -> None:
    file = under("ceilings:\n  cities: {jeju: 120억원}\n")
    own = explained(run, small, JEJU_PARK, "--budgets", file)
    assert own["case"] == "out"
    said = run("fund", small, "--explain", JEJU_PARK, "--budgets", file, lang="ko").out
    assert "먼저 되어야 할 사업이 답에 없습니다" in said
    file = under(f"ceilings:\n  cities: {{jeju: 120억원}}\nmust: [{JEJU_JOINT}]\n")
    said = run("fund", small, "--explain", JEJU_PARK, "--budgets", file, lang="ko").out
    assert "- ‘제주’의 상한: 50억원이 필요한데 상한까지 20억원이 남아 30억원이 넘칩니다." in said


def test_what_was_left_out_beforehand_keeps_its_reason(
    run: Run, small: Path, under: Conditions
) -> None:
    file = under(f"must_not: [{JEJU_JOINT}]\n")
    own = explained(run, small, JEJU_PARK, "--budgets", file)
    assert own["case"] == "left_out"
    assert own["reason"]["ko"] == ("먼저 되어야 할 사업 제주 산업 예시사업 1을 할 수 없습니다.")
    said = run("fund", small, "--explain", JEJU_PARK, "--budgets", file, lang="ko").out
    assert said.startswith(f"{PARK} ({JEJU_PARK})는 고를 수 없습니다.")


def test_what_is_done_already_is_not_chosen_among(run: Run, tmp_path: Path) -> None:
    write_plan(changed(small_plan(), ULSAN_SCHOOL, status=Status.COMPLETED), tmp_path / "done")
    own = explained(run, tmp_path / "done", ULSAN_SCHOOL)
    assert own["reason"]["en"] == "It is completed or cancelled, so it is not chosen among."


def test_a_project_that_nobody_has_is_refused_with_those_near_to_it(run: Run, small: Path) -> None:
    said = run("fund", small, "--explain", "제주 정주 사업", lang="ko")
    assert (said.code, said.out) == (2, "")
    assert "‘제주 정주 사업’이라는 사업은 계획에 없습니다." in said.err
    assert f"{JEJU_PARK} ({PARK})" in said.err


def test_a_name_of_several_projects_is_refused_with_their_ids(run: Run, tmp_path: Path) -> None:
    plan = small_plan()
    park = next(own for own in plan.projects() if own.id == JEJU_PARK)
    write_plan(changed(plan, ULSAN_SCHOOL, name=park.name), tmp_path / "twins")
    said = run("fund", tmp_path / "twins", "--explain", PARK)
    assert said.code == 2
    assert JEJU_PARK in said.err
    assert ULSAN_SCHOOL in said.err


@pytest.mark.parametrize(
    "question",
    [("--explain", "에너지 사이언스파크"), ("--frontier", 3), ("--alternatives", 1)],
)
def test_each_answer_says_what_it_was_made_from(
    run: Run, example: Path, question: tuple[object, ...]
) -> None:
    answer = run("fund", example, *question, "--time", 20, "--format", "json").json
    assert answer["status"] == "optimal"
    assert answer["plan"] == run("fund", example, "--format", "json").json["plan"]
    assert answer["parameters"]["delay"] == 4


TIGHT: Final = """
budgets:
  national: {2018: 210억원, 2019: 700억원, 2020: 900억원, 2021: 1000억원, 2022: 800억원}
carry_over: [national]
"""


def test_fairness_is_bought_with_attainment(run: Run, example: Path, under: Conditions) -> None:
    question = ("--scenario", under(TIGHT), "--frontier", 3, "--time", 10)
    points = run("fund", example, *question, "--format", "json").json["frontier"]
    assert len(points) > 1
    assert [own["value"] for own in points] == sorted(
        (own["value"] for own in points), reverse=True
    )
    assert [own["worst"] for own in points] == sorted(own["worst"] for own in points)
    for own in points:
        assert own["worst"] == min(own["cities"].values())
        assert own["value"] <= own["bound"] + 1e-9
    said = run("fund", example, *question, lang="ko").out
    assert "가장 뒤진 도시의 달성" in said


def test_where_nothing_is_traded_one_point_says_so(run: Run, example: Path) -> None:
    said = run("fund", example, "--frontier", 4, "--time", 20, lang="ko").out
    assert said.startswith("맞바꿀 것이 없습니다")


def test_without_an_indicator_of_a_city_none_is_worst_off(run: Run, small: Path) -> None:
    said = run("fund", small, "--frontier", 3)
    assert said.code == 2
    assert "No project has an effect on a city’s indicator" in said.err


def test_alternatives_are_as_good_and_say_how_they_differ(run: Run, example: Path) -> None:
    answer = run("fund", example, "--alternatives", 2, "--time", 20, "--format", "json").json
    best = {own["id"] for own in run("fund", example, "--format", "json").json["projects"]}
    assert len(answer["alternatives"]) == 2
    chosen = [best]
    for own in answer["alternatives"]:
        assert own["value"] >= 0.995 * answer["value"] - 1e-9
        chosen.append((best | {each["id"] for each in own["joins"]}) - set(own["leaves"]))
    assert set(answer["in_all"]) == set.intersection(*chosen)
    assert set(answer["in_none"]) & set.union(*chosen) == set()
    said = run("fund", example, "--alternatives", 1, "--time", 20, lang="ko").out
    assert "다른 답 1" in said
    assert "어느 답에나 있는 사업" in said


def test_no_alternative_is_said_to_be_none(run: Run, small: Path, under: Conditions) -> None:
    every = ", ".join((JEJU_JOINT, JEJU_PARK, ULSAN_SCHOOL, ULSAN_CENTRE))
    said = run("fund", small, "--alternatives", 2, "--budgets", under(f"must: [{every}]\n"))
    assert said.code == 0
    assert said.out.startswith("No other answer is nearly as good")


CONFLICT: Final = f"must: [{JEJU_JOINT}]\nceilings:\n  cities: {{jeju: 90억원}}\n"


def test_what_is_in_conflict_is_told(run: Run, small: Path, under: Conditions) -> None:
    file = under(CONFLICT)
    said = run("fund", small, "--why-infeasible", "--budgets", file, "--format", "json")
    assert said.code == 1
    assert said.json["status"] == "infeasible"
    assert said.json["conflict"] == {
        "demands": [
            {"kind": "most", "of": "city", "what": "jeju"},
            {"kind": "must", "of": "project", "what": JEJU_JOINT},
        ],
        "smallest": True,
    }
    assert said.json["parameters"]["must"] == [JEJU_JOINT]
    people = run("fund", small, "--why-infeasible", "--budgets", file, lang="ko")
    assert people.code == 1
    assert people.out.splitlines()[:3] == [
        "다음 조건 2개를 함께 지킬 수 없습니다:",
        "- ‘제주’의 상한 90억원",
        f"- 꼭 할 사업 제주 산업 예시사업 1 ({JEJU_JOINT})",
    ]


def test_a_condition_may_be_too_much_by_itself(run: Run, small: Path, under: Conditions) -> None:
    file = under("floors:\n  cities: {jeju: 1조원}\n")
    said = run("fund", small, "--why-infeasible", "--budgets", file)
    assert said.out.startswith("This condition can’t be met even without any other:")
    assert "- the floor of ‘제주’: KRW 1 trillion" in said.out


def test_where_nothing_is_in_conflict_that_is_said(run: Run, small: Path) -> None:
    said = run("fund", small, "--why-infeasible")
    assert (said.code, said.out.split(".")[0]) == (0, "No conditions are in conflict")
    said = run("fund", small, "--why-infeasible", "--format", "json")
    assert (said.json["status"], said.json["conflict"]) == ("feasible", None)


@pytest.mark.parametrize(
    "question", [("--explain", JEJU_PARK), ("--frontier", 3), ("--alternatives", 1)]
)
def test_without_any_answer_there_is_nothing_to_ask_about(
    run: Run, small: Path, under: Conditions, question: tuple[object, ...]
) -> None:
    said = run("fund", small, *question, "--budgets", under(CONFLICT))
    assert said.code == 1
    assert "‘--why-infeasible’ says what is in conflict" in said.out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ko", "--explain, --why-infeasible 가운데 하나만 물어보세요."),
        ("en", "Ask only one of --explain, --why-infeasible."),
    ],
)
def test_one_question_at_a_time(run: Run, small: Path, lang: str, words: str) -> None:
    said = run("fund", small, "--explain", JEJU_PARK, "--why-infeasible", lang=lang)
    assert said.code == 2
    assert words in said.err


@pytest.mark.parametrize("option", ["--frontier", "--alternatives"])
@pytest.mark.parametrize("value", ["0", "-1", "101", "2.5", "many", "9" * 30])
def test_a_count_that_is_none_is_refused(run: Run, small: Path, option: str, value: str) -> None:
    said = run("fund", small, option, value)
    assert said.code == 2
    assert f"‘{value}’" in said.err


def test_money_that_is_worth_most_is_told(run: Run, example: Path) -> None:
    said = run("fund", example, "--time", 10, lang="ko").out
    assert "기금 2018년: 1억원이 늘면 목표 달성이 약 0.223%p 높아집니다." in said


def test_another_scenario_says_what_goes_and_what_stays(
    run: Run, small: Path, under: Conditions
) -> None:
    """§8: without national money after 2019 the park goes, and the school stays."""
    file = under(NO_NATIONAL_IN_2020)
    said = run("fund", small, "--compare", file, "--format", "json")
    before = run("fund", small, "--format", "json").json
    after = run("fund", small, "--budgets", file, "--format", "json").json
    told = said.json["compare"]
    assert said.code == 0
    assert [said.json[own] for own in ("status", "value")] == ["optimal", before["value"]]
    assert told["value"] == after["value"] == before["value"] - told["lost"]
    chosen = {own["id"]: own for own in after["projects"]}
    kept = {own["id"] for own in before["projects"]}
    assert set(told["leaves"]) == kept - chosen.keys()
    assert JEJU_PARK in told["leaves"]
    assert {*told["stays"], *(own["id"] for own in told["changes"])} == kept & chosen.keys()
    text = run("fund", small, "--compare", file, lang="ko").out
    assert text.startswith("이 조건에서는 목표 달성이 ")
    assert f"\n빠지는 사업 {len(told['leaves'])}개\n- 제주 " in text


def test_conditions_that_nothing_keeps_to_are_said_to_be_so(
    run: Run, small: Path, under: Conditions
) -> None:
    file = under("floors: {cities: {jeju: 9000억원}}")
    said = run("fund", small, "--compare", file, lang="ko")
    assert (said.code, said.out) == (1, MESSAGES.text("compare.infeasible", Lang.KO) + "\n")


def test_a_wrong_file_to_compare_with_is_refused_before_the_search(
    run: Run, small: Path, under: Conditions
) -> None:
    said = run("fund", small, "--compare", under("budgets: {lottery: 0}"))
    assert (said.code, said.out) == (2, "")
    assert "lottery" in said.err


def test_robustness_is_told_with_the_share_of_scenarios(run: Run, small: Path) -> None:
    """§8: what every scenario has, what none has, and the rest with their shares."""
    asked = ("fund", small, "--robustness", 6, "--spread", 90)
    told = run(*asked, "--format", "json").json["robustness"]
    assert [told[own] for own in ("scenarios", "spread", "answered")] == [6, 90, 6]
    shares = {own["id"]: own["share"] for own in told["projects"]}
    assert all(share * 6 == pytest.approx(round(share * 6)) for share in shares.values())
    text = run(*asked, lang="ko").out
    assert text.startswith(
        "예산 시나리오 6개(재원마다 많거나 적게 90%까지) 가운데 답이 있는 것 6개\n"
    )
    park = shares[JEJU_PARK]
    assert 0 < park < 1
    assert f"- {PARK}: 시나리오의 {park:.0%}에서 듭니다. 지금 답에 있습니다.\n" in text


def test_several_processes_tell_the_same(run: Run, small: Path) -> None:
    asked = ("fund", small, "--robustness", 4, "--format", "json")
    assert run(*asked, "--workers", 2).json == run(*asked).json


@pytest.mark.parametrize("workers", ["0", "65", "many", "²", "-1"])
def test_neither_a_count_nor_an_address_is_refused(run: Run, small: Path, workers: str) -> None:
    said = run("fund", small, "--floors", "--workers", workers)
    assert said.code == 2
    assert workers in said.err


def test_floors_are_told_with_what_they_cost(run: Run, small: Path, under: Conditions) -> None:
    """§8: what attainment would be without each, less what it is with all."""
    file = under(f"floors:\n  cities: {{ulsan: 35억원, jeju: 5%}}\nmust_not: [{JEJU_PARK}]\n")
    said = run("fund", small, "--budgets", file, "--floors", "--format", "json")
    groups = [[own["id"] for own in each["groups"]] for each in said.json["floors"]]
    assert groups == [["jeju"], ["ulsan"], ["jeju", "ulsan"]]
    for own in said.json["floors"]:
        assert own["costs"] == own["value"] - said.json["value"] >= 0
    text = run("fund", small, "--budgets", file, "--floors", lang="ko").out
    assert "- 제주 5%: 목표 달성 " in text
    assert "- 울산 35억원: 목표 달성 " in text
    assert "- 모든 하한: 목표 달성 " in text
    none = run("fund", small, "--floors", lang="ko")
    assert (none.code, none.out) == (0, MESSAGES.text("floors.none", Lang.KO) + "\n")
