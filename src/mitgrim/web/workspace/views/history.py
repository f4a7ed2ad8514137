"""A draft's history: every revision, what it changed, and the way back to one."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.permissions import may, require
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.revisions.queries import manifest
from mitgrim.web.revisions.services import DraftRefusal, undo_to
from mitgrim.web.workspace.access import branch_for, person_of, revision_for
from mitgrim.web.workspace.comparison import sections_between, summary_line
from mitgrim.web.workspace.forms import FilterForm, UndoForm
from mitgrim.web.workspace.queries import (
    Wanted,
    authors_of,
    nation_around,
    previous_revision,
    sees_every_step,
    steps_of,
)
from mitgrim.web.workspace.views.frame import draft_frame, names_around
from mitgrim.web.workspace.views.shown import Shown, shown

PAGE: Final = 20


@login_required
@require_GET
def history(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """The revisions of a draft, the newest first, with filters by author and day."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    form = FilterForm(request.GET or None, authors=authors_of(person, branch))
    steps, more = steps_of(person, branch, _wanted(request, form), PAGE)
    return render(
        request,
        "workspace/history.html",
        {
            **draft_frame(branch, names_around(branch), "history", (say("workspace.history"), "")),
            "form": form,
            "steps": [(own, summary_line(own.summary)) for own in steps],
            "more": more,
            "newest": "before" not in request.GET,
            "every": sees_every_step(person, branch),
        },
    )


def _wanted(request: HttpRequest, form: FilterForm) -> Wanted:
    """What is asked for; what is not understood is passed over, and the form says so."""
    asked = form.cleaned_data if form.is_bound and (form.is_valid() or True) else {}
    before = request.GET.get("before", "")
    return Wanted(
        author=int(asked["author"]) if asked.get("author") else None,
        since=asked.get("since"),
        until=asked.get("until"),
        before=int(before) if before.isdecimal() and len(before) < len(str(2**63)) else None,
    )


@login_required
@require_GET
def revision(request: HttpRequest, plan: str, section: str, number: int) -> HttpResponse:
    """One revision: who, when, why, and what it changed."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    own = revision_for(person, branch, number)
    before = previous_revision(branch, own) if sees_every_step(person, branch) else None
    names = names_around(branch)
    history_crumb = (say("workspace.history"), "../")
    here = (say("workspace.revision", n=number), "")
    return render(
        request,
        "workspace/revision.html",
        {
            **draft_frame(branch, names, "history", history_crumb, here),
            "revision": own,
            "before": before,
            "shown": between(request, branch, before, own) if before else None,
            "digest": dict(manifest(own)).get(branch.name, ""),
            "may_undo": _may_undo(request, branch, own),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, plan: str, section: str, number: int) -> HttpResponse:
    """Go back to a revision, after seeing what that undoes and saying why."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    require(person, "draft.edit", section=branch.name)
    own = revision_for(person, branch, number)
    form = UndoForm(request.POST or None, initial={"head": branch.head_id})
    if request.method == "POST" and form.is_valid():
        done = _undone(request, branch, own, form)
        if done:
            return done
        form = UndoForm(initial={"head": branch.head_id, "reason": form.cleaned_data["reason"]})
    history_crumb = (say("workspace.history"), "../../")
    return render(
        request,
        "workspace/undo.html",
        {
            **draft_frame(
                branch, names_around(branch), "history", history_crumb,
                (say("workspace.undo.title", n=number), ""),
            ),
            "revision": own,
            "form": form,
            "shown": between(request, branch, branch.head, own),
            "locked": branch.state != BranchState.OPEN,
        },
    )  # fmt: skip


def _undone(
    request: HttpRequest, branch: Branch, own: StoredRevision, form: UndoForm
) -> HttpResponse | None:
    """Undo, unless somebody has saved since the preview: then it is shown anew."""
    if form.cleaned_data["head"] != branch.head_id:
        messages.warning(request, say("workspace.undo.moved"))
        return None
    try:
        saved = undo_to(
            by=person_of(request), branch=branch, revision=own, message=form.cleaned_data["reason"]
        )
    except DraftRefusal as refused:
        messages.error(request, refused.in_(current()))
        return None
    messages.success(request, say("workspace.undo.done", n=saved.revision.number))
    return redirect("workspace:history", branch.workspace_id, branch.name)


def between(
    request: HttpRequest, branch: Branch, before: StoredRevision, after: StoredRevision
) -> Shown:
    """What lies between two revisions of a draft."""
    found = sections_between(nation_around(branch), manifest(before), manifest(after))
    return shown(request, found, names_around(branch))


def _may_undo(request: HttpRequest, branch: Branch, own: StoredRevision) -> bool:
    edits: Any = may(person_of(request), "draft.edit", section=branch.name)
    return bool(edits) and branch.state == BranchState.OPEN and own.pk != branch.head_id
