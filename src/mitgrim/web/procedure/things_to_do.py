"""What is expected of somebody, as "my work" lists it: each app says what it expects.

An app's `AppConfig` lists in an attribute `things_to_do` the dotted paths of functions that take a
person and give `ToDo`s.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

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


Answer = Callable[[Person], Iterable[ToDo]]


def things_to_do(person: Person) -> tuple[ToDo, ...]:
    """All that is expected of somebody, the most urgent first; what has no day comes last."""
    answers = (path for app in apps.get_app_configs() for path in getattr(app, "things_to_do", ()))
    found = [own for path in answers for own in cast("Answer", import_string(path))(person)]
    return tuple(sorted(found, key=lambda own: own.due or date.max))


def items(person: Person) -> Iterator[ToDo]:
    """What somebody promised the task force."""
    if may(person, "task-force.read"):
        for own in items_of(person):
            page = reverse("procedure:task-force", args=(own.workspace_id,))
            yield ToDo(text=own.title, due=own.due, url=f"{page}#item-{own.pk}")


def rounds(person: Person) -> Iterator[ToDo]:
    """The rounds that wait for somebody's answer, or to be closed."""
    if not (may(person, "round.answer") or may(person, "round.edit")):
        return
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
