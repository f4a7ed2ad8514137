"""What fairness between cities costs: against trying everything, and found by walks."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from benchmarks.funding_instances import generated
from mitgrim.funding.fairness import Point, frontier
from mitgrim.funding.portfolio import attainments, breaches, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.solving import SMALL, solve
from tests.funding.strategies import feasible, optimum, solvable


@given(problem=solvable())
@settings(max_examples=30)
def test_the_frontier_trades_value_for_the_worst_off_city(problem: Problem) -> None:
    points = frontier(problem, 4)
    trades(problem, points)
    worst = max(min(attainments(problem, own).values()) for own in feasible(problem))
    assert points[0].value == pytest.approx(optimum(problem), rel=1e-4)
    assert points[-1].worst == pytest.approx(worst, abs=1e-4)


def test_without_cities_there_is_no_frontier() -> None:
    problem = generated(1, 32, 0.5, 5)
    national = replace(problem, cells=[replace(own, city="") for own in problem.cells])
    with pytest.raises(ValueError, match="none is worst off"):
        frontier(national, 3)


def test_of_a_large_problem_walks_find_the_frontier() -> None:
    problem = generated(5, 53, 0.2, 3)
    assert problem.options > SMALL
    start = solve(problem, seconds=2).portfolio
    points = frontier(problem, 6, seconds=6, start=start)
    trades(problem, points)
    assert 1 <= len(points) <= 6
    assert points[0].value >= value(problem, start)
    assert points[-1].worst > min(attainments(problem, start).values())


def trades(problem: Problem, points: tuple[Point, ...]) -> None:
    for better, fairer in pairwise(points):
        assert better.value > fairer.value
        assert better.worst < fairer.worst
        assert better.bound >= fairer.bound
    for point in points:
        assert list(breaches(problem, point.portfolio)) == []
        assert point.value == value(problem, point.portfolio) <= point.bound
        assert point.worst == min(attainments(problem, point.portfolio).values())
