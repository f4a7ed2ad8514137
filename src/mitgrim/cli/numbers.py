"""Numbers on the command line, refused in the reader's language."""

import math
from typing import Any, Final

import click

from mitgrim.cli.console import Console
from mitgrim.cli.language import MESSAGES
from mitgrim.wording import Lang

DIGITS: Final = 9  # of a count that is worth reading


class Number(click.ParamType[float]):
    """A finite number between two bounds."""

    name = "number"

    def __init__(self, most: float) -> None:
        self._most = most

    def convert(self, value: Any, param: Any, ctx: click.Context | None) -> float:
        """The number that a text says."""
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0 <= number <= self._most:
            console = ctx.find_object(Console) if ctx else None
            lang = console.lang if console else Lang.EN
            most = f"{self._most:g}"
            self.fail(MESSAGES.text("number.not-a-number", lang, value=str(value), most=most))
        return number


class Count(click.ParamType[int]):
    """A whole number between two bounds."""

    name = "count"

    def __init__(self, least: int, most: int) -> None:
        self._range = range(least, most + 1)

    def convert(self, value: Any, param: Any, ctx: click.Context | None) -> int:
        """The number that a text says."""
        text = str(value)
        number = int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else -1
        if number not in self._range:
            console = ctx.find_object(Console) if ctx else None
            lang = console.lang if console else Lang.EN
            least, most = self._range[0], self._range[-1]
            self.fail(MESSAGES.text("number.not-a-count", lang, value=text, least=least, most=most))
        return number
