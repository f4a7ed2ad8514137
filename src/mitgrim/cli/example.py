"""`mitgrim example NAME DIR`: put an example plan's folder somewhere."""

from pathlib import Path

import click

from mitgrim.cli.arguments import new_folder
from mitgrim.cli.console import Console
from mitgrim.codec import write_plan
from mitgrim.programmes import programmes


@click.command("example")
@click.argument("name")
@new_folder
@click.pass_obj
def command(console: Console, name: str, folder: Path) -> None:
    """Write the example called NAME to a new folder."""
    examples = {own: make for each in programmes() for own, make in each.examples.items()}
    if name not in examples:
        raise click.UsageError(
            console.text("example.unknown", name=name, names=", ".join(examples))
        )
    plan = examples[name]()
    write_plan(plan, folder)
    count = sum(len(section.projects) for section in plan.cities)
    console.say("example.done", folder=str(folder), cities=len(plan.cities), projects=count)
