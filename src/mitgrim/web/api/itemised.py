"""The API's records of a plan: pure functions from a published version to what is given of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from mitgrim.codec import written
from mitgrim.history import ABSENT, Change
from mitgrim.plan import (
    NATION,
    Dimension,
    FundingSource,
    Label,
    Nation,
    Phase,
    Plan,
    Project,
    Provenance,
    Section,
    find_in,
    label_of,
    money,
    numbered,
    ordered_projects,
    section_name,
    section_numbers,
    totals,
)
from mitgrim.plan.records import FieldProvenance
from mitgrim.web.api.items import (
    NO_LABEL,
    ActionItem,
    ChangeItem,
    CityItem,
    FindingItem,
    IndicatorItem,
    LineItem,
    MoneyItem,
    ObservationItem,
    Origin,
    PlanItem,
    PlanPage,
    ProjectItem,
    SectorItem,
    SourceItem,
    StageItem,
    VersionItem,
)
from mitgrim.web.api.queries import Version
from mitgrim.web.pages.words import said
from mitgrim.web.revisions.queries import Manifest, findings_of, plan_of
from mitgrim.wording import Text, letters, matches, query_letters


def origin_of(nation: Nation, own: Provenance | FieldProvenance) -> Origin:
    """A provenance with the title and address of its source."""
    source = next((each for each in nation.sources if each.id == own.source), None)
    return Origin(
        kind=own.kind.value,
        label=label_of(own.kind),
        source=own.source,
        title=source.title if source else NO_LABEL,
        address=source.address if source else "",
        detail=own.detail,
    )


def computed(plan: Plan) -> Origin:
    """The origin of a sum: of which kinds the projects behind it are."""
    kinds = sorted({own.provenance.kind.value for own in plan.projects()})
    return Origin(kind="computed", label=label(said("api.computed")), detail=" ".join(kinds))


def label(text: Text) -> Label:
    """A text as a label."""
    return Label(ko=text.ko, en=text.en)


def version_item(version: Version) -> VersionItem:
    """A public version as an item."""
    return VersionItem(
        version=version.address,
        digest=version.revision.digest,
        published=version.moment,
        title=version.title,
        note=version.note,
    )


def plan_item(version: Version) -> PlanItem:
    """A plan as a row of the list of plans."""
    plan = version.plan
    nation = plan.nation
    return PlanItem(
        id=version.plan_id,
        name=nation.name,
        programme=nation.programme,
        period=nation.period,
        cities=len(plan.cities),
        projects=sum(len(own.projects) for own in plan.cities),
        planned=sum(own.amount() for own in plan.projects()),
        version=version.address,
        published=version.moment,
        provenance=computed(plan),
    )


def plan_page(version: Version, versions: int) -> PlanPage:
    """The national section with the plan's totals."""
    plan = version.plan
    nation, sums = plan.nation, totals(plan)
    return PlanPage(
        id=version.plan_id,
        name=nation.name,
        programme=nation.programme,
        period=nation.period,
        version=version_item(version),
        versions=versions,
        cities=tuple(own.city.id for own in plan.cities),
        sectors=tuple(own.id for own in numbered(nation.sectors)),
        projects=sums.projects,
        planned=sums.total,
        by_year={str(year): won for year, won in sums.by_year.items()},
        by_source=sums.by_source,
        by_city=sums.by_city,
        by_sector=sums.by_sector,
        by_tree=sums.by_tree,
        passages=nation.passages,
        provenance=computed(plan),
    )


def city_items(plan: Plan) -> tuple[CityItem, ...]:
    """Every city of the plan in customary order."""
    won = totals(plan).by_city
    return tuple(
        CityItem(
            id=own.city.id,
            number=own.city.number,
            name=own.city.name,
            short=own.city.short,
            theme=theme.text if (theme := own.theme()) else NO_LABEL,
            hosts=own.city.hosts,
            institutions=len(own.institutions),
            projects=len(own.projects),
            planned=won.get(own.city.id, 0),
            provenance=origin_of(plan.nation, own.city.provenance),
        )
        for own in plan.cities
    )


def sector_items(plan: Plan) -> tuple[SectorItem, ...]:
    """The sectors by number."""
    won = totals(plan).by_sector
    actions = Counter(own.sector for own in plan.nation.actions)
    projects = Counter(own.sector for own in project_items(plan))
    return tuple(
        SectorItem(
            id=own.id,
            number=own.number,
            name=own.name,
            aim=own.aim,
            actions=actions[own.id],
            projects=projects[own.id],
            planned=won.get(own.id, 0),
            provenance=origin_of(plan.nation, own.provenance),
        )
        for own in numbered(plan.nation.sectors)
    )


def action_items(plan: Plan) -> tuple[ActionItem, ...]:
    """The catalogue, sector by sector."""
    nation = plan.nation
    order = {own.id: own.number for own in nation.sectors}
    strategies = {own.id: own.name for own in nation.strategies}
    projects = Counter(own.action for own in plan.projects())
    return tuple(
        ActionItem(
            id=own.id,
            sector=own.sector,
            number=own.number,
            title=own.title,
            strategy=own.strategy,
            strategy_name=strategies.get(own.strategy, NO_LABEL),
            without_project=own.without_project,
            projects=projects[own.id],
            provenance=origin_of(nation, own.provenance),
        )
        for own in sorted(nation.actions, key=lambda own: (order.get(own.sector, 0), own.number))
    )


def project_items(plan: Plan) -> tuple[ProjectItem, ...]:
    """Every project in the order of its number."""
    nation = plan.nation
    sectors = {own.id: own.name for own in nation.sectors}
    actions = {own.id: own for own in nation.actions}
    made = []
    for section in plan.cities:
        numbers = section_numbers(nation, section)
        for own in ordered_projects(nation, section):
            action = actions.get(own.action)
            sector = action.sector if action else ""
            made.append(
                ProjectItem(
                    id=own.id,
                    number=numbers[own.id],
                    name=own.name,
                    city=own.city,
                    city_name=section.city.name,
                    sector=sector,
                    sector_name=sectors.get(sector, NO_LABEL),
                    action=own.action,
                    action_title=action.title if action else NO_LABEL,
                    status=own.status,
                    status_label=label_of(own.status),
                    lead=own.lead,
                    first=own.period.first if own.period else None,
                    last=own.period.last if own.period else None,
                    planned=own.amount(),
                    sources=_sources(own),
                    years=_years(own),
                    provenance=origin_of(nation, own.provenance),
                )
            )
    return tuple(made)


def _sources(project: Project) -> tuple[FundingSource, ...]:
    held = {own.source for own in project.money if own.phase is Phase.PLANNED}
    return tuple(own for own in FundingSource if own in held)


def _years(project: Project) -> tuple[int, ...]:
    return tuple(sorted({own.year for own in project.money if own.phase is Phase.PLANNED}))


@lru_cache(maxsize=8)
def indexed_projects(sections: Manifest) -> tuple[tuple[str, ProjectItem], ...]:
    """A published plan's projects with the letters that a search looks through."""
    return tuple(
        (letters(f"{own.number.ko} {own.name.ko} {own.name.en} {own.lead}"), own)
        for own in project_items(plan_of(sections))
    )


def found_projects(sections: Manifest, query: str) -> Iterator[ProjectItem]:
    """The projects in which every word of a query is found, in syllables or initials."""
    words = query.split()
    wanted = [query_letters(word) for word in words]
    for text, own in indexed_projects(sections):
        key = text.partition("\n")[0]
        if all(own_letters in text for own_letters in wanted) and all(
            matches(word, key) for word in words
        ):
            yield own


def line_items(plan: Plan, phases: Iterable[Phase]) -> Iterator[LineItem]:
    """Every line of money in these phases, in the order of the projects."""
    wanted = set(phases)
    rows = {own.id: own for own in project_items(plan)}
    projects = {own.id: own for own in plan.projects()}
    for id, row in rows.items():
        for own in projects[id].money:
            if own.phase in wanted:
                yield LineItem(
                    project=id,
                    project_name=row.name,
                    city=row.city,
                    sector=row.sector,
                    action=row.action,
                    year=own.year,
                    source=own.source,
                    source_label=label_of(own.source),
                    phase=own.phase,
                    phase_label=label_of(own.phase),
                    use=own.use.value,
                    use_label=label_of(own.use),
                    amount=own.amount,
                    certainty=own.certainty.value if own.certainty else "",
                    certainty_label=label_of(own.certainty) if own.certainty else NO_LABEL,
                    programme_line=own.programme_line,
                    provenance=row.provenance,
                )


def money_items(
    plan: Plan, by: tuple[Dimension, ...], phases: Iterable[Phase], tree: str
) -> Iterator[MoneyItem]:
    """The money cube, phase by phase. Raises ValueError for dimensions that do not foot."""
    names = _names(plan, tree)
    made_of = computed(plan)
    for phase in phases:
        cells = money(plan, *by, tree=tree, phase=phase)
        for key in sorted(cells, key=lambda key: [str(part) for part in key]):
            held = dict(zip(by, key, strict=True))

            def of(
                dimension: Dimension, held: dict[Dimension, Any] = held
            ) -> tuple[str | None, Label | None]:
                if dimension not in held:
                    return None, None
                id = str(held[dimension])
                return id, names[dimension].get(id, NO_LABEL)

            source, kind, city, sector, node = map(of, _NAMED)
            yield MoneyItem(
                phase=phase, phase_label=label_of(phase), year=_year(held.get(Dimension.YEAR)),
                source=source[0], source_label=source[1],
                source_class=kind[0], source_class_label=kind[1],
                city=city[0], city_label=city[1], sector=sector[0], sector_label=sector[1],
                node=node[0], node_label=node[1], amount=cells[key], provenance=made_of,
            )  # fmt: skip


def _year(key: str | int | None) -> int | None:
    return None if key is None else int(key)


_NAMED = (
    Dimension.SOURCE,
    Dimension.SOURCE_CLASS,
    Dimension.CITY,
    Dimension.SECTOR,
    Dimension.TREE,
)


def _names(plan: Plan, tree: str) -> dict[Dimension, dict[str, Label]]:
    nation = plan.nation
    nodes = next((own.nodes for own in nation.trees if own.id == tree), ())
    return {
        Dimension.SOURCE: {own.value: label_of(own) for own in FundingSource},
        Dimension.SOURCE_CLASS: {own.id: own.name for own in nation.source_classes},
        Dimension.CITY: {own.city.id: own.city.name for own in plan.cities},
        Dimension.SECTOR: {own.id: own.name for own in nation.sectors},
        Dimension.TREE: {own.id: own.name for own in nodes},
    }


def indicator_items(plan: Plan) -> Iterator[IndicatorItem]:
    """The nation's indicators, then each city's."""
    for section in plan.sections:
        for own in section.indicators:
            yield IndicatorItem(
                id=own.id,
                section=section_name(section),
                sector=own.sector,
                name=own.name,
                kind=own.kind.value,
                kind_label=label_of(own.kind),
                unit=own.unit,
                direction=own.direction.value,
                direction_label=label_of(own.direction),
                baseline=own.baseline,
                milestones=own.milestones,
                target=own.target,
                numerator=own.numerator,
                denominator=own.denominator,
                excludes=own.excludes,
                basis=own.basis,
                provenance=origin_of(plan.nation, own.provenance),
            )


def observation_items(plan: Plan) -> Iterator[ObservationItem]:
    """Each city's observations."""
    statistics = {own.id: own for own in plan.nation.statistics}
    for section in plan.cities:
        for own in section.observations:
            about = statistics.get(own.statistic)
            given = about.provenance if about else Provenance()
            known = origin_of(plan.nation, given)
            yield ObservationItem(
                statistic=own.statistic,
                statistic_name=about.name if about else NO_LABEL,
                unit=about.unit if about else "",
                area=own.area,
                city=section.city.id,
                year=own.year,
                value=own.value,
                provenance=known
                if not own.source
                else origin_of(plan.nation, Provenance(kind=given.kind, source=own.source)),
            )


def stage_items(plan: Plan) -> Iterator[StageItem]:
    """The nation's stages by number, then each city's."""
    for section in plan.sections:
        for own in numbered(section.stages):
            yield StageItem(
                id=own.id,
                section=section_name(section),
                number=own.number,
                name=own.name,
                starts=own.starts,
                ends=own.ends,
                done=own.done,
                who=own.who,
                basis=own.basis,
                note=own.note,
                provenance=origin_of(plan.nation, own.provenance),
            )


def source_items(plan: Plan) -> Iterator[SourceItem]:
    """The documents that the plan names as sources."""
    for own in plan.nation.sources:
        yield SourceItem(
            id=own.id,
            title=own.title,
            publisher=own.publisher,
            published=own.published,
            address=own.address,
            licence=own.licence,
            confidence=own.confidence.value if own.confidence else "",
            confidence_label=label_of(own.confidence) if own.confidence else NO_LABEL,
        )


def finding_items(sections: Manifest) -> Iterator[FindingItem]:
    """How often each check found something in each section."""
    counts: Counter[tuple[str, str, str]] = Counter()
    waived: Counter[tuple[str, str, str]] = Counter()
    for own in findings_of(sections):
        key = (own.id, own.severity.value, own.place.partition("/")[0] or NATION)
        counts[key] += 1
        waived[key] += own.waived is not None
    made_of = computed(plan_of(sections))
    for key in sorted(counts):
        check, severity, section = key
        yield FindingItem(
            check=check,
            severity=severity,
            severity_label=label(said(f"api.severity.{severity}")),
            section=section,
            found=counts[key],
            waived=waived[key],
            provenance=made_of,
        )


def change_item(change: Change) -> ChangeItem:
    """A change as an item."""
    return ChangeItem(
        place=change.place,
        kind=change.kind.value,
        before=plain(change.before),
        after=plain(change.after),
    )


def plain(value: Any) -> Any:
    """A value of a plan as JSON has it; what is not there is null."""
    return None if value is ABSENT else written(value)


def origin_at(nation: Nation, section: Section, place: str) -> Origin:
    """Where the value at a place is from: the nearest record's provenance, its field's first."""
    _, *steps = place.split("/")
    value: Any = section
    nearest: Provenance | FieldProvenance = Provenance()
    for at, step in enumerate(steps, start=1):
        own = getattr(value, "provenance", None)
        if isinstance(own, Provenance):
            nearest = own.of(step)
        value = find_in(section, "/".join([section_name(section), *steps[:at]]))
    own = getattr(value, "provenance", None)
    return origin_of(nation, own if isinstance(own, Provenance) else nearest)
