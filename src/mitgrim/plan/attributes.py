"""The attribute tables: one CSV per record type, from which everything else is made.

Columns: `name`, `type`, `unit`, `required` (`draft`: before hand-in; `adoption`: before adoption;
empty: never), `key` (`yes` where the attribute is part of the record's natural key), `default`
(as JSON; `-` where the attribute must be given), `ko`, `en`, `help_ko`, `help_en`, `source`.

Types: `id text label year won decimal integer date time`, `choice:KIND`, `record:TYPE`,
`ref:COLLECTION`, and `list:` before any of them. A checker, a form or a workbook needs no more
than these tables to know what a value may be.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One line of an attribute table."""

    name: str
    type: str
    unit: str
    required: str
    key: str
    default: str
    ko: str
    en: str
    help_ko: str
    help_en: str
    source: str

    @property
    def is_list(self) -> bool:
        """Whether the attribute holds any number of values."""
        return self.type.startswith("list:")

    @property
    def element(self) -> str:
        """The type without `list:`."""
        return self.type.removeprefix("list:")

    @property
    def record(self) -> str:
        """The record type it holds, or the empty string."""
        kind, _, name = self.element.partition(":")
        return name if kind == "record" else ""

    @property
    def refers_to(self) -> str:
        """The collection whose ids it may hold, or the empty string."""
        kind, _, name = self.element.partition(":")
        return name if kind == "ref" else ""


@cache
def table(record: str) -> tuple[Attribute, ...]:
    """The attribute table of a record type, named as its class, in the order of its fields."""
    file = files(__package__) / "attributes" / f"{record}.csv"
    return tuple(Attribute(**row) for row in csv.DictReader(file.read_text("utf-8").splitlines()))


@cache
def record_types() -> tuple[str, ...]:
    """Every record type that has a table, in alphabetical order."""
    names = (file.name for file in (files(__package__) / "attributes").iterdir())
    return tuple(sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv")))


def attribute_at(record: str, steps: Iterable[str]) -> Attribute | None:
    """The attribute that the last of some steps inside a record type names.

    None where the steps lead to a record of a collection, or nowhere.
    """
    found: Attribute | None = None
    inside = record
    for step in steps:
        known = table(inside) if inside in record_types() else ()
        found = next((own for own in known if own.name == step), None)
        if found is not None:
            inside = found.record or ("Label" if found.type == "label" else "")
    return found


@cache
def attribute_names(record: str) -> frozenset[str]:
    """The names of a record type's attributes."""
    return frozenset(attribute.name for attribute in table(record))


@cache
def key_names(record: str) -> tuple[str, ...]:
    """The attributes that together tell one record from another of its collection."""
    return tuple(attribute.name for attribute in table(record) if attribute.key)


@cache
def key_of(record: str) -> Callable[[Any], Any]:
    """A function from a record to its key: a value for one key attribute, a tuple for several."""
    return attrgetter(*key_names(record))


@cache
def collections(record: str) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The attributes of a record type that hold keyed records, with the key function of each."""
    return tuple(
        (attribute.name, key_of(attribute.record))
        for attribute in table(record)
        if attribute.is_list and attribute.record and key_names(attribute.record)
    )
