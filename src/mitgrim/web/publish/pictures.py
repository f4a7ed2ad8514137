"""Charts, maps and tables of the portal: the book's own, of a part of the plan, kept as markup."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString

from mitgrim.documents.chapters import (
    cities,
    effects,
    forum,
    gates,
    indicators,
    money,
    procedure,
    statistics,
    themes,
)
from mitgrim.documents.chapters.material import Material, material
from mitgrim.documents.outline import Figure, Section, Table
from mitgrim.plan import CityPlan, Plan, Project, totals
from mitgrim.web.publish.drawn import Drawn
from mitgrim.web.publish.reading import Reading, material_of
from mitgrim.web.revisions.queries import Manifest
from mitgrim.wording import Lang

Drawable = Section | Table | Figure
Picture = Callable[[Material, str], Drawable | None]


def picture(reading: Reading, name: str, about: str = "") -> SafeString:
    """A figure or table by its name, about a city, sector, action or project; empty if none."""
    return _kept(reading.sections, reading.lang, reading.suffix, name, about)


@lru_cache(maxsize=1024)
def _kept(sections: Manifest, lang: Lang, suffix: str, name: str, about: str) -> SafeString:
    made_from = material_of(sections, lang, suffix)
    return Drawn(made_from.address).blocks([PICTURES[name](made_from, about)])


def narrowed(plan: Plan, keeps: Callable[[Project], bool]) -> Plan:
    """The plan with some of its projects alone."""
    return replace(
        plan,
        cities=tuple(
            replace(own, projects=tuple(filter(keeps, own.projects))) for own in plan.cities
        ),
    )


def _part(whole: Material, keeps: Callable[[Project], bool]) -> Material:
    plan = narrowed(whole.plan, keeps)
    return material(plan, (), totals(plan), whole.basemap, whole.words, href=whole.href)


def _of_sector(whole: Material, sector: str) -> Material:
    return _part(whole, lambda own: whole.sectors.get(own.action) == sector)


def _of_action(whole: Material, action: str) -> Material:
    return _part(whole, lambda own: own.action == action)


def _of_project(whole: Material, id: str) -> Material:
    return _part(whole, lambda own: own.id == id)


def _paid(part: Material) -> Drawable | None:
    return money.by_year(part) if part.totals.total else None


def _divided(part: Material) -> Drawable | None:
    return money.by_sector(part) if part.totals.total else None


def _paid_by_city(whole: Material, section: CityPlan) -> Drawable | None:
    paid = whole.totals.by_city.get(section.city.id, 0)
    return money.of_city(whole, section) if paid else None


def _by_source(part: Material) -> Figure | None:
    """By year as a chart, by year and each source as the table beside it."""
    if not part.totals.total:
        return None
    return replace(money.by_year(part), table=money.by_source(part).table)


def _map_of_city(whole: Material, city: str) -> Drawable | None:
    section = whole.plan.section(city)
    if section is None:
        return None
    measured = statistics.of_city(whole, section)
    shown = cities.districts_on_map(whole, section, measured)
    return shown or (measured if list(measured.rows) else None)


def _city(function: Callable[..., Drawable | None]) -> Picture:
    def shown(whole: Material, city: str) -> Drawable | None:
        section = whole.plan.section(city)
        return function(whole, section) if section else None

    return shown


def _procedure(whole: Material, about: str) -> Section | None:
    return procedure.chapter(whole)


def _forum(whole: Material, id: str) -> Section | None:
    held = {own.id: part for own, part in forum.by_forum(whole)}
    # The page has the forum's name as its title.
    return replace(held[id], heading=whole.words("programme.overview")) if id in held else None


def _rates(whole: Material, about: str) -> Section | None:
    return indicators.rates(whole)


PICTURES: Final[Mapping[str, Picture]] = {
    "map": lambda whole, about: themes.cities_on_map(whole),
    "years": lambda whole, about: money.by_year(whole),
    "sources": lambda whole, about: money.by_source(whole),
    "sectors": lambda whole, about: money.by_sector(whole),
    "cities": lambda whole, about: money.by_city(whole),
    "tracks": lambda whole, about: indicators.on_their_way(whole),
    "rates": _rates,
    "procedure": _procedure,
    "forum": _forum,
    "city-map": _map_of_city,
    "city-themes": _city(themes.history),
    "city-years": _city(_paid_by_city),
    "city-gates": _city(gates.table),
    "city-indicators": _city(indicators.city_table),
    "city-effects": _city(effects.city_table),
    "city-sectors": lambda whole, city: _divided(_part(whole, lambda own: own.city == city)),
    "sector-years": lambda whole, sector: _paid(_of_sector(whole, sector)),
    "sector-cities": lambda whole, sector: money.by_city(_of_sector(whole, sector)),
    "action-years": lambda whole, action: _paid(_of_action(whole, action)),
    "project-years": lambda whole, id: _by_source(_of_project(whole, id)),
}
