"""Walking a plan by its attribute tables, so that a rule need not know what a record is made of."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from mitgrim.plan import NATION, Plan, key_text, place
from mitgrim.plan.attributes import Attribute, table

# Records that say something about another record rather than being a part of the plan.
_TRIMMINGS = frozenset({"Label", "Provenance"})


class Where:
    """The place of a record, put in words only when somebody asks: hits are few, records many."""

    __slots__ = ("_inside", "_record", "_step")

    def __init__(self, inside: "Where | None", step: str, record: Any = None) -> None:
        self._inside = inside
        self._step = step
        self._record = record

    def __str__(self) -> str:
        steps = [self._step] if self._record is None else [self._step, key_text(self._record)]
        return place(*([str(self._inside)] if self._inside else []), *steps)


def records(plan: Plan, *types: str) -> Iterator[tuple[Where, Any]]:
    """Every record of a plan with its place, sections first; `types` keeps only some of them."""
    wanted = frozenset(types)
    yield from _records(plan.nation, Where(None, NATION), wanted)
    for section in plan.cities:
        yield from _records(section, Where(None, section.city.id), wanted)


@cache
def attributes_with(record: str, **like: str) -> tuple[Attribute, ...]:
    """The attributes of a record type whose columns have these values."""
    return tuple(
        attribute
        for attribute in table(record)
        if all(getattr(attribute, name) == value for name, value in like.items())
    )


def _records(record: Any, where: Where, wanted: frozenset[str]) -> Iterator[tuple[Where, Any]]:
    name = type(record).__name__
    if not wanted or name in wanted:
        yield where, record
    for attribute in _leading(name, wanted):
        value = getattr(record, attribute.name)
        if not value:
            continue
        if isinstance(value, tuple):
            for own in value:
                yield from _records(own, Where(where, attribute.name, own), wanted)
        else:
            yield from _records(value, Where(where, attribute.name), wanted)


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
