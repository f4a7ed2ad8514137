"""Whether what somebody spoke about still stands."""

from dataclasses import replace

from mitgrim.history import Anchor, has_changed_since
from tests.cast import JEJU_JOINT, JEJU_PARK, jeju, joint_project, small_plan, ulsan

AFTER = replace(
    small_plan(),
    cities=(replace(jeju(), projects=(replace(joint_project(), notes="글"),)), ulsan()),
)


def changed(place: str) -> bool:
    anchor = Anchor("r1", place)
    return has_changed_since(small_plan(), AFTER, anchor.place)


def test_only_what_holds_something_else_has_changed() -> None:
    joint = f"jeju/projects/{JEJU_JOINT}"
    assert changed(f"{joint}/notes")
    assert changed(joint)
    assert changed("jeju")
    assert changed("")
    assert not changed(f"{joint}/owner")
    assert not changed("ulsan")


def test_an_empty_field_of_a_removed_project_has_changed() -> None:
    assert changed(f"jeju/projects/{JEJU_PARK}/point")
    assert not changed(f"jeju/projects/{JEJU_JOINT}/point")
