"""Votes as they come: one question to the database, one upsert, and nothing else.

No session, no entry in the audit record, no counting of groups: those look at the votes later.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from mitgrim.web.debate.kinds import Choice, PhaseKind, Shown
from mitgrim.web.debate.models import Participant, Phase, Statement, Vote
from mitgrim.web.debate.participating import Seat
from mitgrim.web.debate.refusals import DebateRefusal

AT_ONCE: Final = 50
Ballot = tuple[int, Choice]  # a statement and what is said to it


def cast(seat: Seat, ballots: Sequence[Ballot]) -> int:
    """Count what somebody says to some statements, all of it or nothing; gives how many votes.

    Who voted before says it anew: the newest holds. Raises DebateRefusal, with the position, for a
    statement that is not put to the vote here, and for a debate that takes no votes now.
    """
    _must_be_fit(ballots)
    known = _statements(seat, [statement for statement, _ in ballots])
    for at, (statement, _) in enumerate(ballots, start=1):
        _must_take(seat, known.get(statement), at)
    now = timezone.now()
    Vote.objects.bulk_create(
        [
            # In the order of the statements, so that two batches of one person can't wait for
            # each other.
            Vote(participant_id=seat.participant, statement_id=statement, value=choice, at=now)
            for statement, choice in sorted(ballots)
        ],
        update_conflicts=True,
        unique_fields=["participant", "statement"],
        update_fields=["value", "at"],
    )
    return len(ballots)


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
