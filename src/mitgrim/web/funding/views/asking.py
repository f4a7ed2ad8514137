"""Making a scenario: in fields or as a file, from nothing or from an earlier one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mitgrim.plan import NATION, Plan
from mitgrim.web.funding.access import branch_to_ask, scenario_for
from mitgrim.web.funding.conditions import fields_of
from mitgrim.web.funding.forms import ConditionsForm, FileForm
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import sections_of
from mitgrim.web.funding.services import make_scenario
from mitgrim.web.funding.showing import city_name
from mitgrim.web.funding.views.frame import funding_frame
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import plan_of


@signed_in
@require_http_methods(["GET", "POST"])
def in_fields(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """A scenario in fields; one that fields can't show is begun as a file."""
    branch = branch_to_ask(me(request), plan, section)
    before, about = _before(request, plan), plan_of(sections_of(branch))
    if request.method == "POST":
        form = ConditionsForm(request.POST, plan=about)
        return _made(request, branch, form, before) or _page(request, branch, form, before, about)
    form = ConditionsForm(plan=about)
    if before:
        known = fields_of(before.said)
        if known.keys() - form.fields.keys():
            messages.info(request, say("funding.form.only-as-file"))
            return redirect(f"file/?from={before.pk}")
        form.initial = {**known, **_initial(before)}
    return _page(request, branch, form, before, about)


@signed_in
@require_http_methods(["GET", "POST"])
def as_file(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """A scenario as a YAML text or file."""
    branch = branch_to_ask(me(request), plan, section)
    before, about = _before(request, plan), plan_of(sections_of(branch))
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES, plan=about)
        return _made(request, branch, form, before) or _page(request, branch, form, before, about)
    form = FileForm(plan=about)
    if before:
        form.initial = {"text": before.said, **_initial(before)}
    return _page(request, branch, form, before, about)


def _before(request: HttpRequest, plan: str) -> Scenario | None:
    """The scenario that `?from=` names, to begin with what it says."""
    asked = request.GET.get("from", "")
    if not (asked.isascii() and asked.isdecimal()):
        return None
    return scenario_for(me(request), plan, int(asked))


def _initial(before: Scenario) -> dict[str, Any]:
    return {
        "name": say("funding.form.copy-of", name=before.name),
        "seconds": before.seconds,
        "gap": f"{before.gap:g}",
        "seed": before.seed,
    }


def _made(
    request: HttpRequest, branch: Branch, form: Any, before: Scenario | None
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    made = make_scenario(by=me(request), branch=branch, begun_from=before, **form.asked())
    return redirect("funding:scenario", branch.workspace_id, made.pk)


def _page(
    request: HttpRequest, branch: Branch, form: forms.Form, before: Scenario | None, about: Plan
) -> HttpResponse:
    whole = branch.name == NATION
    name = say("funding.whole") if whole else city_name(about, branch.name)
    in_file = isinstance(form, FileForm)
    return render(
        request,
        "funding/file.html" if in_file else "funding/fields.html",
        {
            **funding_frame(branch.workspace, (say("funding.new"), "")),
            "form": form,
            "branch": branch,
            "about": name,
            "before": before,
            "in_file": in_file,
            "years": about.nation.period.years,
        },
        status=422 if form.errors else 200,
    )
