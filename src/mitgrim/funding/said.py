"""What a planner wrote in YAML, part by part, each with its path: what is wrong is said of it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, TypeVar

from mitgrim.codec import FileError
from mitgrim.codec.amounts import NotAnAmount, decimal_of, won_of
from mitgrim.wording import Catalogue, Value

MESSAGES: Final = Catalogue.load("mitgrim.funding", "messages.toml")
# Above nine quadrillion won a binary float no longer tells one won from the next.
LARGEST_AMOUNT: Final = 9 * 10**15
FEW: Final = 12
HUNDRED: Final = 100

Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True, slots=True)
class Part:
    """A value of the file and the path to it."""

    file: Path
    path: str
    value: Any

    def refused(self, message: str, /, **values: Value) -> FileError:
        """The error for a message, at this place."""
        return FileError(self.file, self.path, MESSAGES.both(message, **values))

    def inside(self, key: object, value: Any) -> "Part":
        """The part under a key."""
        return Part(self.file, f"{self.path}.{key}" if self.path else str(key), value)

    def entries(self) -> Iterator[tuple[Any, "Part"]]:
        """The parts of a mapping, which is not empty."""
        if not isinstance(self.value, dict) or not self.value:
            raise self.refused("not-a-mapping")
        for key, value in self.value.items():
            yield key, self.inside(key, value)

    def among(self, known: Collection[object], kind: str) -> Iterator[tuple[Any, "Part"]]:
        """The parts of a mapping whose keys are ids of a kind of thing."""
        for key, part in self.entries():
            yield part.one_of(known, kind, key), part

    def texts(self, known: Collection[object], kind: str) -> tuple[str, ...]:
        """A list of ids of a kind of thing, each once, in the order of the ids."""
        if not isinstance(self.value, list):
            raise self.refused("not-a-list")
        parts = [
            Part(self.file, f"{self.path}[{number}]", own) for number, own in enumerate(self.value)
        ]
        for number, part in enumerate(parts):
            part.one_of(known, kind, part.value)
            if part.value in self.value[:number]:
                raise part.refused("twice", id=str(part.value))
        return tuple(sorted(self.value))

    def one_of(self, known: Collection[object], kind: str, value: object) -> Any:
        """A value if it is among those of its kind."""
        if not isinstance(value, bool) and value in known:
            return value
        words = list(map(str, known))
        near = words if len(words) <= FEW else get_close_matches(str(value), words, 3, 0.3)
        raise self.refused(
            "unknown",
            kind=MESSAGES.both(f"kind.{kind}"),
            value=str(value),
            known=", ".join(near) or "—",
        )


def share_in(part: Part) -> Decimal:
    """A share from 0 to 1: a number, or a percentage as a text."""
    value = part.value
    if is_percentage(value):
        share = percentage_in(part)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        share = Decimal(value)
    else:
        raise part.refused("share", value=shown(value))
    if not 0 <= share <= 1:
        raise part.refused("share", value=shown(value))
    return share


def is_percentage(value: Any) -> bool:
    """Whether a text is written as a percentage."""
    return isinstance(value, str) and value.strip().endswith("%")


def percentage_in(part: Part) -> Decimal:
    """A percentage as a share."""
    text = part.value.strip().removesuffix("%")
    return _number(part, decimal_of, text) / HUNDRED


def won_in(part: Part) -> int:
    """Whole won, not below zero."""
    value = part.value
    if value is None:
        raise part.refused("amount-missing")
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise part.refused("amount", value=shown(value))
    won = _number(part, won_of, value) if isinstance(value, str) else value
    if won < 0:
        raise part.refused("amount-below-zero", value=shown(value))
    if won > LARGEST_AMOUNT:
        raise part.refused("amount-too-large", limit=LARGEST_AMOUNT)
    return won


def shown(value: object) -> str:
    """What was written, as a message quotes it."""
    return str(value)[:40]


def _number(part: Part, read: Callable[[str], Number], text: str) -> Number:
    try:
        return read(text)
    except NotAnAmount:
        raise part.refused("amount", value=shown(text)) from None
