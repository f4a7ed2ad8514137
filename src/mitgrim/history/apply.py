"""Changes applied to a plan or a section: all of them, or an error naming one that does not fit."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from mitgrim.history.diff import Change
from mitgrim.history.errors import ChangeDoesNotApply
from mitgrim.history.shape import (
    ABSENT,
    Shape,
    is_record,
    keyed,
    plan_of,
    sections_of,
    shapes,
    step_of,
)
from mitgrim.plan import NATION, Plan, Section, find_in, section_name

_Edits = dict[str, Any]  # steps of places, down to a Change at the end of each


def apply(plan: Plan, changes: Iterable[Change]) -> Plan:
    """The plan after all the changes, in any order: `apply(a, diff(a, b)) == b`.

    Raises `ChangeDoesNotApply` where a change's `before` is not what stands at its place, or where
    one change lies at or inside the place of another; then nothing is applied. Every record on the
    way is rebuilt once, however many changes it has.
    """
    edits = _gathered(changes)
    if not edits:
        return plan
    if "" in edits:
        if len(edits) > 1:
            raise _refused(edits.pop(""), _first(edits))
        whole: Plan = _edited(plan, edits[""], Shape.WHOLE)
        return whole
    sections = sections_of(plan)
    if sections is None:
        raise _refused(edits, plan)
    edited = _edited_records(sections, edits)
    if NATION not in edited:
        raise ValueError("a plan can't be without its national section")
    return plan_of(edited)


def apply_to_section(section: Section, changes: Iterable[Change]) -> Section:
    """One section after all the changes: `apply_to_section(a, diff_sections(a, b)) == b`.

    Raises as `apply` does; a change of another section does not apply, and the section itself can
    neither come nor go here.
    """
    name, edits = section_name(section), _gathered(changes)
    for other in edits.keys() - {name}:
        raise _refused(edits[other], ABSENT)
    edited = _edited_records({name: section}, edits)
    if name not in edited:
        raise ValueError(f"{name} is a section: a plan can lose it, it can't be without itself")
    after: Section = edited[name]
    return after


def replaced(section: Section, place: str, value: Any) -> Section:
    """The section with another value at a place, whatever stands there now.

    A keyed record can be added, replaced, or with `ABSENT` removed. Raises as
    `apply_to_section` does for a place that leads nowhere.
    """
    before = find_in(section, place)
    if before is None and isinstance(find_in(section, place.rpartition("/")[0]), tuple):
        before = ABSENT
    return apply_to_section(section, [Change(place, before, value)])


def _gathered(changes: Iterable[Change]) -> _Edits:
    edits: _Edits = {}
    for change in changes:
        *way, last = change.place.split("/")
        inner = edits
        for step in way:
            inner = inner.setdefault(step, {})
            if isinstance(inner, Change):
                raise ChangeDoesNotApply(change.place, change.before, inner)
        if last in inner:
            raise ChangeDoesNotApply(change.place, change.before, _first(inner[last]))
        inner[last] = change
    return edits


def _edited(value: Any, edit: Change | _Edits, shape: Shape) -> Any:
    if isinstance(edit, Change):
        if value != edit.before:
            raise ChangeDoesNotApply(edit.place, edit.before, value)
        return edit.after
    if shape is Shape.RECORD and is_record(value):
        return _edited_fields(value, edit)
    records = keyed(value) if shape is Shape.KEYED else None
    if records is None:
        raise _refused(edit, ABSENT)
    return tuple(_edited_records(records, edit).values())


def _edited_fields(record: Any, edits: _Edits) -> Any:
    inside = shapes(type(record).__name__)
    values = {}
    for name, edit in edits.items():
        if name not in inside:
            raise _refused(edit, ABSENT)
        values[name] = _edited(getattr(record, name), edit, inside[name])
        if values[name] is ABSENT:
            raise ValueError(f"{_first(edit).place} is a field: it can be emptied, not removed")
    return replace(record, **values)


def _edited_records(records: dict[str, Any], edits: _Edits) -> dict[str, Any]:
    result = dict(records)
    for step, edit in edits.items():
        record = _edited(result.pop(step, ABSENT), edit, Shape.RECORD)
        if record is ABSENT:
            continue
        if step_of(record) != step:
            raise ValueError(f"{_first(edit).place} leads to {step}, not to {step_of(record)}")
        result[step] = record
    return result


def _refused(edit: Change | _Edits, found: Any) -> ChangeDoesNotApply:
    change = _first(edit)
    return ChangeDoesNotApply(change.place, change.before, found)


def _first(edit: Change | _Edits) -> Change:
    while not isinstance(edit, Change):
        edit = next(iter(edit.values()))
    return edit
