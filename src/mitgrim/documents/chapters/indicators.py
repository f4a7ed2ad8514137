"""The indicators: from a baseline over milestones to a target."""

from collections.abc import Sequence

from mitgrim.documents import charts, marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.drawing import Caption
from mitgrim.documents.numbers import anchor, city_name
from mitgrim.documents.outline import (
    Block,
    Body,
    Cell,
    Column,
    ColumnKind,
    Definition,
    DefinitionList,
    Figure,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Indicator, Measure
from mitgrim.wording import Lang


def section(material: Material) -> Section | None:
    """The indicators of the plan as a whole: baseline, milestones and target of each."""
    words, plan = material.words, material.plan
    groups = _groups(material)
    cities = sum(len(section.indicators) for section in plan.cities)
    if not groups and not cities:
        return None
    shown = [one for _, indicators in groups for one in indicators]
    lead = words("indicators.lead", n=len(shown)) if shown else ""
    more = words("indicators.cities", n=cities) if cities else ""
    blocks: list[Block] = [Paragraph(text=prose(" ".join(text for text in (lead, more) if text)))]
    if groups:
        blocks.append(on_their_way(material) or _whole_table(material))
    return Section(id="indicators", heading=words("indicators.heading"), blocks=tuple(blocks))


def on_their_way(material: Material) -> Figure | None:
    """The way of every indicator that has a baseline and a target, if one has."""
    shown = [one for _, indicators in _groups(material) for one in indicators]
    tracks = [track for one in shown if (track := _track(material, one))]
    return _figure(material, tracks, _whole_table(material)) if tracks else None


def _whole_table(material: Material) -> Table:
    caption = material.words("indicators.caption")
    return _table(material, "indicator-table", caption, _groups(material))


def rates(material: Material) -> Section | None:
    """How every rate is counted: the denominator decides what it says."""
    found = _rates(material, material.plan.nation.indicators)
    heading = material.words("indicators.rates")
    return Section(id="rates", heading=heading, blocks=(found,)) if found else None


def city_table(material: Material, section: CityPlan) -> Table | None:
    """A city's own indicators, for its section."""
    words = material.words
    if not section.indicators:
        return None
    caption = words("indicators.city-caption", city=city_name(section.city, words))
    groups = [("", list(section.indicators))]
    return _table(material, f"indicators-{section.city.number}", caption, groups)


def _groups(material: Material) -> list[tuple[str, list[Indicator]]]:
    """The nation's indicators by sector."""
    words, own = material.words, material.plan.nation.indicators
    names = material.sector_names()
    return [
        (names.get(sector, words("indicators.whole")), some)
        for sector in [*names, *_others(own, names)]
        if (some := [one for one in own if one.sector == sector])
    ]


def _others(indicators: Sequence[Indicator], names: dict[str, str]) -> list[str]:
    return sorted({one.sector for one in indicators if one.sector not in names})


def _table(
    material: Material, id: str, caption: str, groups: list[tuple[str, list[Indicator]]]
) -> Table:
    words = material.words
    columns = (
        Column(head=words("indicators.name")),
        Column(head=words("indicators.unit"), kind=ColumnKind.LABEL),
        Column(head=words("indicators.baseline"), kind=ColumnKind.NUMBER),
        Column(head=words("indicators.milestones"), kind=ColumnKind.NUMBER),
        Column(head=words("indicators.target"), kind=ColumnKind.NUMBER),
        Column(head=words("indicators.owner")),
    )
    bodies = tuple(
        Body(head=head, rows=tuple(_row(material, one) for one in indicators))
        for head, indicators in groups
    )
    return marks.settled(
        Table(
            id=id,
            caption=caption,
            columns=columns,
            bodies=bodies,
        )
    )


def _row(material: Material, one: Indicator) -> Row:
    words = material.words
    under = " · ".join(part for part in (words.choice(one.kind), one.basis) if part)
    return marks.row_of(
        Cell(text=words.name(one.name, one.id), under=under),
        one.unit or NONE,
        measure_cell(material, one, "baseline", one.baseline),
        Cell(
            text="" if one.milestones else NONE,
            items=tuple(
                words("indicators.in-year", value=words.decimal(m.value), year=m.year)
                for m in one.milestones
            ),
            mark=marks.of(one.provenance, "milestones") if one.milestones else None,
        ),
        measure_cell(material, one, "target", one.target),
        Cell(text=one.owner or NONE, mark=marks.of(one.provenance, "owner")),
        mark=marks.of(one.provenance),
    )


def measure_cell(material: Material, one: Indicator, field: str, measure: Measure | None) -> Cell:
    words = material.words
    if measure is None:
        return Cell(text=NONE)
    return Cell(
        text=words.decimal(measure.value),
        under=words("money.year", year=measure.year),
        mark=marks.of(one.provenance, field),
    )


def _rates(material: Material, indicators: Sequence[Indicator]) -> DefinitionList | None:
    rates = [one for one in indicators if one.numerator and one.denominator]
    items = tuple(
        Definition(term=material.words.name(one.name, one.id), text=(_rate(material, one),))
        for one in rates
    )
    return DefinitionList(items=items) if items else None


def _rate(material: Material, one: Indicator) -> Run:
    words = material.words
    said = words("indicators.rate", numerator=one.numerator, denominator=one.denominator)
    fields = ["numerator", "denominator"]
    if one.excludes:
        said += " " + words("indicators.excludes", what=one.excludes)
        fields.append("excludes")
    return Run(text=said, mark=marks.of(one.provenance, *fields))


def _figure(material: Material, tracks: Sequence[charts.Track], table: Table) -> Figure:
    words = material.words
    title = words("indicators.chart")
    parts = ", ".join(
        words("indicators.from-to", name=t.name, first=t.first, last=t.last) for t in tracks
    )
    description = words("money.described", parts=parts)
    caption = Caption(id="chart-indicators", title=title, description=description)
    return Figure(
        id=caption.id,
        svg=charts.tracks(caption, tracks),
        title=title,
        description=description,
        table=table,
        mark=table.mark,
    )


def _track(material: Material, one: Indicator) -> charts.Track | None:
    """An indicator as a way from its baseline to its target, where it has both, apart."""
    words = material.words
    if one.baseline is None or one.target is None or one.baseline.value == one.target.value:
        return None
    if not (one.baseline.value.is_finite() and one.target.value.is_finite()):
        return None
    start, way = one.baseline.value, one.target.value - one.baseline.value
    stops = tuple(
        charts.Stop(at=float(at), text=words.decimal(m.value), under=f"{m.year}")
        for m in one.milestones
        if m.value.is_finite() and 0 <= (at := (m.value - start) / way) <= 1
    )
    return charts.Track(
        name=words.name(one.name, one.id),
        first=_valued(material, one, one.baseline),
        last=_valued(material, one, one.target),
        stops=stops,
        href=material.address(anchor("indicator", one.id)),
    )


def _valued(material: Material, one: Indicator, measure: Measure) -> str:
    """A value with its unit and year: `639개 (2018)`."""
    words = material.words
    close = words.lang == Lang.KO or one.unit == "%"
    said = f"{words.decimal(measure.value)}{'' if close else ' '}{one.unit}".strip()
    return words("indicators.in-year", value=said, year=measure.year)
