"""Portfolios that are nearly as good and differ most: what is sure, and what is open to reasons.

Small problems are HiGHS's. In others a walk from the answer likes what none of those found has.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from time import monotonic
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from mitgrim.funding.bounding import Bound, bound
from mitgrim.funding.exact import begin_at, solved
from mitgrim.funding.model import (
    distances,
    mixed_integer,
    point,
    to_highs,
    widened,
    worth_at_least,
)
from mitgrim.funding.portfolio import Portfolio, breaches, differences, value
from mitgrim.funding.problem import TOLERANCE, Problem
from mitgrim.funding.searching import Wish, begun
from mitgrim.funding.solving import SMALL

FOR_CHECKS: Final = 0.05  # of the time, for what is done after the last step of a walk
ROOM: Final = 1e-6  # asked for above what is wanted where the solver's rounding was outside
# What is walked one after the other: sweeps, from how hot, and whether nobody may overdraw. The
# first one always finds something; the others find what differs twice as much, or nothing.
WALKS: Final = ((600, 0.01, True), (1_000, 0.01, False), (2_000, 0.02, False))


def alternatives(
    problem: Problem,
    best: Portfolio,
    count: int,
    *,
    within: float = 0.005,
    seconds: float = 60.0,
) -> tuple[Portfolio, ...]:
    """Up to so many portfolios that are nearly as good and as different as can be.

    Each differs from the best and from those before it in as many projects as could be found: a
    project differs that is in one only, or takes another option. All keep `within` of the value.
    Fewer come back where there are no more, or time runs out; Ctrl+C goes on to the next one.
    """
    until = monotonic() + (1 - FOR_CHECKS) * seconds
    least = (1 - within) * value(problem, best)
    found = [best]
    prices = cache(lambda: bound(problem))  # the same for all walks, and not needed for a proof
    with threadpool_limits(1):
        while len(found) <= count:
            left = (until - monotonic()) / (count + 1 - len(found))
            other = _most_different(problem, prices, found, least, left)
            if other is None:
                break
            found.append(other)
    return tuple(found[1:])


def _most_different(
    problem: Problem,
    prices: Callable[[], Bound],
    found: Sequence[Portfolio],
    least: float,
    seconds: float,
) -> Portfolio | None:
    """A portfolio of enough value that differs in the most projects from the nearest of these."""
    until = monotonic() + seconds
    if problem.options <= SMALL:
        other, done = _by_proof(problem, found, least, seconds / 2)
        if other is not None or done:
            return other
    return _by_walks(problem, prices(), found, least, until)


def _by_walks(
    problem: Problem,
    known: Bound,
    found: Sequence[Portfolio],
    least: float,
    until: float,
) -> Portfolio | None:
    """Walks that like what differs, most of all from the nearest of those found."""
    best, farthest = None, 0
    here, near, making = found[0], np.ones(len(found)), 0.0
    with suppress(KeyboardInterrupt):
        for sweeps, hot, strict in WALKS:
            began = monotonic()
            if best is not None and began + making >= until:
                break
            liked = sum(
                part * distances(problem, problem.options, own)
                for part, own in zip(near / near.sum(), found, strict=True)
            )
            walk = begun(problem, known, at=here, wish=Wish(liked, least))
            making = monotonic() - began
            walk.go(sweeps, sweeps, hot=hot, strict=strict, until=lambda _: monotonic() >= until)
            own = walk.portfolio()
            away = np.array([differences(own, other) for other in found])
            if value(problem, own) < least or any(breaches(problem, own)):
                continue
            here, near = own, near / (1.0 + away)
            if away.min() > farthest:
                best, farthest = own, int(away.min())
    return best


def _by_proof(
    problem: Problem, found: Sequence[Portfolio], least: float, seconds: float
) -> tuple[Portfolio | None, bool]:
    """A portfolio that HiGHS finds, and whether there is no better one or nobody wants to wait.

    One more column is in how many projects it differs from the nearest.
    """
    until = monotonic() + seconds
    model = mixed_integer(problem)
    columns = len(model.objective)
    away = np.array([distances(problem, columns, own) for own in found])
    sizes = -np.array([float(len(own)) for own in found])
    wide = widened(model, away, column=-np.ones(len(found)), least=sizes)
    done = False
    for room in (0.0, ROOM):
        highs = to_highs(worth_at_least(wide, model.objective, least + room))
        begin_at(highs, np.append(point(problem, model, found[0]), 0.0))
        own = solved(highs, problem, model, seconds=until - monotonic())
        done = own.status == "optimal" or own.interrupted
        if own.portfolio is None or not all(differences(own.portfolio, old) for old in found):
            return None, done
        if value(problem, own.portfolio) >= least - TOLERANCE:
            return own.portfolio, done
    return None, done
