"""Reading rounds of consultation: who sees which, and how everybody stands.

A state is never stored: it follows from the deadline, the answers and the day on which it is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from mitgrim.web.pages.words import say
from mitgrim.web.people.kinds import RoleKind
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.permissions import Visitor, may, roles_of
from mitgrim.web.procedure.kinds import ReturnKind, RoundState, Standing
from mitgrim.web.procedure.law import basis_for
from mitgrim.web.procedure.models import Invitation, Return, Round
from mitgrim.web.revisions.models import Workspace

ANSWERED = frozenset({Standing.OPINIONS, Standing.NIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """How a body stands in a round: until when it may answer, and what it answered."""

    invitation: Invitation
    due: date
    standing: Standing
    answer: Return | None

    @property
    def late(self) -> bool:
        """Whether the answer came after the deadline."""
        return self.answer is not None and self.answer.received > self.due

    @property
    def standing_name(self) -> str:
        """How it stands, in the language of the page."""
        return say(f"procedure.standing.{self.standing.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A round as it stands on a day, body by body."""

    round: Round
    state: RoundState
    deemed: bool
    seats: tuple[Seat, ...]

    @property
    def due(self) -> date:
        """The last day on which any of its bodies may answer."""
        return max((own.due for own in self.seats), default=self.round.due)

    @property
    def answered(self) -> int:
        """How many bodies answered."""
        return sum(own.standing in ANSWERED for own in self.seats)

    @property
    def state_name(self) -> str:
        """How far it is, in the language of the page."""
        return say(f"procedure.round-state.{self.state.value}")

    def count(self, standing: Standing) -> int:
        """How many bodies stand so."""
        return sum(own.standing is standing for own in self.seats)


def standing_of(answer: ReturnKind | None, due: date, on: date, *, deemed: bool) -> Standing:
    """How a body stands on a day; the deadline's own day is still its to use."""
    if answer is not None:
        return Standing(answer.value)
    if on <= due:
        return Standing.WAITING
    return Standing.DEEMED if deemed else Standing.SILENT


def state_of(round: Round, due: date, on: date) -> RoundState:
    """How far a round is on a day."""
    if round.closed is not None:
        return RoundState.CLOSED
    if on < round.starts:
        return RoundState.COMING
    return RoundState.OPEN if on <= due else RoundState.ENDED


def bodies_of(person: Visitor) -> QuerySet[Organisation]:
    """The bodies for which somebody may answer, under their present name and all earlier ones."""
    held = set[str]()
    if isinstance(person, Person):
        for own in roles_of(person):
            if own.kind == RoleKind.CONSULTED:
                held.add(own.organisation_id or person.organisation_id or "")
    found, newer = set[str](), held - {""}
    while newer:
        found |= newer
        earlier = Organisation.objects.filter(successor__in=newer).values_list("pk", flat=True)
        newer = set(earlier) - found
    return Organisation.objects.filter(pk__in=found)


def rounds_for(person: Visitor, workspace: Workspace) -> QuerySet[Round]:
    """The rounds of a plan that somebody may see: all, or those begun that ask a body of theirs."""
    rows = Round.objects.filter(workspace=workspace).select_related("workspace", "revision")
    rows = rows.prefetch_related("invitations__organisation", "invitations__returns", "extensions")
    if may(person, "round.read"):
        return rows
    if not may(person, "round.answer"):
        return rows.none()
    begun = rows.filter(starts__lte=timezone.localdate())
    return begun.filter(invitations__organisation__in=bodies_of(person)).distinct()


def unanswered(person: Visitor, workspace: Workspace, on: date) -> Iterator[tuple[Round, Seat]]:
    """What somebody's bodies still owe an answer; silence that is deemed an answer is owed none."""
    if not may(person, "round.answer"):
        return
    mine = set(bodies_of(person).values_list("pk", flat=True))
    for table in _under_way(person, workspace, on):
        for seat in table.seats:
            owed = seat.standing in (Standing.WAITING, Standing.SILENT)
            if owed and seat.invitation.organisation_id in mine:
                yield table.round, seat


def to_close(person: Visitor, workspace: Workspace, on: date) -> Iterator[Table]:
    """Rounds that are past their deadline, for those who may close them."""
    if may(person, "round.edit"):
        yield from (
            own for own in _under_way(person, workspace, on) if own.state is RoundState.ENDED
        )


def _under_way(person: Visitor, workspace: Workspace, on: date) -> Iterator[Table]:
    for own in rounds_for(person, workspace).filter(closed__isnull=True, starts__lte=on):
        yield table_of(own, on)


def table_of(round: Round, on: date) -> Table:
    """A round as it stands on a day."""
    ground = basis_for(round.workspace, round.basis, round.starts)
    deemed = ground is not None and ground.deemed
    seats = tuple(_seat(round, own, on, deemed) for own in round.invitations.all())
    last = max((own.due for own in seats), default=round.due)
    return Table(round=round, state=state_of(round, last, on), deemed=deemed, seats=seats)


def due_of(round: Round, invitation: Invitation) -> date:
    """Until when a body may answer: the round's deadline, or the latest day it was given."""
    given = [
        own.until for own in round.extensions.all() if own.invitation_id in (None, invitation.pk)
    ]
    return max([round.due, *given])


def _seat(round: Round, invitation: Invitation, on: date, deemed: bool) -> Seat:
    answers = list(invitation.returns.all())
    answer = answers[-1] if answers else None
    kind = ReturnKind(answer.kind) if answer else None
    due = due_of(round, invitation)
    standing = standing_of(kind, due, on, deemed=deemed)
    return Seat(invitation=invitation, due=due, standing=standing, answer=answer)
