"""A promise is kept by a revision that changes what was promised, and by no other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.history import (
    Change,
    Shortfall,
    apply_to_section,
    content_changes,
    diff_sections,
    unfulfilled,
)
from mitgrim.history.fulfilment import BOOKKEEPING
from mitgrim.plan import CityPlan, Label, Project
from tests.cast import JEJU_JOINT, JEJU_PARK, jeju, small_plan, ulsan

PARK = f"jeju/projects/{JEJU_PARK}"
JOINT = f"jeju/projects/{JEJU_JOINT}"


def with_park(**changes: object) -> CityPlan:
    """Jeju with something of its park changed."""
    own = jeju()
    projects = (
        replace(one, **changes) if one.id == JEJU_PARK else one  # type: ignore[arg-type]
        for one in own.projects
    )
    return replace(own, projects=tuple(projects))


def cheaper() -> CityPlan:
    park = next(own for own in jeju().projects if own.id == JEJU_PARK)
    return with_park(money=tuple(replace(own, amount=own.amount // 2) for own in park.money))


def missing(
    places: Sequence[str], named: CityPlan, now: CityPlan | None = None
) -> dict[str, Shortfall]:
    found = unfulfilled(
        places,
        before={"jeju": jeju()},
        named={named.city.id: named},
        now={"jeju": now or named},
    )
    return {own.place: own.why for own in found}


def test_a_revision_that_changes_the_money_carries_it_out() -> None:
    assert missing([PARK], cheaper()) == {}
    assert missing([f"{PARK}/money"], cheaper()) == {}


def test_a_revision_that_changes_another_place_does_not() -> None:
    renamed = with_park(name=Label(ko="작은 공원"))
    assert missing([JOINT], cheaper()) == {JOINT: Shortfall.UNCHANGED}
    assert missing([f"{PARK}/money", f"{PARK}/name"], renamed) == {
        f"{PARK}/money": Shortfall.UNCHANGED
    }


def test_a_revision_of_another_city_does_not() -> None:
    assert missing([PARK], ulsan()) == {PARK: Shortfall.ELSEWHERE}


def test_what_was_changed_back_is_not_carried_out() -> None:
    assert missing([PARK], cheaper(), now=jeju()) == {PARK: Shortfall.TAKEN_BACK}
    assert missing([PARK], jeju(), now=jeju()) == {PARK: Shortfall.UNCHANGED}


def test_what_was_changed_further_is_still_carried_out() -> None:
    assert missing([f"{PARK}/money"], cheaper(), now=with_park(money=())) == {}


@pytest.mark.parametrize("place", ["", "jeju"])
def test_a_whole_section_is_no_place_for_a_promise(place: str) -> None:
    assert missing([place], cheaper()) == {place: Shortfall.TOO_WIDE}


def test_a_project_that_came_or_went_carries_out_what_was_said_of_it() -> None:
    without = replace(jeju(), projects=tuple(p for p in jeju().projects if p.id != JEJU_PARK))
    assert missing([PARK, f"{PARK}/money", "jeju/projects"], without) == {}
    back = unfulfilled([PARK], before={"jeju": without}, named={"jeju": jeju()}, now={})
    assert back == ()


def test_bookkeeping_and_spacing_meet_nobodys_opinion() -> None:
    kept = with_park(owner="다른 담당", due=date(2030, 1, 1))
    assert missing([PARK], kept) == {PARK: Shortfall.UNCHANGED}
    assert missing([f"{PARK}/due"], kept) == {}
    park = next(own for own in jeju().projects if own.id == JEJU_PARK)
    spaced = with_park(name=Label(ko=f" {' '.join(park.name.ko)}"))
    assert missing([PARK], spaced) == {PARK: Shortfall.UNCHANGED}


PLACES = (
    *(own.place for own in diff_sections(replace(jeju(), projects=()), jeju())),
    PARK,
    JOINT,
    f"{PARK}/money",
    f"{PARK}/name",
    "jeju/projects",
    "jeju/passages",
)
STATES = st.sampled_from(
    [
        jeju(),
        cheaper(),
        with_park(name=Label(ko="작은 공원")),
        with_park(notes="글", owner="다른 담당"),
        replace(jeju(), projects=()),
        replace(jeju(), passages=()),
    ]
)


@given(STATES, STATES, st.sampled_from(PLACES))
def test_every_change_at_a_place_is_a_change_of_the_section(
    before: CityPlan, after: CityPlan, place: str
) -> None:
    every = diff_sections(before, after)
    found = content_changes(before, after, place)
    assert set(found) <= set(every)
    assert content_changes(before, before, place) == ()
    mirrored = {own.place for own in content_changes(after, before, place)}
    assert mirrored == {own.place for own in found}


@given(STATES, STATES, st.sampled_from(PLACES))
def test_without_its_changes_a_place_holds_what_it_held(
    before: CityPlan, after: CityPlan, place: str
) -> None:
    """Undoing exactly what `content_changes` names leaves only bookkeeping and spacing there."""
    undo = [turned_round(own) for own in content_changes(before, after, place)]
    assert content_changes(before, apply_to_section(after, undo), place) == ()


def turned_round(change: Change) -> Change:
    return Change(change.place, change.after, change.before)


@given(STATES, STATES, STATES, st.lists(st.sampled_from(PLACES), unique=True))
def test_each_place_is_judged_by_itself(
    before: CityPlan, named: CityPlan, now: CityPlan, places: list[str]
) -> None:
    states = {"before": {"jeju": before}, "named": {"jeju": named}, "now": {"jeju": now}}
    together = unfulfilled(places, **states)
    alone = [own for place in places for own in unfulfilled([place], **states)]
    assert list(together) == alone


def test_bookkeeping_are_fields_of_records() -> None:
    project = next(iter(small_plan().projects()))
    assert isinstance(project, Project)
    assert all(hasattr(project, own) for own in BOOKKEEPING)
