"""A section's funding lines, from their twins straight into its ledger.

They are most of what a plan holds, and hardly ever looked at one by one: made into records here,
they would take as long as all other reading.
"""

from collections.abc import Sequence
from dataclasses import MISSING, fields
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from msgspec.structs import astuple, force_setattr

from mitgrim.plan import FundingLine
from mitgrim.plan.attributes import table
from mitgrim.plan.ledger import Ledger

_NUMBERS: Final = frozenset({"year", "won"})
_TEXTS: Final = {own.name for own in table("FundingLine") if own.type not in _NUMBERS}


def taken(document: Any) -> Ledger:
    """The money of a document's projects, which then have none, in the order of their ids."""
    projects = sorted(document.projects, key=attrgetter("id"))
    money = [project.money for project in projects]
    for project in projects:
        force_setattr(project, "money", ())
    return Ledger(list(map(astuple, chain.from_iterable(money))), map(len, money))


def marks(ledger: Ledger) -> int:
    """The quotation marks with which the money is written: around names and texts, defaults out."""
    written = sum(start < end for start, end in ledger.stretches())
    for field in fields(FundingLine):
        column = ledger.column(field.name)
        written += _count(column, field.default) * (1 + (field.name in _TEXTS))
    return 2 * written


def _count(column: Sequence[Any], default: Any) -> int:
    """How many values are not the default."""
    if default is MISSING or (not default and all(column)):
        return len(column)
    return len(column) - column.count(default)
