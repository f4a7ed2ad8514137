"""What the law's data can't answer, or a case can't ask, said in both languages."""

from collections.abc import Iterable
from typing import Final

from mitgrim.wording import Catalogue, Lang, Refusal, Text, Value

MESSAGES: Final = Catalogue.load("mitgrim.law", "messages.toml")
NO_TEXT: Final = Text("", "")


class LawError(Refusal, ValueError):
    """A question the law's data does not answer; `id` names the reason, `message` says it."""

    def __init__(self, id: str, message: Text) -> None:
        super().__init__(message.in_(Lang.KO))
        self.id = id
        self.message = message


class CaseFileError(LawError):
    """A file of cases that can't be read: which file, which case, and what to do."""

    def __init__(self, file: str, id: str, message: Text) -> None:
        super().__init__(id, Text(f"{file}: {message.ko}", f"{file}: {message.en}"))
        self.file = file


def refuse(id: str, /, *, messages: Catalogue = MESSAGES, **values: Value) -> LawError:
    """The error for a message of a catalogue."""
    return LawError(id, messages.both(id, **values))


def unreadable(file: str, id: str, /, **values: Value) -> CaseFileError:
    """The error for a file of cases."""
    return CaseFileError(file, id, MESSAGES.both(id, **values))


def listed(texts: Iterable[Text], separator: str = ", ") -> Text:
    """Several texts as one."""
    held = list(texts)
    return Text(separator.join(own.ko for own in held), separator.join(own.en for own in held))
