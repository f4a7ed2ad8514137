"""`mitgrim serve`: the workspace and the public pages, on this machine."""

from typing import Any

import click

from mitgrim.cli.console import Console
from mitgrim.cli.website import website

PORT = click.IntRange(0, 65535)
COUNT = click.IntRange(min=1)


@click.command("serve")
@click.option("--host", metavar="HOST", default="127.0.0.1")
@click.option("--port", metavar="PORT", type=PORT, default=8000)
@click.option("--workers", metavar="N", type=COUNT, default=1)
@click.option("--threads", metavar="N", type=COUNT, default=8)
@click.option("--tasks", metavar="N", type=click.IntRange(min=0), default=1)
@click.pass_obj
def command(console: Console, /, **given: Any) -> int:
    """Serve the site until somebody ends it."""
    return serve(console, **given)


def serve(
    console: Console, *, host: str, port: int, workers: int = 1, threads: int = 8, tasks: int = 1
) -> int:
    """Check, gather what pages need, say where the site is, and serve it."""
    serving = website("serving")
    port = port or serving.free_port(host)
    serving.must_be_ready(host, port)
    with console.working("serve.collecting"):
        serving.collect()
    shown = f"[{host}]" if ":" in host else host
    console.say("serve.at", style="bold green", url=f"http://{shown}:{port}/")
    code: int = serving.serve(host=host, port=port, workers=workers, threads=threads, tasks=tasks)
    return code
