"""Opinions that came otherwise than on the web: typed in one by one, or as a table."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.codec.sheets import USUAL, SheetError, sheet_rows
from mitgrim.web.opinions.access import workspace_with
from mitgrim.web.opinions.anchoring import anchored, readable_revision
from mitgrim.web.opinions.forms import BringForm, EnterForm, MapForm
from mitgrim.web.opinions.importing import bring, guessed, rows_of, wrong_texts
from mitgrim.web.opinions.kinds import ImportState, OpinionSource
from mitgrim.web.opinions.models import BroughtTable
from mitgrim.web.opinions.services import OpinionRefusal, receive
from mitgrim.web.opinions.views.frame import anchor_choices, private, work_frame
from mitgrim.web.opinions.views.tables import polled
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import branch_of
from mitgrim.web.runs.kinds import RunKind
from mitgrim.web.runs.services import start_with
from mitgrim.wording import Refusal

PREVIEWED: Final = 8
SHOWN: Final = 80


@signed_in
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, plan: str) -> HttpResponse:
    """Type in an opinion that came by letter or mail, or was said at a meeting."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.enter")
    revisions, places = anchor_choices(person, workspace, reach.sections)
    form = EnterForm(request.POST or None, revisions=revisions, places=places)
    if request.method == "POST" and form.is_valid() and _entered(request, workspace, form):
        return redirect("opinions:enter", plan)
    crumb = (say("opinions.enter.title"), "")
    page = {**work_frame(request, workspace, crumb), "form": form, "ready": bool(places)}
    return private(request, "opinions/enter.html", page, 422 if form.errors else 200)


def _entered(request: HttpRequest, workspace: Workspace, form: EnterForm) -> bool:
    person, own = me(request), form.cleaned_data
    try:
        revision = readable_revision(person, workspace, own["revision"])
        about = anchored(revision, own["place"], reader=person)
        if not may(person, "opinion.enter", section=about.section):
            raise OpinionRefusal("no-place")
        opinion, _ = receive(
            by=person, workspace=workspace, about=about, text=own["text"],
            source=OpinionSource(own["source"]), name=own["name"], on_behalf_of=own["body"],
            said_on=own["said_on"],
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, refusal.in_(current()))
        return False
    messages.success(request, say("opinions.entered", code=opinion.code))
    return True


@signed_in
@require_http_methods(["GET", "POST"])
def bring_file(request: HttpRequest, plan: str) -> HttpResponse:
    """Bring a table of opinions; it is put aside until its columns are said."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.enter")
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        table = _brought(request, workspace, reach.sections[0], form)
        if table is not None:
            return redirect("opinions:map", plan, table.pk)
    crumb = (say("opinions.bring.title"), "")
    rows = BroughtTable.objects.filter(workspace=workspace, by=person)[:10]
    page = {**work_frame(request, workspace, crumb), "form": form, "tables": rows}
    return private(request, "opinions/bring.html", page, 422 if form.errors else 200)


def _brought(
    request: HttpRequest, workspace: Workspace, section: str, form: BringForm
) -> BroughtTable | None:
    file = form.cleaned_data["file"]
    try:
        if file.size > USUAL.size:
            raise SheetError("too-large", limit=USUAL.size // 2**20)
        rows = sheet_rows(file.read())
        return bring(
            by=me(request), workspace=workspace, section=section, name=file.name, rows=rows
        )
    except Refusal as refusal:
        form.add_error("file", refusal.in_(current()))
        return None


@signed_in
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, plan: str, table: int) -> HttpResponse:
    """Say which column holds what, beside the first rows; then the table is taken in."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.enter")
    own = _own_table(request, workspace, table)
    if own.state != ImportState.BROUGHT:
        return redirect("opinions:brought", plan, table)
    head, *rows = rows_of(own)
    revisions, places = anchor_choices(person, workspace, reach.sections)
    guess = {f"{column}_column": at for column, at in guessed(head).items()}
    form = MapForm(
        request.POST or None, head=head, revisions=revisions, places=places, initial=guess
    )
    if request.method == "POST" and form.is_valid():
        return _start(request, own, form)
    crumb = (own.name, "")
    page = {
        **work_frame(request, workspace, (say("opinions.bring.title"), _bring(plan)), crumb),
        "form": form, "head": head, "count": len(rows), "table": own,
        "rows": [[cell[:SHOWN] for cell in row] for row in rows[:PREVIEWED]],
    }  # fmt: skip
    return private(request, "opinions/map.html", page, 422 if form.errors else 200)


def _start(request: HttpRequest, own: BroughtTable, form: MapForm) -> HttpResponse:
    """Put the work into the queue; it is done once, however often it is asked for."""
    person = me(request)
    branch = branch_of(own.workspace, own.section)
    assert branch is not None
    own.asked = form.mapped().as_json()
    own.state = ImportState.RUNNING.value
    own.save(update_fields=["asked", "state"])
    page = reverse("opinions:brought", args=(own.workspace_id, own.pk))
    start_with(
        by=person, kind=RunKind.OPINIONS, branch=branch, revision=branch.head,
        parameters={"form": "import", "table": own.pk}, page=page,
    )  # fmt: skip
    return redirect(page)


@signed_in
@require_GET
def done(request: HttpRequest, plan: str, table: int) -> HttpResponse:
    """What became of a table: how far it is, how many were taken in, what is wrong with others."""
    workspace, _ = workspace_with(me(request), plan, "opinion.enter")
    own = _own_table(request, workspace, table)
    crumb = (own.name, "")
    page: dict[str, Any] = {
        **work_frame(request, workspace, (say("opinions.bring.title"), _bring(plan)), crumb),
        "table": own,
        "done": own.state == ImportState.DONE,
        "wrong": [(row, text.in_(current())) for row, text in wrong_texts(own)],
    }
    return polled(request, "opinions/brought.html", page, {"form": "import", "table": own.pk})


def _own_table(request: HttpRequest, workspace: Workspace, table: int) -> BroughtTable:
    rows = BroughtTable.objects.filter(workspace=workspace, by=me(request), pk=table)
    found = rows.select_related("workspace", "by").first()
    if found is None:
        raise Http404
    return found


def _bring(plan: str) -> str:
    return reverse("opinions:bring", args=(plan,))
