"""When the money of an example project is spent, on what, and after which gates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mitgrim.plan import (
    Certainty,
    FundingLine,
    FundingSource,
    Gate,
    Period,
    Phase,
    Use,
    largest_remainder,
    mint,
)
from mitgrim.programmes.innovation_cities import catalogue
from mitgrim.programmes.innovation_cities.example.amounts import CLASSES, LOCAL, Split
from mitgrim.programmes.innovation_cities.example.slots import Slot, randomness
from mitgrim.programmes.innovation_cities.reading import rows

EOK = 100_000_000
STEP = EOK // 10
STEPS_PER_EOK = EOK // STEP

FRIDAY = 4

CENTRE_LINE = "innovation-centre"
CENTRE_FIRST_YEAR = 2018
CENTRE_FIRST_EOK = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A year and a use that a schedule spends on, with its percentage."""

    year: int
    use: Use
    percent: int


def schedule(slot: Slot) -> tuple[Cell, ...]:
    """A project's years and uses: one of its kind's schedules, drawn once."""
    kind = next(row for row in rows("example_kinds.csv") if row["kind"] == slot.kind)
    name, _, first = (
        randomness("schedule", slot.id).choice(kind["schedules"].split()).partition("@")
    )
    return tuple(
        Cell(year=int(first) + int(row["offset"]), use=Use(row["use"]), percent=int(row["percent"]))
        for row in rows("example_schedules.csv")
        if row["schedule"] == name
    )


def planned(slot: Slot, split: Split) -> tuple[FundingLine, ...]:
    """The planned lines of a project: every source in steps of 1,000만원, summing to its class."""
    if slot.centre:
        return tuple(_centre_lines(slot, split))
    cells = schedule(slot)
    lines: list[FundingLine] = []
    for name, eok in zip(CLASSES, split, strict=True):
        preferences = next(row for row in rows("example_uses.csv") if row["source_class"] == name)
        weights = [cell.percent * int(preferences[cell.use]) for cell in cells]
        for source, amount in _sources(slot, name, eok):
            lines += _spread(source, amount, cells, weights)
    return tuple(lines)


def _sources(slot: Slot, source_class: str, eok: int) -> list[tuple[FundingSource, int]]:
    """A class's 억원 by source: local money by the city's habit, the rest from one payer."""
    if source_class == CLASSES[LOCAL]:
        city = next(row for row in rows("example_cities.csv") if row["city"] == slot.city.id)
        percent = int(city["municipal"])
        weights = {FundingSource.PROVINCIAL: 100 - percent, FundingSource.MUNICIPAL: percent}
    elif source_class == CLASSES[0]:
        weights = {FundingSource.NATIONAL: 100}
    else:
        kind = next(row for row in rows("example_kinds.csv") if row["kind"] == slot.kind)
        others = (FundingSource.PRIVATE, FundingSource.INSTITUTION, FundingSource.FUND)
        chance = randomness("other source", slot.id)
        (drawn,) = chance.choices(others, [int(kind[source]) for source in others])
        weights = {drawn: 100}
    return list(zip(weights, largest_remainder(eok, list(weights.values())), strict=True))


def _spread(
    source: FundingSource, eok: int, cells: Sequence[Cell], weights: Sequence[int]
) -> Iterable[FundingLine]:
    for cell, steps in zip(cells, largest_remainder(eok * STEPS_PER_EOK, weights), strict=True):
        if steps:
            yield FundingLine(
                year=cell.year,
                source=source,
                use=cell.use,
                amount=steps * STEP,
                certainty=certainty(source, cell.year),
            )


def certainty(source: FundingSource, year: int) -> Certainty:
    """How sure a source's money is, as it looked in October 2018; a rule of the example."""
    known = [
        row["certainty"]
        for row in rows("example_certainty.csv")
        if row["source"] == source and int(row["from"]) <= year
    ]
    return Certainty(known[-1])


def _centre_lines(slot: Slot, split: Split) -> Iterable[FundingLine]:
    yield centre_line(Phase.PLANNED, CENTRE_FIRST_EOK * EOK)
    for name, eok in zip(CLASSES, split, strict=True):
        found = [row for row in rows("example_centre.csv") if row["source_class"] == name]
        cells = [
            Cell(year=int(row["year"]), use=Use(row["use"]), percent=int(row["percent"]))
            for row in found
        ]
        weights = [cell.percent for cell in cells]
        rest = eok - CENTRE_FIRST_EOK if name == CLASSES[0] else eok
        for source, amount in _sources(slot, name, rest) if cells else ():
            for line in _spread(source, amount, cells, weights):
                yield _on_centre_line(line) if source is FundingSource.NATIONAL else line


def _on_centre_line(line: FundingLine) -> FundingLine:
    return FundingLine(
        year=line.year,
        source=line.source,
        use=line.use,
        amount=line.amount,
        certainty=line.certainty,
        programme_line=CENTRE_LINE,
    )


def centre_line(phase: Phase, won: int) -> FundingLine:
    """The innovation centre's first national money, on one rung of the ladder."""
    return FundingLine(
        year=CENTRE_FIRST_YEAR,
        source=FundingSource.NATIONAL,
        phase=phase,
        use=Use.DESIGN,
        amount=won,
        certainty=Certainty.SECURED,
        programme_line=CENTRE_LINE,
    )


def centre_story() -> tuple[FundingLine, ...]:
    """What became of it, as the Budget Office found: sent to each of ten cities, none spent."""
    return (
        centre_line(Phase.DISBURSED, CENTRE_FIRST_EOK * EOK),
        centre_line(Phase.EXECUTED, 0),
    )


def period(lines: Sequence[FundingLine]) -> Period:
    """From the first to the last year that has planned money."""
    years = [line.year for line in lines]
    return Period(first=min(years), last=max(years))


def gates(slot: Slot, lines: Sequence[FundingLine]) -> tuple[Gate, ...]:
    """A project's gates, each planned for late in the year before the money it opens.

    The innovation centres' dates come from their own table: their design money of 2018 is
    planned before the feasibility study ends, which is the story of the real programme.
    """
    if slot.centre:
        return tuple(
            _gate(slot, row["kind"], date.fromisoformat(row["planned"]))
            for row in rows("example_centre_gates.csv")
        )
    kind = next(row for row in rows("example_kinds.csv") if row["kind"] == slot.kind)
    opens = {kind.id: kind.opens for kind in catalogue.gate_kinds()}
    return tuple(
        _gate(slot, gate, _late(slot, gate, min(years) - 1))
        for gate in kind["gates"].split()
        if (years := [line.year for line in lines if line.use in opens[gate]])
    )


def _gate(slot: Slot, kind: str, planned: date) -> Gate:
    return Gate(
        id=mint(slot.city.id, "g", randomness("gate", slot.id, kind)), kind=kind, planned=planned
    )


def _late(slot: Slot, kind: str, year: int) -> date:
    chance = randomness("gate day", slot.id, kind)
    day = date(year, chance.randrange(9, 13), chance.randrange(3, 24))
    return day - timedelta(days=max(day.weekday() - FRIDAY, 0))
