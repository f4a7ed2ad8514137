"""Baselines: the plan frozen under a name, held against what it is now, and to take away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may, require
from mitgrim.web.revisions.handing_in import freeze
from mitgrim.web.revisions.models import Baseline, Branch
from mitgrim.web.revisions.queries import manifest, may_read, national_branch
from mitgrim.web.revisions.services import DraftRefusal
from mitgrim.web.workspace.access import person_of, workspace_for
from mitgrim.web.workspace.comparison import sections_between
from mitgrim.web.workspace.forms import BaselineForm
from mitgrim.web.workspace.queries import nation_around
from mitgrim.web.workspace.views.files import zipped
from mitgrim.web.workspace.views.frame import names_around, plan_frame
from mitgrim.web.workspace.views.shown import shown


@login_required
@require_http_methods(["GET", "POST"])
def baselines(request: HttpRequest, plan: str) -> HttpResponse:
    """The plan's baselines, the newest first; and freezing another."""
    person = person_of(request)
    nation = national_for(person, plan)
    form = BaselineForm(request.POST or None)
    if request.method == "POST":
        require(person, "plan.freeze")
        if form.is_valid() and _frozen(request, nation, form):
            return redirect("workspace:baselines", nation.workspace_id)
    return render(
        request,
        "workspace/baselines.html",
        {
            **plan_frame(nation.workspace, (say("workspace.baselines.title"), "")),
            "baselines": nation.workspace.baselines.select_related("revision", "by"),
            "head": nation.head,
            "form": form,
            "may_freeze": may(person, "plan.freeze"),
        },
        status=422 if form.errors else 200,
    )


def _frozen(request: HttpRequest, nation: Branch, form: BaselineForm) -> bool:
    name = form.cleaned_data["name"]
    try:
        freeze(by=person_of(request), workspace=nation.workspace, name=name)
    except DraftRefusal as refused:
        form.add_error("name", refused.in_(current()))
        return False
    messages.success(request, say("workspace.baselines.done", name=name))
    return True


@login_required
@require_GET
def compare_with_now(request: HttpRequest, plan: str, id: int) -> HttpResponse:
    """What has changed in the plan since a baseline."""
    nation, own = _baseline_for(person_of(request), plan, id)
    found = sections_between(nation_around(nation), manifest(own.revision), manifest(nation.head))
    crumbs = (say("workspace.baselines.title"), "../"), (own.name, "")
    return render(
        request,
        "workspace/baseline.html",
        {
            **plan_frame(nation.workspace, *crumbs),
            "baseline": own,
            "head": nation.head,
            "digests": manifest(own.revision),
            "shown": shown(request, found, names_around(nation)),
        },
    )


@login_required
@require_GET
def download(request: HttpRequest, plan: str, id: int) -> HttpResponse:
    """A baseline as a plan folder with its digests."""
    nation, own = _baseline_for(person_of(request), plan, id)
    return zipped(nation.workspace, own.revision, manifest(own.revision), own.name)


def national_for(person: Person, plan: str) -> Branch:
    """The plan as assembled, for those who may read it."""
    nation = national_branch(workspace_for(person, plan))
    if not may_read(person, nation):
        raise Http404
    return nation


def _baseline_for(person: Person, plan: str, id: int) -> tuple[Branch, Baseline]:
    nation = national_for(person, plan)
    rows = Baseline.objects.select_related("revision", "by")
    found = rows.filter(workspace=nation.workspace_id, pk=id).first()
    if found is None:
        raise Http404
    return nation, found
