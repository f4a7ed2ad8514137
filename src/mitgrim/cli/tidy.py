"""`mitgrim tidy DIR`: compose decomposed Hangul and lay the files out afresh."""

from pathlib import Path

import click

from mitgrim.cli.arguments import plan_folder
from mitgrim.cli.console import Console
from mitgrim.codec import city_files, read_bytes, replace_file, tidied


@click.command("tidy")
@plan_folder
@click.pass_obj
def command(console: Console, folder: Path) -> None:
    """Rewrite the files of a plan folder that need it, once all of them can be read."""
    files = [folder / "nation.json", *city_files(folder)]
    before = {file: read_bytes(file) for file in files}
    after = {file: tidied(data, file) for file, data in before.items()}
    changed = [file for file in files if after[file] != before[file]]
    for file in changed:
        replace_file(file, after[file])
        console.say("tidy.file", file=str(file))
    console.say("tidy.done", count=len(changed))
