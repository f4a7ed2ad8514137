"""The ledger of a section: its projects' money, one column for every attribute of a line.

Sums and rules ask hundreds of thousands of lines at once and look at hardly any of them. So the
money of a section that was read lies in its ledger alone, and lines are made of it when somebody
looks at a project's `money`.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import accumulate, chain, compress, count, pairwise, repeat
from operator import attrgetter, eq, is_, itemgetter, le, mul
from typing import Any, Final, TypeVar

from mitgrim.plan.attributes import key_names, table
from mitgrim.plan.kinds import Phase
from mitgrim.plan.money import FundingLine
from mitgrim.plan.records import Record

NAMES: Final = tuple(field.name for field in fields(FundingLine))
_ROW: Final = attrgetter(*NAMES)
_KEY: Final = key_names("FundingLine")
_FILL: Final = [getattr(FundingLine, name).__set__ for name in NAMES]

Row = tuple[Any, ...]
BookedT = TypeVar("BookedT", bound="Booked")


def _extremes(numbers: Sequence[int]) -> tuple[int, ...]:
    return (min(numbers), max(numbers)) if numbers else ()


_WITNESSES: Final = (("year", _extremes), ("amount", _extremes), ("programme_line", frozenset))


class Ledger:
    """장부: the lines of many projects, one project after the other, each in the order of its keys.

    `bounds` are where each project's lines start, and where the last one's end; `repeated` are the
    lines whose key the line before them has, `named` those on a programme line; `spans` are each
    project's first and last year.
    """

    __slots__ = ("_amounts", "_columns", "_witnesses", "bounds", "named", "repeated", "spans")

    def __init__(self, rows: Sequence[Row], sizes: Iterable[int]) -> None:
        """Enter lines, each its values in the order of `NAMES`, so many for every project."""
        self.bounds = list(accumulate(sizes, initial=0))
        self._columns = _by_columns(NAMES, rows)
        self.repeated: list[int] = []
        if self._found(le):
            self._columns = _by_columns(NAMES, _sorted(rows, self.bounds))
            self.repeated = self._found(eq)
        self.named = list(compress(count(), self._columns["programme_line"]))
        self.spans = self._made_spans()
        self._witnesses = {name: witnesses(self._columns[name]) for name, witnesses in _WITNESSES}
        self._amounts = {Phase.PLANNED: self._made_amounts(Phase.PLANNED)}

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

    def on_programme_lines(self, *names: str) -> Iterator[Row]:
        """Some attributes of the lines that name a programme line."""
        columns = map(self._columns.__getitem__, names)
        return zip(*([own[index] for index in self.named] for own in columns), strict=True)

    def witnesses(self, name: str) -> Iterable[Any]:
        """Values that answer for a column: its least and greatest number, or each of its texts.

        They are found while the lines are at hand, as a columnar file has them for its parts.
        """
        return self._witnesses.get(name, self._columns[name])

    def project(self, line: int) -> int:
        """The number of the project that a line belongs to."""
        return bisect_right(self.bounds, line) - 1

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Where each project's lines start and end."""
        return pairwise(self.bounds)

    def amounts(self, phase: Phase = Phase.PLANNED) -> list[int]:
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

    def _made_spans(self) -> list[tuple[int, int] | None]:
        years = self._columns["year"]
        return [(years[at], years[end - 1]) if at < end else None for at, end in self.stretches()]

    def _made_amounts(self, phase: Phase) -> list[int]:
        won = self._columns["amount"]
        if len(self.column("amount", phase)) < len(won):
            won = list(map(mul, won, map(is_, self._columns["phase"], repeat(phase))))
        return [sum(won[at:end]) for at, end in self.stretches()]

    def _found(self, compare: Callable[[Row, Row], bool]) -> list[int]:
        """The lines whose key compares so with that of the line before, in the same project."""
        columns = [self._columns[name] for name in _KEY]
        before, own = zip(*columns, strict=True), zip(*(each[1:] for each in columns), strict=True)
        found = compress(count(1), map(compare, own, before))
        return sorted(set(found).difference(self.bounds))


def _by_columns(names: Sequence[str], rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    columns = zip(*rows, strict=True) if rows else repeat((), len(names))
    return dict(zip(names, columns, strict=True))


def _sorted(rows: Sequence[Row], bounds: list[int]) -> list[Row]:
    key = itemgetter(*map(NAMES.index, _KEY))
    return [row for at, end in pairwise(bounds) for row in sorted(rows[at:end], key=key)]


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


class _WhenLookedAt:
    """The attribute `money` of a booked record: its lines are made when somebody looks at them."""

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


class Keeper(Record):
    """A section that keeps its projects' money in a ledger, and themselves in a register."""

    __slots__ = ("_ledger", "_register")

    _ledger: Ledger
    _register: dict[str, Sequence[Any]]
    projects: tuple[Booked, ...]

    @property
    def ledger(self) -> Ledger:
        """장부: the money of its projects, in their order."""
        if not hasattr(self, "_ledger"):
            made = Ledger.of([project.money for project in self.projects])
            object.__setattr__(self, "_ledger", made)
        return self._ledger

    @property
    def register(self) -> dict[str, Sequence[Any]]:
        """대장: the attributes of its projects by columns, money apart."""
        if not hasattr(self, "_register"):
            names = [own.name for own in table("Project") if own.name != "money"]
            rows = map(attrgetter(*names), self.projects)
            object.__setattr__(self, "_register", _by_columns(names, list(rows)))
        return self._register

    def leave_to(self, ledger: Ledger) -> None:
        """Leave the projects' money to a ledger; only for a section that nobody else has yet."""
        object.__setattr__(self, "_ledger", ledger)
        for number, project in enumerate(self.projects):
            object.__setattr__(project, "_entry", (ledger, number))
            object.__delattr__(project, "money")
        assert self.register is not None  # made now, for half of what it takes later
