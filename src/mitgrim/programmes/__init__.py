"""Programmes: what a kind of plan brings with it. A new programme is a folder and an entry here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from mitgrim.checks import Finding, Rule
from mitgrim.law import CaseFunction, DaysOff, Law, Terms
from mitgrim.plan import CityPlan, Label, Nation, Period, Plan
from mitgrim.programmes import innovation_cities
from mitgrim.programmes.innovation_cities.law import MinorChange
from mitgrim.programmes.stages import StageRule
from mitgrim.wording import Text

__all__ = ["MinorChange", "Programme", "StageRule", "programme", "programmes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A kind of plan: its map, its example plans by name, and the sections of a new plan.

    `cycle` is the first period, which recurs. `empty(plan_id, period, name, cities)` gives the
    national section of a new plan, `empty_city(plan_id, city)` a city's. `cases` are the rules of
    its law that a case can ask, `case_files` its own cases, `case_terms` the words they are in.
    `rules` are the checks that only its plans need. `law` holds its parameters and deadlines, and
    `days_off(more)` says which day is a public holiday, with more of them if some are given.
    `stage_rules` say of each stage what is done in it and what must be true before the next.
    `committee_of(section, day)` is the body that reviews a section, whose quorum and majority are
    parameters of the law, and `minor_change(before, after, total_before, total_after, day)` says
    whether a change of an adopted plan may skip the national one. `composed(section, day, …)` says
    what is wrong with how a committee is made up; `seat_names` are the kinds of its seats.
    """

    id: str
    name: Label
    cycle: Period
    basemap: Callable[[], dict[str, Any]]
    examples: Mapping[str, Callable[[], Plan]]
    empty: Callable[..., Nation]
    empty_city: Callable[[str, str], CityPlan]
    cases: Mapping[str, CaseFunction]
    case_files: Callable[[], tuple[Traversable, ...]]
    case_terms: Callable[[], Terms]
    rules: Callable[[], tuple[Rule, ...]]
    law: Callable[[], Law]
    days_off: Callable[[Mapping[date, Text]], DaysOff]
    stage_rules: Callable[[], tuple[StageRule, ...]]
    committee_of: Callable[[str, date], str]
    minor_change: Callable[..., MinorChange]
    composed: Callable[..., tuple[Finding, ...]]
    seat_names: Callable[[], Mapping[str, Text]]


_PROGRAMMES = (
    Programme(
        id=innovation_cities.PROGRAMME,
        name=Label(
            ko="혁신도시 종합발전계획",
            en="Comprehensive Development Plan of the Innovation Cities",
        ),
        cycle=innovation_cities.FIRST_CYCLE,
        basemap=innovation_cities.basemap,
        examples=MappingProxyType(
            {"innovation-cities-2018": innovation_cities.innovation_cities_2018}
        ),
        empty=innovation_cities.empty_nation,
        empty_city=innovation_cities.empty_city,
        cases=innovation_cities.RULES,
        case_files=innovation_cities.case_files,
        case_terms=innovation_cities.terms,
        rules=innovation_cities.rules,
        law=innovation_cities.act,
        days_off=innovation_cities.days_off,
        stage_rules=innovation_cities.stage_rules,
        committee_of=innovation_cities.committee_of,
        minor_change=innovation_cities.minor_change,
        composed=innovation_cities.composed,
        seat_names=innovation_cities.seat_names,
    ),
)


def programmes() -> tuple[Programme, ...]:
    """Every programme there is."""
    return _PROGRAMMES


def programme(id: str) -> Programme | None:
    """A programme by its id, or None."""
    return next((known for known in _PROGRAMMES if known.id == id), None)
