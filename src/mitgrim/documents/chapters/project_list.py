"""The appendix that lists every project, by sector, with its cost by class of source."""

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Body,
    Cell,
    Column,
    ColumnKind,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import FundingSource, Phase, Project, numbered, ordered_projects


def chapter(material: Material) -> Section | None:
    words = material.words
    if not material.projects:
        return None
    lead = words("project-list.lead", n=len(material.projects))
    return Section(
        id="project-list",
        heading=words("project-list.heading"),
        blocks=(Paragraph(text=prose(lead)), _table(material)),
    )


def _table(material: Material) -> Table:
    words = material.words
    classes = _classes(material)
    columns = (
        Column(head=words("projects.number"), kind=ColumnKind.LABEL),
        Column(head=words("projects.name")),
        Column(head=words("projects.period"), kind=ColumnKind.LABEL),
        *(Column(head=name, kind=ColumnKind.AMOUNT) for name in classes),
        Column(head=words("table.total"), kind=ColumnKind.AMOUNT),
    )
    by_project = [_won(project, classes) for project in material.projects]
    sums = [sum(parts) for parts in zip(*by_project, strict=True)]
    total = marks.row_of(
        "",
        words("table.total"),
        "",
        *(words.amount(won) for won in (*sums, sum(sums))),
        mark=marks.money_mark(material.projects),
    )
    return marks.settled(
        Table(
            id="all-projects",
            caption=words("project-list.caption"),
            unit=words.unit([*(won for own in by_project for won in own), *sums]),
            columns=columns,
            bodies=_bodies(material, classes),
            totals=(total,),
            row_head=1,
        )
    )


def _bodies(material: Material, classes: dict[str, frozenset[FundingSource]]) -> tuple[Body, ...]:
    """The projects by sector, in each by city and number."""
    words, nation = material.words, material.plan.nation
    names = material.sector_names()
    by_sector: dict[str, list[Project]] = {sector: [] for sector in names}
    for section in material.plan.cities:
        for project in ordered_projects(nation, section):
            sector = material.sector_of(project)
            by_sector.setdefault(sector if sector in names else "", []).append(project)
    return tuple(
        Body(
            head=names.get(sector, material.unknown),
            count=words(
                "projects.sum",
                n=len(projects),
                amount=words.prose(sum(project.amount() for project in projects)),
            ),
            rows=tuple(_row(material, project, classes) for project in projects),
        )
        for sector, projects in by_sector.items()
        if projects
    )


def _row(material: Material, project: Project, classes: dict[str, frozenset[FundingSource]]) -> Row:
    words = material.words
    money = marks.of(project.provenance, "money")
    won = _won(project, classes)
    return marks.row_of(
        Cell(
            text=material.numbers.get(project.id, NONE),
            target=material.project_anchor(project.id),
        ),
        Cell(
            text=words.name(project.name, project.id),
            mark=marks.of(project.provenance, "name"),
        ),
        Cell(text=words.short_years(project.period), mark=marks.of(project.provenance, "period")),
        *(Cell(text=words.amount(one), mark=money) for one in won),
        Cell(text=words.amount(sum(won)), mark=marks.amount_mark(project, sum(won))),
        mark=marks.of(project.provenance),
    )


def _classes(material: Material) -> dict[str, frozenset[FundingSource]]:
    """The sources of each class by its name; those of no class together."""
    classes = numbered(material.plan.nation.source_classes)
    found = {material.words.name(kind.name, kind.id): frozenset(kind.sources) for kind in classes}
    rest = frozenset(FundingSource) - {source for kind in classes for source in kind.sources}
    unclassed = any(line.source in rest for p in material.projects for line in p.money)
    return {**found, material.unknown: rest} if unclassed else found


def _won(project: Project, classes: dict[str, frozenset[FundingSource]]) -> list[int]:
    planned = [line for line in project.money if line.phase is Phase.PLANNED]
    return [
        sum(line.amount for line in planned if line.source in sources)
        for sources in classes.values()
    ]
