"""Minor changes, committees and clocks: what must hold of all of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.law import LawError
from mitgrim.programmes.innovation_cities.law import (
    Committee,
    Seat,
    committee_of,
    composition,
    duties_of,
    minor_change,
    sitting,
)
from mitgrim.wording import Text

DAY = date(2019, 3, 4)
BUSAN = Text("부산", "Busan")
amounts = st.dictionaries(st.sampled_from(["busan", "ulsan", "jeju"]), st.integers(0, 10**14))


@given(amounts, amounts)
def test_a_minor_change_is_the_law_read_aloud(
    before: dict[str, int], after: dict[str, int]
) -> None:
    def within(one: int, other: int) -> bool:
        return 10 * abs(other - one) <= one

    found = minor_change(before, after, sum(before.values()), sum(after.values()), DAY)
    cities = {city: within(before.get(city, 0), after.get(city, 0)) for city in {*before, *after}}
    assert {city: own.within for city, own in found.cities.items()} == cities
    assert found.minor == (within(found.total.before, found.total.after) and all(cities.values()))


@given(amounts)
def test_no_change_is_minor(costs: dict[str, int]) -> None:
    total = sum(costs.values())
    assert minor_change(costs, costs, total, total, DAY).minor


@given(amounts, amounts, st.integers(1, 1000))
def test_what_money_is_counted_in_does_not_matter(
    before: dict[str, int], after: dict[str, int], factor: int
) -> None:
    one = minor_change(before, after, sum(before.values()), sum(after.values()), DAY)
    big = [{city: won * factor for city, won in own.items()} for own in (before, after)]
    other = minor_change(big[0], big[1], sum(big[0].values()), sum(big[1].values()), DAY)
    assert (one.minor, one.over) == (other.minor, other.over)


def test_a_change_of_a_won_over_the_limit_is_told_apart_from_the_limit() -> None:
    over = minor_change({"busan": 10**11}, {"busan": 11 * 10**10 + 1}, 10**11, 10**11, DAY)
    assert over.cities["busan"].text == "10.000000001%"
    assert over.cities["busan"].in_words(BUSAN).ko == (
        "부산: 1,000억원에서 약 1,100억원으로 10.000000001% 바뀌어 한도 10.0%를 넘습니다. "
        "국가위원회 심의가 필요합니다."
    )


def test_a_change_within_the_limit_and_a_new_cost_are_said_in_words() -> None:
    found = minor_change({"busan": 10**11}, {"busan": 9 * 10**10, "jeju": 5 * 10**8}, 1, 1, DAY)
    assert found.cities["busan"].in_words(BUSAN).en == (
        "Busan: from KRW 100 billion to KRW 90 billion is a change of 10.0%, "
        "within the limit of 10.0%."
    )
    assert found.cities["jeju"].share is None
    assert found.cities["jeju"].text == "—"
    assert found.cities["jeju"].in_words(Text("제주", "Jeju")).ko == (
        "제주: 없던 사업비 5억원이 생겨 비율을 따질 수 없습니다. 국가위원회 심의가 필요합니다."
    )


def test_a_city_that_goes_is_no_minor_change() -> None:
    assert minor_change({"busan": 100, "jeju": 1}, {"busan": 100}, 101, 100, DAY).over == ("jeju",)


def test_a_cost_below_zero_is_refused() -> None:
    with pytest.raises(LawError) as refused:
        minor_change({"busan": -1}, {}, 0, 0, DAY)
    assert refused.value.id == "law.minor-change.negative"


def test_before_the_act_was_amended_there_was_no_minor_change() -> None:
    with pytest.raises(LawError) as refused:
        minor_change({}, {}, 0, 0, date(2018, 3, 26))
    assert refused.value.id == "not-in-force"


@given(st.integers(0, 30), st.data())
def test_a_majority_is_more_than_half(members: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, members))
    favour = data.draw(st.integers(0, present))
    found = sitting("city-committee", DAY, members=members, present=present, in_favour=favour)
    assert found.quorate == (2 * present > members)
    assert found.carried == (found.quorate and 2 * favour > present)


@pytest.mark.parametrize("counts", [(10, 11, 0), (10, 5, 6), (10, 5, -1)])
def test_votes_that_cannot_be_are_refused(counts: tuple[int, int, int]) -> None:
    members, present, favour = counts
    with pytest.raises(LawError) as refused:
        sitting("city-committee", DAY, members=members, present=present, in_favour=favour)
    assert refused.value.id == "law.committee.counts"


def test_the_national_committees_rule_is_not_made_up() -> None:
    with pytest.raises(LawError) as refused:
        sitting("national-committee", DAY, members=30, present=30, in_favour=30)
    assert refused.value.id == "not-known"


def test_only_the_joint_city_has_the_joint_committee() -> None:
    assert committee_of("gwangju-jeonnam", DAY) == "joint-committee"
    assert committee_of("jeju", DAY) == "city-committee"


def test_every_kind_of_member_that_is_missing_is_named() -> None:
    findings = composition("city-committee", Committee(members=20, chairs=2), DAY)
    assert [own.id for own in findings] == ["committee-seat"] * len(Seat)
    assert findings[0].message.ko == (
        "위원 가운데 ‘지방자치단체의 장’이 0명입니다. 1명 이상이어야 합니다."
    )
    full = Committee(members=20, chairs=2, seats=dict.fromkeys(Seat, 1))
    assert composition("city-committee", full, DAY) == ()


@given(st.integers(2024, 2100))
def test_every_duty_with_a_date_is_due_in_its_year(year: int) -> None:
    found = duties_of(year)
    dated = [own.due for own in found if own.due]
    assert {due.year for due in dated} == {year}
    assert dated == sorted(dated)
    assert len(found) == 13


def test_a_duty_names_its_bodies_as_they_were_called_then() -> None:
    plans, purchases = duties_of(2019, "institutions")
    assert (plans.due, purchases.due) == (date(2019, 2, 28), date(2019, 2, 28))
    assert (plans.who[0].ko, plans.whom[0].ko) == ("이전공공기관", "국토교통부")
    report = next(own for own in duties_of(2024) if own.duty.clock.id == "upper-report")
    assert (report.who[0].ko, report.whom[0].ko) == ("지방시대위원회", "대통령")


def test_a_duty_begins_with_its_first_day_after_the_law() -> None:
    assert duties_of(2018, "institutions") == ()
    assert [own.duty.clock.id for own in duties_of(2021, "molit")] == ["publish-hiring"]
