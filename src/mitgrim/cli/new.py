"""`mitgrim new DIR`: start an empty plan."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from mitgrim.cli.arguments import new_folder
from mitgrim.cli.console import Console
from mitgrim.codec import write_plan
from mitgrim.history import assemble
from mitgrim.plan import Label, Period, is_id
from mitgrim.programmes import Programme, programme, programmes


@click.command("new")
@new_folder
@click.option("--programme", "programme_id", metavar="ID", default=programmes()[0].id)
@click.option("--id", "plan_id", metavar="ID", default="")
@click.option("--first", metavar="YEAR", type=click.IntRange(1900, 2190))
@click.pass_obj
def command(
    console: Console, folder: Path, programme_id: str, plan_id: str, first: int | None
) -> None:
    """Write the empty sections of a plan of a programme to a new folder."""
    chosen = programme(programme_id)
    if chosen is None:
        known = ", ".join(each.id for each in programmes())
        raise click.UsageError(console.text("new.unknown", name=programme_id, names=known))
    period = period_of(chosen, first, datetime.now(UTC).date())
    plan_id = plan_id or f"{programme_id}-{period.first}"
    if not is_id(plan_id):
        raise click.UsageError(console.text("new.wrong-id", id=plan_id))
    name = Label(ko=f"{chosen.name.ko}({period})", en=f"{chosen.name.en} ({period})")
    nation = chosen.empty(plan_id, period, name)
    plan = assemble(nation, [chosen.empty_city(plan_id, city) for city in nation.cities])
    write_plan(plan, folder)
    console.say("new.done", folder=str(folder), period=str(period), cities=len(plan.cities))


def period_of(chosen: Programme, first: int | None, today: date) -> Period:
    """The period that starts in `first`, or the programme's next cycle after today."""
    length = len(chosen.cycle.years)
    start = chosen.cycle.first
    while first is None and start <= today.year:
        start += length
    start = first or start
    return Period(first=start, last=start + length - 1)
