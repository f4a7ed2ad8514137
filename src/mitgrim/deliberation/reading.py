"""Votes from a file: CSV with the columns `participant,statement,vote`, and maybe `city`."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mitgrim.codec import read_bytes
from mitgrim.deliberation.cells import NEVER_CLOSED, cells_of
from mitgrim.deliberation.votes import VOTES, Ids, Votes, VotesError, votes_of
from mitgrim.wording import Value

COLUMNS: Final = ("participant", "statement", "vote")
CITY: Final = "city"
LARGEST_FILE: Final = 512 * 1024 * 1024
LONGEST_ID: Final = 200
KNOWN: Final = {str(own): own for own in VOTES}
Fault: TypeAlias = tuple[str, dict[str, Value]]
MARK: Final = b"\xef\xbb\xbf"  # of UTF-8, as spreadsheets put it first


def read_votes(file: Path) -> Votes:
    """The votes in a file. Raises VotesError, which names the line and what to do."""
    return votes_in(read_bytes(file, LARGEST_FILE))


def votes_in(data: bytes) -> Votes:
    """The same from what a file holds."""
    head = _rows(data, len(MARK) * data.startswith(MARK), len(COLUMNS) + 2, most=1)
    if head.found == NEVER_CLOSED:
        raise VotesError("not-csv", row=_line(data, head.at))
    names = [own.strip() for column in range(head.found) for own in head.cells(column)]
    if tuple(names) not in (COLUMNS, (*COLUMNS, CITY)):
        raise VotesError("columns", found=", ".join(names)[:100] or "—")
    rows = _rows(data, head.at, len(names), most=data.count(b"\n") + data.count(b"\r") + 1)
    people, texts, votes, *city = _columns(rows, names)
    said = np.array([KNOWN[own] for own in votes.names], dtype=np.int8)[votes.number]
    return votes_of(people, texts, said, *city, line=rows.line)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rows:
    """Rows of a file from a byte on: their cells by number, and how the reading of them ended."""

    data: bytes
    start: int
    numbers: NDArray[np.int32]
    known: NDArray[np.int64]
    at: int
    found: int

    def cells(self, column: int) -> Iterator[str]:
        """The different cells of a column, in the order of their numbers."""
        begins, ends = self.known[self.known[:, 2] == column, :2].T.tolist()
        for begin, end in zip(begins, ends, strict=True):
            yield _text(self.data[begin:end])

    def line(self, row: int) -> int:
        """On which line of the file a row ends; looked for when it is asked."""
        return _line(self.data, _rows(self.data, self.start, len(self.numbers), most=row + 1).at)


def _rows(data: bytes, start: int, columns: int, *, most: int) -> _Rows:
    seed = np.uint64(secrets.randbits(64))
    text = np.frombuffer(data, np.uint8)
    numbers, known, at, found = cells_of(text, start, columns, most, seed)
    return _Rows(data=data, start=start, numbers=numbers, known=known, at=at, found=found)


def _columns(rows: _Rows, names: Sequence[str]) -> list[Ids]:
    """The columns as ids. Raises VotesError for the first row that holds no vote."""
    checks = [_wrong_id(names[0]), _wrong_id(names[1]), _wrong_vote, _nothing_wrong]
    faults: list[tuple[int, Fault]] = []
    ids = []
    for column, (numbers, wrong) in enumerate(zip(rows.numbers, checks, strict=False)):
        cells = [own.strip() for own in rows.cells(column)]
        for number, cell in enumerate(cells):
            if fault := wrong(cell):
                faults += [(int(row), fault) for row in np.flatnonzero(numbers == number)[:1]]
                break
        ids.append(_ids(cells, numbers))
    if faults:
        row, (message, values) = min(faults, key=itemgetter(0))
        raise VotesError(message, row=rows.line(row), **values)
    if rows.found == NEVER_CLOSED:
        raise VotesError("not-csv", row=_line(rows.data, rows.at))
    if rows.found != len(names):
        line = _line(rows.data, rows.at)
        raise VotesError("cells", row=line, count=rows.found, right=len(names))
    if not rows.numbers.size:
        raise VotesError("empty")
    return ids


def _ids(cells: Sequence[str], numbers: NDArray[np.int32]) -> Ids:
    """A column of cells, some of which may be the same but for the space around them."""
    known = {own: number for number, own in enumerate(dict.fromkeys(cells))}
    if len(known) < len(cells):
        numbers = np.array([known[own] for own in cells], dtype=np.int32)[numbers]
    return Ids(names=tuple(known), number=numbers)


def _wrong_id(column: str) -> Callable[[str], Fault | None]:
    def wrong(own: str) -> Fault | None:
        right = own and len(own) <= LONGEST_ID and own.isprintable()
        return None if right else ("id", {"column": column, "most": LONGEST_ID})

    return wrong


def _wrong_vote(own: str) -> Fault | None:
    return None if own in KNOWN else ("vote", {"value": own[:40]})


def _nothing_wrong(_: str) -> None:
    return None


def _text(cell: bytes) -> str:
    """What a cell says, without its quotes."""
    try:
        text = cell.decode("utf-8")
    except UnicodeDecodeError:
        raise VotesError("not-utf8") from None
    return text[1:-1].replace('""', '"') if text.startswith('"') else text


def _line(data: bytes, at: int) -> int:
    """On which line of a file a byte is."""
    breaks = data.count(b"\n", 0, at) + data.count(b"\r", 0, at) - data.count(b"\r\n", 0, at)
    return breaks + 1
