"""The first chapter: the plan in numbers, where its procedure stands, its cities and themes."""

from collections.abc import Mapping, Sequence
from datetime import date

from mitgrim.checks import Severity
from mitgrim.documents import maps, marks
from mitgrim.documents.chapters import procedure
from mitgrim.documents.chapters.declared import printed
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.drawing import Caption
from mitgrim.documents.numbers import anchor, city_name
from mitgrim.documents.outline import (
    Block,
    Body,
    Bullet,
    Bullets,
    Cell,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Run,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Dimension, ProvenanceKind, Theme, Tree, numbered
from mitgrim.plan.totals import UNKNOWN


def chapter(material: Material) -> Section:
    words = material.words
    parts = (_glance(material), procedure.section(material), _cities(material))
    return Section(
        id="overview",
        heading=words("overview.heading"),
        blocks=tuple(part for part in parts if part),
    )


def _glance(material: Material) -> Section:
    return Section(
        id="glance",
        heading=material.words("overview.glance"),
        blocks=(_key_figures(material), Bullets(items=tuple(_points(material)))),
    )


def _key_figures(material: Material) -> KeyFigures:
    words, totals, nation = material.words, material.totals, material.plan.nation
    items = (
        KeyFigure(
            label=words("overview.total"),
            value=words.prose(totals.total),
            under=_published_total(material) or words.years(nation.period),
            mark=marks.money_mark(material.projects),
        ),
        KeyFigure(
            label=words("overview.projects"),
            value=words("overview.count", n=totals.projects),
            under=words.years(nation.period),
            mark=marks.combined(marks.of(project.provenance) for project in material.projects),
        ),
        KeyFigure(
            label=words("overview.cities"),
            value=words("overview.places", n=len(nation.cities)),
            under=words("overview.sections", n=len(material.plan.cities)),
        ),
        KeyFigure(
            label=words("overview.actions"),
            value=words("overview.count", n=len(nation.actions)),
            under=words("overview.sectors", n=len(nation.sectors)),
        ),
    )
    return KeyFigures(items=items)


def _published_total(material: Material) -> str:
    """The total as it was announced, beside the one that is computed."""
    for total in material.plan.nation.declared:
        published = total.provenance.kind is ProvenanceKind.PUBLISHED
        if total.dimension is Dimension.TOTAL and published and total.unit.value.endswith("won"):
            return material.words("overview.published", value=printed(total, material.words))
    return ""


def _points(material: Material) -> list[Bullet]:
    words, nation = material.words, material.plan.nation
    said = [
        words(
            "overview.point-projects",
            cities=len(nation.cities),
            sectors=len(nation.sectors),
            actions=len(nation.actions),
            projects=material.totals.projects,
        )
    ]
    if sources := _shares(material, material.by_class(), material.class_names()):
        said.append(words("overview.point-sources", parts=sources))
    tree = adopted_tree(material)
    if tree is not None:
        names = {node.id: words.name(node.name, node.id) for node in numbered(tree.nodes)}
        parts = _shares(material, material.totals.by_tree.get(tree.id, {}), names)
        said += [words("overview.point-fields", tree=words.name(tree.name), parts=parts)]
    bullets = [Bullet(text=prose(text)) for text in said]
    more = Run(text=words("overview.more"), target="findings")
    return [*bullets, Bullet(text=prose(f"{_checked(material)} ", more))]


def adopted_tree(material: Material) -> Tree | None:
    """The latest tree of the plan's categories, where it is not the sectors themselves."""
    nation = material.plan.nation
    sectors = {sector.id for sector in nation.sectors}
    others = [tree for tree in nation.trees if {node.id for node in tree.nodes} != sectors]
    return max(others, key=lambda tree: (str(tree.valid_from or ""), tree.id), default=None)


def _shares(material: Material, won: Mapping[str, int], names: Mapping[str, str]) -> str:
    """`국비 1조 7,150억원(39.9%), 지방비 …`, largest precision that a sentence bears."""
    words, whole = material.words, material.totals.total
    if not whole:
        return ""
    return ", ".join(
        words(
            "overview.share",
            name=names.get(key, material.unknown),
            amount=words.prose(amount),
            share=words.share(amount, whole),
        )
        for key, amount in won.items()
        if amount or key != UNKNOWN
    )


def _checked(material: Material) -> str:
    open_ = [finding for finding in material.findings if finding.waived is None]
    counts = {
        severity: sum(finding.severity is severity for finding in open_) for severity in Severity
    }
    return material.words(
        "overview.point-findings",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        waived=len(material.findings) - len(open_),
    )


def _cities(material: Material) -> Section | None:
    words = material.words
    if not material.plan.cities:
        return None
    table = _themes(material)
    blocks: tuple[Block, ...] = (table,)
    if material.basemap is not None and _places(material):
        blocks = (_map(material, material.basemap, table),)
    return Section(
        id="cities",
        heading=words("overview.cities-heading"),
        blocks=(Paragraph(text=prose(words("overview.cities-lead"))), *blocks),
    )


def _map(material: Material, basemap: maps.Basemap, table: Table) -> Figure:
    words = material.words
    title = words("overview.map")
    places = _places(material)
    description = words("overview.map-description", cities=", ".join(p.name for p in places))
    caption = Caption(id="map", title=title, description=description)
    return Figure(
        id="map",
        svg=maps.city_map(caption, basemap, places, words.lang),
        title=title,
        description=description,
        table=table,
    )


def _places(material: Material) -> list[maps.Place]:
    basemap = material.basemap or {"anchors": {}}
    return [
        maps.Place(
            id=section.city.id,
            name=city_name(section.city, material.words),
            theme=_theme_text(material, section.theme()),
        )
        for section in material.plan.cities
        if maps.has_place(basemap, section.city.id)
    ]


def _themes(material: Material) -> Table:
    words, sections = material.words, material.plan.cities
    firsts = [section.themes[0] if section.themes else None for section in sections]
    lasts = [section.theme() for section in sections]
    changed = firsts != lasts
    themes = [("overview.first-theme" if changed else "overview.theme", firsts)]
    if changed:
        themes.append(("overview.current-theme", lasts))
    columns = [Column(head=words("overview.city")), Column(head=words("overview.hosts"))]
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
            caption=words("overview.themes"),
            columns=tuple(columns),
            bodies=(Body(rows=tuple(rows)),),
        )
    )


def _theme_head(material: Material, name: str, themes: Sequence[Theme | None]) -> str:
    """A column's name, with the day its themes came into force if they share it."""
    words, day = material.words, _shared_day(themes)
    return words("overview.dated", theme=name, day=words.day(day)) if day else name


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
        under="" if dated else words("overview.since", day=words.day(theme.valid_from)),
        mark=marks.of(theme.provenance, "text"),
    )


def _theme_text(material: Material, theme: Theme | None) -> str:
    return material.words.name(theme.text) if theme else ""
