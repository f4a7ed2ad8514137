"""The arguments that several commands take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

AnyCallable = TypeVar("AnyCallable", bound=Callable[..., Any])

# Whether it is there and may be read is told by the reader itself, with what to do.
PATH: Final = click.Path(path_type=Path, readable=False)

plan_folder = click.argument("folder", metavar="DIR", type=PATH)
new_folder = click.argument("folder", metavar="DIR", type=PATH)
out_folder = click.option("--out", metavar="DIR", type=PATH, required=True)


def output_format(*formats: str) -> Callable[[AnyCallable], AnyCallable]:
    """`--format`, by default text."""
    choice = click.Choice(["text", *formats])
    return click.option("--format", "form", type=choice, default="text")
