"""Dates, months, periods and times of day as Korean and English documents write them.

The names are our own and not the machine's locale, so that a document's bytes do not depend
on where it was built.
"""

from datetime import date, time
from typing import Final

from mitgrim.wording.language import Lang

_WEEKDAYS_KO: Final = "월화수목금토일"
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def date_text(day: date, lang: Lang = Lang.KO, *, weekday: bool = True) -> str:
    """A day: `2018. 8. 16.(목)`, `16 August 2018 (Thu)`; without the weekday if told so."""
    if lang == Lang.KO:
        name = f"({_WEEKDAYS_KO[day.weekday()]})" if weekday else ""
        return f"{day.year}. {day.month}. {day.day}.{name}"
    name = f" ({_WEEKDAYS_EN[day.weekday()]})" if weekday else ""
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}{name}"


def month_text(year: int, month: int, lang: Lang = Lang.KO) -> str:
    """A month, for dates known no better: `2018. 10.`, `October 2018`."""
    if not 1 <= month <= len(_MONTHS_EN):
        raise ValueError(f"there is no month {month}")
    return f"{year}. {month}." if lang == Lang.KO else f"{_MONTHS_EN[month - 1]} {year}"


def years_text(first: int, last: int, lang: Lang = Lang.KO) -> str:
    """A period of whole years, both included: `2018–2022년`, `2018–2022`; one year: `2018년`."""
    if last < first:
        raise ValueError(f"a period can't end in {last} before it begins in {first}")
    years = f"{first}" if first == last else f"{first}–{last}"
    return f"{years}년" if lang == Lang.KO else years


def time_text(moment: time) -> str:
    """A time of day by the 24-hour clock in either language: `14:00`."""
    return f"{moment:%H:%M}"


def times_text(start: time, end: time, lang: Lang = Lang.KO) -> str:
    """From when to when on a day: `14:00~16:30`, in English `14:00–16:30`."""
    return f"{time_text(start)}{'~' if lang == Lang.KO else '–'}{time_text(end)}"
