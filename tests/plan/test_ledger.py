"""A section that was read has its money in a ledger, and nobody can tell."""

import json
import pickle
from copy import deepcopy
from dataclasses import replace
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


def test_a_changed_section_has_a_ledger_of_its_own() -> None:
    section = read(small_plan().cities[1])
    less = replace(section, projects=section.projects[:1])
    assert less.ledger.amounts() == [section.projects[0].amount()]
    assert len(less.ledger) == len(section.projects[0].money)


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


def test_lines_are_found_by_programme_line_and_year() -> None:
    own = (line(), line(programme_line="line-1"), line(programme_line="line-1", year=2019))
    ledger = Ledger.of([own])
    assert ledger.on_programme_lines == {("line-1", 2018): [1], ("line-1", 2019): [2]}


def test_a_ledger_without_lines_answers() -> None:
    ledger = Ledger.of([(), ()])
    assert (len(ledger), ledger.amounts(), ledger.spans) == (0, [0, 0], [None, None])
    assert ledger.witnesses("year") == ()
