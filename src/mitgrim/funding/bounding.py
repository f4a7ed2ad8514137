"""§7: a value that no portfolio exceeds, and the prices that prove it.

Every rule that ties projects together gets a price, and each project then chooses alone. Whatever
the prices, the sum of the best choices bounds every portfolio; the best prices are those of the
linear relaxation. The sum has corners, so it is smoothed: a maximum of a project's options becomes
a soft one, harder with every round, and L-BFGS finds its lowest point.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array, hstack

from mitgrim.funding.model import Rows, excludes_rows, needs_rows
from mitgrim.funding.problem import Flags, Group, Numbers, Problem

# Softness of the rounds, as parts of what a project is worth on average, and steps of each.
ROUNDS: Final = ((0.1, 60), (0.01, 60))
# What may not be: worth less than anything, and yet a number that a sum survives.
IMPOSSIBLE: Final = -1e6
SOONER: Final = ((0.01, 40),)
CLOSER: Final = ((0.01, 100), (0.003, 200), (0.001, 400))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bound:
    """A proven bound and what its prices say, all in value.

    `limits` is what all of a limit's budget is worth, `worth` what every option is worth beyond
    what it costs by the prices, and `best` the worth of each project's best. A project that must
    be done and can't be drives the bound far below zero. `cities` is what it would cost each city
    to attain all of its own cells instead of nothing, at the price of the last bit. `steps` is how
    many it took from the bound it began with.
    """

    value: float
    limits: Numbers
    cities: Numbers
    worth: Numbers
    best: Numbers
    prices: Numbers
    steps: int = 0


class _Ties(NamedTuple):
    """Rows that tie projects together: options × rows, scaled so that each right side is 0 or 1."""

    matrix: csr_array
    right: Numbers
    size: Numbers  # what a row is like beside others: the scale of its price


def bound(problem: Problem, near: Bound | None = None) -> Bound:
    """A bound within about half a per cent of the best that prices prove.

    Sooner from the bound of a problem that differs in `least_attained` or weights alone.
    """
    dual = Dual(problem)
    start, rounds = (dual.start(), ROUNDS) if near is None else (dual.like(near.prices), SOONER)
    return _lowered(dual, start, rounds, inf, inf)


def closer(problem: Problem, known: Bound, *, seconds: float = inf, steps: float = inf) -> Bound:
    """A bound that is lower if some seconds or steps are enough, from one that is known.

    As many steps as another one took find the same prices.
    """
    return _lowered(Dual(problem), known.prices, CLOSER, monotonic() + seconds, steps)


def _lowered(
    dual: "Dual",
    prices: Numbers,
    rounds: Iterable[tuple[float, int]],
    until: float,
    most: float,
) -> Bound:
    best, best_prices = dual.exact(prices), prices
    taken = 0

    def enough(steps: int) -> bool:
        return taken + steps >= most or monotonic() >= until

    for softness, steps in rounds:
        if enough(0):
            break
        prices, own = dual.improved(prices, softness / dual.projects, steps, enough)
        taken += own
        value = dual.exact(prices)
        if value < best:
            best, best_prices = value, prices
    return dual.bound(best_prices, taken)


class _Groups:
    """§4: rows `part · won of a group − share · all won ≤ right`, in parts of all budgets.

    A share counts the money of all projects, so its row has every option: rows are not written out.
    """

    def __init__(self, problem: Problem) -> None:
        most = max(float(problem.cost.max(initial=0.0)), float(problem.budget.sum()), 1.0)
        self._cost = problem.cost / most
        self._project = problem.project
        self._members = problem.groups_of
        self._members_back = problem.groups_of.T.tocsr()
        rows = [(at, *row) for at, own in enumerate(problem.groups) for row in _rows(own, most)]
        group, self._part, self._share, self.right = np.array(rows).reshape(-1, 4).T
        self._group = group.astype(int)

    def price(self, prices: Numbers) -> Numbers:
        """What every option pays for its groups and for being a part of all."""
        groups = np.bincount(self._group, prices * self._part, self._members.shape[1])
        a_won = self._members @ groups - float(prices @ self._share)
        return np.asarray(self._cost * a_won[self._project])

    def taken(self, chosen: Numbers) -> Numbers:
        """The left sides for what is chosen of every option."""
        won = np.bincount(self._project, chosen * self._cost, self._members.shape[0])
        of_groups = (self._members_back @ won)[self._group]
        return np.asarray(self._part * of_groups - self._share * won.sum())


def _rows(group: Group, most: float) -> Iterator[tuple[float, float, float]]:
    if group.least > 0:
        yield -1.0, 0.0, -group.least / most
    if group.least_share > 0:
        yield -1.0, -group.least_share, 0.0
    if group.most < np.inf:
        yield 1.0, 0.0, group.most / most
    if group.most_share < 1:
        yield 1.0, group.most_share, 0.0


class Dual:
    """The dual function of a problem: prices of cells, ties and groups to a bound."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.projects = len(problem.projects)
        self._first = problem.first[:-1]
        self._free = np.where(problem.must, IMPOSSIBLE, 0.0)
        self._gains = problem.gains
        self._gains_back = problem.gains.T.tocsr()
        self._ties = _ties(problem)
        self._ties_back = self._ties.matrix.T.tocsr()
        self._groups = _Groups(problem)
        least = problem.least_attained
        self._shares = problem.city_shares[: len(problem.cities) if least > 0 else 0]
        self._shares_back = self._shares.T.tocsr()
        self._cells = len(problem.cells)
        self._tied = self._cells + len(self._ties.right)
        self._grouped = self._tied + len(self._groups.right)
        cities = self._shares.shape[0]
        self._right = np.concatenate(
            [self._ties.right, self._groups.right, np.full(cities, -least)]
        )
        own = [problem.weight[cells].sum() for cells in problem.cities.values()][:cities]
        self._scale = np.concatenate(
            [np.ones(self._cells), self._ties.size, np.ones(len(self._groups.right)), own]
        )
        self._forbidden = _impossible(problem)
        self._without_options = np.diff(problem.first) == 0

    def start(self) -> Numbers:
        """Prices to begin with: half of every cell's weight, and money a little dear."""
        halves = np.full(self._tied, 0.5)
        return np.concatenate([halves, np.zeros(len(self._right) + self._cells - self._tied)])

    def like(self, prices: Numbers) -> Numbers:
        """Prices of this problem, from those of one whose cities need not, or must, attain more."""
        own = np.zeros(self._cells + len(self._right))
        kept = min(len(own), len(prices))
        own[:kept] = prices[:kept]
        return own

    def worth(self, prices: Numbers) -> Numbers:
        """What every option gains beyond the prices of what it takes."""
        own = self._in_value(prices)
        worth = self._gains @ own[: self._cells]
        worth -= self._ties.matrix @ own[self._cells : self._tied]
        worth -= self._groups.price(own[self._tied : self._grouped])
        worth[self._forbidden] = IMPOSSIBLE
        return np.asarray(worth)

    def exact(self, prices: Numbers) -> float:
        """The bound that some prices prove."""
        return self._fixed(prices) + float(self._best(self.worth(prices)).sum())

    def bound(self, prices: Numbers, steps: int = 0) -> Bound:
        """The bound of some prices, with them, and the steps that led there."""
        own, worth = self._in_value(prices), self.worth(prices)
        return Bound(
            value=self.exact(prices),
            limits=own[self._cells : self._cells + len(self._problem.limits)],
            cities=own[self._grouped :],
            worth=worth,
            best=self._best(worth),
            prices=prices,
            steps=steps,
        )

    def improved(
        self, prices: Numbers, softness: float, steps: int, enough: Callable[[int], bool]
    ) -> tuple[Numbers, int]:
        """Prices at which the soft bound is lower, and in how many steps they were found.

        At most so many, and no more where `enough` says so of how many there were.
        """
        taken = 0
        latest = prices  # what is returned of a run that was stopped is a step half taken

        def stop_in_time(own: Numbers) -> None:
            nonlocal taken, latest
            taken, latest = taken + 1, own.copy()
            if enough(taken):
                raise StopIteration

        upper = np.concatenate([np.ones(self._cells), np.full(len(self._right), np.inf)])
        minimize(
            self._soft,
            prices.copy(),  # it is written to
            args=(softness,),
            jac=True,
            method="L-BFGS-B",
            bounds=np.stack([np.zeros(len(prices)), upper], axis=1),
            callback=stop_in_time,
            options={"maxiter": steps, "maxcor": 20},
        )
        return latest, taken

    def _fixed(self, prices: Numbers) -> float:
        own = self._in_value(prices)
        left = self._weight(own) - own[: self._cells]
        return float(left.sum() + self._right @ own[self._cells :])

    def _in_value(self, prices: Numbers) -> Numbers:
        own = prices * self._scale
        own[: self._cells] *= self._weight(own)
        return np.asarray(own)

    def _weight(self, own: Numbers) -> Numbers:
        """What the cells weigh: more where a city must attain more, by that city's price."""
        return np.asarray(self._problem.weight + self._shares_back @ own[self._grouped :])

    def _best(self, worth: Numbers) -> Numbers:
        return np.maximum(self._of_projects(np.maximum, worth, IMPOSSIBLE), self._free)

    def _of_projects(self, take: np.ufunc, options: Numbers, otherwise: float) -> Numbers:
        taken = take.reduceat(np.append(options, otherwise), self._first)
        taken[self._without_options] = otherwise
        return np.asarray(taken)

    def _soft(self, prices: Numbers, softness: float) -> tuple[float, Numbers]:
        worth = self.worth(prices)
        best = self._best(worth)
        lifted = np.exp((worth - best[self._problem.project]) / softness)
        none = np.exp((self._free - best) / softness)
        sums = self._of_projects(np.add, lifted, 0.0) + none
        chosen = lifted / sums[self._problem.project]
        value = self._fixed(prices) + float(best.sum() + softness * np.log(sums).sum())
        more = self._gains_back @ chosen - 1.0
        attained = self._shares @ (1.0 + prices[: self._cells] * more)
        taken = np.concatenate([self._ties_back @ chosen, self._groups.taken(chosen), -attained])
        slope = np.concatenate([more * self._weight(prices * self._scale), self._right - taken])
        slope[self._cells :] *= self._scale[self._cells :]
        return value, slope


def _ties(problem: Problem) -> _Ties:
    between = (needs_rows(problem), excludes_rows(problem))
    parts = [_limits(problem), *(_tied(problem, own) for own in between)]
    return _Ties(
        hstack([own.matrix for own in parts], format="csr"),
        np.concatenate([own.right for own in parts]),
        np.concatenate([own.size for own in parts]),
    )


def _impossible(problem: Problem) -> Flags:
    """The options that take more than a whole budget."""
    uses, over = problem.uses, np.zeros(problem.options, dtype=bool)
    row = np.repeat(np.arange(problem.options), np.diff(uses.indptr))
    over[row[uses.data > problem.budget[uses.indices] * (1 + 1e-9)]] = True
    return over


def _limits(problem: Problem) -> _Ties:
    budget = np.where(problem.budget > 0, problem.budget, 1.0)
    matrix = problem.uses.multiply(1 / budget[None, :]).tocsr()
    size = budget / budget.sum()
    return _Ties(matrix, (problem.budget > 0).astype(float), size)


def _tied(problem: Problem, rows: Rows) -> _Ties:
    """Rows of the programme that tie projects, each of about as much worth as a project."""
    assert rows.options is not None
    count = len(rows.of)
    size = np.full(count, 1 / len(problem.projects))
    return _Ties(rows.options.T.tocsr(), np.full(count, rows.most), size)
