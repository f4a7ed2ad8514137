"""Two states of a plan and the one both came from, merged by section, record and field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mitgrim.history.shape import (
    ABSENT,
    Shape,
    in_order,
    is_record,
    is_same_record,
    keyed,
    plan_of,
    sections_of,
    shapes,
)
from mitgrim.plan import Plan, Section, place, section_name

_Sides = Sequence[Mapping[str, Any]]  # base, ours, theirs


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed, each to something else; `ABSENT` is a record not there."""

    place: str
    base: Any
    ours: Any
    theirs: Any

    @property
    def kept(self) -> Any:
        """What the merged plan holds there until somebody decides: ours, or what is left.

        To decide for theirs, apply `Change(conflict.place, conflict.kept, conflict.theirs)`.
        """
        return self.theirs if self.ours is ABSENT else self.ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merged plan, and what of it a person must decide."""

    plan: Plan
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMerge:
    """A merged section (None if it is gone), and what of it a person must decide."""

    section: Section | None
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Plan, ours: Plan, theirs: Plan) -> Merge:
    """Both sides' changes since `base`, in one plan.

    Different records, and different fields of one record, never collide. Where a record is removed
    here and edited there, the record itself is the one conflict and the edited one stays. Swapped
    sides give the same conflicts, swapped.
    """
    conflicts: list[Conflict] = []
    sides = _told_apart(map(sections_of, (base, ours, theirs)))
    if not sides:
        plan = _merged(Conflict("", base, ours, theirs), Shape.WHOLE, conflicts)
    else:
        names = in_order(base.nation, {name for side in sides for name in side})
        plan = plan_of(_merged_records("", names, sides, conflicts))
    return Merge(plan=plan, conflicts=tuple(conflicts))


def merge_sections(
    base: Section | None, ours: Section | None, theirs: Section | None
) -> SectionMerge:
    """One section merged alone; None is a section that is not there.

    Raises ValueError when they are not states of one section.
    """
    names = {section_name(section) for section in (base, ours, theirs) if section}
    if len(names) > 1:
        raise ValueError(f"sections of {', '.join(sorted(names))} can't be merged into one")
    conflicts: list[Conflict] = []
    states = (section or ABSENT for section in (base, ours, theirs))
    merged = _merged(Conflict("".join(names), *states), Shape.RECORD, conflicts)
    section = None if merged is ABSENT else merged
    return SectionMerge(section=section, conflicts=tuple(conflicts))


def _merged(at: Conflict, shape: Shape, conflicts: list[Conflict]) -> Any:
    """The value that three states at one place lead to; where to none, they join `conflicts`."""
    if at.theirs in (at.ours, at.base):
        return at.ours
    if at.ours == at.base:
        return at.theirs
    if shape is Shape.RECORD and is_same_record(at.ours, at.theirs):
        if not is_record(at.base):
            return _merged_fields(replace(at, base=ABSENT), conflicts)
        if is_same_record(at.base, at.ours):
            return _merged_fields(at, conflicts)
    if shape is Shape.KEYED:
        base = () if at.base is ABSENT else at.base
        sides = _told_apart(map(keyed, (base, at.ours, at.theirs)))
        if sides:
            keys = sorted({key for side in sides for key in side})
            return tuple(_merged_records(at.place, keys, sides, conflicts).values())
    conflicts.append(at)
    return at.kept


def _merged_fields(at: Conflict, conflicts: list[Conflict]) -> Any:
    """Field by field; where both sides added the record, each field of the base is absent."""
    states = (at.base, at.ours, at.theirs)
    values = {}
    for name, shape in shapes(type(at.ours).__name__).items():
        inner = (ABSENT if state is ABSENT else getattr(state, name) for state in states)
        field = Conflict(place(at.place, name), *inner)
        values[name] = _merged(field, shape, conflicts)
    return replace(at.ours, **values)


def _merged_records(
    where: str, keys: Iterable[str], sides: _Sides, conflicts: list[Conflict]
) -> dict[str, Any]:
    merged = {}
    for key in keys:
        step = place(where, key) if where else key
        states = (side.get(key, ABSENT) for side in sides)
        record = _merged(Conflict(step, *states), Shape.RECORD, conflicts)
        if record is not ABSENT:
            merged[key] = record
    return merged


def _told_apart(sides: Iterable[dict[str, Any] | None]) -> _Sides:
    """Each side's records by key; nothing at all if some side has two under one key."""
    by_key = list(sides)
    return [side for side in by_key if side is not None] if None not in by_key else []
