"""Drafts and plans as files: to take away at any revision, and to bring back into a draft."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.plan import NATION, Section
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may, require
from mitgrim.web.revisions.autosaves import kept_at, throw_away
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import Autosave, Branch, StoredRevision, Workspace
from mitgrim.web.revisions.queries import (
    Manifest,
    digest_of,
    draft_section,
    manifest,
    may_read,
    national_branch,
    section_of,
)
from mitgrim.web.revisions.services import OURS, THEIRS, Clash, DraftRefusal
from mitgrim.web.workspace.access import branch_for, person_of, revision_for, workspace_for
from mitgrim.web.workspace.clashes import questions
from mitgrim.web.workspace.comparison import compare
from mitgrim.web.workspace.forms import MessageForm, UploadForm
from mitgrim.web.workspace.packages import LARGEST_UPLOAD, PackageRefusal, brought, packed
from mitgrim.web.workspace.queries import nation_around
from mitgrim.web.workspace.services import FILE_PLACE, put_aside, save_brought, section_in
from mitgrim.web.workspace.views.frame import draft_frame, names_around
from mitgrim.web.workspace.views.shown import shown
from mitgrim.wording import Refusal

DECISION: Final = "decision:"
LONGEST_NUMBER: Final = 18


@login_required
@require_GET
def download(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """A draft's section at a revision, in a folder; with the national one for who may read it."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    own = _revision_asked(request, person, branch)
    wanted = {branch.name: digest_of(own, branch.name)}
    nation = national_branch(branch.workspace)
    if branch.name != NATION and may_read(person, nation):
        wanted = {NATION: digest_of(nation.head, NATION), **wanted}
    return zipped(branch.workspace, own, tuple(wanted.items()), branch.name)


@login_required
@require_GET
def download_plan(request: HttpRequest, plan: str) -> HttpResponse:
    """The whole plan as assembled, at a revision."""
    person = person_of(request)
    nation = national_branch(workspace_for(person, plan))
    if not may_read(person, nation):
        raise Http404
    own = _revision_asked(request, person, nation)
    return zipped(nation.workspace, own, manifest(own), "")


def _revision_asked(request: HttpRequest, person: Person, branch: Branch) -> StoredRevision:
    """The revision that `?revision=` names, else the newest."""
    asked = request.GET.get("revision", "")
    if not asked:
        return branch.head
    if not asked.isdecimal() or len(asked) > LONGEST_NUMBER:
        raise Http404
    return revision_for(person, branch, int(asked))


def zipped(
    workspace: Workspace, revision: StoredRevision, sections: Manifest, name: str
) -> HttpResponse:
    """Sections of a revision as a plan folder in a zip, with a manifest of their digests."""
    data = packed(
        {own: (digest, section_of(digest)) for own, digest in sections},
        {
            "plan": workspace.id,
            "revision": revision.number,
            "digest": revision.digest,
            "moment": revision.moment.isoformat(),
        },
    )
    parts = (workspace.id, name, str(revision.number))
    file = "-".join(part for part in parts if part) + ".zip"
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = (
        f'attachment; filename="{workspace.id}-{revision.number}.zip"; '
        f"filename*=UTF-8''{quote(file, safe='')}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """What can be taken away, and a form to bring a file."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"base": branch.head_id})
    if request.method == "POST":
        require(person, "draft.edit", section=branch.name)
        if form.is_valid() and _put_aside(request, branch, form):
            return redirect("workspace:upload-preview", plan, section)
    return render(
        request,
        "workspace/files.html",
        {
            **draft_frame(
                branch, names_around(branch), "files", (say("workspace.files.title"), "")
            ),
            "form": form,
            "may_bring": may(person, "draft.edit", section=branch.name),
            "is_open": branch.state == BranchState.OPEN,
            "kept": kept_at(person, branch, FILE_PLACE),
        },
        status=422 if form.errors else 200,
    )


def _put_aside(request: HttpRequest, branch: Branch, form: UploadForm) -> bool:
    """Read what was brought and keep it for its bringer; what is wrong becomes the form's error."""
    person, file = person_of(request), form.cleaned_data["file"]
    base = revision_for(person, branch, form.cleaned_data["base"])
    try:
        if file.size > LARGEST_UPLOAD:
            raise PackageRefusal("too-large", file=file.name, limit=LARGEST_UPLOAD // 2**20)
        section = brought(file.read(), file.name, branch.name)
        _must_be_of_this_plan(section.section, branch, file.name)
        put_aside(by=person, branch=branch, base=base, file=section)
    except Refusal as refused:
        form.add_error("file", refused.in_(current()))
        return False
    return True


def _must_be_of_this_plan(section: Section, branch: Branch, file: str) -> None:
    found = getattr(section, "plan", "") or getattr(section, "id", "")
    if found != branch.workspace_id:
        raise PackageRefusal("another-plan", file=file, found=found, plan=branch.workspace_id)


@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """What the file that was brought would change; saving it, or throwing it away."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    require(person, "draft.edit", section=branch.name)
    kept = kept_at(person, branch, FILE_PLACE)
    if kept is None:
        return redirect("workspace:files", plan, section)
    if "discard" in request.POST:
        throw_away(by=person, branch=branch, place=FILE_PLACE)
        return redirect("workspace:files", plan, section)
    form = MessageForm(request.POST or None)
    clash: Clash | None = None
    if request.method == "POST" and form.is_valid():
        done = _saved(request, branch, kept, form.cleaned_data["message"])
        if isinstance(done, HttpResponse):
            return done
        clash = done
    return _previewed(request, branch, kept, form, clash)


def _saved(
    request: HttpRequest, branch: Branch, kept: Autosave, message: str
) -> HttpResponse | Clash | None:
    try:
        done = save_brought(
            by=person_of(request), branch=branch, kept=kept, message=message,
            decisions=_decisions(request.POST),
        )  # fmt: skip
    except DraftRefusal as refused:
        messages.error(request, refused.in_(current()))
        return None
    if isinstance(done, Clash):
        return done
    messages.success(request, say("workspace.files.saved", n=done.revision.number))
    return redirect("workspace:history", branch.workspace_id, branch.name)


def _decisions(posted: Mapping[str, Any]) -> dict[str, str]:
    chosen = {own.removeprefix(DECISION): posted[own] for own in posted if own.startswith(DECISION)}
    return {place: own for place, own in chosen.items() if own in (OURS, THEIRS)}


def _previewed(
    request: HttpRequest,
    branch: Branch,
    kept: Autosave,
    form: MessageForm,
    clash: Clash | None,
) -> HttpResponse:
    """The changes since the bringer's base, and the clashes with what others saved."""
    names, section = names_around(branch), section_in(kept)
    found = compare(nation_around(branch), section_of(digest_of(kept.base, branch.name)), section)
    here = (say("workspace.files.preview"), "")
    return render(
        request,
        "workspace/upload-preview.html",
        {
            **draft_frame(branch, names, "files", (say("workspace.files.title"), "../"), here),
            "kept": kept,
            "form": form,
            "shown": shown(request, [found], names),
            "moved": kept.base_id != branch.head_id,
            "conflicts": questions(
                names,
                draft_section(branch),
                clash.conflicts if clash else (),
                _decisions(request.POST),
            ),
            "decided": _decisions(request.POST),
        },
        status=409 if clash else 422 if form.errors else 200,
    )
