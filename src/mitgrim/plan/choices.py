"""The labels of the closed sets, as data."""

import csv
from enum import StrEnum
from functools import cache
from importlib.resources import files

from mitgrim.plan.records import Label


@cache
def _labels() -> dict[tuple[str, str], Label]:
    text = (files(__package__) / "choices.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["kind"], row["value"]): Label(ko=row["ko"], en=row["en"]) for row in rows}


def label_of(choice: StrEnum) -> Label:
    """What a choice is called: `FundingSource.NATIONAL` is 국비."""
    return _labels()[type(choice).__name__, choice.value]
