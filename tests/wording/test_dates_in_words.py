"""Dates, months, periods and times as documents write them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.wording import Lang, date_text, month_text, time_text, times_text, years_text


def test_a_day_carries_its_weekday() -> None:
    forum = date(2018, 8, 16)
    assert date_text(forum) == "2018. 8. 16.(목)"
    assert date_text(forum, Lang.EN) == "16 August 2018 (Thu)"


def test_a_day_may_go_without_its_weekday() -> None:
    assert date_text(date(2022, 12, 31), weekday=False) == "2022. 12. 31."
    assert date_text(date(2022, 12, 31), Lang.EN, weekday=False) == "31 December 2022"


@given(st.dates(max_value=date(9999, 12, 24)))
def test_a_week_later_is_the_same_weekday(day: date) -> None:
    later = day + timedelta(days=7)
    assert date_text(day)[-3:] == date_text(later)[-3:]
    assert date_text(day, Lang.EN)[-5:] == date_text(later, Lang.EN)[-5:]


def test_a_month_is_all_that_is_said_when_no_day_is_known() -> None:
    assert (month_text(2018, 10), month_text(2018, 10, Lang.EN)) == ("2018. 10.", "October 2018")


@pytest.mark.parametrize("month", [0, 13, -1])
def test_there_is_no_thirteenth_month(month: int) -> None:
    with pytest.raises(ValueError, match="no month"):
        month_text(2018, month)


def test_a_period_names_its_first_and_last_year() -> None:
    assert (years_text(2018, 2022), years_text(2018, 2022, Lang.EN)) == ("2018–2022년", "2018–2022")


def test_a_period_of_one_year_is_that_year() -> None:
    assert (years_text(2018, 2018), years_text(2018, 2018, Lang.EN)) == ("2018년", "2018")


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins in 2022"):
        years_text(2022, 2018)


def test_times_are_on_the_24_hour_clock() -> None:
    assert time_text(time(9, 5)) == "09:05"
    assert times_text(time(14), time(16, 30)) == "14:00~16:30"
    assert times_text(time(14), time(16, 30), Lang.EN) == "14:00–16:30"
