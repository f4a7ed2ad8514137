"""Why a file can't be read: the file, the path in it, and what to do, in both languages."""

import re
from collections.abc import Callable
from typing import Final

from mitgrim.wording import Catalogue, Lang, Refusal, Text

MESSAGES: Final = Catalogue.load("mitgrim.codec", "messages.toml")


class FileError(Refusal):
    """A file that can't be read or written; nothing was changed.

    `file` is as the user named it, `path` a JSON path such as `projects[3].money[0].amount` (empty
    for the file as a whole).
    """

    def __init__(self, file: object, path: str, message: Text) -> None:
        self.file = str(file)
        self.path = path
        self.message = message
        super().__init__(self.in_(Lang.EN))

    def in_(self, lang: Lang) -> str:
        """The whole error in one language, as one line."""
        where = f"{self.file}: {self.path}" if self.path else self.file
        return f"{where}: {self.message.in_(lang)}"


def refuse(file: object, path: str, message: str, /, **values: str | int | Text) -> FileError:
    """The error for a message of the catalogue."""
    return FileError(file, path, MESSAGES.both(message, **values))


def from_system(file: object, error: OSError) -> FileError:
    """The error for what the operating system refused."""
    match error:
        case FileNotFoundError():
            return refuse(file, "", "not-found")
        case PermissionError():
            return refuse(file, "", "not-permitted")
        case OSError(errno=28 | 122):
            return refuse(file, "", "disk-full")
    return refuse(file, "", "system", reason=error.strerror or type(error).__name__)


def explained(detail: str, choices: Callable[[str], Text]) -> tuple[str, Text]:
    """A decoder's message as a path and a text that an official understands.

    `choices` tells the values that may stand at a path.
    """
    reason, _, path = detail.partition(" - at `$")
    path = path.rstrip("`").removeprefix(".")
    if found := _NO_CHOICE.match(reason):
        value = found[1] or ""
        return path, MESSAGES.both("wrong-choice", value=value, choices=choices(path))
    for pattern, explain in _EXPLANATIONS:
        if found := pattern.match(reason):
            return path, explain(*found.groups())
    return path, MESSAGES.both("other", reason=reason)


def _kind(name: str) -> Text:
    """The name of a JSON type; of `int | null`, the first."""
    first = name.split(" | ", maxsplit=1)[0]
    known = f"type.{first}"
    return MESSAGES.both(known) if known in MESSAGES.ids() else Text(first, first)


def _said(message: str, *names: str) -> Callable[..., Text]:
    return lambda *values: MESSAGES.both(message, **dict(zip(names, values, strict=False)))


_NO_CHOICE: Final = re.compile(r"Invalid enum value (?:'(.*)'|.*)")
_EXPLANATIONS: Final[tuple[tuple[re.Pattern[str], Callable[..., Text]], ...]] = (
    (re.compile(r"Object contains unknown field `(.*)`"), _said("unknown-field", "field")),
    (re.compile(r"Object missing required field `(.*)`"), _said("missing-field", "field")),
    (re.compile(r"Expected `int` [<>]= \d{4}$"), _said("wrong-year")),
    (re.compile(r"Expected `str` matching regex"), _said("wrong-decimal")),
    (re.compile(r"Invalid RFC3339 encoded date"), _said("wrong-date")),
    (re.compile(r"Invalid RFC3339 encoded time|Expected `time` with"), _said("wrong-time")),
    (re.compile(r"(?:Integer value|Number) out of range|Expected `int` "), _said("out-of-range")),
    (
        re.compile(r"Expected `(.*)`, got `(.*)`"),
        lambda expected, found: MESSAGES.both(
            "wrong-type", expected=_kind(expected), found=_kind(found)
        ),
    ),
)
