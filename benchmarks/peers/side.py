"""What every side shares: its command line, its clock, and the form in which findings compare.

A finding is `[rule, key]`: the id of our rule, and the place in the plan, with what tells two
findings at one place apart.
"""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TypeVar

Found = tuple[str, str]
T = TypeVar("T")

LARGEST_PLAUSIBLE: Final = 50_000_000_000_000
COLUMNS: Final = (
    "city", "project", "action", "first", "last", "declared", "year", "source", "phase", "use",
    "amount", "certainty", "line",
)  # fmt: skip
NUMBERS: Final = {"first", "last", "declared", "year", "amount"}
KEY: Final = ["project", "year", "source", "phase", "use", "line"]


@dataclass(frozen=True)
class Reference:
    """What the lines are held against: the plan's period, actions with sectors, and ceilings."""

    first: int
    last: int
    cities: frozenset[str]
    actions: dict[str, str]
    lines: frozenset[str]
    ceilings: dict[tuple[str, str, int], int]  # by line, its source, and year


def reference(folder: Path) -> Reference:
    """The lists beside the CSV."""
    raw = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    first, last = raw["period"]
    return Reference(
        first=first,
        last=last,
        cities=frozenset(raw["cities"]),
        actions=raw["actions"],
        lines=frozenset(line for line, _, _, _ in raw["ceilings"]),
        ceilings={(line, source, year): won for line, source, year, won in raw["ceilings"]},
    )


def run(read: Callable[[Path], T], find: Callable[[T], Iterable[Found]]) -> None:
    """Read a folder, find, write the findings to a file, and print how long each took."""
    folder, out = map(Path, sys.argv[1:])
    started = perf_counter()
    data = read(folder)
    was_read = perf_counter()
    found = list(find(data))
    checked = perf_counter()
    out.write_text(json.dumps(sorted(found), indent=0), encoding="utf-8")
    print(json.dumps({"reading": was_read - started, "rules": checked - was_read}))


def project_place(row: Any) -> str:
    """The place of a row's project."""
    return f"{row['city']}/projects/{row['project']}"


def line_place(row: Any) -> str:
    """The place of a row's funding line."""
    return f"{project_place(row)}/money/{','.join(str(row[name] or '') for name in KEY[1:])}"


def unknown_action(row: Any) -> Found:
    return "reference-unknown", f"{project_place(row)}/action {row['action']}"


def unknown_line(row: Any) -> Found:
    return "reference-unknown", f"{line_place(row)}/programme_line {row['line']}"


def outside_period(row: Any) -> Found:
    return "year-outside-period", f"{project_place(row)}/money {row['year']}"


def outside_project(row: Any) -> Found:
    return "year-outside-project", f"{project_place(row)}/money {row['year']}"


def reversed_period(row: Any) -> Found:
    return "dates-reversed", f"{project_place(row)}/period"


def negative(row: Any) -> Found:
    return "amount-negative", f"{line_place(row)}/amount"


def implausible(row: Any) -> Found:
    return "amount-implausible", f"{line_place(row)}/amount"


def implausible_total(row: Any) -> Found:
    return "amount-implausible", f"{project_place(row)}/declared_total"


def negative_total(row: Any) -> Found:
    return "amount-negative", f"{project_place(row)}/declared_total"


def without_certainty(row: Any) -> Found:
    return "attribute-missing-for-adoption", line_place(row)


def twice(row: Any) -> Found:
    parts = " ".join(str(row[name]) for name in KEY[1:] if row[name])
    return "key-duplicate", f"{project_place(row)}/money {parts}"


def total_differs(row: Any, lines: int) -> Found:
    return "project-total-differs", f"{project_place(row)}/declared_total {row['declared'] - lines}"


def exceeded(line: str, year: int, excess: int) -> Found:
    return "ceiling-exceeded", f"nation/programme_lines/{line}/ceilings/{year} {excess}"


def does_not_foot(dimension: str, residue: int) -> Found:
    return "money-does-not-foot", f"{dimension} {residue}"
