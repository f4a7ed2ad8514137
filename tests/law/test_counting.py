"""A deadline is counted as the law counts days, and says how it came about."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.law import Counting, LawError, Parameter, Parameters, bases, basis, reckon
from mitgrim.wording import Text
from tests.law.making import GROUND, NAME


def rule(id: str, value: str, since: date = date(1960, 1, 1)) -> Parameter:
    return Parameter(id=id, name=NAME, value=value, unit="words", valid_from=since, **GROUND)


RULES = Parameters(
    [rule("period.first-day", "not-counted"), rule("period.rest-days", "saturday sunday holiday")]
)
CHUSEOK = {date(2018, 9, own): Text("추석 연휴", "Chuseok") for own in (24, 25, 26)}
DAY = timedelta(days=1)
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
HOLIDAYS = st.sets(st.dates(date(2015, 1, 1), date(2031, 12, 31)), max_size=40)


@pytest.mark.parametrize(
    ("starts", "days", "counting", "last"),
    [
        (date(2018, 8, 16), 1, Counting.CALENDAR, date(2018, 8, 17)),  # Thursday: the next day
        (date(2018, 8, 16), 20, Counting.CALENDAR, date(2018, 9, 5)),
        (date(2018, 8, 16), 30, Counting.CALENDAR, date(2018, 9, 17)),  # over a weekend
        (date(2018, 8, 27), 30, Counting.CALENDAR, date(2018, 9, 27)),  # over the holidays
        (date(2018, 8, 16), 10, Counting.WORKING, date(2018, 8, 30)),
        (date(2018, 9, 21), 3, Counting.WORKING, date(2018, 10, 1)),
    ],
)
def test_a_deadline_is_the_day_that_a_calendar_shows(
    starts: date, days: int, counting: Counting, last: date
) -> None:
    assert reckon(RULES, starts, days, counting, CHUSEOK.get).last == last


def test_a_deadline_says_which_days_it_passed_over_and_why() -> None:
    found = reckon(RULES, date(2018, 8, 23), 30, days_off=CHUSEOK.get)
    assert (found.first, found.counted, found.last) == (
        date(2018, 8, 24), date(2018, 9, 22), date(2018, 9, 27),
    )  # fmt: skip
    assert [(day.day, why.ko) for day, why in found.passed] == [
        (22, "토요일"), (23, "일요일"), (24, "추석 연휴"), (25, "추석 연휴"), (26, "추석 연휴"),
    ]  # fmt: skip


@given(starts=DAYS, days=st.integers(1, 400), off=HOLIDAYS)
def test_calendar_days_end_on_the_first_day_that_is_no_rest(
    starts: date, days: int, off: set[date]
) -> None:
    found = reckon(RULES, starts, days, days_off=lambda own: NAME if own in off else None)
    rests = [starts + n * DAY for n in range(days, (found.last - starts).days)]
    assert found.counted == starts + days * DAY
    assert all(own in off or own.weekday() > 4 for own in rests)
    assert found.last not in off
    assert found.last.weekday() < 5


@given(starts=DAYS, days=st.integers(1, 100), off=HOLIDAYS)
def test_working_days_are_as_many_as_lie_between(starts: date, days: int, off: set[date]) -> None:
    found = reckon(RULES, starts, days, Counting.WORKING, lambda own: NAME if own in off else None)
    between = [starts + n * DAY for n in range(1, (found.last - starts).days + 1)]
    assert sum(own.weekday() < 5 and own not in off for own in between) == days
    assert found.last == found.counted


@given(starts=DAYS, days=st.integers(1, 300), off=HOLIDAYS)
def test_a_longer_period_never_ends_earlier(starts: date, days: int, off: set[date]) -> None:
    for counting in Counting:
        one, other = (
            reckon(RULES, starts, n, counting, lambda own: NAME if own in off else None).last
            for n in (days, days + 1)
        )
        assert one <= other


def test_the_rules_are_those_of_the_first_day() -> None:
    """Before 21 December 2007 a period could end on a Saturday."""
    old = [rule("period.first-day", "not-counted"), rule("period.rest-days", "sunday holiday")]
    friday = date(2018, 8, 17)
    assert reckon(Parameters(old), friday, 1).last == date(2018, 8, 18)
    assert reckon(RULES, friday, 1).last == date(2018, 8, 20)


def test_where_the_first_day_counts_the_period_is_a_day_shorter() -> None:
    counted = Parameters(
        [rule("period.first-day", "counted"), rule("period.rest-days", "sunday holiday")]
    )
    assert reckon(counted, date(2018, 8, 16), 2).last == date(2018, 8, 17)


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_no_period_is_shorter_than_a_day_or_longer_than_ten_years(days: int) -> None:
    with pytest.raises(LawError) as refused:
        reckon(RULES, date(2018, 8, 16), days)
    assert refused.value.id == "period-length"


def test_a_period_that_would_leave_the_calendar_is_refused() -> None:
    with pytest.raises(LawError) as refused:
        reckon(RULES, date.max, 20)
    assert refused.value.id == "period-far"


def test_silence_counts_as_no_opinion_only_where_a_parameter_says_so() -> None:

    def days(id: str) -> Parameter:
        since = date(2018, 1, 1)
        return Parameter(
            id=id, name=NAME, value=Decimal(20), unit="days", valid_from=since, **GROUND
        )

    own = Parameters(
        [
            days("consultation.permits"),
            rule("consultation.permits.silence", "no-opinion"),
            days("consultation.roads"),
            rule("consultation.plan", "no-deadline"),
        ]
    )
    found = {each.id: (each.days, each.deemed) for each in bases(own, date(2018, 8, 16))}
    assert found == {
        "consultation.plan": (None, False),
        "consultation.permits": (20, True),
        "consultation.roads": (20, False),
    }
    assert basis(own, "consultation.permits", date(2017, 12, 31)) is None
