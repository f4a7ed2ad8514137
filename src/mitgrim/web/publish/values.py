"""Values of the plan as a reader of changes sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import singledispatch
from typing import Any

from mitgrim.documents.chapters.declared import printed
from mitgrim.documents.words import NONE, Words
from mitgrim.figures.lineage import exact_amount
from mitgrim.plan import CityPlan, DeclaredTotal, Effect, FundingLine, Label, Period, Project
from mitgrim.plan.attributes import Attribute


@dataclass(frozen=True, slots=True)
class Telling:
    """What is needed to say a value: its attribute, the words, what ids are called."""

    attribute: Attribute | None
    words: Words
    names: Mapping[str, str]


@singledispatch
def told_value(value: Any, telling: Telling) -> str:
    """A value in a line; a dash for nothing, and for what has no more to say than its place."""
    labels = (getattr(value, name, None) for name in ("name", "title", "text"))
    label = next((own for own in labels if isinstance(own, Label)), None)
    return telling.words.name(label) if label else NONE


@told_value.register
def _(value: str, telling: Telling) -> str:
    return telling.names.get(value, value) or NONE


@told_value.register
def _(value: Label, telling: Telling) -> str:
    return telling.words.name(value) or NONE


@told_value.register
def _(value: StrEnum, telling: Telling) -> str:
    return telling.words.choice(value)


@told_value.register
def _(value: int, telling: Telling) -> str:
    if telling.attribute is not None and telling.attribute.element == "won":
        return exact_amount(value).in_(telling.words.lang)
    return f"{value}"


@told_value.register
def _(value: Decimal, telling: Telling) -> str:
    return telling.words.decimal(value)


@told_value.register
def _(value: date, telling: Telling) -> str:
    return telling.words.day(value)


@told_value.register
def _(value: tuple, telling: Telling) -> str:  # type: ignore[type-arg]  # for the dispatcher
    return ", ".join(told_value(own, telling) for own in value) or NONE


@told_value.register
def _(value: Period, telling: Telling) -> str:
    return telling.words.years(value)


@told_value.register
def _(value: FundingLine, telling: Telling) -> str:
    return exact_amount(value.amount).in_(telling.words.lang)


@told_value.register
def _(value: DeclaredTotal, telling: Telling) -> str:
    return printed(value, telling.words)


@told_value.register
def _(value: Effect, telling: Telling) -> str:
    low, likely, high = map(telling.words.decimal, (value.low, value.likely, value.high))
    return f"{likely} ({low}–{high})"


@told_value.register
def _(value: Project, telling: Telling) -> str:
    words = telling.words
    name = words.name(value.name, value.id)
    return f"{name} · {words.years(value.period)} · {words.prose(value.amount())}"


@told_value.register
def _(value: CityPlan, telling: Telling) -> str:
    return telling.words.name(value.city.name, value.city.id)
