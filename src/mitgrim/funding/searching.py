"""§7: good portfolios by annealing that knows the prices of the bound.

A walk among options that are worth nearly as much as their project's best, beyond all prices.
Overdrawing a budget costs its price times a pressure that rises as the walk cools. What it keeps
is checked again by `portfolio`, which shares no code with the walk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from mitgrim.funding.annealing import NONE, start, walk
from mitgrim.funding.bounding import Bound
from mitgrim.funding.problem import Indices, Numbers, Problem

CANDIDATES: Final = 4
# In parts of what a project is worth on average.
NEARLY: Final = 0.5
CLEARLY: Final = 1.5
HOT, COLD = 0.12, 0.002
TRIES: Final = 200_000  # between two questions whether to go on
FREE, CLOSING = 0.6, 0.2
PRESSED, FORBIDDEN = 2.0, 1e6


@dataclass(kw_only=True, eq=False)
class Walk:
    """A walk that can be gone on with: where it is, and the best it has found."""

    problem: Problem
    chosen: Indices
    best: Indices
    value: float
    state: Any
    arrays: Any
    ties: Any
    candidates: Any
    group_rules: Any
    price: Numbers

    def portfolio(self) -> dict[int, int]:
        """The best portfolio found; empty if none was."""
        return {p: int(own) for p, own in enumerate(self.best.tolist()) if own != NONE}

    def go(self, sweeps: int, seed: int, until: Callable[[float], bool] | None = None) -> int:
        """Walk from hot to cold in so many sweeps; how many were walked.

        `until` is asked with the best value every few tries, and ends the walk where it says so.
        """
        a_project = 1 / len(self.problem.projects)
        heat = np.geomspace(HOT * a_project, COLD * a_project, sweeps)
        pressure = _pressure(sweeps)
        a_stretch = max(1, TRIES // max(1, self.open))
        for at in range(0, sweeps, a_stretch):
            stretch = slice(at, at + a_stretch)
            self.value = walk(
                self.chosen, self.best, self.value, heat[stretch], pressure[stretch], seed + at,
                self.state, self.arrays, self.ties, self.candidates, self.group_rules, self.price,
                0.5 * float(self.problem.budget.sum()),
            )  # fmt: skip
            if until and until(self.value):
                return min(at + a_stretch, sweeps)
        return sweeps

    @property
    def open(self) -> int:
        """How many projects are not decided by the prices alone."""
        return len(self.candidates[2])


def _pressure(sweeps: int) -> Numbers:
    """How dear overdrawing is: first its price, at the end more than any project is worth."""
    free, closing = int(sweeps * FREE), int(sweeps * CLOSING)
    return np.concatenate(
        [
            np.linspace(1.0, PRESSED, free),
            np.geomspace(PRESSED, FORBIDDEN, closing),
            np.full(sweeps - free - closing, FORBIDDEN),
        ]
    )


def begun(problem: Problem, bound: Bound) -> Walk:
    """A walk that stands at the empty portfolio, or at what must be done."""
    # Of no budget, anything is many times too much.
    budget = np.where(problem.budget > 0, problem.budget, 1e-6)
    groups = problem.groups
    rules = tuple(
        np.array([getattr(own, name) for own in groups], dtype=float)
        for name in ("least", "least_share", "most", "most_share")
    )
    price = np.maximum(bound.limits, 0.2 * bound.limits.mean() if len(bound.limits) else 0.0)
    uses, gains, members = problem.uses, problem.gains, problem.groups_of
    arrays = (
        *_at(uses), uses.data / budget[uses.indices],
        *_at(gains), gains.data.astype(float),
        problem.cost.astype(float), *_at(members),
        problem.weight.astype(float), np.zeros(len(budget)),
        np.zeros(len(groups)), np.full(len(groups), np.inf),
        4.0 / max(float(budget.sum()), 1.0),
    )  # fmt: skip
    ties = (
        *_adjacent(problem.needs[:, 0], len(problem.projects)),
        *_adjacent(problem.needs[:, 1], len(problem.projects)),
        problem.needs.astype(np.int64),
        problem.needs_finish,
        *_excluded(problem),
        problem.start.astype(np.int64),
        problem.finish.astype(np.int64),
        problem.must,
    )
    chosen = np.full(len(problem.projects), NONE, dtype=np.int64)
    candidates = _candidates(problem, bound)
    state = (
        np.zeros(len(budget)), np.zeros(len(problem.cells)), np.zeros(len(groups)), np.zeros(1)
    )  # fmt: skip
    order = np.argsort(-bound.best).astype(np.int64)
    start(order, chosen, state, arrays, ties, candidates)
    return Walk(
        problem=problem,
        chosen=chosen,
        best=np.full_like(chosen, NONE),
        value=-1.0,
        state=state,
        arrays=arrays,
        ties=ties,
        candidates=candidates,
        group_rules=rules,
        price=price,
    )


def _at(matrix: Any) -> tuple[Indices, Indices]:
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)


def _adjacent(owners: Indices, count: int) -> tuple[Indices, Indices]:
    order = np.argsort(owners, kind="stable").astype(np.int64)
    return np.searchsorted(owners[order], np.arange(count + 1)).astype(np.int64), order


def _excluded(problem: Problem) -> tuple[Indices, Indices]:
    both = np.concatenate([problem.excludes, problem.excludes[:, ::-1]]).reshape(-1, 2)
    at, order = _adjacent(both[:, 0], len(problem.projects))
    return at, both[order, 1].astype(np.int64)


def _candidates(problem: Problem, bound: Bound) -> tuple[Indices, Indices, Indices]:
    """What each project may become, the best first, and the projects that are still open.

    An option is a candidate if it is worth nearly as much as the best, beyond all prices; to be
    done or not is decided only where that is much clearer.
    """
    count, a_project = len(problem.projects), 1 / len(problem.projects)
    project = np.concatenate([problem.project, np.arange(count)])
    option = np.concatenate([np.arange(problem.options), np.full(count, NONE)])
    worth = np.concatenate([bound.worth, np.where(problem.must, -np.inf, 0.0)])
    order = np.lexsort((option == NONE, -worth, project))
    project, option, worth = project[order], option[order], worth[order]
    first = np.searchsorted(project, np.arange(count))
    rank = np.arange(len(order)) - first[project]
    nearly = np.where(option == NONE, CLEARLY, NEARLY) * a_project
    kept = (worth >= worth[first][project] - nearly) & ((rank < CANDIDATES) | (option == NONE))
    at = np.searchsorted(project[kept], np.arange(count + 1))
    return at, option[kept].astype(np.int64), np.flatnonzero(np.diff(at) > 1)
