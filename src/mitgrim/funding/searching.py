"""§7: good portfolios by annealing that knows the prices of the bound.

A walk among options that are worth nearly as much as their project's best, beyond all prices.
Overdrawing a budget costs its price times a pressure that rises as the walk cools. What it keeps
is checked again by `portfolio`, which shares no code with the walk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any, Final, NamedTuple

import numpy as np

from mitgrim.funding.annealing import NONE, start, walk
from mitgrim.funding.bounding import IMPOSSIBLE, Bound
from mitgrim.funding.portfolio import Portfolio
from mitgrim.funding.problem import Indices, Numbers, Problem

# How many options of a project the walk knows, and how much less than the best they may be worth;
# whether a project is done at all is left open for longer. Worth counts in parts of what a project
# is worth on average.
CANDIDATES: Final = 4
NEARLY: Final = 0.5
CLEARLY: Final = 1.5
# The temperature of the first and the last sweep, in the same parts.
HOT: Final = 0.05
COLD: Final = 0.004
# Sweeps in which a budget may be overdrawn at its price, up to so many times that, and those in
# which that ends; in the rest nobody overdraws.
FREE: Final = 0.5
CLOSING: Final = 0.4
PRESSED: Final = 2.0
FORBIDDEN: Final = 1e6
# What a won that a group has too little or too much costs, beside the same won of the budgets.
GROUP_PRICE: Final = 4.0
# What a difference that is liked counts, in parts of what a project is worth on average.
LIKING: Final = 0.01
DEAR: Final = 2.0  # what is missing of the value that a wish asks for, beside that value itself
TRIES: Final = 200_000  # between two questions whether to go on


class Wish(NamedTuple):
    """Of portfolios with at least a value, those are wanted whose options are `liked` most."""

    liked: Numbers
    least: float


class Machine(NamedTuple):
    """What `annealing` works with: plain arrays, in the order in which it takes them."""

    state: Any
    sums: Any
    ties: Any
    candidates: Any
    group_rules: Any
    price: Numbers
    group_price: float
    half: float
    wish: Any


@dataclass(kw_only=True, eq=False)
class Walk:
    """A walk that can be gone on with: where it is, and the best it has found.

    It knows but some `options`, whose numbers it counts by: few enough to lie at hand.
    """

    projects: int
    options: Indices
    chosen: Indices
    best: Indices
    merit: float
    machine: Machine

    def portfolio(self) -> dict[int, int]:
        """The best portfolio found; empty if none was."""
        return {
            p: int(self.options[own]) for p, own in enumerate(self.best.tolist()) if own != NONE
        }

    def go(
        self,
        sweeps: int,
        seed: int,
        *,
        hot: float = HOT,
        strict: bool = False,
        most: float = inf,
        until: Callable[[float], bool] | None = None,
    ) -> int:
        """Walk from hot to cold in so many sweeps, of which `most` at most; how many were walked.

        In a `strict` walk nobody overdraws from the start: it stays near a good portfolio.
        `until` is asked with the best merit every few tries, and ends the walk where it says so.
        """
        heat = np.geomspace(hot, COLD, sweeps) / self.projects
        pressure = np.full(sweeps, FORBIDDEN) if strict else _pressure(sweeps)
        a_stretch = max(1, TRIES // max(1, self.open))
        for at in range(0, sweeps, a_stretch):
            own = slice(at, at + a_stretch)
            self._sweep(heat[own], pressure[own], seed + at)
            walked = min(at + a_stretch, sweeps)
            if walked >= most or (until and until(self.merit)):
                return walked
        return sweeps

    def compile(self) -> None:
        """Have the machine code made, which takes seconds at the first call on a machine.

        Not a step is walked: a single sweep, hot and forbidden to overdraw, would scatter a start.
        """
        self._sweep(np.zeros(0), np.zeros(0), 0)

    def _sweep(self, heat: Numbers, pressure: Numbers, seed: int) -> None:
        self.merit = walk(self.chosen, self.best, self.merit, heat, pressure, seed, *self.machine)

    @property
    def open(self) -> int:
        """How many projects are not decided by the prices alone."""
        return len(self.machine.candidates[2])


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


def begun(
    problem: Problem,
    bound: Bound,
    *,
    at: Portfolio | None = None,
    wish: Wish | None = None,
) -> Walk:
    """A walk at the start: at a portfolio, or with every project as prices alone would have it.

    Its merit is value, or what a wish makes it.
    """
    first, options, *projects = _candidates(problem, bound)
    known = np.unique(np.append(options, list((at or {}).values())).astype(np.int64))
    known = known[known != NONE]
    place = np.full(problem.options + 1, NONE, dtype=np.int64)  # of NONE too, which counts as last
    place[known] = np.arange(len(known))
    # Of no budget, anything is many times too much.
    budget = np.where(problem.budget > 0, problem.budget, 1e-6)
    money = _spent(problem, bound)
    machine = Machine(
        state=(
            np.zeros(len(budget)),
            np.zeros(len(problem.cells)),
            np.zeros(len(problem.groups)),
            np.zeros(1),
        ),
        sums=_sums(problem, budget, known),
        ties=_ties(problem, known),
        candidates=(first, place[options], *projects),
        group_rules=tuple(
            np.array([getattr(own, name) for own in problem.groups], dtype=float)
            for name in ("least", "least_share", "most", "most_share")
        ),
        # A budget that seems to be worth nothing may not be overdrawn either.
        price=np.maximum(bound.limits, 0.2 * bound.limits.mean()) if len(budget) else budget,
        group_price=GROUP_PRICE / max(money, 1.0),
        half=0.5 * money,
        # Without a wish the machine code is a fourth faster: it has no branch for one.
        wish=None if wish is None else _wish(problem, wish, known),
    )
    chosen = np.full(len(problem.projects), NONE, dtype=np.int64)
    if at is None:
        order = np.argsort(-bound.best).astype(np.int64)
        start(
            order,
            chosen,
            machine.state,
            machine.sums,
            machine.ties,
            machine.candidates,
            machine.wish,
        )
    else:
        chosen[list(at)] = place[list(at.values())]
    best = np.full_like(chosen, NONE)
    return Walk(
        projects=len(chosen),
        options=known,
        chosen=chosen,
        best=best,
        merit=-inf,
        machine=machine,
    )


def _spent(problem: Problem, bound: Bound) -> float:
    """About what is spent: by what prices alone would have, and the dearest option at least.

    Budgets do not say it. A won may count for several of them, and some may be out of reach.
    """
    best = (bound.worth > 0) & (bound.worth >= bound.best[problem.project])
    return max(float(problem.cost[best].sum()), float(problem.cost.max(initial=0.0)))


def _sums(problem: Problem, budget: Numbers, known: Indices) -> Any:
    """What each option adds to the sums; the last four the walk writes."""
    uses, gains, groups = problem.uses[known], problem.gains[known], len(problem.groups)
    return (
        *_at(uses), uses.data / budget[uses.indices],
        *_at(gains), gains.data.astype(float),
        problem.cost[known].astype(float), *_at(problem.groups_of),
        problem.weight.astype(float), np.zeros(len(budget)),
        np.zeros(groups), np.full(groups, np.inf), np.zeros(1),
    )  # fmt: skip


def _wish(problem: Problem, wish: Wish, known: Indices) -> Any:
    """What is liked, its sum and the value so far, the least value, and what less than it costs."""
    liked = LIKING / max(1, len(problem.projects)) * wish.liked[known]
    return liked, np.zeros(2), float(wish.least), DEAR


def _ties(problem: Problem, known: Indices) -> Any:
    count = len(problem.projects)
    return (
        *_adjacent(problem.needs[:, 0], count),
        *_adjacent(problem.needs[:, 1], count),
        problem.needs.astype(np.int64),
        problem.needs_finish,
        *_excluded(problem),
        problem.start[known].astype(np.int64),
        problem.finish[known].astype(np.int64),
        problem.must,
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


def _candidates(problem: Problem, bound: Bound) -> tuple[Indices, Indices, Indices, Indices]:
    """What each project may become, the best first; the projects still open; and all of them.

    An option is a candidate if it is worth nearly as much as the best, beyond all prices. Not to be
    done always is one, unless the project must be, for that may be what a budget needs in the end;
    but while prices lead, a project that is clearly worth it, or is not, is left alone.
    """
    count, a_project = len(problem.projects), 1 / len(problem.projects)
    project = np.concatenate([problem.project, np.arange(count)])
    option = np.concatenate([np.arange(problem.options), np.full(count, NONE)])
    worth = np.concatenate([bound.worth, np.zeros(count)])
    worth[problem.options :][problem.must] = 2 * IMPOSSIBLE
    order = np.lexsort((option == NONE, -worth, project))
    project, option, worth = project[order], option[order], worth[order]
    first = np.searchsorted(project, np.arange(count))
    rank, behind = np.arange(len(order)) - first[project], worth[first][project] - worth
    is_none = option == NONE
    near = (behind <= NEARLY * a_project) & (rank < CANDIDATES) & ~is_none
    unclear = near | (is_none & (behind <= CLEARLY * a_project))
    kept = near | (is_none & ~problem.must[project]) | (rank == 0)  # nobody is without one
    at = np.searchsorted(project[kept], np.arange(count + 1))
    open_ones = np.flatnonzero(np.bincount(project[unclear], minlength=count) > 1)
    everyone = np.flatnonzero(np.diff(at) > 1)
    return at, option[kept].astype(np.int64), open_ones, everyone
