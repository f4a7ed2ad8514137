"""Indicators: where a plan wants to get to, and what was measured."""

from dataclasses import dataclass
from decimal import Decimal

from mitgrim.plan.kinds import Direction, IndicatorKind, SeriesKind
from mitgrim.plan.records import OWN, Label, Provenance, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A value of an indicator in a year; a rate keeps its parts and the whole it was cut from."""

    year: int
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    whole: Decimal | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Record):
    """성과지표: baseline, milestones and target of one thing the plan wants to change."""

    id: str
    sector: str = ""
    name: Label = Label()
    kind: IndicatorKind = IndicatorKind.RESULT
    unit: str = ""
    direction: Direction = Direction.UP
    baseline: Measure | None = None
    milestones: tuple[Measure, ...] = ()
    target: Measure | None = None
    numerator: str = ""
    denominator: str = ""
    excludes: str = ""
    basis: str = ""
    owner: str = ""
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a project adds to an indicator by the end of the period, as a range."""

    indicator: str
    low: Decimal
    likely: Decimal
    high: Decimal
    ramp: tuple[Decimal, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A series of observations: what is counted, in which unit and on which basis."""

    id: str
    name: Label = Label()
    unit: str = ""
    kind: SeriesKind = SeriesKind.STOCK
    basis: str = ""
    note: Label = Label()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """관측치: one measured value of a statistic for an area in a year, as one source has it."""

    statistic: str
    area: str
    year: int
    value: Decimal
    source: str = ""
