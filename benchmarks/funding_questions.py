"""What a frontier and alternatives cost beside one answer, on S and at the same gap.

Claim: 20 points between most value and the best for the worst-off city, or 5 alternatives, take at
most 5 times as long as one answer of the same gap. How wide the gap of an answer may be is asked;
how long it takes to get there is measured. Both then have five times that, from that answer, and
the table says what came of it: how wide the gaps of points are, how different the alternatives.

Run: `python -m benchmarks.funding_questions [--gap 0.025] [--seeds 1 2 3]`.
"""

import argparse
from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.funding_instances import generated, instance
from mitgrim.funding.alternatives import alternatives
from mitgrim.funding.fairness import Point, frontier
from mitgrim.funding.portfolio import Portfolio, breaches, differences, gap
from mitgrim.funding.problem import Problem
from mitgrim.funding.solving import Solution, solve

POINTS: Final = 20
OTHERS: Final = 5
TIMES: Final = 5
PATIENCE: Final = 60.0  # seconds, if the gap is not reached


def main() -> None:
    """A row for every seed and question."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--gap", type=float, default=0.025)
    asked.add_argument("--seeds", type=int, nargs="*", default=[1, 11, 21])
    given = asked.parse_args()
    solve(generated(8, 40, 0.2, 1), seconds=0.5)  # compiled once on a machine
    print("| seed | question | seconds | times | what came of it |")
    print("| ---: | --- | ---: | ---: | --- |")
    for seed in given.seeds:
        problem = instance("S", 0.2, seed)
        best, one = _timed(problem, given.gap)
        _show(seed, "one answer", one, one, f"a gap of {best.gap:.2%}")
        began = perf_counter()
        points = frontier(problem, POINTS, seconds=TIMES * one, start=best.portfolio)
        _show(seed, f"--frontier {POINTS}", perf_counter() - began, one, _of_points(points))
        began = perf_counter()
        others = alternatives(problem, best.portfolio, OTHERS, seconds=TIMES * one)
        taken = perf_counter() - began
        _show(seed, f"--alternatives {OTHERS}", taken, one, _of_others(best.portfolio, others))
        _kept(problem, [*(own.portfolio for own in points), *others])


def _timed(problem: Problem, wanted: float) -> tuple[Solution, float]:
    """An answer of a gap, or the best in some time, and the seconds that it took.

    A search plans with the time that it has, so it is given half as much again until it is enough.
    """
    seconds = 1.0
    while True:
        began = perf_counter()
        found = solve(problem, seconds=seconds, gap=wanted)
        taken = perf_counter() - began
        if found.gap <= wanted or seconds >= PATIENCE:
            return found, taken
        seconds *= 1.5


def _show(seed: int, question: str, seconds: float, one: float, came: str) -> None:
    print(f"| {seed} | {question} | {seconds:.1f} | {seconds / one:.1f} | {came} |", flush=True)


def _of_points(points: tuple[Point, ...]) -> str:
    gaps = [gap(own.value, own.bound) for own in points]
    first, last = points[0], points[-1]
    return (
        f"{len(points)} points, worst-off {first.worst:.3f} to {last.worst:.3f}, value "
        f"{first.value:.3f} to {last.value:.3f}; gaps {min(gaps):.2%} to {max(gaps):.2%}, "
        f"half of them at most {median(gaps):.2%}"
    )


def _of_others(best: Portfolio, others: tuple[Portfolio, ...]) -> str:
    if not others:
        return "none"
    return f"{len(others)}, {' '.join(map(str, _apart(best, others)))} projects from the nearest"


def _apart(best: Portfolio, others: tuple[Portfolio, ...]) -> Iterator[int]:
    """How many projects each differs in from the nearest of those before it."""
    before = [best]
    for own in others:
        yield min(differences(own, other) for other in before)
        before.append(own)


def _kept(problem: Problem, portfolios: list[Portfolio]) -> None:
    for own in portfolios:
        if any(breaches(problem, own)):
            raise SystemExit("Our own portfolio breaks a rule.")


if __name__ == "__main__":
    main()
