"""An answer becomes part of a city's draft: what would change, and then the revision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mitgrim.funding.adopting import Unchosen
from mitgrim.plan import Plan
from mitgrim.web.funding.access import adoptable
from mitgrim.web.funding.forms import AdoptionForm
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import answer_at, plan_for
from mitgrim.web.funding.services import (
    FundingRefusal,
    adopt,
    adoption_of,
    must_be_as_asked,
)
from mitgrim.web.funding.showing import project_name, share
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import draft_section
from mitgrim.web.revisions.services import must_be_open
from mitgrim.web.workspace.comparison import compare
from mitgrim.web.workspace.queries import nation_around
from mitgrim.web.workspace.views.frame import draft_frame, names_around
from mitgrim.web.workspace.views.shown import shown
from mitgrim.wording import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, plan: str, number: int, section: str) -> HttpResponse:
    """What adopting would change in a draft, as its history shows it; a POST saves it."""
    scenario, branch = adoptable(me(request), plan, number, section)
    form = AdoptionForm(request.POST or None)
    refused = _refused(scenario, branch)
    if request.method == "POST" and form.is_valid() and not refused:
        done = _saved(request, scenario, branch, form)
        if done is not None:
            return done
        refused = _refused(scenario, branch)
    unchosen = _unchosen(request)
    if not form.is_bound:
        form = AdoptionForm(initial={
            "base": branch.head_id, "unchosen": unchosen.value,
            "message": say("funding.adopt.message-of", name=scenario.name, number=scenario.pk),
        })  # fmt: skip
    page = _page(request, scenario, branch, unchosen, refused)
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "funding/adopt.html", {**page, "form": form}, status=status)


def _unchosen(request: HttpRequest) -> Unchosen:
    asked = (request.POST or request.GET).get("unchosen", "")
    return Unchosen(asked) if asked in tuple(Unchosen) else Unchosen.KEPT


def _refused(scenario: Scenario, branch: Branch) -> str:
    """Why the answer can't be adopted as things stand; empty if it can."""
    answer = answer_at(scenario.key)
    try:
        if answer is None or not answer["projects"]:
            raise FundingRefusal("nothing-to-adopt")
        must_be_open(branch)
        must_be_as_asked(scenario, branch)
    except Refusal as refusal:
        return refusal.in_(current())
    return ""


def _saved(
    request: HttpRequest, scenario: Scenario, branch: Branch, form: AdoptionForm
) -> HttpResponse | None:
    try:
        done = adopt(by=me(request), scenario=scenario, branch=branch, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, refusal.in_(current()))
        return None
    messages.success(request, say("funding.adopt.done", number=done.revision.number))
    return redirect("workspace:history", branch.workspace_id, branch.name)


def _page(
    request: HttpRequest, scenario: Scenario, branch: Branch, unchosen: Unchosen, refused: str
) -> dict[str, Any]:
    names = names_around(branch)
    title = say("funding.adopt.title")
    told = answer_at(scenario.key)
    page: dict[str, Any] = {
        **draft_frame(branch, names, "", (title, "")),
        "title": title,
        "scenario": scenario,
        "value": share(told["value"]) if told else "",
        "refused": refused,
        "unchosen": unchosen.value,
    }
    if told and not refused:
        done = adoption_of(scenario, told, unchosen)
        after = done.plan.section(branch.name)
        found = compare(nation_around(branch), draft_section(branch), after)
        page["shown"] = shown(request, [found], names)
        page["left"] = _named(plan_for(scenario), branch.name, done.unchosen)
    return page


def _named(plan: Plan, city: str, ids: tuple[str, ...]) -> list[str]:
    return [project_name(own) for own in plan.projects() if own.city == city and own.id in set(ids)]
