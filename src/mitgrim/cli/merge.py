"""`mitgrim merge BASE OURS THEIRS`: two people's changes in one plan folder."""

from pathlib import Path

import click

from mitgrim.cli.arguments import PATH, out_folder
from mitgrim.cli.conflicts import FILE, as_file, unresolved
from mitgrim.cli.console import Console
from mitgrim.codec import must_be_free, plan_files, read_plan, refuse, write_folder
from mitgrim.history import merge


@click.command("merge")
@click.argument("base", metavar="BASE", type=PATH)
@click.argument("ours", metavar="OURS", type=PATH)
@click.argument("theirs", metavar="THEIRS", type=PATH)
@out_folder
@click.pass_obj
def command(console: Console, base: Path, ours: Path, theirs: Path, out: Path) -> int:
    """Merge three ways. With conflicts: 1, and `conflicts.json` beside the merged plan."""
    must_be_free(out)
    for folder in (base, ours, theirs):
        if unresolved(folder):
            raise refuse(folder, "", "unsettled")
    result = merge(read_plan(base), read_plan(ours), read_plan(theirs))
    files = plan_files(result.plan)
    if result.conflicts:
        files[FILE] = as_file(result.conflicts)
    write_folder(out, files)
    for conflict in result.conflicts:
        console.out.print("! ", style="bold red", end="")
        console.line(conflict.place or console.text("check.whole"))
    if result.conflicts:
        console.say(
            "merge.conflicts", count=len(result.conflicts), file=str(out / FILE), style="bold"
        )
        return 1
    console.say("merge.done", folder=str(out))
    return 0
