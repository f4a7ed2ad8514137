"""Public holidays of Korea by year, substitute ones (대체공휴일) included, in both languages.

They come from the package `holidays`, which is loaded when a day is first asked for. A holiday that
the government proclaims at short notice is not in it: whoever asks adds those.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from mitgrim.law import DaysOff
from mitgrim.wording import Text

COUNTRY: Final = "KR"
LANGUAGES: Final = ("ko", "en_US")


def days_off(more: Mapping[date, Text] | None = None) -> DaysOff:
    """Which holiday a day is; `more` are days that were proclaimed besides."""
    known = dict(more or {})
    return lambda day: known.get(day) or _of_year(day.year).get(day)


@cache
def _of_year(year: int) -> dict[date, Text]:
    from holidays import country_holidays

    ko, en = (country_holidays(COUNTRY, years=year, language=own) for own in LANGUAGES)
    return {day: Text(name, en.get(day) or name) for day, name in ko.items()}
