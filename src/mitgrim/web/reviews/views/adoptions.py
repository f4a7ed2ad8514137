"""Adopting what was decided, and a minor change; announcing it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from mitgrim.adoption.voting import APPROVING
from mitgrim.plan import NATION
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.reviews.access import item_for
from mitgrim.web.reviews.forms import AdoptForm, AnnounceForm, CorrectionForm, MinorForm
from mitgrim.web.reviews.models import Adoption, Item
from mitgrim.web.reviews.queries import change_since_adoption, last_adoption
from mitgrim.web.reviews.refusals import day_text
from mitgrim.web.reviews.services import adopting
from mitgrim.web.reviews.views.frame import form_page, frame, way_to_committees, way_to_item
from mitgrim.web.reviews.views.sittings import offered
from mitgrim.web.reviews.wording import minor_lines
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import manifest, national_branch, plan_of
from mitgrim.web.workspace.access import person_of, plan_for_officer
from mitgrim.web.workspace.comparison import sections_between
from mitgrim.web.workspace.queries import nation_around
from mitgrim.web.workspace.views.frame import names_around
from mitgrim.web.workspace.views.shown import shown


@login_required
def adopt(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """Adopt what the national committee approved."""
    person = person_of(request)
    workspace = plan_for_officer(person, "plan.adopt", plan)
    own = item_for(person, plan, item)
    branch = national_branch(workspace)
    later = [each for each in offered(branch) if each.number >= own.revision_id]
    known = {
        "name": f"{timezone.localdate().year}",
        "decision": say(
            "reviews.decision.of", committee=own.sitting.committee.name_ko,
            day=day_text(own.sitting.day), title=own.sitting.title,
        ),
    }  # fmt: skip
    form = AdoptForm(request.POST or None, revisions=later, initial=known)

    def act(revision: int, name: str, decision: str) -> Any:
        chosen = StoredRevision.objects.get(pk=revision)
        return adopting.adopt(by=person, item=own, revision=chosen, name=name, decision=decision)

    return form_page(
        request, form, act, say("reviews.adopt.title"), workspace, *way_to_item(own),
        lead=say("reviews.adopt.lead"), submit=say("reviews.adopt.button"),
    )  # fmt: skip


@login_required
def minor(request: HttpRequest, plan: str) -> HttpResponse:
    """How far the plan is from the adopted one, by both tests; adopting a change that is minor."""
    person = person_of(request)
    workspace = plan_for_officer(person, "plan.adopt", plan)
    branch, adopted = national_branch(workspace), last_adoption(workspace)
    sections, way = manifest(branch.head), way_to_committees(workspace)
    if adopted is None:
        return render(
            request, "reviews/minor.html", frame(workspace, say("reviews.minor.title"), way)
        )
    test = change_since_adoption(workspace, sections, timezone.localdate())
    before = manifest(adopted.baseline.revision)
    found = sections_between(nation_around(branch), before, sections)
    form = MinorForm(request.POST or None, offered=_approved(workspace, adopted))

    def act(items: list[str], name: str, decision: str) -> Any:
        chosen = _approved(workspace, adopted, items)
        return adopting.adopt_minor(
            by=person, workspace=workspace, name=name, decision=decision, items=chosen
        )

    return form_page(
        request, form, act, say("reviews.minor.title"), workspace, way,
        template="reviews/minor.html", submit=say("reviews.adopt.button"), adopted=adopted,
        minor=minor_lines(test, plan_of(sections)),
        shown=shown(request, found, names_around(branch)),
    )  # fmt: skip


@login_required
@require_GET
def adoption(request: HttpRequest, plan: str, adoption: int) -> HttpResponse:
    """An adoption as the officer sees it, announced or not."""
    _, own = _of(request, plan, adoption)
    page = {
        **frame(own.workspace, own.baseline.name, way_to_committees(own.workspace)),
        "adoption": own,
        "told": Organisation.objects.filter(pk__in=own.told),
    }
    return render(request, "reviews/adoption.html", page)


@login_required
def announce(request: HttpRequest, plan: str, adoption: int) -> HttpResponse:
    """고시: make an adoption known, with number and day, and tell bodies."""
    person, own = _of(request, plan, adoption)
    form = AnnounceForm(request.POST or None, initial={"day": timezone.localdate()})

    def act(**values: Any) -> Any:
        return adopting.announce(by=person, adoption=own, **values)

    way = own.baseline.name, reverse("reviews:adoption", args=(plan, own.pk))
    return form_page(
        request, form, act, say("reviews.announce.title"), own.workspace,
        way_to_committees(own.workspace), way, lead=say("reviews.announce.lead"),
        submit=say("reviews.announce.button"),
    )  # fmt: skip


@login_required
def correct(request: HttpRequest, plan: str, adoption: int) -> HttpResponse:
    """정정고시: what an announcement said wrongly."""
    person, own = _of(request, plan, adoption)
    form = CorrectionForm(request.POST or None, initial={"day": timezone.localdate()})

    def act(**values: Any) -> Any:
        return adopting.correct(by=person, adoption=own, **values)

    way = own.baseline.name, reverse("reviews:adoption", args=(plan, own.pk))
    return form_page(
        request, form, act, say("reviews.correct.title"), own.workspace,
        way_to_committees(own.workspace), way, lead=say("reviews.correct.lead"),
        submit=say("reviews.correct.button"),
    )  # fmt: skip


def _of(request: HttpRequest, plan: str, adoption: int) -> tuple[Person, Adoption]:
    person = person_of(request)
    workspace = plan_for_officer(person, "plan.adopt", plan)
    rows = Adoption.objects.defer("folder").select_related("baseline__revision", "workspace", "by")
    return person, get_object_or_404(rows, workspace=workspace, pk=adoption)


def _approved(workspace: Workspace, adopted: Adoption, only: list[str] | None = None) -> list[Item]:
    """What cities' committees approved since the last adoption."""
    rows = Item.objects.filter(
        sitting__committee__workspace=workspace,
        verdict__in=[own.value for own in APPROVING],
        decided__gt=adopted.moment,
    ).exclude(sitting__committee__section=NATION)
    rows = rows if only is None else rows.filter(pk__in=only)
    return list(rows.select_related("sitting__committee", "revision"))
