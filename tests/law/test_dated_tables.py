"""A value is asked for a day: the right one comes, or an error that says why none can."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.law import Bodies, Clocks, LawError, Parameter, Parameters, Regions, duties
from mitgrim.law.errors import MESSAGES
from mitgrim.wording import Lang, Text
from tests.law.making import NEW, OFFICE, OLD, REGION, RENAMED, REPORT

TABLE = Parameters([NEW, OLD])
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2018, 1, 1), 18),
        (date(2018, 12, 31), 18),
        (date(2019, 1, 1), 21),
        (date(2050, 1, 1), 21),
    ],
)
def test_a_value_holds_from_its_first_day_to_its_last(day: date, value: int) -> None:
    assert TABLE.at("rate", day).number == value


def test_before_the_first_day_there_is_none_and_the_error_says_which_there_are() -> None:
    with pytest.raises(LawError) as refused:
        TABLE.at("rate", date(2017, 12, 31))
    assert refused.value.id == "not-in-force"
    assert refused.value.message == Text(
        "비율(rate)은 2017. 12. 31.에 해당하는 값이 없습니다. 실린 기간: 2018. 1. 1.~2018. 12. 31., "
        "2019. 1. 1.~. 날짜를 확인하거나, 그날의 값을 알면 조문과 함께 표에 더하세요.",
        "Rate (rate) has no value on 31 December 2017. Kept are: 1 January 2018 – 31 December "
        "2018, 1 January 2019 –. Check the date, or add that day’s value to the table with its "
        "article.",
    )


def test_two_values_of_one_day_are_refused_with_both_articles() -> None:
    other = replace(NEW, valid_from=date(2018, 12, 31), article="제2조")
    with pytest.raises(LawError) as refused:
        Parameters([OLD, other]).at("rate", date(2018, 12, 31))
    assert refused.value.id == "two-in-force"
    assert "제1조, 제2조" in refused.value.message.ko
    assert Parameters([OLD, other]).at("rate", date(2019, 1, 1)) is other


def test_a_stated_gap_says_why_nothing_is_known() -> None:
    unknown = replace(OLD, value=None, note=Text("읽지 못함", "Not read"))
    with pytest.raises(LawError) as refused:
        Parameters([unknown, NEW]).at("rate", date(2018, 6, 1))
    assert refused.value.id == "not-known"
    assert refused.value.message.ko.endswith("읽지 못함")
    assert refused.value.message.en.endswith("Not read")


def test_an_unknown_id_comes_with_those_that_are_close() -> None:
    with pytest.raises(LawError) as refused:
        TABLE.at("rates", date(2018, 1, 1))
    assert refused.value.id == "unknown-id"
    assert "rate" in refused.value.message.en.partition("Close to it:")[2]


@given(DAYS)
def test_on_any_day_there_is_one_value_or_an_error(day: date) -> None:
    held = [own for own in TABLE if own.valid_from <= day <= (own.valid_to or date.max)]
    if held:
        assert [TABLE.at("rate", day)] == held
    else:
        with pytest.raises(LawError):
            TABLE.at("rate", day)


@given(st.integers(0, 300), st.integers(0, 200))
def test_a_share_to_reach_and_one_to_exceed_give_the_smallest_count(whole: int, rate: int) -> None:
    reach = replace(OLD, value=Decimal(rate))
    exceed = replace(OLD, value=Decimal(rate), unit="percent-over")
    exact = Fraction(rate, 100) * whole
    assert reach.least_of(whole) == next(n for n in range(ceil(exact) + 1) if n >= exact)
    assert exceed.least_of(whole) == next(n for n in range(floor(exact) + 2) if n > exact)


@pytest.mark.parametrize(
    ("parameter", "attribute"),
    [
        (replace(OLD, value="up", unit="words"), "number"),
        (replace(OLD, value=Decimal("1.5"), unit="days"), "whole"),
        (replace(OLD, unit="days"), "share"),
        (OLD, "words"),
    ],
)
def test_a_value_of_another_kind_is_refused(parameter: Parameter, attribute: str) -> None:
    with pytest.raises(LawError) as refused:
        getattr(parameter, attribute)
    assert refused.value.id == "wrong-kind"


def test_a_value_is_said_with_its_unit() -> None:
    assert OLD.said == Text("18%", "18%")
    assert replace(OLD, unit="persons").said == Text("18명", "persons: 18")


def test_a_region_is_asked_by_rule_and_city() -> None:
    regions = Regions([REGION])
    assert regions.of("hiring", "jeju", date(2020, 1, 1)).areas == ("jeju",)
    with pytest.raises(LawError):
        regions.of("purchase", "jeju", date(2020, 1, 1))


def test_a_body_is_found_by_any_name_it_ever_had() -> None:
    bodies = Bodies([RENAMED, OFFICE])
    assert bodies.called("옛 위원회", date(2020, 1, 1)) is RENAMED
    assert bodies.called("New Committee", date(2018, 3, 19)) is OFFICE
    assert bodies.successor(OFFICE) is RENAMED
    assert bodies.successor(RENAMED) is None


def test_a_name_of_no_body_or_of_two_is_refused() -> None:
    bodies = Bodies([OFFICE, replace(OFFICE, id="other")])
    for name, reason in (("없는 위원회", "unknown-body"), ("옛 위원회", "ambiguous-body")):
        with pytest.raises(LawError) as refused:
            bodies.called(name, date(2018, 1, 1))
        assert refused.value.id == reason


@given(st.integers(1900, 2200))
def test_the_end_of_february_is_the_day_before_march(year: int) -> None:
    assert REPORT.due_in(year) == date(year, 3, 1) - timedelta(days=1)


def test_duties_come_by_date_and_those_without_one_last() -> None:
    yearly = replace(REPORT, id="meeting", month=0, day="")
    april = replace(REPORT, id="april", month=4, day="30", valid_from=date(2021, 6, 9))
    clocks = Clocks([yearly, april, REPORT])
    assert [(own.clock.id, own.due) for own in duties(clocks, 2021)] == [
        ("report", date(2021, 2, 28)),
        ("meeting", None),
    ]
    assert [own.clock.id for own in duties(clocks, 2022)] == ["report", "april", "meeting"]
    assert duties(clocks, 2017) == ()


def test_every_message_of_the_law_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []


def test_an_error_reads_in_korean() -> None:
    error = LawError("x", Text("가", "a"))
    assert str(error) == error.message.in_(Lang.KO)
