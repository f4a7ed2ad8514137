"""What a best portfolio leaves open: why not this project, what money is worth, what else to do."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import highspy
import numpy as np

from mitgrim.funding.exact import INFEASIBLE, solved
from mitgrim.funding.highs import run
from mitgrim.funding.model import Model, distances, mixed_integer, to_highs, worth_at_least
from mitgrim.funding.portfolio import Portfolio, breaches, differences, value
from mitgrim.funding.problem import TOLERANCE, Limit, Numbers, Problem

EOK: Final = 1e8  # 1억
AGREEING: Final = 1e-5  # what part of the value may be given up to keep more projects as they are
FEW: Final = 200  # differences, up to which each is tried to be undone
NEAR: Final = 12  # so many projects may change for one that is forced in, if that suffices


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stands against an option: how much of it is needed, is free, and is missing.

    A `limit` is named by its number in the problem, a group by its kind and id, a prerequisite or
    an exclusion by the other project. Amounts are the problem's money; a prerequisite and an
    exclusion have none.
    """

    kind: Literal["limit", "least", "most", "needs", "excludes"]
    what: str
    limit: Limit | None = None
    need: float = 0.0
    free: float = 0.0

    @property
    def missing(self) -> float:
        """What there is too little of."""
        return self.need - self.free


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacement:
    """The best found with the project forced in: the value lost, and who leaves and joins for it.

    Looked for among portfolios that differ in few projects, and farther off only where none of
    those may be carried out; `proven` says that there less cannot be lost. A loss below zero says
    that the portfolio was not the best.
    """

    portfolio: Portfolio
    lost: float
    leaves: tuple[str, ...]
    joins: tuple[str, ...]
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a project is not in a portfolio.

    `option` is what it would take: of those that fit as things are the most valuable one, and
    else the most valuable one; None where it has no option at all. `gain` is what that would add
    to the value if nothing else changed. `displaced` is None where nothing was found in time, or
    where it is `impossible` to do the project at all.
    """

    project: str
    option: int | None
    gain: float
    obstacles: tuple[Obstacle, ...]
    displaced: Displacement | None
    impossible: bool


def why_not(
    problem: Problem, portfolio: Portfolio, project: int, *, seconds: float = 10.0
) -> Reason:
    """Why a project is not in a portfolio that may be carried out, solving for so many seconds.

    Raises ValueError for a project that is in it.
    """
    if project in portfolio:
        raise ValueError(f"{problem.projects[project]} is in the portfolio.")
    now = value(problem, portfolio)
    gains = {
        option: value(problem, {**portfolio, project: option}) - now
        for option in range(*problem.first[project : project + 2].tolist())
    }
    against = {option: tuple(_obstacles(problem, portfolio, option)) for option in gains}
    option = max(gains, key=lambda own: (not against[own], gains[own]), default=None)
    displaced, impossible = _displacement(problem, portfolio, project, seconds)
    return Reason(
        project=problem.projects[project],
        option=option,
        gain=0.0 if option is None else gains[option],
        obstacles=() if option is None else against[option],
        displaced=displaced,
        impossible=impossible,
    )


def prices(problem: Problem, *, more: float = EOK, seconds: float = 60.0) -> Numbers:
    """What so much more money under each limit would add to the value: one number a limit.

    The shadow prices of the relaxed programme, in which projects may be done in part: right for
    small changes of large budgets. Raises ValueError where nothing may be carried out even in
    part, and TimeoutError where time runs out.
    """
    model = mixed_integer(problem, relaxed=True)
    highs = to_highs(model)
    highs.setOptionValue("solver", "ipm")  # a third of the simplex method's time at 50 cities
    run(highs, seconds, model.options)
    status = highs.getModelStatus()
    if status in INFEASIBLE:
        raise ValueError("Nothing may be carried out, so money has no price.")
    if status != highspy.HighsModelStatus.kOptimal:
        raise TimeoutError("The relaxed programme was not solved in time.")
    if not len(problem.limits):
        return np.zeros(0)
    block = model.block("limits")
    duals = np.array(highs.getSolution().row_dual)[block.rows]
    return np.asarray(np.abs(duals) / block.unit * more)


def as_near(
    problem: Problem, portfolio: Portfolio, to: Portfolio, keeping: Collection[int] = ()
) -> Portfolio:
    """A portfolio no worse than one that may be carried out, with fewer idle differences.

    Every difference to another portfolio is undone that can be by itself, apart from the projects
    in `keeping`; of very many differences none is.
    """
    if differences(portfolio, to) > FEW:
        return portfolio
    kept = value(problem, portfolio)
    more = True
    while more:
        more = False
        for project in sorted(portfolio.keys() | to.keys()):
            if project in keeping or portfolio.get(project) == to.get(project):
                continue
            undone = {own: option for own, option in portfolio.items() if own != project}
            if project in to:
                undone[project] = to[project]
            if value(problem, undone) >= kept and not any(breaches(problem, undone)):
                portfolio, more = undone, True
    return portfolio


def _obstacles(problem: Problem, portfolio: Portfolio, option: int) -> Iterator[Obstacle]:
    project = int(problem.project[option])
    yield from _full_limits(problem, portfolio, option)
    yield from _held_groups(problem, portfolio, option)
    with_it = {**portfolio, project: option}
    for pair, (first, second) in enumerate(problem.needs.tolist()):
        if first == project:
            ready = problem.ready(pair)
            at = with_it.get(second)
            if at is None or problem.start[option] < ready[at - problem.first[second]]:
                yield Obstacle(kind="needs", what=problem.projects[second])
    for one, other in problem.excludes.tolist():
        if project in (one, other) and {one, other} <= with_it.keys():
            rival = other if one == project else one
            yield Obstacle(kind="excludes", what=problem.projects[rival])


def _full_limits(problem: Problem, portfolio: Portfolio, option: int) -> Iterator[Obstacle]:
    need = problem.uses[[option]].toarray()[0]
    free = problem.budget - problem.uses[list(portfolio.values())].sum(axis=0)
    short = need > free + TOLERANCE * np.maximum(1.0, np.abs(problem.budget))
    for number in np.flatnonzero(short & (need > 0)).tolist():
        limit = problem.limits[number]
        yield Obstacle(
            kind="limit",
            what=limit.source,
            limit=limit,
            need=float(need[number]),
            free=float(free[number]),
        )


def _held_groups(problem: Problem, portfolio: Portfolio, option: int) -> Iterator[Obstacle]:
    """Ceilings that it would break, and floors that grow with all money."""
    cost = float(problem.cost[option])
    chosen = list(portfolio.values())
    own = problem.groups_of[problem.project[chosen]].T @ problem.cost[chosen]
    belongs = problem.groups_of[[problem.project[option]]].toarray()[0] > 0
    total = float(problem.cost[chosen].sum()) + cost
    slack = TOLERANCE * max(1.0, total)
    for group, before, its in zip(problem.groups, own.tolist(), belongs.tolist(), strict=True):
        least = max(group.least, group.least_share * total)
        most = min(group.most, group.most_share * total)
        after = before + cost * its
        what = f"{group.kind} {group.id}"
        if after < least - slack:
            yield Obstacle(kind="least", what=what, need=least, free=after)
        if after > most + slack:
            yield Obstacle(kind="most", what=what, need=cost, free=most - before)


def _displacement(
    problem: Problem, portfolio: Portfolio, project: int, seconds: float
) -> tuple[Displacement | None, bool]:
    """What forcing the project in displaces, and whether that is known to be impossible."""
    until = time.monotonic() + seconds
    must = problem.must.copy()
    must[project] = True
    forced = replace(problem, must=must)
    model = _keeping(mixed_integer(forced), portfolio, AGREEING * value(problem, portfolio))
    found = None
    for near in (NEAR, len(problem.projects)):
        highs = to_highs(_near(model, problem, portfolio, near))
        left = until - time.monotonic()
        found = solved(highs, forced, model, seconds=left, gap=AGREEING / 10)
        if found.status != "infeasible":
            break
    if found is None or found.portfolio is None:
        return None, found is not None and found.status == "infeasible"
    names = problem.projects
    other = as_near(problem, found.portfolio, portfolio, keeping=[project])
    displacement = Displacement(
        portfolio=other,
        lost=value(problem, portfolio) - value(problem, other),
        leaves=tuple(names[own] for own in sorted(portfolio.keys() - other.keys())),
        joins=tuple(names[own] for own in sorted(other.keys() - portfolio.keys() - {project})),
        proven=found.status == "optimal",
    )
    return displacement, False


def _keeping(model: Model, portfolio: Portfolio, worth: float) -> Model:
    """The model with an objective that also likes options of a portfolio, all together so much."""
    objective = model.objective.copy()
    objective[list(portfolio.values())] += worth / max(1, len(portfolio))
    return replace(model, objective=objective)


def _near(model: Model, problem: Problem, portfolio: Portfolio, most: int) -> Model:
    """The model with portfolios that differ from one in so many projects at most."""
    away = -distances(problem, len(model.objective), portfolio)
    return worth_at_least(model, away, float(len(portfolio) - most))
