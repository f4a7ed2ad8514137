"""§7: a value that no portfolio exceeds, and the prices that prove it.

Every rule that ties projects together gets a price, and each project then chooses alone. Whatever
the prices, the sum of the best choices bounds every portfolio; the best prices are those of the
linear relaxation. The sum has corners, so it is smoothed: a maximum of a project's options becomes
a soft one, harder with every round, and L-BFGS finds its lowest point.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array, hstack

from mitgrim.funding.problem import Group, Numbers, Problem

# Softness of the rounds, as parts of what a project is worth on average.
SOFTNESS: Final = (0.1, 0.01, 0.003)
STEPS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bound:
    """A proven bound with its prices, in value; what an option is worth beyond all prices.

    `limits` is what all of a limit's budget is worth, `cells` what all of a cell's target is,
    `groups` what each group costs or brings per won of its projects, `worth` is of every option.
    """

    value: float
    limits: Numbers
    cells: Numbers
    worth: Numbers


class _Ties(NamedTuple):
    """Rows that tie projects together: options × rows, scaled so that each right side is 0 or 1."""

    matrix: csr_array
    right: Numbers
    size: Numbers  # what a row is like beside others: the scale of its price


def bound(problem: Problem, *, seconds: float = float("inf")) -> Bound:
    """The best bound that prices prove in some seconds; valid whenever it ends."""
    dual = Dual(problem)
    prices = dual.start()
    until = monotonic() + seconds
    best, best_prices = dual.exact(prices), prices
    for softness in SOFTNESS:
        prices = dual.improved(prices, softness / len(problem.projects), until)
        value = dual.exact(prices)
        if value < best:
            best, best_prices = value, prices
        if monotonic() >= until:
            break
    return dual.bound(best_prices)


class _Floors:
    """§4: rows `part · won of a group − share · all won ≤ right`, in parts of all that could be spent.

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
        self._first = problem.first[:-1]
        self._free = np.where(problem.must, -np.inf, 0.0)
        self._gains = problem.gains
        self._gains_back = problem.gains.T.tocsr()
        self._ties = _ties(problem)
        self._ties_back = self._ties.matrix.T.tocsr()
        self._floors = _Floors(problem)
        self._cells = len(problem.cells)
        self._tied = self._cells + len(self._ties.right)
        self._right = np.concatenate([self._ties.right, self._floors.right])
        self._scale = np.concatenate(
            [problem.weight, self._ties.size, np.ones(len(self._floors.right))]
        )
        self._forbidden = np.asarray(_impossible(problem))
        self._has_none = np.diff(problem.first) == 0

    def start(self) -> Numbers:
        """Prices to begin with: half of every cell's weight, and money a little dear."""
        halves = np.full(self._tied, 0.5)
        return np.concatenate([halves, np.zeros(len(self._floors.right))])

    def worth(self, prices: Numbers) -> Numbers:
        """What every option gains beyond the prices of what it takes."""
        own = prices * self._scale
        worth = self._gains @ own[: self._cells]
        worth -= self._ties.matrix @ own[self._cells : self._tied]
        worth -= self._floors.price(own[self._tied :])
        worth[self._forbidden] = -np.inf
        return np.asarray(worth)

    def exact(self, prices: Numbers) -> float:
        """The bound that some prices prove."""
        return self._fixed(prices) + float(self._best(self.worth(prices)).sum())

    def bound(self, prices: Numbers) -> Bound:
        """The bound of some prices, with them."""
        own = prices * self._scale
        limits = own[self._cells : self._cells + len(self._problem.limits)]
        return Bound(
            value=self.exact(prices),
            limits=limits,
            cells=own[: self._cells],
            worth=self.worth(prices),
        )

    def improved(self, prices: Numbers, softness: float, until: float) -> Numbers:
        """Prices at which the soft bound is lower, found in so many steps or until a moment."""

        def stop_in_time(_: object) -> None:
            if monotonic() >= until:
                raise StopIteration

        upper = np.concatenate([np.ones(self._cells), np.full(len(self._right), np.inf)])
        found = minimize(
            self._soft,
            prices,
            args=(softness,),
            jac=True,
            method="L-BFGS-B",
            bounds=np.stack([np.zeros(len(prices)), upper], axis=1),
            callback=stop_in_time,
            options={"maxiter": STEPS, "maxcor": 20},
        )
        return np.asarray(found.x)

    def _fixed(self, prices: Numbers) -> float:
        own = prices * self._scale
        left = self._problem.weight - own[: self._cells]
        return float(left.sum() + self._right @ own[self._cells :])

    def _best(self, worth: Numbers) -> Numbers:
        best = np.maximum.reduceat(worth, np.minimum(self._first, len(worth) - 1))
        best[self._has_none] = -np.inf
        return np.maximum(best, self._free)

    def _soft(self, prices: Numbers, softness: float) -> tuple[float, Numbers]:
        worth = self.worth(prices)
        best = self._best(worth)
        lifted = np.exp((worth - best[self._problem.project]) / softness)
        none = np.exp((self._free - best) / softness)
        sums = np.add.reduceat(lifted, self._first) + none
        chosen = lifted / sums[self._problem.project]
        value = self._fixed(prices) + float(best.sum() + softness * np.log(sums).sum())
        taken = np.concatenate([self._ties_back @ chosen, self._floors.taken(chosen)])
        slope = np.concatenate([self._gains_back @ chosen - 1.0, self._right - taken])
        return value, slope * self._scale


def _ties(problem: Problem) -> _Ties:
    parts = [_limits(problem), _needs(problem), _excludes(problem)]
    return _Ties(
        hstack([own.matrix for own in parts], format="csr"),
        np.concatenate([own.right for own in parts]),
        np.concatenate([own.size for own in parts]),
    )


def _impossible(problem: Problem) -> Sequence[bool]:
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


def _needs(problem: Problem) -> _Ties:
    """For each pair and year: no more of the first has started than of the second is ready."""
    years = problem.years
    rows, columns, values = [], [], []
    for side, sign in ((0, 1.0), (1, -1.0)):
        owners = problem.needs[:, side]
        counts = problem.first[owners + 1] - problem.first[owners]
        pair = np.repeat(np.arange(len(owners)), counts)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        option = problem.first[owners][pair] + within
        since = problem.start[option]
        if side:
            since = np.where(problem.needs_finish[pair], problem.finish[option] + 1, since)
        for number, year in enumerate(years):
            own = since <= year
            rows.append(option[own])
            columns.append(pair[own] * len(years) + number)
            values.append(np.full(int(own.sum()), sign))
    count = len(problem.needs) * len(years)
    matrix = _sparse(rows, columns, values, (problem.options, count))
    return _Ties(matrix, np.zeros(count), np.full(count, 1 / len(problem.projects)))


def _excludes(problem: Problem) -> _Ties:
    rows, columns = [], []
    for side in (0, 1):
        owners = problem.excludes[:, side]
        counts = problem.first[owners + 1] - problem.first[owners]
        pair = np.repeat(np.arange(len(owners)), counts)
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows.append(problem.first[owners][pair] + within)
        columns.append(pair)
    count = len(problem.excludes)
    values = [np.ones(len(own)) for own in rows]
    matrix = _sparse(rows, columns, values, (problem.options, count))
    return _Ties(matrix, np.ones(count), np.full(count, 1 / len(problem.projects)))


def _sparse(rows: list[Numbers], columns: list[Numbers], values: list[Numbers], shape: tuple[int, int]) -> csr_array:
    at = (np.concatenate(rows), np.concatenate(columns))
    return csr_array((np.concatenate(values), at), shape=shape)
