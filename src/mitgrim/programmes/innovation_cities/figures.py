"""Published figures: targets, totals, themes and the statistics of the host areas."""

from datetime import date
from decimal import Decimal

from mitgrim.plan import (
    DeclaredTotal,
    DeclaredUnit,
    Dimension,
    Indicator,
    IndicatorKind,
    Measure,
    Observation,
    Provenance,
    ProvenanceKind,
    Statistic,
    Theme,
)
from mitgrim.programmes.innovation_cities.reading import Row, label, provenance, rows

STATISTICS_SOURCE = "sgis"


def indicators() -> tuple[Indicator, ...]:
    """The national targets as published; what was not published stays empty."""
    return tuple(
        Indicator(
            id=row["id"],
            sector=row["sector"],
            name=label(row),
            kind=IndicatorKind(row["kind"]),
            unit=row["unit"],
            baseline=next(iter(_measures(row["id"], "baseline")), None),
            milestones=_measures(row["id"], "milestone"),
            target=next(iter(_measures(row["id"], "target")), None),
            numerator=row["numerator"],
            denominator=row["denominator"],
            excludes=row["excludes"],
            basis=row["basis"],
            owner=row["owner"],
            provenance=provenance(row),
        )
        for row in rows("indicators.csv")
    )


def _measures(indicator: str, role: str) -> tuple[Measure, ...]:
    return tuple(
        Measure(year=int(row["year"]), value=Decimal(row["value"]), evidence=row["evidence"])
        for row in rows("measures.csv")
        if (row["indicator"], row["role"]) == (indicator, role)
    )


def declared() -> tuple[DeclaredTotal, ...]:
    """The totals of the adopted plan as printed, in 조원 and in percent."""
    return tuple(
        DeclaredTotal(
            dimension=Dimension(row["dimension"]),
            tree=row["tree"],
            item=row["item"],
            unit=DeclaredUnit(row["unit"]),
            value=Decimal(row["value"]),
            places=int(row["places"]),
            provenance=provenance(row),
        )
        for row in rows("declared.csv")
    )


def themes(city: str) -> tuple[Theme, ...]:
    """A city's theme in the draft and in the adopted plan."""
    return tuple(
        Theme(
            valid_from=date.fromisoformat(row["valid_from"]),
            text=label(row),
            reason=row["reason"],
            provenance=provenance(row),
        )
        for row in rows("themes.csv")
        if row["city"] == city
    )


def statistics() -> tuple[Statistic, ...]:
    """What the observations of the host areas count, and on which basis."""
    units = {row["unit"]: row["ko"] for row in rows("units.csv")}
    return tuple(
        Statistic(
            id=row["measure"],
            name=label(row),
            unit=units[row["unit"]],
            basis=row["basis"],
            note=label(row, "note"),
            provenance=Provenance(kind=ProvenanceKind.PUBLISHED, source=STATISTICS_SOURCE),
        )
        for row in rows("measures.csv", "data")
    )


def observations(city: str) -> tuple[Observation, ...]:
    """Every measured value of a city's host areas."""
    return tuple(
        _observation(row) for row in rows("host_statistics.csv", "data") if row["city"] == city
    )


def _observation(row: Row) -> Observation:
    return Observation(
        statistic=row["measure"],
        area=row["area_code"],
        year=int(row["period"]),
        value=Decimal(row["value"]),
        source=STATISTICS_SOURCE,
    )
