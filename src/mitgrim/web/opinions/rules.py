"""What holds where an officer has said nothing else: dated, with its source, for each app."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rule:
    """A value in force from a day on."""

    name: str
    valid_from: date
    value: str
    source: str


@cache
def rules(app: str = "opinions") -> tuple[Rule, ...]:
    """The whole table of an app, the oldest first."""
    text = (files(f"mitgrim.web.{app}") / "rules.csv").read_text("utf-8")
    rows = (
        Rule(own["name"], date.fromisoformat(own["valid_from"]), own["value"], own["source"])
        for own in csv.DictReader(text.splitlines())
    )
    return tuple(sorted(rows, key=lambda own: own.valid_from))


def rule_on(name: str, day: date, app: str = "opinions") -> Rule:
    """What holds on a day. Raises LookupError where the table says nothing of it."""
    held = [own for own in rules(app) if own.name == name and own.valid_from <= day]
    if not held:
        raise LookupError(f"no rule {name} on {day}")
    return held[-1]
