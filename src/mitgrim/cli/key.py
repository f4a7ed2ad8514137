"""`mitgrim key FILE`: a new key for seals."""

from pathlib import Path

import click

from mitgrim.cli.arguments import PATH
from mitgrim.cli.console import Console
from mitgrim.cli.sealing import sealing


@click.command("key")
@click.argument("file", metavar="FILE", type=PATH)
@click.pass_obj
def command(console: Console, /, file: Path) -> int:
    """Write a new private key into FILE, and print the public key that belongs to it."""
    public = sealing("keys").make_key(file)
    console.say("key.made", file=str(file))
    console.line(public)
    return 0
