"""What places, records and values of a plan are called: labels from the attribute tables, no raw
names.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Final

from mitgrim.figures.lineage import called, exact_amount
from mitgrim.history import ABSENT
from mitgrim.plan import (
    NATION,
    CityPlan,
    Label,
    Nation,
    Period,
    Plan,
    Provenance,
    key_text,
    label_of,
)
from mitgrim.plan.attributes import Attribute, key_names, record_types, table
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.revisions.queries import Manifest, plan_of
from mitgrim.wording import Lang, date_text, time_text, years_text

APART: Final = " · "
PLANS_KEPT: Final = 16
LABEL: Final = "Label"
# What a reader sees already: the record's own name and place.
UNSAID: Final = frozenset({"id", "city", "plan", "code"})


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a plan stand for, by the collection that holds them."""

    labels: Mapping[str, Mapping[str, Label]]

    def of(self, collection: str, id: str) -> str:
        """The name of a record that a reference points to; its id where there is none."""
        label = self.labels.get(collection, {}).get(id)
        return named(label, id) if label else id


@lru_cache(maxsize=PLANS_KEPT)
def names_in(sections: Manifest) -> Names:
    """The names of everything that a plan's references may point to."""
    return names_of(plan_of(sections))


def names_of(plan: Plan) -> Names:
    """The same of a plan that is not stored."""
    labels: dict[str, dict[str, Label]] = {}
    for section in plan.sections:
        for collection, record in _records(section):
            labels.setdefault(collection, {})[key_text(record)] = called(record)
    labels["cities"] = {own.city.id: called(own.city) for own in plan.cities}
    return Names(labels)


def _records(section: Nation | CityPlan) -> Iterator[tuple[str, Any]]:
    for attribute in table(type(section).__name__):
        if attribute.is_list and attribute.record:
            for record in getattr(section, attribute.name):
                yield attribute.name, record
    if isinstance(section, CityPlan):
        yield from (("areas", own) for own in section.city.hosts)
    else:
        yield from (("upper_plan_items", item) for own in section.upper_plans for item in own.items)


@cache
def attributes_of(record: str) -> Mapping[str, Attribute]:
    """The attributes of a record type by name; of a label, its two languages."""
    known = record if record in record_types() else ""
    return {own.name: own for own in table(known)} if known else {}


def attribute_label(attribute: Attribute) -> str:
    """What an attribute is called."""
    return attribute.en if current() is Lang.EN and attribute.en else attribute.ko


def record_of(attribute: Attribute) -> str:
    """The record type that an attribute holds, labels among them."""
    return LABEL if attribute.type == "label" else attribute.record


def place_text(section: Nation | CityPlan, place: str, names: Names) -> str:
    """A place as a reader says it: `사업 · 제주 산업 예시사업 1 · 사업비 · 2019 국비 계획 공사`."""
    steps = place.split("/")[1:]
    return steps_text(steps, type(section).__name__, (section,), names) or section_text(section)


def section_text(section: Nation | CityPlan) -> str:
    """What a section is called."""
    return named(called(section.city)) if isinstance(section, CityPlan) else say("workspace.nation")


def branch_text(name: str, names: Names) -> str:
    """What the branch of a section is called."""
    return say("workspace.nation") if name == NATION else names.of("cities", name)


def steps_text(steps: Sequence[str], record: str, values: Iterable[Any], names: Names) -> str:
    """Steps inside a record in words; `values` are its states, of which one holds what is named."""
    said, held = [], [own for own in values if own is not ABSENT and own is not None]
    for step in steps:
        attribute = attributes_of(record).get(step)
        if attribute:
            said.append(attribute_label(attribute))
            held = [getattr(own, step) for own in held if hasattr(own, step)]
            record = record_of(attribute)
        else:
            found = [each for own in held for each in _elements(own) if key_text(each) == step]
            said.append(record_text(found[0], names) if found else step)
            held = found
    return APART.join(said)


def _elements(value: Any) -> Iterable[Any]:
    return [own for own in value if is_dataclass(own)] if isinstance(value, tuple) else ()


def record_text(record: Any, names: Names) -> str:
    """What one record of a collection is called: its name, else its key in words."""
    label = next((getattr(record, own, None) for own in ("name", "title", "text")
                  if isinstance(getattr(record, own, None), Label)), None)  # fmt: skip
    if label:
        return named(label)
    known = attributes_of(type(record).__name__)
    keys = (value_text(getattr(record, own), known[own], names) for own in _telling(record))
    return " ".join(own for own in keys if own)


def _telling(record: Any) -> Sequence[str]:
    """The attributes that tell a record without a name: its key, or of what kind it is."""
    keys = tuple(key_names(type(record).__name__))
    kinds = [own for own in attributes_of(type(record).__name__) if own == "kind"]
    return kinds if keys == ("id",) and kinds else keys


def value_text(value: Any, attribute: Attribute | None, names: Names) -> str:
    """A value as a reader sees it; the empty text where there is none.

    Without an attribute it is a whole record, or a place that the tables do not know.
    """
    if value is None or value is ABSENT or value in ("", ()):
        return ""
    if isinstance(value, tuple):
        return ", ".join(_single_text(own, attribute, names) for own in value)
    return _single_text(value, attribute, names)


def _single_text(value: Any, attribute: Attribute | None, names: Names) -> str:
    if attribute is None:
        return _plain_text(value, names)
    if attribute.refers_to:
        return names.of(attribute.refers_to, str(value))
    if attribute.element == "won":
        return exact_amount(value).in_(current())
    return _plain_text(value, names)


def _plain_text(value: Any, names: Names) -> str:
    for kind, write in _WRITTEN.items():
        if isinstance(value, kind):
            return write(value)
    return _fields_text(value, names) if is_dataclass(value) else str(value)


def _years(period: Period) -> str:
    """A period; a reversed one as it was typed, for a finding says what is wrong with it."""
    if period.last < period.first:
        return str(period)
    return years_text(period.first, period.last, current())


_WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    Label: named,
    Period: _years,
    StrEnum: lambda choice: named(label_of(choice)),
    date: lambda day: date_text(day, current()),
    time: time_text,
    Decimal: "{:f}".format,
}


def lines_of(record: Any, names: Names) -> str:
    """A record as lines of what it says."""
    said = (
        (attribute_label(own), value_text(getattr(record, own.name), own, names))
        for own in table(type(record).__name__)
        if own.name not in UNSAID and own.name != "provenance"
    )
    return "\n".join(f"{label}: {text}" for label, text in said if text)


def _fields_text(record: Any, names: Names) -> str:
    """A small record in a line: its fields with their labels; an origin without."""
    if isinstance(record, Provenance):
        said = (named(label_of(record.kind)), names.of("sources", record.source), record.detail)
        return APART.join(own for own in said if own)
    fields = (
        (attribute_label(own), value_text(getattr(record, own.name), own, names))
        for own in table(type(record).__name__)
        if own.name not in UNSAID
    )
    return f"({', '.join(f'{label} {value}' for label, value in fields if value)})"
