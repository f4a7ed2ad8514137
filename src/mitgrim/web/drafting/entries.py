"""What a form holds of a record: texts by the names of its fields, and the record they make.

A field is named by the way to it: `owner`, `name.ko`, `period.first`, `links.0.item`. What was
typed stays as it was typed until it can be read, so that a form can always be shown again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, Final

import mitgrim.plan
from mitgrim.codec import Known, Mistyped, typed, typed_back
from mitgrim.plan import Label, key_text
from mitgrim.plan.attributes import Attribute, key_names, table
from mitgrim.web.pages.words import said
from mitgrim.wording import WON, MoneyUnit, Text

Fields = Mapping[str, Sequence[str]]
# The letter of each record whose id is minted, as `plan.mint` asks for it.
LETTERS: Final[Mapping[str, str]] = {
    "Project": "p",
    "Gate": "g",
    "Indicator": "i",
    "Variant": "v",
    "Passage": "t",
    "Institution": "n",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """The texts of a form's fields; a field that was not sent is empty."""

    fields: Fields = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return next(iter(self.fields.get(name, ())), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """What was chosen or typed in a field that may be given more than once."""
        return tuple(text for text in self.fields.get(name, ()) if text.strip())

    def rows(self, name: str) -> list[int]:
        """The numbers of a field's rows, in order."""
        start = f"{name}."
        heads = {
            own[len(start) :].partition(".")[0] for own in self.fields if own.startswith(start)
        }
        return sorted(int(head) for head in heads if head.isdecimal())

    def under(self, prefix: str) -> Iterator[tuple[str, str]]:
        """The fields within a row or a group, and every text in them."""
        start = f"{prefix}."
        for name, texts in self.fields.items():
            if name.startswith(start):
                yield from ((name[len(start) :], text) for text in texts)

    def with_row(self, name: str) -> "Entry":
        """One more row at the end of a field's, empty."""
        number = max(self.rows(name), default=-1) + 1
        return Entry({**self.fields, f"{name}.{number}.": [""]})

    def without_row(self, row: str) -> "Entry":
        """The same without a row: `links.0`."""
        start = f"{row}."
        return Entry(
            {own: texts for own, texts in self.fields.items() if not own.startswith(start)}
        )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How texts become a record: what references lead to, how ids are made, what amounts count.

    `problems` collects, by the name of the field, what could not be read.
    """

    known: Callable[[str], Known]
    mint: Callable[[str], str]
    unit: MoneyUnit = WON
    problems: dict[str, Text] = field(default_factory=dict)


@cache
def fillable(record: str) -> tuple[Attribute, ...]:
    """The attributes of a record that are typed into a form; where it comes from is asked apart."""
    return tuple(own for own in table(record) if own.name != "provenance")


def entry_of(record: Any, unit: MoneyUnit = WON) -> Entry:
    """A record as the texts of a form."""
    return Entry(dict(_texts(record, "", unit)))


def _texts(record: Any, prefix: str, unit: MoneyUnit) -> Iterator[tuple[str, list[str]]]:
    for own in fillable(type(record).__name__):
        name, value = f"{prefix}{own.name}", getattr(record, own.name)
        if own.record:
            inner = value if own.is_list else (value,) if value is not None else ()
            for number, each in enumerate(inner):
                step = f"{name}.{number}." if own.is_list else f"{name}."
                yield from _texts(each, step, unit)
        elif own.element == "label" and not own.is_list:
            yield f"{name}.ko", [value.ko]
            yield f"{name}.en", [value.en]
        elif is_chosen(own):
            yield name, [str(each) for each in value]
        else:
            yield name, [typed_back(own, value, unit=unit)]


def is_chosen(attribute: Attribute) -> bool:
    """Whether a form takes the attribute's values one by one, each from a list."""
    return attribute.is_list and attribute.element.partition(":")[0] in ("choice", "ref")


def read(
    record: str, entry: Entry, reading: Reading, *, prefix: str = "", skip: frozenset[str]
) -> dict[str, Any]:
    """The values of a record's attributes, apart from those to be skipped.

    What can't be read is left out, and is among the problems.
    """
    values: dict[str, Any] = {}
    for own in fillable(record):
        if own.name not in skip:
            _read(own, entry, reading, prefix, values)
    return values


def _read(
    own: Attribute, entry: Entry, reading: Reading, prefix: str, values: dict[str, Any]
) -> None:
    name = f"{prefix}{own.name}"
    try:
        values[own.name] = _value(own, name, entry, reading)
    except Mistyped as wrong:
        reading.problems[name] = wrong.message
    except _Incomplete:
        pass


class _Incomplete(Exception):  # noqa: N818  # a step of the reading, no error of its own
    """A record in the record has problems, which are noted already."""


def _value(own: Attribute, name: str, entry: Entry, reading: Reading) -> Any:
    if own.record:
        return _records(own, name, entry, reading)
    if own.element == "label" and not own.is_list:
        ko, en = (entry.text(f"{name}.{lang}").strip() for lang in ("ko", "en"))
        return Label(ko=typed(_plain(own), ko), en=typed(_plain(own), en))
    known = reading.known(own.refers_to) if own.refers_to else None
    if is_chosen(own):
        single = replace(own, type=own.element, default="-")
        chosen = (typed(single, text, known=known) for text in entry.texts(name))
        return tuple(dict.fromkeys(chosen))
    text = entry.text(name)
    if own.name == "id" and own.type == "id" and not text.strip():
        return ""
    return typed(own, text, unit=reading.unit, known=known)


def _plain(own: Attribute) -> Attribute:
    return replace(own, type="text", default='""')


def _records(own: Attribute, name: str, entry: Entry, reading: Reading) -> Any:
    if not own.is_list:
        return _record(own.record, name, entry, reading) if has_text(own, entry, name) else None
    rows = [f"{name}.{number}" for number in entry.rows(name)]
    filled = [row for row in rows if has_text(own, entry, row)]
    made = [(row, _record_or_none(own.record, row, entry, reading)) for row in filled]
    if any(record is None for _, record in made):
        raise _Incomplete
    return _distinct([(row, record) for row, record in made if record is not None], reading)


def _record_or_none(record: str, row: str, entry: Entry, reading: Reading) -> Any:
    try:
        return _record(record, row, entry, reading)
    except _Incomplete:
        return None


def _record(record: str, name: str, entry: Entry, reading: Reading) -> Any:
    before = len(reading.problems)
    values = read(record, entry, reading, prefix=f"{name}.", skip=frozenset())
    if len(reading.problems) > before:
        raise _Incomplete
    return made(record, values, reading)


def made(record: str, values: Mapping[str, Any], reading: Reading) -> Any:
    """A record of its values; one without an id gets a new one."""
    given = dict(values)
    if "id" in given and not given["id"]:
        given["id"] = reading.mint(LETTERS[record])
    return getattr(mitgrim.plan, record)(**given)


def _distinct(rows: Sequence[tuple[str, Any]], reading: Reading) -> tuple[Any, ...]:
    """The records, if no two have one key; the second of them is a problem."""
    seen: set[str] = set()
    for row, record in rows:
        key = key_text(record)
        if key and key in seen:
            reading.problems[f"{row}.{key_names(type(record).__name__)[0]}"] = said(
                "drafting.entry.twice"
            )
            raise _Incomplete
        seen.add(key)
    return tuple(record for _, record in rows)


def has_text(own: Attribute, entry: Entry, row: str) -> bool:
    """Whether somebody typed anything into a row; what it was born with does not count."""
    born = _born(own.record)
    return any(text.strip() and name not in born for name, text in entry.under(row))


@cache
def _born(record: str) -> frozenset[str]:
    """The fields of a new row that are not empty: its id, and choices that have a default."""
    return frozenset(
        own.name
        for own in table(record)
        if own.type == "id" or (own.type.startswith("choice:") and own.default not in ("-", "null"))
    )


def differences(before: Entry, after: Entry) -> list[str]:
    """The names of the fields that say something else, in the order of the second form."""
    names = dict.fromkeys((*after.fields, *before.fields))
    return [own for own in names if _said(before, own) != _said(after, own)]


def _said(entry: Entry, name: str) -> tuple[str, ...]:
    return tuple(text.replace("\r\n", "\n") for text in entry.texts(name))


def choices_of(attribute: Attribute) -> tuple[StrEnum, ...]:
    """The closed set that an attribute chooses from, or nothing."""
    kind, _, name = attribute.element.partition(":")
    return tuple(getattr(mitgrim.plan, name)) if kind == "choice" else ()
