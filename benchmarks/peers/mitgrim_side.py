"""Our side: the plan folder, and the very rules that `mitgrim check` runs."""

import atexit
import gc
from collections.abc import Iterator
from typing import Final

from benchmarks.peers.side import Found, run
from mitgrim.checks import Hit, Rule, Subject, funding, money, records
from mitgrim.codec import read_plan
from mitgrim.plan import Plan
from mitgrim.wording import Text

# The rules with what tells two findings at one place apart.
RULES: Final[dict[Rule, str]] = {
    records.reference_unknown: "id",  # two of the dozen: of actions and of programme lines
    records.year_outside_period: "year",
    records.year_outside_project: "year",
    records.dates_reversed: "",
    records.amount_negative: "",
    records.amount_implausible: "",
    records.attribute_missing_for_adoption: "",
    records.key_duplicate: "key",
    money.project_total_differs: "residue",
    funding.ceiling_exceeded: "excess",
    money.money_does_not_foot: "residue",
}


def find(plan: Plan) -> Iterator[Found]:
    """What the rules find, with every message made in both languages as `check` makes them."""
    subject = Subject(plan=plan)
    for rule, detail in RULES.items():
        for hit in rule.find(subject):
            rule.finding(hit)
            if (rule.id, hit.place) != (records.attribute_missing_for_adoption.id, "nation"):
                yield rule.id, _key(hit, detail)


def _key(hit: Hit, detail: str) -> str:
    # A sum of the whole plan has no place; it is told apart by its name.
    where = hit.place or _said(hit.values["name"]).lower()
    return f"{where} {_said(hit.values[detail])}" if detail else where


def _said(value: str | int | Text) -> str:
    text = value.en if isinstance(value, Text) else str(value)
    return text.replace(",", "")


if __name__ == "__main__":
    gc.disable()  # this and the next line as the command line does
    atexit.register(gc.freeze)
    run(lambda folder: read_plan(folder / "plan"), find)
