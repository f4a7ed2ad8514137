"""The chapter of the sectors and their actions."""

from collections.abc import Sequence
from dataclasses import dataclass

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.numbers import anchor
from mitgrim.documents.outline import (
    Block,
    Body,
    Bullet,
    Bullets,
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
from mitgrim.plan import Action, Project, Sector, numbered


@dataclass(frozen=True, slots=True)
class _Line:
    """One action, or neighbours without a published title, with their projects."""

    first: Action
    last: Action
    projects: tuple[Project, ...]


def chapter(material: Material) -> Section | None:
    words, nation = material.words, material.plan.nation
    if not nation.sectors:
        return None
    untitled = sum(not action.title for action in nation.actions)
    lead = words("actions.lead", sectors=len(nation.sectors), actions=len(nation.actions))
    if untitled:
        lead += " " + words("actions.untitled-lead", n=untitled)
    sections = (_sector(material, sector) for sector in numbered(nation.sectors))
    return Section(
        id="actions",
        heading=words("actions.heading"),
        blocks=(Paragraph(text=prose(lead)), *sections),
    )


def _sector(material: Material, sector: Sector) -> Section:
    words, nation = material.words, material.plan.nation
    blocks: list[Block] = []
    if aim := words.name(sector.aim):
        blocks.append(Paragraph(text=prose(aim)))
    strategies = [s for s in numbered(nation.strategies) if s.sector == sector.id]
    if strategies:
        points = tuple(Bullet(text=prose(words.name(s.name, s.id))) for s in strategies)
        blocks.append(Bullets(items=points))
    lines = _lines(material, sector)
    if lines:
        blocks.append(_table(material, sector, lines))
    return Section(
        id=anchor("sector", sector.id) or f"sector-{sector.number}",
        heading=words.name(sector.name, sector.id),
        blocks=tuple(blocks),
    )


def _lines(material: Material, sector: Sector) -> list[_Line]:
    actions = [a for a in numbered(material.plan.nation.actions) if a.sector == sector.id]
    projects: dict[str, tuple[Project, ...]] = {}
    for project in material.projects:
        projects[project.action] = (*projects.get(project.action, ()), project)
    lines: list[_Line] = []
    for action in actions:
        own = projects.get(action.id, ())
        if lines and not action.title and not lines[-1].last.title:
            before = lines.pop()
            lines.append(_Line(before.first, action, before.projects + own))
        else:
            lines.append(_Line(action, action, own))
    return lines


def _table(material: Material, sector: Sector, lines: list[_Line]) -> Table:
    words = material.words
    strategies = {s.id: words.name(s.name, s.id) for s in material.plan.nation.strategies}
    with_strategy = any(line.first.strategy for line in lines)
    columns = [Column(head=words("actions.number"), kind=ColumnKind.LABEL)]
    columns.append(Column(head=words("actions.action")))
    if with_strategy:
        columns.append(Column(head=words("actions.strategy")))
    columns += [
        Column(head=words("actions.projects"), kind=ColumnKind.NUMBER),
        Column(head=words("actions.amount"), kind=ColumnKind.AMOUNT),
    ]
    amounts = [_won(line.projects) for line in lines]
    everything = tuple(project for line in lines for project in line.projects)
    total = marks.row_of(
        "",
        words("table.total"),
        *([""] if with_strategy else []),
        *_sums(material, everything),
    )
    table = Table(
        id=f"actions-{sector.number}",
        caption=words("actions.caption", sector=words.name(sector.name, sector.id)),
        unit=words.unit(amounts),
        columns=tuple(columns),
        bodies=(
            Body(rows=tuple(_row(material, line, strategies, with_strategy) for line in lines)),
        ),
        totals=(total,),
        row_head=1,
    )
    return marks.settled(table)


def _row(material: Material, line: _Line, strategies: dict[str, str], with_strategy: bool) -> Row:
    words = material.words
    count = line.last.number - line.first.number + 1
    title = words.name(line.first.title)
    number = f"{line.first.number}" if count == 1 else f"{line.first.number}–{line.last.number}"
    # That a title is not known is no value, and so has no origin.
    mark = marks.of(line.first.provenance) if title else None
    cells = [
        Cell(text=number),
        Cell(text=title or words("actions.untitled", n=count), mark=mark),
    ]
    if with_strategy:
        strategy = strategies.get(line.first.strategy, line.first.strategy)
        cells.append(Cell(text=strategy or NONE, mark=mark))
    return marks.row_of(*cells, *_sums(material, line.projects))


def _sums(material: Material, projects: Sequence[Project]) -> tuple[Cell, Cell]:
    """How many projects, and their won."""
    words = material.words
    number = marks.combined(marks.of(project.provenance) for project in projects)
    return (
        Cell(text=words.count(len(projects)), mark=number),
        Cell(text=words.amount(_won(projects)), mark=marks.money_mark(projects)),
    )


def _won(projects: Sequence[Project]) -> int:
    return sum(project.amount() for project in projects)
