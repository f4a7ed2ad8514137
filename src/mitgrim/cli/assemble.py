"""`mitgrim assemble NATION CITY…`: the cities' sections become one plan folder."""

from pathlib import Path

import click

from mitgrim.cli.arguments import PATH, out_folder
from mitgrim.cli.console import Console
from mitgrim.codec import must_be_free, read_section, write_plan
from mitgrim.history import assemble
from mitgrim.plan import CityPlan, Nation, totals
from mitgrim.wording import prose_amount


@click.command("assemble")
@click.argument("nation", metavar="NATION.json", type=PATH)
@click.argument("cities", metavar="CITY.json…", type=PATH, nargs=-1)
@out_folder
@click.pass_obj
def command(console: Console, nation: Path, cities: tuple[Path, ...], out: Path) -> None:
    """Assemble a plan folder from a national section and any number of city sections."""
    must_be_free(out)
    head = read_section(nation, "nation")
    sections = [read_section(file, "city-plan") for file in cities]
    assert isinstance(head, Nation)
    plan = assemble(head, [own for own in sections if isinstance(own, CityPlan)])
    write_plan(plan, out)
    sums = totals(plan)
    console.say(
        "assemble.done",
        folder=str(out),
        cities=len(plan.cities),
        all=len(head.cities),
        projects=sums.projects,
        total=prose_amount(sums.total, console.lang),
    )
