"""An answer for machines, and what can be told from it: differences, full limits, conflicts."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from mitgrim.codec import digest
from mitgrim.funding.conflicts import Conflict, Demand, smallest_conflict
from mitgrim.funding.fairness import Point
from mitgrim.funding.from_plan import Posed, money_of, pose
from mitgrim.funding.parameters import Parameters, usual_parameters
from mitgrim.funding.parameters import as_json as parameters_json
from mitgrim.funding.portfolio import Portfolio, attainments, gini, taken
from mitgrim.funding.problem import Limit, Problem
from mitgrim.funding.reasons import prices
from mitgrim.funding.said import MESSAGES
from mitgrim.funding.solving import Solution, solve
from mitgrim.funding.words import (
    Sentence,
    amount_text,
    group_text,
    label_text,
    limit_text,
    listed,
    option_values,
    points_text,
    project_text,
    say,
    share_text,
)
from mitgrim.plan import NATION, FundingSource, Plan, Project, label_of
from mitgrim.wording import Lang, Text, prose_amount

# A limit of which nearly all is taken is what keeps a better portfolio from being done.
NEARLY_ALL: Final = 0.999
WORTH: Final = 5  # limits of which more money is worth most
WORTH_TELLING: Final = 1e-6  # of the value
QUICK: Final = 20_000  # options, up to which prices are a matter of a second
SECONDS_FOR_PRICES: Final = 2.0


@dataclass(frozen=True, kw_only=True, repr=False)
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

    def name_of(self, number: int) -> Text:
        """The name of a project of the problem, with its id where others have the same name."""
        return self.name(self.problem.projects[number])

    def name(self, id: str) -> Text:
        """The same by the project's id."""
        project = self.projects[id]
        if self._named[project.name.ko] > 1:
            return project_text(project)
        return label_text(project.name, project.id)

    def __repr__(self) -> str:
        found, problem = self.solution, self.problem
        cost = sum(round(problem.cost[own]) for own in self.portfolio.values())
        projects = f"{len(self.portfolio):,} of {len(problem.projects):,} projects"
        return (
            f"<Answer {found.status}: {projects}, {prose_amount(cost, Lang.KO)}, "
            f"attainment {share_text(found.value)}, at most {share_text(found.bound)}>"
        )


def fund(
    plan: Plan,
    parameters: Parameters | None = None,
    *,
    seconds: float = 60.0,
    gap: float = 1e-3,
    seed: int = 1,
) -> Answer:
    """The best choice of a plan's projects that some seconds find, or sooner within a gap.

    Without parameters the budgets are the plan's own. `seconds` are also the time that questions
    about the answer have. Raises FundingError for a plan whose projects can't be chosen among.
    """
    posed = pose(plan, usual_parameters(plan) if parameters is None else parameters)
    solution = solve(posed.problem, seconds=seconds, gap=gap, seed=seed)
    return Answer(plan=plan, posed=posed, solution=solution, seconds=seconds)


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


def difference_said(answer: Answer, of: Portfolio, to: Portfolio) -> Iterator[Sentence]:
    """Who joins, who leaves, and each that changes."""
    found = difference(of, to)
    for message, numbers in (
        ("difference.joins", found.joins),
        ("difference.leaves", found.leaves),
    ):
        if numbers:
            names = listed(answer.name_of(own) for own in numbers)
            yield say(message, count=len(numbers), projects=names)
    if found.changes:
        yield say("difference.changes", count=len(found.changes))
    for number in found.changes:
        project = answer.projects[answer.problem.projects[number]]
        yield say(
            "difference.change",
            "item",
            project=answer.name_of(number),
            before=option_text(answer, project, to[number]),
            after=option_text(answer, project, of[number]),
        )


def option_text(answer: Answer, project: Project, option: int) -> Text:
    """An option in a sentence: its scale, its start and its amount."""
    return MESSAGES.both("option", **option_values(project, answer.problem, option))


def option_json(problem: Problem, option: int) -> dict[str, object]:
    """The option that a project takes, for machines."""
    return {
        "id": problem.projects[problem.project[option]],
        "variant": problem.variants[problem.variant[option]],
        "start": int(problem.start[option]),
    }


def portfolio_of(problem: Problem, projects: Sequence[Mapping[str, object]]) -> Portfolio:
    """A portfolio from its options as `option_json` says them. Raises KeyError for one unknown."""
    numbers = {
        (own["id"], own["variant"], own["start"]): (int(problem.project[option]), option)
        for option in range(problem.options)
        for own in (option_json(problem, option),)
    }
    return dict(numbers[own["id"], own["variant"], own["start"]] for own in projects)


def limit_json(limit: Limit) -> dict[str, object]:
    """A limit for machines."""
    return {
        "source": limit.source,
        "year": limit.year,
        "city": limit.city,
        "line": limit.line,
        "carried": limit.carried,
    }


def as_json(
    plan: Plan, parameters: Parameters, posed: Posed, solution: Solution
) -> dict[str, object]:
    """An answer for machines: won as integers, shares of one; None for what is not known."""
    problem, portfolio = posed.problem, solution.portfolio
    money = money_of(plan, problem, portfolio)
    return {
        "status": str(solution.status),
        "value": finite(solution.value),
        "bound": finite(solution.bound),
        "gap": finite(solution.gap),
        "projects": [option_json(problem, option) for _, option in sorted(portfolio.items())],
        "money": {
            str(year): {source.value: won for source, won in by_source.items()}
            for year, by_source in money.items()
        },
        "binding": [
            {**limit_json(limit), "budget": budget, "used": used}
            for limit, budget, used in binding(problem, portfolio)
        ],
        "left_out": [
            {"id": id, "reason": {"ko": reason.ko, "en": reason.en}}
            for id, reason in posed.left_out.items()
        ],
        **made_from(plan, parameters),
    }


def made_from(plan: Plan, parameters: Parameters) -> dict[str, object]:
    """The digests of the plan and the parameters: what an answer was made from."""
    return {
        "plan": {NATION: digest(plan.nation)} | {own.city.id: digest(own) for own in plan.cities},
        "parameters": parameters_json(parameters),
    }


def binding(problem: Problem, portfolio: Portfolio) -> Iterator[tuple[Limit, int, int]]:
    """The limits of which nearly all is taken, with the budget and what is taken, in won."""
    used_up = taken(problem, portfolio)
    for limit, budget, used in zip(problem.limits, problem.budget.tolist(), used_up, strict=True):
        if used > 0 and used >= NEARLY_ALL * budget:
            yield limit, round(budget), round(used)


def not_chosen(posed: Posed, portfolio: Portfolio) -> dict[str, Text]:
    """Why each project that is not in a portfolio is not, in a few words."""
    problem = posed.problem
    ends = problem.gains.indptr[problem.first]
    return posed.left_out | {
        id: MESSAGES.both("not-in-answer" if end > start else "no-gain")
        for number, (id, (start, end)) in enumerate(
            zip(problem.projects, pairwise(ends), strict=True)
        )
        if number not in portfolio
    }


def frontier_json(problem: Problem, points: tuple[Point, ...]) -> dict[str, object]:
    """The points for machines, with what each city attains."""
    return {
        "frontier": [
            {
                "value": own.value,
                "bound": finite(own.bound),
                "worst": own.worst,
                "gini": gini(attainments(problem, own.portfolio).values()),
                "cities": attainments(problem, own.portfolio),
                "projects": [
                    option_json(problem, option) for _, option in sorted(own.portfolio.items())
                ],
            }
            for own in points
        ]
    }


def finite(number: float) -> float | None:
    """A number, or None where it is not known."""
    return float(number) if math.isfinite(number) else None


def worth_most(problem: Problem) -> Iterator[tuple[Limit, float]]:
    """The limits of which 1억원 more is worth most, if that is quickly known; see `prices`."""
    if problem.options > QUICK:
        return
    try:
        worth = prices(problem, seconds=SECONDS_FOR_PRICES)
    except (TimeoutError, ValueError):
        return
    for number in np.argsort(-worth, kind="stable")[:WORTH].tolist():
        if worth[number] > WORTH_TELLING:
            yield problem.limits[number], float(worth[number])


def prices_said(plan: Plan, problem: Problem) -> Iterator[Sentence]:
    """The limits of which more money is worth most; nothing where that is not quickly known."""
    found = list(worth_most(problem))
    if found:
        yield say("price.head", "head")
    for limit, price in found:
        yield say("price.limit", limit=limit_text(plan, limit), points=points_text(price))


def conflict_of(problem: Problem, seconds: float) -> tuple[Conflict | None, bool]:
    """A smallest conflict, and whether it is known if there is one."""
    try:
        return smallest_conflict(problem, seconds=seconds), True
    except TimeoutError:
        return None, False


def conflict_said(
    plan: Plan, problem: Problem, conflict: Conflict | None, *, known: bool
) -> Iterator[Sentence]:
    """What can't be met together, a sentence for each demand."""
    if conflict is None:
        yield say("conflict.none" if known else "conflict.unknown", "head")
        return
    alone = len(conflict.demands) == 1
    head = "conflict.alone" if alone else "conflict.head"
    yield say(head, "head", count=len(conflict.demands))
    for demand in conflict.demands:
        yield Sentence(demand_text(plan, problem, demand), "item")
    if alone:
        yield say("conflict.ask-again")
    else:
        yield say("conflict.smallest" if conflict.smallest else "conflict.not-smallest")


def demand_text(plan: Plan, problem: Problem, demand: Demand) -> Text:
    """A demand in words, a group's with its amount or share."""
    if demand.kind == "limit":
        what = label_text(label_of(FundingSource(demand.what)))
    elif demand.kind == "must":
        projects = {own.id: own for own in plan.projects()}
        what = project_text(projects[demand.what])
    else:
        what = group_text(plan, demand.of, demand.what)
    extent = listed(_extents(problem, demand))
    return MESSAGES.both(f"demand.{demand.kind}", what=what, extent=extent)


def _extents(problem: Problem, demand: Demand) -> Iterator[Text]:
    """What a group has to get at least or at most: won, a share of all money, or both."""
    for group in problem.groups:
        if (group.kind, group.id) != (demand.of, demand.what):
            continue
        least = demand.kind == "least"
        won, no_won = (group.least, 0.0) if least else (group.most, math.inf)
        share, no_share = (group.least_share, 0.0) if least else (group.most_share, 1.0)
        if won != no_won:
            yield amount_text(won)
        if share != no_share:
            yield Text(f"{100 * share:g}%", f"{100 * share:g}%")
