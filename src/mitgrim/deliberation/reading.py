"""Votes from a file: CSV with the columns `participant,statement,vote`, and maybe `city`."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from mitgrim.codec import read_bytes
from mitgrim.deliberation.votes import VOTES, Votes, VotesError, votes_of

COLUMNS: Final = ("participant", "statement", "vote")
CITY: Final = "city"
LARGEST_FILE: Final = 512 * 1024 * 1024
LONGEST_ID: Final = 200
KNOWN: Final = {str(own): own for own in VOTES}


def read_votes(file: Path) -> Votes:
    """The votes in a file. Raises VotesError, which names the line and what to do."""
    return votes_in(read_bytes(file, LARGEST_FILE))


def votes_in(data: bytes) -> Votes:
    """The same from what a file holds."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise VotesError("not-utf8") from None
    rows = _rows(text)
    columns = [own.strip() for own in next(rows, (1, []))[1]]
    if tuple(columns) not in (COLUMNS, (*COLUMNS, CITY)):
        raise VotesError("columns", found=", ".join(columns)[:100] or "—")
    lines: list[int] = []
    read: list[Sequence[str]] = []
    for line, row in rows:
        if len(row) != len(columns):
            raise VotesError("cells", row=line, count=len(row), right=len(columns))
        read.append(_vote(line, row))
        lines.append(line)
    if not read:
        raise VotesError("empty")
    participant, statement, vote, *city = (list(own) for own in zip(*read, strict=True))
    return votes_of(
        participant,
        statement,
        [KNOWN[own] for own in vote],
        city[0] if city else None,
        rows=lines,
    )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with their lines."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error:
        raise VotesError("not-csv", row=reader.line_num) from None


def _vote(line: int, row: Sequence[str]) -> Sequence[str]:
    found = [own.strip() for own in row]
    for name, own in zip(COLUMNS[:2], found, strict=False):
        if not own or len(own) > LONGEST_ID or not own.isprintable():
            raise VotesError("id", row=line, column=name, most=LONGEST_ID)
    if found[2] not in KNOWN:
        raise VotesError("vote", row=line, value=found[2][:40])
    return found
