"""Totals: every won counted once, whichever way it is sorted."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.plan import (
    Dimension,
    FundingLine,
    FundingSource,
    JointShare,
    Phase,
    Plan,
    Project,
    Use,
    largest_remainder,
    money,
    totals,
)
from tests.cast import EOK, JEJU_JOINT, small_plan
from tests.laws.strategies import plans


def in_eok(amounts: dict[str, int]) -> dict[str, int]:
    assert all(won % EOK == 0 for won in amounts.values())
    return {key: won // EOK for key, won in amounts.items()}


def test_the_small_plan_adds_up_as_by_hand() -> None:
    sums = totals(small_plan())
    assert sums.total == 250 * EOK
    assert {year: won // EOK for year, won in sums.by_year.items()} == {
        2018: 10,
        2019: 80,
        2020: 65,
        2021: 75,
        2022: 20,
    }
    assert in_eok(sums.by_source) == {
        "national": 105,
        "provincial": 20,
        "municipal": 75,
        "institution": 20,
        "private": 30,
        "fund": 0,
    }
    assert in_eok(sums.by_sector) == {
        "industry": 160,
        "settlement": 50,
        "smart-city": 0,
        "talent": 40,
        "shared-growth": 0,
    }
    assert in_eok(sums.by_tree["adopted"]) == {"growth": 190, "living": 50, "sharing": 10}
    assert sums.projects == 4


def test_a_joint_project_counts_once_for_the_nation_and_by_share_for_each_city() -> None:
    sums = totals(small_plan())
    assert in_eok(sums.by_city) == {"ulsan": 130, "jeju": 120}
    assert sum(sums.by_city.values()) == sums.total


def test_only_planned_money_is_counted() -> None:
    plan = small_plan()
    spent = FundingLine(
        year=2018,
        source=FundingSource.NATIONAL,
        phase=Phase.EXECUTED,
        use=Use.WORKS,
        amount=7 * EOK,
    )
    ulsan, jeju = plan.cities
    project = replace(ulsan.projects[0], money=(*ulsan.projects[0].money, spent))
    with_actuals = replace(
        plan, cities=(replace(ulsan, projects=(project, *ulsan.projects[1:])), jeju)
    )
    assert totals(with_actuals) == totals(plan)
    assert totals(with_actuals, Phase.EXECUTED).total == 7 * EOK


def test_money_of_an_unknown_action_is_kept_apart() -> None:
    plan = small_plan()
    ulsan, jeju = plan.cities
    lost = replace(ulsan.projects[0], action="industry.99")
    plan = replace(plan, cities=(replace(ulsan, projects=(lost, *ulsan.projects[1:])), jeju))
    sums = totals(plan)
    assert sums.by_sector[""] == lost.amount()
    assert sums.by_tree["draft"][""] == lost.amount()
    assert sum(sums.by_sector.values()) == sums.total


def test_city_and_tree_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="does not foot"):
        money(small_plan(), Dimension.CITY, Dimension.TREE, tree="adopted")


@given(plans())
def test_every_breakdown_sums_to_the_total(plan: Plan) -> None:
    sums = totals(plan)
    for table in (
        sums.by_year,
        sums.by_source,
        sums.by_city,
        sums.by_sector,
        *sums.by_tree.values(),
    ):
        assert sum(table.values()) == sums.total  # type: ignore[attr-defined]


@given(plans())
def test_a_table_of_two_dimensions_has_the_margins_of_each(plan: Plan) -> None:
    table = money(plan, Dimension.CITY, Dimension.YEAR)
    by_year = {year: won for (year,), won in money(plan, Dimension.YEAR).items()}
    margins: dict[object, int] = {}
    for (_, year), won in table.items():
        margins[year] = margins.get(year, 0) + won
    assert margins == by_year


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=6), st.data())
def test_each_partner_of_a_joint_project_pays_exactly_its_share(
    amounts: list[int], data: st.DataObject
) -> None:
    lines = tuple(
        FundingLine(year=2018 + i, source=FundingSource.NATIONAL, use=Use.WORKS, amount=won)
        for i, won in enumerate(amounts)
    )
    share = data.draw(st.integers(0, sum(amounts)))
    plan = small_plan()
    ulsan, jeju = plan.cities
    joint = Project(
        id=JEJU_JOINT, city="jeju", money=lines, shares=(JointShare(city="ulsan", amount=share),)
    )
    alone = replace(plan, cities=(replace(ulsan, projects=()), replace(jeju, projects=(joint,))))
    table = money(alone, Dimension.CITY, Dimension.YEAR)
    paid = sum(won for (city, _), won in table.items() if city == "ulsan")
    assert paid == share
    assert sum(table.values()) == sum(amounts)


@given(
    st.integers(0, 10**15),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=9).filter(any),
)
def test_a_split_loses_no_won_and_strays_less_than_one(total: int, weights: list[int]) -> None:
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


def test_a_split_gives_what_is_left_to_the_largest_remainders() -> None:
    assert largest_remainder(100, [Decimal("0.335"), Decimal("0.335"), Decimal("0.33")]) == (
        34,
        33,
        33,
    )


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1]])
def test_a_split_without_weights_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        largest_remainder(10, weights)
