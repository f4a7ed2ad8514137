"""What the procedure expects of somebody, as "my work" lists it: action items, rounds to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from mitgrim.web.pages.words import named, say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure.queries import items_of
from mitgrim.web.procedure.rounds import to_close, unanswered
from mitgrim.web.revisions.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something that is expected of somebody, until when, and the address where it stands."""

    text: str
    due: date | None
    url: str


def things_to_do(person: Person) -> tuple[ToDo, ...]:
    """What somebody promised the task force, and the rounds that wait for them."""
    rounds = may(person, "round.answer") or may(person, "round.edit")
    return (*_items(person), *(_rounds(person) if rounds else ()))


def _items(person: Person) -> Iterator[ToDo]:
    if may(person, "task-force.read"):
        for own in items_of(person):
            page = reverse("procedure:task-force", args=(own.workspace_id,))
            yield ToDo(text=own.title, due=own.due, url=f"{page}#item-{own.pk}")


def _rounds(person: Person) -> Iterator[ToDo]:
    today = timezone.localdate()
    for workspace in Workspace.objects.all():
        plan = named(workspace.name)
        for round, seat in unanswered(person, workspace, today):
            page = reverse("procedure:round-body", args=(
                workspace.pk, round.pk, seat.invitation.pk,
            ))  # fmt: skip
            text = say("procedure.round.mail-answer", title=round.title, plan=plan)
            yield ToDo(text=text, due=seat.due, url=page)
        for table in to_close(person, workspace, today):
            page = reverse("procedure:round", args=(workspace.pk, table.round.pk))
            text = say("procedure.round.mail-close", title=table.round.title, plan=plan)
            yield ToDo(text=text, due=table.due, url=page)
