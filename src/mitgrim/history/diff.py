"""What changed from one plan to another: by section, record and field, never by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mitgrim.history.shape import (
    ABSENT,
    Shape,
    in_order,
    is_same_record,
    keyed,
    sections_of,
    shapes,
)
from mitgrim.plan import Plan, Section, place, section_name


class ChangeKind(StrEnum):
    """Whether a record came, went, or holds something else."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """One difference at one place.

    A record that comes or goes has `ABSENT` on the other side. A field is always there: one that
    was empty and is filled has changed from None or from the empty text.
    """

    place: str
    before: Any
    after: Any

    @property
    def kind(self) -> ChangeKind:
        """Added, removed or changed, as `before` and `after` have it."""
        if self.before is ABSENT:
            return ChangeKind.ADDED
        return ChangeKind.REMOVED if self.after is ABSENT else ChangeKind.CHANGED

    def __repr__(self) -> str:
        values = (value for value in (self.before, self.after) if value is not ABSENT)
        return f"<{self.kind} {self.place or 'plan'}: {' → '.join(map(repr, values))}>"


def diff(before: Plan, after: Plan) -> tuple[Change, ...]:
    """The changes that lead from one plan to the other, in the order a reader meets them.

    The nation comes first, then cities in customary order, fields as in their tables, records by
    key. Where two sections have one name, the plan changes as a whole, at the place `""`.
    """
    old, new = sections_of(before), sections_of(after)
    if old is None or new is None:
        return () if before == after else (Change("", before, after),)
    names = in_order(after.nation, old.keys() | new.keys())
    return tuple(change for name in names for change in diff_sections(old.get(name), new.get(name)))


def diff_sections(before: Section | None, after: Section | None) -> tuple[Change, ...]:
    """The changes of one section; None is a section that is not there.

    The sections of two cities have nothing in common: one goes, the other comes.
    """
    if before is None or after is None:
        there = before or after
        old, new = before or ABSENT, after or ABSENT
        return (Change(section_name(there), old, new),) if there else ()
    name, other = section_name(before), section_name(after)
    if name != other:
        return Change(name, before, ABSENT), Change(other, ABSENT, after)
    return tuple(_differences(name, before, after, Shape.RECORD))


def _differences(where: str, before: Any, after: Any, shape: Shape) -> Iterator[Change]:
    if before is after or before == after:
        return
    if shape is Shape.RECORD and is_same_record(before, after):
        for name, inner in shapes(type(before).__name__).items():
            yield from _differences(
                place(where, name), getattr(before, name), getattr(after, name), inner
            )
        return
    old = keyed(before) if shape is Shape.KEYED else None
    new = keyed(after) if shape is Shape.KEYED else None
    if old is None or new is None:
        yield Change(where, before, after)
        return
    for key in sorted(old.keys() | new.keys()):
        yield from _differences(
            place(where, key), old.get(key, ABSENT), new.get(key, ABSENT), Shape.RECORD
        )
