"""The book's figures on their own, for pages that show one or two of them.

They are made as for the book, with the same words and the same table of numbers. With `href`, a
city, sector or indicator of a drawing is a link: it tells the address for a target such as
`city-busan`, `sector-industry` or `indicator-…`, or nothing for no link. Cells of the table have
the same targets. The plan is summed anew for each figure.
"""

from mitgrim.documents.chapters import cities, indicators, money, statistics, themes
from mitgrim.documents.chapters.material import Href, Material, material
from mitgrim.documents.maps import Basemap
from mitgrim.documents.outline import Figure
from mitgrim.documents.words import Words
from mitgrim.plan import Plan, totals
from mitgrim.wording import Lang


def map_of_cities(
    plan: Plan, basemap: Basemap, lang: Lang = Lang.KO, href: Href | None = None
) -> Figure | None:
    """The country with the plan's cities and their themes; None if the map has none of them."""
    return themes.cities_on_map(_material(plan, lang, href, basemap))


def map_of_districts(
    plan: Plan, basemap: Basemap, city: str, lang: Lang = Lang.KO
) -> Figure | None:
    """The districts that host a city, with what is measured of them; None if it is unknown."""
    made_from, section = _material(plan, lang, None, basemap), plan.section(city)
    if section is None:
        return None
    return cities.districts_on_map(made_from, section, statistics.of_city(made_from, section))


def money_by_year(plan: Plan, lang: Lang = Lang.KO) -> Figure:
    """What is planned in each year, by class of source."""
    return money.by_year(_material(plan, lang))


def money_by_source(plan: Plan, lang: Lang = Lang.KO) -> Figure:
    """How the money is divided among the classes of sources."""
    return money.by_source(_material(plan, lang))


def money_by_city(plan: Plan, lang: Lang = Lang.KO, href: Href | None = None) -> Figure:
    """What each city pays and receives; of a joint project its own part."""
    return money.by_city(_material(plan, lang, href))


def money_by_sector(plan: Plan, lang: Lang = Lang.KO, href: Href | None = None) -> Figure:
    """How the money is divided among the sectors."""
    return money.by_sector(_material(plan, lang, href))


def money_of_city(plan: Plan, city: str, lang: Lang = Lang.KO) -> Figure | None:
    """What one city pays and receives in each year; None for a city without a section."""
    section = plan.section(city)
    return money.of_city(_material(plan, lang), section) if section else None


def indicator_tracks(plan: Plan, lang: Lang = Lang.KO, href: Href | None = None) -> Figure | None:
    """The nation's indicators on their way to their targets; None if no way is known."""
    return indicators.on_their_way(_material(plan, lang, href))


def _material(
    plan: Plan, lang: Lang, href: Href | None = None, basemap: Basemap | None = None
) -> Material:
    return material(plan, (), totals(plan), basemap, Words(lang), href=href)
