"""Figures of the book on a page of their own, and where they lead."""

from functools import cache

import pytest

from mitgrim.documents import (
    Figure,
    indicator_tracks,
    map_of_cities,
    map_of_districts,
    money_by_city,
    money_by_sector,
    money_by_source,
    money_by_year,
    money_of_city,
)
from mitgrim.documents.outline import blocks_of
from mitgrim.plan import Plan
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import Lang
from tests.cast import small_plan
from tests.documents.reading import Element, read
from tests.documents.stock import basemap, example_book


@cache
def example() -> Plan:
    return innovation_cities_2018()


def in_the_book(id: str, lang: Lang) -> Figure:
    """A figure as the book has it, but for its number there."""
    book = example_book(lang)
    return next(
        block
        for section in book.sections
        for block in blocks_of(section)
        if isinstance(block, Figure) and block.id == id
    )


def said(figure: Figure | None) -> tuple[object, ...]:
    """All that a figure says, without the numbers that a book gives it and its table."""
    assert figure is not None
    table = figure.table
    shown = (table.caption, table.columns, table.bodies, table.totals, table.unit, table.mark)
    return figure.svg, figure.title, figure.description, figure.unit, figure.mark, *shown


def links(figure: Figure | None) -> list[tuple[str, str]]:
    """Each link of a drawing with the first text in it."""
    assert figure is not None
    anchors = read(figure.svg).all("a")
    return [(a.attributes["href"], next(iter(a.all("text"))).text) for a in anchors]


def svg(figure: Figure | None) -> Element:
    assert figure is not None
    return next(read(figure.svg).all("svg"))


@pytest.mark.parametrize("lang", Lang)
def test_a_figure_alone_is_the_books(lang: Lang) -> None:
    plan = example()
    alone = {
        "map": map_of_cities(plan, basemap(), lang),
        "map-10": map_of_districts(plan, basemap(), "jeju", lang),
        "chart-year": money_by_year(plan, lang),
        "chart-city": money_by_city(plan, lang),
        "chart-sector": money_by_sector(plan, lang),
        "chart-city-10": money_of_city(plan, "jeju", lang),
        "chart-indicators": indicator_tracks(plan, lang),
    }
    book = {id: said(in_the_book(id, lang)) for id in alone}
    assert {id: said(figure) for id, figure in alone.items()} == book


def test_the_money_by_source_adds_up_to_that_by_year() -> None:
    by_source, by_year = money_by_source(example()), money_by_year(example())
    assert by_source.table.totals == by_year.table.totals
    assert by_source.description == by_year.description
    assert by_source.title == "재원 구분별 사업비의 비중"


def test_cities_of_a_drawing_lead_where_the_page_says() -> None:
    def href(target: str) -> str:
        return f"/cities/{target.removeprefix('city-')}?a=1&b=2" if target != "city-ulsan" else ""

    bars = links(money_by_city(small_plan(), href=href))
    places = links(map_of_cities(small_plan(), basemap(), href=href))
    assert bars == places == [("/cities/jeju?a=1&b=2", "제주")]


def test_sectors_and_indicators_lead_where_the_page_says() -> None:
    parts = links(money_by_sector(small_plan(), href=lambda target: f"#{target}"))
    tracks = links(indicator_tracks(small_plan(), href=lambda target: f"#{target}"))
    assert parts[0][0] == "#sector-industry"
    assert {address for address, _ in tracks} == {
        f"#indicator-{one.id}" for one in small_plan().nation.indicators
    }


def test_a_drawing_with_links_is_not_read_as_one_picture() -> None:
    assert svg(money_by_city(small_plan())).attributes["role"] == "img"
    linked = svg(money_by_city(small_plan(), href=lambda target: "/"))
    assert linked.attributes["role"] == "group"


def test_an_address_is_written_as_text() -> None:
    drawn = money_by_city(small_plan(), href=lambda target: '"><script>')
    assert "<script>" not in drawn.svg


def test_what_a_plan_does_not_have_is_no_figure() -> None:
    plan = small_plan()
    assert map_of_districts(plan, basemap(), "busan") is None
    assert money_of_city(plan, "busan") is None
    assert map_of_cities(plan, {**basemap(), "anchors": {}}) is None
