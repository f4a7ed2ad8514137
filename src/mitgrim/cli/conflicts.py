"""Conflicts of a merge as a file, and the finding that reminds of it."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from mitgrim.checks import Finding, Hit, Severity, rule
from mitgrim.cli.language import MESSAGES
from mitgrim.codec import written
from mitgrim.history import ABSENT, Conflict
from mitgrim.plan import Plan

FILE: Final = "conflicts.json"


def as_json(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Every conflict with the base and both sides; a side on which nothing stands is left out."""
    return [
        {"place": own.place}
        | {
            side: written(value)
            for side, value in (("base", own.base), ("ours", own.ours), ("theirs", own.theirs))
            if value is not ABSENT
        }
        for own in conflicts
    ]


def as_file(conflicts: Iterable[Conflict]) -> bytes:
    """The bytes of `conflicts.json`."""
    return (json.dumps(as_json(conflicts), ensure_ascii=False, indent=1) + "\n").encode()


def unresolved(folder: Path) -> tuple[Finding, ...]:
    """A finding as long as a folder holds the conflicts of a merge."""
    if not os.path.lexists(folder / FILE):
        return ()
    return (merge_unresolved.finding(Hit("", file=FILE)),)


@rule("merge-unresolved", Severity.ERROR, "docs/records.md#merging", messages=MESSAGES)
def merge_unresolved(plan: Plan) -> Iterator[Hit]:
    """The folder still holds the `conflicts.json` of a merge."""
    yield from ()
