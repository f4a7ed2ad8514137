"""The cities on a map with their themes, and how a city's theme has changed."""

from collections.abc import Sequence
from datetime import date

from mitgrim.documents import maps, marks
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
    Paragraph,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Theme


def section(material: Material) -> Section | None:
    words = material.words
    if not material.plan.cities:
        return None
    shown: Block = cities_on_map(material) or _themes(material)
    return Section(
        id="theme-section",
        heading=words("themes.heading"),
        blocks=(Paragraph(text=prose(words("themes.lead"))), shown),
    )


def cities_on_map(material: Material) -> Figure | None:
    """The cities with their themes, where there is a map and a city on it."""
    words, basemap = material.words, material.basemap
    title = words("themes.map")
    places = _places(material)
    if basemap is None or not places:
        return None
    description = words("themes.map-description", cities=", ".join(p.name for p in places))
    caption = Caption(id="map", title=title, description=description)
    return Figure(
        id="map",
        svg=maps.city_map(caption, basemap, places, words.lang),
        title=title,
        description=description,
        table=_themes(material),
    )


def _places(material: Material) -> list[maps.Place]:
    basemap = material.basemap or {"anchors": {}}
    return [
        maps.Place(
            id=section.city.id,
            name=city_name(section.city, material.words),
            theme=_theme_text(material, section.theme()),
            href=material.address(anchor("city", section.city.id)),
        )
        for section in material.plan.cities
        if maps.has_place(basemap, section.city.id)
    ]


def _themes(material: Material) -> Table:
    words, sections = material.words, material.plan.cities
    firsts = [section.themes[0] if section.themes else None for section in sections]
    lasts = [section.theme() for section in sections]
    changed = firsts != lasts
    themes = [("themes.first-theme" if changed else "themes.theme", firsts)]
    if changed:
        themes.append(("themes.current-theme", lasts))
    columns = [Column(head=words("themes.city")), Column(head=words("themes.hosts"))]
    columns += [Column(head=_theme_head(material, words(id), some)) for id, some in themes]
    rows = [
        marks.row_of(
            Cell(text=city_name(section.city, words), target=anchor("city", section.city.id)),
            hosts(material, section),
            *(_theme_cell(material, some[place], dated=_shared_day(some)) for _, some in themes),
        )
        for place, section in enumerate(sections)
    ]
    return marks.settled(
        Table(
            id="themes",
            caption=words("themes.caption"),
            columns=tuple(columns),
            bodies=(Body(rows=tuple(rows)),),
        )
    )


def _theme_head(material: Material, name: str, themes: Sequence[Theme | None]) -> str:
    """A column's name, with the day its themes came into force if they share it."""
    words, day = material.words, _shared_day(themes)
    return words("themes.dated", theme=name, day=words.day(day)) if day else name


def _shared_day(themes: Sequence[Theme | None]) -> date | None:
    days = {theme.valid_from for theme in themes if theme}
    return days.pop() if len(days) == 1 else None


def hosts(material: Material, section: CityPlan) -> str:
    """The districts a city lies in."""
    names = (material.words.name(area.name, area.code) for area in section.city.hosts)
    return ", ".join(names) or NONE


def _theme_cell(material: Material, theme: Theme | None, dated: date | None) -> Cell:
    words = material.words
    if theme is None:
        return Cell(text=NONE)
    return Cell(
        text=_theme_text(material, theme),
        under="" if dated else words("themes.since", day=words.day(theme.valid_from)),
        mark=marks.of(theme.provenance, "text"),
    )


def _theme_text(material: Material, theme: Theme | None) -> str:
    return material.words.name(theme.text) if theme else ""


def history(material: Material, section: CityPlan) -> Table | None:
    """A city's themes from the first to the one in force, where there was more than one."""
    words = material.words
    if len(section.themes) <= 1:
        return None
    columns = (
        Column(head=words("themes.from"), kind=ColumnKind.LABEL),
        Column(head=words("themes.theme")),
        Column(head=words("themes.reason")),
    )
    rows = [
        marks.row_of(
            words.day(theme.valid_from),
            Cell(
                text=_theme_text(material, theme) or NONE, mark=marks.of(theme.provenance, "text")
            ),
            Cell(text=theme.reason or NONE, mark=marks.of(theme.provenance, "reason")),
        )
        for theme in sorted(section.themes, key=lambda theme: theme.valid_from)
    ]
    return marks.settled(
        Table(
            id=f"themes-{section.city.number}",
            caption=words("themes.history", city=city_name(section.city, words)),
            columns=columns,
            bodies=(Body(rows=tuple(rows)),),
            row_head=1,
        )
    )
