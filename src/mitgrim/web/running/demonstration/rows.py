"""The tables that the demonstration is made of, beside this file."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table: `rows("people")`."""
    text = (files(__package__) / f"{name}.csv").read_text("utf-8")
    return csv.DictReader(text.splitlines())
