"""The projects of a city as a table: what each is, who leads it, when, and for how much."""

from dataclasses import dataclass

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.numbers import city_name
from mitgrim.documents.outline import (
    Body,
    Cell,
    Column,
    ColumnKind,
    Row,
    Table,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Project, city_shares, ordered_projects


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


def table(material: Material, section: CityPlan) -> Table | None:
    """The city's projects by sector, then those of other cities that it pays a part of."""
    bodies = _bodies(material, section)
    return _table(material, section, bodies) if bodies else None


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
    words = material.words
    names = material.sector_names()
    bodies: dict[str, list[tuple[Row, int]]] = {}
    for project in ordered_projects(material.plan.nation, section):
        sector = names.get(material.sector_of(project), material.unknown)
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
        Cell(text=words.short_years(project.period), mark=marks.of(project.provenance, "period")),
        Cell(text=words.choice(project.status), mark=marks.of(project.provenance, "status")),
        Cell(text=words.amount(won), mark=marks.amount_mark(project, won)),
    )
    row = Row(
        cells=cells,
        mark=marks.of(project.provenance),
        id=material.project_anchor(project.id) if own else "",
    )
    return row, won


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
