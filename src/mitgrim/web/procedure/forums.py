"""Forums of a plan as they went: who came, who spoke, what was said. Reading and writing.

The programme of a forum is part of the plan and is written there; here stands what came of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import QuerySet

from mitgrim.plan import Forum, Label
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import record
from mitgrim.web.procedure.models import Attendance, HeldForum, Speaker
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import nation_of, national_branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A forum: as the plan names it, and as it went; one of the two may be missing."""

    id: str
    planned: Forum | None
    held: HeldForum | None

    @property
    def title(self) -> Label:
        """What it is called; its id, where the plan no longer names it."""
        return self.planned.title if self.planned else Label(ko=self.id)

    @property
    def day(self) -> date | None:
        """The day for which it is planned."""
        return self.planned.day if self.planned else None

    @property
    def bodies(self) -> int:
        """From how many bodies somebody came."""
        return len(self.held.attendance.all()) if self.held else 0

    @property
    def people(self) -> int:
        """How many people came."""
        return sum(own.people for own in self.held.attendance.all()) if self.held else 0


def forums_of(workspace: Workspace) -> tuple[Gathering, ...]:
    """The forums of a plan by day, then those that it no longer names and that left a record."""
    planned = {own.id: own for own in nation_of(national_branch(workspace)).forums}
    held = {own.forum: own for own in _rows(workspace)}
    ids = sorted(planned, key=lambda id: (planned[id].day or date.max, id))
    ids += sorted(held.keys() - planned.keys())
    return tuple(Gathering(id=id, planned=planned.get(id), held=held.get(id)) for id in ids)


def forum_of(workspace: Workspace, id: str) -> Gathering | None:
    """One forum of a plan, or None."""
    return next((own for own in forums_of(workspace) if own.id == id), None)


@transaction.atomic
def count_attendance(
    *, by: Person, workspace: Workspace, forum: str, people: Mapping[Organisation, int]
) -> HeldForum:
    """Say how many came from which body; bodies with nobody are left out."""
    held = _held(workspace, forum)
    held.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(held=held, organisation=body, people=n) for body, n in people.items() if n
    )
    record(by, "forum.attendance", workspace.pk, forum=forum, bodies=held.attendance.count())
    return held


@transaction.atomic
def keep_speaker(
    *,
    by: Person,
    workspace: Workspace,
    forum: str,
    speaker: Speaker | None = None,
    name: str,
    body: str = "",
    session: time | None = None,
    topic: str = "",
) -> Speaker:
    """Enter somebody who spoke, or correct what is known of them."""
    kept = speaker or Speaker(held=_held(workspace, forum))
    kept.name, kept.body, kept.session, kept.topic = name, body, session, topic
    kept.save()
    verb = "forum.speaker-change" if speaker else "forum.speaker-add"
    record(by, verb, workspace.pk, forum=forum, speaker=kept.pk)
    return kept


@transaction.atomic
def remove_speaker(*, by: Person, workspace: Workspace, speaker: Speaker) -> None:
    """Take out somebody who was entered by mistake."""
    record(by, "forum.speaker-remove", workspace.pk, forum=speaker.held.forum, speaker=speaker.pk)
    speaker.delete()


@transaction.atomic
def keep_minutes(*, by: Person, workspace: Workspace, forum: str, minutes: str) -> HeldForum:
    """Write down what was said."""
    held = _held(workspace, forum)
    held.minutes = minutes
    held.save()
    record(by, "forum.minutes", workspace.pk, forum=forum)
    return held


def speakers_of(gathering: Gathering) -> Iterable[Speaker]:
    """Who spoke, in the order of the sessions."""
    return gathering.held.speakers.all() if gathering.held else ()


def _rows(workspace: Workspace) -> QuerySet[HeldForum]:
    rows = HeldForum.objects.filter(workspace=workspace)
    return rows.prefetch_related("attendance__organisation", "speakers")


def _held(workspace: Workspace, forum: str) -> HeldForum:
    """The record of a forum that the plan names, begun now if there is none."""
    held = HeldForum.objects.filter(workspace=workspace, forum=forum).first()
    if held is None:
        if forum_of(workspace, forum) is None:
            raise ProcedureRefusal("forum-unknown")
        held = HeldForum.objects.create(workspace=workspace, forum=forum)
    return held
