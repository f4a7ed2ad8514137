"""Counting of deadlines: which day a number of days ends on, as the law counts them.

Three rules, each a dated parameter: whether the first day counts (`period.first-day`), on which
days a period does not end (`period.rest-days`), and so which days are no working days.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from mitgrim.law.errors import MESSAGES, refuse
from mitgrim.law.parameters import Parameters
from mitgrim.wording import Text

DaysOff = Callable[[date], Text | None]
"""The public holiday that a day is, by its name, or None. Weekends are not its business."""

FIRST_DAY: Final = "period.first-day"
REST_DAYS: Final = "period.rest-days"
COUNTED: Final = "counted"
HOLIDAY: Final = "holiday"
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST: Final = 3_650  # days: ten years, so that a slip of the pen ends somewhere
LATEST: Final = date(9900, 1, 1)  # a calendar that ends in 9999 has room after it
_DAY: Final = timedelta(days=1)


class Counting(StrEnum):
    """How days are counted: every one, or working days alone."""

    CALENDAR = "calendar-days"
    WORKING = "working-days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How a deadline came about.

    `first` is the first day that counts, `counted` the day on which the count is full, and `last`
    the deadline itself: later where the count ended on days of rest, which `passed` names.
    """

    starts: date
    days: int
    counting: Counting
    first: date
    counted: date
    last: date
    passed: tuple[tuple[date, Text], ...] = ()


def reckon(
    rules: Parameters,
    starts: date,
    days: int,
    counting: Counting = Counting.CALENDAR,
    days_off: DaysOff = lambda _: None,
) -> Reckoning:
    """The deadline of a period of so many days that starts on a day, with how it came about.

    The rules are those in force on the first day. Raises LawError for fewer days than one or more
    than ten years of them, for a year without end, and where no rule is in force.
    """
    if not 1 <= days <= MOST:
        raise refuse("period-length", days=days, most=MOST)
    if starts > LATEST:
        raise refuse("period-far", year=starts.year)
    rests = rules.at(REST_DAYS, starts).words
    begins = rules.at(FIRST_DAY, starts).words == (COUNTED,)
    candidates = _days_from(starts if begins else starts + _DAY)
    if counting is Counting.WORKING:
        candidates = (own for own in candidates if rest(own, rests, days_off) is None)
    found = list(islice(candidates, days))
    passed = tuple(_rests_from(found[-1], rests, days_off))
    return Reckoning(
        starts=starts, days=days, counting=counting, first=found[0], counted=found[-1],
        last=found[-1] + len(passed) * _DAY, passed=passed,
    )  # fmt: skip


def rest(day: date, rests: tuple[str, ...], days_off: DaysOff) -> Text | None:
    """Why no period ends on a day (a holiday's name, Saturday), or None where one may."""
    if HOLIDAY in rests and (name := days_off(day)) is not None:
        return name
    weekday = WEEKDAYS[day.weekday()]
    return MESSAGES.both(f"rest.{weekday}") if weekday in rests else None


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _DAY


def _rests_from(
    day: date, rests: tuple[str, ...], days_off: DaysOff
) -> Iterator[tuple[date, Text]]:
    for own in _days_from(day):
        why = rest(own, rests, days_off)
        if why is None:
            return
        yield own, why
