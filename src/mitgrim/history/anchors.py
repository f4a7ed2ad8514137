"""Anchors: what an opinion or a decision is about stays findable when the plan moves on."""

from dataclasses import dataclass
from typing import Any

from mitgrim.plan import Plan, find


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of one revision, so that what was said of it can be read beside what it said."""

    revision: str
    place: str


def has_changed_since(before: Plan, after: Plan, place: str) -> bool:
    """Whether a place holds something else by now, or is there no longer."""
    return _standing(before, place) != _standing(after, place)


def _standing(plan: Plan, place: str) -> tuple[Any, bool]:
    """The value, and whether what it belongs to is there: an empty field of a project is not the
    same as no project."""
    parent, _, _ = place.rpartition("/")
    return find(plan, place), find(plan, parent) is not None
