"""§1 and §2: the scales of a project, when it may start at each, and who pays when.

Money outside the plan's period is not this plan's to share out, and counts nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from mitgrim.funding.parameters import Purse, payments
from mitgrim.plan import (
    FundingLine,
    FundingSource,
    Gate,
    Nation,
    Period,
    Phase,
    Project,
    Status,
    Use,
    Variant,
)

AS_PLANNED: Final = "planned"
UNDER_WAY: Final = frozenset({Status.IMPLEMENTATION, Status.COMPLETION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A variant of a project: its years as planned, how late it may start, and its money.

    `delays` are years after the planned start, empty where a gate leaves none. `won` is money by
    purse, `lines` money by programme line and year, both with the years as planned.
    """

    variant: Variant
    start: int
    finish: int
    delays: range
    won: Mapping[Purse, int]
    lines: Mapping[tuple[str, int], int]

    def won_after(self, delay: int, period: Period) -> Iterator[tuple[Purse, int]]:
        """Money by purse with a later start, as far as it lies in a period."""
        for (source, city, year), won in self.won.items():
            if year + delay in period.years:
                yield (source, city, year + delay), won

    def lines_after(self, delay: int, period: Period) -> Iterator[tuple[str, int, int]]:
        """Programme line, year and won with a later start, as far as they lie in a period."""
        for (line, year), won in self.lines.items():
            if year + delay in period.years:
                yield line, year + delay, won


def scales(nation: Nation, project: Project, delay: int) -> Iterator[Scale]:
    """The scales of a project that respect the ratios of programme lines, with their delays."""
    for variant in variants(project):
        lines = _planned(variant.money)
        if _within_ratios(nation, lines):
            yield _scale(nation, project, variant, delay)


def variants(project: Project) -> tuple[Variant, ...]:
    """A project's variants, and itself as planned where none of them has its money."""
    own = as_planned(project)
    return project.variants if own is None or own in project.variants else (*project.variants, own)


def as_planned(project: Project) -> Variant | None:
    """The variant that has a project's own planned money, made of it where there is none.

    None where only variants have money.
    """
    own = _planned(project.money)
    held = (v for v in project.variants if _content(_planned(v.money)) == _content(own))
    found = next(held, None)
    if found or (project.variants and not own):
        return found
    taken = any(variant.id == AS_PLANNED for variant in project.variants)
    id = f"as-{AS_PLANNED}" if taken else AS_PLANNED
    return Variant(id=id, money=own, effects=project.effects)


def _planned(money: tuple[FundingLine, ...]) -> tuple[FundingLine, ...]:
    return tuple(line for line in money if line.phase is Phase.PLANNED)


def _content(lines: tuple[FundingLine, ...]) -> list[tuple[int, FundingSource, Use, int]]:
    return sorted((line.year, line.source, line.use, line.amount) for line in lines)


def _within_ratios(nation: Nation, lines: tuple[FundingLine, ...]) -> bool:
    total = sum(line.amount for line in lines)
    for own in nation.programme_lines:
        paid = sum(
            line.amount
            for line in lines
            if line.programme_line == own.id and line.source is own.source
        )
        if own.ratio is not None and paid > Fraction(own.ratio) * total:
            return False
    return True


def _scale(nation: Nation, project: Project, variant: Variant, delay: int) -> Scale:
    lines = _planned(variant.money)
    sources = {own.id: own.source for own in nation.programme_lines}
    won: dict[Purse, int] = {}
    of_lines: dict[tuple[str, int], int] = {}
    for purse, _, part in payments(project, lines):
        if part:
            won[purse] = won.get(purse, 0) + part
    for line in lines:
        if line.programme_line and sources.get(line.programme_line) is line.source:
            key = line.programme_line, line.year
            of_lines[key] = of_lines.get(key, 0) + line.amount
    start, finish = _years(nation, project, lines)
    return Scale(
        variant=variant,
        start=start,
        finish=finish,
        delays=_delays(nation, project, lines, min(delay, max(nation.period.last - finish, 0))),
        won=won,
        lines=of_lines,
    )


def _years(nation: Nation, project: Project, lines: tuple[FundingLine, ...]) -> tuple[int, int]:
    """The planned first and last year: the project's own, and as long as its money flows."""
    years = [line.year for line in lines if line.amount > 0]
    period = project.period or (
        Period(first=min(years), last=max(years)) if years else nation.period
    )
    return period.first, max([period.last, *years])


def _delays(nation: Nation, project: Project, lines: tuple[FundingLine, ...], most: int) -> range:
    """How many years later it may start: not before its gates, and within the period.

    A project under way starts when it started: what was sent before a gate is a fact.
    """
    if project.status in UNDER_WAY:
        return range(1)
    least = max((years for _, years in waits(nation, project, lines)), default=0)
    return range(least, most + 1)


def waits(
    nation: Nation, project: Project, lines: Iterable[FundingLine]
) -> Iterator[tuple[Gate, int]]:
    """The gates that come after money that they open, and by how many years.

    Years are compared, as the check of gates does: money of the gate's own year is in time. A gate
    whose day nobody knows asks for nothing.
    """
    held = [line for line in lines if line.phase is Phase.PLANNED and line.amount > 0]
    kinds = {kind.id: kind.opens for kind in nation.gate_kinds}
    for gate in project.gates:
        day = gate.done or gate.planned
        opens = gate.opens or kinds.get(gate.kind, ())
        years = [line.year for line in held if line.use in opens]
        if day and years and min(years) < day.year:
            yield gate, day.year - min(years)
