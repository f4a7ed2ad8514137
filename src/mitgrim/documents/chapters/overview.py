"""The cities side by side: themes and projects, and what each spends in each sector."""

from collections.abc import Iterator

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.numbers import anchor, city_name
from mitgrim.documents.outline import Body, Cell, Column, ColumnKind, Row, Table
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Dimension, money


def tables(material: Material) -> Iterator[Table]:
    """A table of the cities, and where there is money one of it by city and sector."""
    yield _cities(material)
    if material.totals.total:
        yield _sectors(material)


def _cities(material: Material) -> Table:
    words = material.words
    columns = (
        Column(head=words("themes.city"), kind=ColumnKind.LABEL),
        Column(head=words("themes.theme")),
        Column(head=words("themes.hosts")),
        Column(head=words("strategies.projects"), kind=ColumnKind.NUMBER),
    )
    return marks.settled(
        Table(
            id="city-list",
            caption=words("cities.overview"),
            columns=columns,
            bodies=(Body(rows=tuple(_city(material, own) for own in material.plan.cities)),),
        )
    )


def _city(material: Material, section: CityPlan) -> Row:
    words, theme = material.words, section.theme()
    count = marks.combined(marks.of(project.provenance) for project in section.projects)
    return marks.row_of(
        Cell(text=city_name(section.city, words), target=anchor("city", section.city.id)),
        Cell(text=words.name(theme.text) or NONE, mark=marks.of(theme.provenance, "text"))
        if theme
        else NONE,
        ", ".join(words.name(area.name, area.code) for area in section.city.hosts) or NONE,
        Cell(text=words.count(len(section.projects)), mark=count),
    )


def _sectors(material: Material) -> Table:
    """What each city pays in each sector; of a joint project its own part."""
    words = material.words
    found = money(material.plan, Dimension.CITY, Dimension.SECTOR)
    names = material.sector_names()
    sectors = [*names, *sorted({str(sector) for _, sector in found} - set(names))]
    cities = [*material.totals.by_city]
    columns = (
        Column(head=words("themes.city"), kind=ColumnKind.LABEL),
        *(
            Column(head=names.get(s) or s or material.unknown, kind=ColumnKind.AMOUNT)
            for s in sectors
        ),
        Column(head=words("table.total"), kind=ColumnKind.AMOUNT),
    )
    rows = [
        _row(material, material.city_label(city), [found.get((city, s), 0) for s in sectors])
        for city in cities
    ]
    sums = [sum(found.get((city, sector), 0) for city in cities) for sector in sectors]
    return Table(
        id="city-sectors",
        caption=words("cities.sectors"),
        unit=words.unit([*found.values(), *sums]),
        columns=columns,
        bodies=(Body(rows=tuple(rows)),),
        totals=(_row(material, words("table.total"), sums),),
        mark=marks.money_mark(material.projects),
    )


def _row(material: Material, name: str, won: list[int]) -> Row:
    words = material.words
    return marks.row_of(name, *(words.amount(one) for one in won), words.amount(sum(won)))
