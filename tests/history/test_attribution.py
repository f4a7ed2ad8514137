"""Who wrote this number."""

from dataclasses import replace
from itertools import pairwise

import pytest

from mitgrim.history import Attribution, attributed, diff_sections
from mitgrim.plan import CityPlan
from tests.cast import JEJU_JOINT, JEJU_PARK, jeju, joint_project, park

PARK = f"jeju/projects/{JEJU_PARK}"
JOINT = f"jeju/projects/{JEJU_JOINT}"


def with_projects(*projects: object) -> CityPlan:
    return replace(jeju(), projects=projects)  # type: ignore[arg-type]


def after(*states: CityPlan) -> Attribution:
    """The attribution of these states in turn, by writers 1, 2, 3 …"""
    known = attributed(None, diff_sections(None, states[0]), 1)
    for writer, (old, new) in enumerate(pairwise(states), start=2):
        known = attributed(known, diff_sections(old, new), writer)
    return known


def test_a_new_section_is_all_of_one_hand() -> None:
    known = after(jeju())
    assert known == Attribution({"jeju": 1})
    assert known.writer_of(f"{PARK}/name/ko") == 1


def test_an_edited_field_is_its_editors_and_nothing_else_is() -> None:
    known = after(jeju(), with_projects(replace(park(), notes="늦어짐"), joint_project()))
    assert known == Attribution({"jeju": 1, f"{PARK}/notes": 2})
    assert known.writer_of(f"{PARK}/notes") == 2
    assert known.writer_of(f"{PARK}/name/ko") == 1


def test_a_project_that_went_and_came_back_is_the_work_of_who_brought_it_back() -> None:
    noted = with_projects(replace(park(), notes="늦어짐"), joint_project())
    known = after(jeju(), noted, with_projects(joint_project()), noted)
    assert known == Attribution({"jeju": 1, PARK: 4})


def test_a_record_with_another_key_is_another_record() -> None:
    first, *others = joint_project().money
    moved = replace(joint_project(), money=(replace(first, year=2022), *others))
    known = after(jeju(), with_projects(park(), moved))
    assert known == Attribution({"jeju": 1, f"{JOINT}/money/2022,national,planned,design,": 2})


def test_places_that_begin_alike_are_not_inside_one_another() -> None:
    known = attributed(
        Attribution({"jeju": 1, "jeju/projects/p-2b/notes": 2}),
        diff_sections(
            with_projects(replace(park(), id="p-2")),
            with_projects(replace(park(), id="p-2", notes="늦어짐")),
        ),
        3,
    )
    assert known.writer_of("jeju/projects/p-2b/notes") == 2


def test_an_attribution_is_kept_as_plain_values() -> None:
    known = after(jeju(), with_projects(park()))
    assert Attribution.from_json(known.as_json()) == known
    assert known.as_json() == {"jeju": 1}


def test_an_attribution_cannot_be_changed_from_outside() -> None:
    writers: dict[str, int | str] = {"jeju": "first"}
    known = Attribution(writers)
    writers["jeju"] = "second"
    assert known.writer_of("jeju") == "first"


def test_the_place_of_another_section_has_no_writer_here() -> None:
    with pytest.raises(KeyError):
        after(jeju()).writer_of("ulsan/city")
