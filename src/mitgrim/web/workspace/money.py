"""Money before and after: by year and source, with differences and totals, nothing rounded away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mitgrim.figures.lineage import exact_amount
from mitgrim.plan import CityPlan, FundingLine, FundingSource, Phase, Section, Use, label_of
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.workspace.wording import Names
from mitgrim.wording import MILLION, WON, Lang, MoneyUnit, table_amount

_Key = tuple[str, str, str]  # source, use, programme line
_KeyT = TypeVar("_KeyT")


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount before and after, in won."""

    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Cell:
    """The same as a table shows it."""

    before: str
    after: str
    difference: str
    tone: str  # `added`, `removed`, or empty where nothing changed


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with its total at the end."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """Years across, sources down, in a unit in which no amount loses anything."""

    caption: str
    unit: str
    years: tuple[str, ...]
    rows: tuple[Row, ...]
    footer: Row | None


def unit_for(amounts: Iterable[int]) -> MoneyUnit:
    """백만원 where every amount is a whole number of them, else 원."""
    return MILLION if all(won % MILLION.factor == 0 for won in amounts) else WON


def cell(pair: Pair, unit: MoneyUnit) -> Cell:
    """A pair in a unit."""
    difference = pair.difference
    tone = "added" if difference > 0 else "removed" if difference < 0 else ""
    sign = "+" if difference > 0 else ""
    return Cell(
        before=_amount(pair.before, unit),
        after=_amount(pair.after, unit),
        difference=sign + table_amount(difference, unit, current()) if difference else "",
        tone=tone,
    )


def _amount(won: int, unit: MoneyUnit) -> str:
    return table_amount(won, unit, current()) if won else "–"


def section_tables(before: Sequence[Section], after: Sequence[Section]) -> tuple[MoneyTable, ...]:
    """The planned money of sections by source and year, where it changed."""
    old = Counter[tuple[str, int]]()
    new = Counter[tuple[str, int]]()
    for sections, sums in ((before, old), (after, new)):
        for line in _planned(sections):
            sums[line.source.value, line.year] += line.amount
    if old == new:
        return ()
    labels = {own.value: named(label_of(own)) for own in FundingSource}
    keys = [own.value for own in FundingSource if any(key[0] == own for key in (*old, *new))]
    pairs = {
        key: {year: Pair(old[key, year], new[key, year]) for year in _years(old, new)}
        for key in keys
    }
    return (_table(say("workspace.money.by-source"), labels, pairs),)


def record_tables(
    before: Sequence[FundingLine], after: Sequence[FundingLine], names: Names
) -> tuple[MoneyTable, ...]:
    """A project's money for every phase in which an amount changed; other rows are summed up."""
    tables = []
    for phase in Phase:
        old, new = _amounts(before, phase), _amounts(after, phase)
        if old != new:
            tables.append(_phase_table(phase, old, new, names))
    return tuple(tables)


def _phase_table(
    phase: Phase, old: Counter[tuple[_Key, int]], new: Counter[tuple[_Key, int]], names: Names
) -> MoneyTable:
    years = _years(old, new)
    pairs: dict[_Key, dict[int, Pair]] = {}
    rest: dict[int, Pair] = {}
    for key in sorted({key for key, _ in (*old, *new)}, key=_order):
        row = {year: Pair(old[key, year], new[key, year]) for year in years}
        if any(own.difference for own in row.values()):
            pairs[key] = row
        else:
            rest = {year: _plus(rest.get(year), own) for year, own in row.items()}
    labels = {key: _label(key, names) for key in pairs}
    if rest:
        pairs["", "", ""] = rest
        labels["", "", ""] = say("workspace.money.unchanged")
    caption = say("workspace.money.phase", phase=named(label_of(phase)))
    return _table(caption, labels, pairs)


def _table(
    caption: str, labels: Mapping[_KeyT, str], pairs: Mapping[_KeyT, dict[int, Pair]]
) -> MoneyTable:
    years = sorted({year for row in pairs.values() for year in row})
    every = [own for row in pairs.values() for own in row.values()]
    unit = unit_for(won for own in every for won in (own.before, own.after))
    rows = tuple(
        _row(labels[key], [row[year] for year in years], unit) for key, row in pairs.items()
    )
    sums = [_sum(row[year] for row in pairs.values()) for year in years]
    return MoneyTable(
        caption=caption,
        unit=unit.in_(current()),
        years=tuple(map(str, years)),
        rows=rows,
        footer=_row(say("workspace.money.total"), sums, unit) if len(rows) > 1 else None,
    )


def _row(label: str, pairs: Sequence[Pair], unit: MoneyUnit) -> Row:
    return Row(label, tuple(cell(own, unit) for own in pairs), cell(_sum(pairs), unit))


def _sum(pairs: Iterable[Pair]) -> Pair:
    held = list(pairs)
    return Pair(sum(own.before for own in held), sum(own.after for own in held))


def _plus(one: Pair | None, other: Pair) -> Pair:
    return _sum([own for own in (one, other) if own])


def _planned(sections: Iterable[Section]) -> Iterable[FundingLine]:
    return (
        line
        for own in sections
        if isinstance(own, CityPlan)
        for project in own.projects
        for line in project.money
        if line.phase is Phase.PLANNED
    )


def _amounts(lines: Iterable[FundingLine], phase: Phase) -> Counter[tuple[_Key, int]]:
    sums = Counter[tuple[_Key, int]]()
    for own in lines:
        if own.phase is phase:
            sums[(own.source.value, own.use.value, own.programme_line), own.year] += own.amount
    return sums


def _years(*sums: Counter[tuple[str, int]] | Counter[tuple[_Key, int]]) -> list[int]:
    return sorted({key[1] for own in sums for key in own})


def _order(key: _Key) -> tuple[int, str, str]:
    source, use, line = key
    return [own.value for own in FundingSource].index(source), use, line


def _label(key: _Key, names: Names) -> str:
    source, use, line = key
    parts = (
        named(label_of(FundingSource(source))),
        named(label_of(Use(use))),
        names.of("programme_lines", line) if line else "",
    )
    return " · ".join(own for own in parts if own)


def signed(won: int) -> str:
    """A difference in a sentence: `+30억원`, `△5억원`."""
    if not won:
        return ""
    minus = "△" if current() is Lang.KO else "−"
    return ("+" if won > 0 else minus) + exact_amount(abs(won)).in_(current())
