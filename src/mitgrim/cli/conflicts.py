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
    """Every conflict with the base, both sides, and which of them the merged plan holds.

    A side on which the record was removed, or never was, is named in `absent` and has no value.
    """
    return [_as_json(own) for own in conflicts]


def _as_json(conflict: Conflict) -> dict[str, Any]:
    sides = {"base": conflict.base, "ours": conflict.ours, "theirs": conflict.theirs}
    values = {side: written(value) for side, value in sides.items() if value is not ABSENT}
    kept = "theirs" if conflict.ours is ABSENT else "ours"
    absent = [side for side, value in sides.items() if value is ABSENT]
    return {"place": conflict.place, "kept": kept, "absent": absent, **values}


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
