"""The chapter of what was measured in the areas that host the cities."""

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.numbers import city_name
from mitgrim.documents.outline import (
    Body,
    Column,
    ColumnKind,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.plan import Area, CityPlan, Observation, Statistic

_Observed = dict[tuple[str, int], Observation]


def chapter(material: Material) -> Section | None:
    words = material.words
    sections = [
        section
        for statistic in material.plan.nation.statistics
        if (section := _statistic(material, statistic))
    ]
    if not sections:
        return None
    return Section(
        id="statistics",
        heading=words("statistics.heading"),
        blocks=(Paragraph(text=prose(words("statistics.lead"))), *sections),
    )


def _statistic(material: Material, statistic: Statistic) -> Section | None:
    words = material.words
    by_city = [(section, _observed(section, statistic.id)) for section in material.plan.cities]
    years = sorted({year for _, observed in by_city for _, year in observed})
    if not years:
        return None
    rows = [
        _row(material, section, area, observed, years)
        for section, observed in by_city
        for area in _areas(section, observed)
    ]
    columns = [Column(head=words("statistics.area"))]
    columns += [Column(head=f"{year}", kind=ColumnKind.NUMBER) for year in years]
    table = Table(
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
    return Section(
        id=f"about-{statistic.id}",
        heading=words.name(statistic.name, statistic.id),
        blocks=(table,),
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
    name = words.name(area.name, area.code)
    return marks.row_of(
        f"{city_name(section.city, words)} {name}",
        *(words.decimal(value.value if value else None) for value in values),
    )


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
