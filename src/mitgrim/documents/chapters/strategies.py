"""The chapter of the sectors: strategies, actions, and what each city does under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from mitgrim.documents import marks
from mitgrim.documents.chapters import passages
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.numbers import anchor, city_name
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
    Run,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import Action, CityPlan, Project, Sector, numbered


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
    lead = words("strategies.lead", sectors=len(nation.sectors), actions=len(nation.actions))
    if untitled:
        lead += " " + words("strategies.untitled-lead", n=untitled)
    sections = (_sector(material, sector) for sector in numbered(nation.sectors))
    return Section(
        id="strategies",
        heading=words("strategies.heading"),
        blocks=(Paragraph(text=prose(lead)), _overview(material), *sections),
    )


def _sector(material: Material, sector: Sector) -> Section:
    words, nation = material.words, material.plan.nation
    blocks: list[Block] = []
    aim, passage = words.name(sector.aim), passages.of_sector(material, sector.id)
    if passage and passage.text.strip() == sector.aim.ko:
        passage = None  # the aim says it, in either language
    if aim:
        blocks.append(Paragraph(text=prose(Run(text=aim, mark=marks.of(sector.provenance, "aim")))))
    blocks += passages.unheaded(material, passage) if passage else ()
    strategies = [s for s in numbered(nation.strategies) if s.sector == sector.id]
    if strategies:
        points = tuple(Bullet(text=prose(words.name(s.name, s.id))) for s in strategies)
        blocks.append(Bullets(items=points))
    lines = _lines(material, sector)
    if lines:
        blocks.append(_table(material, sector, lines))
    if cities := _cities(material, sector):
        blocks.append(cities)
    return Section(
        id=anchor("sector", sector.id) or f"sector-{sector.number}",
        heading=words.name(sector.name, sector.id),
        blocks=tuple(blocks),
    )


def _overview(material: Material) -> Table:
    """The sectors side by side: strategies, actions, projects, won."""
    words, nation = material.words, material.plan.nation
    columns = (
        Column(head=words("strategies.sector")),
        Column(head=words("strategies.strategies"), kind=ColumnKind.NUMBER),
        Column(head=words("strategies.actions"), kind=ColumnKind.NUMBER),
        Column(head=words("strategies.projects"), kind=ColumnKind.NUMBER),
        Column(head=words("strategies.amount"), kind=ColumnKind.AMOUNT),
    )
    by_sector: dict[str, list[Project]] = {sector.id: [] for sector in numbered(nation.sectors)}
    for project in material.projects:
        by_sector.setdefault(material.sector_of(project), []).append(project)
    names = material.sector_names()
    rows = [
        marks.row_of(
            Cell(text=names.get(id, material.unknown), target=anchor("sector", id)),
            words.count(sum(strategy.sector == id for strategy in nation.strategies)),
            words.count(sum(action.sector == id for action in nation.actions)),
            *_sums(material, projects),
        )
        for id, projects in by_sector.items()
    ]
    total = marks.row_of(
        words("table.total"),
        words.count(len(nation.strategies)),
        words.count(len(nation.actions)),
        *_sums(material, material.projects),
    )
    return marks.settled(
        Table(
            id="sectors",
            caption=words("strategies.overview"),
            unit=words.unit(_won(projects) for projects in by_sector.values()),
            columns=columns,
            bodies=(Body(rows=tuple(rows)),),
            totals=(total,),
        )
    )


def _cities(material: Material, sector: Sector) -> Table | None:
    """What each city does in a sector: how many projects, for how much, and the largest."""
    words = material.words
    columns = (
        Column(head=words("themes.city"), kind=ColumnKind.LABEL),
        Column(head=words("strategies.projects"), kind=ColumnKind.NUMBER),
        Column(head=words("strategies.amount"), kind=ColumnKind.AMOUNT),
        Column(head=words("strategies.largest")),
    )
    by_city = [
        (section, [p for p in section.projects if material.sector_of(p) == sector.id])
        for section in material.plan.cities
    ]
    everything = [project for _, projects in by_city for project in projects]
    if not everything:
        return None
    total = marks.row_of(words("table.total"), *_sums(material, everything), "")
    name = words.name(sector.name, sector.id)
    return marks.settled(
        Table(
            id=f"sector-cities-{sector.number}",
            caption=words("strategies.cities-caption", sector=name),
            unit=words.unit(_won(projects) for _, projects in by_city),
            columns=columns,
            bodies=(Body(rows=tuple(_city(material, *own) for own in by_city)),),
            totals=(total,),
            notes=(words("strategies.lead-city"),),
        )
    )


def _city(material: Material, section: CityPlan, projects: Sequence[Project]) -> Row:
    words = material.words
    largest = max(projects, key=lambda project: project.amount(), default=None)
    named = (
        Cell(
            text=words.name(largest.name, largest.id),
            target=material.project_anchor(largest.id),
            mark=marks.of(largest.provenance, "name"),
        )
        if largest
        else Cell(text=NONE)
    )
    return marks.row_of(city_name(section.city, words), *_sums(material, projects), named)


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
    columns = [Column(head=words("strategies.number"), kind=ColumnKind.LABEL)]
    columns.append(Column(head=words("strategies.action")))
    if with_strategy:
        columns.append(Column(head=words("strategies.strategy")))
    columns += [
        Column(head=words("strategies.projects"), kind=ColumnKind.NUMBER),
        Column(head=words("strategies.amount"), kind=ColumnKind.AMOUNT),
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
        caption=words("strategies.caption", sector=words.name(sector.name, sector.id)),
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
        Cell(text=title or words("strategies.untitled", n=count), mark=mark),
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
