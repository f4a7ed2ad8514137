"""Numbers as people type and paste them: digits of any width, 12억, (1,200), △300, 350백만원."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final
from unicodedata import normalize

_NUMBER: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,15})?", re.ASCII)
_TENS: Final = {"": 1, "십": 10, "백": 100, "천": 1000}
_MYRIADS: Final = {"": 1, "만": 10**4, "억": 10**8, "조": 10**12}
_STEPS: Final = {ten + name: n * m for ten, n in _TENS.items() for name, m in _MYRIADS.items()}
_ENGLISH: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PART: Final = re.compile(rf"({_NUMBER.pattern})\s*([십백천]?[만억조]?)\s*", re.ASCII)
_WITH_WORD: Final = re.compile(rf"({_NUMBER.pattern})\s*({'|'.join(_ENGLISH)})", re.ASCII)
_MINUS: Final = "-−△"


class NotAnAmount(ValueError):  # noqa: N818  # reads as the sentence it is
    """Text that is no amount, or could be two; `reason` is the id of the message that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def won_of(text: str, factor: int = 1) -> int:
    """Whole won from a text; `factor` is what a bare number counts, 1 won if nobody says.

    A number with a unit of its own is what it says, whatever the factor. Raises `NotAnAmount`.
    """
    negative, size = _unsigned(_plain(text).replace("₩", "").replace("\\", ""))
    won = _size(size.strip(), factor)
    if won.denominator != 1:
        raise NotAnAmount("part-of-a-won")
    return -int(won) if negative else int(won)


def decimal_of(text: str) -> Decimal:
    """A decimal number, its thousands told apart by commas or not. Raises `NotAnAmount`."""
    negative, size = _unsigned(_plain(text))
    value = Decimal(_digits(size.strip()))
    return -value if negative and value else value


def _plain(text: str) -> str:
    """The text as its compatible plain characters, with single spaces."""
    return " ".join(normalize("NFKC", text).split())


def _unsigned(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")") and text[1:2] not in _MINUS:
        return True, text[1:-1]
    return (True, text[1:]) if text[:1] and text[0] in _MINUS else (False, text)


def _size(text: str, factor: int) -> Fraction:
    english = text.casefold().removeprefix("krw").strip()
    if found := _WITH_WORD.fullmatch(english):
        return _value(found[1]) * _ENGLISH[found[2]]
    if english != text.casefold():
        return _value(english)
    parts = text.removesuffix("원").rstrip()
    if _NUMBER.fullmatch(parts):
        return _value(parts) * (1 if parts != text else factor)
    return _korean(parts, in_won=parts != text)


def _korean(text: str, *, in_won: bool) -> Fraction:
    """`3조 2,000억`: every part smaller than the unit before it, decimals in the last alone."""
    total, below, at = Fraction(0), None, 0
    while at < len(text):
        found = _PART.match(text, at)
        if not found:
            raise NotAnAmount("not-an-amount")
        step = _STEPS[found[2]]
        value = _value(found[1]) * step
        if below is not None and value >= below:
            raise NotAnAmount("not-an-amount")
        if not found[2] and not in_won:
            is_last = below is not None and found.end() == len(text)
            raise NotAnAmount("unit-missing" if is_last else "not-an-amount")
        total, below, at = total + value, step, found.end()
        if value % step and at < len(text):
            raise NotAnAmount("not-an-amount")
    if below is None:
        raise NotAnAmount("not-an-amount")
    return total


def _value(text: str) -> Fraction:
    return Fraction(_digits(text))


def _digits(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise NotAnAmount("not-an-amount")
    return text.replace(",", "")
