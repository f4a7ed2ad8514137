"""Units as people write them, and the slips that one makes between them."""

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from math import log10
from typing import Final
from unicodedata import normalize

from mitgrim.checks.words import figure, part
from mitgrim.wording import Text

SHARE: Final = "share"
PERSONS: Final = "persons"
AREA: Final = "area"
SCALES: Final = {
    "": (1, ""),
    "천": (10**3, "thousand "),
    "만": (10**4, "ten thousand "),
    "백만": (10**6, "million "),
    "억": (10**8, "hundred million "),
    "조": (10**12, "trillion "),
}
# What one multiplies or divides by too often, whatever the unit.
STEPS: Final = (10**3, 10**4, 10**6)
HUNDRED: Final = 100
_SAME: Final = log10(1.05)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: of what quantity, how large, and in how many of its `base` it counts.

    What is `counted` comes in whole things: without a scale it has no rounding.
    """

    name: Text
    quantity: str
    size: Fraction
    base: str
    scale: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """A way to write a value wrongly: by which factor it is off, and what was done."""

    factor: Fraction
    what: Text
    log: float


def unit_of(text: str) -> Unit | None:
    """The unit of this name, or None for one that is not in the table."""
    return _units().get(_key(text))


def is_counted(text: str) -> bool:
    """Whether a unit counts things one by one: a table of persons foots to the person."""
    unit = unit_of(text)
    return unit is not None and unit.counted and unit.scale == 1


def is_scaled(text: str) -> bool:
    """Whether a unit counts in thousands or more, so that its figures are rounded."""
    unit = unit_of(text)
    return unit is not None and unit.scale > 1


def percentage(text: str) -> Fraction | None:
    """What a share of 1 is in a unit: 100 for %, 1000 for ‰; None for other units."""
    unit = unit_of(text)
    return 1 / unit.size if unit and unit.quantity == SHARE else None


@cache
def slips(text: str) -> tuple[Slip, ...]:
    """What a value in this unit may be off by: another unit of the same quantity, or a step."""
    unit = unit_of(text)
    found: list[Slip] = []
    for other in _units().values():
        if unit and _confused(unit, other):
            what = part("slip.other-unit", unit=text, other=other.name)
            _add(found, unit.size / other.size, what)
    for step in STEPS if unit else (HUNDRED, *STEPS):
        _add(found, Fraction(step), part("slip.multiplied", factor=figure(step)))
        _add(found, Fraction(1, step), part("slip.divided", factor=figure(step)))
    return tuple(found)


def _confused(unit: Unit, other: Unit) -> bool:
    """Whether one may be written for the other: 천명 for 명, 평 for ㎡, but not 천건 for 개."""
    alike = unit.base == other.base if unit.counted else unit.quantity == other.quantity
    return alike and unit.size != other.size


def _add(found: list[Slip], factor: Fraction, what: Text) -> None:
    """A slip, unless one that looks the same is known."""
    slip = Slip(factor, what, log10(factor))
    if all(abs(slip.log - known.log) > _SAME for known in found):
        found.append(slip)


@cache
def _units() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    text = (files(__package__) / "units.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        base = row["unit"]
        for scale in ("", *row["scales"].split()):
            factor, word = SCALES[scale]
            table[_key(f"{scale}{base}")] = Unit(
                name=Text(f"{scale}{base}", f"{word}{row['en']}"),
                quantity=row["quantity"],
                size=Fraction(row["size"]) * factor,
                base=base,
                scale=factor,
                counted=bool(row["counted"]),
            )
    return table


def _key(text: str) -> str:
    """㎢ and km², with or without spaces, are one unit."""
    return normalize("NFKC", text).replace(" ", "")
