"""What the pages of funding share: where one is, and how far the work behind a page is."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mitgrim.plan import NATION
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import answer_at, key_for, plan_for, run_of
from mitgrim.web.funding.services import ask, page_of
from mitgrim.web.funding.showing import city_name
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me
from mitgrim.web.people.permissions import may, require
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.runs.services import end_abandoned
from mitgrim.web.workspace.views.frame import plan_frame

STOP_POLLING: Final = 286  # what htmx understands as: do not ask again


def funding_frame(workspace: Workspace, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """The header and the path of a page of funding."""
    page = reverse("funding:list", args=(workspace.pk,))
    return plan_frame(workspace, (say("funding.title"), page if crumbs else ""), *crumbs)


def scenario_frame(scenario: Scenario, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """The same of a page about a scenario."""
    own = page_of(scenario, Question.ANSWER) if crumbs else ""
    return {
        **funding_frame(scenario.branch.workspace, (scenario.name, own), *crumbs),
        "scenario": scenario,
        "about": about(scenario),
    }


def about(scenario: Scenario) -> str:
    """What a scenario is about: the whole plan, or a city's draft."""
    if scenario.branch.name == NATION:
        return say("funding.whole")
    return city_name(plan_for(scenario), scenario.branch.name)


def work_on(
    request: HttpRequest, scenario: Scenario, question: Question, **of: Any
) -> dict[str, Any]:
    """The answer to a question if it is there, else how far it is."""
    end_abandoned()
    key = scenario.key if question is Question.ANSWER else key_for(scenario, question, **of)
    told = answer_at(key)
    run = None if told else run_of(key)
    person = me(request)
    return {
        "told": told,
        "run": run,
        "own": run is not None and run.person_id == person.pk,
        "asks": may(person, "funding.ask", section=scenario.branch.name),
        "ask_url": request.path,
    }


def polled(request: HttpRequest, work: dict[str, Any]) -> HttpResponse | None:
    """The part of a page that changes, for htmx; the whole page anew once the answer is there."""
    if not getattr(request, "htmx", False):
        return None
    if work["told"]:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    run = work["run"]
    active = run is not None and run.active
    return render(request, "funding/_state.html", work, status=200 if active else STOP_POLLING)


def asked_for(
    request: HttpRequest, scenario: Scenario, question: Question, **of: Any
) -> HttpResponse:
    """Have something computed, and show where its answer will be."""
    require(request.user, "funding.ask", section=scenario.branch.name)
    ask(by=me(request), scenario=scenario, question=question, **of)
    return redirect(page_of(scenario, question, **of))
