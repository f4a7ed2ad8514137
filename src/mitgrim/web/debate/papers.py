"""Votes on paper, from a meeting: a table of them is taken in whole, or not at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.codec.sheets import USUAL, sheet_rows
from mitgrim.web.debate.kinds import Choice
from mitgrim.web.debate.models import Debate, Meeting, Participant, Vote
from mitgrim.web.debate.queries import cities_of_debate, standing_of, votable
from mitgrim.web.debate.refusals import DebateRefusal
from mitgrim.web.opinions.privacy import must_hold_no_number
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.wording import Text

COLUMNS: Final = 3
LONGEST_SHEET: Final = 40
DIGITS: Final = 9  # of a statement's number, at most
LARGEST: Final = 200_000  # letters that are pasted
MOST_TOLD: Final = 50  # lines of which it is said what is wrong
AT_ONCE: Final = 500
HEADS: Final = frozenset({"participant", "참여자", "번호", "용지"})
WORDS: Final[Mapping[str, Choice]] = {
    "1": Choice.AGREE, "찬성": Choice.AGREE, "찬": Choice.AGREE, "o": Choice.AGREE,
    "agree": Choice.AGREE, "-1": Choice.DISAGREE, "반대": Choice.DISAGREE, "반": Choice.DISAGREE,
    "x": Choice.DISAGREE, "disagree": Choice.DISAGREE, "0": Choice.PASS, "넘김": Choice.PASS,
    "모름": Choice.PASS, "pass": Choice.PASS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A vote on paper: whose sheet, which statement by its number, what was ticked."""

    number: int
    sheet: str
    statement: int
    choice: Choice


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a line, from 1 on."""

    number: int
    text: Text


class PapersRefusal(DebateRefusal):
    """A table that was not taken in; `wrong` says what is wrong with each line, as far as shown."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__("papers", count=len(wrong))
        self.wrong = tuple(wrong[:MOST_TOLD])


def rows_in(text: str, file: bytes = b"") -> list[tuple[str, ...]]:
    """The rows of a file, or of what was pasted from a spreadsheet or a list.

    Raises a Refusal for what is no table, or too large a one.
    """
    if len(text) > LARGEST:
        raise DebateRefusal("papers-too-long", limit=LARGEST)
    if not file and "\t" in text:
        return [tuple(line.split("\t")) for line in text.splitlines()]
    return sheet_rows(file or text.encode(), USUAL)


def read(rows: Iterable[Sequence[str]], statements: Iterable[int]) -> list[Line]:
    """The votes of some rows; a first row of names is passed over. Raises PapersRefusal."""
    known = frozenset(statements)
    lines: list[Line] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, int], int] = {}
    for number, row in _numbered(rows):
        found = _line(number, row, known)
        if isinstance(found, Line):
            key = found.sheet, found.statement
            if key in seen:
                found = Wrong(
                    number,
                    said("debate.paper.wrong.twice", sheet=found.sheet, first=seen[key]),
                )
            else:
                seen[key] = number
        (wrong if isinstance(found, Wrong) else lines).append(found)  # type: ignore[arg-type]
    if wrong:
        raise PapersRefusal(wrong)
    if not lines:
        raise DebateRefusal("papers-empty")
    return lines


def _numbered(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        cells = [own.strip() for own in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells and not (number == 1 and cells[0].lower() in HEADS):
            yield number, cells


def _line(number: int, row: Sequence[str], known: frozenset[int]) -> Line | Wrong:
    if len(row) != COLUMNS:
        return Wrong(number, said("debate.paper.wrong.cells", count=len(row)))
    sheet, statement, vote = row
    if not sheet or len(sheet) > LONGEST_SHEET or not sheet.isprintable():
        return Wrong(number, said("debate.paper.wrong.sheet", limit=LONGEST_SHEET))
    is_number = statement.isascii() and statement.isdecimal() and len(statement) <= DIGITS
    named = int(statement) if is_number else 0
    if named not in known:
        return Wrong(number, said("debate.paper.wrong.statement", value=statement[:LONGEST_SHEET]))
    choice = WORDS.get(vote.lower())
    if choice is None:
        return Wrong(number, said("debate.paper.wrong.vote", value=vote[:LONGEST_SHEET]))
    return Line(number, sheet, named, choice)


@transaction.atomic
def take_in(
    *,
    by: Person,
    debate: Debate,
    name: str,
    held_on: date,
    rows: Iterable[Sequence[str]],
    city: str = "",
) -> Meeting:
    """Count the votes of a meeting. Raises a Refusal, and counts nothing, where a line is wrong."""
    must_hold_no_number(name)
    standing = standing_of(debate)
    if not standing.now.takes_votes:
        raise DebateRefusal("closed" if standing.closed else "too-early")
    if held_on > timezone.localdate():
        raise DebateRefusal("meeting-in-future")
    if city and city not in cities_of_debate(debate):
        raise DebateRefusal("no-city")
    by_number = dict(votable(debate).values_list("number", "pk"))
    lines = read(rows, by_number)
    must_hold_no_number(*{own.sheet for own in lines})
    own, is_new = Meeting.objects.get_or_create(
        debate=debate, digest=_digest(lines, held_on, city),
        defaults={
            "name": name.strip(), "held_on": held_on, "city": city, "votes": len(lines), "by": by,
        },
    )  # fmt: skip
    if not is_new:
        raise DebateRefusal("meeting-twice", name=own.name)
    sheets = dict.fromkeys(line.sheet for line in lines)
    people = Participant.objects.bulk_create(
        [Participant(debate=debate, meeting=own, sheet=each, city=city) for each in sheets],
        batch_size=AT_ONCE,
    )
    numbers = {each.sheet: each.pk for each in people}
    now = timezone.now()
    Vote.objects.bulk_create(
        [
            Vote(
                participant_id=numbers[line.sheet], statement_id=by_number[line.statement],
                value=line.choice, at=now,
            )
            for line in lines
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    record(
        by, "debate.papers", debate.subject, meeting=own.pk, sheets=len(sheets), votes=len(lines)
    )
    return own


def _digest(lines: Sequence[Line], held_on: date, city: str) -> str:
    """The digest by which the same votes are known again: a button pressed twice counts once."""
    votes = sorted((own.sheet, own.statement, own.choice.value) for own in lines)
    return sha256(repr((held_on.isoformat(), city, votes)).encode()).hexdigest()


@transaction.atomic
def take_out(*, by: Person, meeting: Meeting) -> None:
    """Take the votes of a meeting out again, typed in wrongly, before the debate closes."""
    if standing_of(meeting.debate).closed:
        raise DebateRefusal("closed")
    record(
        by, "debate.papers-out", meeting.debate.subject, meeting=meeting.pk, votes=meeting.votes,
        name=meeting.name,
    )  # fmt: skip
    Vote.objects.filter(participant__meeting=meeting).delete()
    meeting.participants.all().delete()
    meeting.delete()
