"""What a best portfolio leaves open: why not this project, what money is worth, what else to do."""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import highspy
import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from mitgrim.funding.exact import INFEASIBLE, begin_at, prove, solved
from mitgrim.funding.highs import run
from mitgrim.funding.model import (
    INFINITY,
    Model,
    cities_of,
    city_shares,
    mixed_integer,
    point,
    to_highs,
)
from mitgrim.funding.portfolio import Portfolio, breaches, value
from mitgrim.funding.problem import TOLERANCE, Limit, Numbers, Problem

EOK: Final = 1e8  # 1억
ROOM: Final = 1e-6  # asked for above what is wanted where the solver's rounding was outside
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A portfolio, its value, and what the worst-off city attains of its own cells, 0 to 1.

    `bound` is what no portfolio exceeds in value whose worst-off city attains as much.
    """

    portfolio: Portfolio
    value: float
    worst: float
    bound: float


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


def alternatives(
    problem: Problem,
    best: Portfolio,
    count: int,
    *,
    within: float = 0.005,
    seconds: float = 60.0,
) -> tuple[Portfolio, ...]:
    """Up to so many portfolios that are nearly as good and as different as can be.

    Each differs from the best and from those before it in as many projects as could be found: a
    project differs that is in one only, or takes another option. All keep `within` of the value.
    Fewer come back where there are no more, or time runs out; Ctrl+C goes on to the next one.
    """
    until = time.monotonic() + seconds
    least = (1 - within) * value(problem, best)
    found = [best]
    while len(found) <= count:
        left = (until - time.monotonic()) / (count + 1 - len(found))
        other = _most_different(problem, found, least, left)
        if other is None:
            break
        found.append(other)
    return tuple(found[1:])


def frontier(
    problem: Problem, points: int, *, seconds: float = 60.0, start: Portfolio | None = None
) -> tuple[Point, ...]:
    """What fairness costs: portfolios from the most value to the best for the worst-off city.

    In each, the value is the most found with the worst-off city attaining what it does; none of
    them is beaten in both. Solved from the fairest on, each beginning from the one before, and the
    one of most value from `start`, a good portfolio if there is one. Ctrl+C leaves out those that
    were still to come. Empty where nothing may be carried out or nothing was found in time; raises
    ValueError where no city has a cell with a weight.
    """
    if not cities_of(problem):
        raise ValueError("No city has an indicator with a weight, so none is worst off.")
    began = time.monotonic()
    each = seconds / (points + 2)
    most = prove(problem, seconds=each, start=start)
    if most.portfolio is None:
        return ()
    fairest = _fairest(problem, most.portfolio, each)
    lowest, highest = _worst(problem, most.portfolio), _worst(problem, fairest)
    last, found = fairest, []
    steps = max(2, points)
    for number, least in enumerate(np.linspace(highest, lowest, steps)):
        left = (seconds - (time.monotonic() - began)) / (steps - number)
        if number == steps - 1 and value(problem, last) < value(problem, most.portfolio):
            last = most.portfolio
        own = prove(problem, seconds=left, start=last, least_attainment=float(least) - TOLERANCE)
        last = last if own.portfolio is None else own.portfolio
        if own.interrupted:
            break
        found.append(
            Point(
                portfolio=last,
                value=value(problem, last),
                worst=_worst(problem, last),
                bound=own.bound,
            )
        )
    return _unbeaten(found)


def attainments(problem: Problem, portfolio: Portfolio) -> dict[str, float]:
    """What part of all that its own cells weigh each city attains, 0 to 1."""
    taken = np.zeros(problem.options)
    taken[list(portfolio.values())] = 1.0
    attained = city_shares(problem) @ np.minimum(1.0, problem.gains.T @ taken)
    return dict(zip(cities_of(problem), attained.tolist(), strict=True))


def differences(one: Portfolio, other: Portfolio) -> int:
    """How many projects are in one portfolio only, or take another option."""
    return sum(one.get(project) != other.get(project) for project in one.keys() | other.keys())


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


def _most_different(
    problem: Problem, found: Sequence[Portfolio], least: float, seconds: float
) -> Portfolio | None:
    """A portfolio of enough value that differs in the most projects from the nearest of these.

    One more column is that number of projects. A large problem with a row for the value leaves a
    solver without any solution: after a sixth of the time, difference is worth a little value
    instead.
    """
    until = time.monotonic() + seconds
    model = mixed_integer(problem)
    distances = np.array([_distance(problem, model, own) for own in found])
    sizes = -np.array([float(len(own)) for own in found])
    wide = _widened(model, distances, column=-np.ones(len(found)), least=sizes)

    def other(programme: Model, limit: float) -> tuple[Portfolio | None, bool]:
        """Another portfolio, and whether to look no further."""
        highs = to_highs(programme)
        begin_at(highs, np.append(point(problem, model, found[0]), 0.0))
        own = solved(highs, problem, model, seconds=min(limit, until - time.monotonic()))
        new = own.portfolio is not None and all(differences(own.portfolio, old) for old in found)
        return (own.portfolio if new else None), own.status == "optimal" or own.interrupted

    for room in (0.0, ROOM):
        enough, done = other(_worth(wide, model.objective, least + room), seconds / 6)
        if enough is None or value(problem, enough) >= least - TOLERANCE:
            break
    else:
        return None
    if enough is not None or done:
        return enough
    # So little that whoever is better in both together has enough value.
    worth = (value(problem, found[0]) - least) / len(problem.projects)
    enough, _ = other(replace(wide, objective=np.append(model.objective, worth)), seconds)
    if enough is None or value(problem, enough) < least - TOLERANCE:
        return None
    return enough


def _fairest(problem: Problem, start: Portfolio, seconds: float) -> Portfolio:
    """The portfolio whose worst-off city attains most, which one more column is."""
    model = mixed_integer(problem)
    shares = city_shares(problem)
    rows = np.zeros((shares.shape[0], len(model.objective)))
    rows[:, model.options : model.options + model.cells] = shares.toarray()
    count = len(rows)
    wide = _widened(model, rows, column=-np.ones(count), least=np.zeros(count))
    highs = to_highs(wide)
    begin_at(highs, np.append(point(problem, model, start), _worst(problem, start)))
    found = solved(highs, problem, model, seconds=seconds).portfolio
    if found is None or _worst(problem, found) < _worst(problem, start):
        return start
    return found


def _worst(problem: Problem, portfolio: Portfolio) -> float:
    return min(attainments(problem, portfolio).values())


def _unbeaten(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without those that another one equals or beats in both; the most value first."""
    ordered = sorted(points, key=lambda own: (own.value, own.worst), reverse=True)
    kept: list[Point] = []
    for own in ordered:
        if not kept or own.worst > kept[-1].worst:
            kept.append(own)
    return tuple(kept)


def _keeping(model: Model, portfolio: Portfolio, worth: float) -> Model:
    """The model with an objective that also likes options of a portfolio, all together so much."""
    objective = model.objective.copy()
    objective[list(portfolio.values())] += worth / max(1, len(portfolio))
    return replace(model, objective=objective)


def _near(model: Model, problem: Problem, portfolio: Portfolio, most: int) -> Model:
    """The model with portfolios that differ from one in so many projects at most."""
    away = -_distance(problem, model, portfolio)
    return _worth(model, away, float(len(portfolio) - most))


def _worth(model: Model, objective: Numbers, least: float) -> Model:
    """The model with portfolios of at least so much of an objective."""
    row = np.zeros((1, len(model.objective)))
    row[0, : len(objective)] = objective
    return replace(
        model,
        matrix=csr_array(vstack([model.matrix, csr_array(row)], format="csr")),
        least=np.append(model.least, least),
        most=np.append(model.most, INFINITY),
    )


def _distance(problem: Problem, model: Model, portfolio: Portfolio) -> Numbers:
    """Numbers whose sum over the columns taken, plus the portfolio's size, is the difference."""
    outside = ~np.isin(problem.project, list(portfolio))
    row = np.zeros(len(model.objective))
    row[: model.options] = outside
    row[list(portfolio.values())] = -1.0
    return row


def _widened(model: Model, rows: Numbers, *, column: Numbers, least: Numbers) -> Model:
    """The model with one more column, the only one that counts, and more rows: at least so much."""
    empty = csr_array((len(model.least), 1))
    added = hstack([csr_array(rows), csr_array(column[:, None])])
    return replace(
        model,
        objective=np.append(np.zeros(len(model.objective)), 1.0),
        lower=np.append(model.lower, 0.0),
        upper=np.append(model.upper, INFINITY),
        binary=np.append(model.binary, False),
        matrix=csr_array(vstack([hstack([model.matrix, empty]), added], format="csr")),
        least=np.concatenate([model.least, least]),
        most=np.concatenate([model.most, np.full(len(least), INFINITY)]),
    )
