"""Bounds by prices, walks that know them, and what a solve makes of both (§7)."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.funding_instances import generated
from mitgrim.funding.bounding import Dual, bound, closer
from mitgrim.funding.exact import Progress
from mitgrim.funding.from_plan import problem_of
from mitgrim.funding.parameters import usual_parameters
from mitgrim.funding.portfolio import breaches, value
from mitgrim.funding.problem import Group, Problem
from mitgrim.funding.searching import begun
from mitgrim.funding.solving import Solution, Status, solve, walked_again
from tests.cast import JEJU_JOINT, JEJU_PARK, small_plan
from tests.funding.bending import changed
from tests.funding.strategies import fair_problems, optimum, problems

ROUNDING = 1e-9
FEW = settings(max_examples=40)


@pytest.fixture(scope="module")
def large() -> Problem:
    """Eight cities with forty actions: too large for a proof alone."""
    return generated(8, 40, tightness=0.2, seed=7)


@given(fair_problems(), st.integers(0, 2**32 - 1))
def test_whatever_the_prices_no_portfolio_exceeds_their_bound(problem: Problem, seed: int) -> None:
    dual = Dual(problem)
    prices = np.random.default_rng(seed).exponential(1.0, len(dual.start()))
    prices[: len(problem.cells)] = np.minimum(prices[: len(problem.cells)], 1.0)
    best = optimum(problem)
    assert best is None or dual.exact(prices) >= best - ROUNDING


@FEW
@given(fair_problems())
def test_no_portfolio_exceeds_the_bound(problem: Problem) -> None:
    best = optimum(problem)
    known = bound(problem)
    nearer = closer(problem, known, seconds=0.2)
    assert best is None or known.value >= nearer.value >= best - ROUNDING


@FEW
@given(fair_problems(), st.sampled_from([0.1, 0.5, 1.0]))
def test_prices_of_one_floor_for_cities_bound_the_others(problem: Problem, other: float) -> None:
    known = bound(problem)
    asked = replace(problem, least_attained=other)
    best = optimum(asked)
    near = bound(asked, known)
    assert best is None or near.value >= best - ROUNDING
    paid = (other - problem.least_attained) * known.cities.sum()
    assert best is None or known.value - paid >= best - ROUNDING


@FEW
@given(problems(), st.integers(0, 1_000))
def test_what_a_walk_finds_keeps_to_everything(problem: Problem, seed: int) -> None:
    walk = begun(problem, bound(problem))
    walk.go(40, seed)
    found = walk.portfolio()
    if walk.merit >= 0:
        assert list(breaches(problem, found)) == []
        assert walk.merit == pytest.approx(value(problem, found), abs=ROUNDING)


@FEW
@given(problems())
def test_a_small_problem_is_solved_to_its_end(problem: Problem) -> None:
    best, found = optimum(problem), solve(problem, seconds=20)
    if best is None:
        assert found.status is Status.INFEASIBLE
    else:
        assert found.status is Status.OPTIMAL
        assert found.value == pytest.approx(best, abs=1e-6)
        assert list(breaches(problem, found.portfolio)) == []


def test_a_larger_problem_is_solved_to_a_proven_gap(large: Problem) -> None:
    found = solve(large, seconds=2)
    assert list(breaches(large, found.portfolio)) == []
    assert found.value == pytest.approx(value(large, found.portfolio))
    assert found.value <= found.bound
    assert 0 < found.gap < 0.1


def test_floors_and_ceilings_of_shares_are_kept(large: Problem) -> None:
    """§4: even the empty portfolio keeps to shares, so nothing leads a walk out of it but value."""
    tight = [replace(own, least_share=0.25) if own.id == "s0" else own for own in large.groups]
    tight = [replace(own, most_share=0.2) if own.id == "s1" else own for own in tight]
    problem = replace(large, groups=tight)
    found = solve(problem, seconds=2)
    assert list(breaches(problem, found.portfolio)) == []
    assert found.value > 0.5


def test_budgets_out_of_reach_do_not_hide_what_shares_ask(large: Problem) -> None:
    """§4: shares are of what is spent; and what may be carried over counts in several budgets."""
    plenty = [own.source == "private" for own in large.limits]
    ceilings = [replace(own, most_share=0.22) for own in large.groups if own.kind == "sector"]
    problem = replace(
        large,
        budget=np.where(plenty, 1_000 * large.budget, large.budget),
        groups=[*(own for own in large.groups if own.kind == "city"), *ceilings],
    )
    found = solve(problem, seconds=2)
    assert list(breaches(problem, found.portfolio)) == []
    assert found.value > 0.5


def test_demands_that_nothing_meets_leave_no_portfolio(large: Problem) -> None:
    impossible = [Group(kind="city", id="c000", least=float(large.budget.sum()) * 2)]
    problem = replace(
        large, groups=impossible, groups_of=large.groups_of[:, :1].tocsr(), needs=large.needs[:0],
        needs_finish=large.needs_finish[:0],
    )  # fmt: skip
    found = solve(problem, seconds=2)
    assert found.status in (Status.INFEASIBLE, Status.UNKNOWN)
    assert found.portfolio == {}


def test_the_walks_of_a_solution_find_its_portfolio_again(large: Problem) -> None:
    """§7: time alone decides how long is walked, so the walks say it."""
    found = solve(large, seconds=3, seed=7)
    assert len(found.walks) > 1
    assert walked_again(large, found, seed=7) == found.portfolio


def test_more_money_makes_the_bound_no_lower(large: Problem) -> None:
    richer = replace(large, budget=large.budget * 1.1)
    assert bound(richer).value >= bound(large).value


def test_without_time_nothing_is_chosen_and_nothing_fails(large: Problem) -> None:
    found = solve(large, seconds=0)
    assert (found.status, found.portfolio, found.value) == (Status.FEASIBLE, {}, 0.0)
    assert found.bound == pytest.approx(float(large.weight.sum()))


def test_who_stops_it_keeps_the_best_so_far(large: Problem) -> None:
    heard: list[Progress] = []

    def stop(progress: Progress) -> None:
        heard.append(progress)
        if progress.value > 0.5:
            raise KeyboardInterrupt

    found: Solution = solve(large, seconds=60, progress=stop)
    assert heard[-1].seconds < 60
    assert found.status is Status.FEASIBLE
    assert list(breaches(large, found.portfolio)) == []


def test_what_must_be_done_is_done_where_nothing_has_an_effect() -> None:
    """§4: without a cell every choice is worth nothing, and still it keeps to what is asked."""
    park, joint = changed(small_plan(), JEJU_PARK, effects=()), JEJU_JOINT
    problem = problem_of(park, replace(usual_parameters(park), must=(joint,)))
    found = solve(problem, seconds=10)
    assert found.status is Status.OPTIMAL
    assert list(problem.projects).index(joint) in found.portfolio
