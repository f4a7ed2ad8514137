"""The arguments that several commands take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

# Existence and readability are told by the reader itself, with what to do.
AnyCallable = TypeVar("AnyCallable", bound=Callable[..., Any])

_PATH: Final = click.Path(path_type=Path)

plan_folder = click.argument("folder", metavar="DIR", type=_PATH)
new_folder = click.argument("folder", metavar="DIR", type=_PATH)
out_folder = click.option("--out", metavar="DIR", type=_PATH, required=True)


def output_format(*formats: str) -> Callable[[AnyCallable], AnyCallable]:
    """`--format`, by default text."""
    choice = click.Choice(["text", *formats])
    return click.option("--format", "form", type=choice, default="text")
