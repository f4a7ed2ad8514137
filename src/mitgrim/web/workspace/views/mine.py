"""My work: what somebody owns or must do, in all plans."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from mitgrim.plan import NATION, Nation
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may, may_somewhere, require
from mitgrim.web.procedure.things_to_do import things_to_do
from mitgrim.web.revisions.models import Autosave, HandIn, ProjectRow, Workspace
from mitgrim.web.revisions.queries import manifest, may_read, section_of
from mitgrim.web.workspace.access import person_of
from mitgrim.web.workspace.links import draft_url, place_url
from mitgrim.web.workspace.queries import (
    SHOWN,
    Draft,
    branches_with_heads,
    drafts_of,
    due_projects,
    overdue_projects,
    unsaved_texts,
    waiting_hand_ins,
)
from mitgrim.web.workspace.services import FILE_PLACE
from mitgrim.web.workspace.wording import Names, branch_text, names_in, place_text


@dataclass(frozen=True, slots=True)
class Due:
    """A project with the address of its page."""

    row: ProjectRow
    url: str
    late: bool


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was typed and not saved, and where."""

    kept: Autosave
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Own:
    """A draft that somebody writes."""

    draft: Draft
    title: str
    url: str


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I own, what is late, what I have not saved."""
    person = person_of(request)
    require(person, "work.see")
    # A moderator looks at what residents wrote, and has no plan to work on.
    workspaces = list(Workspace.objects.all()) if may(person, "workspace.enter") else []
    drafts, names = _drafts(person, workspaces)
    branches = [own.draft.branch for own in drafts]
    today = timezone.localdate()
    return render(
        request,
        "workspace/mine.html",
        {
            "workspaces": workspaces,
            "drafts": drafts,
            "due": _due(due_projects(person, branches), today),
            "late": _due(overdue_projects(branches, today), today),
            "unsaved": _unsaved(person, names),
            "to_do": things_to_do(person),
            "waiting": _waiting(person, names),
            "drafter": may_somewhere(person, "draft.edit"),
            "enters": may(person, "workspace.enter"),
            "officer": may(person, "plan.assemble"),
        },
    )


def _drafts(person: Person, workspaces: list[Workspace]) -> tuple[list[Own], dict[str, Names]]:
    """The drafts that somebody writes, and the names in their plans."""
    made: list[Own] = []
    names: dict[str, Names] = {}
    for workspace in workspaces:
        branches = branches_with_heads(workspace)
        nation = next(own for own in branches if own.name == NATION)
        own = [each for each in branches if may(person, "draft.edit", section=each.name)]
        readable = [each for each in own if may_read(person, each)]
        names[workspace.id] = names_in(manifest(nation.head))
        made += [
            Own(
                each,
                branch_text(each.branch.name, names[workspace.id]),
                draft_url(workspace.id, each.branch.name),
            )
            for each in drafts_of(nation, readable)
        ]
    return made, names


def _due(rows: Any, today: date) -> tuple[list[Due], int]:
    """The first of many projects, and how many there are besides."""
    found = list(rows)
    shown = [
        Due(
            own,
            place_url(own.branch.workspace_id, f"{own.city}/projects/{own.project}"),
            own.due is not None and own.due < today,
        )
        for own in found[:SHOWN]
    ]
    return shown, len(found) - len(shown)


def _unsaved(person: Person, names: dict[str, Names]) -> list[Unsaved]:
    open_to = [own for own in unsaved_texts(person) if may_read(person, own.branch)]
    return [_told(own, names[own.branch.workspace_id]) for own in open_to[:SHOWN]]


def _told(own: Autosave, names: Names) -> Unsaved:
    branch, plan = own.branch, own.branch.workspace_id
    title = branch_text(branch.name, names)
    if own.place == FILE_PLACE:
        url = reverse("workspace:upload-preview", args=(plan, branch.name))
        return Unsaved(own, f"{title} · {say('workspace.files.put-aside')}", url)
    head = dict(manifest(branch.head)).get(branch.name, "")
    section = section_of(head)
    text = place_text(section, own.place, names)
    kind = title if not isinstance(section, Nation) else say("workspace.nation")
    return Unsaved(own, f"{kind} · {text}", place_url(plan, own.place))


def _waiting(person: Person, names: dict[str, Names]) -> list[tuple[HandIn, str]]:
    if not may(person, "plan.assemble"):
        return []
    return [
        (own, branch_text(own.branch.name, names[own.branch.workspace_id]))
        for own in waiting_hand_ins()
    ]
