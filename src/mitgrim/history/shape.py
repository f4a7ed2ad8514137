"""How a plan is taken apart to be compared: into sections, keyed records and fields.

The attribute tables decide it. What this module calls whole (text, numbers, lists without keys) is
never compared in parts.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from typing import Any, Final

from mitgrim.plan import NATION, CityPlan, Nation, Plan, Section, key_text, section_name
from mitgrim.plan.attributes import Attribute, collections, key_names, table

# The longitude of one point with the latitude of another is a place that nobody meant.
INDIVISIBLE: Final = frozenset({"Point"})


class Absent(Enum):
    """The type of `ABSENT`."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT
"""What stands where a record is not there. None is a value: a field that was left empty."""


class Shape(Enum):
    """How a field is compared: as keyed records, as the fields of one record, or whole."""

    KEYED = "keyed"
    RECORD = "record"
    WHOLE = "whole"


@cache
def shapes(record: str) -> dict[str, Shape]:
    """The fields of a record type in the order of its table, and how each is compared."""
    keyed = {name for name, _ in collections(record)}
    return {
        attribute.name: Shape.KEYED if attribute.name in keyed else _single(attribute)
        for attribute in table(record)
    }


def _single(attribute: Attribute) -> Shape:
    nested = attribute.record or attribute.type == "label"
    divisible = not attribute.is_list and attribute.record not in INDIVISIBLE
    return Shape.RECORD if nested and divisible else Shape.WHOLE


def is_record(value: Any) -> bool:
    """Whether there is a record that has fields to look into."""
    return value is not ABSENT and value is not None


def is_same_record(one: Any, other: Any) -> bool:
    """Whether two values are states of one record, so that its fields may be compared.

    A nested record with another key is another record: a baseline of 2017 and one of 2018 are two
    measurements, and half of each would be none.
    """
    if not (is_record(one) and is_record(other)) or type(one) is not type(other):
        return False
    return not key_names(type(one).__name__) or key_text(one) == key_text(other)


def keyed(records: Sequence[Any]) -> dict[str, Any] | None:
    """Records by key, or None if two have the same: such a collection is compared as a whole."""
    by_key = {key_text(record): record for record in records}
    return by_key if len(by_key) == len(records) else None


def sections_of(plan: Plan) -> dict[str, Section] | None:
    """A plan's sections by name, or None where names do not tell them apart."""
    sections: list[Section] = [plan.nation, *plan.cities]
    by_name = {section_name(section): section for section in sections}
    return by_name if len(by_name) == len(sections) and "" not in by_name else None


def plan_of(sections: dict[str, Any]) -> Plan:
    """The plan of these sections; the national one must be among them."""
    cities = (section for name, section in sections.items() if name != NATION)
    return Plan(nation=sections[NATION], cities=tuple(cities))


def step_of(record: Any) -> str:
    """The step of a place that leads to a section or a keyed record."""
    return section_name(record) if isinstance(record, Nation | CityPlan) else key_text(record)


def in_order(nation: Nation, names: Iterable[str]) -> list[str]:
    """Names of sections: the nation, its cities in customary order, then cities it lacks."""
    order = {name: number for number, name in enumerate((NATION, *nation.cities))}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))
