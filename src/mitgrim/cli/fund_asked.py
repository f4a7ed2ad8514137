"""What `mitgrim fund` is asked beside what to do: other portfolios, fairness, conflicts, prices."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from mitgrim.cli.console import Console
from mitgrim.cli.fund_words import (
    city_text,
    group_text,
    heading,
    in_words,
    limit_text,
    option_json,
    option_values,
    project_text,
    share_text,
)
from mitgrim.cli.language import MESSAGES
from mitgrim.funding.alternatives import alternatives
from mitgrim.funding.conflicts import Conflict, Demand, smallest_conflict
from mitgrim.funding.fairness import Point, frontier
from mitgrim.funding.from_plan import Posed
from mitgrim.funding.portfolio import Portfolio, attainments, differences, value
from mitgrim.funding.problem import Limit, Problem
from mitgrim.funding.reasons import prices
from mitgrim.funding.solving import Solution
from mitgrim.plan import FundingSource, Plan, Project, label_of
from mitgrim.wording import Lang, Refusal, prose_amount

WORTH: Final = 5  # limits of which more money is worth most
WORTH_TELLING: Final = 1e-6  # of the value
QUICK: Final = 20_000  # options, up to which prices are a matter of a second
SECONDS_FOR_PRICES: Final = 2.0


class NobodyWorstOffError(Refusal):
    """No city has an indicator that counts, so that fairness has no price."""

    def __init__(self) -> None:
        self.message = MESSAGES.both("fund.frontier.nobody")
        super().__init__(self.message.en)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The best portfolio that was found, what it was found for, and the time for a question."""

    plan: Plan
    posed: Posed
    solution: Solution
    seconds: float

    @property
    def problem(self) -> Problem:
        """What was solved."""
        return self.posed.problem

    @property
    def portfolio(self) -> Portfolio:
        """What was found."""
        return self.solution.portfolio

    @cached_property
    def projects(self) -> dict[str, Project]:
        """The plan's projects by their ids."""
        return {own.id: own for own in self.plan.projects()}

    @cached_property
    def _named(self) -> Counter[str]:
        return Counter(own.name.ko for own in self.plan.projects())

    def name_of(self, console: Console, number: int) -> str:
        """A project's name, with its id where others have the same name."""
        project = self.projects[self.problem.projects[number]]
        if self._named[project.name.ko] > 1:
            return project_text(console, project)
        return in_words(project.name, console.lang) or project.id


class Difference(NamedTuple):
    """What one portfolio has, lacks, or does in another way than another one, by number."""

    joins: tuple[int, ...]
    leaves: tuple[int, ...]
    changes: tuple[int, ...]


def difference(of: Portfolio, to: Portfolio) -> Difference:
    """How the first portfolio differs from the second."""
    return Difference(
        joins=tuple(sorted(of.keys() - to.keys())),
        leaves=tuple(sorted(to.keys() - of.keys())),
        changes=tuple(sorted(own for own in of.keys() & to.keys() if of[own] != to[own])),
    )


def difference_json(problem: Problem, of: Portfolio, to: Portfolio) -> dict[str, object]:
    """How the first portfolio differs from the second, for machines."""
    found = difference(of, to)
    return {
        "joins": [option_json(problem, of[own]) for own in found.joins],
        "leaves": [problem.projects[own] for own in found.leaves],
        "changes": [option_json(problem, of[own]) for own in found.changes],
    }


def show_difference(console: Console, answer: Answer, of: Portfolio, to: Portfolio) -> None:
    """Who joins, leaves and changes, each on a line of its own."""
    found = difference(of, to)
    for message, numbers in (
        ("fund.difference.joins", found.joins),
        ("fund.difference.leaves", found.leaves),
    ):
        if numbers:
            console.say(message, count=len(numbers), projects=_names(console, answer, numbers))
    if found.changes:
        console.say("fund.difference.changes", count=len(found.changes))
        for number in found.changes:
            project = answer.projects[answer.problem.projects[number]]
            console.say(
                "fund.difference.change",
                project=answer.name_of(console, number),
                before=_option_text(console, answer, project, to[number]),
                after=_option_text(console, answer, project, of[number]),
            )


def _option_text(console: Console, answer: Answer, project: Project, option: int) -> str:
    values = option_values(console, project, answer.problem, option)
    return console.text("fund.option", **values)


def _names(console: Console, answer: Answer, numbers: tuple[int, ...]) -> str:
    return ", ".join(answer.name_of(console, own) for own in numbers)


def frontier_of(answer: Answer, points: int) -> tuple[Point, ...]:
    """Points between the most value and the best for the worst-off city. Raises a Refusal."""
    try:
        return frontier(
            answer.problem, points, seconds=answer.seconds, start=answer.portfolio or None
        )
    except ValueError as error:
        raise NobodyWorstOffError from error


def frontier_json(answer: Answer, points: tuple[Point, ...]) -> dict[str, object]:
    """The points for machines, with what each city attains and how each differs from the answer."""
    return {
        "frontier": [
            {
                "value": own.value,
                "bound": own.bound if math.isfinite(own.bound) else None,
                "worst": own.worst,
                "cities": attainments(answer.problem, own.portfolio),
                "projects": [
                    option_json(answer.problem, option)
                    for _, option in sorted(own.portfolio.items())
                ],
            }
            for own in points
        ]
    }


def show_frontier(console: Console, answer: Answer, points: tuple[Point, ...]) -> None:
    """What fairness costs, as a table."""
    message = {0: "fund.frontier.none", 1: "fund.frontier.one"}.get(len(points))
    console.say(message or "fund.frontier.several", style="bold")
    if not points:
        return
    rows = [
        [
            str(at),
            share_text(own.value),
            share_text(own.worst),
            _worst_off(console, answer, own.portfolio),
            str(len(own.portfolio)),
            str(differences(own.portfolio, points[0].portfolio)),
        ]
        for at, own in enumerate(points, start=1)
    ]
    columns = ("point", "value", "worst", "worst-off", "projects", "different")
    console.figures([console.text(f"fund.column.{own}") for own in columns], rows)
    console.say("fund.frontier.note")


def _worst_off(console: Console, answer: Answer, portfolio: Portfolio) -> str:
    attained = attainments(answer.problem, portfolio)
    return city_text(answer.plan, min(attained, key=lambda own: attained[own]), console.lang)


def alternatives_of(answer: Answer, count: int) -> tuple[Portfolio, ...]:
    """Portfolios that are nearly as good and differ most."""
    return alternatives(answer.problem, answer.portfolio, count, seconds=answer.seconds)


def alternatives_json(answer: Answer, found: tuple[Portfolio, ...]) -> dict[str, object]:
    """The alternatives for machines, what is in all of them and the answer, and what is in none."""
    problem = answer.problem
    in_all, in_none = _always_and_never(answer, found)
    return {
        "in_all": [problem.projects[own] for own in in_all],
        "in_none": [problem.projects[own] for own in in_none],
        "alternatives": [
            {"value": value(problem, own), **difference_json(problem, own, answer.portfolio)}
            for own in found
        ],
    }


def show_alternatives(console: Console, answer: Answer, found: tuple[Portfolio, ...]) -> None:
    """What is in all portfolios, in none, and how each differs from the answer."""
    if not found:
        console.say("fund.alternatives.none", style="bold")
        return
    console.say("fund.alternatives.found", style="bold", count=len(found))
    for message, numbers in zip(
        ("fund.alternatives.in-all", "fund.alternatives.in-none"),
        _always_and_never(answer, found),
        strict=True,
    ):
        heading(console, message, len(numbers))
        console.line(_names(console, answer, numbers) or "—")
    for at, own in enumerate(found, start=1):
        heading(console, "fund.alternatives.head", at)
        console.say(
            "fund.alternatives.differs",
            value=share_text(value(answer.problem, own)),
            count=differences(own, answer.portfolio),
        )
        show_difference(console, answer, own, answer.portfolio)


def _always_and_never(
    answer: Answer, found: tuple[Portfolio, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    every = (answer.portfolio, *found)
    numbers = range(len(answer.problem.projects))
    return (
        tuple(number for number in numbers if all(number in own for own in every)),
        tuple(number for number in numbers if not any(number in own for own in every)),
    )


def conflict_json(conflict: Conflict | None, *, known: bool) -> dict[str, object]:
    """A conflict for machines; none is null, and whether that is known is the status."""
    found = conflict and {
        "demands": [{"kind": own.kind, "of": own.of, "what": own.what} for own in conflict.demands],
        "smallest": conflict.smallest,
    }
    status = "infeasible" if conflict else "feasible" if known else "unknown"
    return {"status": status, "conflict": found}


def conflict_of(problem: Problem, seconds: float) -> tuple[Conflict | None, bool]:
    """A smallest conflict, and whether it is known if there is one."""
    try:
        return smallest_conflict(problem, seconds=seconds), True
    except TimeoutError:
        return None, False


def show_conflict(
    console: Console, plan: Plan, problem: Problem, conflict: Conflict | None, *, known: bool
) -> None:
    """What can't be met together, a line for each demand."""
    if conflict is None:
        console.say("fund.conflict.none" if known else "fund.conflict.unknown", style="bold")
        return
    alone = len(conflict.demands) == 1
    message = "fund.conflict.alone" if alone else "fund.conflict.head"
    console.say(message, style="bold", count=len(conflict.demands))
    for demand in conflict.demands:
        console.line(f"- {demand_text(console, plan, problem, demand)}")
    if alone:
        console.say("fund.conflict.ask-again")
        return
    console.say("fund.conflict.smallest" if conflict.smallest else "fund.conflict.not-smallest")


def demand_text(console: Console, plan: Plan, problem: Problem, demand: Demand) -> str:
    """A demand in words, a group's with its amount or share."""
    if demand.kind == "limit":
        what = in_words(label_of(FundingSource(demand.what)), console.lang)
    elif demand.kind == "must":
        projects = {own.id: own for own in plan.projects()}
        what = project_text(console, projects[demand.what])
    else:
        what = group_text(console, plan, demand.of, demand.what)
    extent = ", ".join(_extents(console.lang, problem, demand))
    return console.text(f"fund.demand.{demand.kind}", what=what, extent=extent)


def _extents(lang: Lang, problem: Problem, demand: Demand) -> Iterator[str]:
    """What a group has to get at least or at most: won, a share of all money, or both."""
    for group in problem.groups:
        if (group.kind, group.id) != (demand.of, demand.what):
            continue
        least = demand.kind == "least"
        won, no_won = (group.least, 0.0) if least else (group.most, math.inf)
        share, no_share = (group.least_share, 0.0) if least else (group.most_share, 1.0)
        if won != no_won:
            yield prose_amount(round(won), lang)
        if share != no_share:
            yield f"{100 * share:g}%"


def show_prices(console: Console, plan: Plan, problem: Problem) -> None:
    """The limits of which more money is worth most, if that is quickly known."""
    found = list(_worth_most(problem))
    if found:
        heading(console, "fund.price.head")
    for limit, price in found:
        console.say(
            "fund.price.limit",
            limit=limit_text(console, plan, limit),
            points=points_text(price),
        )


def _worth_most(problem: Problem) -> Iterator[tuple[Limit, float]]:
    if problem.options > QUICK:
        return
    try:
        worth = prices(problem, seconds=SECONDS_FOR_PRICES)
    except (TimeoutError, ValueError):
        return
    for number in np.argsort(-worth, kind="stable")[:WORTH].tolist():
        if worth[number] > WORTH_TELLING:
            yield problem.limits[number], float(worth[number])


def points_text(share: float) -> str:
    """A difference of shares in percentage points, with three places that count."""
    return f"{100 * share:.3g}"


def as_answered(answer: Answer) -> Mapping[str, object]:
    """How good the answer is that a question is about, for machines."""
    own = answer.solution
    return {"status": str(own.status), "value": own.value, "bound": own.bound, "gap": own.gap}
