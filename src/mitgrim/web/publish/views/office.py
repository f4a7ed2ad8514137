"""The officer's pages: what is scheduled, what has been public, a preview, publishing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mitgrim.plan import Label
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import require
from mitgrim.web.publish.forms import PublishForm
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import public_versions, publications_of, publishable
from mitgrim.web.publish.reading import Reading
from mitgrim.web.publish.services import PublishRefusal, publish, withdraw
from mitgrim.web.publish.views.plan import overview_page
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.workspace.views.frame import plan_frame

_VERB = "plan.publish"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, plan: str) -> HttpResponseBase:
    """What of a plan is public from when, and the form that adds to it."""
    workspace = _workspace(request, plan)
    offered = publishable(workspace)
    form = PublishForm(request.POST or None, offered=offered, initial=_initial())
    if request.method == "POST" and form.is_valid() and _published(request, workspace, form):
        return redirect("publish:office", plan)
    return render(
        request,
        "publish/office.html",
        {
            "title": say("publish.office.title"),
            **plan_frame(workspace, (say("publish.office.title"), "")),
            "form": form,
            "offered": offered[:10],
            **_listed(workspace),
        },
        status=400 if form.errors else 200,
    )


@never_cache
@require_POST
def take_back(request: HttpRequest, plan: str, publication: int) -> HttpResponseBase:
    """Withdraw what is not public yet."""
    workspace = _workspace(request, plan)
    own = get_object_or_404(Publication, pk=publication, workspace=workspace)
    try:
        withdraw(by=_person(request), publication=own)
    except PublishRefusal as refusal:
        messages.error(request, refusal.in_(current()))
    else:
        messages.success(request, say("publish.office.withdrawn"))
    return redirect("publish:office", plan)


@never_cache
@require_safe
def preview(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """The overview as it would be, for the officer alone."""
    workspace = _workspace(request, plan)
    found = [own for own, _ in publishable(workspace) if own.number == number]
    if not found:
        raise Http404
    now = timezone.now()
    own = Publication(
        workspace=workspace, revision=found[0], channel=Channel.WEB.value, moment=now,
        title_ko=found[0].message or workspace.name_ko,
    )  # fmt: skip
    public = [one for one in public_versions(now) if one.workspace_id == workspace.pk]
    reading = Reading(versions=(*public, own), lang=current(), preview=True)
    return overview_page(request, reading)


def _workspace(request: HttpRequest, plan: str) -> Workspace:
    """The plan, for whoever may publish; anybody else learns nothing of it."""
    require(request.user, _VERB)
    return get_object_or_404(Workspace, pk=plan)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _initial() -> dict[str, Any]:
    return {"channel": Channel.WEB.value, "day": timezone.localdate(), "time": "06:00"}


def _published(request: HttpRequest, workspace: Workspace, form: PublishForm) -> bool:
    said = form.cleaned_data
    try:
        publish(
            by=_person(request),
            workspace=workspace,
            revision=form.chosen,
            channel=form.through,
            moment=form.moment,
            title=Label(ko=said["title_ko"], en=said["title_en"]),
            note=Label(ko=said["note_ko"], en=said["note_en"]),
        )
    except PublishRefusal as refusal:
        form.add_error(None, refusal.in_(current()))
        return False
    messages.success(request, say("publish.office.published"))
    return True


def _listed(workspace: Workspace) -> dict[str, list[Publication]]:
    """Scheduled, public and withdrawn."""
    now = timezone.now()
    rows = publications_of(workspace)
    return {
        "scheduled": [own for own in rows if own.withdrawn is None and own.moment > now],
        "public": [own for own in rows if own.withdrawn is None and own.moment <= now],
        "withdrawn": [own for own in rows if own.withdrawn is not None],
    }
