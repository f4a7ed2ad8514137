"""Reminders by mail: at most one a person and day, of what is due within a week or overdue."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.people.services import record
from mitgrim.web.procedure.kinds import HAND_IN
from mitgrim.web.procedure.models import Reminder
from mitgrim.web.procedure.queries import items_of, projects_due, stages_of
from mitgrim.web.procedure.rounds import to_close, unanswered
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.wording import date_text

AHEAD: Final = timedelta(days=7)
LOGGER: Final = logging.getLogger(__name__)
SIGNER: Final = Signer(salt="mitgrim.procedure.reminders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that somebody must do until a day."""

    day: date
    text: str
    url: str


def remind(on: date) -> int:
    """Write to everybody who has something due and wants to know; the number of mails sent.

    Asked again on the same day it writes to nobody twice. A mail that can't be sent stops no
    other, and is tried again with the next call.
    """
    people = Person.objects.filter(is_active=True, reminders=True).exclude(mail="")
    written = Reminder.objects.filter(day=on).values("person")
    return sum(_remind(own, on) for own in people.exclude(pk__in=written))


def due_for(person: Person, on: date) -> list[Due]:
    """What somebody must be reminded of on a day, in the language that is being spoken."""
    workspaces = Workspace.objects.all() if may(person, "workspace.enter") else ()
    found = list(_items(person, on))
    for workspace in workspaces:
        found += [*_projects(person, workspace, on), *_drafts(person, workspace, on)]
        found += _rounds(person, workspace, on)
    return sorted(found, key=lambda own: (own.day, own.text))


def off_path(person: Person) -> str:
    """The address at which somebody turns reminders off without signing in."""
    return reverse("procedure:reminders-off", args=(SIGNER.sign(str(person.pk)),))


def person_of_token(token: str) -> Person | None:
    """Who is meant by such an address."""
    try:
        return Person.objects.filter(pk=SIGNER.unsign(token)).first()
    except BadSignature:
        return None


def _remind(person: Person, on: date) -> bool:
    with translation.override(person.lang):
        found = due_for(person, on)
        if not found or not _first_today(person, on, len(found)):
            return False
        mail = _mail(person, found, on)
    try:
        # Outside of any transaction: a slow mail server must not hold up those who save.
        mail.send()
    except (SMTPException, OSError):
        LOGGER.exception("a reminder could not be sent")
        Reminder.objects.filter(person=person, day=on).delete()
        return False
    return True


@transaction.atomic
def _first_today(person: Person, on: date, lines: int) -> bool:
    _, first = Reminder.objects.get_or_create(person=person, day=on, defaults={"lines": lines})
    if first:
        record(None, "reminder.send", person.login, lines=lines)
    return first


def _mail(person: Person, found: list[Due], on: date) -> EmailMessage:
    off = settings.ENVIRONMENT.address + off_path(person)
    lines = [say("procedure.mail.greeting", name=person.name), ""]
    for own in found:
        lines += [_line(own, on), f"  {settings.ENVIRONMENT.address}{own.url}", ""]
    lines.append(say("procedure.mail.off", url=off))
    return EmailMessage(
        subject=say("procedure.mail.subject", n=len(found)),
        body="\n".join(lines),
        to=[person.mail],
        headers={
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _line(own: Due, on: date) -> str:
    day, left = date_text(own.day, current()), (own.day - on).days
    if left < 0:
        return say("procedure.mail.late", text=own.text, day=day, n=-left)
    if left == 0:
        return say("procedure.mail.today", text=own.text, day=day)
    return say("procedure.mail.ahead", text=own.text, day=day, n=left)


def _items(person: Person, on: date) -> Iterator[Due]:
    for own in items_of(person).filter(due__lte=on + AHEAD):
        page = reverse("procedure:task-force", args=(own.workspace_id,))
        yield Due(day=own.due, text=own.title, url=f"{page}#item-{own.pk}")


def _projects(person: Person, workspace: Workspace, on: date) -> Iterator[Due]:
    for own in projects_due(person, workspace, on + AHEAD):
        if own.due is not None:
            url = reverse("drafting:project", args=(workspace.pk, own.city, own.project))
            yield Due(day=own.due, text=f"{named(own.number)} {named(own.name)}", url=url)


def _rounds(person: Person, workspace: Workspace, on: date) -> Iterator[Due]:
    plan = named(workspace.name)
    for round, seat in unanswered(person, workspace, on):
        if seat.due <= on + AHEAD:
            url = reverse("procedure:round-body", args=(
                workspace.pk, round.pk, seat.invitation.pk,
            ))  # fmt: skip
            text = say("procedure.round.mail-answer", title=round.title, plan=plan)
            yield Due(day=seat.due, text=text, url=url)
    for table in to_close(person, workspace, on):
        url = reverse("procedure:round", args=(workspace.pk, table.round.pk))
        text = say("procedure.round.mail-close", title=table.round.title, plan=plan)
        yield Due(day=table.due, text=text, url=url)


def _drafts(person: Person, workspace: Workspace, on: date) -> Iterator[Due]:
    last = next((own.ends for own in stages_of(workspace) if own.id == HAND_IN), None)
    if last is None or last > on + AHEAD:
        return
    for own in Branch.objects.filter(workspace=workspace, state=BranchState.OPEN):
        if may(person, "draft.hand-in", section=own.name):
            text = say("procedure.mail.draft", plan=named(workspace.name))
            yield Due(day=last, text=text, url=reverse("workspace:hand-in", args=(
                workspace.pk, own.name,
            )))  # fmt: skip
