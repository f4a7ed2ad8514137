"""A portfolio, its value, and whether it keeps to everything: told without the model's matrices.

The checker shares no code with the models that solvers get, so that a slip there is found here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, isfinite

from mitgrim.funding.problem import TOLERANCE, Problem

NONE = -1
Portfolio = Mapping[int, int]
"""The option that each chosen project takes, by the project's number; others are not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What a portfolio does not keep to: the section of the specification, and of what."""

    section: str
    what: str
    by: float = 0.0


def value(problem: Problem, portfolio: Portfolio) -> float:
    """§6: the weighted attainment, in which no cell counts above its target."""
    return sum(_weighed(problem, portfolio))


def attainments(problem: Problem, portfolio: Portfolio) -> dict[str, float]:
    """§6: what part of all that its own cells weigh each city attains, 0 to 1."""
    attained: dict[str, float] = {}
    weights: dict[str, float] = {}
    each = zip(problem.cells, problem.weight.tolist(), _weighed(problem, portfolio), strict=True)
    for cell, weight, own in each:
        if cell.city and weight > 0:
            attained[cell.city] = attained.get(cell.city, 0.0) + own
            weights[cell.city] = weights.get(cell.city, 0.0) + weight
    return {city: own / weights[city] for city, own in attained.items()}


def gini(attained: Iterable[float]) -> float:
    """How unequally cities attain, from 0, all the same, to nearly 1, one has all.

    The mean difference between two cities, in parts of twice the mean; 0 where nobody has anything.
    """
    ordered = sorted(attained)
    count, every = len(ordered), sum(ordered)
    ranked = sum((2 * rank - count - 1) * own for rank, own in enumerate(ordered, 1))
    return ranked / (count * every) if every > 0 else 0.0


def _weighed(problem: Problem, portfolio: Portfolio) -> list[float]:
    """What every cell adds to the value."""
    attained = [0.0] * len(problem.cells)
    gains = problem.gains
    for option in portfolio.values():
        for at in range(gains.indptr[option], gains.indptr[option + 1]):
            attained[gains.indices[at]] += float(gains.data[at])
    return [
        float(weight) * min(1.0, own) for weight, own in zip(problem.weight, attained, strict=True)
    ]


def gap(value: float, bound: float) -> float:
    """§7: what part of a bound may be missing from a value, at most; infinite without a bound."""
    if not isfinite(bound):
        return inf
    return (bound - value) / bound if bound > 0 else 0.0


def taken(problem: Problem, portfolio: Portfolio) -> list[float]:
    """§3: the won that a portfolio takes of every limit."""
    won = [0.0] * len(problem.limits)
    uses = problem.uses
    for option in portfolio.values():
        for at in range(uses.indptr[option], uses.indptr[option + 1]):
            won[uses.indices[at]] += float(uses.data[at])
    return won


def differences(one: Portfolio, other: Portfolio) -> int:
    """How many projects are in one portfolio only, or take another option."""
    return sum(one.get(project) != other.get(project) for project in one.keys() | other.keys())


def breaches(problem: Problem, portfolio: Portfolio) -> Iterator[Breach]:
    """Everything that a portfolio does not keep to; nothing for one that may be carried out."""
    yield from _not_options(problem, portfolio)
    yield from _over_budget(problem, portfolio)
    yield from _groups(problem, portfolio)
    yield from _needs(problem, portfolio)
    for one, other in problem.excludes.tolist():
        if one in portfolio and other in portfolio:
            yield Breach(section="5", what=f"{_name(problem, one)} + {_name(problem, other)}")
    if problem.least_attained > 0:
        for city, own in attainments(problem, portfolio).items():
            if own < problem.least_attained - TOLERANCE:
                yield Breach(section="6", what=city, by=problem.least_attained - own)


def _not_options(problem: Problem, portfolio: Portfolio) -> Iterator[Breach]:
    for project, option in portfolio.items():
        if not problem.first[project] <= option < problem.first[project + 1]:
            yield Breach(section="1", what=_name(problem, project))
    for project, must in enumerate(problem.must.tolist()):
        if must and project not in portfolio:
            yield Breach(section="4", what=_name(problem, project))


def _over_budget(problem: Problem, portfolio: Portfolio) -> Iterator[Breach]:
    used = taken(problem, portfolio)
    for limit, budget, own in zip(problem.limits, problem.budget.tolist(), used, strict=True):
        if own > budget + TOLERANCE * max(1.0, abs(budget)):
            yield Breach(section="3", what=str(limit), by=own - budget)


def _groups(problem: Problem, portfolio: Portfolio) -> Iterator[Breach]:
    won = [0.0] * len(problem.groups)
    total = 0.0
    members = problem.groups_of
    for project, option in portfolio.items():
        cost = float(problem.cost[option])
        total += cost
        for at in range(members.indptr[project], members.indptr[project + 1]):
            won[members.indices[at]] += cost
    slack = TOLERANCE * max(1.0, total)
    for group, own in zip(problem.groups, won, strict=True):
        least = max(group.least, group.least_share * total)
        most = min(group.most, group.most_share * total)
        if own < least - slack:
            yield Breach(section="4", what=f"{group.kind} {group.id}", by=least - own)
        if own > most + slack:
            yield Breach(section="4", what=f"{group.kind} {group.id}", by=own - most)


def _needs(problem: Problem, portfolio: Portfolio) -> Iterator[Breach]:
    for pair, (first, second) in enumerate(problem.needs.tolist()):
        if first not in portfolio:
            continue
        other = portfolio.get(second)
        if other is None or problem.start[portfolio[first]] < _ready(problem, pair, other):
            yield Breach(section="5", what=f"{_name(problem, first)} ← {_name(problem, second)}")


def _ready(problem: Problem, pair: int, option: int) -> int:
    finished = problem.needs_finish[pair]
    return int(problem.finish[option] + 1 if finished else problem.start[option])


def _name(problem: Problem, project: int) -> str:
    return str(problem.projects[project])
