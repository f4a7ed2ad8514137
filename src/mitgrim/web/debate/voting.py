"""Votes as they come: one statement to the database, and nothing else.

No session, no entry in the audit record, no counting of groups: those look at the votes later. That
a debate takes votes now, that a statement is put to the vote in it and that who votes takes part in
it are asked by the statement that writes, so nothing can come between.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from mitgrim.web.debate.kinds import Choice, PhaseKind, Shown
from mitgrim.web.debate.models import Participant, Phase, Statement
from mitgrim.web.debate.participating import Seat
from mitgrim.web.debate.refusals import DebateRefusal

AT_ONCE: Final = 50
_WRITING: Final = Lock()
Ballot = tuple[int, Choice]  # a statement and what is said to it

# Django's own upsert would ask first and write then, and takes longer to put into words than the
# database takes to do it. Rows come in the order of statements, so that two batches of one person
# can't wait for each other.
COUNT: Final = """
INSERT INTO debate_vote (participant_id, statement_id, value, at)
WITH ballot (statement_id, value) AS (VALUES {ballots})
SELECT participant.id, statement.id, ballot.value, %s
FROM ballot
JOIN debate_statement AS statement ON statement.id = ballot.statement_id
JOIN debate_participant AS participant ON participant.debate_id = statement.debate_id
WHERE participant.id = %s AND statement.debate_id = %s AND statement.state = %s
AND (
    SELECT phase.takes_votes FROM debate_phase AS phase
    WHERE phase.debate_id = statement.debate_id AND phase.starts <= %s
    ORDER BY phase.starts DESC LIMIT 1
)
ORDER BY statement.id
ON CONFLICT (participant_id, statement_id)
DO UPDATE SET value = excluded.value, at = excluded.at
"""


def cast(seat: Seat, ballots: Sequence[Ballot]) -> int:
    """Count what somebody says to some statements, all of it or nothing; gives how many votes.

    Who voted before says it anew: the newest holds. Raises DebateRefusal, with the position, for a
    statement that is not put to the vote here, and for a debate that takes no votes now.
    """
    _must_be_fit(ballots)
    with _turn():
        counted = _written(seat, ballots)
    if not counted:
        _tell_why(seat, ballots)
    return len(ballots)


def _turn() -> AbstractContextManager[Any]:
    """One's turn to write: SQLite has one writer, and who finds it busy sleeps and tries again."""
    return _WRITING if connection.vendor == "sqlite" else nullcontext()


def _written(seat: Seat, ballots: Sequence[Ballot]) -> bool:
    """Write votes, all or none; whether that was done."""
    if len(ballots) == 1:  # a statement by itself needs no more
        return _counted(seat, ballots) == 1
    with transaction.atomic():
        if _counted(seat, ballots) == len(ballots):
            return True
        transaction.set_rollback(True)
    return False


def _counted(seat: Seat, ballots: Sequence[Ballot]) -> int:
    """Write votes, of which all are that may be; gives how many."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    sql = COUNT.format(ballots=", ".join(["(%s, %s)"] * len(ballots)))
    values = [number for statement, choice in ballots for number in (statement, int(choice))]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, now, seat.participant, seat.debate, Shown.SHOWN.value, now])
        return int(cursor.rowcount)


def _must_be_fit(ballots: Sequence[Ballot]) -> None:
    if not ballots:
        raise DebateRefusal("no-votes")
    if len(ballots) > AT_ONCE:
        raise DebateRefusal("too-many-votes", limit=AT_ONCE, count=len(ballots))
    first: dict[int, int] = {}
    for at, (statement, _) in enumerate(ballots, start=1):
        if statement in first:
            raise DebateRefusal("twice", position=at, first=first[statement], at=at)
        first[statement] = at


def _tell_why(seat: Seat, ballots: Sequence[Ballot]) -> None:
    """Raise DebateRefusal for the first of some votes that could not be counted."""
    known = _statements(seat, [statement for statement, _ in ballots])
    for at, (statement, _) in enumerate(ballots, start=1):
        _must_take(seat, known.get(statement), at)
    # What was in the way is so no more: it opened, or was put to the vote, in between.
    raise DebateRefusal("not-voted-on")


def _statements(seat: Seat, wanted: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Statements with what their debate allows now and whether the seat is one of it."""
    begun = Phase.objects.filter(debate=OuterRef("debate"), starts__lte=timezone.now())
    newest = begun.order_by("-starts")
    sitting = Participant.objects.filter(pk=seat.participant, debate=OuterRef("debate"))
    rows = Statement.objects.filter(pk__in=wanted).order_by().annotate(
        phase=Subquery(newest.values("kind")[:1]),
        takes=Subquery(newest.values("takes_votes")[:1]),
        seated=Exists(sitting),
    )  # fmt: skip
    found = rows.values("pk", "debate_id", "state", "phase", "takes", "seated")
    return {own["pk"]: own for own in found}


def _must_take(seat: Seat, own: Mapping[str, Any] | None, at: int) -> None:
    if own is None or own["debate_id"] != seat.debate:
        raise DebateRefusal("other-debate", position=at)
    if not own["takes"]:
        raise DebateRefusal("closed" if own["phase"] == PhaseKind.CLOSED else "too-early")
    if not own["seated"]:
        raise DebateRefusal("no-seat")
    if own["state"] != Shown.SHOWN:
        raise DebateRefusal("not-voted-on", position=at)
