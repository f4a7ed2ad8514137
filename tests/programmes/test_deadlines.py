"""Deadlines of the Act: which there are, what silence means, and on which day they end."""

from datetime import date

import pytest

from mitgrim.law import Counting, bases, reckon
from mitgrim.programmes.innovation_cities.law import act, days_off
from mitgrim.wording import Text

FORUM = date(2018, 8, 16)


def test_silence_is_no_opinion_in_two_consultations_and_in_no_other() -> None:
    found = {own.id: (own.days, own.deemed) for own in bases(act().parameters, FORUM)}
    assert found == {
        "consultation.plan": (None, False),
        "consultation.permits": (20, True),
        "consultation.development": (30, False),
        "consultation.transport": (30, True),
    }


def test_the_upper_plans_deadline_is_there_since_its_act_is_in_force() -> None:
    before, after = (
        {own.id for own in bases(act().parameters, day)}
        for day in (date(2023, 7, 9), date(2023, 7, 10))
    )
    assert after - before == {"consultation.upper-plan"}


@pytest.mark.parametrize(
    ("starts", "days", "counting", "last"),
    [
        (FORUM, 20, Counting.CALENDAR, date(2018, 9, 5)),
        (
            date(2018, 8, 24),
            30,
            Counting.CALENDAR,
            date(2018, 9, 27),
        ),  # Chuseok, and its substitute
        (date(2018, 8, 14), 1, Counting.WORKING, date(2018, 8, 16)),  # Liberation Day
        (date(2026, 4, 1), 30, Counting.CALENDAR, date(2026, 5, 4)),  # Labour Day, a weekend
        (date(2026, 7, 10), 5, Counting.WORKING, date(2026, 7, 20)),  # Constitution Day
    ],
)
def test_a_deadline_never_ends_on_a_public_holiday(
    starts: date, days: int, counting: Counting, last: date
) -> None:
    assert reckon(act().parameters, starts, days, counting, days_off()).last == last


def test_a_holiday_proclaimed_at_short_notice_is_added() -> None:
    day = date(2018, 9, 5)
    more = days_off({day: Text("임시공휴일", "Proclaimed holiday")})
    assert reckon(act().parameters, FORUM, 20, days_off=more).last == date(2018, 9, 6)
    assert [more(own) for own in (FORUM, date(2018, 8, 15))] == [
        None, Text("광복절", "Liberation Day"),
    ]  # fmt: skip
