"""The best portfolio and the proof that none is better, for problems that a solver can carry."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import highspy
import numpy as np

from mitgrim.funding.highs import run
from mitgrim.funding.model import Model, mixed_integer, point, to_highs
from mitgrim.funding.portfolio import Portfolio, breaches, value
from mitgrim.funding.problem import TOLERANCE, Problem

Status: TypeAlias = Literal["optimal", "infeasible", "stopped"]
INFEASIBLE: Final = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,  # and nothing here is unbounded
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a proof has come: seconds since the start, the best value so far and its bound."""

    seconds: float
    value: float
    bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """The best portfolio found and the value that none exceeds.

    `optimal` is within the gap asked for, `infeasible` says that no portfolio may be carried out,
    and `stopped` that time ran out or somebody pressed Ctrl+C. Without a portfolio there is no
    value; of an infeasible problem the bound is minus infinity.
    """

    status: Status
    portfolio: Portfolio | None
    value: float | None
    bound: float

    @property
    def gap(self) -> float | None:
        """By what part of the bound the value may be below the best one."""
        if self.value is None:
            return None
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0


def prove(
    problem: Problem,
    *,
    seconds: float,
    gap: float = 1e-4,
    start: Portfolio | None = None,
    least_attainment: float | None = None,
    progress: Callable[[Step], None] | None = None,
) -> Proved:
    """Solve with HiGHS, in one thread and the same way every time, for so many seconds.

    `start` is a portfolio to begin from; the answer is never worse than one that may be carried
    out. `least_attainment` is as for `mixed_integer`. Ctrl+C ends the solve and gives the best
    portfolio so far. Values are told by the checker's sum, and a portfolio that the checker finds
    a breach in counts as none. `progress` is called from another thread.
    """
    began = time.monotonic()
    model = mixed_integer(problem, least_attainment=least_attainment)
    highs = to_highs(model)
    precise(highs, gap)
    if start is not None:
        begin_at(highs, point(problem, model, start))
    heard = _listener(progress, began) if progress else None
    run(highs, seconds - (time.monotonic() - began), heard)
    if highs.getModelStatus() in INFEASIBLE:
        return Proved(status="infeasible", portfolio=None, value=None, bound=-float("inf"))
    found = found_by(highs, problem, model)
    if start is not None and _better(problem, model, start, found):
        found = start
    finished = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    own = None if found is None else value(problem, found)
    bound = min(_bound(highs, model), float(problem.weight.sum()))
    return Proved(
        status="optimal" if finished and found is not None else "stopped",
        portfolio=found,
        value=own,
        bound=bound if own is None else max(bound, own),  # rounding of sums
    )


def precise(highs: Any, gap: float) -> None:
    """Ask HiGHS for a gap, and for rows as exact as the checker asks."""
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("mip_feasibility_tolerance", TOLERANCE)
    highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)


def begin_at(highs: Any, columns: Any) -> None:
    """Hand over columns to begin from; HiGHS leaves them aside if they break a row."""
    highs.setSolution(len(columns), np.arange(len(columns), dtype=np.int32), columns)


def found_by(highs: Any, problem: Problem, model: Model) -> Portfolio | None:
    """What HiGHS found, its options rounded; None without a solution or with a breach in it."""
    solution = highs.getSolution()
    if not solution.value_valid:
        return None
    taken = np.flatnonzero(np.array(solution.col_value[: model.options]) > 1 / 2)
    found = dict(zip(problem.project[taken].tolist(), taken.tolist(), strict=True))
    doubled = len(found) < len(taken)
    return None if doubled or any(breaches(problem, found)) else found


def _better(problem: Problem, model: Model, start: Portfolio, found: Portfolio | None) -> bool:
    """Whether to keep what we began from: it may be carried out, and nothing better was found."""
    if found is not None and value(problem, found) >= value(problem, start):
        return False
    columns = point(problem, model, start)
    rows = model.matrix @ columns
    # The checker knows no least attainment; the programme's rows do.
    return bool((rows >= model.least - TOLERANCE).all()) and not any(breaches(problem, start))


def _bound(highs: Any, model: Model) -> float:
    """The value that no portfolio exceeds; without options to choose it is the value itself."""
    info = highs.getInfo()
    return float(info.mip_dual_bound if model.options else info.objective_function_value)


def _listener(progress: Callable[[Step], None], began: float) -> Callable[[Any], None]:
    def heard(data: Any) -> None:
        now = time.monotonic() - began
        progress(Step(seconds=now, value=data.mip_primal_bound, bound=data.mip_dual_bound))

    return heard
