"""Reading the procedure: who is in the task force, what is due, the deadlines of a plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from mitgrim.plan import NATION, Label, Stage, Status
from mitgrim.web.pages.words import named
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.permissions import Visitor, in_force, may
from mitgrim.web.procedure.forums import forums_of
from mitgrim.web.procedure.kinds import DeadlineKind, ItemState
from mitgrim.web.procedure.models import Item, Meeting, Member
from mitgrim.web.procedure.rounds import bodies_of, rounds_for, table_of
from mitgrim.web.revisions.models import Branch, ProjectRow, Workspace
from mitgrim.web.revisions.queries import city_section, nation_of, national_branch, readable

NOBODY: Final = Label()
HAPPEN: Final = frozenset({DeadlineKind.MEETING, DeadlineKind.FORUM})  # past, they are not late
OVER: Final = frozenset({Status.COMPLETED.value, Status.CANCELLED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day of the procedure: what is due, whose it is, and where it stands.

    `first` is the day on which a period begins; `id` stays the same from export to export.
    """

    id: str
    kind: DeadlineKind
    day: date
    name: Label
    who: Label = NOBODY
    first: date | None = None
    done: bool = False
    url: str = ""

    def is_late(self, on: date) -> bool:
        """Whether the day is past and nothing says it was done."""
        return not self.done and self.kind not in HAPPEN and self.day < on

    @property
    def text(self) -> str:
        """What is due, in the language of the page."""
        return named(self.name)


def members_on(workspace: Workspace, on: date) -> QuerySet[Member]:
    """The members of a plan's task force on a day, body by body."""
    return workspace.members.filter(in_force(on)).select_related("person", "organisation")


def bodies_on(workspace: Workspace, on: date) -> QuerySet[Organisation]:
    """The bodies that have somebody in the task force on a day."""
    members = Member.objects.filter(in_force(on), workspace=workspace)
    return Organisation.objects.filter(pk__in=members.values("organisation"))


def former_members(workspace: Workspace, on: date) -> QuerySet[Member]:
    """Those who are not in the task force on a day, but were or will be."""
    held = workspace.members.exclude(in_force(on))
    return held.select_related("person", "organisation")


def items_of(person: Person) -> QuerySet[Item]:
    """What somebody still has to do, in all plans, the most urgent first."""
    rows = Item.objects.filter(owner=person, state=ItemState.OPEN)
    return rows.select_related("workspace").order_by("due", "id")


def items_in(workspace: Workspace, *, ended: bool = False) -> QuerySet[Item]:
    """The items of a plan's task force that are open, or those that were ended."""
    rows = workspace.items.select_related("owner", "meeting")
    if ended:
        return rows.exclude(state=ItemState.OPEN).order_by("-ended", "-id")
    return rows.filter(state=ItemState.OPEN)


def meetings_in(workspace: Workspace) -> QuerySet[Meeting]:
    """The meetings of a plan's task force, the newest first."""
    return workspace.meetings.prefetch_related("attended")


def stages_of(workspace: Workspace) -> tuple[Stage, ...]:
    """The stages of a plan's procedure in their order."""
    nation = nation_of(national_branch(workspace))
    return tuple(sorted(nation.stages, key=lambda own: own.number))


def deadlines(person: Visitor, workspace: Workspace) -> list[Deadline]:
    """All days of a plan's procedure that somebody may know of, in order.

    Of drafts nobody learns more than from the drafts themselves.
    """
    found = list(_of_stages(workspace, NATION, stages_of(workspace)))
    branches = readable(person, workspace)
    for branch in branches:
        if branch.name != NATION:
            found += _of_stages(workspace, branch.name, city_section(branch).stages)
    found += _of_projects(workspace, branches)
    if may(person, "task-force.read"):
        found += _of_task_force(workspace)
    found += [*_of_rounds(person, workspace), *_of_forums(workspace)]
    return sorted(found, key=lambda own: (own.day, own.kind, own.id))


def projects_due(person: Person, workspace: Workspace, until: date) -> list[ProjectRow]:
    """Projects in drafts that somebody may read which name them, or their body, as the owner."""
    names = [person.name]
    if person.organisation is not None:
        names += [person.organisation.name_ko, person.organisation.name_en]
    rows = _rows(readable(person, workspace)).filter(owner__in=[own for own in names if own])
    return list(rows.filter(due__lte=until).exclude(status__in=OVER).order_by("due", "position"))


def _of_stages(workspace: Workspace, section: str, stages: tuple[Stage, ...]) -> Iterator[Deadline]:
    for own in stages:
        day = own.done or own.ends or own.starts
        if day is not None:
            yield Deadline(
                id=f"stage-{section}-{own.id}", kind=DeadlineKind.STAGE, day=day, name=own.name,
                who=own.who, first=own.starts if own.done is None else None,
                done=own.done is not None,
            )  # fmt: skip


def _of_projects(workspace: Workspace, branches: tuple[Branch, ...]) -> Iterator[Deadline]:
    for own in _rows(branches).filter(due__isnull=False):
        assert own.due is not None
        yield Deadline(
            id=f"project-{own.project}", kind=DeadlineKind.PROJECT, day=own.due,
            name=Label(ko=own.name_ko, en=own.name_en), who=Label(ko=own.owner),
            done=own.status in OVER,
            url=reverse("drafting:project", args=(workspace.pk, own.city, own.project)),
        )  # fmt: skip


def _rows(branches: tuple[Branch, ...]) -> QuerySet[ProjectRow]:
    """Each project once: from its city's draft, or from the plan where that is closed."""
    own = [each for each in branches if each.name != NATION]
    nation = [each for each in branches if each.name == NATION]
    elsewhere = Q(branch__in=nation) & ~Q(city__in=[each.name for each in own])
    return ProjectRow.objects.filter(Q(branch__in=own) | elsewhere)


def _of_task_force(workspace: Workspace) -> Iterator[Deadline]:
    page = reverse("procedure:task-force", args=(workspace.pk,))
    for item in workspace.items.exclude(state=ItemState.DROPPED).select_related("owner"):
        yield Deadline(
            id=f"item-{item.pk}", kind=DeadlineKind.ITEM, day=item.due,
            name=Label(ko=item.title), who=Label(ko=item.owner.name), done=not item.is_open,
            url=f"{page}#item-{item.pk}",
        )  # fmt: skip
    for meeting in workspace.meetings.all():
        yield Deadline(
            id=f"meeting-{meeting.pk}", kind=DeadlineKind.MEETING, day=meeting.held,
            name=Label(ko=meeting.title),
            url=reverse("procedure:meeting", args=(workspace.pk, meeting.pk)),
        )  # fmt: skip


def _of_rounds(person: Visitor, workspace: Workspace) -> Iterator[Deadline]:
    """The rounds that somebody may see, each until the last day of those bodies they may see."""
    every = may(person, "round.read")
    mine = set() if every else set(bodies_of(person).values_list("pk", flat=True))
    for round in rounds_for(person, workspace):
        seats = [
            own for own in table_of(round, round.starts).seats
            if every or own.invitation.organisation_id in mine
        ]  # fmt: skip
        answered = bool(seats) and all(own.answer is not None for own in seats)
        yield Deadline(
            id=f"round-{round.pk}", kind=DeadlineKind.ROUND, name=Label(ko=round.title),
            day=max((own.due for own in seats), default=round.due), first=round.starts,
            done=answered or round.closed is not None,
            url=reverse("procedure:round", args=(workspace.pk, round.pk)),
        )  # fmt: skip


def _of_forums(workspace: Workspace) -> Iterator[Deadline]:
    for own in forums_of(workspace):
        if own.day is not None and own.planned is not None:
            yield Deadline(
                id=f"forum-{own.id}", kind=DeadlineKind.FORUM, day=own.day, name=own.title,
                who=Label(ko=own.planned.organiser),
                url=reverse("procedure:forum", args=(workspace.pk, own.id)),
            )  # fmt: skip
