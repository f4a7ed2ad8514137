"""`mitgrim db ACTION`: the tables of the site's database, its backups, and whether it is sound."""

from pathlib import Path
from typing import Final

import click

from mitgrim.cli.console import Console
from mitgrim.cli.website import website

# What each action is given, if anything.
GIVEN: Final = {"open": "DIR", "administrator": "LOGIN", "backup": "FILE", "restore": "FILE"}
ACTIONS: Final = ("migrate", *GIVEN, "verify", "rebuild")


@click.command("db")
@click.argument("action", metavar="ACTION", type=click.Choice(ACTIONS))
@click.argument("given", metavar="[DIR|LOGIN|FILE]", required=False)
@click.pass_obj
def command(console: Console, action: str, given: str | None) -> int:
    """Look after the database; 1 when `verify` finds something, 0 otherwise."""
    if bool(given) != (action in GIVEN):
        message = "db.given-nothing" if action in GIVEN else "db.given-something"
        what = GIVEN.get(action, "")
        raise click.UsageError(console.text(message, action=action, what=what))
    match action:
        case "migrate":
            console.say("db.migrated", count=website("database").migrate())
        case "open":
            name = website("beginning").open_plan(Path(given or ""))
            console.say("db.opened", name=name.in_(console.lang))
        case "administrator":
            console.say("db.administrator", login=given or "")
            console.line(website("beginning").administrator(given))
        case "verify":
            return _verify(console)
        case "rebuild":
            console.say("db.rebuilt", count=website("database").rebuild())
        case _:
            _copy(console, action, Path(given or ""))
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
