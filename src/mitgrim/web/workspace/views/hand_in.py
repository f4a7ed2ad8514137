"""Before a draft is handed in: who was heard, what stands in the way; and after it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.permissions import may, require
from mitgrim.web.revisions.handing_in import Readiness, hand_in, readiness, record_hearing
from mitgrim.web.revisions.kinds import BranchState, HearingKind
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import city_section, manifest
from mitgrim.web.revisions.services import DraftRefusal
from mitgrim.web.workspace.access import city_branch_for, person_of
from mitgrim.web.workspace.findings import grouped
from mitgrim.web.workspace.forms import HearingForm, WaiverForm
from mitgrim.web.workspace.queries import hand_ins_of, last_return, nation_around, sees_every_step
from mitgrim.web.workspace.services import waive
from mitgrim.web.workspace.views.frame import draft_frame, names_around


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """What is missing, what blocks, what was changed since the review; and the button."""
    person = person_of(request)
    branch = city_branch_for(person, plan, section)
    if request.method == "POST":
        require(person, "draft.hand-in", section=branch.name)
        return _hand_in(request, branch)
    return _shown(request, branch, HearingForm())


def _hand_in(request: HttpRequest, branch: Branch) -> HttpResponse:
    try:
        hand_in(by=person_of(request), branch=branch)
    except DraftRefusal as refused:
        messages.error(request, refused.in_(current()))
    else:
        messages.success(request, say("workspace.hand-in.done"))
    return redirect("workspace:hand-in", branch.workspace_id, branch.name)


@login_required
@require_POST
def hearing(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Record that somebody was heard."""
    person = person_of(request)
    branch = city_branch_for(person, plan, section)
    require(person, "hearing.record", section=branch.name)
    form = HearingForm(request.POST)
    if form.is_valid() and _record(request, branch, form):
        return redirect("workspace:hand-in", branch.workspace_id, branch.name)
    return _shown(request, branch, form, status=422)


def _record(request: HttpRequest, branch: Branch, form: HearingForm) -> bool:
    told = form.cleaned_data
    kind = HearingKind(told["kind"])
    try:
        record_hearing(
            by=person_of(request), branch=branch, kind=kind, body=told["body"],
            held=told["held"], said_of_it=told["said"],
        )  # fmt: skip
    except DraftRefusal as refused:
        form.add_error(None, refused.in_(current()))
        return False
    messages.success(request, say("workspace.hearing.done", body=told["body"]))
    return True


@login_required
@require_POST
def waive_finding(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Accept a finding with a reason."""
    person = person_of(request)
    branch = city_branch_for(person, plan, section)
    require(person, "draft.edit", section=branch.name)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("workspace.waive.without-reason"))
    elif _is_found(branch, form.cleaned_data):
        _waive(request, branch, form.cleaned_data)
    else:
        messages.error(request, say("workspace.waive.gone"))
    return redirect("workspace:hand-in", branch.workspace_id, branch.name)


def _is_found(branch: Branch, told: dict[str, Any]) -> bool:
    ready = readiness(branch)
    found = {(own.id, own.place) for own in (*ready.blocking, *ready.warnings)}
    return (told["check_id"], told["place"]) in found


def _waive(request: HttpRequest, branch: Branch, told: dict[str, Any]) -> None:
    message = say("workspace.waive.message", check=told["check_id"])
    try:
        waive(
            by=person_of(request), branch=branch, check=told["check_id"], place=told["place"],
            reason=told["reason"], message=message,
        )  # fmt: skip
    except DraftRefusal as refused:
        messages.error(request, refused.in_(current()))
    else:
        messages.success(request, say("workspace.waive.done"))


def _shown(
    request: HttpRequest, branch: Branch, form: HearingForm, status: int = 200
) -> HttpResponse:
    person, names = person_of(request), names_around(branch)
    ready = readiness(branch)
    is_open = branch.state == BranchState.OPEN
    context = {
        **draft_frame(branch, names, "hand-in", (say("workspace.hand-in.title"), "")),
        **_findings(branch, ready),
        "form": form,
        "ready": ready,
        "steps": [(own.value, own not in ready.missing) for own in HearingKind],
        "hearings": branch.hearings.select_related("revision", "by"),
        "hand_ins": hand_ins_of(branch),
        "returned": last_return(branch),
        "is_open": is_open,
        "every": sees_every_step(person, branch),
        "may_hear": is_open and may(person, "hearing.record", section=branch.name),
        "may_hand_in": is_open and may(person, "draft.hand-in", section=branch.name),
        "may_waive": is_open and may(person, "draft.edit", section=branch.name),
        "reviewed": _reviewed(branch),
        "officer": may(person, "draft.return"),
    }
    return render(request, "workspace/hand-in.html", context, status=status)


def _findings(branch: Branch, ready: Readiness) -> dict[str, Any]:
    names, nation, section = names_around(branch), nation_around(branch), city_section(branch)
    plan = branch.workspace_id
    return {
        "blocking": grouped(plan, nation, section, ready.blocking, names),
        "warnings": grouped(plan, nation, section, ready.warnings, names),
    }


def _reviewed(branch: Branch) -> int | None:
    """The revision that the committee saw, where something was changed since."""
    rows = branch.hearings.filter(kind=HearingKind.CITY_COMMITTEE).order_by("-held", "-id")
    seen = rows.select_related("revision").first()
    if seen is None or manifest(seen.revision) == manifest(branch.head):
        return None
    return seen.revision_id
