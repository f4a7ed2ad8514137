"""Reading what a case puts in: each value with its type, each error with its place."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from mitgrim.law.errors import MESSAGES, NO_TEXT, LawError, listed, refuse
from mitgrim.law.terms import Terms
from mitgrim.wording import Text

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)
ReadT = TypeVar("ReadT")

REQUIRED: Final[Any] = object()


class Inputs:
    """The input of a case: a mapping whose keys are words, read by their ids.

    What nobody asked for is a mistake: `finish` raises for keys that were not read.
    """

    def __init__(self, values: Mapping[str, Any], terms: Terms, place: Text = NO_TEXT) -> None:
        self._values: dict[str, Any] = terms.translated(values)
        self._terms = terms
        self._place = place
        self._read: set[str] = set()

    def whole(self, key: str, default: Any = REQUIRED, least: int = 0) -> Any:
        """A whole number, not below `least`."""
        value = self._get(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, value, "whole")
        if value < least:
            raise refuse("input.below", key=self._at(key), value=str(value), least=least)
        return value

    def number(self, key: str, default: Any = REQUIRED) -> Any:
        """A number, exact."""
        value = self._get(key, default)
        return value if value is default else self._decimal(key, value)

    def numbers(self, key: str, default: Any = REQUIRED) -> Any:
        """A list of numbers, as a tuple."""
        value = self._get(key, default)
        if value is default:
            return value
        if not isinstance(value, list):
            raise self._wrong(key, value, "list")
        return tuple(self._decimal(key, item) for item in value)

    def text(self, key: str, default: Any = REQUIRED) -> Any:
        """A text; a bare number is one too."""
        value = self._get(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            raise self._wrong(key, value, "text")
        return str(value)

    def term(self, key: str, default: Any = REQUIRED) -> Any:
        """The id of a word, such as a city's."""
        value = self.text(key, default)
        return value if value is default else self._terms.id_of(value)

    def choice(self, key: str, kind: type[ChoiceT], default: Any = REQUIRED) -> Any:
        """One of a closed set."""
        value = self.term(key, default)
        if value is default:
            return value
        if value not in list(kind):
            choices = listed(self._terms.name_of(own.value) for own in kind)
            raise refuse("input.choice", key=self._at(key), value=value, choices=choices)
        return kind(value)

    def flag(self, key: str, default: Any = REQUIRED) -> Any:
        """Yes or no."""
        value = self._get(key, default)
        if isinstance(value, str) and (id := self._terms.id_of(value)) in ("yes", "no"):
            return id == "yes"
        if value is not default and not isinstance(value, bool):
            raise self._wrong(key, value, "flag")
        return value

    def day(self, key: str, default: Any = REQUIRED) -> Any:
        """A date."""
        value = self._get(key, default)
        if value is default or isinstance(value, date):
            return value
        raise self._wrong(key, value, "date")

    def amounts(self, key: str) -> dict[str, int]:
        """Whole numbers by the ids of words: won by city."""
        inner = self.inner(key)
        return {own: inner.whole(own) for own in inner.keys()}  # noqa: SIM118  # not a mapping

    def inner(self, key: str) -> "Inputs":
        """The mapping that a key holds."""
        value = self._get(key, REQUIRED)
        if not isinstance(value, Mapping):
            raise self._wrong(key, value, "mapping")
        return Inputs(value, self._terms, self._at(key))

    def each(self, key: str, read: Callable[["Inputs"], ReadT]) -> tuple[ReadT, ...]:
        """What `read` makes of each mapping in a list; an empty tuple where there is no list."""
        value = self._get(key, [])
        if not isinstance(value, list):
            raise self._wrong(key, value, "list")
        made = []
        for number, item in enumerate(value, start=1):
            if not isinstance(item, Mapping):
                raise self._wrong(key, item, "mapping")
            inner = Inputs(item, self._terms, _numbered(self._at(key), number))
            made.append(read(inner))
            inner.finish()
        return tuple(made)

    def keys(self) -> tuple[str, ...]:
        """The ids of the keys that are there."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        return key in self._values

    def finish(self) -> None:
        """Raise for a key that was not read: misspelt, or not of this rule."""
        unread = [key for key in self._values if key not in self._read]
        if unread:
            known = listed(self._terms.name_of(key) for key in sorted(self._read))
            raise refuse("input.unknown", key=self._at(unread[0]), known=known)

    def _get(self, key: str, default: Any) -> Any:
        self._read.add(key)
        if key not in self._values:
            if default is REQUIRED:
                raise refuse("input.missing", key=self._at(key))
            return default
        return self._values[key]

    def _decimal(self, key: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise self._wrong(key, value, "number")
        return Decimal(value)

    def _wrong(self, key: str, value: object, kind: str) -> LawError:
        expected = MESSAGES.both(f"kind.{kind}")
        return refuse("input.type", key=self._at(key), value=str(value), expected=expected)

    def _at(self, key: str) -> Text:
        name = self._terms.name_of(key)
        if not self._place.ko:
            return name
        return listed((self._place, name), " › ")


def _numbered(text: Text, number: int) -> Text:
    return Text(f"{text.ko} {number}", f"{text.en} {number}")
