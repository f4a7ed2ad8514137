"""A new plan of the programme: its catalogue and the law, and nothing that belongs to 2018."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mitgrim.plan import CityPlan, Label, Nation, Period, Source, Stage
from mitgrim.programmes.innovation_cities import catalogue, figures, procedure
from mitgrim.programmes.innovation_cities.law.act import act
from mitgrim.programmes.innovation_cities.reading import sources_of

PROGRAMME = "innovation-cities"
# Every five years (혁신도시법 제5조의2제1항), from the first plan on.
FIRST_CYCLE = Period(first=2018, last=2022)
UNNAMED = Label()


def empty_nation(
    plan_id: str,
    period: Period,
    name: Label = UNNAMED,
    cities: Iterable[str] | None = None,
) -> Nation:
    """The national section of a new plan, for the given cities or for all ten.

    It has no date, no target, no total and no project. Trees other than the sectors are made with
    the plan that is announced in them.
    """
    nation = Nation(
        id=plan_id,
        programme=PROGRAMME,
        name=name,
        period=period,
        cities=tuple(cities) if cities is not None else tuple(c.id for c in catalogue.cities()),
        sectors=catalogue.sectors(),
        strategies=catalogue.strategies(),
        actions=catalogue.actions(),
        source_classes=catalogue.source_classes(),
        gate_kinds=catalogue.gate_kinds(),
        statistics=figures.statistics(),
        statutory_items=catalogue.statutory_items(),
        stages=tuple(_stage_of(stage, period) for stage in procedure.stages()),
    )
    return replace(nation, sources=_cited(nation))


def _stage_of(stage: Stage, period: Period) -> Stage:
    """A stage without the dates of 2018, its bodies called as they are when the period starts."""
    day = date(period.first, 1, 1)
    name, who = _called(stage.name, day), _called(stage.who, day)
    return replace(
        stage,
        name=name,
        who=who,
        starts=None,
        ends=None,
        done=None,
        note=UNNAMED,
        provenance=replace(stage.provenance, fields=()),
    )


def _called(label: Label, day: date) -> Label:
    bodies = act().bodies
    for body in bodies:
        if body.valid_to and body.valid_to < day and body.name.ko in label.ko:
            now = bodies.at(body.id, day).name
            return Label(
                ko=label.ko.replace(body.name.ko, now.ko), en=label.en.replace(body.name.en, now.en)
            )
    return label


def _cited(nation: Nation) -> tuple[Source, ...]:
    records = (
        *nation.sectors,
        *nation.strategies,
        *nation.actions,
        *nation.source_classes,
        *nation.gate_kinds,
        *nation.statistics,
        *nation.statutory_items,
        *nation.stages,
        *catalogue.cities(),
    )
    cited = {source for record in records for source in sources_of(record)}
    return tuple(source for source in catalogue.sources() if source.id in cited)


def empty_city(plan_id: str, city: str) -> CityPlan:
    """A city's section of a new plan: the city and the statistics of its hosts.

    Raises KeyError for a city that the programme does not have.
    """
    known = {known.id: known for known in catalogue.cities()}
    return CityPlan(plan=plan_id, city=known[city], observations=figures.observations(city))
