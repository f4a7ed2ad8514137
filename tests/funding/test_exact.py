"""Proofs against trying everything, and the laws that every best portfolio obeys."""

import signal
import threading
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from benchmarks.funding_instances import generated, instance
from mitgrim.funding.exact import Progress, Proved, prove
from mitgrim.funding.model import mixed_integer, to_highs
from mitgrim.funding.portfolio import Portfolio, breaches, value
from mitgrim.funding.problem import Cell, Limit, Problem
from tests.funding.strategies import CITIES, feasible, optimum, problems

EXACTLY = 1e-9


def proved(problem: Problem, start: Portfolio | None = None) -> Proved:
    return prove(problem, seconds=20, gap=0, start=start)


def best(problem: Problem) -> float:
    """The best value; minus infinity where nothing may be carried out."""
    found = proved(problem).value
    return -float("inf") if found is None else found


@given(problem=problems())
@settings(max_examples=100)
def test_the_best_of_all_portfolios_is_found(problem: Problem) -> None:
    wanted, found = optimum(problem), proved(problem)
    assert (found.status == "infeasible") == (wanted is None)
    if wanted is not None:
        assert found.portfolio is not None
        assert list(breaches(problem, found.portfolio)) == []
        assert found.value == value(problem, found.portfolio)
        assert found.value == pytest.approx(wanted, abs=EXACTLY)
        assert found.bound == pytest.approx(wanted, abs=1e-6)


@given(problem=problems(), least=st.sampled_from([0.1, 0.5, 1.0]))
@settings(max_examples=40)
def test_no_city_attains_less_than_was_asked(problem: Problem, least: float) -> None:
    fair = [
        value(problem, own)
        for own in feasible(problem)
        if all(_attained(problem, own, city) >= least for city in CITIES)
    ]
    found = prove(replace(problem, least_attained=least), seconds=20, gap=0)
    assert found.value == (pytest.approx(max(fair), abs=EXACTLY) if fair else None)


def _attained(problem: Problem, portfolio: Portfolio, city: str) -> float:
    """What part of its own cells' weight a city attains."""
    own = np.array([cell.city == city for cell in problem.cells])
    alone = replace(problem, weight=np.where(own, problem.weight, 0))
    return value(alone, portfolio) / float(problem.weight[own].sum())


@given(problem=problems(), at=st.integers(0, 4), more=st.integers(1, 9))
@settings(max_examples=40)
def test_more_money_never_gives_a_worse_value(problem: Problem, at: int, more: int) -> None:
    budget = problem.budget.copy()
    budget[at] += more
    assert best(replace(problem, budget=budget)) >= best(problem) - EXACTLY


@given(problem=problems(), at=st.integers(0, 3), more=st.sampled_from([1 / 8, 3 / 8]))
@settings(max_examples=40)
def test_a_higher_floor_never_gives_a_better_value(problem: Problem, at: int, more: float) -> None:
    groups = list(problem.groups)
    groups[at] = replace(
        groups[at], least=groups[at].least + 8 * more, least_share=groups[at].least_share + more
    )
    assert best(replace(problem, groups=groups)) <= best(problem) + EXACTLY


@given(problem=problems(), unit=st.sampled_from([2.0**-6, 1e8, 1e10]))
@settings(max_examples=40)
def test_the_unit_of_money_changes_nothing(problem: Problem, unit: float) -> None:
    assert best(in_units(problem, unit)) == pytest.approx(best(problem), abs=EXACTLY)


@given(problem=problems(), chance=st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_projects_changes_nothing(problem: Problem, chance: Random) -> None:
    order = list(range(len(problem.projects)))
    chance.shuffle(order)
    assert best(in_order(problem, order)) == pytest.approx(best(problem), abs=EXACTLY)


@given(problem=problems())
@settings(max_examples=40)
def test_the_relaxed_bound_is_never_below_the_optimum(problem: Problem) -> None:
    wanted = optimum(problem)
    assume(wanted is not None)
    assert wanted is not None
    highs = to_highs(mixed_integer(problem, relaxed=True))
    highs.run()
    assert highs.getInfo().objective_function_value >= wanted - EXACTLY


@given(problem=problems())
@settings(max_examples=30)
def test_an_answer_is_never_worse_than_what_it_began_from(problem: Problem) -> None:
    start = next(feasible(problem), None)
    assume(start is not None)
    hurried = prove(problem, seconds=0, start=start)
    assert hurried.value is not None
    assert start is not None
    assert value(problem, start) <= hurried.value <= hurried.bound


def test_a_start_that_may_not_be_carried_out_is_left_aside() -> None:
    problem = generated(2, 40, 0.3, 5)
    everything = {project: int(problem.first[project]) for project in range(80)}
    hurried = prove(problem, seconds=0, start=everything)
    assert (hurried.status, hurried.portfolio, hurried.value) == ("stopped", None, None)


def test_the_same_problem_gives_the_same_portfolio() -> None:
    problem = generated(1, 32, 0.5, 5)
    assert prove(problem, seconds=20) == prove(problem, seconds=20)


def test_steps_are_told_while_it_runs() -> None:
    steps: list[Progress] = []
    found = prove(generated(2, 40, 0.3, 5), seconds=2, progress=steps.append)
    assert steps[-1].bound == pytest.approx(found.bound, rel=1e-3)


def test_pressing_ctrl_c_gives_the_best_so_far() -> None:
    problem = instance("S", 0.3)
    pressed: list[Progress] = []

    def press(step: Progress) -> None:
        if not pressed and step.bound < problem.weight.sum():
            pressed.append(step)
            signal.raise_signal(signal.SIGINT)

    found = prove(problem, seconds=60, progress=press)
    assert found.interrupted
    assert found.status == "stopped"
    assert found.bound < problem.weight.sum()


class NobodyWantsItError(Exception):
    """Somebody who waited for an answer went away."""


def test_what_a_listener_raises_ends_the_solve_in_its_own_thread() -> None:
    heard: list[threading.Thread] = []

    def leave(step: Progress) -> None:
        heard.append(threading.current_thread())
        raise NobodyWantsItError

    with pytest.raises(NobodyWantsItError):
        prove(instance("S", 0.3), seconds=600, progress=leave)
    assert heard == [threading.current_thread()]


def test_without_projects_nothing_is_chosen() -> None:
    assert proved(knapsack([], [])) == Proved(status="optimal", portfolio={}, value=0, bound=0)


def test_a_knapsack_known_from_textbooks_is_solved() -> None:
    # Martello and Toth, Knapsack Problems, Wiley 1990, chapter 2.
    problem = knapsack([70, 20, 39, 37, 7, 5, 10], [31, 10, 20, 19, 4, 3, 6], capacity=50)
    found = proved(problem)
    assert found.portfolio == {0: 0, 3: 3}
    assert found.value == pytest.approx(107 / 188)


def test_the_nation_is_no_city() -> None:
    problem = replace(
        knapsack([1], [1]), cells=[Cell(indicator="jobs"), Cell(indicator="jobs", city="jeju")],
        weight=np.ones(2), gains=csr_array((1, 2)),
    )  # fmt: skip
    assert {city: own.tolist() for city, own in problem.cities.items()} == {"jeju": [1]}


def knapsack(worth: Sequence[float], weigh: Sequence[float], capacity: float = 0) -> Problem:
    """One option for every project, one limit, and a cell that all worth together attains."""
    items = len(worth)
    return Problem(
        projects=[f"p{item}" for item in range(items)],
        variants=["planned"],
        first=np.arange(items + 1),
        variant=np.zeros(items, dtype=np.int64),
        start=np.full(items, 2018),
        finish=np.full(items, 2018),
        cost=np.array(weigh, dtype=float),
        limits=[Limit(source="national")],
        budget=np.array([capacity], dtype=float),
        uses=csr_array(np.array(weigh, dtype=float).reshape(items, 1)),
        groups=[],
        groups_of=csr_array((items, 0)),
        cells=[Cell(indicator="jobs")],
        weight=np.ones(1),
        gains=csr_array(np.array(worth, dtype=float).reshape(items, 1) / max(1, sum(worth))),
        needs=np.zeros((0, 2), dtype=np.int64),
        needs_finish=np.zeros(0, dtype=bool),
        excludes=np.zeros((0, 2), dtype=np.int64),
        must=np.zeros(items, dtype=bool),
    )


def in_units(problem: Problem, unit: float) -> Problem:
    """The same with all money in another unit."""
    return replace(
        problem,
        cost=problem.cost * unit,
        budget=problem.budget * unit,
        uses=problem.uses * unit,
        groups=[
            replace(group, least=group.least * unit, most=group.most * unit)
            for group in problem.groups
        ],
    )


def in_order(problem: Problem, order: Sequence[int]) -> Problem:
    """The same with its projects, and their options, in another order."""
    options = np.concatenate([np.flatnonzero(problem.project == project) for project in order])
    place = np.argsort(order)
    return replace(
        problem,
        projects=[problem.projects[project] for project in order],
        first=np.concatenate([[0], np.cumsum(np.diff(problem.first)[list(order)])]),
        variant=problem.variant[options],
        start=problem.start[options],
        finish=problem.finish[options],
        cost=problem.cost[options],
        uses=problem.uses[options],
        groups_of=problem.groups_of[list(order)],
        gains=problem.gains[options],
        needs=place[problem.needs],
        excludes=place[problem.excludes],
        must=problem.must[list(order)],
    )
