"""§7: the best portfolio that some time finds, with a bound that proves how good it is.

Small problems are HiGHS's: it proves them optimal. For others prices give a bound and guide walks,
each longer than the one before; what time is left goes to HiGHS where it still helps, and to
better prices where it does not.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf
from time import monotonic
from typing import Final, NamedTuple

from threadpoolctl import threadpool_limits

from mitgrim.funding.bounding import Bound, bound, closer
from mitgrim.funding.exact import Progress, prove
from mitgrim.funding.portfolio import Portfolio, breaches, gap, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.searching import TRIES, Walk, begun

SMALL: Final = 2_000  # options: HiGHS proves most of such problems in seconds
MIDDLE: Final = 20_000  # options: its bound is still better than that of prices
PROVEN: Final = 1e-4  # a gap of which nobody speaks
LEAST_SWEEPS: Final = 40
COMPILING: Final = 1.0  # second: a sweep alone takes a fiftieth of it
TRIES_A_SECOND: Final = 1_000_000  # until a walk has told how many there are
FIRST: Final = 0.1  # of the time for walks
LONG: Final = 0.93  # of what the first one left: one long walk finds more than several short ones
FOR_PRICES: Final = 0.15
FOR_HIGHS: Final = 0.6  # of the rest, for problems of middle size
LEAST_FOR_HIGHS: Final = 10.0  # seconds


class Status(StrEnum):
    """What is known of an answer."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Walked(NamedTuple):
    """A walk that was planned for so many sweeps, and how many of them it had time for."""

    planned: int
    sweeps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A portfolio with its value, the bound that no portfolio exceeds, and how it was found."""

    status: Status
    portfolio: Portfolio = field(default_factory=dict)
    value: float = 0.0
    bound: float
    steps: int = 0  # of prices
    walks: tuple[Walked, ...] = ()
    interrupted: bool = False

    @property
    def gap(self) -> float:
        """What part of the bound may be missing, at most."""
        return gap(self.value, self.bound)


def solve(
    problem: Problem,
    *,
    seconds: float = 60.0,
    gap: float = 1e-3,
    seed: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Solution:
    """The best portfolio found in some seconds, or sooner within a gap.

    Ctrl-C ends the search and keeps the best so far; what `progress` raises ends it without an
    answer. Whatever is returned keeps to everything, by a checker that shares no code with the
    search.
    """
    run = _Run(problem, seconds, gap, seed, progress)
    try:
        with threadpool_limits(1):
            run.through()
    except KeyboardInterrupt:
        return replace(run.solution(), interrupted=True)
    return run.solution()


def walked_again(problem: Problem, solution: Solution, seed: int = 1) -> Portfolio:
    """The portfolio that the walks of a solution with this seed found, however long they take."""
    found: list[Portfolio] = [{}]
    with threadpool_limits(1):
        known = bound(problem)
        for number, own in enumerate(solution.walks):
            walk = _walk(problem, known, seed)
            walk.go(own.planned, _seed(seed, number), most=own.sweeps)
            found.append(walk.portfolio())
            known = closer(problem, known, steps=solution.steps)
    return max(found, key=lambda own: value(problem, own))


def _walk(problem: Problem, known: Bound, seed: int) -> Walk:
    walk = begun(problem, known)
    walk.compile()
    return walk


def _seed(seed: int, walk: int) -> int:
    return seed + walk * TRIES


class _Run:
    """One solve on its way: the best portfolio and bound so far."""

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        gap: float,
        seed: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._problem = problem
        self._began = monotonic()
        self._until = self._began + seconds
        self._gap = gap
        self._seed = seed
        self._progress = progress
        self._portfolio: Portfolio | None = None
        self._value = -inf
        self._bound = float(problem.weight.sum())
        self._steps = 0
        self._walks: list[Walked] = []
        self._infeasible = False
        self._take({})

    def through(self) -> None:
        options = self._problem.options
        if self._left() <= 0:
            return
        if options <= SMALL:
            self._by_proof()
        elif options <= MIDDLE and self._left() >= LEAST_FOR_HIGHS:
            self._by_walks(self._left() * (1 - FOR_HIGHS))
            self._by_proof()
        else:
            self._by_prices(self._by_walks(self._left()))

    def solution(self) -> Solution:
        """What the run has come to."""
        if self._portfolio is None:
            status = Status.INFEASIBLE if self._infeasible else Status.UNKNOWN
            walks = tuple(self._walks)
            return Solution(status=status, bound=self._bound, steps=self._steps, walks=walks)
        top = max(self._bound, self._value)
        done = gap(self._value, top) <= PROVEN
        return Solution(
            status=Status.OPTIMAL if done else Status.FEASIBLE,
            portfolio=self._portfolio,
            value=self._value,
            bound=top,
            steps=self._steps,
            walks=tuple(self._walks),
        )

    def _by_walks(self, seconds: float) -> Bound:
        """A short walk for a first portfolio, better prices, and a long walk that goes by them."""
        end = monotonic() + seconds
        known = bound(self._problem)
        self._bounded_by(known)
        walk, compiling = self._begun(known)
        end += compiling
        tries = FIRST * (end - monotonic()) * TRIES_A_SECOND
        a_sweep = self._walked(walk, tries / max(1, walk.open))
        if self._missing() > self._gap:
            known = closer(self._problem, known, seconds=FOR_PRICES * (end - monotonic()))
            self._steps = known.steps
            self._bounded_by(known)
        sweeps = LONG * (end - monotonic()) / a_sweep
        if self._missing() > self._gap and sweeps >= LEAST_SWEEPS:
            walk, _ = self._begun(known)
            self._walked(walk, sweeps)
        return known

    def _begun(self, known: Bound) -> tuple[Walk, float]:
        """A walk, and the seconds that its compilation took: they are not the planner's time."""
        started = monotonic()
        walk = _walk(self._problem, known, self._seed)
        taken = monotonic() - started
        compiling = taken if taken > COMPILING else 0.0
        self._until += compiling
        return walk, compiling

    def _walked(self, walk: Walk, sweeps: float) -> float:
        """Walk about so many sweeps; the seconds that one took."""
        started = monotonic()
        planned = max(LEAST_SWEEPS, int(sweeps))

        def enough(best: float) -> bool:
            self._tell(max(best, self._value))
            return monotonic() >= self._until

        done = walk.go(planned, _seed(self._seed, len(self._walks)), until=enough)
        self._walks.append(Walked(planned, done))
        self._take(walk.portfolio())
        return (monotonic() - started) / done

    def _bounded_by(self, known: Bound) -> None:
        self._bound = min(self._bound, known.value)
        self._infeasible |= known.value < 0
        self._tell(self._value)

    def _by_proof(self) -> None:
        left = self._left()
        if left <= 0 or self._missing() <= self._gap:
            return
        began = monotonic() - self._began

        def heard(step: Progress) -> None:
            self._tell(max(step.value, self._value), step.bound, began + step.seconds)

        proved = prove(
            self._problem,
            seconds=left,
            gap=self._gap,
            start=self._portfolio,
            progress=heard if self._progress else None,
        )
        self._infeasible |= proved.status == "infeasible"
        self._bound = min(self._bound, proved.bound)
        if proved.portfolio is not None:
            self._take(proved.portfolio)
        if proved.interrupted:
            raise KeyboardInterrupt

    def _by_prices(self, known: Bound) -> None:
        if self._left() > 0 and self._missing() > self._gap:
            self._bounded_by(closer(self._problem, known, seconds=self._left()))

    def _take(self, portfolio: Portfolio) -> None:
        own = value(self._problem, portfolio)
        if own > self._value and not any(breaches(self._problem, portfolio)):
            self._portfolio, self._value = portfolio, own

    def _missing(self) -> float:
        return inf if self._portfolio is None else gap(self._value, self._bound)

    def _left(self) -> float:
        return self._until - monotonic()

    def _tell(self, own: float, top: float = inf, seconds: float | None = None) -> None:
        if self._progress:
            since = monotonic() - self._began if seconds is None else seconds
            self._progress(Progress(seconds=since, value=own, bound=min(top, self._bound)))
