"""What the example projects change: the cities' own indicators, and effects on them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from mitgrim.plan import (
    City,
    Effect,
    Indicator,
    IndicatorKind,
    Label,
    Measure,
    Period,
    Project,
    mint,
)
from mitgrim.programmes.innovation_cities.example.slots import Slot, randomness
from mitgrim.programmes.innovation_cities.reading import EXAMPLE, Row, rows

EVIDENCE = "예시: 사업비에 비례한다고 놓은 값"
WITH_EFFECTS = 75
HUNDRED = 100


def indicator_id(city: City, sector: str) -> str:
    """The id of a city's own indicator in a sector."""
    return mint(city.id, "i", randomness("indicator", city.id, sector))


def effects(slot: Slot, eok: int, years: Period, plan: Period) -> tuple[Effect, ...]:
    """A project's effects by its size; a quarter of the projects have none."""
    if randomness("effects", slot.id).randrange(100) >= WITH_EFFECTS:
        return ()
    found = (
        _effect(slot, row, eok, ramp(years, plan))
        for row in rows("example_effects.csv")
        if row["sector"] == slot.sector.id
    )
    return tuple(effect for effect in found if effect.likely)


def _effect(slot: Slot, row: Row, eok: int, ramp: tuple[Decimal, ...]) -> Effect:
    step = Decimal(1).scaleb(-int(row["places"]))
    likely = (Decimal(row["per_100_eok"]) * eok / HUNDRED).quantize(step)
    own = row["indicator"] == "city"
    return Effect(
        indicator=indicator_id(slot.city, slot.sector.id) if own else row["indicator"],
        low=(likely * int(row["low"]) / HUNDRED).quantize(step),
        likely=likely,
        high=(likely * int(row["high"]) / HUNDRED).quantize(step),
        ramp=ramp,
        evidence=EVIDENCE,
    )


def ramp(years: Period, plan: Period) -> tuple[Decimal, ...]:
    """The cumulative share by year of the plan: even steps from the project's second year on."""
    steps = max(len(years.years) - 1, 1)
    hundredth = Decimal("0.01")
    return tuple(
        (Decimal(min(max(year - years.first, 0), steps)) / steps).quantize(hundredth)
        for year in plan.years
    )


def scaled(effects: Iterable[Effect], factor: Decimal) -> tuple[Effect, ...]:
    """Effects at another scale, rounded as they were."""
    return tuple(
        Effect(
            indicator=effect.indicator,
            low=(effect.low * factor).quantize(effect.low),
            likely=(effect.likely * factor).quantize(effect.likely),
            high=(effect.high * factor).quantize(effect.high),
            ramp=effect.ramp,
            evidence=effect.evidence,
        )
        for effect in effects
    )


def indicators(city: City, projects: Sequence[Project], plan: Period) -> tuple[Indicator, ...]:
    """A city's own indicators; the targets are what its projects are likely to add."""
    return tuple(_indicator(city, row, projects, plan) for row in rows("example_indicators.csv"))


def _indicator(city: City, row: Row, projects: Sequence[Project], plan: Period) -> Indicator:
    id = indicator_id(city, row["sector"])
    chance = randomness("baseline", id)
    baseline = Decimal(int(row["baseline"]) + chance.randrange(int(row["spread"])))
    added = [effect for project in projects for effect in project.effects if effect.indicator == id]
    halfway = Decimal(sum(round(effect.likely * effect.ramp[2]) for effect in added))
    likely = Decimal(sum(round(effect.likely) for effect in added))
    return Indicator(
        id=id,
        sector=row["sector"],
        name=Label(
            ko=f"{city.short.ko} {row['ko']}",
            en=f"{row['en']}, {city.short.en}",
        ),
        kind=IndicatorKind(row["kind"]),
        unit=row["unit"],
        baseline=Measure(year=plan.first - 1, value=baseline, evidence="예시"),
        milestones=(Measure(year=plan.first + 2, value=baseline + halfway, evidence="예시"),),
        target=Measure(year=plan.last, value=baseline + likely, evidence="예시"),
        numerator=row["numerator"],
        denominator=row["denominator"],
        owner=f"{city.short.ko} 혁신도시 성과 담당(예시)",
        provenance=EXAMPLE,
    )
