"""A solver for tiny problems that tries every portfolio: what the command is tested with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import Any

from mitgrim.funding.portfolio import Portfolio, breaches, value
from mitgrim.funding.problem import Problem


class Status(StrEnum):
    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    value: float
    bound: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    status: Status
    portfolio: dict[int, int] = field(default_factory=dict)
    value: float = 0.0
    bound: float = float("inf")


def portfolios(problem: Problem) -> Iterator[dict[int, int]]:
    """Every portfolio of a problem that may be carried out."""
    ranges = [
        (None, *range(int(problem.first[own]), int(problem.first[own + 1])))
        for own in range(len(problem.projects))
    ]
    for options in product(*ranges):
        found = {project: own for project, own in enumerate(options) if own is not None}
        if not any(breaches(problem, found)):
            yield found


def solve(
    problem: Problem,
    *,
    seconds: float,
    gap: float,
    seed: int = 1,
    progress: Callable[[Any], None] | None = None,
) -> Solution:
    """The best portfolio; nothing without time."""
    if not seconds:
        return Solution(status=Status.UNKNOWN)
    if progress:
        progress(Progress(value=0.0, bound=1.0, seconds=seconds))

    def worth(portfolio: Portfolio) -> tuple[float, int]:
        return value(problem, portfolio), len(portfolio)

    best = max(portfolios(problem), key=worth, default=None)
    if best is None:
        return Solution(status=Status.INFEASIBLE)
    own = value(problem, best)
    return Solution(status=Status.OPTIMAL, portfolio=best, value=own, bound=own)
