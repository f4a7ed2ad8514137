"""One section edited alone: a city's draft needs no other city."""

from dataclasses import replace
from datetime import date

import pytest

from mitgrim.history import (
    ABSENT,
    Change,
    ChangeDoesNotApply,
    apply_to_section,
    diff_sections,
    replaced,
)
from mitgrim.plan import Gate, find_in
from tests.cast import JEJU_JOINT, JEJU_PARK, jeju, joint_project, park, small_plan, ulsan

PARK = f"jeju/projects/{JEJU_PARK}"


def test_a_draft_takes_its_changes_without_a_plan() -> None:
    noted = replace(jeju(), projects=(replace(park(), notes="늦어짐"), joint_project()))
    assert apply_to_section(jeju(), diff_sections(jeju(), noted)) == noted
    assert apply_to_section(small_plan().nation, ()) == small_plan().nation


def test_the_change_of_another_section_does_not_apply() -> None:
    with pytest.raises(ChangeDoesNotApply) as refused:
        apply_to_section(jeju(), [Change("ulsan/city/number", 4, 5)])
    assert (refused.value.place, refused.value.found) == ("ulsan/city/number", ABSENT)


def test_a_change_made_from_another_state_does_not_apply() -> None:
    with pytest.raises(ChangeDoesNotApply) as refused:
        apply_to_section(jeju(), [Change(f"{PARK}/notes", "옛 글", "새 글")])
    assert refused.value.found == park().notes


def test_a_section_neither_goes_nor_becomes_another() -> None:
    with pytest.raises(ValueError, match="jeju is a section"):
        apply_to_section(jeju(), [Change("jeju", jeju(), ABSENT)])
    with pytest.raises(ChangeDoesNotApply):
        apply_to_section(jeju(), [Change("ulsan", ABSENT, ulsan())])
    with pytest.raises(ValueError, match="leads to jeju, not to busan"):
        replaced(jeju(), "jeju/city/id", "busan")


def test_a_value_is_replaced_whatever_stands_there() -> None:
    edited = replaced(jeju(), f"{PARK}/name/ko", "새 공원")
    assert find_in(edited, f"{PARK}/name/ko") == "새 공원"
    assert replaced(edited, f"{PARK}/name/ko", park().name.ko) == jeju()
    assert replaced(jeju(), f"{PARK}/name/ko", park().name.ko) == jeju()


def test_a_record_is_added_replaced_and_removed() -> None:
    gate = Gate(id="g-2", planned=date(2019, 3, 1))
    place = f"jeju/projects/{JEJU_PARK}/gates/g-2"
    added = replaced(jeju(), place, gate)
    assert find_in(added, place) == gate
    later = replaced(added, place, replace(gate, planned=date(2019, 9, 1)))
    assert find_in(later, f"{place}/planned") == date(2019, 9, 1)
    assert replaced(later, place, ABSENT) == jeju()
    assert replaced(jeju(), place, ABSENT) == jeju()


def test_an_empty_field_is_filled_and_emptied() -> None:
    filled = replaced(jeju(), f"{PARK}/declared_total", 1)
    assert find_in(filled, f"{PARK}/declared_total") == 1
    assert replaced(filled, f"{PARK}/declared_total", park().declared_total) == jeju()


@pytest.mark.parametrize(
    "place", ["jeju/nothing", "jeju/projects/p-none/name", "ulsan/city/name", "jeju/city/name/ko/x"]
)
def test_a_place_that_leads_nowhere_can_hold_nothing(place: str) -> None:
    with pytest.raises(ChangeDoesNotApply):
        replaced(jeju(), place, "값")


def test_a_place_of_another_section_is_not_found_in_this_one() -> None:
    assert find_in(jeju(), "jeju") == jeju()
    assert find_in(jeju(), "ulsan") is None
    assert find_in(jeju(), f"jeju/projects/{JEJU_JOINT}") == joint_project()
