"""Why a figure can't be shown, as a value that a check, a page and the terminal can print."""

from dataclasses import dataclass
from typing import Final

from mitgrim.wording import Catalogue, Text

MESSAGES: Final = Catalogue.load("mitgrim.figures", "messages.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureProblem:
    """What is wrong with a figure; `column` counts characters from 1 in the text it stands in."""

    column: int
    message: Text


class RefusedError(Exception):
    """A problem on its way out of the evaluation; it never leaves this folder."""

    def __init__(self, column: int, message: str, /, **values: str | int | Text) -> None:
        self.problem = FigureProblem(column=column, message=MESSAGES.both(message, **values))
        super().__init__(self.problem.message.en)
