"""A section that was read has its money in a ledger, and nobody can tell."""

import json
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given

from mitgrim.codec import decode, encode
from mitgrim.plan import CityPlan, FundingLine, FundingSource, Phase, Project, Use
from mitgrim.plan.ledger import Ledger
from tests.cast import small_plan
from tests.laws.strategies import plans


def read(section: CityPlan) -> CityPlan:
    again = decode(encode(section), "file")
    assert isinstance(again, CityPlan)
    return again


def typed_and_read() -> list[tuple[Project, Project]]:
    sections = small_plan().cities
    return [
        pair
        for section in sections
        for pair in zip(section.projects, read(section).projects, strict=True)
    ]


@pytest.mark.parametrize(
    "look",
    [
        lambda own: own,
        hash,
        repr,
        lambda own: own.money,
        lambda own: own.amount(),
        lambda own: own.amount(Phase.EXECUTED),
        lambda own: replace(own, notes="다른 메모"),
        lambda own: pickle.loads(pickle.dumps(own)),
        deepcopy,
    ],
)
def test_a_project_that_was_read_is_the_one_that_was_typed(look: Any) -> None:
    for typed, was_read in typed_and_read():
        assert look(was_read) == look(typed)


def test_money_is_made_once_of_plain_lines() -> None:
    for _, project in typed_and_read():
        assert type(project.money) is tuple
        assert {type(line) for line in project.money} == {FundingLine}
        assert project.money is project.money


def test_a_changed_section_has_a_ledger_and_a_register_of_its_own() -> None:
    section = read(small_plan().cities[1])
    first = section.projects[0]
    less = replace(section, projects=(first,))
    assert (less.ledger.amounts(), less.register.column("id")) == ([first.amount()], (first.id,))
    richer = replace(first, money=(*first.money, line(year=2022, amount=7)))
    more = replace(less, projects=(richer,))
    assert more.ledger.amounts() == [first.amount() + 7] == [richer.amount()]
    assert less.ledger.amounts() == [first.amount()]


@pytest.mark.parametrize(
    "again", [lambda own: pickle.loads(pickle.dumps(own)), copy, deepcopy, replace]
)
@pytest.mark.parametrize("looked_at", [True, False])
def test_a_section_that_was_read_can_be_copied(again: Any, looked_at: bool) -> None:
    section, typed = read(small_plan().cities[1]), small_plan().cities[1]
    if looked_at:
        assert section == typed
    copied = again(section)
    assert copied == section == typed
    assert hash(copied) == hash(section) == hash(typed)
    assert list(copied.ledger.column("amount")) == list(section.ledger.column("amount"))
    assert copied.ledger.amounts() == [project.amount() for project in typed.projects]
    assert copied.register.column("id") == section.register.column("id")


def test_nobody_changes_money_that_lies_in_a_ledger() -> None:
    section = read(small_plan().cities[1])
    with pytest.raises(FrozenInstanceError):
        section.projects[0].money = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del section.projects[0].money


def test_a_section_is_made_with_a_ledger_of_as_many_projects() -> None:
    section = small_plan().cities[1]
    poor = tuple(replace(project, money=()) for project in section.projects)
    with pytest.raises(ValueError, match="other projects"):
        CityPlan.with_ledger(Ledger.of([()]), lambda: replace(section, projects=poor))


def test_money_stands_in_one_place_only() -> None:
    section = small_plan().cities[1]
    ledger = Ledger.of([project.money for project in section.projects])
    with pytest.raises(ValueError, match="of its own"):
        CityPlan.with_ledger(ledger, lambda: replace(section))


def test_threads_that_look_at_once_see_all_of_the_money() -> None:
    """A web server's threads share sections; each thread must see whole projects or nothing."""
    typed = small_plan().cities
    looks: list[Any] = [
        lambda own: [project.money for project in own.projects],
        lambda own: [project.amount(Phase.PLANNED) for project in own.projects],
        lambda own: list(own.ledger.column("amount")),
        lambda own: replace(own, themes=()).register.column("id"),
        lambda own: own,
    ]
    switches = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            for _ in range(20):
                shared = [read(section) for section in typed]
                asked = [
                    (threads.submit(look, own), look(section))
                    for look in looks * 4
                    for own, section in zip(shared, typed, strict=True)
                ]
                assert [answer.result() for answer, _ in asked] == [right for _, right in asked]
    finally:
        sys.setswitchinterval(switches)


@given(plans())
def test_the_ledger_of_a_section_says_what_its_lines_say(plan: Any) -> None:
    for section in plan.cities:
        for own in (section, read(section)):
            lines = [line for project in section.projects for line in project.money]
            assert list(own.ledger.column("year")) == [line.year for line in lines]
            assert list(own.ledger.column("use")) == [line.use for line in lines]
            for phase in Phase:
                amounts = [project.amount(phase) for project in section.projects]
                assert own.ledger.amounts(phase) == amounts
                in_phase = [line.amount for line in lines if line.phase is phase]
                assert list(own.ledger.column("amount", phase)) == in_phase
            numbers = [line.amount for line in lines]
            extremes = [min(numbers), max(numbers)] if numbers else []
            assert list(own.ledger.witnesses("amount")) == extremes
            assert own.ledger.repeated == section.ledger.repeated


def test_a_file_in_another_order_is_the_same_section() -> None:
    section = small_plan().cities[1]
    document = json.loads(encode(section))
    document["projects"].reverse()
    for project in document["projects"]:
        project["money"].reverse()
    turned = decode(json.dumps(document).encode(), "file")
    assert isinstance(turned, CityPlan)
    assert turned.ledger.column("amount") == section.ledger.column("amount")
    assert turned == section


def line(**own: Any) -> FundingLine:
    usual: dict[str, Any] = {
        "year": 2018,
        "source": FundingSource.NATIONAL,
        "use": Use.WORKS,
        "amount": 1,
    }
    return FundingLine(**(usual | own))


def test_equal_keys_stand_side_by_side_and_are_remembered() -> None:
    """The same year and source is no repetition; the first line of a project never is one."""
    first = (line(use=Use.DESIGN), line(), line(amount=2))
    ledger = Ledger.of([first, (line(),)])
    assert ledger.repeated == [2]


def test_lines_are_found_by_programme_line_year_source_and_phase() -> None:
    on, later = line(programme_line="line-1"), line(programme_line="line-1", year=2019)
    ledger = Ledger.of([(line(), on, later)])
    rest = (FundingSource.NATIONAL, Phase.PLANNED)
    assert ledger.on_programme_lines == {
        ("line-1", 2018, *rest): (1, [1]),
        ("line-1", 2019, *rest): (1, [2]),
    }


def test_some_lines_can_be_asked_alone() -> None:
    ledger = Ledger.of([(line(amount=1), line(amount=2, year=2019), line(amount=3, year=2020))])
    assert [list(ledger.at("amount", lines)) for lines in ([], [2], [0, 2])] == [[], [3], [1, 3]]


def test_a_ledger_without_lines_answers() -> None:
    ledger = Ledger.of([(), ()])
    assert (len(ledger), ledger.amounts(), ledger.spans) == (0, [0, 0], [None, None])
    assert ledger.witnesses("year") == ()
