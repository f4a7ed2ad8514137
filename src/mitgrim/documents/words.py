"""What a document says, in one language: messages, names, amounts and dates.

A draft may lack anything, and its book is built all the same: what is missing is a dash, never an
exception.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from mitgrim.plan import Label, Period, label_of
from mitgrim.wording import (
    MILLION,
    Catalogue,
    Lang,
    Text,
    date_text,
    month_text,
    percent,
    prose_amount,
    table_amount,
    table_note,
    years_text,
)

CATALOGUE: Final = Catalogue.load(__package__, "messages.toml")
NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words for a document."""

    lang: Lang

    def __call__(self, id: str, /, **values: str | int | Text) -> str:
        return CATALOGUE.text(id, self.lang, **values)

    def name(self, label: Label, otherwise: str = "") -> str:
        """A label in this language, in the other where this one is missing."""
        return (label.ko if self.lang == Lang.KO else label.en) or str(label) or otherwise

    def choice(self, choice: StrEnum) -> str:
        return self.name(label_of(choice), choice.value)

    def amount(self, won: int) -> str:
        """An amount as a cell of a table in 백만원; nothing planned is a dash."""
        return table_amount(won, MILLION, self.lang) if won else NONE

    def unit(self, amounts: Iterable[int]) -> str:
        """The line over a table of these amounts."""
        return table_note(amounts, MILLION, self.lang)

    def unit_of(self, unit: str) -> str:
        """The line over a table in another unit, or nothing."""
        return self("table.unit", unit=unit) if unit else ""

    def prose(self, won: int) -> str:
        """An amount as a sentence has it."""
        return prose_amount(won, self.lang)

    def share(self, part: int, whole: int, places: int = 1) -> str:
        return percent(Fraction(part), Fraction(whole), places) if whole else NONE

    def count(self, number: int) -> str:
        return f"{number:,}" if number else NONE

    def decimal(self, value: Decimal | None) -> str:
        if value is None or not value.is_finite():
            return NONE
        return f"{value:,f}"

    def day(self, day: date | None, *, weekday: bool = False) -> str:
        return date_text(day, self.lang, weekday=weekday) if day else ""

    def years(self, period: Period | None) -> str:
        """A period; a reversed one as it was typed, for a finding says what is wrong with it."""
        if period is None:
            return NONE
        if period.last < period.first:
            return str(period)
        return years_text(period.first, period.last, self.lang)

    def short_years(self, period: Period | None) -> str:
        """Years alone, for a column whose head says that they are years."""
        if period is None:
            return NONE
        one = period.first == period.last
        return f"{period.first}" if one else f"{period.first}–{period.last}"

    def days(self, first: date | None, last: date | None) -> str:
        """From one day to another, shorter where they share a month or a day."""
        if first is None or last is None or first == last:
            day = first or last
            return self.day(day) if day else ""
        if _whole_month(first, last):
            return month_text(first.year, first.month, self.lang)
        return self("dates.range", first=self.day(first), last=self.day(last))


def _whole_month(first: date, last: date) -> bool:
    same = (first.year, first.month) == (last.year, last.month)
    return same and first.day == 1 and last.day == monthrange(last.year, last.month)[1]
