"""What the projects are to change: their effects on indicators, by city and by project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.numbers import city_name
from mitgrim.documents.outline import Body, Cell, Column, ColumnKind, Row, Table
from mitgrim.documents.words import NONE
from mitgrim.plan import CityPlan, Effect, Indicator, Project, ordered_projects


@dataclass(frozen=True, slots=True)
class _Found:
    """An effect and the project that has it."""

    project: Project
    effect: Effect


def table(material: Material) -> Table | None:
    """The nation's indicators: what the projects of each city add to them.

    Parts of a whole are not added up: what two projects do to a rate is no sum of two rates.
    """
    words = material.words
    bodies = tuple(
        body
        for one in material.plan.nation.indicators
        if (body := _by_city(material, one)) is not None
    )
    if not bodies:
        return None
    columns = (Column(head=words("themes.city")), *_columns(material))
    rates = any(_is_rate(one) for one in material.plan.nation.indicators)
    notes = (words("effects.range"), *([words("effects.rates")] if rates else []))
    return marks.settled(
        Table(
            id="effects",
            caption=words("effects.caption"),
            columns=columns,
            bodies=bodies,
            notes=notes,
        )
    )


def city_table(material: Material, section: CityPlan) -> Table | None:
    """Every effect of a city's projects, on its own indicators and on the nation's."""
    words = material.words
    known = {one.id: one for one in (*material.plan.nation.indicators, *section.indicators)}
    found = _found(ordered_projects(material.plan.nation, section))
    if not found:
        return None
    columns = (
        Column(head=words("projects.number"), kind=ColumnKind.LABEL),
        Column(head=words("indicators.name")),
        Column(head=words("indicators.unit"), kind=ColumnKind.LABEL),
        *_columns(material)[1:],
    )
    rows = tuple(_row(material, own, known.get(own.effect.indicator)) for own in found)
    return marks.settled(
        Table(
            id=f"effects-{section.city.number}",
            caption=words("effects.city-caption", city=city_name(section.city, words)),
            columns=columns,
            bodies=(Body(rows=rows),),
            row_head=1,
        )
    )


def _columns(material: Material) -> tuple[Column, ...]:
    words = material.words
    heads = ("projects", "low", "likely", "high")
    return tuple(Column(head=words(f"effects.{head}"), kind=ColumnKind.NUMBER) for head in heads)


def _row(material: Material, own: _Found, indicator: Indicator | None) -> Row:
    words, effect = material.words, own.effect
    named = words.name(indicator.name, indicator.id) if indicator else effect.indicator
    return marks.row_of(
        Cell(
            text=material.numbers.get(own.project.id, NONE),
            target=material.project_anchor(own.project.id),
        ),
        named,
        (indicator.unit if indicator else "") or NONE,
        *(words.decimal(value) for value in (effect.low, effect.likely, effect.high)),
        mark=marks.of(own.project.provenance, "effects"),
    )


def _by_city(material: Material, one: Indicator) -> Body | None:
    words = material.words
    rows: list[Row] = []
    everything: list[_Found] = []
    for section in material.plan.cities:
        own = [found for found in _found(section.projects) if found.effect.indicator == one.id]
        if own:
            everything += own
            rows.append(_sum(city_name(section.city, words), own, one, material))
    if not rows:
        return None
    rows.append(_sum(words("effects.together"), everything, one, material))
    unit = words.unit_of(one.unit)
    return Body(head=words.name(one.name, one.id), count=unit, rows=tuple(rows))


def _sum(name: str, found: Sequence[_Found], one: Indicator, material: Material) -> Row:
    words = material.words
    effects = [own.effect for own in found]
    sums = (
        (None, None, None)
        if _is_rate(one)
        else (
            _added(effect.low for effect in effects),
            _added(effect.likely for effect in effects),
            _added(effect.high for effect in effects),
        )
    )
    return marks.row_of(
        name,
        words.count(len({own.project.id for own in found})),
        *(words.decimal(value) for value in sums),
        mark=marks.combined(marks.of(own.project.provenance, "effects") for own in found),
    )


def _added(values: Iterable[Decimal]) -> Decimal | None:
    known = list(values)
    return sum(known, Decimal(0)) if all(value.is_finite() for value in known) else None


def _is_rate(one: Indicator) -> bool:
    return bool(one.numerator and one.denominator) or one.unit == "%"


def _found(projects: Iterable[Project]) -> list[_Found]:
    return [_Found(project, effect) for project in projects for effect in project.effects]
