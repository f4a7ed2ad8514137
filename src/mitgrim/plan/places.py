"""Places: where in a plan something is, as text that a person can read and a program can follow.

`busan/projects/busan-p-7f3k9q/money/2019,national,planned,works,/amount`: the section (`nation` or
a city id), then attribute names and record keys in turn. Key parts are joined by commas; `~0`,
`~1` and `~2` stand for `~`, `/` and `,` inside a part. The empty text is the plan as a whole.
"""

from dataclasses import fields, is_dataclass
from typing import Any

from mitgrim.plan.attributes import Attribute, attribute_at, key_names
from mitgrim.plan.cities import CityPlan
from mitgrim.plan.plan import Plan, Section

NATION = "nation"


def place(*steps: str) -> str:
    """A place from its steps, each of them a name or what `key_text` gave."""
    return "/".join(steps)


def section_name(section: Section) -> str:
    """The first step of every place in a section: `nation`, or the city's id."""
    return section.city.id if isinstance(section, CityPlan) else NATION


def attribute_of(where: str) -> Attribute | None:
    """The line of the attribute tables for a place; None where it leads to a whole record."""
    name, *steps = where.split("/")
    return attribute_at("Nation" if name == NATION else "CityPlan", steps)


def key_text(record: Any) -> str:
    """A record's key as one step of a place."""
    names = key_names(type(record).__name__)
    return ",".join(_escaped(str(getattr(record, name))) for name in names)


def find(plan: Plan, where: str) -> Any:
    """The value at a place, or None where there is nothing.

    Absent records and empty attributes look the same; use the section's own values to tell them
    apart.
    """
    if not where:
        return plan
    name, _, _ = where.partition("/")
    section = plan.nation if name == NATION else plan.section(name)
    return None if section is None else find_in(section, where)


def find_in(section: Section, where: str) -> Any:
    """The value at a place of one section, as `find` has it; None for another section's place."""
    name, *steps = where.split("/")
    value: Any = section if name == section_name(section) else None
    for step in steps:
        if isinstance(value, tuple):
            value = next((record for record in value if _has_key(record, step)), None)
        elif is_dataclass(value) and step in {field.name for field in fields(value)}:
            value = getattr(value, step)
        else:
            return None
    return value


def _has_key(record: Any, step: str) -> bool:
    return is_dataclass(record) and key_text(record) == step


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1").replace(",", "~2")
