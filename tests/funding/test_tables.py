"""An answer printed, and as tables for a notebook: they say what the answer says."""

import pytest

from mitgrim.funding.answers import Answer, as_json, fund
from mitgrim.funding.parameters import usual_parameters
from mitgrim.funding.portfolio import attainments
from mitgrim.funding.tables import cities_table, limits_table, money_table, projects_table
from mitgrim.plan import FundingSource
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import Lang


@pytest.fixture(scope="module")
def answer() -> Answer:
    return fund(innovation_cities_2018(), seconds=20)


def test_an_answer_is_printed_with_its_bound(answer: Answer) -> None:
    assert repr(answer) == (
        "<Answer optimal: 84 of 118 projects, 약 3조 555억원, attainment 92.73%, at most 92.73%>"
    )


def test_the_table_of_projects_has_each_once_with_its_option_or_its_reason(answer: Answer) -> None:
    table = projects_table(answer)
    told = as_json(answer.plan, usual_parameters(answer.plan), answer.posed, answer.solution)
    chosen = table[table["start"].notna()]
    assert list(zip(chosen.index, chosen["start"], strict=True)) == [
        (own["id"], own["start"])
        for own in told["projects"]  # type: ignore[attr-defined]
    ]
    assert table.index.is_unique
    assert (table["reason"].isna() == table["start"].notna()).all()
    assert table["cost"].sum() == sum(map(round, map(float, _costs(answer))))


def _costs(answer: Answer) -> list[float]:
    return [answer.problem.cost[own] for own in answer.portfolio.values()]


def test_the_table_of_money_sums_to_what_is_chosen(answer: Answer) -> None:
    table = money_table(answer, Lang.EN)
    assert table.to_numpy().sum() == sum(_costs(answer))
    assert list(table.index) == list(answer.plan.nation.period.years)
    assert len(table.columns) == len(FundingSource)


def test_no_limit_is_exceeded_in_the_table_of_limits(answer: Answer) -> None:
    table = limits_table(answer)
    assert len(table) == len(answer.problem.limits)
    assert (table["used"] <= table["budget"]).all()
    assert table["share"].max() <= 1


def test_cities_stand_in_their_customary_order(answer: Answer) -> None:
    table = cities_table(answer)
    attained = attainments(answer.problem, answer.portfolio)
    order = [own.city.id for own in answer.plan.cities if own.city.id in attained]
    assert table["attained"].tolist() == [attained[own] for own in order]
    assert table.index[0] == "부산"
