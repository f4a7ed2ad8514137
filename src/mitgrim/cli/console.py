"""What a run says: results on standard output, progress and errors on standard error."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mitgrim.cli.language import MESSAGES
from mitgrim.wording import Lang, Text

if TYPE_CHECKING:
    from rich.console import Console as Terminal


# Whatever would move the cursor, colour the text or turn its direction around.
_COMMANDS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """A text that a terminal only prints: names come from files, and files from strangers."""
    return _COMMANDS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _terminal(is_terminal: bool, *, stderr: bool) -> "Terminal":
    from rich.console import Console as Terminal

    class Pipe(Terminal):
        """A terminal, or a pipe whose reader may leave: that is for `main` to see."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Pipe(stderr=stderr, highlight=False, emoji=False, soft_wrap=not is_terminal)


class Console:
    """The two output streams of one run in one language.

    rich is loaded when something is drawn, so that `--format json` does not wait for it.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    @cached_property
    def out(self) -> "Terminal":
        """Standard output as a terminal."""
        return _terminal(sys.stdout.isatty(), stderr=False)

    @cached_property
    def err(self) -> "Terminal":
        """Standard error as a terminal."""
        return _terminal(sys.stderr.isatty(), stderr=True)

    def text(self, message: str, /, **values: str | int | Text) -> str:
        """A message of the command line in this run's language."""
        return MESSAGES.text(message, self.lang, **values)

    def say(self, message: str, /, style: str = "", **values: str | int | Text) -> None:
        """Print a message; texts from a plan are printed as they are, never as markup."""
        self.line(self.text(message, **values), style)

    def line(self, text: str, style: str = "") -> None:
        """Print a line of text as it is, on one line whatever it holds."""
        self.out.print(visible(text), style=style or None, markup=False)

    def fail(self, text: str) -> None:
        """Print an error, on standard error."""
        self.err.print(f"{self.text('error')} ", style="bold red", end="")
        for line in text.splitlines():
            self.err.print(visible(line), markup=False)

    def json(self, value: Any) -> None:
        """Print a value as JSON, for machines."""
        plain = sys.stdout.encoding.lower().replace("-", "") != "utf8"
        sys.stdout.write(json.dumps(value, ensure_ascii=plain, indent=1) + "\n")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table: a name, two columns of figures, and remarks if there are more."""
        self._draw(zip(columns, ("left", "right", "right", "left"), strict=False), rows)

    def columns(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table of texts."""
        self._draw(((name, "left") for name in names), rows)

    def figures(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table of a name and any number of columns of figures."""
        justified = ("left", *("right" for _ in names[1:]))
        self._draw(zip(names, justified, strict=True), rows)

    def _draw(self, columns: Iterable[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
        from rich.table import Table
        from rich.text import Text as Plain

        table: Table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for column, justify in columns:
            table.add_column(column, justify=justify, header_style="bold")  # type: ignore[arg-type]
        for row in rows:
            table.add_row(*(Plain(visible(cell)) for cell in row))
        self.out.print(table)

    @contextmanager
    def working(self, message: str, /, **values: str | int | Text) -> Iterator[None]:
        """Show that something takes time, on a terminal only."""
        if not sys.stderr.isatty():
            yield
            return
        from rich.text import Text as Plain

        with self.err.status(Plain(visible(self.text(message, **values)))):
            yield
