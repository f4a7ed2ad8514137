"""§8: many conditions at once, wherever they are computed, come to what each does alone."""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context

import pytest
from distributed import LocalCluster
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.funding.from_plan import problem_of
from mitgrim.funding.parameters import Parameters, scaled, usual_parameters
from mitgrim.funding.portfolio import breaches, value
from mitgrim.funding.solving import Status
from mitgrim.funding.sweeps import (
    NoClusterError,
    Outcome,
    Search,
    portfolio_of,
    rising,
    sweep,
    workers,
)
from mitgrim.plan import FundingSource
from mitgrim.wording import Lang
from tests.cast import ULSAN_SCHOOL, small_plan
from tests.funding.strategies import optimum

SEARCH = Search(seconds=5)


def sets() -> list[Parameters]:
    """The small plan's budgets with 0, 40, 80 and 120 per cent of national money."""
    usual = usual_parameters(small_plan())
    return [scaled(usual, FundingSource.NATIONAL, percent) for percent in (0, 40, 80, 120)]


@pytest.fixture(scope="module")
def alone() -> list[Outcome]:
    return list(sweep(small_plan(), sets(), SEARCH))


def test_each_outcome_is_the_best_under_its_conditions(alone: list[Outcome]) -> None:
    """§8: against trying everything."""
    for own, found in zip(sets(), alone, strict=True):
        problem = problem_of(small_plan(), own)
        portfolio = portfolio_of(problem, found.chosen)
        assert found.status is Status.OPTIMAL
        assert list(breaches(problem, portfolio)) == []
        assert found.value == value(problem, portfolio) == pytest.approx(optimum(problem))


def test_processes_and_a_cluster_find_the_same(alone: list[Outcome]) -> None:
    """§8: who computes it changes nothing."""
    with workers(2) as processes:
        assert list(sweep(small_plan(), sets(), SEARCH, executor=processes)) == alone
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=1, processes=False, protocol="tcp://", dashboard_address=None
        ) as here,
        workers(address=here.scheduler_address) as cluster,
    ):
        assert list(sweep(small_plan(), sets(), SEARCH, executor=cluster)) == alone


def test_what_a_killed_worker_had_is_computed_here(alone: list[Outcome]) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(os._exit, 1)
        assert list(sweep(small_plan(), sets(), SEARCH, executor=pool)) == alone


def test_what_is_known_is_kept_where_it_is_worth_more() -> None:
    """§8: without time nothing is found, and what is known keeps to the conditions."""
    plan, [_, *others] = small_plan(), sets()
    known = next(sweep(plan, others[:1], SEARCH))
    at_once = sweep(plan, others, Search(seconds=0), known=[known.chosen])
    for own, found in zip(others, at_once, strict=True):
        assert found.chosen == known.chosen
        assert found.value == known.value
        assert found.status is Status.FEASIBLE
        assert found.bound >= optimum(problem_of(plan, own))  # type: ignore[operator]


def test_a_choice_of_other_conditions_is_known_as_far_as_it_may_be_done() -> None:
    plan = small_plan()
    usual = usual_parameters(plan)
    [before] = sweep(plan, [usual], SEARCH)
    without = replace(usual, must_not=(ULSAN_SCHOOL,))
    problem = problem_of(plan, without)
    kept = portfolio_of(problem, before.chosen)
    assert {problem.projects[own] for own in kept} == before.chosen.keys() - {ULSAN_SCHOOL}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_more_never_comes_to_less(values: list[tuple[int, int]]) -> None:
    """§8: what was found with less is still good with more, and bounds stay bounds."""
    given = [
        Outcome(status=Status.FEASIBLE, value=own / 10, bound=max(own, top) / 10)
        for own, top in values
    ]
    found = list(rising(given))
    assert all(one.value <= other.value for one, other in pairwise(found))
    for before, after in zip(given, found, strict=True):
        assert before.value <= after.value <= after.bound
        assert before.bound <= after.bound


def test_nothing_found_before_is_no_reason_to_drop_what_is_found_now() -> None:
    nothing = Outcome(status=Status.UNKNOWN, value=0.0, bound=1.0)
    zero = Outcome(status=Status.FEASIBLE, value=0.0, bound=1.0)
    assert list(rising([nothing, zero])) == [nothing, zero]


def test_a_cluster_that_does_not_answer_is_refused() -> None:
    with (
        pytest.raises(NoClusterError) as refused,
        workers(address="tcp://127.0.0.1:9"),
    ):
        pass
    assert "tcp://127.0.0.1:9" in refused.value.in_(Lang.KO)
