"""Rules about units: a value that is a unit away from its neighbours, an amount typed in 백만원."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import log10
from operator import attrgetter
from statistics import median
from typing import Final

from mitgrim.checks.engine import Hit, rule
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.checks.unit_table import Slip, slips, unit_of
from mitgrim.checks.words import MESSAGES, about, areas, at, city, figure, part, rounded, some
from mitgrim.plan import (
    CityPlan,
    FundingLine,
    Observation,
    Phase,
    Plan,
    Project,
    Statistic,
    key_text,
    place,
)
from mitgrim.wording import Lang, Text, prose_amount

# Factors as decimal logarithms: 2 is a hundredfold.
FAR: Final = 2.0
EXACT: Final = log10(1.05)
# Areas differ: what is put right lies within a fivefold of the middle, or in the usual spread.
NEAR: Final = log10(5)
SPREADS: Final = 4
NORMAL: Final = 1.4826
FEW: Final = 5
PAIR: Final = 2
# Neighbours in time: how far they agree, and how far a slip may be from its factor.
STEADY: Final = log10(3)
CLOSE: Final = log10(1.5)
AT_AN_END: Final = log10(1.2)
# Factors below a hundred, such as that of 평, are seen only where the values hardly move.
STILL: Final = log10(1.01)
HANDFUL: Final = 10

SMALL: Final = 1_000_000
LARGE: Final = 10_000_000
PROJECT_SIZE: Final = 100_000_000
UNITS_APART: Final = 100_000
MONEY_UNITS: Final = ((10**6, "백만원", "million won"), (10**8, "억원", "hundred million won"))


@dataclass(frozen=True, slots=True)
class _Point:
    """An observation with its place and the logarithm of its value."""

    log: float
    record: Observation
    section: CityPlan


@dataclass(frozen=True, slots=True)
class _Off:
    """An observation that is a slip away from what its neighbours say."""

    point: _Point
    expected: Decimal
    slip: Slip


@rule(
    "unit-implausible-between-areas",
    Severity.WARNING,
    "docs/records.md#attributes",
    messages=MESSAGES,
)
def unit_implausible_between_areas(plan: Plan) -> Iterator[Hit]:
    """A value is a hundredfold or more off those of other areas, as a slip of the unit makes it."""
    statistics = {own.id: own for own in plan.nation.statistics}
    by_year: dict[tuple[str, int], list[_Point]] = defaultdict(list)
    for point in _points(plan):
        by_year[point.record.statistic, point.record.year].append(point)
    for (id, _), points in by_year.items():
        if _spread(points) >= FAR - EXACT:
            statistic = statistics.get(id) or Statistic(id=id)
            for off in _off_areas(points, statistic.unit):
                yield _hit(plan, off, statistic)


@rule(
    "unit-implausible-in-series",
    Severity.WARNING,
    "docs/records.md#attributes",
    messages=MESSAGES,
)
def unit_implausible_in_series(plan: Plan) -> Iterator[Hit]:
    """A value is off the years beside it by the factor of a slip of the unit."""
    statistics = {own.id: own for own in plan.nation.statistics}
    series: dict[tuple[str, str], list[_Point]] = defaultdict(list)
    for point in _points(plan):
        series[point.record.statistic, point.record.area].append(point)
    for (id, _), points in series.items():
        if _spread(points) >= STEADY:
            statistic = statistics.get(id) or Statistic(id=id)
            points.sort(key=lambda own: (own.record.year, own.record.source))
            for off in _off_years(points, statistic.unit):
                yield _hit(plan, off, statistic)


def _points(plan: Plan) -> Iterator[_Point]:
    """Every observation above zero; what is nothing, or less, has no order of size."""
    for section in plan.cities:
        for own in section.observations:
            if own.value.is_finite() and own.value > 0:
                size = own.value.adjusted()
                yield _Point(log10(own.value.scaleb(-size)) + size, own, section)


def _spread(points: Sequence[_Point]) -> float:
    logs = [point.log for point in points]
    return max(logs) - min(logs)


def _off_areas(points: Sequence[_Point], unit: str) -> Iterator[_Off]:
    """Those far from the middle of the others that a slip brings back among them."""
    count = len({point.record.area for point in points})
    ordered = sorted(points, key=attrgetter("log"))
    middle, usual = _middle(ordered), _usual(ordered)
    for index, point in enumerate(ordered):
        if count < FEW:
            others = [*ordered[:index], *ordered[index + 1 :]]
            middle, tolerance, needed = _middle(others), EXACT, FAR - EXACT
        else:
            others = ordered
            tolerance, needed = max(NEAR, 2 * usual), max(FAR, SPREADS * usual)
        off = point.log - middle
        slip = _nearest(off, unit, least=FAR - EXACT) if abs(off) >= needed else None
        # Of two areas nobody knows which one is wrong: say it once.
        unsure = count == 1 or (len(ordered) == PAIR and off < 0) or _handful(point, off, unit)
        if slip is None or unsure or abs(off - slip.log) > tolerance:
            continue
        if count < FEW or _among(ordered, index, point.log - slip.log):
            yield _Off(point, others[len(others) // 2].record.value, slip)


def _middle(points: Sequence[_Point]) -> float:
    return median(point.log for point in points)


def _usual(points: Sequence[_Point]) -> float:
    """How far areas usually are from the middle; single values far away don't change it."""
    middle = _middle(points)
    return NORMAL * median(abs(point.log - middle) for point in points)


def _among(ordered: Sequence[_Point], index: int, log: float) -> bool:
    """Whether a value would lie among those of the other areas."""
    lowest = ordered[1 if index == 0 else 0].log
    highest = ordered[-2 if index == len(ordered) - 1 else -1].log
    return lowest - CLOSE <= log <= highest + CLOSE


def _handful(point: _Point, off: float, unit: str) -> bool:
    """Whether a count is low because there are only a few: three households are no slip."""
    value, known = point.record.value, unit_of(unit)
    whole = known is None or known.counted
    return whole and off < 0 and value <= HANDFUL and value == int(value)


def _off_years(points: Sequence[_Point], unit: str) -> Iterator[_Off]:
    """Those off the years beside them, where these agree with one another."""
    for index, point in enumerate(points):
        expected, tolerance, agreement = _beside(points, index)
        if expected is None:
            continue
        off = point.log - expected.log
        slip = _nearest(off, unit, least=STILL)
        if slip is None or (index == 0 and _handful(point, off, unit)):
            continue
        if abs(slip.log) < FAR - EXACT and agreement > STILL:
            continue
        tolerance = tolerance if abs(slip.log) >= FAR - EXACT else STILL
        if abs(off - slip.log) <= tolerance:
            yield _Off(point, expected.record.value, slip)


def _beside(points: Sequence[_Point], index: int) -> tuple[_Point | None, float, float]:
    """What a value is held against, how far off its factor it may be, and how far the two agree."""
    last = len(points) - 1
    if len(points) == PAIR:
        return (points[0], EXACT, 0.0) if index == 1 else (None, 0.0, 0.0)
    if 0 < index < last:
        one, other = points[index - 1], points[index + 1]
        allowed, tolerance = STEADY, CLOSE
    else:
        one, other = (points[1], points[2]) if index == 0 else (points[-2], points[-3])
        allowed, tolerance = CLOSE, AT_AN_END
    agreement = abs(one.log - other.log)
    return (one, tolerance, agreement) if agreement <= allowed else (None, 0.0, 0.0)


def _nearest(off: float, unit: str, least: float) -> Slip | None:
    """The slip whose factor is nearest to how far a value is off."""
    likely = [slip for slip in slips(unit) if abs(slip.log) >= least and slip.log * off > 0]
    return min(likely, key=lambda slip: abs(slip.log - off), default=None)


def _hit(plan: Plan, off: _Off, statistic: Statistic) -> Hit:
    record, unit = off.point.record, statistic.unit
    corrected = rounded(Fraction(record.value) / off.slip.factor, 12)
    return Hit(
        at(off.point.section, "observations", record),
        name=named(statistic),
        area=areas(plan).get(record.area, Text(record.area, record.area)),
        year=str(record.year),
        value=f"{figure(record.value)}{unit}",
        expected=f"{figure(off.expected)}{unit}",
        ratio=_times(Fraction(record.value) / Fraction(off.expected)),
        slip=off.slip.what,
        corrected=f"{about(corrected)}{unit}",
        unit=unit or "—",
    )


def _times(ratio: Fraction) -> str:
    """A ratio as it is said: `1,686`, or `1/1,686`."""
    size = about(rounded(max(ratio, 1 / ratio), 12))
    return size if ratio >= 1 else f"1/{size}"


@rule("amount-in-wrong-unit", Severity.WARNING, "docs/records.md#money", messages=MESSAGES)
def amount_in_wrong_unit(plan: Plan) -> Iterator[Hit]:
    """An amount is so small beside the others that it was typed in 백만원 or 억원, not in won."""
    yield from _small_projects(plan)
    yield from _small_lines(plan)


def _small_projects(plan: Plan) -> Iterator[Hit]:
    """Projects below a million won in a plan whose projects cost hundreds of millions."""
    amounts = {project.id: project.amount() for project in plan.projects()}
    usual = median([won for won in amounts.values() if won >= SMALL] or [0])
    if usual < PROJECT_SIZE:
        return
    for section in plan.cities:
        small = [own for own in section.projects if 0 < amounts[own.id] < SMALL]
        if small:
            typical = median(amounts[own.id] for own in small)
            yield Hit(
                _of(section, small),
                what=part(
                    "amount-in-wrong-unit.project",
                    city=city(section),
                    projects=some([_with_amount(own, amounts[own.id]) for own in small]),
                    usual=_spoken(int(usual)),
                ),
                unit=_unit_between(typical, usual),
            )


def _of(section: CityPlan, projects: Sequence[Project]) -> str:
    """The place of a project, or of several."""
    inside = place(section.city.id, "projects")
    return place(inside, projects[0].id) if len(projects) == 1 else inside


def _with_amount(project: Project, won: int) -> Text:
    name = named(project)
    return Text(f"{name.ko}({won:,}원)", f"{name.en} ({won:,} won)")


def _small_lines(plan: Plan) -> Iterator[Hit]:
    """Lines below a million won beside lines of the same project in tens of millions and more."""
    for section in plan.cities:
        may_be_small = any(won < SMALL for won in section.ledger.witnesses("amount"))
        for project in section.projects:
            if may_be_small:
                yield from _small_among(project.money, project, at(section, "projects", project))
            for variant in project.variants:
                inside = place(at(section, "projects", project), "variants", key_text(variant))
                yield from _small_among(variant.money, project, inside)


def _small_among(lines: Sequence[FundingLine], project: Project, inside: str) -> Iterator[Hit]:
    if not any(0 < line.amount < SMALL for line in lines):
        return
    planned = [line for line in lines if line.phase is Phase.PLANNED]
    small = [line for line in planned if 0 < line.amount < SMALL]
    large = [line.amount for line in planned if line.amount >= LARGE]
    if not small or not large:
        return
    typical, usual = median(line.amount for line in small), median(large)
    if usual / typical >= UNITS_APART:
        single = (key_text(small[0]),) if len(small) == 1 else ()
        yield Hit(
            place(inside, "money", *single),
            what=part(
                "amount-in-wrong-unit.lines",
                name=named(project),
                lines=some([_line(line) for line in small]),
                usual=_spoken(int(usual)),
            ),
            unit=_unit_between(typical, usual),
        )


def _line(line: FundingLine) -> Text:
    return Text(f"{line.year}년 {line.amount:,}원", f"{line.amount:,} won in {line.year}")


def _spoken(won: int) -> Text:
    return Text(prose_amount(won), prose_amount(won, Lang.EN))


def _unit_between(small: float, usual: float) -> Text:
    """The unit in which a small amount would be as large as the others."""
    _, ko, en = min(MONEY_UNITS, key=lambda own: abs(log10(small * own[0] / usual)))
    return Text(ko, en)
