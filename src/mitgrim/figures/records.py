"""Values of single records: from a record along its attributes, as the attribute tables name them.

`사업 busan-p-7f3k9q 사전절차=설계 예정` starts at a project, goes into its gate of that kind, and
ends at the planned date. What is empty is refused: absence is not zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from mitgrim.figures.language import Word
from mitgrim.figures.lineage import Origin, both, called, listed, named, origin
from mitgrim.figures.problems import RefusedError
from mitgrim.figures.values import Exact, Kind
from mitgrim.figures.words import (
    Found,
    Keyword,
    attribute,
    attributes_of,
    every,
    fitting,
    one,
    only,
    referred,
    says,
)
from mitgrim.plan import (
    City,
    Indicator,
    Label,
    Measure,
    Observation,
    Period,
    Plan,
    key_text,
    label_of,
    place,
)
from mitgrim.plan.attributes import Attribute, key_names, table
from mitgrim.wording import Text, time_text

_MOST_DIGITS: Final = 30  # before the point; more is a slip that would fill pages
_WHOLE: Final = {"won": Kind.MONEY, "year": Kind.YEAR}
_KEYED_ONLY: Final = frozenset({"Observation"})  # records without a name of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far a walk along attributes has come: what stands there, and where it comes from."""

    value: Any
    place: str
    name: Text
    origin: Origin
    attribute: Attribute | None = None
    unit: str = ""
    note: str = ""


def select(plan: Plan, kind: Keyword, words: Sequence[Word], column: int) -> tuple[Found, int]:
    """The one record that the first words name, and how many words that took."""
    meant, taken = every(plan, kind.record), 0
    said, at = kind.text.ko, column
    names = kind.record not in _KEYED_ONLY and kind.record != "Nation"
    if names and (not words or words[0].value is not None):
        raise RefusedError(column, "record-missing", kind=kind.text)
    if names:
        said, at, taken = words[0].text, words[0].column, 1
        meant = fitting(said, meant) or [one(said, at, kind.text, meant)]
    for word in words[taken:]:
        narrower = narrowed(plan, kind.record, meant, word)
        if narrower is None:
            break
        if meant:
            said, at = str(word), word.column
        meant, taken = narrower, taken + 1
    return only(meant, said, at, kind.text), taken


def narrowed(plan: Plan, record: str, some: Sequence[Found], word: Word) -> list[Found] | None:
    """The records that fit a condition; None for a word that leads into a record instead."""
    if word.value is None:
        return None
    candidates = attributes_of(*_types(record))
    in_section = all(own.name != "city" for _, own in candidates)
    if in_section:
        candidates += [("Project", own) for own in table("Project") if own.name == "city"]
    _, own = attribute(word, candidates)
    if own.record:
        return None
    said = word.value
    if in_section and own.name == "city":
        return [each for each in some if says(plan, own, each.section, said)]
    return [each for each in some if _any_says(plan, own, each.record, said)]


def _any_says(plan: Plan, own: Attribute, record: Any, said: str) -> bool:
    value = getattr(record, own.name, None)
    return any(says(plan, own, each, said) for each in (value if own.is_list else (value,)) or ())


def start(plan: Plan, found: Found) -> Reading:
    """A walk's beginning: the record itself."""
    unit = ""
    if isinstance(found.record, Observation):
        own = _attribute_of(found.record, "statistic")
        statistic = referred(plan, own, found.record.statistic)
        unit = statistic.record.unit if statistic else ""
    return Reading(
        value=found.record,
        place=found.place,
        name=named(found.record),
        origin=origin(plan, found.record),
        unit=unit,
    )


def follow(plan: Plan, before: Reading, word: Word) -> Reading:
    """One attribute further: `목표`, or into a list, `사전절차=설계`."""
    holder, where, own = _held(plan, before, word)
    value = getattr(holder, own.name)
    if own.is_list:
        value, where = _chosen(plan, own, value, where, word)
    elif word.value is not None:
        raise RefusedError(word.column, "not-a-list", word=word.text)
    if value is None or value in ("", Label()):
        raise RefusedError(word.column, "value-empty", name=before.name, attribute=_called(own))
    return Reading(
        value=value,
        place=where,
        name=Text(f"{before.name.ko} {own.ko}", f"{before.name.en}: {own.en}"),
        origin=_origin(plan, before, holder, own, value),
        attribute=own,
        unit=holder.unit if isinstance(holder, Indicator) else before.unit,
        note=value.evidence if isinstance(value, Measure) else before.note,
    )


def ending(plan: Plan, reading: Reading, column: int) -> tuple[Kind, Exact, str]:
    """What stands at the end of a walk, as a kind of value, the exact value and its unit."""
    match reading.value:
        case Measure() | Observation() as measured:
            return Kind.NUMBER, _finite(measured.value, column), reading.unit
        case Decimal() as number:
            return _decimal(_finite(number, column), reading)
        case int(number):
            sort = reading.attribute.type if reading.attribute else ""
            return _WHOLE.get(sort, Kind.COUNT), number, ""
        case date() as day:
            return Kind.DAY, day, ""
        case Period() as period:
            if period.last < period.first:
                raise RefusedError(column, "period-reversed", period=str(period))
            return Kind.YEARS, period, ""
    return Kind.NAME, _label(plan, reading.value, reading.attribute), ""


def _held(plan: Plan, before: Reading, word: Word) -> tuple[Any, str, Attribute]:
    """The record that has the attribute a word names; a city's section also speaks for the city."""
    holder, where = before.value, before.place
    if not hasattr(holder, "__dataclass_fields__") or isinstance(holder, Label):
        raise RefusedError(word.column, "stray", word=word.text)
    record, own = attribute(word, attributes_of(*_types(type(holder).__name__)))
    if record == "CityPlan" and isinstance(holder, City):
        section = plan.section(holder.id)
        return (section or holder), place(holder.id, own.name), own
    return holder, place(where, own.name), own


def _types(record: str) -> tuple[str, ...]:
    """The record types that speak for one: a city's section for the city."""
    return ("City", "CityPlan") if record == "City" else (record,)


def _chosen(
    plan: Plan, own: Attribute, values: tuple[Any, ...], where: str, word: Word
) -> tuple[Any, str]:
    """The one of a list's values that a word chooses, or the only one."""
    meant = [each for each in values if word.value is None or _fits(plan, own, each, word.value)]
    if not meant:
        raise RefusedError(
            word.value_column or word.column,
            "value-empty" if word.value is None else "record-unknown",
            name=_called(own),
            attribute=_called(own),
            word=word.value or "",
            kind=_called(own),
        )
    if len(meant) > 1:
        shown = listed([Text(*[f"{word.text}={_key(own, each)}"] * 2) for each in meant[:3]])
        raise RefusedError(word.column, "several", word=str(word), count=len(meant), names=shown)
    (value,) = meant
    return value, place(where, key_text(value)) if own.record else where


def _key(own: Attribute, value: Any) -> str:
    """What to choose a list's value by: what it refers to, where it does, else its key."""
    refers = (
        next((each.name for each in table(own.record) if each.refers_to), "") if own.record else ""
    )
    return (refers and getattr(value, refers)) or (key_text(value) if own.record else str(value))


def _fits(plan: Plan, own: Attribute, value: Any, word: str) -> bool:
    """Whether a value of a list is what a word says: by key, name, or what it refers to."""
    if not own.record:
        return says(plan, own, value, word)
    if fitting(word, [Found(value, "", "")]):
        return True
    keys = key_names(own.record)
    return any(
        says(plan, each, getattr(value, each.name), word)
        for each in table(own.record)
        if each.name in keys or each.refers_to
    )


def _origin(plan: Plan, before: Reading, holder: Any, own: Attribute, value: Any) -> Origin:
    for record, fields in ((value, ()), (holder, (own.name,))):
        if hasattr(record, "provenance"):
            return origin(plan, record, *fields)
    return before.origin


def _finite(value: Decimal, column: int) -> Decimal:
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        raise RefusedError(column, "number-unreadable", digits=_MOST_DIGITS)
    return value


def _decimal(number: Decimal, reading: Reading) -> tuple[Kind, Exact, str]:
    unit = reading.attribute.unit if reading.attribute else ""
    if unit == "share":
        return Kind.SHARE, Fraction(number), "%"
    return Kind.NUMBER, number, unit or reading.unit


def _label(plan: Plan, value: Any, own: Attribute | None) -> Label:
    """A name: of a record, a choice, what a reference leads to, or a text itself."""
    if isinstance(value, Label):
        return value
    if isinstance(value, StrEnum):
        return label_of(value)
    if isinstance(value, time):
        return Label(ko=time_text(value))
    if isinstance(value, str):
        target = referred(plan, own, value) if own and own.refers_to else None
        return _label(plan, target.record, None) if target else Label(ko=value)
    return called(value)


def _called(own: Attribute) -> Text:
    return both(Label(ko=own.ko, en=own.en))


def _attribute_of(record: Any, name: str) -> Attribute:
    return next(own for own in table(type(record).__name__) if own.name == name)
