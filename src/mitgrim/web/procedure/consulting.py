"""What changes a round of consultation; every write leaves an entry in the audit record."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.law import Counting, LawError
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import record
from mitgrim.web.procedure.concerns import Concern, suggested
from mitgrim.web.procedure.kinds import ReturnKind, RoundState, Standing
from mitgrim.web.procedure.law import basis_for, deadline
from mitgrim.web.procedure.models import Extension, Invitation, Return, Round
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.procedure.rounds import due_of, table_of
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import manifest, plan_of
from mitgrim.wording import Text, date_text, in_both

LONGEST: Final = timedelta(days=366)  # more time than this at once is a slip of the pen


@transaction.atomic
def open_round(
    *,
    by: Person,
    workspace: Workspace,
    title: str,
    revision: StoredRevision,
    starts: date,
    bodies: tuple[Organisation, ...],
    basis: str = "",
    days: int | None = None,
    counting: Counting = Counting.CALENDAR,
    letter: str = "",
) -> Round:
    """Ask bodies for opinions on a revision; what concerns each is suggested from the plan.

    The days come from the basis where it has a number of them, else from who opens the round.
    Raises ProcedureRefusal where there are none or too many, and for a basis not in force then.
    """
    ground = basis_for(workspace, basis, starts)
    if basis and ground is None:
        raise ProcedureRefusal("round-basis", day=_day(starts))
    length = (ground.days if ground else None) or days
    if length is None:
        raise ProcedureRefusal("round-days")
    if revision.workspace_id != workspace.pk:
        raise ProcedureRefusal("round-revision")
    try:
        counted = deadline(workspace, starts, length, counting)
    except LawError as error:
        raise ProcedureRefusal("round-law", why=error.message) from error
    made = Round.objects.create(
        workspace=workspace, title=title, revision=revision, letter=letter, basis=basis,
        starts=starts, days=length, counting=counting.value, due=counted.last, by=by,
    )  # fmt: skip
    plan = plan_of(manifest(revision))
    for body in bodies:
        concern = suggested(plan, body).as_json()
        Invitation.objects.create(round=made, organisation=body, concern=concern)
    asked = [own.pk for own in bodies]
    record(by, "round.open", workspace.pk, round=made.pk, due=made.due.isoformat(), bodies=asked)
    return made


@transaction.atomic
def adjust_concern(*, by: Person, invitation: Invitation, concern: Concern) -> Invitation:
    """Say what of the plan concerns a body, where the suggestion does not fit."""
    round = _held(invitation.round)
    invitation.concern = concern.as_json()
    invitation.save(update_fields=["concern"])
    body = invitation.organisation_id
    record(by, "round.concern", round.workspace_id, round=round.pk, body=body)
    return invitation


@transaction.atomic
def extend(
    *,
    by: Person,
    round: Round,
    until: date,
    reason: str,
    invitation: Invitation | None = None,
) -> Extension:
    """Give all bodies of a round more time, or one of them; never less than they have."""
    round = _held(round)
    asked = [invitation] if invitation else list(round.invitations.all())
    held = max((due_of(round, own) for own in asked), default=round.due)
    if until <= held:
        raise ProcedureRefusal("extension-earlier", day=_day(held))
    if until > held + LONGEST:
        raise ProcedureRefusal("extension-later", day=_day(held + LONGEST))
    made = Extension.objects.create(
        round=round, invitation=invitation, until=until, reason=reason, by=by
    )
    body = invitation.organisation_id if invitation else ""
    record(by, "round.extend", round.workspace_id, round=round.pk, body=body,
           until=until.isoformat())  # fmt: skip
    return made


@transaction.atomic
def answer(
    *,
    by: Person,
    invitation: Invitation,
    kind: ReturnKind,
    received: date | None = None,
    reference: str = "",
    note: str = "",
) -> Return:
    """Record that a body answered, today or, from paper, on the day that its letter came.

    A late answer is taken, and shown as late; a later one of the same body stands for the earlier.
    """
    round, today = _held(invitation.round), timezone.localdate()
    day = received or today
    if today < round.starts or day < round.starts:
        raise ProcedureRefusal("answer-early", day=_day(round.starts))
    if day > today:
        raise ProcedureRefusal("answer-ahead", day=_day(today))
    made = Return.objects.create(
        invitation=invitation, kind=kind.value, received=day, reference=reference, note=note, by=by
    )
    body = invitation.organisation_id
    record(by, "round.answer", round.workspace_id, round=round.pk, body=body, kind=kind.value)
    return made


@transaction.atomic
def close_round(*, by: Person, round: Round) -> Round:
    """End a round; refused while a body that has not answered still has time."""
    round = _held(round)
    table = table_of(round, timezone.localdate())
    if table.state is RoundState.COMING:
        raise ProcedureRefusal("close-early", day=_day(round.starts))
    waiting = [own for own in table.seats if own.standing is Standing.WAITING]
    if waiting:
        names = ", ".join(own.invitation.organisation.name_ko for own in waiting)
        raise ProcedureRefusal("close-waiting", names=names, day=_day(table.due))
    round.closed, round.closed_by = timezone.now(), by
    round.save(update_fields=["closed", "closed_by"])
    counts = {own.standing.value: table.count(own.standing) for own in table.seats}
    record(by, "round.close", round.workspace_id, round=round.pk, **counts)
    return round


def _held(round: Round) -> Round:
    """The round as it is now, held until the transaction ends; refused when it is closed."""
    held = Round.objects.select_for_update().select_related("workspace").get(pk=round.pk)
    if held.closed is not None:
        raise ProcedureRefusal("round-closed")
    return held


def _day(day: date) -> Text:
    return in_both(lambda lang: date_text(day, lang))
