"""The gates of a city's projects: what must be done before the money can be spent."""

from datetime import date

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.numbers import city_name
from mitgrim.documents.outline import Body, Cell, Column, ColumnKind, Row, Table
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Gate, Project, ordered_projects


def table(material: Material, section: CityPlan) -> Table | None:
    """Every project that has gates, with these in the order of their days."""
    words = material.words
    projects = [p for p in ordered_projects(material.plan.nation, section) if p.gates]
    if not projects:
        return None
    columns = (
        Column(head=words("projects.number"), kind=ColumnKind.LABEL),
        Column(head=words("projects.name")),
        Column(head=words("gates.gates")),
    )
    return marks.settled(
        Table(
            id=f"gates-{section.city.number}",
            caption=words("gates.caption", city=city_name(section.city, words)),
            columns=columns,
            bodies=(Body(rows=tuple(_row(material, project) for project in projects)),),
            row_head=1,
        )
    )


def _row(material: Material, project: Project) -> Row:
    words = material.words
    gates = sorted(project.gates, key=lambda gate: (_day(gate) or date.max, gate.id))
    return marks.row_of(
        Cell(
            text=material.numbers.get(project.id, NONE),
            target=material.project_anchor(project.id),
        ),
        words.name(project.name, project.id),
        " → ".join(_said(material, gate) for gate in gates),
        mark=marks.of(project.provenance, "gates"),
    )


def _day(gate: Gate) -> date | None:
    return gate.done or gate.planned


def _said(material: Material, gate: Gate) -> str:
    """`타당성조사 2018. 9. 7.`, with 완료 where it is done."""
    words = material.words
    kinds = {kind.id: words.name(kind.name, kind.id) for kind in material.plan.nation.gate_kinds}
    name = kinds.get(gate.kind, gate.kind or gate.id)
    day = words.day(_day(gate)) or words("procedure.undated")
    return words("gates.done" if gate.done else "gates.planned", name=name, day=day)
