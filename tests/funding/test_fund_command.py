"""`mitgrim fund` says what to do with the money, to people and to machines."""

import builtins
import json
import sys
from math import inf
from pathlib import Path
from typing import Any, Final

import pytest

from mitgrim.codec import digest, read_plan, write_plan
from mitgrim.funding import solving
from mitgrim.funding.solving import Solution, Status
from mitgrim.plan import Dimension, money
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL, small_plan
from tests.cli.running import Run

ALL: Final = (JEJU_JOINT, JEJU_PARK, ULSAN_SCHOOL, ULSAN_CENTRE)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    write_plan(small_plan(), tmp_path / "small")
    return tmp_path / "small"


@pytest.fixture
def all_of_it(tmp_path: Path) -> Path:
    """All projects must be done, which their own money pays for in one way only."""
    file = tmp_path / "all.yaml"
    file.write_text(f"must: [{', '.join(ALL)}]\n")
    return file


def test_machines_get_the_answer_and_what_it_was_made_from(
    run: Run, small: Path, all_of_it: Path
) -> None:
    """§7: the plan as it stands is the best that its own money pays for."""
    said = run("fund", small, "--budgets", all_of_it, "--format", "json")
    assert (said.code, said.err) == (0, "")
    answer = said.json
    assert answer["status"] == "optimal"
    assert answer["value"] == answer["bound"] == pytest.approx(200 / 9300)
    assert answer["gap"] == 0
    assert sorted(
        (own["id"], own["variant"], own["start"]) for own in answer["projects"]
    ) == sorted(
        [
            (JEJU_JOINT, "planned", 2018),
            (JEJU_PARK, "planned", 2020),
            (ULSAN_SCHOOL, "planned", 2019),
            (ULSAN_CENTRE, "planned", 2020),
        ]
    )
    plan = read_plan(small)
    assert {
        (int(year), source): won
        for year, by_source in answer["money"].items()
        for source, won in by_source.items()
        if won
    } == money(plan, Dimension.YEAR, Dimension.SOURCE)
    assert answer["plan"]["jeju"] == digest(plan.cities[1])
    assert answer["parameters"]["delay"] == 4
    assert answer["left_out"] == []


def test_limits_that_are_used_up_are_told(run: Run, small: Path, all_of_it: Path) -> None:
    """§3: all of them, for the plan's own money is all there is."""
    binding = run("fund", small, "--budgets", all_of_it, "--format", "json").json["binding"]
    assert {
        "source": "provincial",
        "year": 2019,
        "city": "ulsan",
        "line": "",
        "carried": False,
        "budget": 6 * EOK,
        "used": 6 * EOK,
    } in binding
    assert len(binding) == 10


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ko", ["가장 좋은 답입니다.", "할 사업 3개", "하지 않을 사업 1개", "제주 정주 예시사업 2", "국비"]),
        ("en", ["This is the best answer.", "projects to fund: 3", "projects not funded: 1", "National"]),
    ],
)  # fmt: skip
def test_people_get_tables_in_their_language(
    run: Run, small: Path, tmp_path: Path, lang: str, words: list[str]
) -> None:
    file = tmp_path / "budgets.yaml"
    file.write_text(f"must: [{', '.join(ALL[:3])}]\nmust_not: [{ULSAN_CENTRE}]\n")
    said = run("fund", small, "--budgets", file, lang=lang)
    assert said.code == 0
    assert [word for word in words if word not in said.out] == []
    assert "must_not" in said.out


def test_a_scenario_lies_over_the_budgets(run: Run, small: Path, tmp_path: Path) -> None:
    budgets, scenario = tmp_path / "budgets.yaml", tmp_path / "cut.yaml"
    budgets.write_text(f"must_not: [{ULSAN_CENTRE}]\ndelay: 1\n")
    scenario.write_text("carry_over: [national]\n")
    said = run("fund", small, "--budgets", budgets, "--scenario", scenario, "--format", "json")
    parameters = said.json["parameters"]
    assert parameters["must_not"] == [ULSAN_CENTRE]
    assert parameters["carry_over"] == ["national"]
    assert parameters["delay"] == 1


def test_without_time_there_is_no_answer_and_no_crash(
    run: Run, small: Path, all_of_it: Path
) -> None:
    """§7: nothing is known but that no more than everything can be attained."""
    answer = run("fund", small, "--budgets", all_of_it, "--time", "0", "--format", "json")
    assert answer.code == 0
    assert (answer.json["status"], answer.json["bound"], answer.json["gap"]) == ("unknown", 1, 1)
    said = run("fund", small, "--budgets", all_of_it, "--time", "0")
    assert said.code == 0
    assert said.out.startswith("No answer that keeps to all conditions was found in time.")


def test_what_is_not_known_is_null_to_machines_and_a_dash_to_people(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*_: Any, **__: Any) -> Solution:
        return Solution(status=Status.UNKNOWN, bound=inf)

    monkeypatch.setattr(solving, "solve", nothing)
    answer = run("fund", small, "--format", "json").json
    assert (answer["status"], answer["bound"], answer["gap"]) == ("unknown", None, None)
    assert "at most —" in run("fund", small).out


def test_conditions_that_nothing_keeps_to_end_with_one(
    run: Run, small: Path, tmp_path: Path
) -> None:
    file = tmp_path / "budgets.yaml"
    file.write_text(f"floors:\n  cities:\n    jeju: 10조원\nmust: [{JEJU_PARK}]\n")
    said = run("fund", small, "--budgets", file)
    assert said.code == 1
    assert said.out.startswith("Nothing keeps to all conditions.")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_wrong_file_ends_with_two(run: Run, small: Path, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "budgets.yaml"
    file.write_text("delay: 9\n")
    said = run("fund", small, "--budgets", file, lang=lang)
    assert (said.code, said.out) == (2, "")
    assert f"{file}: delay: " in said.err.replace("\n", "")


@pytest.mark.parametrize("option", ["--time", "--gap"])
@pytest.mark.parametrize("value", ["-1", "nan", "inf", "soon", "1e9"])
def test_a_number_that_is_none_is_refused(run: Run, small: Path, option: str, value: str) -> None:
    said = run("fund", small, option, value)
    assert said.code == 2
    assert f"‘{value}’" in said.err


@pytest.mark.parametrize("question", [(), ("--explain", JEJU_PARK), ("--why-infeasible",)])
def test_without_its_packages_it_says_how_to_install_them(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, question: tuple[str, ...]
) -> None:
    whole = builtins.__import__

    def without_scipy(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "scipy":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return whole(name, *rest, **more)

    for name in [own for own in sys.modules if own.startswith("mitgrim.funding.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without_scipy)
    said = run("fund", small, *question)
    assert said.code == 2
    assert "pip install mitgrim[funding]" in said.err


def test_an_interrupted_search_prints_its_best(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """§7: solve catches the interruption, and the command prints what it gives back."""

    def interrupted(*_: Any, **__: Any) -> Solution:
        return Solution(status=Status.FEASIBLE, portfolio={0: 0}, value=0.0, bound=0.5)

    monkeypatch.setattr(solving, "solve", interrupted)
    said = run("fund", small, "--format", "json")
    assert said.code == 0
    assert said.json["gap"] == 1.0
    assert len(said.json["projects"]) == 1


def test_progress_is_told_on_a_terminal_only(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("fund", small).err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run("fund", small).code == 0


def test_the_example_says_what_it_leaves_out(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """§1: ten projects plan money before their gate, and three wait for them."""

    def nothing(*_: Any, **__: Any) -> Solution:
        return Solution(status=Status.FEASIBLE, bound=1.0)

    monkeypatch.setattr(solving, "solve", nothing)
    write_plan(innovation_cities_2018(), tmp_path / "example")
    said = run("fund", tmp_path / "example", "--format", "json")
    assert len(said.json["left_out"]) == 13
    assert json.dumps(said.json["left_out"], ensure_ascii=False).count("사전절차") == 10
