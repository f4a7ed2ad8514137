"""Where a finding is, as a reader of the document would say it."""

from enum import StrEnum
from typing import Any

from mitgrim import plan as records
from mitgrim.documents.words import Words
from mitgrim.plan import NATION, Label, Plan, Project, find, label_of
from mitgrim.plan.attributes import Attribute, key_names, record_types, table
from mitgrim.wording import Lang

_NAMES = ("name", "title", "short")
_PROJECT_STEPS = 3


def where_text(plan: Plan, place: str, numbers: dict[str, str], words: Words) -> str:
    """`부산 1-3 · 사업비 · 2019, 국비, 계획, 공사 · 금액` for a place of the plan."""
    if not place:
        return words("findings.whole")
    steps = place.split("/")
    said = [_section(plan, steps[0], words)]
    record = "Nation" if steps[0] == NATION else "CityPlan"
    for number, step in enumerate(steps[1:], start=2):
        attribute = _attributes(record).get(step)
        if attribute is None:
            value = find(plan, "/".join(steps[:number]))
            said.append(_named(value, numbers, words) or _key(record, step, words))
        else:
            said.append(attribute.ko if words.lang == Lang.KO else attribute.en)
            record = attribute.record or record
    # `부산 · 사업 · 부산 1-3` says Busan twice: the number is enough.
    return " · ".join(said[2:] if project_at(plan, place) in numbers else said)


def project_at(plan: Plan, place: str) -> str:
    """The id of the project a place is in, or the empty string."""
    steps = place.split("/")
    if len(steps) < _PROJECT_STEPS or steps[1] != "projects":
        return ""
    found = find(plan, "/".join(steps[:_PROJECT_STEPS]))
    return found.id if isinstance(found, Project) else ""


def _section(plan: Plan, name: str, words: Words) -> str:
    section = plan.section(name)
    if section is not None:
        return words.name(section.city.short) or words.name(section.city.name) or name
    return words("findings.nation") if name == NATION else name


def _named(record: Any, numbers: dict[str, str], words: Words) -> str:
    if isinstance(record, Project) and record.id in numbers:
        return numbers[record.id]
    labels = (getattr(record, name, None) for name in _NAMES)
    return next((words.name(label) for label in labels if isinstance(label, Label) and label), "")


def _key(record: str, step: str, words: Words) -> str:
    """The parts of a record's key, choices by their names."""
    attributes = _attributes(record)
    parts = step.split(",")
    names = key_names(record)
    if len(parts) != len(names):
        return step
    said = (_part(attributes[name], part, words) for name, part in zip(names, parts, strict=True))
    return ", ".join(part for part in said if part)


def _part(attribute: Attribute, part: str, words: Words) -> str:
    kind, _, name = attribute.type.partition(":")
    choices = getattr(records, name, None) if kind == "choice" else None
    if isinstance(choices, type) and issubclass(choices, StrEnum) and part in list(choices):
        return words.name(label_of(choices(part)))
    return part.replace("~2", ",").replace("~1", "/").replace("~0", "~")


def _attributes(record: str) -> dict[str, Attribute]:
    if record not in record_types():
        return {}
    return {attribute.name: attribute for attribute in table(record)}
