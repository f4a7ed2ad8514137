"""The chapter of the cities' sections: what each is about, its prose, and its projects."""

from dataclasses import dataclass

from mitgrim.documents import marks
from mitgrim.documents.chapters import gates, indicators
from mitgrim.documents.chapters.content import passages
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.chapters.overview import hosts
from mitgrim.documents.numbers import anchor, city_name, ordered_projects
from mitgrim.documents.outline import (
    Block,
    Body,
    Cell,
    Column,
    ColumnKind,
    Definition,
    DefinitionList,
    Mark,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Project, city_shares, sector_of_action


def chapter(material: Material) -> Section | None:
    words = material.words
    if not material.plan.cities:
        return None
    missing = [city for city in material.plan.nation.cities if material.plan.section(city) is None]
    lead = words("projects.lead")
    if missing:
        lead += " " + words("projects.missing", cities=", ".join(missing))
    return Section(
        id="projects",
        heading=words("projects.heading"),
        blocks=(
            Paragraph(text=prose(lead)),
            *(_city(material, section) for section in material.plan.cities),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of a table under one head, each with its won."""

    head: str
    rows: list[tuple[Row, int]]

    def body(self, material: Material) -> Body:
        words = material.words
        won = words.prose(sum(amount for _, amount in self.rows))
        count = words("projects.sum", n=len(self.rows), amount=won)
        return Body(head=self.head, count=count, rows=tuple(row for row, _ in self.rows))


def _city(material: Material, section: CityPlan) -> Section:
    words = material.words
    blocks: list[Block] = [_facts(material, section)]
    blocks += passages(material, section.passages, f"city-{section.city.number}-passage")
    bodies = _bodies(material, section)
    if bodies:
        blocks.append(_table(material, section, bodies))
    else:
        blocks.append(Paragraph(text=prose(words("projects.none"))))
    more = (gates.table(material, section), indicators.city_table(material, section))
    blocks += [table for table in more if table]
    return Section(
        id=anchor("city", section.city.id) or f"city-{section.city.number}",
        heading=words.name(section.city.name) or city_name(section.city, words),
        blocks=tuple(blocks),
    )


def _facts(material: Material, section: CityPlan) -> DefinitionList:
    words = material.words
    theme = section.theme()
    facts = [Definition(term=words("overview.hosts"), text=prose(hosts(material, section)))]
    if theme is not None:
        text = Run(text=words.name(theme.text) or NONE, mark=marks.of(theme.provenance, "text"))
        facts.append(Definition(term=words("overview.theme"), text=(text,)))
        if theme.reason:
            reason = Run(text=theme.reason, mark=marks.of(theme.provenance, "reason"))
            facts.append(Definition(term=words("projects.reason"), text=(reason,)))
    if section.institutions:
        names = ", ".join(words.name(i.name, i.id) for i in section.institutions)
        mark = marks.combined(marks.of(i.provenance) for i in section.institutions)
        text = Run(
            text=words("projects.institutions", n=len(section.institutions), names=names),
            mark=mark,
        )
        facts.append(Definition(term=words("projects.institutions-term"), text=(text,)))
    counted = Run(
        text=words(
            "projects.sum",
            n=len(section.projects),
            amount=words.prose(material.totals.by_city.get(section.city.id, 0)),
        ),
        mark=marks.money_mark(section.projects),
    )
    facts.append(Definition(term=words("projects.term"), text=(counted,)))
    return DefinitionList(items=tuple(facts))


def _table(material: Material, section: CityPlan, bodies: list[_Lines]) -> Table:
    words = material.words
    amounts = [won for body in bodies for _, won in body.rows]
    columns = (
        Column(head=words("projects.number"), kind=ColumnKind.LABEL),
        Column(head=words("projects.name")),
        Column(head=words("projects.lead-body")),
        Column(head=words("projects.period"), kind=ColumnKind.LABEL),
        Column(head=words("projects.status"), kind=ColumnKind.LABEL),
        Column(head=words("projects.amount"), kind=ColumnKind.AMOUNT),
    )
    origins = [row.mark for body in bodies for row, _ in body.rows if row.mark]
    total = marks.row_of(
        "",
        words("table.total"),
        "",
        "",
        "",
        words.amount(sum(amounts)),
        mark=marks.combined(origins),
    )
    notes = (words("projects.joint-note"),) if _has_joint(material, section) else ()
    return marks.settled(
        Table(
            id=f"projects-{section.city.number}",
            caption=words("projects.caption", city=city_name(section.city, words)),
            unit=words.unit(amounts),
            columns=columns,
            bodies=tuple(body.body(material) for body in bodies),
            totals=(total,),
            row_head=1,
            notes=notes,
        )
    )


def _bodies(material: Material, section: CityPlan) -> list[_Lines]:
    """The city's projects by sector, then those of other cities that it pays a part of."""
    words, nation = material.words, material.plan.nation
    sectors = sector_of_action(nation)
    names = material.sector_names()
    bodies: dict[str, list[tuple[Row, int]]] = {}
    for project in ordered_projects(nation, section):
        sector = names.get(sectors.get(project.action, ""), material.unknown)
        bodies.setdefault(sector, []).append(_row(material, section, project))
    for project in material.plan.projects():
        if project.city != section.city.id and _share(project, section.city.id):
            head = words("projects.led-elsewhere")
            bodies.setdefault(head, []).append(_row(material, section, project))
    return [_Lines(head, rows) for head, rows in bodies.items()]


def _row(material: Material, section: CityPlan, project: Project) -> tuple[Row, int]:
    words = material.words
    won = _share(project, section.city.id)
    own = project.city == section.city.id
    cells = (
        Cell(
            text=material.numbers.get(project.id, NONE),
            target="" if own else material.project_anchor(project.id),
        ),
        Cell(
            text=words.name(project.name, project.id),
            under=_under(material, project),
            mark=marks.of(project.provenance, "name"),
        ),
        Cell(text=project.lead or NONE, mark=marks.of(project.provenance, "lead")),
        Cell(text=_years(project), mark=marks.of(project.provenance, "period")),
        Cell(text=words.choice(project.status), mark=marks.of(project.provenance, "status")),
        Cell(text=words.amount(won), mark=_amount_mark(project, won)),
    )
    row = Row(
        cells=cells,
        mark=marks.of(project.provenance),
        id=material.project_anchor(project.id) if own else "",
    )
    return row, won


def _amount_mark(project: Project, won: int) -> Mark:
    """A total that somebody printed keeps that origin, however its parts were made."""
    if project.declared_total == won:
        return marks.of(project.provenance, "declared_total")
    return marks.of(project.provenance, "money")


def _under(material: Material, project: Project) -> str:
    """The action under a project's name, and with whom it is shared."""
    words = material.words
    actions = {action.id: action for action in material.plan.nation.actions}
    action = actions.get(project.action)
    said = []
    if action is not None:
        said.append(words.name(action.title) or words("projects.action", n=action.number))
    elif project.action:
        said.append(project.action)
    if project.shares:
        cities = [project.city, *(share.city for share in project.shares)]
        names = ", ".join(material.city_label(city) for city in cities)
        whole = words.prose(project.amount())
        said.append(words("projects.joint", cities=names, amount=whole))
    return " — ".join(said)


def _years(project: Project) -> str:
    """Years alone: the column's head says that they are years."""
    if project.period is None:
        return NONE
    first, last = project.period.first, project.period.last
    return f"{first}" if first == last else f"{first}–{last}"


def _share(project: Project, city: str) -> int:
    """A city's won of a project."""
    cities, weights = city_shares(project)
    if len(cities) == 1:
        return project.amount() if cities[0] == city else 0
    return sum(int(won) for name, won in zip(cities, weights, strict=True) if name == city)


def _has_joint(material: Material, section: CityPlan) -> bool:
    return any(
        project.shares and _share(project, section.city.id) for project in material.plan.projects()
    )
