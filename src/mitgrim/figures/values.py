"""Values with their unit: exact inside, rounded only where they are written, and said to be."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from mitgrim.figures.language import Word
from mitgrim.figures.lineage import Step, exact_amount
from mitgrim.figures.problems import MESSAGES, RefusedError
from mitgrim.figures.words import fold
from mitgrim.plan import Label, Period
from mitgrim.wording import (
    MONEY_UNITS,
    Lang,
    Text,
    date_text,
    in_both,
    month_text,
    percent,
    prose_amount,
    rounded_amount,
    years_text,
)

Exact = int | Fraction | Decimal | date | Period | Label

_ABOUT: Final = {Lang.KO: "약 ", Lang.EN: "about "}
_MONEY: Final = {own.ko: own for own in MONEY_UNITS}
_SPELLINGS: Final = {
    fold(spelling): own.ko
    for own in MONEY_UNITS
    for spelling in (own.ko, own.en, own.en.replace("KRW", "won"))
} | {"day": "일", "weekday": "요일", "month": "월", "year": "년", "연도": "년"}


class Kind(StrEnum):
    """What sort of value it is, and so what `exact` holds and which units fit it."""

    MONEY = "money"  # int, won
    SHARE = "share"  # Fraction of the whole
    COUNT = "count"  # int
    NUMBER = "number"  # Decimal, in the unit of its record
    DAY = "day"  # date
    YEAR = "year"  # int
    YEARS = "years"  # Period
    NAME = "name"  # Label


_UNITS: Final = {
    Kind.MONEY: tuple(_MONEY),
    Kind.SHARE: ("%",),
    Kind.COUNT: ("개", "건", "곳", "명"),
    Kind.DAY: ("일", "요일", "월", "년"),
    Kind.YEAR: ("년",),
    Kind.YEARS: ("년",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value and how it is to be written; `steps` led to it, the last one first."""

    kind: Kind
    exact: Exact
    unit: str = ""
    places: int | None = None
    steps: tuple[Step, ...] = ()

    def text(self, lang: Lang = Lang.KO, *, hedged: bool = False) -> str:
        """The value as a sentence has it, with 약 where rounding took something away.

        A percentage is taken to be rounded: only its last step says so. `hedged` leaves 약 out
        where the sentence has it already.
        """
        words = _written(self, lang)
        return words.removeprefix(_ABOUT[lang]) if hedged else words

    @property
    def loses(self) -> bool:
        """Whether the value as it is written, in Korean, is not the whole value."""
        match self.exact:
            case int(won) if self.kind is Kind.MONEY and not self.unit:
                return prose_amount(won).startswith(_ABOUT[Lang.KO])
            case int(won) if self.kind is Kind.MONEY:
                return _cut(Fraction(won, _MONEY[self.unit].factor), self.places or 0)
            case Fraction() as share:
                return _cut(share * 100, _places(self))
            case Decimal() as number:
                return _cut(Fraction(number), _places(self))
        return False

    @property
    def exact_text(self) -> Text:
        """The whole value, for those who ask how it came to be."""
        match self.exact:
            case int(won) if self.kind is Kind.MONEY:
                return exact_amount(won)
            case Fraction() as share:
                return Text(*[f"{share.numerator:,}/{share.denominator:,}"] * 2)
            case Decimal() as number:
                return in_both(lambda lang: _numbered(f"{number:,f}", self.unit, lang))
        return in_both(self.text)


def unit_for(kind: Kind, own: str, unit: Word | None) -> str:
    """The unit that an expression asks for; one that does not fit the kind of value is refused.

    `own` is the unit a measured value has in its record, and the counter where none is given.
    """
    if unit is None:
        return own
    fitting = (own,) if kind is Kind.NUMBER and own else _UNITS.get(kind, ())
    spelt = _SPELLINGS.get(fold(unit.text), unit.text)
    if spelt in fitting:
        return spelt
    what = MESSAGES.both(f"kind.{kind.value}")
    message = "unit-wrong" if fitting else "unit-none"
    raise RefusedError(unit.column, message, unit=unit.text, what=what, units=", ".join(fitting))


def places_for(kind: Kind, unit: str, places: int | None, column: int) -> int | None:
    """The decimal places that an expression asks for, refused where nothing can be rounded."""
    rounded = kind in (Kind.SHARE, Kind.NUMBER) or (kind is Kind.MONEY and unit)
    if places is not None and not rounded:
        raise RefusedError(column, "places-none", what=MESSAGES.both(f"kind.{kind.value}"))
    return places


def _written(value: Value, lang: Lang) -> str:
    match value.exact:
        case int(number):
            return _whole(number, value, lang)
        case Fraction() as share:
            return percent(share, 1, _places(value))
        case Decimal() as number:
            return _number(number, value, lang)
        case date() as day:
            return _day(day, value.unit, lang)
        case Period() as period:
            return years_text(period.first, period.last, lang)
        case Label() as label:
            return (label.en if lang == Lang.EN else label.ko) or str(label)


def _whole(number: int, value: Value, lang: Lang) -> str:
    if value.kind is Kind.MONEY:
        return _money(number, value, lang)
    if value.kind is Kind.YEAR:
        return years_text(number, number, lang)
    return f"{number:,}{value.unit if lang == Lang.KO else ''}"


def _money(won: int, value: Value, lang: Lang) -> str:
    if not value.unit:
        return prose_amount(won, lang)
    words = rounded_amount(won, _MONEY[value.unit], value.places or 0, lang)
    return f"{_ABOUT[lang] if value.loses else ''}{words}"


def _number(number: Decimal, value: Value, lang: Lang) -> str:
    places = _places(value)
    about = _ABOUT[lang] if value.loses and value.unit != "%" else ""
    digits = percent(Fraction(number) / 100, 1, places).removesuffix("%")
    return f"{about}{_numbered(digits, value.unit, lang)}"


def _numbered(digits: str, unit: str, lang: Lang) -> str:
    apart = " " if lang == Lang.EN and unit not in ("", "%") else ""
    return f"{digits}{apart}{unit}"


def _day(day: date, unit: str, lang: Lang) -> str:
    if unit == "월":
        return month_text(day.year, day.month, lang)
    if unit == "년":
        return years_text(day.year, day.year, lang)
    return date_text(day, lang, weekday=unit == "요일")


def _places(value: Value) -> int:
    """The decimal places a share or a number is written with: as asked, or as they are."""
    if value.places is not None:
        return value.places
    if isinstance(value.exact, Decimal):
        exponent = value.exact.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    return 1


def _cut(count: Fraction, places: int) -> bool:
    scaled: Fraction = count * 10**places
    return scaled.denominator != 1
