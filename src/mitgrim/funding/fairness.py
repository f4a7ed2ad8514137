"""What fairness between cities costs: from the most value to the best for the worst-off city.

Small problems are HiGHS's: each point is a problem of its own in which every city must attain the
least. In others one walk goes on from another, and cities that lag behind weigh more and more.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from mitgrim.funding.bounding import Bound, bound, closer
from mitgrim.funding.exact import begin_at, prove, solved
from mitgrim.funding.model import mixed_integer, point, to_highs, widened
from mitgrim.funding.portfolio import Portfolio, attainments, breaches, value
from mitgrim.funding.problem import TOLERANCE, Problem
from mitgrim.funding.searching import begun
from mitgrim.funding.solving import SMALL, solve

FOR_MOST: Final = 0.2  # of the time, for the portfolio of most value if none is given
FOR_PRICES: Final = 0.05  # of the time, for the bound that holds for all points
FOR_FLOORS: Final = 0.1  # of the time, for bounds of the points that were found
FLOORS: Final = 3
WARM: Final = 0.03  # where a walk begins that goes on from a good portfolio
SWEEPS: Final = 600  # of each walk
# Whose attainment is within so much of the worst lags behind. Its cells weigh more in the next
# walk, by so much of what they weigh; what the others' weigh too much falls to so much of it.
BESIDE: Final = 0.003
MORE: Final = 0.5
LESS: Final = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A portfolio, its value, and what the worst-off city attains of its own cells, 0 to 1.

    `bound` is what no portfolio exceeds in value whose worst-off city attains as much.
    """

    portfolio: Portfolio
    value: float
    worst: float
    bound: float


def frontier(
    problem: Problem,
    points: int,
    *,
    seconds: float = 60.0,
    start: Portfolio | None = None,
) -> tuple[Point, ...]:
    """What fairness costs: portfolios from the most value to the best for the worst-off city.

    In each, the value is the most found with the worst-off city attaining what it does; none of
    them is beaten in both. They are looked for from `start`, a good portfolio if there is one.
    Ctrl+C leaves out those that were still to come. Empty where nothing may be carried out or
    nothing was found in time; raises ValueError where no city has a cell with a weight.
    """
    if not problem.cities:
        raise ValueError("No city has an indicator with a weight, so none is worst off.")
    way = _ByProof if problem.options <= SMALL else _ByWalks
    found: list[Point] = []
    with suppress(KeyboardInterrupt), threadpool_limits(1):
        for own in way(problem, points, seconds, start).points():
            found.append(own)  # noqa: PERF402 -- what was found before Ctrl+C is kept
    return _spread(_unbeaten(found), points)


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


def _spread(points: tuple[Point, ...], count: int) -> tuple[Point, ...]:
    """So many of them at most, the first and the last among them, as evenly as they lie."""
    if len(points) <= count:
        return points
    wanted = np.linspace(points[0].worst, points[-1].worst, max(2, count))
    nearest = np.abs(np.array([own.worst for own in points])[:, None] - wanted).argmin(axis=0)
    return tuple(points[own] for own in np.unique(nearest))


class _Way:
    """A frontier on its way: how much time is left, and from which portfolio it begins."""

    def __init__(
        self,
        problem: Problem,
        points: int,
        seconds: float,
        start: Portfolio | None,
    ) -> None:
        self._problem = problem
        self._steps = max(2, points)
        self._until = monotonic() + seconds
        self._seconds = seconds
        self._start = start

    def _left(self) -> float:
        return self._until - monotonic()

    def _asked(self, fairest: Portfolio, most: Portfolio) -> Iterator[tuple[float, float]]:
        """What cities must attain at each step, and the seconds that it may take."""
        highest, lowest = (_worst(self._problem, own) for own in (fairest, most))
        for number, least in enumerate(np.linspace(highest, lowest, self._steps)):
            yield float(least), self._left() / (self._steps - number)

    def _better(self, one: Portfolio, other: Portfolio | None) -> Portfolio:
        """The other portfolio where it is worth more."""
        more = other is not None and value(self._problem, other) > value(self._problem, one)
        return other if other is not None and more else one

    def _point(self, portfolio: Portfolio, top: float) -> Point:
        own = value(self._problem, portfolio)
        worst = _worst(self._problem, portfolio)
        return Point(portfolio=portfolio, value=own, worst=worst, bound=max(top, own))


class _ByProof(_Way):
    """HiGHS proves every point."""

    def points(self) -> Iterator[Point]:
        each = self._seconds / (self._steps + 2)
        most = prove(self._problem, seconds=each, start=self._start).portfolio
        if most is None:
            return
        last = self._fairest(most, each)
        for number, (least, seconds) in enumerate(self._asked(last, most), 1):
            if number == self._steps:
                last = self._better(last, most)
            asked = replace(self._problem, least_attained=max(0.0, least - TOLERANCE))
            own = prove(asked, seconds=seconds, start=last)
            if own.interrupted:
                return
            last = last if own.portfolio is None else own.portfolio
            yield self._point(last, own.bound)

    def _fairest(self, start: Portfolio, seconds: float) -> Portfolio:
        """The portfolio whose worst-off city attains most, which one more column is."""
        problem = self._problem
        model = mixed_integer(problem)
        shares = problem.city_shares
        rows = np.zeros((shares.shape[0], len(model.objective)))
        rows[:, model.options : model.options + model.cells] = shares.toarray()
        count = len(rows)
        wide = widened(model, rows, column=-np.ones(count), least=np.zeros(count))
        highs = to_highs(wide)
        begin_at(highs, np.append(point(problem, model, start), _worst(problem, start)))
        found = solved(highs, problem, model, seconds=seconds).portfolio
        if found is None or _worst(problem, found) < _worst(problem, start):
            return start
        return found


class _ByWalks(_Way):
    """Walks in which the cells of the cities that lag behind weigh more, from one walk to the next.

    The prices of a floor do not lead there: they say that cities may attain far more than whole
    projects let them. They bound every point all the same.
    """

    def points(self) -> Iterator[Point]:
        problem, most = self._problem, self._start
        if most is None:
            most = solve(problem, seconds=FOR_MOST * self._seconds).portfolio
        if not most:
            return
        known = closer(problem, bound(problem), seconds=FOR_PRICES * self._seconds)
        found = [most]
        with suppress(KeyboardInterrupt):
            for own in self._walked(known, most):
                found.append(own)  # noqa: PERF402 -- what was found before Ctrl+C is kept
        floors = list(self._floors(known, [_worst(problem, own) for own in found]))
        for own in found:
            # Prices that bound one point bound all: less by what cities must attain beyond that
            # one's floor, times what they pay for it.
            worst = _worst(problem, own)
            yield self._point(own, min(top - (worst - at) * paid for top, at, paid in floors))

    def _walked(self, known: Bound, start: Portfolio) -> Iterator[Portfolio]:
        """What one walk after the other comes to, each from where the one before ended."""
        problem, until = self._problem, self._until - FOR_FLOORS * self._seconds
        whole = np.array([problem.weight[own].sum() for own in problem.cities.values()])
        own, paid, sweeps = start, np.zeros(len(whole)), 0
        while monotonic() < until:
            attained = np.array(list(attainments(problem, own).values()))
            lags = attained <= attained.min() + BESIDE
            paid = np.where(lags, paid + MORE * whole, LESS * paid)
            dearer = replace(problem, weight=problem.weight + problem.city_shares.T @ paid)
            known = bound(dearer, known)
            walk = begun(dearer, known, at=own)
            sweeps += walk.go(SWEEPS, sweeps, hot=WARM, until=lambda _: monotonic() >= until)
            came = walk.portfolio()
            if came and not any(breaches(problem, came)):
                own = came
                yield own

    def _floors(self, known: Bound, worst: Sequence[float]) -> Iterator[tuple[float, float, float]]:
        """Bounds with their floors, and what all cities together pay for those."""
        yield known.value, 0.0, 0.0
        for least in np.linspace(min(worst), max(worst), FLOORS):
            if monotonic() >= self._until:
                return
            asked = replace(self._problem, least_attained=max(float(least), TOLERANCE))
            known = bound(asked, known)
            yield known.value, asked.least_attained, float(known.cities.sum())
