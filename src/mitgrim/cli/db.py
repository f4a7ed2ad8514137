"""`mitgrim db ACTION`: the tables of the site's database, its backups, and whether it is sound."""

from pathlib import Path
from typing import Final

import click

from mitgrim.cli.arguments import PATH
from mitgrim.cli.console import Console
from mitgrim.cli.website import website

WITH_FILE: Final = ("backup", "restore")
ACTIONS: Final = ("migrate", *WITH_FILE, "verify", "rebuild")


@click.command("db")
@click.argument("action", metavar="ACTION", type=click.Choice(ACTIONS))
@click.argument("file", metavar="[FILE]", type=PATH, required=False)
@click.pass_obj
def command(console: Console, action: str, file: Path | None) -> int:
    """Look after the database; 1 when `verify` finds something, 0 otherwise."""
    if (file is not None) != (action in WITH_FILE):
        message = "db.without-file" if file else "db.with-file"
        raise click.UsageError(console.text(message, action=action))
    match action:
        case "migrate":
            console.say("db.migrated", count=website("database").migrate())
        case "verify":
            return _verify(console)
        case "rebuild":
            console.say("db.rebuilt", count=website("database").rebuild())
        case _:
            assert file is not None
            _copy(console, action, file)
    return 0


def _copy(console: Console, action: str, file: Path) -> None:
    backups = website("backups")
    with console.working(f"db.working.{action}"):
        made = backups.back_up(file) if action == "backup" else backups.restore(file)
    console.say(f"db.done.{action}", file=str(file), rows=made.rows, sections=made.sections)


def _verify(console: Console) -> int:
    with console.working("db.working.verify"):
        found = tuple(website("database").verify())
    for problem in found:
        console.line(problem.in_(console.lang), "bold red")
    console.say("db.broken" if found else "db.sound", style="bold", count=len(found))
    return int(bool(found))
