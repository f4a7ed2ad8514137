"""Reading the law's tables: CSV, one row a validity; errors name file, line and column."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import Final, TypedDict, TypeVar

from mitgrim.law.bodies import Body
from mitgrim.law.clocks import Clock
from mitgrim.law.errors import MESSAGES, refuse
from mitgrim.law.parameters import NUMBERS, Parameter
from mitgrim.law.regions import Region
from mitgrim.wording import Text

ReadT = TypeVar("ReadT")

DATED: Final = (
    "valid_from", "valid_to", "article", "source", "confidence", "note_ko", "note_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as text, with the name that errors give it."""

    name: str
    text: str


class Row:
    """A line of a table; a cell that can't be read is told by file, line and column."""

    def __init__(self, file: str, line: int, cells: dict[str, str]) -> None:
        self._file, self._line, self._cells = file, line, cells

    def text(self, column: str) -> str:
        return self._cells[column].strip()

    def label(self, prefix: str = "") -> Text:
        return Text(self.text(f"{prefix}ko"), self.text(f"{prefix}en"))

    def words(self, column: str) -> tuple[str, ...]:
        return tuple(self.text(column).split())

    def read(self, column: str, reader: Callable[[str], ReadT], kind: str) -> ReadT:
        try:
            return reader(self.text(column))
        except (ValueError, InvalidOperation):
            raise refuse(
                "table.cell", file=self._file, line=self._line, column=column,
                value=self.text(column), kind=MESSAGES.both(f"kind.{kind}"),
            ) from None  # fmt: skip

    def day(self, column: str) -> date:
        return self.read(column, date.fromisoformat, "date")


class _Validity(TypedDict):
    valid_from: date
    valid_to: date | None
    article: str
    source: str
    confidence: str
    note: Text


def file(package: str, name: str) -> Table:
    """A table of an importable package."""
    return Table(name, files(package).joinpath(name).read_text(encoding="utf-8"))


def parameters(table: Table) -> Iterator[Parameter]:
    """The rows of `parameters.csv`."""
    for row in rows(table, ("id", "ko", "en", "value", "unit", *DATED)):
        unit = row.text("unit")
        number = unit in NUMBERS
        yield Parameter(
            id=row.text("id"),
            name=row.label(),
            value=(row.read("value", _decimal, "number") if number else row.text("value"))
            if row.text("value")
            else None,
            unit=unit,
            **_validity(row),
        )


def regions(table: Table) -> Iterator[Region]:
    """The rows of `regions.csv`."""
    for row in rows(table, ("rule", "city", "areas", *DATED)):
        yield Region(
            rule=row.text("rule"),
            city=row.text("city"),
            areas=row.words("areas"),
            **_validity(row),
        )


def bodies(table: Table) -> Iterator[Body]:
    """The rows of `bodies.csv`."""
    for row in rows(table, ("id", "ko", "en", *DATED)):
        yield Body(id=row.text("id"), name=row.label(), **_validity(row))


def clocks(table: Table) -> Iterator[Clock]:
    """The rows of `clocks.csv`."""
    for row in rows(table, ("id", "ko", "en", "month", "day", "who", "whom", *DATED)):
        yield Clock(
            id=row.text("id"),
            name=row.label(),
            month=row.read("month", int, "whole") if row.text("month") else 0,
            day=row.text("day"),
            who=row.words("who"),
            whom=row.words("whom"),
            **_validity(row),
        )


def rows(table: Table, columns: tuple[str, ...]) -> Iterator[Row]:
    """The lines of a table that must have exactly these columns."""
    reader = csv.DictReader(table.text.splitlines(), restkey="", restval=None, strict=True)
    head = tuple(reader.fieldnames or ())
    if sorted(head) != sorted(columns):
        raise refuse(
            "table.head", file=table.name, expected=", ".join(columns), found=", ".join(head)
        )
    for cells in reader:
        if "" in cells or None in cells.values():
            raise refuse("table.cells", file=table.name, line=reader.line_num, count=len(columns))
        yield Row(table.name, reader.line_num, cells)


def _validity(row: Row) -> _Validity:
    return {
        "valid_from": row.day("valid_from"),
        "valid_to": row.day("valid_to") if row.text("valid_to") else None,
        "article": row.text("article"),
        "source": row.text("source"),
        "confidence": row.text("confidence"),
        "note": row.label("note_"),
    }


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number
