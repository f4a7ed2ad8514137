"""A plan as it could have been known on an earlier day: what came out later is left out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from mitgrim.plan import CityPlan, Nation, Plan, Project, Stage

RecordT = TypeVar("RecordT")


def as_known(plan: Plan, day: date) -> Plan:
    """The plan without themes, trees, totals, indicators and days that came after a day.

    What a source published later says is not known yet; sources of the law itself stay, for the
    plan cites them as they are in force today.
    """
    later = {
        own.id
        for own in plan.nation.sources
        if own.published and own.published > day and own.id not in _of_law(plan.nation)
    }
    nation = _nation(plan.nation, day, later)
    known = {own.id for own in nation.indicators}
    gone = {own.id for own in plan.nation.indicators} - known
    return Plan(nation=nation, cities=tuple(_city(own, day, gone) for own in plan.cities))


def _of_law(nation: Nation) -> frozenset[str]:
    return frozenset(own.provenance.source for own in nation.statutory_items)


def _nation(nation: Nation, day: date, later: set[str]) -> Nation:
    trees = tuple(own for own in nation.trees if not own.valid_from or own.valid_from <= day)
    ids = {own.id for own in trees}
    return replace(
        nation,
        trees=tuple(replace(own, valid_to=None) for own in trees),
        crosswalks=tuple(own for own in nation.crosswalks if own.tree in ids),
        indicators=_known(nation.indicators, later),
        declared=tuple(
            own for own in _known(nation.declared, later) if not own.tree or own.tree in ids
        ),
        printed_tables=_known(nation.printed_tables, later),
        printed_shares=_known(nation.printed_shares, later),
        stages=tuple(_stage(own, day) for own in nation.stages),
    )


def _known(records: Iterable[RecordT], later: set[str]) -> tuple[RecordT, ...]:
    def source(record: Any) -> str:
        return str(record.provenance.source)

    return tuple(own for own in records if source(own) not in later)


def _stage(stage: Stage, day: date) -> Stage:
    return replace(stage, done=None) if stage.done and stage.done > day else stage


def _city(section: CityPlan, day: date, gone: set[str]) -> CityPlan:
    return replace(
        section,
        themes=tuple(own for own in section.themes if own.valid_from <= day),
        projects=tuple(_project(own, gone) for own in section.projects),
    )


def _project(project: Project, gone: set[str]) -> Project:
    return replace(
        project,
        effects=tuple(own for own in project.effects if own.indicator not in gone),
        indicators=tuple(own for own in project.indicators if own not in gone),
    )
