"""What was measured in the areas that host the cities."""

from collections.abc import Iterator, Sequence

from mitgrim.documents import charts, marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.charts import Pair
from mitgrim.documents.drawing import Caption
from mitgrim.documents.numbers import city_name
from mitgrim.documents.outline import (
    Body,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Row,
    Section,
    Table,
)
from mitgrim.plan import Area, CityPlan, Observation, Statistic

_Observed = dict[tuple[str, int], Observation]


def sections(material: Material) -> tuple[Section, ...]:
    """Each statistic that was observed: how it changed, as a picture, and every value."""
    found = (_statistic(material, one) for one in material.plan.nation.statistics)
    return tuple(section for section in found if section)


def of_city(material: Material, section: CityPlan) -> Table:
    """The latest value of every statistic in a city's districts; without any, the districts."""
    words = material.words
    hosts = section.city.hosts
    rows, used = [], []
    for statistic in material.plan.nation.statistics:
        observed = _observed(section, statistic.id)
        years = [year for code, year in observed if any(area.code == code for area in hosts)]
        if years:
            used.append(statistic)
            rows.append(_latest(material, statistic, hosts, observed, max(years)))
    columns = [Column(head=words("statistics.statistic"))]
    columns += [
        Column(head=words.name(area.name, area.code), kind=ColumnKind.NUMBER) for area in hosts
    ]
    mark = marks.combined(marks.of(statistic.provenance) for statistic in used)
    return Table(
        id=f"hosts-{section.city.number}",
        caption=words("statistics.city-caption", city=city_name(section.city, words)),
        columns=tuple(columns),
        bodies=(Body(rows=tuple(rows)),),
        mark=mark,
        notes=(words("statistics.whole-district"),) if rows else (),
    )


def _latest(
    material: Material, statistic: Statistic, hosts: Sequence[Area], observed: _Observed, year: int
) -> Row:
    words = material.words
    values = (observed.get((area.code, year)) for area in hosts)
    under = ", ".join(part for part in (words("money.year", year=year), statistic.unit) if part)
    return marks.row_of(
        Cell(text=words.name(statistic.name, statistic.id), under=under),
        *(words.decimal(value.value if value else None) for value in values),
    )


def _statistic(material: Material, statistic: Statistic) -> Section | None:
    words = material.words
    by_city = [(section, _observed(section, statistic.id)) for section in material.plan.cities]
    years = sorted({year for _, observed in by_city for _, year in observed})
    if not years:
        return None
    table = _table(material, statistic, by_city, years)
    pairs = [pair for section, observed in by_city for pair in _pairs(material, section, observed)]
    block = _figure(material, statistic, table, pairs, years) if pairs else table
    return Section(
        new_page=bool(pairs),
        id=f"about-{statistic.id}",
        heading=words.name(statistic.name, statistic.id),
        blocks=(block,),
    )


def _figure(
    material: Material, statistic: Statistic, table: Table, pairs: list[Pair], years: list[int]
) -> Figure:
    words = material.words
    first, last = (words("money.year", year=year) for year in (years[0], years[-1]))
    name = words.name(statistic.name, statistic.id)
    title = words("statistics.chart", name=name, first=first, last=last)
    said = ", ".join(
        words("indicators.from-to", name=pair.name, first=words.decimal(pair.first), last=pair.text)
        for pair in pairs
    )
    caption = Caption(
        id=f"chart-{statistic.id}", title=title, description=words("money.described", parts=said)
    )
    return Figure(
        id=caption.id,
        svg=charts.pairs(caption, (first, last), pairs),
        title=title,
        description=caption.description,
        table=table,
        unit=table.unit,
        mark=table.mark,
    )


def _pairs(material: Material, section: CityPlan, observed: _Observed) -> Iterator[Pair]:
    """The first and the last value of each district, where there are two."""
    words = material.words
    for area in _areas(section, observed):
        years = sorted(year for code, year in observed if code == area.code)
        values = [observed[area.code, year].value for year in (years[0], years[-1])]
        if len(years) > 1 and all(value.is_finite() for value in values):
            yield Pair(
                name=_name(material, section, area),
                first=values[0],
                last=values[1],
                text=words.decimal(values[1]),
            )


def _table(
    material: Material,
    statistic: Statistic,
    by_city: Sequence[tuple[CityPlan, _Observed]],
    years: list[int],
) -> Table:
    words = material.words
    rows = [
        _row(material, section, area, observed, years)
        for section, observed in by_city
        for area in _areas(section, observed)
    ]
    columns = [Column(head=words("statistics.area"))]
    columns += [Column(head=f"{year}", kind=ColumnKind.NUMBER) for year in years]
    return Table(
        id=f"statistic-{statistic.id}",
        caption=words("statistics.caption", name=words.name(statistic.name, statistic.id)),
        unit=words.unit_of(statistic.unit),
        columns=tuple(columns),
        bodies=(Body(rows=tuple(rows)),),
        mark=marks.of(statistic.provenance),
        notes=_notes(
            material, statistic, [o for _, observed in by_city for o in observed.values()]
        ),
    )


def _observed(section: CityPlan, statistic: str) -> _Observed:
    return {
        (observation.area, observation.year): observation
        for observation in section.observations
        if observation.statistic == statistic
    }


def _areas(section: CityPlan, observed: _Observed) -> list[Area]:
    """The host areas in the plan's order, then any other that was measured."""
    hosts = list(section.city.hosts)
    known = {area.code for area in hosts}
    others = sorted({code for code, _ in observed} - known)
    return [
        area
        for area in [*hosts, *(Area(code=code) for code in others)]
        if any(code == area.code for code, _ in observed)
    ]


def _row(
    material: Material, section: CityPlan, area: Area, observed: _Observed, years: list[int]
) -> Row:
    words = material.words
    values = (observed.get((area.code, year)) for year in years)
    return marks.row_of(
        _name(material, section, area),
        *(words.decimal(value.value if value else None) for value in values),
    )


def _name(material: Material, section: CityPlan, area: Area) -> str:
    words = material.words
    return f"{city_name(section.city, words)} {words.name(area.name, area.code)}"


def _notes(
    material: Material, statistic: Statistic, observations: list[Observation]
) -> tuple[str, ...]:
    words = material.words
    titles = {s.id: words.name(s.title, s.id) for s in material.plan.nation.sources}
    sources = sorted({o.source for o in observations if o.source})
    named = ", ".join(titles.get(source, source) for source in sources)
    return tuple(
        note
        for note in (
            words("statistics.basis", basis=statistic.basis) if statistic.basis else "",
            words.name(statistic.note),
            words("statistics.source", sources=named) if named else "",
        )
        if note
    )
