"""The ledger of a section: its projects' money, one column for every attribute of a line.

Sums and rules ask hundreds of thousands of lines at once and look at hardly any of them. So the
money of a section that was read lies in its ledger alone, and lines are made of it when somebody
looks at a project's `money`.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import accumulate, chain, compress, count, pairwise, repeat
from operator import attrgetter, eq, itemgetter, le
from typing import TYPE_CHECKING, Any, Final

from mitgrim.plan.attributes import key_names
from mitgrim.plan.kinds import Phase
from mitgrim.plan.money import FundingLine
from mitgrim.plan.records import Record

NAMES: Final = tuple(field.name for field in fields(FundingLine))
_ROW: Final = attrgetter(*NAMES)
_KEY: Final = key_names("FundingLine")
_FILL: Final = [getattr(FundingLine, name).__set__ for name in NAMES]

Row = tuple[Any, ...]


class Ledger:
    """장부: the lines of many projects, one project after the other, each in the order of its keys.

    `bounds` are where each project's lines start, and where the last one's end; `repeated` are the
    lines whose key the line before them has.
    """

    __slots__ = ("_amounts", "_columns", "_values", "bounds", "repeated")

    def __init__(self, rows: Sequence[Row], sizes: Iterable[int]) -> None:
        """Enter lines, each its values in the order of `NAMES`, so many for every project."""
        self.bounds = list(accumulate(sizes, initial=0))
        self._columns = _by_columns(rows)
        self.repeated: list[int] = []
        if self._found(le):
            self._columns = _by_columns(_sorted(rows, self.bounds))
            self.repeated = self._found(eq)
        self._values: dict[str, frozenset[Any]] = {}
        self._amounts: dict[Phase, list[int]] = {}

    @classmethod
    def of(cls, money: Sequence[Sequence[FundingLine]]) -> "Ledger":
        """The ledger of projects by their money."""
        return cls(list(map(_ROW, chain.from_iterable(money))), map(len, money))

    def __len__(self) -> int:
        return self.bounds[-1]

    def column(self, name: str) -> Sequence[Any]:
        """An attribute of every line."""
        return self._columns[name]

    def values(self, name: str) -> frozenset[Any]:
        """Every value that an attribute has in some line."""
        if name not in self._values:
            self._values[name] = frozenset(self._columns[name])
        return self._values[name]

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Where each project's lines start and end."""
        return pairwise(self.bounds)

    def amounts(self, phase: Phase = Phase.PLANNED) -> list[int]:
        """Every project's won in one phase."""
        if phase not in self._amounts:
            won = self._won(phase)
            self._amounts[phase] = [sum(won[start:end]) for start, end in self.stretches()]
        return self._amounts[phase]

    def lines(self, project: int) -> tuple[FundingLine, ...]:
        """The lines of a project by its number; filled in by columns, which takes half the time."""
        start, end = self.bounds[project : project + 2]
        made = [FundingLine.__new__(FundingLine) for _ in range(start, end)]
        for fill, column in zip(_FILL, self._columns.values(), strict=True):
            deque(map(fill, made, column[start:end]), maxlen=0)
        return tuple(made)

    def _won(self, phase: Phase) -> Sequence[int]:
        won, phases = self._columns["amount"], self._columns["phase"]
        if phases.count(phase) == len(phases):
            return won
        return [own if its is phase else 0 for own, its in zip(won, phases, strict=True)]

    def _found(self, compare: Callable[[Row, Row], bool]) -> list[int]:
        """The lines whose key compares so with that of the line before, in the same project."""
        columns = [self._columns[name] for name in _KEY]
        before, own = zip(*columns, strict=True), zip(*(each[1:] for each in columns), strict=True)
        found = compress(count(1), map(compare, own, before))
        return sorted(set(found).difference(self.bounds))


def _by_columns(rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    columns = zip(*rows, strict=True) if rows else repeat((), len(NAMES))
    return dict(zip(NAMES, columns, strict=True))


def _sorted(rows: Sequence[Row], bounds: list[int]) -> list[Row]:
    key = itemgetter(*map(NAMES.index, _KEY))
    return [row for at, end in pairwise(bounds) for row in sorted(rows[at:end], key=key)]


class Booked(Record):
    """A record whose money may lie in a ledger, and is made when somebody first looks at it."""

    __slots__ = ("_entry",)

    _entry: tuple[Ledger, int]
    money: tuple[FundingLine, ...]

    def amount(self, phase: Phase = Phase.PLANNED) -> int:
        """Its won in one phase, over all years, sources and uses."""
        if hasattr(self, "_entry"):
            ledger, number = self._entry
            return ledger.amounts(phase)[number]
        return sum(line.amount for line in self.money if line.phase is phase)

    if not TYPE_CHECKING:  # which would take any name for an attribute

        def __getattr__(self, name):
            if name != "money":
                raise AttributeError(name, name=name, obj=self)
            ledger, number = self._entry
            object.__setattr__(self, "money", ledger.lines(number))
            return self.money


class Keeper(Record):
    """A section that keeps the ledger of its projects."""

    __slots__ = ("_ledger",)

    _ledger: Ledger
    projects: tuple[Booked, ...]

    @property
    def ledger(self) -> Ledger:
        """The money of its projects, in their order."""
        if not hasattr(self, "_ledger"):
            made = Ledger.of([project.money for project in self.projects])
            object.__setattr__(self, "_ledger", made)
        return self._ledger

    def leave_to(self, ledger: Ledger) -> None:
        """Leave the projects' money to a ledger; only for a section that nobody else has yet."""
        object.__setattr__(self, "_ledger", ledger)
        for number, project in enumerate(self.projects):
            object.__setattr__(project, "_entry", (ledger, number))
            object.__delattr__(project, "money")
