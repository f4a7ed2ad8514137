"""Answers held against one another: what is in all, in none, and what differs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mitgrim.plan import FundingSource, Plan, Project, label_of
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import Told
from mitgrim.web.funding.showing import (
    Line,
    OfCity,
    by_city,
    city_name,
    option_text,
    project_name,
    share,
)
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.wording import MILLION, table_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing of every scenario, side by side."""

    name: str
    cells: tuple[str, ...]
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two to four answers side by side."""

    values: tuple[Row, ...]
    sources: tuple[Row, ...]
    cities: tuple[Row, ...]
    in_all: tuple[OfCity, ...]
    in_none: tuple[OfCity, ...]
    differing: tuple[Row, ...]
    same_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one choice differs from another: who joins, who leaves, who changes and how."""

    joins: tuple[Line, ...]
    leaves: tuple[Line, ...]
    changes: tuple[Line, ...]


Options = Mapping[str, Mapping[str, Any]]


def compared(
    scenarios: Sequence[Scenario], plans: Sequence[Plan], told: Sequence[Told]
) -> Compared:
    """Scenarios with their plans and answers side by side, in the order given."""
    projects = {own.id: own for plan in plans for own in plan.projects()}
    options = [options_of(own) for own in told]
    every = [id for id in projects if any(id in own for own in options)]
    open_to = set.union(*(set(own) for own in (_offered(each) for each in told)))
    in_all = [id for id in every if all(id in own and own[id] == options[0].get(id)
                                        for own in options)]  # fmt: skip
    differing = [id for id in every if id not in in_all]
    in_none = [id for id in projects if id in open_to and id not in every]
    return Compared(
        values=tuple(_values(told)),
        sources=tuple(_sources(told)),
        cities=tuple(_cities(plans, told)),
        in_all=_lines(plans[0], [projects[id] for id in in_all]),
        in_none=_lines(plans[0], [projects[id] for id in in_none]),
        differing=tuple(
            Row(
                name=project_name(projects[id]),
                city=city_name(plans[0], projects[id].city),
                cells=tuple(
                    option_text(projects[id], own[id]) if id in own else "" for own in options
                ),
            )
            for id in differing
        ),
        same_plan=len({tuple(own.manifest) for own in scenarios}) == 1,
    )


def difference(projects: Mapping[str, Project], of: Told, to: Told) -> Difference:
    """How the first answer differs from the second."""
    new, old = options_of(of), options_of(to)

    def lines(ids: Sequence[str], said: Callable[[str], str]) -> tuple[Line, ...]:
        return tuple(Line(id=id, name=project_name(projects[id]), scale=said(id)) for id in ids)

    def change(id: str) -> str:
        before, after = (option_text(projects[id], own[id]) for own in (old, new))
        return f"{before} → {after}"

    order = [id for id in projects if id in new or id in old]
    return Difference(
        joins=lines(
            [id for id in order if id not in old], lambda id: option_text(projects[id], new[id])
        ),
        leaves=lines(
            [id for id in order if id not in new], lambda id: option_text(projects[id], old[id])
        ),
        changes=lines([id for id in order if id in new and id in old and new[id] != old[id]],
                      change),
    )  # fmt: skip


def options_of(told: Told) -> Options:
    """The options that were chosen, by project."""
    return {own["id"]: own for own in told["projects"]}


def _offered(told: Told) -> list[str]:
    return [own["id"] for own in (*told["projects"], *told.get("not_chosen", ()))]


def _values(told: Sequence[Told]) -> list[Row]:
    return [
        Row(name=say("funding.column.attained"), cells=tuple(share(own["value"]) for own in told)),
        Row(name=say("funding.column.bound"), cells=tuple(share(own["bound"]) for own in told)),
        Row(name=say("funding.column.gap"), cells=tuple(share(own["gap"]) for own in told)),
        Row(
            name=say("funding.column.projects"),
            cells=tuple(str(len(own["projects"])) for own in told),
        ),
        Row(
            name=say("funding.column.worst"),
            cells=tuple(share(min(own.get("cities", {}).values(), default=None)) for own in told),
        ),
    ]


def _sources(told: Sequence[Told]) -> list[Row]:
    sums = [
        {
            source: sum(by_source[source.value] for by_source in own["money"].values())
            for source in FundingSource
        }
        for own in told
    ]
    rows = [
        Row(name=named(label_of(source)), cells=tuple(_millions(own[source]) for own in sums))
        for source in FundingSource
        if any(own[source] for own in sums)
    ]
    total = tuple(_millions(sum(own.values())) for own in sums)
    return [*rows, Row(name=say("funding.column.total"), cells=total)]


def _cities(plans: Sequence[Plan], told: Sequence[Told]) -> list[Row]:
    cities = list(dict.fromkeys(city for own in told for city in own.get("cities", {})))
    return [
        Row(
            name=city_name(plans[0], city),
            cells=tuple(share(own.get("cities", {}).get(city)) for own in told),
        )
        for city in cities
    ]


def _lines(plan: Plan, projects: Sequence[Project]) -> tuple[OfCity, ...]:
    return by_city(plan, ((own, Line(id=own.id, name=project_name(own))) for own in projects))


def _millions(won: int) -> str:
    return table_amount(won, MILLION, current()) if won else "–"
