"""`mitgrim demo DIR`: the site with the example plan, and people to sign in as."""

from pathlib import Path
from typing import Final

import click

from mitgrim.cli.arguments import new_folder
from mitgrim.cli.console import Console
from mitgrim.cli.serve import PORT, serve
from mitgrim.cli.website import website
from mitgrim.codec import must_be_free

USUAL: Final = 8000


@click.command("demo")
@new_folder
@click.option("--host", metavar="HOST", default="127.0.0.1")
@click.option("--port", metavar="PORT", type=PORT)
@click.option("--serve/--no-serve", "serving", default=True)
@click.pass_obj
def command(console: Console, folder: Path, host: str, port: int | None, serving: bool) -> int:
    """Make a site of the example plan in a new folder, tell who may sign in, and serve it."""
    must_be_free(folder)
    demonstration = website("demonstration", data=folder.absolute())
    with console.working("demo.working"):
        made = demonstration.make()
        demonstration.make_seal_key()
    console.say("demo.done", style="bold", plan=made.plan, folder=str(folder))
    console.columns(
        [console.text(f"demo.{name}") for name in ("login", "password", "role", "name")],
        made.rows(console.lang),
    )
    console.say("demo.again", folder=str(folder))
    if not serving:
        return 0
    if port is None:
        port = website("serving").free_port(host, USUAL)
    return serve(console, host=host, port=port)
