"""Walking a plan by its attribute tables, so that a rule need not know what a record is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mitgrim.plan import Plan, key_text, place, section_name
from mitgrim.plan.attributes import Attribute, attribute_names, record_types, table

# Records that say something about another record rather than being a part of the plan.
_TRIMMINGS = frozenset({"Label", "Provenance"})


class Where:
    """The place of a record, put in words only when somebody asks: hits are few, records many."""

    __slots__ = ("_inside", "_step", "record")

    def __init__(self, inside: "Where | None", step: str, record: Any = None) -> None:
        self._inside = inside
        self._step = step
        self.record = record

    def __str__(self) -> str:
        steps = [self._step] if self.record is None else [self._step, key_text(self.record)]
        return place(*([str(self._inside)] if self._inside else []), *steps)


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one type that stand together: a collection, or one record by itself."""

    inside: Where
    attribute: str
    records: tuple[Any, ...]
    single: bool

    def where(self, record: Any) -> Where:
        """The place of one of the records."""
        if not self.attribute:
            return self.inside
        return Where(self.inside, self.attribute, None if self.single else record)


def groups(plan: Plan, *types: str) -> Iterator[tuple[str, Group]]:
    """Every group of records of a plan with the name of its type, sections first.

    A rule that asks a whole group at once (`all`, `min`, `set`) runs in C where nothing is wrong,
    which is nearly everywhere: at 300,000 lines this is what makes a rule fast.
    """
    wanted = frozenset(types)
    for section in plan.sections:
        top = Group(Where(None, section_name(section)), "", (section,), single=True)
        yield from _groups(top, wanted)


def records(plan: Plan, *types: str) -> Iterator[tuple[Where, Any]]:
    """Every record of a plan with its place, sections first; `types` keeps only some of them."""
    for _, group in groups(plan, *types):
        for record in group.records:
            yield group.where(record), record


@cache
def types_with(*names: str) -> tuple[str, ...]:
    """The record types that have all of these attributes."""
    return tuple(own for own in record_types() if attribute_names(own).issuperset(names))


@cache
def attributes_with(record: str, **like: str) -> tuple[Attribute, ...]:
    """The attributes of a record type whose columns have these values."""
    return tuple(
        attribute
        for attribute in table(record)
        if all(getattr(attribute, name) == value for name, value in like.items())
    )


def _groups(group: Group, wanted: frozenset[str]) -> Iterator[tuple[str, Group]]:
    name = type(group.records[0]).__name__
    if not wanted or name in wanted:
        yield name, group
    leading = _leading(name, wanted)
    if not leading:
        return
    for record in group.records:
        where = group.where(record)
        for attribute in leading:
            value = getattr(record, attribute.name)
            if value:
                many = isinstance(value, tuple)
                inner = value if many else (value,)
                yield from _groups(Group(where, attribute.name, inner, not many), wanted)


@cache
def _leading(record: str, wanted: frozenset[str]) -> tuple[Attribute, ...]:
    """The attributes of a record type that hold, at any depth, a wanted record."""
    return tuple(
        attribute
        for attribute in table(record)
        if attribute.record
        and attribute.record not in _TRIMMINGS
        and (not wanted or wanted & _within(attribute.record))
    )


@cache
def _within(record: str) -> frozenset[str]:
    inner = (_within(a.record) for a in table(record) if a.record not in {"", *_TRIMMINGS})
    return frozenset({record}).union(*inner)
