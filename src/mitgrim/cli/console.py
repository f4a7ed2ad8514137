"""What a run says: results on standard output, progress and errors on standard error."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mitgrim.cli.language import MESSAGES
from mitgrim.wording import Lang, Text

if TYPE_CHECKING:
    from rich.console import Console as Terminal


class Console:
    """The two output streams of one run in one language.

    rich is loaded when something is drawn, so that `--format json` does not wait for it.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    @cached_property
    def out(self) -> "Terminal":
        """Standard output as a terminal."""
        from rich.console import Console as Terminal

        return Terminal(highlight=False, soft_wrap=not sys.stdout.isatty())

    @cached_property
    def err(self) -> "Terminal":
        """Standard error as a terminal."""
        from rich.console import Console as Terminal

        return Terminal(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())

    def text(self, message: str, /, **values: str | int | Text) -> str:
        """A message of the command line in this run's language."""
        return MESSAGES.text(message, self.lang, **values)

    def say(self, message: str, /, style: str = "", **values: str | int | Text) -> None:
        """Print a message; texts from a plan are printed as they are, never as markup."""
        self.line(self.text(message, **values), style)

    def line(self, text: str, style: str = "") -> None:
        """Print a line of text as it is."""
        self.out.print(text, style=style or None, markup=False)

    def fail(self, text: str) -> None:
        """Print an error, on standard error."""
        self.err.print(f"{self.text('error')} ", style="bold red", end="")
        self.err.print(text, markup=False)

    def json(self, value: Any) -> None:
        """Print a value as JSON, for machines."""
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table: a name, two columns of figures, and remarks if there are more."""
        from rich.table import Table
        from rich.text import Text as Plain

        table: Table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for column, justify in zip(columns, ("left", "right", "right", "left"), strict=False):
            table.add_column(column, justify=justify, header_style="bold")  # type: ignore[arg-type]
        for row in rows:
            table.add_row(*(Plain(cell) for cell in row))
        self.out.print(table)

    @contextmanager
    def working(self, message: str, /, **values: str | int | Text) -> Iterator[None]:
        """Show that something takes time, on a terminal only."""
        if not sys.stderr.isatty():
            yield
            return
        with self.err.status(self.text(message, **values)):
            yield
