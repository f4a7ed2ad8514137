"""A calendar as RFC 5545 has it, of whole days: what every calendar program reads.

Lines end in CRLF and are folded at 75 octets, never inside a letter (3.1); commas, semicolons,
backslashes and line breaks in texts are escaped (3.3.11); an end day is the day after (3.6.1).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

WIDTH: Final = 75  # octets, without the line break
ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something on a day, or from a day to a day, both included."""

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event], stamp: datetime) -> str:
    """A calendar file; `stamp` is the moment, in UTC, at which it says so."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mitgrim//Procedure//KO"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    for event in events:
        lines += _lines(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text as a value."""
    return text.replace("\r\n", "\n").translate(ESCAPED)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; a piece but the first begins with a space."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece, room = "", WIDTH
    for letter in line:
        size = len(letter.encode())
        if size > room:
            yield piece
            piece, room = "", WIDTH - 1  # the space
        piece, room = piece + letter, room - size
    yield piece


def _lines(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
