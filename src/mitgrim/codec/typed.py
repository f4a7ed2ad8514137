"""What people type into forms and tables as attribute values, and the values as text again.

The attribute tables decide what may stand where. Nothing is guessed: what could be two things is
refused with what may stand there. `typed(own, typed_back(own, value)) == value`, but for texts of
nothing but spaces, and for labels and items of lists that have line breaks or spaces at their ends.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from unicodedata import normalize

import mitgrim.plan
from mitgrim.codec.amounts import NotAnAmount, decimal_of, won_of
from mitgrim.codec.characters import hidden_in
from mitgrim.codec.errors import MESSAGES
from mitgrim.plan import Label, is_id, label_of
from mitgrim.plan.attributes import Attribute
from mitgrim.wording import WON, Lang, MoneyUnit, Refusal, Text, in_both, search_key

_DATE: Final = re.compile(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|\. ?(\d\d?)\. ?(\d\d?)\.?|(\d\d)(\d\d)"
    r"|년 ?(\d\d?)월 ?(\d\d?)일)(?: ?\(([월화수목금토일])\))?",
    re.ASCII,
)
_TIME: Final = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?|(\d\d?)시(?: ?(\d\d?)분)?", re.ASCII)
_WEEKDAYS: Final = "월화수목금토일"
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_LARGEST: Final = 2**63 - 1
_MOST_DIGITS: Final = 30
_SHOWN: Final = 60
_NUMBERS: Final = frozenset({"won", "decimal", "integer", "year"})

Known = Mapping[str, Label]
"""What a reference may lead to: labels by id."""


class Mistyped(Refusal, ValueError):  # noqa: N818  # what was typed, not what went wrong
    """What was typed can't stand in an attribute; `message` says what can, `reason` is its id."""

    def __init__(self, attribute: Attribute, text: str, reason: str, message: Text) -> None:
        super().__init__(message.ko)
        self.attribute = attribute
        self.text = text
        self.reason = reason
        self.message = message


def typed(
    attribute: Attribute, text: str, *, unit: MoneyUnit = WON, known: Known | None = None
) -> Any:
    """The value that a text means for an attribute; raises `Mistyped`.

    Nothing typed is the attribute's default, and refused where there is none. A bare amount counts
    `unit`; one that names its unit is what it says. With `known`, a reference may be given by what
    it is called, and must be among them. Lists take a line or a part between commas for each item;
    a text with lines is divided at the lines alone.
    """
    composed = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not composed.strip():
        return _default(attribute, text)
    if code := hidden_in(composed):
        raise _refused(attribute, text, "control-character", code=code)
    reader = _reader(attribute, unit, known)
    if not attribute.is_list:
        return reader(composed if attribute.element == "text" else composed.strip())
    if attribute.element in _NUMBERS and re.fullmatch(r"[^\n]*\d,\d{3}(?!\d)[^\n]*", composed):
        raise _refused(attribute, text, "one-number-or-two")
    return tuple(reader(item) for item in _items(composed))


def typed_back(attribute: Attribute, value: Any, *, unit: MoneyUnit = WON) -> str:
    """A value as the text that `typed` reads as this value, amounts counted in `unit`."""
    if value is None:
        return ""
    if not attribute.is_list:
        return _text(attribute, value, unit)
    items = [_text(attribute, item, unit) for item in value]
    if any("," in item for item in items):
        return "".join(f"{item}\n" for item in items)
    return ", ".join(items)


def _items(text: str) -> Iterable[str]:
    parts = text.split("\n") if "\n" in text else text.split(",")
    return (part.strip() for part in parts if part.strip())


def _reader(attribute: Attribute, unit: MoneyUnit, known: Known | None) -> Callable[[str], Any]:
    kind, _, name = attribute.element.partition(":")
    match kind:
        case "won":
            return lambda text: _won(attribute, text, unit)
        case "choice":
            return lambda text: _choice(attribute, text, getattr(mitgrim.plan, name))
        case "ref":
            return lambda text: _reference(attribute, text, known)
        case _ if kind in _READERS:
            return lambda text: _READERS[kind](attribute, text)
    raise TypeError(f"{attribute.name} holds records, which have no text")


def _won(attribute: Attribute, text: str, unit: MoneyUnit) -> int:
    try:
        won = won_of(text, unit.factor)
    except NotAnAmount as error:
        raise _refused(attribute, text, error.reason) from None
    return _in_range(attribute, text, won)


def _integer(attribute: Attribute, text: str) -> int:
    value = _decimal(attribute, text)
    if value != int(value):
        raise _refused(attribute, text, "not-a-whole-number")
    return _in_range(attribute, text, int(value))


def _decimal(attribute: Attribute, text: str) -> Decimal:
    bare = text.removesuffix(attribute.unit).rstrip() if attribute.unit else text
    try:
        value = decimal_of(bare)
    except NotAnAmount:
        raise _refused(attribute, text, "not-a-number") from None
    if len(value.as_tuple().digits) > _MOST_DIGITS:
        raise _refused(attribute, text, "out-of-range")
    return value


def _in_range(attribute: Attribute, text: str, value: int) -> int:
    if abs(value) > _LARGEST:
        raise _refused(attribute, text, "out-of-range")
    return value


def _year(attribute: Attribute, text: str) -> int:
    found = re.fullmatch(r"(\d{4})\s*년?", normalize("NFKC", text), re.ASCII)
    if not found or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        raise _refused(attribute, text, "wrong-year")
    return int(found[1])


def _date(attribute: Attribute, text: str) -> date:
    found = _DATE.fullmatch(" ".join(normalize("NFKC", text).split()))
    if not found:
        raise _refused(attribute, text, "not-a-date")
    *parts, weekday = found.groups()
    try:
        day = date(*(int(part) for part in parts if part is not None))
    except ValueError:
        raise _refused(attribute, text, "no-such-day") from None
    if weekday and _WEEKDAYS[day.weekday()] != weekday:
        own = _WEEKDAYS[day.weekday()]
        raise _refused(attribute, text, "other-weekday", day=day.isoformat(), weekday=own)
    return day


def _time(attribute: Attribute, text: str) -> time:
    found = _TIME.fullmatch(normalize("NFKC", text))
    if not found:
        raise _refused(attribute, text, "not-a-time")
    try:
        hour, minute, second = ([int(part) for part in found.groups() if part] + [0, 0])[:3]
        return time(hour, minute, second)
    except ValueError:
        raise _refused(attribute, text, "not-a-time") from None


def _id(attribute: Attribute, text: str) -> str:
    """An id, or the code of something outside, such as a district or an item of the law."""
    if re.search(r"\s", text) or (attribute.name == "id" and not is_id(text)):
        raise _refused(attribute, text, "not-an-id")
    return text


def _label(attribute: Attribute, text: str) -> Label:
    ko, _, en = text.partition("\n")
    if "\n" in en.strip():
        raise _refused(attribute, text, "not-a-label")
    return Label(ko=ko.strip(), en=en.strip())


def _choice(attribute: Attribute, text: str, kind: type[StrEnum]) -> StrEnum:
    labels = {choice.value: label_of(choice) for choice in kind}
    found = _named(text, labels)
    if len(found) != 1:
        raise _refused(attribute, text, "wrong-choice", choices=_listed(labels))
    return kind(found[0])


def _reference(attribute: Attribute, text: str, known: Known | None) -> str:
    if known is None:
        return _id(attribute, text)
    found = _named(text, known)
    if len(found) != 1:
        reason = "unknown-reference" if not found else "several-references"
        raise _refused(attribute, text, reason, choices=", ".join(found))
    return found[0]


def _named(text: str, labels: Known) -> list[str]:
    """The ids that a text means: itself if it is one, else all that are called so."""
    if text in labels:
        return [text]
    key = search_key(text)
    return [
        id
        for id, label in labels.items()
        if key and key in {search_key(label.ko), search_key(label.en), search_key(id)}
    ]


def _listed(labels: Known) -> Text:
    return in_both(
        lambda lang: ", ".join(
            f"{id}({label.ko if lang == Lang.KO else label.en})" for id, label in labels.items()
        )
    )


_READERS: Final[dict[str, Callable[[Attribute, str], Any]]] = {
    "id": _id,
    "text": lambda _, text: text,
    "label": _label,
    "year": _year,
    "decimal": _decimal,
    "integer": _integer,
    "date": _date,
    "time": _time,
}


def _default(attribute: Attribute, text: str) -> Any:
    if attribute.default == "-":
        raise _refused(attribute, text, "empty")
    value = json.loads(attribute.default)
    if attribute.is_list:
        return tuple(value)
    kind, _, name = attribute.element.partition(":")
    match kind:
        case "choice" if value is not None:
            return getattr(mitgrim.plan, name)(value)
        case "decimal" if value is not None:
            return Decimal(value)
        case "label":
            return Label(**value)
        case "record":
            raise TypeError(f"{attribute.name} holds records, which have no text")
    return value


def _text(attribute: Attribute, value: Any, unit: MoneyUnit) -> str:
    kind, _, _ = attribute.element.partition(":")
    match kind:
        case "won":
            return f"{Decimal(value).scaleb(-len(str(unit.factor)) + 1).normalize():,f}"
        case "decimal":
            return f"{value:f}"
        case "date" | "time":
            return str(value.isoformat())
        case "label":
            return f"{value.ko}\n{value.en}" if value.en else value.ko
        case "record":
            raise TypeError(f"{attribute.name} holds records, which have no text")
    return str(value)


def _refused(
    attribute: Attribute, text: str, reason: str, /, **values: str | int | Text
) -> Mistyped:
    name = Text(attribute.ko, attribute.en)
    shown = text.strip() if len(text) <= _SHOWN else f"{text.strip()[:_SHOWN]}…"
    said = MESSAGES.both(f"typed.{reason}", **{"name": name, "text": shown, **values})
    return Mistyped(attribute, text, reason, said)
