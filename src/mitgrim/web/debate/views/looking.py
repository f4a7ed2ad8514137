"""For those who look after debates: all of a plan, opening one, changing it, how it goes."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.plan import NATION
from mitgrim.web.debate.access import debate_for, may_in, plan_with
from mitgrim.web.debate.forms import ChangeForm, OpenForm, StatementForm
from mitgrim.web.debate.kinds import Refused
from mitgrim.web.debate.queries import (
    debates_of,
    refused_of,
    standing_of,
    votes_of_debate,
)
from mitgrim.web.debate.services import add_statement, change_debate, open_debate
from mitgrim.web.debate.views.frame import status_of, unkept, where, work_frame
from mitgrim.web.opinions.access import sections_for
from mitgrim.web.opinions.views.frame import choose_plan, section_names
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.workspace.views.frame import plan_frame
from mitgrim.wording import Refusal


@signed_in
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """The plans whose debates one looks after."""
    return choose_plan(request, "debate.read", "debate:list", "debate/plans.html")


@signed_in
@require_GET
def listed(request: HttpRequest, plan: str) -> HttpResponse:
    """The debates on a plan: those of one's own section, and those for all cities."""
    workspace, _ = plan_with(me(request), plan, "debate.read")
    rows = [(own, standing_of(own), where(own)) for own in debates_of(workspace)]
    told = {
        **plan_frame(workspace, (say("debate.work.title"), "")),
        "rows": [row for row in rows if _reads(request, row[0])],
        "opens": bool(sections_for(me(request), workspace, "debate.open")),
    }
    return unkept(request, "debate/list.html", told)


def _reads(request: HttpRequest, debate: Any) -> bool:
    return may_in(request.user, debate, "debate.read") or debate.section == NATION


@signed_in
@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, plan: str) -> HttpResponse:
    """Open a debate."""
    workspace, sections = plan_with(me(request), plan, "debate.open")
    form = OpenForm(request.POST or None, sections=list(_offered(workspace, sections)))
    if request.method == "POST" and form.is_valid():
        try:
            own = open_debate(
                by=me(request), workspace=workspace, section=form.cleaned_data["section"],
                first=form.first_statements(), **form.terms(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, refusal.in_(current()))
        else:
            messages.success(request, say("debate.work.opened"))
            return redirect("debate:look", plan, own.pk)
    crumbs = (
        (say("debate.work.title"), reverse("debate:list", args=(plan,))),
        (say("debate.work.new"), ""),
    )
    told = {**plan_frame(workspace, *crumbs), "form": form}
    return unkept(request, "debate/new.html", told, 422 if form.errors else 200)


def _offered(workspace: Workspace, sections: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Where a debate may be opened: for all cities, or one."""
    for own, name in section_names(workspace, sections):
        yield own, say("debate.all-cities") if own == NATION else name


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, plan: str, debate: int) -> HttpResponse:
    """Say anew what holds."""
    own = debate_for(me(request), plan, debate, "debate.open")
    form = ChangeForm(request.POST or None, debate=own)
    if request.method == "POST" and form.is_valid():
        try:
            change_debate(by=me(request), debate=own, **form.terms())
        except Refusal as refusal:
            form.add_error("who", refusal.in_(current()))
        else:
            messages.success(request, say("debate.work.saved"))
            return redirect("debate:change", plan, own.pk)
    crumb = (say("debate.work.change"), "")
    told = {**work_frame(request, own, crumb), "form": form}
    return unkept(request, "debate/change.html", told, 422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, plan: str, debate: int) -> HttpResponse:
    """How a debate goes, without what people voted; who opened it may add statements."""
    own = debate_for(me(request), plan, debate, "debate.read")
    adds = may_in(request.user, own, "debate.open") and not standing_of(own).closed
    form = StatementForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if not may_in(request.user, own, "debate.open"):
            raise Http404
        try:
            if form.is_valid():
                add_statement(by=me(request), debate=own, text=form.cleaned_data["text"])
                messages.success(request, say("debate.work.added"))
                return redirect("debate:look", plan, own.pk)
            status = 422
        except Refusal as refusal:
            form.add_error("text", refusal.in_(current()))
            status = status_of(refusal)
    told = {
        **work_frame(request, own),
        "form": form if adds or form.errors else None,
        "statements": own.statements.order_by("number"),
        "people": own.participants.count(),
        "votes": votes_of_debate(own).count(),
        "refused": [
            (say(f"debate.refused-kind.{kind}"), times)
            for kind, times in refused_of(own).items()
            if kind in tuple(Refused)
        ],
    }
    return unkept(request, "debate/look.html", told, status)
