"""The officer's desk: what was handed in, given back with a reason or put into the plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mitgrim.checks import Finding, Severity
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.revisions.handing_in import assemble_plan, return_draft, waiting
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import Branch, HandIn, Workspace
from mitgrim.web.revisions.queries import (
    Manifest,
    digest_of,
    findings_of,
    manifest,
    national_branch,
)
from mitgrim.web.revisions.services import DraftRefusal
from mitgrim.web.workspace.access import city_branch_for, person_of, plan_for_officer
from mitgrim.web.workspace.comparison import sections_between, summary_line
from mitgrim.web.workspace.forms import MessageForm, ReasonForm
from mitgrim.web.workspace.queries import (
    branches_with_heads,
    load_manifests,
    nation_around,
    summaries_of,
)
from mitgrim.web.workspace.views.frame import draft_frame, names_around, plan_frame
from mitgrim.web.workspace.views.shown import shown
from mitgrim.web.workspace.wording import branch_text

FINDINGS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A hand-in with what it would change in the plan."""

    hand_in: HandIn
    title: str
    line: str


@login_required
@require_http_methods(["GET"])
def assembly(request: HttpRequest, plan: str) -> HttpResponse:
    """What waits, what it would change, and which cities are still drafting."""
    person = person_of(request)
    workspace = plan_for_officer(person, "plan.assemble", plan)
    nation = national_branch(workspace)
    names, held = names_around(nation), waiting(workspace)
    others = [
        own for own in branches_with_heads(workspace) if own.name in nation_around(nation).cities
    ]
    return render(
        request,
        "workspace/assembly.html",
        {
            **plan_frame(workspace, (say("workspace.assembly.title"), "")),
            "waiting": _with_changes(nation, held),
            "others": [
                (own, branch_text(own.name, names))
                for own in others
                if own.state != BranchState.HANDED_IN
            ],
        },
    )


def _with_changes(nation: Branch, held: Sequence[HandIn]) -> list[Waiting]:
    names = names_around(nation)
    load_manifests([own.revision for own in held])
    pairs = {own.pk: _pair(nation, own) for own in held}
    known = summaries_of({pair for pair in pairs.values() if pair[0] != pair[1]})
    lines = {pk: summary_line(known[pair]) for pk, pair in pairs.items() if pair in known}
    same = say("workspace.summary.nothing")
    return [
        Waiting(own, branch_text(own.branch.name, names), lines.get(own.pk, same)) for own in held
    ]


def _pair(nation: Branch, own: HandIn) -> tuple[str, str]:
    name = own.branch.name
    return digest_of(nation.head, name), digest_of(own.revision, name)


@login_required
@require_http_methods(["GET", "POST"])
def preview_page(request: HttpRequest, plan: str) -> HttpResponse:
    """What the plan would be with the chosen hand-ins; and putting them in."""
    person = person_of(request)
    workspace = plan_for_officer(person, "plan.assemble", plan)
    chosen = _chosen(request, workspace)
    if not chosen:
        messages.error(request, say("workspace.assembly.none-chosen"))
        return redirect("workspace:assembly", workspace.id)
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _assembled(request, workspace, chosen, form.cleaned_data["message"])
        if done:
            return done
    return _preview(request, workspace, chosen, form)


def _chosen(request: HttpRequest, workspace: Workspace) -> list[HandIn]:
    asked = set((request.POST if request.method == "POST" else request.GET).getlist("hand_in"))
    return [own for own in waiting(workspace) if str(own.pk) in asked]


def _assembled(
    request: HttpRequest, workspace: Workspace, chosen: list[HandIn], message: str
) -> HttpResponse | None:
    """Assemble exactly what was chosen: where one of them has gone meanwhile, nothing is."""
    asked = set(request.POST.getlist("hand_in"))
    if asked != {str(own.pk) for own in chosen}:
        messages.warning(request, say("workspace.assembly.moved"))
        return None
    try:
        saved = assemble_plan(
            by=person_of(request), workspace=workspace, hand_ins=chosen, message=message
        )
    except DraftRefusal as refused:
        messages.error(request, refused.in_(current()))
        return None
    messages.success(request, say("workspace.assembly.done", n=len(chosen), number=saved.number))
    return redirect("workspace:assembly", workspace.id)


def _preview(
    request: HttpRequest, workspace: Workspace, chosen: list[HandIn], form: MessageForm
) -> HttpResponse:
    nation = national_branch(workspace)
    names, before = names_around(nation), manifest(nation.head)
    sections = {own.branch.name: digest_of(own.revision, own.branch.name) for own in chosen}
    after = tuple(sorted((dict(before) | sections).items()))
    return render(
        request,
        "workspace/assembly-preview.html",
        {
            **plan_frame(
                workspace,
                (say("workspace.assembly.title"), "../"),
                (say("workspace.assembly.preview"), ""),
            ),
            "chosen": [(own, branch_text(own.branch.name, names)) for own in chosen],
            "form": form,
            "shown": shown(request, sections_between(nation_around(nation), before, after), names),
            **_findings(before, after),
        },
        status=422 if form.errors else 200,
    )


def _findings(before: Manifest, after: Manifest) -> dict[str, object]:
    """How many findings the plan has now and would have, and which would be new."""
    now, then = findings_of(before), findings_of(after)
    known = {(own.id, own.place, own.message.ko) for own in now}
    new = [own for own in then if (own.id, own.place, own.message.ko) not in known]
    counts = [
        (say(f"pages.badge.{own.value}"), _count(now, own), _count(then, own)) for own in Severity
    ]
    return {"counts": counts, "new": new[:FINDINGS_SHOWN], "more_new": len(new[FINDINGS_SHOWN:])}


def _count(found: Sequence[Finding], severity: Severity) -> int:
    return Counter(own.severity for own in found if not own.waived)[severity]


@login_required
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Give a draft back to its city with the reason."""
    person = person_of(request)
    plan_for_officer(person, "draft.return", plan)
    branch = city_branch_for(person, plan, section)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _given_back(request, branch, form):
        return redirect("workspace:assembly", branch.workspace_id)
    names = names_around(branch)
    return render(
        request,
        "workspace/return.html",
        {
            **draft_frame(branch, names, "", (say("workspace.return.title"), "")),
            "form": form,
            "handed": branch.hand_ins.select_related("by", "revision").first(),
        },
        status=422 if form.errors else 200,
    )


def _given_back(request: HttpRequest, branch: Branch, form: ReasonForm) -> bool:
    try:
        return_draft(by=person_of(request), branch=branch, reason=form.cleaned_data["reason"])
    except DraftRefusal as refused:
        form.add_error(None, refused.in_(current()))
        return False
    city = branch_text(branch.name, names_around(branch))
    messages.success(request, say("workspace.return.done", city=city))
    return True
