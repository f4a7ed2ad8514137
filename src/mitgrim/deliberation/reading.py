"""Votes from a file: CSV with the columns `participant,statement,vote`, and maybe `city`."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from mitgrim.codec import read_bytes
from mitgrim.deliberation.votes import VOTES, Ids, Votes, VotesError, votes_of

COLUMNS: Final = ("participant", "statement", "vote")
CITY: Final = "city"
LARGEST_FILE: Final = 512 * 1024 * 1024
LONGEST_ID: Final = 200
KNOWN: Final = {str(own): own for own in VOTES}
CHUNK: Final = 600  # rows that are lists at a time: so few that the collector of garbage sleeps on


def read_votes(file: Path) -> Votes:
    """The votes in a file. Raises VotesError, which names the line and what to do."""
    return votes_in(read_bytes(file, LARGEST_FILE))


def votes_in(data: bytes) -> Votes:
    """The same from what a file holds."""
    reader = csv.reader(TextIOWrapper(BytesIO(data), "utf-8-sig", newline=""), strict=True)
    try:
        return _votes(filter(None, reader), data)
    except UnicodeDecodeError:
        raise VotesError("not-utf8") from None
    except csv.Error:
        raise VotesError("not-csv", row=reader.line_num) from None


def _votes(rows: Iterator[list[str]], data: bytes) -> Votes:
    names = [own.strip() for own in next(rows, [])]
    if tuple(names) not in (COLUMNS, (*COLUMNS, CITY)):
        raise VotesError("columns", found=", ".join(names)[:100] or "—")
    columns = [_Cells(_id(names[0])), _Cells(_id(names[1])), _Cells(_vote), _Cells(str.strip)]
    columns = columns[: len(names)]
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        try:
            _take(columns, chunk)
        except _RowError as wrong:
            line = _line(data, done + wrong.number)
            raise VotesError(wrong.message, row=line, **wrong.values) from None
        done += len(chunk)
    if not done:
        raise VotesError("empty")
    people, texts, votes, *city = (own.ids() for own in columns)
    said = np.array([KNOWN[own] for own in votes.names], dtype=np.int8)[votes.number]
    return votes_of(people, texts, said, *city, line=lambda at: _line(data, at))


def _take(columns: Sequence["_Cells"], chunk: Sequence[Sequence[str]]) -> None:
    """Take rows in, column by column. Raises _RowError with the row's number among them."""
    right = len(columns)
    if set(map(len, chunk)) != {right}:
        number, row = next(own for own in enumerate(chunk) if len(own[1]) != right)
        raise _RowError("cells", count=len(row), right=right).at(number)
    for column, cells in zip(columns, zip(*chunk, strict=True), strict=True):
        try:
            column.add(cells)
        except _RowError as wrong:
            raise wrong.at(cells.index(wrong.cell)) from None


class _RowError(Exception):
    """A row that holds no vote, for the sake of one cell or because it has not as many."""

    number = 0

    def __init__(self, message: str, cell: str = "", **values: Any) -> None:
        super().__init__(message)
        self.message, self.cell, self.values = message, cell, values

    def at(self, number: int) -> "_RowError":
        """The same, of a row with this number."""
        self.number = number
        return self


class _Cells(dict[str, int]):
    """A column of cells as numbers: each different cell is looked at once, however often it comes.

    `read` gives what a cell says, without the space around it, or raises `_RowError`.
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self._read = read
        self._named: dict[str, int] = {}
        self._numbers: list[Any] = []

    def __missing__(self, cell: str) -> int:
        self[cell] = self._named.setdefault(self._read(cell), len(self._named))
        return self[cell]

    def add(self, cells: Sequence[str]) -> None:
        """Take more of it in."""
        numbers = np.fromiter(map(self.__getitem__, cells), np.int32, len(cells))
        self._numbers.append(numbers)

    def ids(self) -> Ids:
        """All of it."""
        return Ids(names=tuple(self._named), number=np.concatenate(self._numbers))


def _id(column: str) -> Callable[[str], str]:
    def read(cell: str) -> str:
        own = cell.strip()
        if not own or len(own) > LONGEST_ID or not own.isprintable():
            raise _RowError("id", cell, column=column, most=LONGEST_ID)
        return own

    return read


def _vote(cell: str) -> str:
    own = cell.strip()
    if own not in KNOWN:
        raise _RowError("vote", cell, value=own[:40])
    return own


def _line(data: bytes, number: int) -> int:
    """On which line of the file a row of votes ends; counted when it is asked for."""
    reader = csv.reader(TextIOWrapper(BytesIO(data), "utf-8-sig", newline=""), strict=True)
    next(islice(filter(None, reader), number + 1, None))
    return reader.line_num
