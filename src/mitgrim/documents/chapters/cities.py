"""The chapter of the cities' plans: place and theme, prose, money, projects and indicators."""

from collections.abc import Iterator
from decimal import Decimal

from mitgrim.documents import host_maps, marks
from mitgrim.documents.chapters import (
    effects,
    gates,
    indicators,
    money,
    overview,
    passages,
    projects,
    statistics,
    themes,
)
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.drawing import Caption
from mitgrim.documents.numbers import anchor, city_name
from mitgrim.documents.outline import (
    Block,
    Definition,
    DefinitionList,
    Figure,
    Paragraph,
    Run,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan

_MAP_WIDTH = Decimal("0.44")


def chapter(material: Material) -> Section | None:
    words = material.words
    if not material.plan.cities:
        return None
    missing = [city for city in material.plan.nation.cities if material.plan.section(city) is None]
    lead = words("cities.lead")
    if missing:
        lead += " " + words("cities.missing", cities=", ".join(missing))
    return Section(
        id="cities",
        heading=words("cities.heading"),
        blocks=(
            Paragraph(text=prose(lead)),
            *overview.tables(material),
            *(_city(material, section) for section in material.plan.cities),
        ),
    )


def _city(material: Material, section: CityPlan) -> Section:
    words = material.words
    number = section.city.number
    return Section(
        new_page=True,
        id=anchor("city", section.city.id) or f"city-{number}",
        heading=words.name(section.city.name) or city_name(section.city, words),
        blocks=(
            Section(
                id=f"city-{number}-profile",
                heading=words("cities.profile"),
                blocks=tuple(_profile(material, section)),
            ),
            *passages.sections(material, section.passages, f"city-{number}-passage"),
            *_parts(material, section),
        ),
    )


def _parts(material: Material, section: CityPlan) -> Iterator[Section]:
    """Money, projects, and what is to come of them, as far as the city has said."""
    number = section.city.number
    listed = projects.table(material, section)
    none = Paragraph(text=prose(material.words("projects.none")))
    paid = money.of_city(material, section) if listed else None
    parts: tuple[tuple[str, list[Block | None]], ...] = (
        ("money", [paid]),
        ("projects", [listed or none, gates.table(material, section)]),
        (
            "outcomes",
            [indicators.city_table(material, section), effects.city_table(material, section)],
        ),
    )
    for name, blocks in parts:
        there = tuple(block for block in blocks if block)
        if there:
            heading = material.words(f"cities.{name}")
            yield Section(id=f"city-{number}-{name}", heading=heading, blocks=there)


def _profile(material: Material, section: CityPlan) -> Iterator[Block]:
    yield _facts(material, section)
    measured = statistics.of_city(material, section)
    if districts := districts_on_map(material, section, measured):
        yield districts
    elif list(measured.rows):
        yield measured
    if history := themes.history(material, section):
        yield history


def districts_on_map(material: Material, section: CityPlan, measured: Table) -> Figure | None:
    """The districts that host a city, with what is measured of them, where the map has them."""
    words, basemap, id = material.words, material.basemap, section.city.id
    if basemap is None or not host_maps.knows(basemap, id):
        return None
    city = city_name(section.city, words)
    caption = Caption(
        id=f"map-{section.city.number}",
        title=words("cities.map", city=city),
        description=words("cities.map-is", city=city, hosts=themes.hosts(material, section)),
    )
    return Figure(
        id=caption.id,
        svg=host_maps.host_map(caption, basemap, id, words.lang),
        title=caption.title,
        description=caption.description,
        table=measured,
        width=_MAP_WIDTH,
    )


def _facts(material: Material, section: CityPlan) -> DefinitionList:
    words = material.words
    theme = section.theme()
    facts = [Definition(term=words("themes.hosts"), text=prose(themes.hosts(material, section)))]
    if theme is not None:
        text = Run(text=words.name(theme.text) or NONE, mark=marks.of(theme.provenance, "text"))
        facts.append(Definition(term=words("themes.theme"), text=(text,)))
        if theme.reason:
            reason = Run(text=theme.reason, mark=marks.of(theme.provenance, "reason"))
            facts.append(Definition(term=words("themes.reason"), text=(reason,)))
    if section.institutions:
        names = ", ".join(words.name(i.name, i.id) for i in section.institutions)
        mark = marks.combined(marks.of(i.provenance) for i in section.institutions)
        text = Run(
            text=words("cities.institutions", n=len(section.institutions), names=names),
            mark=mark,
        )
        facts.append(Definition(term=words("cities.institutions-term"), text=(text,)))
    counted = Run(
        text=words(
            "projects.sum",
            n=len(section.projects),
            amount=words.prose(material.totals.by_city.get(section.city.id, 0)),
        ),
        mark=marks.money_mark(section.projects),
    )
    facts.append(Definition(term=words("cities.projects-term"), text=(counted,)))
    return DefinitionList(items=tuple(facts))
