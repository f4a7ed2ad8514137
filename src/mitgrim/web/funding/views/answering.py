"""A scenario's page, and what is asked about its answer."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.plan import NATION, FundingSource, label_of
from mitgrim.web.funding.access import scenario_for
from mitgrim.web.funding.comparing import difference
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import Told, answer_at, is_answered, plan_for
from mitgrim.web.funding.showing import (
    change_text,
    frontier_figure,
    project_name,
    sensitivity_figure,
    sentences,
    share,
    shown,
)
from mitgrim.web.funding.views.frame import asked_for, polled, scenario_frame, work_on
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.permissions import may

AS_IT_IS: Final = 100


@signed_in
@require_http_methods(["GET", "POST"])
def scenario(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """What was asked and what was found; a POST has it computed once more where it failed."""
    own = scenario_for(me(request), plan, number)
    if request.method == "POST":
        return asked_for(request, own, Question.ANSWER)
    work = work_on(request, own, Question.ANSWER)
    part = polled(request, work)
    if part is not None:
        return part
    told = work["told"]
    person = me(request)
    return render(
        request,
        "funding/scenario.html",
        {
            **scenario_frame(own),
            **work,
            "shown": shown(plan_for(own), told) if told else None,
            "sources": sources_of(own),
            "linked": work["asks"],
            "shares": may(person, "funding.share", section=own.branch.name),
            "offers": own.branch.name == NATION
            and may(person, "funding.offer", section=own.branch.name),
            "adopts": [] if own.branch.name == NATION else _adopts(request, own),
        },
    )


def _adopts(request: HttpRequest, own: Scenario) -> list[str]:
    city = own.branch.name
    return [city] if may(me(request), "draft.edit", section=city) else []


def sources_of(own: Scenario) -> list[tuple[str, str]]:
    """The sources of which the plan has money, by their ids and names."""
    held = {each["source"] for each in own.parameters["budgets"] if each["amount"]}
    return [(source.value, named(label_of(source))) for source in FundingSource if source in held]


@signed_in
@require_http_methods(["POST"])
def ask_why(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """Ask why a project of the list is in or not."""
    own = scenario_for(me(request), plan, number)
    project = _project(own, request.POST.get("project", ""))
    return asked_for(request, own, Question.EXPLAIN, project=project.id)


@signed_in
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, plan: str, number: int, project: str) -> HttpResponse:
    """Why a project is in the answer, or why it is not."""
    own = scenario_for(me(request), plan, number)
    about = _project(own, project)
    if request.method == "POST":
        return asked_for(request, own, Question.EXPLAIN, project=about.id)
    work = work_on(request, own, Question.EXPLAIN, project=about.id)
    title = say("funding.why.title", project=project_name(about))
    told = work["told"]
    return polled(request, work) or render(
        request,
        "funding/why.html",
        {
            **scenario_frame(own, (title, "")),
            **work,
            "title": title,
            "paragraphs": _paragraphs(told) if told else (),
        },
    )


@dataclass(slots=True)
class Paragraph:
    """A head with the lines and the items that follow it."""

    head: str
    lines: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


def _paragraphs(told: Told) -> list[Paragraph]:
    found: list[Paragraph] = []
    for kind, text in sentences(told["sentences"]):
        if kind == "head" or not found:
            found.append(Paragraph(text))
        elif kind == "item":
            found[-1].items.append(text)
        else:
            found[-1].lines.append(text)
    return found


def _project(own: Scenario, id: str) -> Any:
    found = next((each for each in plan_for(own).projects() if each.id == id), None)
    if found is None:
        raise Http404
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def frontier(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """What it costs to leave no city far behind."""
    own = scenario_for(me(request), plan, number)
    if request.method == "POST":
        return asked_for(request, own, Question.FRONTIER)
    work = work_on(request, own, Question.FRONTIER)
    told = work["told"]
    return polled(request, work) or render(
        request,
        "funding/frontier.html",
        {
            **scenario_frame(own, (say("funding.frontier.title"), "")),
            **work,
            "ready": answer_at(own.key) is not None,
            "alone": told is not None and len(told["frontier"]) == 1,
            "figure": frontier_figure(plan_for(own), told) if told else "",
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def sensitivity(request: HttpRequest, plan: str, number: int, source: str) -> HttpResponse:
    """What goes and what joins with less or more of a source; `?step=90` is nine tenths of it."""
    own = scenario_for(me(request), plan, number)
    if source not in dict(sources_of(own)):
        raise Http404
    if request.method == "POST":
        return asked_for(request, own, Question.SENSITIVITY, source=source)
    work = work_on(request, own, Question.SENSITIVITY, source=source)
    told = work["told"]
    if told and request.GET.get("step") and getattr(request, "htmx", False):
        return render(request, "funding/_step.html", steps_page(request, own, told))
    title = say("funding.sensitivity.title", source=dict(sources_of(own))[source])
    return polled(request, work) or render(
        request,
        "funding/sensitivity.html",
        {
            **scenario_frame(own, (title, "")),
            **work,
            "title": title,
            "source": source,
            "sources": sources_of(own),
            "ready": answer_at(own.key) is not None,
            **(steps_page(request, own, told) if told else {}),
        },
    )


def steps_page(request: HttpRequest, own: Scenario, told: Told) -> dict[str, Any]:
    """What a page shows of the steps, one of which is chosen."""
    percents = [each["percent"] for each in told["steps"]]
    asked = request.GET.get("step", "")
    chosen = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else AS_IT_IS  # noqa: PLR2004
    if chosen not in percents:
        chosen = AS_IT_IS
    step = next(each for each in told["steps"] if each["percent"] == chosen)
    base = answer_at(own.key) or step
    projects = {each.id: each for each in plan_for(own).projects()}
    return {
        "steps": [(each, change_text(each), each == chosen) for each in percents],
        "chosen": chosen,
        "change": change_text(chosen),
        "as_it_is": chosen == AS_IT_IS,
        "step": {**step, "value": share(step["value"]), "gap": share(step["gap"])},
        "kept": len(step["projects"]),
        "difference": difference(projects, step, base),
        "solved": is_answered(step),
        "figure": sensitivity_figure(told, chosen),
        "least": percents[0],
        "most": percents[-1],
    }


@signed_in
@require_GET
def download(request: HttpRequest, plan: str, number: int, form: str) -> HttpResponse:
    """The conditions as YAML, or the answer as JSON, to keep."""
    own = scenario_for(me(request), plan, number)
    if form == "yaml":
        return _file(own.said or "{}\n", f"scenario-{own.pk}.yaml", "application/yaml")
    told = answer_at(own.key)
    if told is None:
        raise Http404
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _file(text, f"scenario-{own.pk}.json", "application/json")


def _file(text: str, name: str, media: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{media}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
