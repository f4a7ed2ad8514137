"""A calendar file says in RFC 5545 what it was given, whatever the text."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mitgrim.web.procedure.icalendar import Event, calendar, escaped, folded

STAMP = datetime(2018, 8, 16, 5, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"))


def unfolded(text: str) -> list[str]:
    """The lines of a file, as a reader puts them together (3.1)."""
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def meant(value: str) -> str:
    """What an escaped text says (3.3.11), letter by letter."""
    said, letters = "", iter(value)
    for letter in letters:
        if letter != "\\":
            said += letter
            continue
        following = next(letters)
        said += "\n" if following in "nN" else following
    return said


def test_an_event_reads_as_the_standard_has_it() -> None:
    event = Event(
        uid="stage-forum@small-2018.example.org",
        first=date(2018, 8, 16),
        last=date(2018, 8, 17),
        summary="토론회; 국토연구원, 2층",
        url="https://example.org/work/small-2018/calendar/",
    )
    assert calendar("두 도시", [event], STAMP) == "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Mitgrim//Procedure//KO",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:두 도시",
            "BEGIN:VEVENT",
            "UID:stage-forum@small-2018.example.org",
            "DTSTAMP:20180816T053000Z",
            "DTSTART;VALUE=DATE:20180816",
            "DTEND;VALUE=DATE:20180818",
            "SUMMARY:토론회\\; 국토연구원\\, 2층",
            "URL:https://example.org/work/small-2018/calendar/",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


@given(TEXTS)
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(text: str) -> None:
    pieces = folded(escaped(text)).encode().split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert all(piece.decode() is not None for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])


@given(TEXTS, TEXTS)
def test_what_is_read_is_what_was_written(summary: str, description: str) -> None:
    event = Event(
        uid="x", first=date(2018, 1, 1), last=date(2018, 1, 1) + timedelta(days=1),
        summary=summary, description=description,
    )  # fmt: skip
    lines = unfolded(calendar("x", [event], STAMP))
    values = dict(line.split(":", 1) for line in lines if not line.startswith(("BEGIN", "END")))
    assert meant(values["SUMMARY"]) == summary
    assert meant(values.get("DESCRIPTION", "")) == description
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
