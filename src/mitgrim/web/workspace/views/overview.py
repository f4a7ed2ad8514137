"""A plan that is worked on: its drafts, how far they are, who saved last."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mitgrim.checks import Severity
from mitgrim.plan import NATION, next_stage, numbered
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import findings_of, manifest, may_read
from mitgrim.web.workspace.access import branch_for, person_of, workspace_for
from mitgrim.web.workspace.links import committees_url, draft_url, funding_url, office_url
from mitgrim.web.workspace.queries import (
    Draft,
    branches_with_heads,
    context,
    counted,
    drafts_of,
    nation_around,
)
from mitgrim.web.workspace.views.frame import plan_frame
from mitgrim.web.workspace.wording import branch_text, names_in


@dataclass(frozen=True, slots=True)
class Line:
    """A draft in the table; without `draft`, one whose state alone may be known."""

    branch: Branch
    title: str
    url: str
    draft: Draft | None
    heard: int


@login_required
@require_GET
def overview(request: HttpRequest, plan: str) -> HttpResponse:
    """The drafts that somebody may read; an officer sees of the others how far they are."""
    person = person_of(request)
    workspace = workspace_for(person, plan)
    branches = branches_with_heads(workspace)
    nation = next(own for own in branches if own.name == NATION)
    open_to = {own.pk for own in branches if may_read(person, own)}
    readable = [own for own in branches if own.pk in open_to]
    drafts = {own.branch.pk: own for own in drafts_of(nation, readable)}
    officer = may(person, "plan.assemble")
    names = names_in(manifest(nation.head))
    lines = [
        Line(
            branch=own,
            title=branch_text(own.name, names),
            url=draft_url(workspace.id, own.name),
            draft=drafts.get(own.pk),
            heard=len(drafts[own.pk].heard) if own.pk in drafts else 0,
        )
        for own in _ordered(branches, nation)
        if own.pk in open_to or officer
    ]
    return render(
        request,
        "workspace/overview.html",
        {
            **plan_frame(workspace),
            "lines": lines,
            "officer": officer,
            "office": office_url(workspace.id) if may(person, "plan.publish") else "",
            "funding": funding_url(workspace.id)
            if any(may(person, "funding.read", section=own.name) for own in branches)
            else "",
            "reads_task_force": may(person, "task-force.read"),
            "sees_rounds": may(person, "round.see"),
            "committees": committees_url(workspace.id) if may(person, "review.see") else "",
            "stage": next_stage(numbered(nation_around(nation).stages)),
            "asked": len(HearingKind),
            "reads_nation": nation.pk in open_to,
        },
    )


@login_required
@require_GET
def counts(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """How many findings a draft has, for a page that did not wait for them."""
    branch = branch_for(person_of(request), plan, section)
    found = counted(branch, findings_of(context(branch)))
    draft = {"errors": found[Severity.ERROR], "warnings": found[Severity.WARNING]}
    shown = {"draft": draft, "none": "none" in request.GET}
    return render(request, "workspace/_counts.html", shown)


def _ordered(branches: tuple[Branch, ...], nation: Branch) -> list[Branch]:
    order = (NATION, *nation_around(nation).cities)
    return sorted(branches, key=lambda own: order.index(own.name) if own.name in order else 99)
