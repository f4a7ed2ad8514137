"""What a best portfolio leaves open, against trying everything and against the laws."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array, vstack

from benchmarks.funding_instances import generated
from mitgrim.funding.portfolio import Portfolio, breaches, differences, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.reasons import as_near, prices, why_not
from tests.funding.strategies import best_and_left_out, feasible, solvable

EXACTLY = 1e-9


@given(chosen=best_and_left_out())
@settings(max_examples=60)
def test_a_project_has_obstacles_exactly_when_none_of_its_options_fits(
    chosen: tuple[Problem, Portfolio, int],
) -> None:
    problem, best, project = chosen
    reason = why_not(problem, best, project)
    options = range(*problem.first[project : project + 2].tolist())
    fitting = [own for own in options if not any(breaches(problem, {**best, project: own}))]
    assert (reason.obstacles == ()) == (fitting != [])
    assert reason.option in (fitting or options)


@given(chosen=best_and_left_out())
@settings(max_examples=60)
def test_what_a_project_displaces_costs_what_trying_everything_says(
    chosen: tuple[Problem, Portfolio, int],
) -> None:
    problem, best, project = chosen
    reason = why_not(problem, best, project)
    with_it = [value(problem, own) for own in feasible(problem) if project in own]
    assert reason.impossible == (with_it == [])
    if with_it:
        displaced = reason.displaced
        assert displaced is not None
        assert displaced.lost == pytest.approx(value(problem, best) - max(with_it), abs=1e-4)
        names = {problem.projects[own] for own in best} - set(displaced.leaves)
        names |= {*displaced.joins, problem.projects[project]}
        assert names == {problem.projects[own] for own in displaced.portfolio}


@given(chosen=best_and_left_out())
@settings(max_examples=40)
def test_a_full_limit_tells_what_is_missing(chosen: tuple[Problem, Portfolio, int]) -> None:
    problem, best, project = chosen
    reason = why_not(problem, best, project)
    assert reason.option is not None
    enough = problem.budget.copy()
    for obstacle in reason.obstacles:
        if obstacle.limit is not None:
            enough[problem.limits.index(obstacle.limit)] += obstacle.missing
    richer = replace(problem, budget=enough)
    still = why_not(richer, best, project, seconds=0)
    assert [own for own in still.obstacles if own.limit and still.option == reason.option] == []


@given(problem=solvable(), data=st.data())
@settings(max_examples=60)
def test_undoing_idle_differences_loses_nothing_and_leaves_none_that_could_be_undone(
    problem: Problem, data: st.DataObject
) -> None:
    every = list(feasible(problem))
    one, other = (data.draw(st.sampled_from(every)) for _ in range(2))
    near = as_near(problem, one, other)
    assert not any(breaches(problem, near))
    assert value(problem, near) >= value(problem, one)
    assert differences(near, other) <= differences(one, other)
    assert as_near(problem, near, other) == near


@given(chosen=best_and_left_out())
@settings(max_examples=20)
def test_a_difference_that_is_to_be_kept_is_kept(chosen: tuple[Problem, Portfolio, int]) -> None:
    problem, best, project = chosen
    for own in feasible(problem):
        if project in own:
            assert as_near(problem, own, best, keeping=[project])[project] == own[project]


def test_a_project_that_is_in_needs_no_reason() -> None:
    problem = generated(1, 32, 0.5, 5)
    with pytest.raises(ValueError, match="c000-p-03 is in the portfolio"):
        why_not(problem, {3: int(problem.first[3])}, 3)


def test_a_project_without_options_is_impossible() -> None:
    problem = generated(1, 32, 0.5, 5)
    more = replace(
        problem,
        projects=[*problem.projects, "wish"],
        first=np.append(problem.first, problem.options),
        groups_of=vstack([problem.groups_of, csr_array((1, len(problem.groups)))], format="csr"),
        must=np.append(problem.must, False),
    )
    reason = why_not(more, {}, len(problem.projects))
    assert (reason.option, reason.obstacles, reason.displaced) == (None, (), None)
    assert reason.impossible


def test_a_price_is_what_a_little_more_money_adds_to_the_relaxed_value() -> None:
    problem = generated(2, 40, 0.3, 5)
    a_little = 1e-4
    found = prices(problem, more=a_little)
    before = relaxed_value(problem)
    for limit in range(len(problem.limits)):
        budget = problem.budget.copy()
        budget[limit] += a_little
        added = relaxed_value(replace(problem, budget=budget)) - before
        assert added == pytest.approx(found[limit], abs=1e-8)


def relaxed_value(problem: Problem) -> float:
    from mitgrim.funding.model import mixed_integer, to_highs

    highs = to_highs(mixed_integer(problem, relaxed=True))
    highs.run()
    return float(highs.getInfo().objective_function_value)


def test_money_has_no_price_where_nothing_may_be_carried_out() -> None:
    problem = generated(1, 32, 0.5, 5)
    broke = replace(problem, budget=np.zeros(len(problem.limits)), must=np.ones_like(problem.must))
    with pytest.raises(ValueError, match="no price"):
        prices(broke)
