"""The best portfolio and the proof that none is better, for problems that a solver can carry."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import highspy
import numpy as np

from mitgrim.funding.highs import run
from mitgrim.funding.model import INFINITY, Model, kept, mixed_integer, point, to_highs
from mitgrim.funding.portfolio import Portfolio, breaches, value
from mitgrim.funding.problem import TOLERANCE, Indices, Problem

Status: TypeAlias = Literal["optimal", "infeasible", "stopped"]
EVERY: Final = 0.5  # seconds between steps told
ROUNDING: Final = 1e-6  # what HiGHS may break a row by; closer is slower, and is tried second
INFEASIBLE: Final = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,  # and nothing here is unbounded
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a solve has come: seconds since its start, the best value so far and the bound."""

    seconds: float
    value: float
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """The best portfolio found and the value that none exceeds.

    `optimal` is within the gap asked for, `infeasible` says that no portfolio may be carried out,
    and `stopped` that time ran out or, if `interrupted`, somebody pressed Ctrl+C. Without a
    portfolio there is no value; of an infeasible problem the bound is minus infinity.
    """

    status: Status
    portfolio: Portfolio | None
    value: float | None
    bound: float
    interrupted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """How a solve of a programme ended: its best portfolio, and its bound on the objective.

    The objective need not be the value. `loose` says that HiGHS's own best kept to a row only by
    HiGHS's tolerance: the portfolio is the best one before it.
    """

    status: Status
    portfolio: Portfolio | None
    bound: float
    loose: bool = False
    interrupted: bool = False


def prove(
    problem: Problem,
    *,
    seconds: float,
    gap: float = 1e-4,
    start: Portfolio | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Proved:
    """Solve with HiGHS, in one thread and the same way every time, for so many seconds.

    `start` is a portfolio to begin from; the answer is never worse than one that may be carried
    out. Ctrl+C ends the solve and gives the best portfolio so far. Values are told by the checker's
    sum, and a portfolio that the checker finds a breach in counts as none. `progress` is called
    twice a second, with minus infinity for a value that is not known yet; what it raises ends the
    solve and is passed on.
    """
    began = time.monotonic()
    model = mixed_integer(problem)
    highs = to_highs(model)
    if start is not None and not holds(problem, model, start):
        start = None
    if start is not None:
        begin_at(highs, point(problem, model, start))
    found = solved(
        highs,
        problem,
        model,
        seconds=seconds - (time.monotonic() - began),
        gap=gap,
        heard=_Listener(progress, began) if progress else None,
    )
    portfolio = found.portfolio
    if start is not None and (
        portfolio is None or value(problem, portfolio) < value(problem, start)
    ):
        portfolio = start
    own = None if portfolio is None else value(problem, portfolio)
    bound = min(found.bound, float(problem.weight.sum()))
    return Proved(
        status=found.status,
        portfolio=portfolio,
        value=own,
        bound=bound if own is None else max(bound, own),  # rounding of sums
        interrupted=found.interrupted,
    )


def solved(
    highs: Any,
    problem: Problem,
    model: Model,
    *,
    seconds: float,
    gap: float = 1e-4,
    heard: "_Listener | None" = None,
) -> Solved:
    """Run a HiGHS that holds the model, and maybe more columns, more rows or another objective.

    Where its best is only good by its tolerance, it runs once more with a smaller one.
    """
    if not model.options:  # HiGHS does not decide an empty model
        return _nothing_to_choose(problem, model)
    began = time.monotonic()
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
    found = _once(highs, problem, model, seconds=seconds, tolerance=ROUNDING, heard=heard)
    if not found.loose:
        return found
    left = seconds - (time.monotonic() - began)
    closer = _once(highs, problem, model, seconds=left, tolerance=TOLERANCE, heard=heard)
    return found if closer.status == "stopped" and closer.portfolio is None else closer


def holds(problem: Problem, model: Model, portfolio: Portfolio) -> bool:
    """Whether a portfolio may be carried out, and keeps to what the model asks besides."""
    return not any(breaches(problem, portfolio)) and kept(model, point(problem, model, portfolio))


def begin_at(highs: Any, columns: Any) -> None:
    """Hand over columns to begin from; HiGHS leaves them aside if they break a row."""
    highs.setSolution(len(columns), np.arange(len(columns), dtype=np.int32), columns)


def _nothing_to_choose(problem: Problem, model: Model) -> Solved:
    if holds(problem, model, {}):
        return Solved(status="optimal", portfolio={}, bound=0.0)
    return Solved(status="infeasible", portfolio=None, bound=-float("inf"))


def _once(
    highs: Any,
    problem: Problem,
    model: Model,
    *,
    seconds: float,
    tolerance: float,
    heard: "_Listener | None",
) -> Solved:
    highs.setOptionValue("mip_feasibility_tolerance", tolerance)
    found = run(
        highs, seconds, model.options, heard.hear if heard else None, heard.tell if heard else None
    )
    status = highs.getModelStatus()
    if status in INFEASIBLE:
        return Solved(status="infeasible", portfolio=None, bound=-float("inf"))
    finished = status == highspy.HighsModelStatus.kOptimal
    portfolios = (_portfolio(problem, own) for own in reversed(found))
    best = next(portfolios, None)
    loose = best is not None and not holds(problem, model, best)
    if loose:
        best = next((own for own in portfolios if holds(problem, model, own)), None)
    info = highs.getInfo()
    return Solved(
        status="optimal" if finished and not loose else "stopped",
        portfolio=best,
        bound=float(info.mip_dual_bound),
        loose=finished and loose,
        interrupted=status == highspy.HighsModelStatus.kInterrupt,
    )


def _portfolio(problem: Problem, taken: Indices) -> Portfolio:
    return dict(zip(problem.project[taken].tolist(), taken.tolist(), strict=True))


class _Listener:
    """Hears HiGHS in its own thread, and tells in the caller's: who is told may write or raise."""

    def __init__(self, progress: Callable[[Progress], None], began: float) -> None:
        self._progress = progress
        self._began = began
        self._heard = -INFINITY, INFINITY
        self._told = -EVERY

    def hear(self, data: Any) -> None:
        self._heard = data.mip_primal_bound, data.mip_dual_bound

    def tell(self) -> None:
        now = time.monotonic() - self._began
        if now >= self._told + EVERY:
            self._told = now
            value, bound = self._heard
            self._progress(Progress(seconds=now, value=value, bound=bound))
