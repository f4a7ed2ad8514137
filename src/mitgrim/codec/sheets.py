"""Tables that people bring, CSV or XLSX, read as rows of text; a file is not trusted in anything.

A workbook is unpacked here first, with a limit, before a reader is given it: a small file can
claim to hold gigabytes, and a cell far away on an empty sheet is a table of billions of cells. A
formula gives what its spreadsheet last showed; in a CSV it is text like any other.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from mitgrim.codec.errors import MESSAGES
from mitgrim.wording import Refusal, Value

XLSX: Final = b"PK\x03\x04"
WORKBOOK: Final = "xl/workbook.xml"
MEGABYTE: Final = 2**20
_ENCODINGS: Final = ("utf-8-sig", "cp949")  # Excel in Korean writes CSV in the second
_DELIMITERS: Final = ",;\t"
_QUOTED: Final = re.compile('"[^"]*"?')
_AT_ONCE: Final = MEGABYTE
# Every reference to a cell, or to a row, however it is quoted; an escaped one would hide from us.
_CELL: Final = re.compile(rb"\br\s*=\s*[\"']\s*\$?([A-Za-z]*)\$?(\d+)")
_HIDDEN: Final = re.compile(rb"\br\s*=\s*[\"'][^\"']*&")
_LONGEST_COLUMN: Final = 3  # letters
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b")
_RELATIONS: Final = "workbook.xml.rels"
_TARGET: Final = re.compile(rb"\bTarget\b")
_XML_TARGET: Final = re.compile(rb"\bTarget\s*=\s*[\"'][^\"'&]*\.xml[\"']", re.IGNORECASE)
_READABLE: Final = (b"utf-8", b"us-ascii")
_ENCODED: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([^\"']+)", re.IGNORECASE)


class SheetError(Refusal):
    """A file that is no table we read; the message says why and what to do."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = MESSAGES.both(f"sheet.{reason}", **values)
        super().__init__(self.message.ko)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a table may be: bytes as brought, bytes unpacked, rows, columns, signs a cell."""

    size: int = 8 * MEGABYTE
    unpacked: int = 128 * MEGABYTE
    rows: int = 20_000
    columns: int = 100
    cell: int = 20_000


USUAL: Final = Limits()


def sheet_rows(data: bytes, limits: Limits = USUAL) -> list[tuple[str, ...]]:
    """The rows of a CSV, or of the first sheet of an XLSX; empty rows are left out at the end.

    All rows are as long as the longest. Raises SheetError.
    """
    if len(data) > limits.size:
        raise SheetError("too-large", limit=limits.size // MEGABYTE)
    read = _workbook_rows if data.startswith(XLSX) else _csv_rows
    rows: list[tuple[str, ...]] = []
    for row in read(data, limits):
        if len(rows) == limits.rows:
            raise SheetError("too-many-rows", limit=limits.rows)
        rows.append(_fitting(row, len(rows) + 1, limits))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise SheetError("empty")
    width = max(map(len, rows))
    return [(*row, *[""] * (width - len(row))) for row in rows]


def _fitting(row: tuple[str, ...], number: int, limits: Limits) -> tuple[str, ...]:
    if len(row) > limits.columns:
        raise SheetError("too-many-columns", limit=limits.columns)
    if any(len(own) > limits.cell for own in row):
        raise SheetError("cell-too-long", row=number, limit=limits.cell)
    return row


def _csv_rows(data: bytes, limits: Limits) -> Iterator[tuple[str, ...]]:
    text = _decoded(data)
    if "\x00" in text:
        raise SheetError("no-table")
    first = _QUOTED.sub("", text.partition("\n")[0])  # what is in quotes delimits nothing
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield tuple(own.strip() for own in row)
    except csv.Error as error:
        raise SheetError("csv-broken", row=reader.line_num) from error


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError("encoding")


def _workbook_rows(data: bytes, limits: Limits) -> Iterator[tuple[str, ...]]:
    _must_be_harmless(data, limits)
    from python_calamine import CalamineError, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        names = book.sheet_names
        rows = book.get_sheet_by_index(0).iter_rows() if names else ()
        for row in rows:
            yield tuple(map(_text, row))
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise SheetError("workbook-broken") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own, no Exception in Python
            raise
        raise SheetError("workbook-broken") from error


def _must_be_harmless(data: bytes, limits: Limits) -> None:
    """Unpack everything once and throw it away: raise SheetError for what would not fit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if WORKBOOK not in names or len(names) != len(set(names)):
                raise SheetError("no-table")
            left = limits.unpacked
            if sum(own.file_size for own in packed.infolist()) > left:  # what it says of itself
                raise SheetError("zip-bomb", limit=limits.unpacked // MEGABYTE)
            for name in names:
                left -= _unpacked(packed, name, left, limits)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SheetError("workbook-broken") from error


def _unpacked(packed: zipfile.ZipFile, name: str, left: int, limits: Limits) -> int:
    size, before, rows = 0, b"", False
    lower = name.lower()
    with packed.open(name) as stream:
        while part := stream.read(_AT_ONCE):
            size += len(part)
            if size > left:
                raise SheetError("zip-bomb", limit=limits.unpacked // MEGABYTE)
            if not lower.endswith((".xml", ".rels")):
                continue
            # A tag is looked at whole, wherever a part of the file ends.
            window = before + part
            if len(window) > 2 * _AT_ONCE:
                raise SheetError("workbook-broken")
            rows = rows or _ROW.search(window) is not None
            _must_be_near(window, limits, begins=size == len(part), rows=rows)
            if lower.endswith(_RELATIONS):
                _must_lead_to_xml(window)
            before = window[max(window.rfind(b"<"), 0) :]
    return size


def _must_be_near(xml: bytes, limits: Limits, *, begins: bool, rows: bool) -> None:
    """Raise SheetError where a part of a sheet names a cell beyond the limits, or hides what it
    names. A number alone is that of a row, where there are `rows` at all."""
    said = _ENCODED.match(xml) if begins else None
    if b"\x00" in xml or _HIDDEN.search(xml) or (said and said[1].lower() not in _READABLE):
        raise SheetError("workbook-broken")
    for own in _CELL.finditer(xml):
        if (own[1] or rows) and int(own[2]) > limits.rows:
            raise SheetError("too-many-rows", limit=limits.rows)
        if len(own[1]) > _LONGEST_COLUMN or _column(own[1]) > limits.columns:
            raise SheetError("too-many-columns", limit=limits.columns)


def _must_lead_to_xml(relations: bytes) -> None:
    """Raise SheetError for a workbook with a sheet in a file that we did not look at."""
    if len(_TARGET.findall(relations)) != len(_XML_TARGET.findall(relations)):
        raise SheetError("workbook-broken")


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, AA 27."""
    number = 0
    for own in letters.upper():
        number = number * 26 + own - ord("A") + 1
    return number


def _text(value: Any) -> str:
    """A cell as its spreadsheet shows it, near enough: whole numbers whole, dates as ISO."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if not isinstance(value, timedelta) else str(value)
    return str(value).strip()
