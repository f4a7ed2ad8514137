"""§8: what stays in whatever happens to the budgets, and what a floor costs."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitgrim.funding.floors import floors_of, freed
from mitgrim.funding.from_plan import problem_of
from mitgrim.funding.parameters import Bound, GroupKind, Parameters, by_purse, usual_parameters
from mitgrim.funding.portfolio import gini
from mitgrim.funding.robustness import Robustness, drawn, robustness
from mitgrim.funding.solving import Status
from mitgrim.funding.sweeps import Outcome, Search, sweep
from mitgrim.plan import FundingSource
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL, small_plan
from tests.funding.strategies import optimum

SEARCH = Search(seconds=5)


@given(count=st.integers(1, 40), spread=st.integers(1, 100), seed=st.integers(0, 99))
@settings(max_examples=30)
def test_scenarios_spread_each_source_evenly(count: int, spread: int, seed: int) -> None:
    """§8: all years of a source go up or down together, by no more than the spread, and of all
    scenarios one lies in each even part of it."""
    usual = usual_parameters(small_plan())
    planned = by_purse(usual.budgets)
    percents = defaultdict(list)
    for own in drawn(usual, count, spread=spread, seed=seed):
        budgets = by_purse(own.budgets)
        for source in FundingSource:
            purses = [purse for purse in planned if purse[0] is source and planned[purse]]
            fitting = set(range(100 - spread, 101 + spread))
            for purse in purses:
                won, of = planned[purse], budgets[purse]
                fitting &= {part for part in fitting if won * part // 100 == of}
            if purses:
                [percent] = fitting
                percents[source].append(percent)
    width = 2 * spread / count
    for of_source in percents.values():
        for part, percent in enumerate(sorted(of_source)):
            low = 100 - spread + part * width
            assert round(low) <= percent <= round(low + width)


def test_a_seed_draws_the_same_again() -> None:
    usual = usual_parameters(small_plan())
    assert drawn(usual, 9, spread=20) == drawn(usual, 9, spread=20)
    assert drawn(usual, 9, spread=20) != drawn(usual, 9, spread=20, seed=2)


def test_what_must_be_done_is_in_every_scenario_and_what_must_not_in_none() -> None:
    """§8: the share of scenarios, of which some may have no answer."""
    plan = small_plan()
    asked = replace(usual_parameters(plan), must=(ULSAN_SCHOOL,), must_not=(ULSAN_CENTRE,))
    found = robustness(sweep(plan, drawn(asked, 8, spread=60), SEARCH))
    assert 0 < found.answered <= 8
    assert found.shares[ULSAN_SCHOOL] == 1
    assert ULSAN_CENTRE not in found.shares
    assert list(found.values) == sorted(found.values)
    assert len(found.values) == found.answered


def test_shares_count_answers_and_scales() -> None:
    """§8: of four scenarios one has no answer; the park is in two of three, each time otherwise."""

    def outcome(**chosen: tuple[str, int]) -> Outcome:
        return Outcome(status=Status.FEASIBLE, value=len(chosen) / 4, bound=1, chosen=chosen)

    found = robustness(
        [
            outcome(park=("half", 2019), school=("planned", 2019)),
            Outcome(status=Status.INFEASIBLE, value=0, bound=1),
            outcome(school=("planned", 2019)),
            outcome(park=("half", 2020), school=("planned", 2019)),
        ]
    )
    assert found == Robustness(
        answered=3,
        shares={"park": 2 / 3, "school": 1.0},
        alike={"park": 0.5, "school": 1.0},
        values=(0.25, 0.5, 0.5),
    )


def floors(**won: int) -> Parameters:
    """The small plan with floors for its cities."""
    bounds = tuple(Bound(kind=GroupKind.CITY, id=city, least=own) for city, own in won.items())
    return replace(usual_parameters(small_plan()), bounds=bounds)


def test_a_floor_costs_what_the_best_without_it_is_better() -> None:
    """§8: against trying everything without each floor, and without all."""
    plan = small_plan()
    asked = replace(floors(jeju=10 * EOK, ulsan=35 * EOK), must_not=(JEJU_PARK,))
    [answer] = sweep(plan, [asked], SEARCH)
    found = freed(plan, asked, answer, SEARCH)
    jeju, ulsan = floors_of(asked)
    assert [own.floors for own in found] == [(jeju,), (ulsan,), (jeju, ulsan)]
    for own in found:
        left = tuple(each for each in asked.bounds if each not in own.floors)
        best = optimum(problem_of(plan, replace(asked, bounds=left)))
        assert own.outcome.value == pytest.approx(best)
        assert own.outcome.value >= answer.value


def test_where_nothing_keeps_to_the_floors_it_is_said_what_is_found_without() -> None:
    """§8: of two floors one asks for more than there is."""
    plan = small_plan()
    asked = replace(floors(jeju=10 * EOK, ulsan=9000 * EOK), haircuts=(), must=(JEJU_JOINT,))
    [answer] = sweep(plan, [asked], SEARCH)
    assert answer.status is Status.INFEASIBLE
    without_jejus, without_ulsans, without_all = freed(plan, asked, answer, SEARCH)
    assert not without_jejus.outcome.found
    assert without_ulsans.outcome.found
    assert without_all.outcome.found


def test_ceilings_are_no_floors() -> None:
    asked = replace(
        usual_parameters(small_plan()),
        bounds=(Bound(kind=GroupKind.CITY, id="jeju", most_share=Decimal("0.5")),),
    )
    [answer] = sweep(small_plan(), [asked], SEARCH)
    assert freed(small_plan(), asked, answer, SEARCH) == ()


@given(st.lists(st.integers(0, 100), max_size=8))
def test_gini_is_the_mean_difference_of_all_pairs(attained: list[int]) -> None:
    """§6: from the definition: mean |a − b| over all ordered pairs, by twice the mean."""
    every = sum(attained)
    pairs = sum(abs(one - other) for one in attained for other in attained)
    expected = pairs / (2 * len(attained) * every) if every else 0.0
    assert gini(attained) == pytest.approx(expected)
