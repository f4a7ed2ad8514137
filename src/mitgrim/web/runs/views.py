"""One's own runs: what was asked for, how far it is, its result."""

from typing import Final, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from mitgrim.web.pages.errors import page
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import require
from mitgrim.web.revisions.queries import handed_in
from mitgrim.web.runs.forms import StartForm
from mitgrim.web.runs.models import Run
from mitgrim.web.runs.queries import has_result, open_to, result_of, runs_of
from mitgrim.web.runs.services import again, cancel, end_abandoned, start

ON_A_PAGE: Final = 20
STOP_POLLING: Final = 286  # what htmx understands as: do not ask again


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What one asked for, and a form to ask for more of the drafts one may read."""
    end_abandoned()
    branches = open_to(request.user)
    runs = Paginator(runs_of(_person(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    form = StartForm(branches=branches) if branches else None
    return render(request, "runs/mine.html", {"page": runs, "form": form})


@login_required
@require_POST
def start_one(request: HttpRequest) -> HttpResponse:
    """Ask for something; then one is on its page."""
    branches = open_to(request.user)
    form = StartForm(request.POST, branches=branches)
    if not form.is_valid():  # a draft that one may not read is no choice of the form
        runs = Paginator(runs_of(_person(request)), ON_A_PAGE).get_page(1)
        return render(request, "runs/mine.html", {"page": runs, "form": form}, status=422)
    asked = form.asked()
    branch = asked["branch"]
    require(request.user, "draft.read", section=branch.name, handed_in=handed_in(branch))
    return redirect("runs:one", start(by=_person(request), **asked).pk)


@login_required
@require_GET
def one(request: HttpRequest, number: int) -> HttpResponse:
    """How far a run is; for htmx only the part that changes, until it has ended."""
    end_abandoned()
    run = _own(request, number)
    told = {"run": run, "kept": run.state == "done" and has_result(run)}
    if not getattr(request, "htmx", False):
        return render(request, "runs/one.html", told)
    status = 200 if run.active else STOP_POLLING
    return render(request, "runs/state.html", told, status=status)


@login_required
@require_POST
def cancel_one(request: HttpRequest, number: int) -> HttpResponseRedirect:
    """End a run that one does not need any more."""
    run = _own(request, number)
    cancel(by=_person(request), run=run)
    return redirect(run.page or reverse("runs:one", args=(run.pk,)))


@login_required
@require_POST
def repeat_one(request: HttpRequest, number: int) -> HttpResponseRedirect:
    """Ask for the same once more, if one may still read the draft."""
    run = _readable(request, number)
    new = again(by=_person(request), run=run)
    return redirect(new.page or reverse("runs:one", args=(new.pk,)))


@login_required
@require_GET
def result(request: HttpRequest, number: int) -> HttpResponse:
    """The file that a run made, to be kept: it is never shown as a page of this site."""
    run = _readable(request, number)
    kept = result_of(run) if run.state == "done" else None
    if kept is None:
        return page(request, 404)
    response = HttpResponse(bytes(kept.body), content_type=kept.media)
    response["Content-Disposition"] = content_disposition_header(True, kept.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _own(request: HttpRequest, number: int) -> Run:
    run = runs_of(_person(request)).filter(pk=number).first()
    if run is None:
        raise Http404
    return run


def _readable(request: HttpRequest, number: int) -> Run:
    """One's own run, as long as one may read the draft it is of."""
    run = _own(request, number)
    branch = run.branch
    require(request.user, "draft.read", section=branch.name, handed_in=handed_in(branch))
    return run
