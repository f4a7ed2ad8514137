"""Clocks: duties that come back every year, and the days on which they fall due."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from mitgrim.law.errors import NO_TEXT
from mitgrim.law.tables import Table, holds
from mitgrim.wording import Text

LAST: Final = "last"
COMMON_YEAR: Final = 2001


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A yearly duty: who gives what to whom, and by when.

    `month` 0 is a duty without a date in its year. `day` is a number, or `last` for the month's
    last day. `who` and `whom` are ids of bodies.
    """

    id: str
    name: Text
    month: int
    day: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    article: str
    source: str
    confidence: str
    note: Text = NO_TEXT

    @property
    def known(self) -> bool:
        return True

    @property
    def exists_every_year(self) -> bool:
        """Whether the calendar has this day in every year; 29 February has to be `last`."""
        if not self.month:
            return not self.day
        days = monthrange(COMMON_YEAR, self.month)[1] if self.month in range(1, 13) else 0
        if self.day == LAST:
            return days > 0
        return self.day.isascii() and self.day.isdigit() and 1 <= int(self.day) <= days

    def due_in(self, year: int) -> date | None:
        """The day it falls due in a year, or None where the law names no day."""
        if not self.month:
            return None
        last = monthrange(year, self.month)[1]
        return date(year, self.month, last if self.day == LAST else int(self.day))


class Clocks(Table[Clock]):
    """Clocks by id and day."""

    kind = "clock"


@dataclass(frozen=True, slots=True)
class Duty:
    """One year's turn of a clock; `due` is None where the law says only ‘every year’."""

    clock: Clock
    year: int
    due: date | None


def duties(clocks: Iterable[Clock], year: int) -> tuple[Duty, ...]:
    """What falls due in a year, by date; what has no date comes last.

    A clock counts if it holds on the day it falls due, and one without a day if it holds at the end
    of the year.
    """
    found = [
        Duty(clock, year, due)
        for clock in clocks
        if holds(clock, (due := clock.due_in(year)) or date(year, 12, 31))
    ]
    return tuple(sorted(found, key=lambda own: (own.due or date.max, own.clock.id)))
