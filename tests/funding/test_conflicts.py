"""A conflict names demands that cannot be met together, and none that does not matter."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from scipy.sparse import hstack

from benchmarks.funding_instances import generated, instance
from mitgrim.funding.conflicts import (
    Conflict,
    Demand,
    demands_of,
    smallest_conflict,
    without,
)
from mitgrim.funding.problem import Group, Problem
from tests.funding.strategies import feasible, problems


def may_be_met(problem: Problem, demands: set[Demand]) -> bool:
    """Whether some portfolio meets these demands, whatever the problem's others are."""
    others = set(demands_of(problem)) - demands
    return next(feasible(without(problem, others)), None) is not None


@given(problem=problems())
@settings(max_examples=60)
def test_a_conflict_is_found_exactly_where_nothing_may_be_carried_out(problem: Problem) -> None:
    nothing = next(feasible(problem), None) is None
    assert (smallest_conflict(problem) is not None) == nothing


@given(problem=problems())
@settings(max_examples=60)
def test_giving_up_any_one_demand_of_a_conflict_resolves_it(problem: Problem) -> None:
    conflict = smallest_conflict(problem)
    assume(conflict is not None)
    assert conflict is not None
    demands = set(conflict.demands)
    assert conflict.smallest
    assert not may_be_met(problem, demands)
    assert [demand for demand in demands if not may_be_met(problem, demands - {demand})] == []


def test_a_city_is_promised_more_than_its_ceiling_allows() -> None:
    problem = generated(4, 40, 0.5, 1)
    floor = Group(kind="city", id="c003", least_share=0.3)
    ceiling = Group(kind="wish", id="balance", most_share=0.2)
    c003 = problem.groups_of[:, [3]]
    must = problem.must.copy()
    must[0] = True
    crossed = replace(
        problem,
        groups=[floor if group.id == "c003" else group for group in problem.groups] + [ceiling],
        groups_of=hstack([problem.groups_of, c003], format="csr"),
        must=must,
    )
    assert smallest_conflict(crossed) == Conflict(
        demands=(
            Demand(kind="least", of="city", what="c003"),
            Demand(kind="most", of="wish", what="balance"),
            Demand(kind="must", of="project", what="c000-p-00"),
        )
    )


def test_without_time_nothing_is_claimed() -> None:
    with pytest.raises(TimeoutError, match="not known yet"):
        smallest_conflict(instance("S"), seconds=0)
