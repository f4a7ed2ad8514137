"""Small random plans, and edits of them, for laws that must hold of every plan.

Ids come from small pools, so that two people's edits often meet in the same record. What is made
is well-formed as a value; whether it makes sense as a plan is the checks' matter.
"""

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from mitgrim.plan import (
    Action,
    Certainty,
    City,
    CityPlan,
    FundingLine,
    FundingSource,
    Gate,
    Indicator,
    Label,
    Measure,
    Nation,
    Period,
    Phase,
    Plan,
    Point,
    Project,
    Provenance,
    ProvenanceKind,
    Sector,
    Theme,
    Use,
    Variant,
)
from mitgrim.plan.attributes import key_of

Draw = st.DrawFn
THOROUGH: Final = bool(os.environ.get("MITGRIM_THOROUGH"))
RecordT = TypeVar("RecordT")

PLAN: Final = "law-2018"
CITIES: Final = ("busan", "ulsan", "jeju")
SECTORS: Final = ("industry", "settlement", "smart-city", "talent", "shared-growth")
ACTIONS: Final = ("industry.01", "settlement.01", "talent.01")
PROJECTS: Final = ("p-2a", "p-3b", "p-4c", "p-5d")

texts = st.sampled_from(["", "가", "나", "다", "가/나,다~", "\n"])
labels = st.builds(Label, ko=texts, en=st.sampled_from(["", "A", "B"]))
years = st.integers(2018, 2022)
decimals = st.integers(-2, 40).map(lambda tenths: Decimal(tenths) / 10)
amounts = st.integers(-1, 9).map(lambda eok: eok * 100_000_000)
dates = st.builds(date, years, st.integers(1, 2), st.integers(1, 2))
periods = st.builds(Period, first=years, last=years)
points = st.builds(Point, longitude=decimals, latitude=decimals)
measures = st.builds(Measure, year=years, value=decimals, numerator=st.none() | decimals)
provenances = st.builds(
    Provenance, kind=st.sampled_from(ProvenanceKind), source=st.sampled_from(["", "act"])
)
lines = st.builds(
    FundingLine,
    year=years,
    source=st.sampled_from(FundingSource),
    phase=st.sampled_from([Phase.PLANNED, Phase.EXECUTED]),
    use=st.sampled_from([Use.WORKS, Use.STUDY]),
    amount=amounts,
    certainty=st.none() | st.sampled_from(Certainty),
)
gates = st.builds(Gate, id=st.sampled_from(["g-2", "g-3"]), planned=st.none() | dates, note=texts)
themes = st.builds(Theme, valid_from=dates, text=labels, reason=texts)
sectors = st.builds(
    Sector, id=st.sampled_from(SECTORS), number=st.integers(1, 5), name=labels, aim=labels
)
actions = st.builds(
    Action, id=st.sampled_from(ACTIONS), sector=st.sampled_from(SECTORS), title=labels
)
indicators = st.builds(
    Indicator,
    id=st.sampled_from(["i-2", "i-3"]),
    name=labels,
    baseline=st.none() | measures,
    target=st.none() | measures,
)


def few(examples: int, **others: Any) -> settings:
    """For laws that are slow to try: fewer examples, unless all are to be tried thoroughly."""
    return settings(**others) if THOROUGH else settings(max_examples=examples, **others)


def collection(
    record: str, records: st.SearchStrategy[RecordT], most: int = 3, least: int = 0
) -> st.SearchStrategy[tuple[RecordT, ...]]:
    """A few records of a type with different keys."""
    return st.lists(records, min_size=least, max_size=most, unique_by=key_of(record)).map(tuple)


variants = st.builds(
    Variant,
    id=st.sampled_from(["small", "large"]),
    name=labels,
    money=collection("FundingLine", lines, 2),
)
area_lists = st.lists(st.sampled_from(["21040", "26010"]), max_size=2).map(tuple)


@cache
def projects(city: str) -> st.SearchStrategy[Project]:
    return st.builds(
        Project,
        id=st.sampled_from(PROJECTS),
        city=st.just(city),
        name=labels,
        action=st.sampled_from(ACTIONS),
        notes=texts,
        areas=area_lists,
        point=st.none() | points,
        period=st.none() | periods,
        variants=collection("Variant", variants, 2),
        gates=collection("Gate", gates, 2),
        money=collection("FundingLine", lines),
        provenance=provenances,
    )


@cache
def city_plans(city: str) -> st.SearchStrategy[CityPlan]:
    return st.builds(
        CityPlan,
        plan=st.just(PLAN),
        city=st.builds(City, id=st.just(city), name=labels),
        themes=collection("Theme", themes, 2),
        indicators=collection("Indicator", indicators, 2),
        projects=collection("Project", projects(city), 2, least=1),
    )


nations = st.builds(
    Nation,
    id=st.just(PLAN),
    name=labels,
    period=periods,
    cities=st.just(CITIES),
    sectors=collection("Sector", sectors),
    actions=collection("Action", actions),
    indicators=collection("Indicator", indicators, 2),
)


@st.composite
def plans(draw: Draw) -> Plan:
    """A nation and the sections of some of its cities."""
    handed_in = draw(st.sampled_from([CITIES[:1], CITIES[1:], CITIES[2:], ()]))
    return Plan(nation=draw(nations), cities=tuple(draw(city_plans(city)) for city in handed_in))


@st.composite
def edited(draw: Draw, plan: Plan, most: int = 4) -> Plan:
    """The plan after up to so many edits by one person."""
    for _ in range(draw(st.integers(0, most))):
        plan = draw(one_edit(plan))
    return plan


@st.composite
def one_edit(draw: Draw, plan: Plan) -> Plan:
    """One edit: in the nation, in a section, or a section added or removed."""
    what = draw(st.sampled_from(["section", "section", "section", "nation", "whole"]))
    if what == "nation":
        return replace(plan, nation=draw(edited_nation(plan.nation)))
    handed_in = tuple(section.city.id for section in plan.cities)
    city = draw(st.sampled_from((*handed_in, *handed_in, *CITIES)))
    section = plan.section(city)
    others = tuple(other for other in plan.cities if other.city.id != city)
    if what == "whole" and section:
        return replace(plan, cities=others)
    changed = draw(edited_section(section) if section else city_plans(city))
    return replace(plan, cities=(*others, changed))


@st.composite
def edited_nation(draw: Draw, nation: Nation) -> Nation:
    """A field of the nation set, or a sector, action or indicator added, changed or removed."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "name": labels,
        "period": periods,
        "sectors": edited_records(nation.sectors, "Sector", sectors, {"name": labels}),
        "actions": edited_records(nation.actions, "Action", actions, {"title": labels}),
        "indicators": edited_records(
            nation.indicators, "Indicator", indicators, {"target": st.none() | measures}
        ),
    }
    return draw(with_one_of(nation, fields))


@st.composite
def edited_section(draw: Draw, section: CityPlan) -> CityPlan:
    """Half of the time its projects; or its label, or a theme or indicator."""
    if draw(st.booleans()):
        return replace(section, projects=draw(edited_projects(section)))
    changes: dict[str, st.SearchStrategy[Any]] = {
        "city": with_one_of(section.city, {"name": labels, "short": labels}),
        "themes": edited_records(section.themes, "Theme", themes, {"text": labels}),
        "indicators": edited_records(
            section.indicators, "Indicator", indicators, {"baseline": st.none() | measures}
        ),
    }
    return draw(with_one_of(section, changes))


@st.composite
def edited_projects(draw: Draw, section: CityPlan) -> tuple[Project, ...]:
    """Most edits go into a project, as those of planners do."""
    found = section.projects
    into: bool = draw(st.sampled_from([True, True, False]))
    if not (found and into):
        made = edited_records(found, "Project", projects(section.city.id), {"notes": texts})
    else:
        project = draw(st.sampled_from(found))
        others = tuple(other for other in found if other is not project)
        made = edited_project(project).map(lambda changed: (*others, changed))
    return draw(made)


@st.composite
def edited_project(draw: Draw, project: Project) -> Project:
    """A field of the project set, or a line, gate or variant added, changed or removed."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "name": labels,
        "notes": texts,
        "areas": area_lists,
        "point": st.none() | points,
        "period": st.none() | periods,
        "action": st.sampled_from(ACTIONS),
        "provenance": provenances,
        "gates": edited_records(project.gates, "Gate", gates, {"note": texts}),
        "money": edited_records(project.money, "FundingLine", lines, {"amount": amounts}),
        "variants": edited_records(project.variants, "Variant", variants, {"name": labels}),
    }
    return draw(with_one_of(project, fields))


@st.composite
def edited_records(
    draw: Draw,
    records: tuple[Any, ...],
    record: str,
    new: st.SearchStrategy[Any],
    fields: dict[str, st.SearchStrategy[Any]],
) -> tuple[Any, ...]:
    """A collection with one record added or replaced, changed in one field, or removed."""
    key = key_of(record)
    if not records or draw(st.booleans()):
        added = draw(new)
        return (*(other for other in records if key(other) != key(added)), added)
    chosen = draw(st.sampled_from(records))
    others = tuple(other for other in records if other is not chosen)
    return draw(st.just(others) | with_one_of(chosen, fields).map(lambda made: (*others, made)))


@st.composite
def with_one_of(draw: Draw, record: RecordT, fields: dict[str, st.SearchStrategy[Any]]) -> RecordT:
    """The record with one of the fields drawn anew."""
    name = draw(st.sampled_from(sorted(fields)))
    changed: RecordT = replace(record, **{name: draw(fields[name])})  # type: ignore[type-var]
    return changed


@st.composite
def careless(draw: Draw, plan: Plan) -> Plan:
    """The plan with a project, or a whole section, entered twice under one key."""
    if not plan.cities:
        return plan
    section = draw(st.sampled_from(plan.cities))
    if not section.projects or draw(st.booleans()):
        return replace(plan, cities=(*plan.cities, section))
    again = replace(draw(st.sampled_from(section.projects)), notes="again")
    twice = replace(section, projects=(*section.projects, again))
    return replace(plan, cities=tuple(twice if s is section else s for s in plan.cities))


@st.composite
def contested(draw: Draw, plan: Plan) -> Plan:
    """The plan after somebody edited, or removed, the first project of each of its sections."""
    sections = []
    for section in plan.cities:
        first, *others = section.projects
        edits = draw(st.integers(0, 3))
        stays = [] if edits == 0 else [first]
        for _ in range(edits):
            stays = [draw(edited_project(project)) for project in stays]
        sections.append(replace(section, projects=(*stays, *others)))
    return replace(plan, cities=tuple(sections))


@st.composite
def histories(draw: Draw) -> tuple[Plan, Plan, Plan]:
    """A plan and what two people made of it: anything, the same projects, or carelessly."""
    base = draw(plans())
    how = draw(st.sampled_from([contested, edited, careless]))
    if how is careless:
        three = [base, draw(edited(base)), draw(edited(base))]
        at = draw(st.integers(0, 2))
        three[at] = draw(careless(three[at]))
        return three[0], three[1], three[2]
    return base, draw(how(base)), draw(how(base))
