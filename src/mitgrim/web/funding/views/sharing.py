"""Links to a scenario for people without an account, and what they see there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mitgrim.plan import FundingSource, label_of
from mitgrim.web.funding.access import scenario_for
from mitgrim.web.funding.forms import LinkForm
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import answer_at, key_for, plan_for, scenario_by_link
from mitgrim.web.funding.services import FundingRefusal, offer, revoke, share
from mitgrim.web.funding.showing import frontier_figure, shown
from mitgrim.web.funding.views.answering import sources_of, steps_page
from mitgrim.web.funding.views.frame import about, scenario_frame
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.permissions import require


@signed_in
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """The links to a scenario; a new one is shown once."""
    own = _shared(request, plan, number)
    form = LinkForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        _, secret = share(by=me(request), scenario=own, **form.cleaned_data)
        address = request.build_absolute_uri(reverse("funding:shared", args=(secret,)))
        form = LinkForm()
    response = render(
        request,
        "funding/links.html",
        {
            **scenario_frame(own, (say("funding.share.title"), "")),
            "form": form,
            "links": own.links.select_related("by"),
            "address": address,
        },
        status=422 if form.errors else 200,
    )
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@require_POST
def revoke_link(request: HttpRequest, plan: str, number: int, link: int) -> HttpResponse:
    """End a link now."""
    own = _shared(request, plan, number)
    revoke(by=me(request), link=get_object_or_404(own.links, pk=link))
    messages.success(request, say("funding.share.revoked-now"))
    return redirect("funding:links", plan, own.pk)


@signed_in
@require_POST
def offer_one(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """Let the cities' planners see their part, to adopt it."""
    own = scenario_for(me(request), plan, number)
    require(request.user, "funding.offer", section=own.branch.name)
    try:
        offer(by=me(request), scenario=own)
        messages.success(request, say("funding.offer.done"))
    except FundingRefusal as refusal:
        messages.error(request, refusal.in_(current()))
    return redirect("funding:scenario", plan, own.pk)


def _shared(request: HttpRequest, plan: str, number: int) -> Scenario:
    own = scenario_for(me(request), plan, number)
    require(request.user, "funding.share", section=own.branch.name)
    return own


@require_GET
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """A scenario for whoever has its link: to read, and nothing else."""
    own, told = _by_link(secret)
    plan = plan_for(own)
    frontier = answer_at(key_for(own, Question.FRONTIER))
    return _private(
        request,
        "funding/shared.html",
        {
            **_of(own),
            "shown": shown(plan, told) if told else None,
            "frontier": frontier_figure(plan, frontier) if frontier else "",
            "computed": [
                (source, name, reverse("funding:shared-sensitivity", args=(secret, source)))
                for source, name in sources_of(own)
                if answer_at(key_for(own, Question.SENSITIVITY, source=source))
            ],
        },
    )


@require_GET
def shared_sensitivity(request: HttpRequest, secret: str, source: str) -> HttpResponse:
    """What less or more of a source changes, where that was computed."""
    own, _ = _by_link(secret)
    told = None
    if source in dict(sources_of(own)):
        told = answer_at(key_for(own, Question.SENSITIVITY, source=source))
    if told is None:
        raise Http404
    page = steps_page(request, own, told)
    if getattr(request, "htmx", False):
        return _private(request, "funding/_step.html", page)
    name = named(label_of(FundingSource(source)))
    back = reverse("funding:shared", args=(secret,))
    title = say("funding.sensitivity.title", source=name)
    more = {**_of(own), **page, "title": title, "back": back}
    return _private(request, "funding/shared-sensitivity.html", more)


def _of(own: Scenario) -> dict[str, Any]:
    return {"scenario": own, "about": about(own), "plan_name": own.branch.workspace.name}


def _by_link(secret: str) -> tuple[Scenario, Any]:
    own = scenario_by_link(secret)
    if own is None:
        raise Http404
    return own, answer_at(own.key)


def _private(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    """A page that no search engine lists and no cache keeps."""
    response = render(request, template, page)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response
