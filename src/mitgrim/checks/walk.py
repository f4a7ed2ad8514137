"""Walking a plan by its attribute tables, so that a rule need not know what a record is made of."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, compress, count, pairwise, starmap
from operator import attrgetter, eq
from typing import Any, Final
from weakref import finalize

from mitgrim.plan import CityPlan, FundingLine, Plan, key_text, place, section_name
from mitgrim.plan.attributes import (
    Attribute,
    attribute_names,
    key_names,
    record_types,
    table,
)
from mitgrim.plan.ledger import Ledger

# Records that say something about another record rather than being a part of the plan.
_TRIMMINGS = frozenset({"Label", "Provenance"})


# Where records start, the values that answer for all of an attribute's, and all of these.
Part = tuple[int, Iterable[Any], Sequence[Any]]


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

    def wrong(
        self,
        name: str,
        are_right: Callable[[Iterable[Any]], bool],
        is_wrong: Callable[[Any], object],
    ) -> Iterator[int]:
        """The records with a wrong value; looked for only where what answers for all is not right.

        `are_right` must say the same of all values, of each different one, and of the least and
        the greatest of numbers.
        """
        for start, witnesses, values in self._parts(name):
            if not are_right(witnesses):
                yield from compress(count(start), map(is_wrong, values))

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
        if (self.type, attribute.name) == ("CityPlan", "projects"):
            return _Projects(self)
        if not any(any(values) for _, _, values in self._parts(attribute.name)):
            return Level(attribute.record, (), inside=self, attribute=attribute.name)
        values = self.column(attribute.name)
        sizes = map(len, values) if attribute.is_list else map(bool, values)
        held = chain.from_iterable(values) if attribute.is_list else filter(None, values)
        return Level(
            attribute.record,
            list(held),
            inside=self,
            attribute=attribute.name,
            ends=list(accumulate(sizes)),
            single=not attribute.is_list,
        )

    def repeated(self) -> Iterator[int]:
        """The indices of the records whose key the record before them in their collection has."""
        if self.single or not key_names(self.type):
            return
        # Collections stand in the order of their keys: what is twice stands side by side.
        columns = [self.column(name) for name in key_names(self.type)]
        keys = zip(*columns, strict=True) if len(columns) > 1 else columns[0]
        same = starmap(eq, pairwise(keys))
        for index in compress(count(1), same):
            if self._owner(index - 1) == self._owner(index):
                yield index

    def _owner(self, index: int) -> int:
        return bisect_right(self._ends, index)

    def _parts(self, name: str) -> Iterator[Part]:
        yield 0, self.column(name), self.column(name)


class _Projects(Level):
    """The projects of cities: their columns stand in the registers of their sections."""

    __slots__ = ("_registers", "sections")

    def __init__(self, cities: Level) -> None:
        self.sections: Sequence[CityPlan] = cities.records
        self._registers = [section.register for section in self.sections]
        held = [section.projects for section in self.sections]
        super().__init__(
            "Project",
            list(chain.from_iterable(held)),
            inside=cities,
            attribute="projects",
            ends=list(accumulate(map(len, held))),
            single=False,
        )

    def column(self, name: str) -> Sequence[Any]:
        """An attribute of every project; of its money, the years of its lines."""
        if name not in self._columns:
            parts = (values for _, _, values in self._parts(name))
            self._columns[name] = list(chain.from_iterable(parts))
        return self._columns[name]

    def below(self, attribute: Attribute) -> Level:
        return _Money(self) if attribute.name == "money" else super().below(attribute)

    def _parts(self, name: str) -> Iterator[Part]:
        starts = chain((0,), self._ends)
        if name == "money":
            for start, section in zip(starts, self.sections, strict=False):
                yield start, section.ledger.spans, section.ledger.spans
        else:
            for start, register in zip(starts, self._registers, strict=False):
                yield start, register.witnesses(name), register.column(name)


class _Money(Level):
    """The money of projects: its columns stand in the ledgers of their sections."""

    __slots__ = ("_lines",)

    def __init__(self, projects: _Projects) -> None:
        self._lines = _Lines(projects)
        super().__init__(
            "FundingLine", self._lines, inside=projects, attribute="money", single=False
        )

    def column(self, name: str) -> Sequence[Any]:
        if name not in self._columns:
            self._columns[name] = [own for _, _, part in self._parts(name) for own in part]
        return self._columns[name]

    def _parts(self, name: str) -> Iterator[Part]:
        for start, ledger in self._lines.ledgers():
            yield start, ledger.witnesses(name), ledger.column(name)

    def repeated(self) -> Iterator[int]:
        for start, ledger in self._lines.ledgers():
            yield from (start + index for index in ledger.repeated)

    def _owner(self, index: int) -> int:
        return self._lines.project(index)


class _Lines(Sequence[FundingLine]):
    """The lines of projects one after the other; only those of a project that is asked are made."""

    def __init__(self, projects: _Projects) -> None:
        self._projects = projects.records
        self._sections = projects.sections
        self._starts = list(accumulate((len(own.ledger) for own in self._sections), initial=0))
        self._firsts = list(accumulate((len(own.projects) for own in self._sections), initial=0))

    def ledgers(self) -> Iterator[tuple[int, Ledger]]:
        """Every section's ledger, with the index of its first line."""
        ledgers = (section.ledger for section in self._sections)
        return zip(self._starts, ledgers, strict=False)

    def project(self, index: int) -> int:
        """The index of the project that a line belongs to."""
        section, line = self._found(index)
        return self._firsts[section] + self._sections[section].ledger.project(line)

    def _found(self, index: int) -> tuple[int, int]:
        """The section of a line, and which of its lines it is."""
        section = bisect_right(self._starts, index) - 1
        return section, index - self._starts[section]

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, index: Any) -> Any:
        section, line = self._found(index)
        ledger = self._sections[section].ledger
        number = ledger.project(line)
        return self._sections[section].projects[number].money[line - ledger.bounds[number]]

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

    By its identity: to compare all that two plans say would take too long. Of threads that walk
    a plan at once one is the first: its walk is kept, and is let go once.
    """
    if kept := _WALKED.get(id(plan)):
        return kept
    tops = [Level("Nation", (plan.nation,)), Level("CityPlan", plan.cities)]
    walk = tuple(level for top in tops for level in _levels(top))
    kept = _WALKED.setdefault(id(plan), walk)
    if kept is walk:
        finalize(plan, _WALKED.pop, id(plan))
    return kept


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
