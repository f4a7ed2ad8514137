"""What changes a task force; every write leaves an entry in the audit record."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import record
from mitgrim.web.procedure.kinds import ItemState
from mitgrim.web.procedure.models import Item, Meeting, Member
from mitgrim.web.procedure.queries import members_on
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.revisions.models import Workspace


@transaction.atomic
def add_member(
    *,
    by: Person,
    workspace: Workspace,
    person: Person,
    organisation: Organisation | None = None,
    duty: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Member:
    """Take somebody into the task force, for their own body unless another is named."""
    if members_on(workspace, valid_from or timezone.localdate()).filter(person=person).exists():
        raise ProcedureRefusal("member-already", name=person.name)
    made = Member.objects.create(
        workspace=workspace, person=person, organisation=organisation or person.organisation,
        duty=duty, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    record(by, "task-force.member-add", workspace.pk, person=person.login)
    return made


@transaction.atomic
def change_member(
    *, by: Person, member: Member, duty: str, valid_from: date | None, valid_to: date | None
) -> Member:
    """Correct a member's duty and dates; who leaves gets an end, and stays on record."""
    member.duty, member.valid_from, member.valid_to = duty, valid_from, valid_to
    member.save()
    record(by, "task-force.member-change", member.workspace_id, person=member.person.login)
    return member


@transaction.atomic
def keep_meeting(
    *,
    by: Person,
    workspace: Workspace,
    meeting: Meeting | None = None,
    title: str,
    held: date,
    starts: time | None = None,
    place: str = "",
    attended: Iterable[Organisation] = (),
    minutes: str = "",
) -> Meeting:
    """Call a meeting, or write down how it went."""
    kept = meeting or Meeting(workspace=workspace)
    kept.title, kept.held, kept.starts = title, held, starts
    kept.place, kept.minutes = place, minutes
    kept.save()
    kept.attended.set(attended)
    verb = "task-force.meeting-change" if meeting else "task-force.meeting-add"
    record(by, verb, workspace.pk, meeting=kept.pk)
    return kept


@transaction.atomic
def keep_item(
    *,
    by: Person,
    workspace: Workspace,
    item: Item | None = None,
    title: str,
    owner: Person,
    due: date,
    meeting: Meeting | None = None,
    place: str = "",
    note: str = "",
) -> Item:
    """Give somebody of the task force something to do until a day, or change it."""
    kept = item or Item(workspace=workspace)
    kept.title, kept.owner, kept.due = title, owner, due
    kept.meeting, kept.place, kept.note = meeting, place, note
    kept.save()
    verb = "task-force.item-change" if item else "task-force.item-add"
    record(by, verb, workspace.pk, item=kept.pk, owner=owner.login)
    return kept


@transaction.atomic
def end_item(*, by: Person, item: Item, state: ItemState) -> Item:
    """Say that an item is done or dropped, or open it again."""
    item.state = state.value
    item.ended = None if state is ItemState.OPEN else timezone.localdate()
    item.save(update_fields=["state", "ended"])
    record(by, "task-force.item-end", item.workspace_id, item=item.pk, state=state.value)
    return item
