"""The ledger of a section: its projects' money, one column for every attribute of a line.

Sums and rules ask hundreds of thousands of lines at once and look at hardly any of them. So the
money of a section that was read lies in its ledger alone, and lines are made of it when somebody
looks at a project's `money`.
"""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import accumulate, chain, compress, count, pairwise, repeat
from operator import attrgetter, eq, is_, itemgetter, le, lt, mul
from typing import Any, Final, NamedTuple, Self, TypeVar

from mitgrim.plan.attributes import key_names, table
from mitgrim.plan.kinds import Phase
from mitgrim.plan.money import FundingLine
from mitgrim.plan.records import Record

NAMES: Final = tuple(field.name for field in fields(FundingLine))
_ROW: Final = attrgetter(*NAMES)
_KEY: Final = key_names("FundingLine")
_FILL: Final = [getattr(FundingLine, name).__set__ for name in NAMES]

Row = tuple[Any, ...]
Columns = dict[str, Sequence[Any]]
BookedT = TypeVar("BookedT", bound="Booked")


class Together(NamedTuple):
    """Some lines of a ledger, and what they come to in won."""

    won: int
    lines: Sequence[int]


class Ledger:
    """장부: the lines of many projects, one project after the other, each in the order of its keys.

    `bounds` are where each project's lines start, and where the last one's end; `repeated` are the
    lines whose key the line before them has; `spans` are each project's first and last year;
    `on_programme_lines` are the lines that name a programme line, by its id and their year,
    source and phase.
    """

    __slots__ = (
        "_amounts",
        "_columns",
        "_witnesses",
        "bounds",
        "on_programme_lines",
        "repeated",
        "spans",
    )

    def __init__(self, rows: Sequence[Row], sizes: Iterable[int]) -> None:
        """Enter lines, each its values in the order of `NAMES`, so many for every project."""
        self.bounds: Sequence[int] = list(accumulate(sizes, initial=0))
        self._columns, self.repeated = _in_order(rows, self.bounds)
        self.spans = _spans(self._columns["year"], self.bounds)
        self._amounts = {Phase.PLANNED: self._made_amounts(Phase.PLANNED)}
        self.on_programme_lines = self._by_programme_lines()
        self._witnesses: Columns = {
            **self._columns,
            "year": _extremes(list(chain.from_iterable(filter(None, self.spans)))),
            "amount": _extremes(self._columns["amount"]),
            "programme_line": ("", *{key[0] for key in self.on_programme_lines}),
        }

    @classmethod
    def of(cls, money: Sequence[Sequence[FundingLine]]) -> "Ledger":
        """The ledger of projects by their money."""
        return cls(list(map(_ROW, chain.from_iterable(money))), map(len, money))

    def __len__(self) -> int:
        return self.bounds[-1]

    def column(self, name: str, phase: Phase | None = None) -> Sequence[Any]:
        """An attribute of every line, or of those in one phase."""
        column, phases = self._columns[name], self._columns["phase"]
        if phase is None or phases.count(phase) == len(phases):
            return column
        return tuple(compress(column, map(is_, phases, repeat(phase))))

    def at(self, name: str, lines: Sequence[int]) -> Sequence[Any]:
        """An attribute of some lines."""
        column = self._columns[name]
        # With several numbers at once this takes two thirds of the time that a loop in C takes.
        return itemgetter(*lines)(column) if len(lines) > 1 else [column[line] for line in lines]

    def witnesses(self, name: str) -> Sequence[Any]:
        """Values that answer for a column: its least and greatest number, or each of its texts.

        They are found while the lines are at hand, as a columnar file has them for its parts.
        """
        return self._witnesses[name]

    def count_projects(self, lines: Sequence[int]) -> int:
        """How many projects some lines belong to."""
        return len(set(map(bisect_right, repeat(self.bounds), lines)))

    def project(self, line: int) -> int:
        """The number of the project that a line belongs to."""
        return bisect_right(self.bounds, line) - 1

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Where each project's lines start and end."""
        return pairwise(self.bounds)

    def amounts(self, phase: Phase = Phase.PLANNED) -> Sequence[int]:
        """Every project's won in one phase."""
        if phase not in self._amounts:
            self._amounts[phase] = self._made_amounts(phase)
        return self._amounts[phase]

    def lines(self, project: int) -> tuple[FundingLine, ...]:
        """The lines of a project by its number; filled in by columns, which takes half the time."""
        start, end = self.bounds[project : project + 2]
        made = [FundingLine.__new__(FundingLine) for _ in range(start, end)]
        for fill, column in zip(_FILL, self._columns.values(), strict=True):
            deque(map(fill, made, column[start:end]), maxlen=0)
        return tuple(made)

    def _by_programme_lines(self) -> dict[Row, Together]:
        index: dict[Row, list[int]] = defaultdict(list)
        named = list(compress(count(), self._columns["programme_line"]))
        keys = (self.at(name, named) for name in ("programme_line", "year", "source", "phase"))
        for key, line in zip(zip(*keys, strict=True), named, strict=True):
            index[key].append(line)
        return {key: Together(sum(self.at("amount", lines)), lines) for key, lines in index.items()}

    def _made_amounts(self, phase: Phase) -> Sequence[int]:
        won = self._columns["amount"]
        if len(self.column("amount", phase)) < len(won):
            won = list(map(mul, won, map(is_, self._columns["phase"], repeat(phase))))
        return [sum(won[at:end]) for at, end in self.stretches()]


def _by_columns(names: Sequence[str], rows: Sequence[Row]) -> Columns:
    columns = zip(*rows, strict=True) if rows else repeat((), len(names))
    return dict(zip(names, columns, strict=True))


def _in_order(rows: Sequence[Row], bounds: Sequence[int]) -> tuple[Columns, Sequence[int]]:
    """The columns of rows that stand in the order of their keys, and the rows that repeat one."""
    columns = _by_columns(NAMES, rows)
    if _rise(columns, bounds) or not _found(columns, bounds, le):
        return columns, ()
    columns = _by_columns(NAMES, _sorted(rows, bounds))
    return columns, _found(columns, bounds, eq)


def _rise(columns: Columns, bounds: Sequence[int]) -> bool:
    """Whether year and source alone put every project's lines in order, as they nearly always do.

    Projects have money in the same years of the same sources: each such pattern is looked at once.
    """
    years, sources = columns["year"], columns["source"]
    stretches = pairwise(bounds)
    patterns = {(years[start:end], sources[start:end]) for start, end in stretches}
    return all(_one_after_another(*pattern) for pattern in patterns)


def _one_after_another(years: Sequence[int], sources: Sequence[str]) -> bool:
    keys = list(zip(years, sources, strict=True))
    return all(map(lt, keys, keys[1:]))


def _found(
    columns: Columns, bounds: Sequence[int], compare: Callable[[Row, Row], bool]
) -> list[int]:
    """The lines whose key compares so with that of the line before, in the same project."""
    keys = list(zip(*(columns[name] for name in _KEY), strict=True))
    return sorted(set(compress(count(1), map(compare, keys[1:], keys))).difference(bounds))


def _sorted(rows: Sequence[Row], bounds: Sequence[int]) -> list[Row]:
    key = itemgetter(*map(NAMES.index, _KEY))
    return [row for start, end in pairwise(bounds) for row in sorted(rows[start:end], key=key)]


def _spans(years: Sequence[int], bounds: Sequence[int]) -> Sequence[tuple[int, int] | None]:
    """The first and the last year of every project that has lines."""
    stretches = pairwise(bounds)
    return [(years[start], years[end - 1]) if start < end else None for start, end in stretches]


def _extremes(numbers: Sequence[int]) -> Sequence[int]:
    return (min(numbers), max(numbers)) if numbers else ()


class Booked(Record):
    """A record whose money may lie in a ledger."""

    __slots__ = ("_entry",)

    _entry: tuple[Ledger, int]
    money: tuple[FundingLine, ...]

    def amount(self, phase: Phase = Phase.PLANNED) -> int:
        """Its won in one phase, over all years, sources and uses."""
        if hasattr(self, "_entry"):
            ledger, number = self._entry
            return ledger.amounts(phase)[number]
        return sum(line.amount for line in self.money if line.phase is phase)


def _leave_money_to(ledger: Ledger, projects: Sequence[Booked]) -> None:
    """Have the money of projects lie in a ledger; slot by slot, in a third of the time."""
    if len(projects) != len(ledger.bounds) - 1:
        raise ValueError("a section has other projects than its ledger")
    if any(map(attrgetter("money"), projects)):
        raise ValueError("a project has money of its own, and more in a ledger")
    entries = zip(repeat(ledger), count(), strict=False)
    deque(map(object.__setattr__, projects, repeat("_entry"), entries), maxlen=0)
    deque(map(object.__delattr__, projects, repeat("money")), maxlen=0)


class _WhenLookedAt:
    """The attribute `money` of a booked record: its lines are made when somebody looks at them.

    Two threads that look at once may both make them, of equal lines; neither sees half of them.
    """

    def __init__(self, slot: Any) -> None:
        self._slot = slot

    def __get__(self, record: Any, kind: type) -> Any:
        if record is None:
            return self._slot
        try:
            return self._slot.__get__(record)
        except AttributeError:
            ledger, number = record._entry
        self._slot.__set__(record, ledger.lines(number))
        return self._slot.__get__(record)

    def __set__(self, record: Any, money: tuple[FundingLine, ...]) -> None:
        self._slot.__set__(record, money)

    def __delete__(self, record: Any) -> None:
        self._slot.__delete__(record)


def booked(record: type[BookedT]) -> type[BookedT]:
    """Have a record's money made of the ledger; stands above `dataclass`."""
    record.money = _WhenLookedAt(record.money)  # type: ignore[assignment]
    return record


class Register:
    """대장: the attributes of a section's projects by columns, money apart."""

    __slots__ = ("_columns", "_witnesses")

    def __init__(self, projects: Sequence[Booked]) -> None:
        names = [own.name for own in table("Project") if own.name != "money"]
        self._columns = _by_columns(names, list(map(attrgetter(*names), projects)))
        self._witnesses: dict[str, Iterable[Any]] = {**self._columns}
        for own in table("Project"):
            if own.refers_to:
                self._witnesses[own.name] = frozenset(self._columns[own.name])
            elif own.type == "won":
                self._witnesses[own.name] = _extremes(list(filter(None, self._columns[own.name])))

    def column(self, name: str) -> Sequence[Any]:
        """An attribute of every project."""
        return self._columns[name]

    def witnesses(self, name: str) -> Iterable[Any]:
        """Values that answer for a column: of what refers to other records each different one.

        Of amounts the least and the greatest, without zero and none; of the rest all values.
        """
        return self._witnesses[name]


class Keeper(Record):
    """A section that keeps its projects' money in a ledger, and themselves in a register."""

    __slots__ = ("_ledger", "_register")

    _ledger: Ledger
    _register: Register
    projects: tuple[Booked, ...]

    @classmethod
    def with_ledger(cls, ledger: Ledger, make: Callable[[], Self]) -> Self:
        """A section whose money lies in a ledger, made here so that nobody has it half made.

        `make` gives it with projects that have no money. Raises ValueError for another number of
        projects than the ledger's. The register is made too: of projects just made it takes half
        as long as later.
        """
        section = make()
        object.__setattr__(section, "_ledger", ledger)
        object.__setattr__(section, "_register", Register(section.projects))
        _leave_money_to(ledger, section.projects)
        return section

    @property
    def ledger(self) -> Ledger:
        """장부: the money of its projects, in their order."""
        if not hasattr(self, "_ledger"):
            made = Ledger.of([project.money for project in self.projects])
            object.__setattr__(self, "_ledger", made)
        return self._ledger

    @property
    def register(self) -> Register:
        """대장: what its projects say, money apart."""
        if not hasattr(self, "_register"):
            object.__setattr__(self, "_register", Register(self.projects))
        return self._register
