"""Figures as somebody printed them, kept with their unit and source so that they can be checked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mitgrim.plan.kinds import SeriesKind, ShareKind
from mitgrim.plan.records import OWN, Label, Provenance, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """A row of a printed table, a value for every column."""

    id: str
    number: int = 0
    label: Label = Label()
    cells: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable(Record):
    """A table as printed: rows, the total under them, unit and decimal places."""

    id: str
    title: Label = Label()
    unit: str = ""
    places: int = 0
    columns: tuple[str, ...] = ()
    rows: tuple[PrintedRow, ...] = ()
    total: tuple[Decimal, ...] = ()
    kind: SeriesKind = SeriesKind.FLOW
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedShare:
    """A percentage as printed, with its part and its base.

    Of a growth, `part` is the change and `base` the earlier value. Releases about the same thing
    carry the same `series`.
    """

    id: str
    title: Label = Label()
    kind: ShareKind = ShareKind.SHARE
    part: Decimal
    base: Decimal
    unit: str = ""
    percent: Decimal
    places: int = 1
    series: str = ""
    released: date | None = None
    provenance: Provenance = OWN
