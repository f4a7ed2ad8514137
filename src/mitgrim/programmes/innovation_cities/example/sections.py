"""The example plan put together: the national section and the ten cities' sections."""

from collections.abc import Sequence
from decimal import Decimal

from mitgrim.plan import (
    City,
    CityPlan,
    DeclaredTotal,
    Dimension,
    Label,
    Nation,
    Passage,
    Plan,
    Project,
)
from mitgrim.programmes.innovation_cities import catalogue, figures, procedure
from mitgrim.programmes.innovation_cities.example.outcomes import indicators
from mitgrim.programmes.innovation_cities.example.projects import projects
from mitgrim.programmes.innovation_cities.example.slots import EXAMPLE_ID
from mitgrim.programmes.innovation_cities.new import FIRST_CYCLE, PROGRAMME
from mitgrim.programmes.innovation_cities.reading import EXAMPLE, label, provenance, rows


def innovation_cities_2018() -> Plan:
    """The comprehensive plan of 2018–2022: published where published, made up where not.

    131 projects and 4조 3,000억원 in all, as announced; every record says which it is. The same
    code gives the same plan.
    """
    found = projects(FIRST_CYCLE)
    return Plan(
        nation=_nation(),
        cities=tuple(_section(city, found[city.id]) for city in catalogue.cities()),
    )


def _nation() -> Nation:
    return Nation(
        id=EXAMPLE_ID,
        programme=PROGRAMME,
        name=Label(
            ko="혁신도시 종합발전계획(2018-2022)",
            en="Comprehensive Development Plan of the Innovation Cities (2018–2022)",
        ),
        period=FIRST_CYCLE,
        cities=tuple(city.id for city in catalogue.cities()),
        sectors=catalogue.sectors(),
        strategies=catalogue.strategies(),
        actions=catalogue.actions(),
        trees=catalogue.trees(),
        crosswalks=catalogue.crosswalks(),
        source_classes=catalogue.source_classes(),
        programme_lines=catalogue.programme_lines(),
        gate_kinds=catalogue.gate_kinds(),
        indicators=figures.indicators(),
        statistics=figures.statistics(),
        upper_plans=procedure.upper_plans(),
        statutory_items=catalogue.statutory_items(),
        stages=procedure.stages(),
        forums=(procedure.forum(),),
        passages=_passages("nation"),
        declared=figures.declared(),
        sources=catalogue.sources(),
    )


def _section(city: City, found: Sequence[Project]) -> CityPlan:
    return CityPlan(
        plan=EXAMPLE_ID,
        city=city,
        themes=figures.themes(city.id),
        observations=figures.observations(city.id),
        indicators=indicators(city, found, FIRST_CYCLE),
        projects=tuple(found),
        passages=_passages("city", city.short.ko),
        declared=(_own_total(found),),
    )


def _own_total(found: Sequence[Project]) -> DeclaredTotal:
    """What a city says it plans in all, so that a slip in any amount of its section is found."""
    return DeclaredTotal(
        dimension=Dimension.TOTAL,
        value=Decimal(sum(project.amount() for project in found)),
        provenance=EXAMPLE,
    )


def _passages(scope: str, city: str = "") -> tuple[Passage, ...]:
    return tuple(
        Passage(
            id=row["id"],
            number=int(row["number"]),
            title=label(row),
            text=row["text"].replace("{city}", city),
            items=tuple(row["items"].split()),
            provenance=provenance(row),
        )
        for row in rows("example_passages.csv")
        if row["scope"] == scope
    )
