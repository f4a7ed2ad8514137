"""Who wrote this number: the value now, who set it, from what, and what stood there before."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mitgrim.plan import NATION
from mitgrim.web.pages.words import say
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.queries import draft_section, plan_of
from mitgrim.web.workspace.access import branch_for, person_of
from mitgrim.web.workspace.links import place_url
from mitgrim.web.workspace.origins import FIRST_RECORDS, figures_in, origin_at, written_at
from mitgrim.web.workspace.queries import context, sees_every_step
from mitgrim.web.workspace.views.frame import draft_frame, names_around
from mitgrim.web.workspace.wording import place_text

LONGEST_PLACE = 300


@login_required
@require_GET
def who(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """The page of one place of a draft."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    place = request.GET.get("place", "")[:LONGEST_PLACE]
    if place.split("/")[0] != branch.name:
        raise Http404
    names, every = names_around(branch), sees_every_step(person, branch)
    written = written_at(branch, place, names, *(() if every else (1,)))
    if not written:
        raise Http404
    held, whole = draft_section(branch), plan_of(context(branch))
    named = None if may(person, "draft.read", section=NATION) else (branch.name, NATION)
    figures = figures_in(whole, written[0].value, named)
    return render(
        request,
        "workspace/who.html",
        {
            **draft_frame(branch, names, "", (say("workspace.who.title"), "")),
            "place_text": place_text(held, place, names),
            "written": written,
            "origin": origin_at(whole, held, place),
            "figures": [
                (own, [(step, *step.first(FIRST_RECORDS)) for step in own.steps]) for own in figures
            ],
            "url": place_url(plan, place),
            "every": every,
        },
    )
