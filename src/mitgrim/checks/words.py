"""Figures, dates and lists as a finding has them."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from mitgrim.checks.engine import said
from mitgrim.plan import CityPlan, Plan, Section, key_text, place, section_name
from mitgrim.wording import Catalogue, Text, date_text, in_both

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages_figures.toml")
SHOWN: Final = 5
# Wide enough that no figure of a plan is rounded before it is meant to be.
_EXACT: Final = Context(prec=100)


def part(id: str, /, **values: str | int | Text) -> Text:
    """A part of a sentence: a value of a message that is worded by the case."""
    return MESSAGES.both(id, **values)


def figure(value: Decimal | int) -> str:
    """A figure as it was written, with separators: `19,222`, `29.5`."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def rounded(value: Fraction, places: int) -> Decimal:
    """A figure at so many decimal places, the half away from zero."""
    exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


def about(value: Decimal, digits: int = 4) -> str:
    """A figure of which only the first digits matter, without the zeros at its end."""
    if not value:
        return "0"
    places = max(0, digits - 1 - value.adjusted())
    text = f"{rounded(Fraction(value), places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimals(value: Decimal) -> int:
    """How many decimal places a figure was written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def day(when: date | None) -> Text:
    """A day, or that it has none."""
    if when is None:
        return part("words.undated")
    return in_both(lambda lang: date_text(when, lang, weekday=False))


def areas(plan: Plan) -> dict[str, Text]:
    """What areas are called, by their codes; a city is an area too."""
    hosts = {own.code: said(own.name, own.code) for each in plan.cities for own in each.city.hosts}
    return hosts | {own.city.id: city(own) for own in plan.cities}


def joined(texts: Sequence[Text], by: str = ", ") -> Text:
    """All of some texts."""
    return Text(by.join(own.ko for own in texts), by.join(own.en for own in texts))


def some(texts: Sequence[Text], by: str = ", ", most: int = SHOWN) -> Text:
    """The first of some texts, and how many more there are."""
    shown = joined(texts[:most], by)
    left = len(texts) - most
    return part("words.and-more", shown=shown, count=left) if left > 0 else shown


def at(section: Section, collection: str, record: object) -> str:
    """The place of a record of one of a section's collections."""
    return place(section_name(section), collection, key_text(record))


def city(section: CityPlan) -> Text:
    """What a city is called in a sentence."""
    return said(section.city.short or section.city.name, section.city.id)
