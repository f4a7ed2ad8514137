"""A table as a file for spreadsheets: XLSX and CSV, the same bytes for the same table.

A text is never taken for a formula: XLSX has cells of text, and in CSV a text that a spreadsheet
would calculate gets an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from typing import Any, Final

Value = str | int | date | None
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
MARK: Final = "\ufeff"  # Excel reads UTF-8 by it
MADE: Final = datetime(2018, 8, 16)  # noqa: DTZ001  # a file names no clock: its bytes would differ
WIDEST: Final = 60
LETTER: Final = 2  # columns that a Korean letter takes
ASCII: Final = 128
NAME: Final = 31  # letters that a sheet's name may have
NOT_IN_A_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table with its name: a head, and rows with a value for each column."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def csv_lines(head: Iterable[str], rows: Iterable[Iterable[Value]]) -> Iterator[str]:
    """A table as lines of CSV, days as 2018-08-16, each as its row comes: none is kept."""
    writer = csv.writer(_Passed())
    yield MARK
    for row in chain([head], rows):
        yield writer.writerow(map(_plain, row))


class _Passed:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line


def write_csv(sheet: Sheet) -> bytes:
    """The table as CSV in UTF-8."""
    return "".join(csv_lines(sheet.head, sheet.rows)).encode()


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """The tables as a workbook, one sheet each: the head stays in view and can be filtered."""
    from xlsxwriter import Workbook

    file = BytesIO()
    with Workbook(file, {"in_memory": True, "remove_timezone": True}) as book:
        book.set_properties({"created": MADE})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name.translate(NOT_IN_A_NAME)[:NAME]), sheet, formats)
    return file.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for column, name in enumerate(sheet.head):
        page.write_string(0, column, name, formats["head"])
        page.set_column(column, column, _width([name, *(row[column] for row in sheet.rows)]))
    for line, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(page, line, column, value, formats)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.head) - 1)


def _write_cell(page: Any, line: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case int():
            page.write_number(line, column, value, formats["text"])
        case date():
            page.write_datetime(line, column, value, formats["day"])
        case str():
            page.write_string(line, column, value, formats["text"])


def _width(values: Sequence[Value]) -> int:
    widths = (sum(LETTER if ord(own) >= ASCII else 1 for own in str(each)) for each in values)
    return min(max(widths) + LETTER, WIDEST)


def _plain(value: Value) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
