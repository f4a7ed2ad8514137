"""The 의견 조치계획: as a page, for spreadsheets, as a PDF."""

import hashlib
from dataclasses import asdict
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from mitgrim.documents.opinion_table import cells, heads
from mitgrim.web.opinions.access import workspace_with
from mitgrim.web.opinions.forms import SearchForm
from mitgrim.web.opinions.models import Disposition, Opinion
from mitgrim.web.opinions.queries import table_segments
from mitgrim.web.opinions.table import AT_ONCE, chunks, opinion_rows, said_in, workbook
from mitgrim.web.opinions.views.frame import private, section_names, work_frame
from mitgrim.web.pages.files import csv_file
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.web.revisions.queries import may_read
from mitgrim.web.runs.kinds import RunKind
from mitgrim.web.runs.models import Run
from mitgrim.web.runs.services import end_abandoned, key_of, start_with

PAGE: Final = 100
STOP_POLLING: Final = 286  # what htmx understands as: do not ask again
FORMATS: Final = ("xlsx", "csv")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_GET
def page(request: HttpRequest, plan: str) -> HttpResponse:
    """The table, a hundred rows at a time."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.read")
    form = SearchForm(request.GET, sections=section_names(workspace, reach.sections))
    rows = table_segments(workspace, reach, form.wanted(person))
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    crumb = (say("opinions.table.title"), "")
    told = {
        **work_frame(request, workspace, crumb),
        "search": form,
        "page": shown,
        "rows": list(opinion_rows(workspace, shown)),
        "formats": FORMATS,
        "prints": _branch(person, workspace, reach.sections) is not None,
    }
    return private(request, "opinions/table.html", told)


@signed_in
@require_GET
def sheet(request: HttpRequest, plan: str, format: str) -> HttpResponseBase:
    """The table for spreadsheets, as CSV while it is read; that it was taken away is recorded."""
    if format not in FORMATS:
        raise Http404
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.read")
    form = SearchForm(request.GET, sections=section_names(workspace, reach.sections))
    segments = table_segments(workspace, reach, form.wanted(person))
    rows = opinion_rows(workspace, segments.iterator(AT_ONCE))
    name = f"{say('opinions.table.title')}-{workspace.pk}-{timezone.localdate()}.{format}"
    record(person, "opinion.export", workspace.pk, form=format, rows=segments.count())
    if format == "csv":
        lang = current()
        return csv_file(name, heads(lang), (cells(own, lang) for own in said_in(rows, lang)))
    response = StreamingHttpResponse(chunks(workbook(rows)), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_POST
def print_it(request: HttpRequest, plan: str) -> HttpResponse:
    """Have the table set as a PDF; of the same opinions it is set once."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.read")
    branch = _branch(person, workspace, reach.sections)
    if branch is None:
        raise Http404
    form = SearchForm(request.POST, sections=section_names(workspace, reach.sections))
    asked = {
        "form": "table", "plan": workspace.pk, "of": sorted(reach.sections),
        "drafts": sorted(reach.drafts),
        "wanted": asdict(form.wanted(person)), "lang": current().value,
        "day": timezone.localdate().isoformat(), "state": _state(workspace),
    }  # fmt: skip
    run = start_with(
        by=person, kind=RunKind.OPINIONS, branch=branch, revision=branch.head, parameters=asked
    )
    record(person, "opinion.export", workspace.pk, form="pdf")
    return redirect("runs:one", run.pk)


def _branch(person: Person, workspace: Workspace, sections: tuple[str, ...]) -> Branch | None:
    """The draft under which a PDF is kept for somebody: one that they may read."""
    rows = workspace.branches.filter(name__in=sections).select_related("head", "workspace")
    return next((own for own in rows if may_read(person, own)), None)


def _state(workspace: Workspace) -> str:
    """What changes whenever anything does that the table shows."""
    opinions = Opinion.objects.filter(workspace=workspace).order_by("pk")
    answers = Disposition.objects.filter(workspace=workspace).order_by("pk")
    made = hashlib.sha256()
    for rows in (
        opinions.values_list("pk", "withdrawn", "erased", "segments__place", "segments__start",
                             "segments__disposition"),
        answers.values_list("pk", "kind", "reason", "decided", "closed"),
    ):  # fmt: skip
        for row in rows.iterator(2000):
            made.update(repr(row).encode())
    return made.hexdigest()


def polled(
    request: HttpRequest, template: str, told: dict[str, Any], parameters: dict[str, Any]
) -> HttpResponse:
    """A page about work in the background: how far it is, and anew once it has ended."""
    end_abandoned()
    key = key_of(RunKind.OPINIONS, parameters)
    run = Run.objects.filter(kind=RunKind.OPINIONS, key=key).order_by("-id").first()
    told = {**told, "run": run, "own": run is not None and run.person_id == request.user.pk}
    if not getattr(request, "htmx", False):
        return private(request, template, told)
    if run is None or not run.active:
        response = HttpResponse(status=200 if run and run.state == "done" else STOP_POLLING)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "opinions/_state.html", told)
