"""The scenarios of a plan, and some of them side by side."""

from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mitgrim.web.funding.comparing import compared
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import (
    answers_at,
    branches_of,
    computing,
    is_answered,
    offered_to,
    plan_for,
    scenarios_of,
)
from mitgrim.web.funding.showing import share
from mitgrim.web.funding.views.frame import about, funding_frame
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.revisions.queries import national_branch
from mitgrim.web.workspace.access import workspace_for
from mitgrim.web.workspace.views.frame import names_around
from mitgrim.web.workspace.wording import branch_text

ON_A_PAGE: Final = 20
LEAST: Final = 2
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A scenario in the list, with what was found for it."""

    scenario: Scenario
    about: str
    status: str
    value: str
    projects: int


@signed_in
@require_GET
def listed(request: HttpRequest, plan: str) -> HttpResponse:
    """What was asked, to be opened and held side by side; and a way to ask more."""
    person = me(request)
    workspace = workspace_for(person, plan)
    page = Paginator(scenarios_of(person, workspace), ON_A_PAGE).get_page(request.GET.get("page"))
    told = answers_at(own.key for own in page)
    busy = computing(own.key for own in page)
    lines = [
        Line(
            own,
            about(own),
            told[own.key]["status"] if own.key in told else "working" if own.key in busy else "",
            share(told[own.key]["value"]) if own.key in told else "",
            len(told[own.key]["projects"]) if own.key in told else 0,
        )
        for own in page
    ]
    names = names_around(national_branch(workspace))
    return render(
        request,
        "funding/list.html",
        {
            **funding_frame(workspace),
            "page": page,
            "lines": lines,
            "asks": [
                (own.name, branch_text(own.name, names))
                for own in branches_of(person, workspace, "funding.ask")
            ],
            "offered": [
                (own, city, branch_text(city, names)) for own, city in offered_to(person, workspace)
            ],
        },
    )


@signed_in
@require_GET
def compare(request: HttpRequest, plan: str) -> HttpResponse:
    """Two to four scenarios side by side: `?s=1&s=2`."""
    person = me(request)
    workspace = workspace_for(person, plan)
    wanted = [int(own) for own in request.GET.getlist("s") if own.isascii() and own.isdecimal()]
    rows = {own.pk: own for own in scenarios_of(person, workspace).filter(pk__in=wanted[:MOST])}
    chosen = [rows[own] for own in dict.fromkeys(wanted) if own in rows]
    told = answers_at(own.key for own in chosen)
    ready = [own for own in chosen if own.key in told and is_answered(told[own.key])]
    found = None
    if len(ready) >= LEAST and len(wanted) <= MOST:
        plans = [plan_for(own) for own in ready]
        found = compared(ready, plans, [told[own.key] for own in ready])
    return render(
        request,
        "funding/compare.html",
        {
            **funding_frame(workspace, (say("funding.compare.title"), "")),
            "chosen": [(own, about(own)) for own in ready],
            "compared": found,
        },
        status=200 if found else 422,
    )
