"""Why nothing may be carried out: a smallest set of demands that cannot be met together."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from mitgrim.funding.exact import prove
from mitgrim.funding.problem import Group, Problem

Kind: TypeAlias = Literal["limit", "least", "most", "must"]
FREE: Final = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a portfolio has to keep to, apart from how projects hang together.

    A `limit` is all budgets of one source, with `of` source; `least` and `most` are a group's, with
    `of` the group's kind; a `must` is a project's.
    """

    kind: Kind
    of: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Demands that cannot be met together.

    If `smallest`, they can as soon as any one of them is given up; or else time ran out before
    that was known, and some may not matter.
    """

    demands: tuple[Demand, ...]
    smallest: bool = True


def smallest_conflict(problem: Problem, *, seconds: float = 60.0) -> Conflict | None:
    """A smallest set of demands in conflict; None where something may be carried out.

    There may be others beside it. Halves the demands again and again, so that few of many are
    found with few solves. Ctrl+C is the end of time. Raises TimeoutError where it is not known in
    time whether there is a conflict at all.
    """
    until = time.monotonic() + seconds
    undecided = False

    def infeasible(demands: Sequence[Demand]) -> bool:
        nonlocal undecided, until
        nothing_else = without(problem, set(demands_of(problem)) - set(demands))
        found = prove(_without_value(nothing_else), seconds=until - time.monotonic())
        if found.interrupted:
            until = time.monotonic()
        undecided |= found.status == "stopped" and found.portfolio is None
        return found.status == "infeasible"

    every = demands_of(problem)
    if not infeasible(every):
        if undecided:
            raise TimeoutError("It is not known yet whether the demands can be met together.")
        return None
    needed = set(_needed(infeasible, (), every))
    return Conflict(
        demands=tuple(demand for demand in every if demand in needed), smallest=not undecided
    )


def demands_of(problem: Problem) -> tuple[Demand, ...]:
    """Every demand of a problem: its limits by source, its groups', its projects that must be."""
    sources = dict.fromkeys(limit.source for limit in problem.limits)
    return (
        *(Demand(kind="limit", of="source", what=source) for source in sources),
        *(
            Demand(kind="least", of=group.kind, what=group.id)
            for group in problem.groups
            if group.least > 0 or group.least_share > 0
        ),
        *(
            Demand(kind="most", of=group.kind, what=group.id)
            for group in problem.groups
            if group.most < FREE or group.most_share < 1
        ),
        *(
            Demand(kind="must", of="project", what=project)
            for project, must in zip(problem.projects, problem.must, strict=True)
            if must
        ),
    )


def without(problem: Problem, demands: set[Demand]) -> Problem:
    """The problem with these demands given up."""
    free = [
        Demand(kind="limit", of="source", what=limit.source) in demands for limit in problem.limits
    ]
    given_up = [
        Demand(kind="must", of="project", what=project) in demands for project in problem.projects
    ]
    return replace(
        problem,
        budget=np.where(np.array(free, dtype=bool), FREE, problem.budget),
        groups=[_relieved(group, demands) for group in problem.groups],
        must=problem.must & ~np.array(given_up, dtype=bool),
    )


def _relieved(group: Group, demands: set[Demand]) -> Group:
    if Demand(kind="least", of=group.kind, what=group.id) in demands:
        group = replace(group, least=0.0, least_share=0.0)
    if Demand(kind="most", of=group.kind, what=group.id) in demands:
        group = replace(group, most=FREE, most_share=1.0)
    return group


def _without_value(problem: Problem) -> Problem:
    """The same portfolios, none better than another: the first found will do."""
    nothing = csr_array((problem.options, 0))
    return replace(problem, cells=[], weight=np.zeros(0), gains=nothing)


def _needed(
    infeasible: Callable[[Sequence[Demand]], bool],
    kept: tuple[Demand, ...],
    suspects: tuple[Demand, ...],
) -> tuple[Demand, ...]:
    """Those of the suspects without which the rest and what is kept could be met.

    All together are known to be in conflict. What is not decided in time counts as no conflict,
    which can only leave too many.
    """
    if infeasible(kept):
        return ()
    if len(suspects) == 1:
        return suspects
    half = len(suspects) // 2
    one, other = suspects[:half], suspects[half:]
    of_other = _needed(infeasible, kept + one, other)
    return _needed(infeasible, kept + of_other, one) + of_other
