"""The chapter of who does what: lead bodies, partners, ministries' budget lines, and who pays."""

from collections.abc import Callable, Iterable, Sequence

from mitgrim.documents import marks
from mitgrim.documents.chapters import passages
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
    Body,
    Cell,
    Column,
    ColumnKind,
    Mark,
    Note,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import Dimension, FundingSource, Phase, ProgrammeLine, Project, money
from mitgrim.plan.totals import UNKNOWN

_Bodies = dict[str, list[Project]]


def chapter(material: Material) -> Section | None:
    words = material.words
    parts = (
        ("who-leads", "leads", [_leads(material), _partners(material)]),
        ("who-pays", "pays", [_payers(material), _lines(material)]),
    )
    blocks: list[Block] = [*passages.of_chapter(material, "roles")]
    for id, name, tables in parts:
        there = [table for table in tables if table]
        if there:
            lead = Note(text=prose(words(f"roles.{name}-lead")))
            heading = words(f"roles.{name}")
            blocks.append(Section(id=id, heading=heading, blocks=(lead, *there)))
    if not blocks:
        return None
    return Section(id="roles", heading=words("roles.heading"), blocks=tuple(blocks))


def _leads(material: Material) -> Table | None:
    """Who leads how many projects of which sector, and for how much."""
    led = _grouped((project.lead, project) for project in material.projects)
    if not led:
        return None
    words = material.words
    amount = Column(head=words("strategies.amount"), kind=ColumnKind.AMOUNT)
    total = _row(material, words("table.total"), material.projects, None)
    return marks.settled(
        Table(
            id="lead-bodies",
            caption=words("roles.leads-caption"),
            unit=words.unit(_won(projects) for projects in led.values()),
            columns=(*_columns(material), amount),
            bodies=_by_kind(material, led, "lead", _with_won),
            totals=(_with_won(material, total, material.projects),),
        )
    )


def _partners(material: Material) -> Table | None:
    """Who takes part in how many projects of which sector."""
    pairs = [(partner, project) for project in material.projects for partner in project.partners]
    helped = _grouped(pairs)
    if not pairs:
        return None
    return marks.settled(
        Table(
            id="partner-bodies",
            caption=material.words("roles.partners-caption"),
            columns=_columns(material),
            bodies=_by_kind(material, helped, "partners"),
        )
    )


def _columns(material: Material) -> tuple[Column, ...]:
    words = material.words
    sectors = material.sector_names().values()
    return (
        Column(head=words("roles.body")),
        *(Column(head=name, kind=ColumnKind.NUMBER) for name in sectors),
        Column(head=words("strategies.projects"), kind=ColumnKind.NUMBER),
    )


def _by_kind(
    material: Material,
    bodies: _Bodies,
    field: str,
    more: Callable[[Material, Row, Sequence[Project]], Row] = lambda _, row, __: row,
) -> tuple[Body, ...]:
    """The relocated institutions that the cities list, then everyone else, each with its row."""
    words = material.words
    listed = {
        words.name(one.name, one.id) for city in material.plan.cities for one in city.institutions
    }
    kinds = (
        (words("roles.institutions"), [name for name in bodies if name in listed]),
        (words("roles.others") if listed else "", [name for name in bodies if name not in listed]),
    )
    return tuple(
        Body(
            head=head,
            rows=tuple(
                more(
                    material, _row(material, name or NONE, bodies[name], field), bodies[name]
                )
                for name in names
            ),
        )
        for head, names in kinds
        if names
    )  # fmt: skip


def _row(material: Material, name: str, projects: Sequence[Project], field: str | None) -> Row:
    words = material.words
    mark = marks.combined(marks.of(project.provenance) for project in projects)
    sectors = [material.sector_of(project) for project in projects]
    counts = (words.count(sectors.count(sector)) for sector in material.sector_names())
    origins = (marks.of(project.provenance, field) for project in projects) if field else ()
    return marks.row_of(
        Cell(text=name, mark=marks.combined(origins)),
        *(Cell(text=count, mark=mark if count != NONE else None) for count in counts),
        Cell(text=words.count(len(projects)), mark=mark),
    )


def _with_won(material: Material, row: Row, projects: Sequence[Project]) -> Row:
    amount = Cell(text=material.words.amount(_won(projects)), mark=marks.money_mark(projects))
    return Row(cells=(*row.cells, amount), mark=row.mark)


def _grouped(pairs: Iterable[tuple[str, Project]]) -> _Bodies:
    found: _Bodies = {}
    for name, project in pairs:
        found.setdefault(name, []).append(project)
    return found


def _won(projects: Iterable[Project]) -> int:
    return sum(project.amount() for project in projects)


def _payers(material: Material) -> Table | None:
    """What each source pays for each sector."""
    words, plan = material.words, material.plan
    paid = money(plan, Dimension.SOURCE, Dimension.SECTOR)
    if not paid:
        return None
    names = material.sector_names()
    if any(sector == UNKNOWN or sector not in names for _, sector in paid):
        names = {**names, UNKNOWN: material.unknown}
    rows: list[Row] = []
    for source in FundingSource:
        won = [_paid(paid, source.value, sector, names) for sector in names]
        if any(won):
            rows.append(_amounts(material, words.choice(source), won))
    sums = [sum(_paid(paid, s.value, sector, names) for s in FundingSource) for sector in names]
    columns = (
        Column(head=words("money.what")),
        *(Column(head=name, kind=ColumnKind.AMOUNT) for name in names.values()),
        Column(head=words("table.total"), kind=ColumnKind.AMOUNT),
    )
    return Table(
        id="payers",
        caption=words("roles.pays-caption"),
        unit=words.unit([*paid.values(), *sums]),
        columns=columns,
        bodies=(Body(rows=tuple(rows)),),
        totals=(_amounts(material, words("table.total"), sums),),
        mark=marks.money_mark(material.projects),
    )


def _paid(
    paid: dict[tuple[str | int, ...], int], source: str, sector: str, names: dict[str, str]
) -> int:
    """Won of a source in a sector; what is in no known sector counts as unknown."""
    return sum(
        won
        for (from_, of), won in paid.items()
        if from_ == source and (of if of in names else UNKNOWN) == sector
    )


def _amounts(material: Material, name: str, won: Sequence[int]) -> Row:
    words = material.words
    return marks.row_of(name, *(words.amount(one) for one in won), words.amount(sum(won)))


def _lines(material: Material) -> Table | None:
    """The ministries' budget lines that projects draw on: their ceilings, and what is planned."""
    words, lines = material.words, material.plan.nation.programme_lines
    if not lines:
        return None
    columns = (
        Column(head=words("roles.line")),
        Column(head=words("roles.ministry")),
        Column(head=words("roles.ratio"), kind=ColumnKind.PERCENT),
        Column(head=words("roles.ceilings"), kind=ColumnKind.NUMBER),
        Column(head=words("strategies.projects"), kind=ColumnKind.NUMBER),
        Column(head=words("roles.planned"), kind=ColumnKind.NUMBER),
    )
    return marks.settled(
        Table(
            id="programme-lines",
            caption=words("roles.lines-caption"),
            columns=columns,
            bodies=(Body(rows=tuple(_line(material, line) for line in lines)),),
        )
    )


def _line(material: Material, line: ProgrammeLine) -> Row:
    words = material.words
    drawn = [
        (project, own.amount)
        for project in material.projects
        for own in project.money
        if own.programme_line == line.id and own.phase is Phase.PLANNED
    ]
    mark: Mark | None = marks.money_mark(project for project, _ in drawn)
    return marks.row_of(
        Cell(text=words.name(line.name, line.id), mark=marks.of(line.provenance, "name")),
        Cell(text=line.ministry or NONE, mark=marks.of(line.provenance, "ministry")),
        Cell(
            text=f"{100 * line.ratio:g}%" if line.ratio is not None else NONE,
            mark=marks.of(line.provenance, "ratio") if line.ratio is not None else None,
        ),
        Cell(
            text="" if line.ceilings else NONE,
            items=tuple(
                words("indicators.in-year", value=words.prose(own.amount), year=own.year)
                for own in line.ceilings
            ),
            mark=marks.of(line.provenance, "ceilings") if line.ceilings else None,
        ),
        Cell(text=words.count(len({project.id for project, _ in drawn})), mark=mark),
        Cell(text=words.prose(sum(won for _, won in drawn)) if drawn else NONE, mark=mark),
    )
