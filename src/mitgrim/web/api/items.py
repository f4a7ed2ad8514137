"""The records that the API gives, as values: flat enough for a table, both languages, with origin.

Field names are part of version 1: new ones may come, none goes or changes its meaning.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mitgrim.plan import (
    Area,
    FundingSource,
    Institution,
    Label,
    Measure,
    Passage,
    Period,
    Phase,
    Project,
    Stage,
    Status,
    Theme,
)

NO_LABEL = Label()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """출처: `published` names its source, `example` is made up, `own` was typed by the planners,
    `computed` is a sum of such values, whose kinds `detail` names."""

    kind: str
    label: Label
    source: str = ""
    title: Label = NO_LABEL
    address: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionItem:
    """공개본: a public version of a plan."""

    version: str
    digest: str
    published: datetime
    title: Label
    note: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """A plan that has a public version."""

    id: str
    name: Label
    programme: str
    period: Period
    cities: int
    projects: int
    planned: int
    version: str
    published: datetime
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """The national section of a plan, and its planned money in won."""

    id: str
    name: Label
    programme: str
    period: Period
    version: VersionItem
    versions: int
    cities: tuple[str, ...]
    sectors: tuple[str, ...]
    projects: int
    planned: int
    by_year: dict[str, int]
    by_source: dict[str, int]
    by_city: dict[str, int]
    by_sector: dict[str, int]
    by_tree: dict[str, dict[str, int]]
    passages: tuple[Passage, ...]
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CityItem:
    """혁신도시: `planned` is the city's own share of its projects, in won."""

    id: str
    number: int
    name: Label
    short: Label
    theme: Label
    hosts: tuple[Area, ...]
    institutions: int
    projects: int
    planned: int
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPage:
    """A city's section: everything but its projects, indicators and observations."""

    city: CityItem
    themes: tuple[Theme, ...]
    institutions: tuple[Institution, ...]
    passages: tuple[Passage, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorItem:
    """분야."""

    id: str
    number: int
    name: Label
    aim: Label
    actions: int
    projects: int
    planned: int
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """세부과제: an empty title was not published."""

    id: str
    sector: str
    number: int
    title: Label
    strategy: str
    strategy_name: Label
    without_project: str
    projects: int
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectItem:
    """사업 as a row: `planned` is what the plan says, over all years, in won."""

    id: str
    number: Label
    name: Label
    city: str
    city_name: Label
    sector: str
    sector_name: Label
    action: str
    action_title: Label
    status: Status
    status_label: Label
    lead: str
    first: int | None
    last: int | None
    planned: int
    sources: tuple[FundingSource, ...]
    years: tuple[int, ...]
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """A project: its row, and all of its record."""

    row: ProjectItem
    project: Project


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """사업비: won of a project in a year, from a source, in a phase, for a use."""

    project: str
    project_name: Label
    city: str
    sector: str
    action: str
    year: int
    source: FundingSource
    source_label: Label
    phase: Phase
    phase_label: Label
    use: str
    use_label: Label
    amount: int
    certainty: str
    certainty_label: Label
    programme_line: str
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyItem:
    """A cell of the money cube, in won; null where its dimension was not asked for.

    The empty text is money whose city, sector, class or node is not known.
    """

    phase: Phase
    phase_label: Label
    year: int | None
    source: str | None
    source_label: Label | None
    source_class: str | None
    source_class_label: Label | None
    city: str | None
    city_label: Label | None
    sector: str | None
    sector_label: Label | None
    node: str | None
    node_label: Label | None
    amount: int
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorItem:
    """성과지표: of the nation or of a city."""

    id: str
    section: str
    sector: str
    name: Label
    kind: str
    kind_label: Label
    unit: str
    direction: str
    direction_label: Label
    baseline: Measure | None
    milestones: tuple[Measure, ...]
    target: Measure | None
    numerator: str
    denominator: str
    excludes: str
    basis: str
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationItem:
    """관측치: a measured value of a statistic for an area in a year."""

    statistic: str
    statistic_name: Label
    unit: str
    area: str
    city: str
    year: int
    value: Decimal
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class StageItem:
    """A stage of the procedure, of the nation or of a city."""

    id: str
    section: str
    number: int
    name: Label
    starts: date | None
    ends: date | None
    done: date | None
    who: Label
    basis: str
    note: Label
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceItem:
    """출처: a document that values are from."""

    id: str
    title: Label
    publisher: str
    published: date | None
    address: str
    licence: str
    confidence: str
    confidence_label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingItem:
    """How often a check found something in a section."""

    check: str
    severity: str
    severity_label: Label
    section: str
    found: int
    waived: int
    provenance: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem:
    """A difference between two public versions; a side is null where the record is not there."""

    place: str
    kind: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceItem:
    """The value at a place, where it is from, and since which public version it is so."""

    place: str
    value: Any
    provenance: Origin
    version: VersionItem
    since: VersionItem
