"""`mitgrim diff A B`: what changed from one plan folder to another."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from mitgrim.cli.arguments import PATH, output_format
from mitgrim.cli.console import Console
from mitgrim.codec import read_plan, written
from mitgrim.history import ABSENT, Change, ChangeKind, diff
from mitgrim.plan import Label

SIGNS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "−", ChangeKind.CHANGED: "~"}
STYLES = {ChangeKind.ADDED: "green", ChangeKind.REMOVED: "red", ChangeKind.CHANGED: "yellow"}
LONGEST = 80


@click.command("diff")
@click.argument("before", metavar="A", type=PATH)
@click.argument("after", metavar="B", type=PATH)
@output_format("json")
@click.pass_obj
def command(console: Console, before: Path, after: Path, form: str) -> None:
    """Show the changes that lead from the plan in A to the plan in B."""
    changes = diff(read_plan(before), read_plan(after))
    if form == "json":
        console.json(as_json(changes))
    else:
        show_changes(console, changes)


def as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes for machines; a side on which nothing stands is left out."""
    return [
        {"kind": change.kind.value, "place": change.place}
        | {
            side: written(value)
            for side, value in (("before", change.before), ("after", change.after))
            if value is not ABSENT
        }
        for change in changes
    ]


def show_changes(console: Console, changes: tuple[Change, ...]) -> None:
    """Changes for people, one after the other, and how many there are of each kind."""
    for change in changes:
        console.out.print(f"{SIGNS[change.kind]} ", style=STYLES[change.kind], end="")
        console.line(change.place or console.text("check.whole"))
        values = [value for value in (change.before, change.after) if value is not ABSENT]
        console.line("    " + " → ".join(_short(console, value) for value in values), "dim")
    count = Counter(change.kind.value for change in changes)
    if changes:
        counts = {kind.value: count[kind] for kind in ChangeKind}
        console.say("diff.summary", style="bold", **counts)
    else:
        console.say("diff.none", style="green")


def _short(console: Console, value: Any) -> str:
    """A value in at most a line: a record by its name, an amount with separators."""
    name = getattr(value, "name", None) or getattr(value, "title", None)
    match value:
        case None | "" | ():
            return console.text("diff.nothing")
        case bool() | str():
            text = str(value)
        case int():
            text = f"{value:,}"
        case _ if isinstance(name, Label) and name:
            text = f"‘{name}’"
        case _:
            text = json.dumps(written(value), ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
