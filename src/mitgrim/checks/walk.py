"""Walking a plan by its attribute tables, so that a rule need not know what a record is made of."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, compress, count, pairwise, starmap
from operator import attrgetter, eq
from typing import Any, Final
from weakref import finalize

from mitgrim.plan import FundingLine, Plan, Project, key_text, place, section_name
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

    __slots__ = ("_index", "_level")

    def __init__(self, level: "Level", index: int) -> None:
        self._level = level
        self._index = index

    def __str__(self) -> str:
        return self._level.place(self._index)


class Level:
    """All records of a plan at one path, such as the gates of projects: what can be asked at once.

    `single` says that the parents hold at most one record each, not a collection. A column is
    kept: to make it costs more than what rules ask of it.
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
        self._columns: dict[str, Sequence[Any]] = {}

    def column(self, name: str) -> Sequence[Any]:
        """An attribute of every record."""
        if name not in self._columns:
            self._columns[name] = list(map(attrgetter(name), self.records))
        return self._columns[name]

    def parts(self, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
        """A column in the parts in which it is kept, each with the index at which it starts."""
        yield 0, self.column(name)

    def wrong(
        self,
        name: str,
        are_right: Callable[[Sequence[Any]], bool],
        is_wrong: Callable[[Any], object],
    ) -> Iterator[int]:
        """The records with a wrong value; values are looked at only where not all are right."""
        for start, part in self.parts(name):
            if not are_right(part):
                yield from compress(count(start), map(is_wrong, part))

    def where(self, index: int) -> Where:
        """The place of a record by its index, to be put in words later."""
        return Where(self, index)

    def place(self, index: int) -> str:
        """The place of a record by its index."""
        record = self.records[index]
        if self.inside is None:
            return section_name(record)
        outer = self.inside.place(self._owner(index))
        return place(outer, self.attribute, *([] if self.single else [key_text(record)]))

    def owner(self, index: int) -> Any:
        """The record that holds a record; a section is held by none."""
        return self.inside and self.inside.records[self._owner(index)]

    def below(self, attribute: Attribute) -> "Level":
        """The records that an attribute of these records holds."""
        if (self.type, attribute.name) == ("Project", "money"):
            return _Money(self)
        values = self.column(attribute.name)
        if not any(values):
            return Level(attribute.record, ())
        held = values if attribute.is_list else [(own,) if own else () for own in values]
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

    def _owner(self, index: int) -> int:
        return bisect_right(self._ends, index)


class _Money(Level):
    """The money of projects: its columns stand in the ledgers of their sections."""

    __slots__ = ("_ledgers",)

    def __init__(self, projects: Level) -> None:
        assert projects.inside is not None
        ledgers = [section.ledger for section in projects.inside.records]
        starts = accumulate(map(len, ledgers), initial=0)
        self._ledgers = list(zip(starts, ledgers, strict=False))
        ends = [start + end for start, ledger in self._ledgers for end in ledger.bounds[1:]]
        lines = _Lines(projects.records, ends)
        super().__init__(
            "FundingLine", lines, inside=projects, attribute="money", ends=ends, single=False
        )

    def column(self, name: str) -> Sequence[Any]:
        if name not in self._columns:
            parts = (part for _, part in self.parts(name))
            self._columns[name] = list(chain.from_iterable(parts))
        return self._columns[name]

    def parts(self, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
        for start, ledger in self._ledgers:
            yield start, ledger.column(name)

    def repeated(self) -> Iterator[int]:
        for start, ledger in self._ledgers:
            yield from (start + index for index in ledger.repeated)


class _Lines(Sequence[FundingLine]):
    """The lines of projects one after the other; only those of a project that is asked are made."""

    def __init__(self, projects: Sequence[Project], ends: Sequence[int]) -> None:
        self._projects = projects
        self._ends = ends

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, index: Any) -> Any:
        number = bisect_right(self._ends, index)
        return self._projects[number].money[index - self._ends[number]]

    def __iter__(self) -> Iterator[FundingLine]:
        return chain.from_iterable(project.money for project in self._projects)


def levels(plan: Plan, *types: str) -> Iterator[Level]:
    """Every level of a plan that has records, sections first; `types` keeps only some of them.

    A rule that asks a whole level at once runs in C where nothing is wrong, which is nearly
    everywhere: at 300,000 lines this is what makes a rule fast.
    """
    for level in _walked(plan):
        if not types or level.type in types:
            yield level


def records(plan: Plan, *types: str) -> Iterator[tuple[Where, Any]]:
    """Every record of a plan with its place, level by level; `types` keeps only some of them."""
    for level in levels(plan, *types):
        for index, record in enumerate(level.records):
            yield level.where(index), record


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


_WALKED: Final[dict[int, tuple[Level, ...]]] = {}


def _walked(plan: Plan) -> tuple[Level, ...]:
    """The levels of a plan, kept as long as the plan: every rule of a run asks for them.

    By its identity: to compare all that two plans say would take too long.
    """
    if id(plan) not in _WALKED:
        tops = [Level("Nation", (plan.nation,)), Level("CityPlan", plan.cities)]
        _WALKED[id(plan)] = tuple(level for top in tops for level in _levels(top))
        finalize(plan, _WALKED.pop, id(plan))
    return _WALKED[id(plan)]


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
