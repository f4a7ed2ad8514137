"""The chapter of the money: by year and source, city, sector, field, use and certainty."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mitgrim.documents import charts, marks
from mitgrim.documents.chapters import passages
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.drawing import Caption
from mitgrim.documents.numbers import anchor, city_name
from mitgrim.documents.outline import (
    Block,
    Body,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Mark,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.plan import (
    Certainty,
    CityPlan,
    Dimension,
    FundingLine,
    FundingSource,
    Phase,
    Project,
    Tree,
    Use,
    money,
    numbered,
)
from mitgrim.plan.totals import UNKNOWN, Key
from mitgrim.wording import HUNDRED_MILLION, table_amount

_LOW: Final = 150  # how high a city's chart is


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table: its name, its won by year, where its name leads here and on the web."""

    name: str
    won: Mapping[int, int]
    target: str = ""
    href: str = ""

    @property
    def total(self) -> int:
        return sum(self.won.values())


def chapter(material: Material) -> Section:
    words = material.words
    tree = material.adopted_tree
    parts = [
        _by_source(material),
        _by_city(material),
        _by_sector(material),
        _by_tree(material, tree) if tree else None,
        _by_kind(material, "use", Use, lambda project, line: line.use),
        _by_kind(material, "certainty", Certainty, _certainty),
    ]
    lead = words(
        "money.lead",
        years=words.years(material.plan.nation.period),
        total=words.prose(material.totals.total),
    )
    return Section(
        id="money",
        heading=words("money.heading"),
        blocks=(
            Paragraph(text=prose(lead)),
            Note(text=prose(words("money.rounding"))),
            *passages.of_chapter(material, "money"),
            *(part for part in parts if part),
        ),
    )


def _by_source(material: Material) -> Section:
    return Section(
        id="money-source",
        heading=material.words("money.by-source"),
        blocks=(by_year(material), _sources(material)),
    )


def by_year(material: Material) -> Figure:
    """What is planned in each year, by class of source."""
    words = material.words
    lines = _lines(material, Dimension.SOURCE_CLASS, material.class_names())
    table = _table(material, "money-by-class", words("money.class-caption"), lines)
    return _columns(material, "chart-year", words("money.class-chart"), lines, table)


def by_source(material: Material) -> Figure:
    """How the plan's money is divided among the classes of sources, and each source by year."""
    lines = _lines(material, Dimension.SOURCE_CLASS, material.class_names())
    title = material.words("money.source-chart")
    return _divided(material, "chart-source", title, lines, _sources(material))


def _sources(material: Material) -> Table:
    """Each source by year, under its class."""
    words, nation = material.words, material.plan.nation
    by_source = {
        line.name: line
        for line in _lines(material, Dimension.SOURCE, {s.value: s.value for s in FundingSource})
    }
    classes = numbered(nation.source_classes)
    in_class = {source for kind in classes for source in kind.sources}
    groups = [(words.name(kind.name, kind.id), kind.sources) for kind in classes]
    if rest := tuple(source for source in FundingSource if source not in in_class):
        groups.append((material.unknown, rest))
    bodies = [
        Body(
            head=head,
            count=words.prose(sum(by_source[source.value].total for source in sources)),
            rows=tuple(
                _row(
                    material,
                    Line(name=words.choice(source), won=by_source[source.value].won),
                )
                for source in sources
            ),
        )
        for head, sources in groups
    ]
    lines = list(by_source.values())
    return _table_of(
        material, "money-by-source", words("money.source-caption"), lines, tuple(bodies)
    )


def _by_city(material: Material) -> Section:
    words = material.words
    joint = any(project.shares for project in material.projects)
    blocks: list[Block] = [Note(text=prose(words("money.joint")))] if joint else []
    blocks.append(by_city(material))
    return Section(id="money-city", heading=words("money.by-city"), blocks=tuple(blocks))


def by_city(material: Material) -> Figure:
    """What each city pays and receives; of a joint project its own part."""
    words = material.words
    names = {city: material.city_label(city) for city in material.plan.nation.cities}
    lines = _lines(material, Dimension.CITY, names, anchors="city")
    items = [_item(material, line) for line in lines]
    table = _table(material, "money-by-city", words("money.city-caption"), lines)
    title = words("money.city-chart")
    caption = Caption(id="chart-city", title=title, description=_described(material, lines))
    return _figure(material, caption, charts.bars(caption, items), table)


def _by_sector(material: Material) -> Section:
    heading = material.words("money.by-sector")
    return Section(id="money-sector", heading=heading, blocks=(by_sector(material),))


def by_sector(material: Material) -> Figure:
    """How the plan's money is divided among the sectors."""
    words = material.words
    lines = _lines(material, Dimension.SECTOR, material.sector_names(), anchors="sector")
    table = _table(material, "money-by-sector", words("money.sector-caption"), lines)
    return _divided(material, "chart-sector", words("money.sector-chart"), lines, table)


def _by_tree(material: Material, tree: Tree) -> Section:
    words = material.words
    names = {node.id: words.name(node.name, node.id) for node in numbered(tree.nodes)}
    name = words.name(tree.name, tree.id)
    lines = _lines(material, Dimension.TREE, names, tree=tree.id)
    table = _table(material, "money-by-field", words("money.field-caption", tree=name), lines)
    since = (
        words("money.since", tree=name, day=words.day(tree.valid_from)) if tree.valid_from else ""
    )
    lead = " ".join(text for text in (since, words("money.crosswalk", tree=name)) if text)
    chart = words("money.field-chart", tree=name)
    return Section(
        id="money-field",
        heading=words("money.by-field", tree=name),
        blocks=(
            Paragraph(text=prose(lead)),
            _divided(material, "chart-field", chart, lines, table),
        ),
    )


def of_city(material: Material, section: CityPlan) -> Figure:
    """What a city pays and receives, by year and class of source."""
    words, number = material.words, section.city.number
    paid = material.by_city.get(section.city.id, {})
    names = material.class_names()
    keys = [*names, *sorted({kind for kind, _ in paid} - set(names))]
    lines = [
        Line(
            name=names.get(key) or key or material.unknown,
            won={year: won for (kind, year), won in paid.items() if kind == key},
        )
        for key in keys
    ]
    name = city_name(section.city, words)
    mark = marks.money_mark(_paid_for(material, section))
    rows = tuple(_row(material, line, sum(paid.values())) for line in lines)
    table = _table_of(
        material,
        f"city-money-{number}",
        words("money.of-city-caption", city=name),
        lines,
        (Body(rows=rows),),
        mark=mark,
    )
    title = words("money.of-city-chart", city=name)
    return _columns(material, f"chart-city-{number}", title, lines, table, plot=_LOW)


def _paid_for(material: Material, section: CityPlan) -> list[Project]:
    city = section.city.id
    return [p for p in material.projects if p.city == city or any(s.city == city for s in p.shares)]


def _by_kind(
    material: Material, name: str, kinds: type[StrEnum], of: Callable[[Project, FundingLine], str]
) -> Section | None:
    """Planned won by something that each line says of itself: what it buys, how sure it is."""
    words = material.words
    found: dict[str, dict[int, int]] = {kind.value: {} for kind in kinds}
    for project in material.projects:
        for line in project.money:
            if line.phase is Phase.PLANNED:
                by_year = found.setdefault(of(project, line), {})
                by_year[line.year] = by_year.get(line.year, 0) + line.amount
    lines = [
        Line(name=words.choice(kinds(kind)) if kind else words("money.unstated"), won=won)
        for kind, won in found.items()
        if won
    ]
    if not lines:
        return None
    table = _table(material, f"money-by-{name}", words(f"money.{name}-caption"), lines)
    return Section(id=f"money-{name}", heading=words(f"money.by-{name}"), blocks=(table,))


def _certainty(project: Project, line: FundingLine) -> str:
    return line.certainty or project.certainty or ""


def _lines(
    material: Material,
    dimension: Dimension,
    names: Mapping[str, str],
    *,
    tree: str = "",
    anchors: str = "",
) -> list[Line]:
    """A line for every known name, then for what has money under another."""
    found: dict[Key, dict[int, int]] = {}
    for (key, year), won in money(material.plan, dimension, Dimension.YEAR, tree=tree).items():
        by_year = found.setdefault(key, {})
        by_year[int(year)] = by_year.get(int(year), 0) + won
    keys = [*names, *sorted(str(key) for key in found if key not in names)]
    targets = {key: anchor(anchors, key) for key in names if anchors and key != UNKNOWN}
    return [
        Line(
            name=names.get(key) or key or material.unknown,
            won=found.get(key, {}),
            target=targets.get(key, ""),
            href=material.address(targets.get(key, "")),
        )
        for key in keys
    ]


def _table(material: Material, id: str, caption: str, lines: Sequence[Line]) -> Table:
    rows = tuple(_row(material, line) for line in lines)
    return _table_of(material, id, caption, lines, (Body(rows=rows),))


def _table_of(
    material: Material,
    id: str,
    caption: str,
    lines: Sequence[Line],
    bodies: tuple[Body, ...],
    *,
    mark: Mark | None = None,
) -> Table:
    words = material.words
    years = material.years
    columns = (
        Column(head=words("money.what")),
        *(Column(head=str(year), kind=ColumnKind.AMOUNT) for year in years),
        Column(head=words("table.total"), kind=ColumnKind.AMOUNT),
        Column(head=words("table.share"), kind=ColumnKind.PERCENT),
    )
    sums = {year: sum(line.won.get(year, 0) for line in lines) for year in years}
    amounts = [won for line in lines for won in (*line.won.values(), line.total)]
    return Table(
        id=id,
        caption=caption,
        unit=words.unit([*amounts, *sums.values()]),
        columns=columns,
        bodies=bodies,
        totals=(_row(material, Line(name=words("table.total"), won=sums), sum(sums.values())),),
        mark=mark or marks.money_mark(material.projects),
    )


def _row(material: Material, line: Line, whole: int | None = None) -> Row:
    """A line with its sum and its share of a whole, by default of everything planned."""
    words = material.words
    whole = material.totals.total if whole is None else whole
    amounts = [words.amount(line.won.get(year, 0)) for year in material.years]
    return marks.row_of(
        Cell(text=line.name, target=line.target),
        *amounts,
        words.amount(line.total),
        words.share(line.total, whole),
    )


def _columns(
    material: Material,
    id: str,
    title: str,
    lines: Sequence[Line],
    table: Table,
    *,
    plot: int = charts.PLOT,
) -> Figure:
    words = material.words
    years = material.years
    series = [
        charts.Series(
            name=line.name,
            values=tuple(line.won.get(year, 0) for year in years),
            texts=tuple(_eok(material, line.won.get(year, 0)) for year in years),
        )
        for line in lines
    ]
    sums = [sum(line.won.get(year, 0) for line in lines) for year in years]
    totals = [_eok(material, won) if won else "" for won in sums]
    whole = sum(line.total for line in lines)
    caption = Caption(id=id, title=title, description=_described(material, lines, whole))
    heads = [words("money.year", year=year) for year in years]
    svg = charts.stacked_columns(caption, heads, series, totals, plot)
    return _figure(material, caption, svg, table)


def _divided(
    material: Material, id: str, title: str, lines: Sequence[Line], table: Table
) -> Figure:
    items = [_item(material, line) for line in lines]
    caption = Caption(id=id, title=title, description=_described(material, lines))
    return _figure(material, caption, charts.divided_bar(caption, items), table)


def _figure(material: Material, caption: Caption, svg: str, table: Table) -> Figure:
    return Figure(
        id=caption.id,
        svg=svg,
        title=caption.title,
        description=caption.description,
        table=table,
        unit=material.words("money.chart-unit"),
        mark=table.mark,
    )


def _item(material: Material, line: Line) -> charts.Item:
    share = material.words.share(line.total, material.totals.total)
    return charts.Item(
        name=line.name,
        value=line.total,
        text=_eok(material, line.total),
        under=share,
        href=line.href,
    )


def _eok(material: Material, won: int) -> str:
    """An amount in 억원 without its unit, which stands over the chart."""
    return table_amount(won, HUNDRED_MILLION, material.words.lang)


def _described(material: Material, lines: Sequence[Line], whole: int | None = None) -> str:
    """What a chart shows, in a sentence for those who do not see it."""
    words = material.words
    whole = material.totals.total if whole is None else whole
    parts = ", ".join(
        words(
            "money.part",
            name=line.name,
            amount=words.prose(line.total),
            share=words.share(line.total, whole),
        )
        for line in lines
    )
    return words("money.described", parts=parts)
