"""Walking a plan by its attribute tables, so that a rule need not know what a record is made of."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, compress, count, pairwise, starmap
from operator import attrgetter, eq
from typing import Any

from mitgrim.plan import Plan, key_text, place, section_name
from mitgrim.plan.attributes import (
    Attribute,
    attribute_names,
    key_names,
    key_of,
    record_types,
    table,
)

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


class Level:
    """All records of a plan at one path, such as the money of projects: what can be asked at once.

    `single` says that the parents hold at most one record each, not a collection. A column is
    kept: at 300,000 lines it is what costs, not the rules that look at it.
    """

    __slots__ = ("_columns", "_ends", "attribute", "inside", "records", "single", "type")

    def __init__(
        self,
        type: str,
        records: Sequence[Any],
        *,
        inside: "Level | None" = None,
        attribute: str = "",
        ends: Sequence[int] = (),
        single: bool = True,
    ) -> None:
        self.type = type
        self.records = records
        self.inside = inside
        self.attribute = attribute
        self.single = single
        self._ends = ends  # where each parent's records end
        self._columns: dict[str, list[Any]] = {}

    def column(self, name: str) -> list[Any]:
        """An attribute of every record."""
        if name not in self._columns:
            self._columns[name] = list(map(attrgetter(name), self.records))
        return self._columns[name]

    def where(self, index: int) -> Where:
        """The place of a record by its index."""
        record = self.records[index]
        if self.inside is None:
            return Where(None, section_name(record))
        outer = self.inside.where(self._owner(index))
        return Where(outer, self.attribute, None if self.single else record)

    def owner(self, index: int) -> Any:
        """The record that holds a record; a section is held by none."""
        return self.inside and self.inside.records[self._owner(index)]

    def below(self, attribute: Attribute) -> "Level":
        """The records that an attribute of these records holds."""
        values = map(attrgetter(attribute.name), self.records)
        held = list(values if attribute.is_list else ((own,) if own else () for own in values))
        return Level(
            attribute.record,
            list(chain.from_iterable(held)),
            inside=self,
            attribute=attribute.name,
            ends=list(accumulate(map(len, held))),
            single=not attribute.is_list,
        )

    def repeated(self) -> Iterator[int]:
        """The indices of the records whose key the record before them in their collection has."""
        if self.single or not key_names(self.type):
            return
        # Collections stand in the order of their keys: what is twice stands side by side.
        same = starmap(eq, pairwise(map(key_of(self.type), self.records)))
        for index in compress(count(1), same):
            if self._owner(index - 1) == self._owner(index):
                yield index

    def groups(self) -> Iterator[Group]:
        """The records of each parent that has any."""
        if self.inside is None:
            for own in self.records:
                yield Group(Where(None, section_name(own)), "", (own,), single=True)
            return
        start = 0
        for owner, end in enumerate(self._ends):
            if start < end:
                parent = self.inside.where(owner)
                yield Group(parent, self.attribute, tuple(self.records[start:end]), self.single)
                start = end

    def _owner(self, index: int) -> int:
        return bisect_right(self._ends, index)


def levels(plan: Plan, *types: str) -> Iterator[Level]:
    """Every level of a plan that has records, sections first; `types` keeps only some of them.

    A rule that asks a whole level at once runs in C where nothing is wrong, which is nearly
    everywhere: at 300,000 lines this is what makes a rule fast.
    """
    for level in _walked(_Same(plan)):
        if not types or level.type in types:
            yield level


def groups(plan: Plan, *types: str) -> Iterator[tuple[str, Group]]:
    """Every group of records of a plan with the name of its type, level by level."""
    for level in levels(plan, *types):
        for group in level.groups():
            yield level.type, group


def records(plan: Plan, *types: str) -> Iterator[tuple[Where, Any]]:
    """Every record of a plan with its place, level by level; `types` keeps only some of them."""
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


class _Same:
    """A plan that equals itself alone: to compare all that two plans say would take too long."""

    __slots__ = ("plan",)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.plan is other.plan

    def __hash__(self) -> int:
        return id(self.plan)


@lru_cache(maxsize=1)  # every rule of a run asks about one plan
def _walked(own: _Same) -> tuple[Level, ...]:
    tops = [Level("Nation", (own.plan.nation,)), Level("CityPlan", own.plan.cities)]
    return tuple(level for top in tops for level in _levels(top))


def _levels(level: Level) -> Iterator[Level]:
    """A level that has records, and those below it."""
    if level.records:
        yield level
        for attribute in _leading(level.type):
            yield from _levels(level.below(attribute))


@cache
def _leading(record: str) -> tuple[Attribute, ...]:
    """The attributes of a record type that hold records, trimmings apart."""
    return tuple(own for own in table(record) if own.record and own.record not in _TRIMMINGS)
