"""Votes on an item: what is asked, who says what, the count, and the conditions that come of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from mitgrim.adoption.voting import Choice, Verdict
from mitgrim.web.pages.words import say
from mitgrim.web.reviews.access import item_for, motion_for
from mitgrim.web.reviews.forms import (
    DecisionForm,
    MeetForm,
    place_choices,
)
from mitgrim.web.reviews.queries import (
    branch_of_item,
    sections_of,
)
from mitgrim.web.reviews.services import conditions, voting
from mitgrim.web.reviews.services.voting import reviewed_state
from mitgrim.web.reviews.views.frame import (
    acted,
    form_page,
    page_of,
    way_to_item,
)
from mitgrim.web.reviews.views.sittings import offered
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import (
    plan_of,
)
from mitgrim.web.workspace.access import person_of


@login_required
def decide(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """Put to the vote what to decide, with conditions."""
    person = person_of(request)
    own = item_for(person, plan, item, manage=True)
    places = place_choices(plan_of(sections_of(own)), own.sitting.committee.section)
    form = DecisionForm(request.POST or None, places=places)

    def act(**values: Any) -> Any:
        return voting.put(
            by=person, item=own, verdict=Verdict(values["verdict"]), reason=values["reason"],
            conditions=form.asked(values),
        )  # fmt: skip

    return form_page(
        request, form, act, say("reviews.decision.put"), own.sitting.committee.workspace,
        *way_to_item(own), template="reviews/decide.html", submit=say("reviews.decision.put"),
    )  # fmt: skip


@login_required
@require_POST
def vote(request: HttpRequest, plan: str, motion: int) -> HttpResponse:
    """A member votes."""
    person = person_of(request)
    own = motion_for(person, plan, motion)
    try:
        choice = Choice(request.POST.get("choice", ""))
    except ValueError:
        messages.error(request, say("reviews.wrong.choice"))
        return redirect(page_of(own.item))
    return acted(
        request,
        lambda: voting.cast_vote(by=person, motion=own, choice=choice),
        "voted",
        page_of(own.item),
    )


@login_required
@require_POST
def close(request: HttpRequest, plan: str, motion: int) -> HttpResponse:
    """End a vote and count it."""
    person = person_of(request)
    own = motion_for(person, plan, motion, manage=True)
    return acted(
        request, lambda: voting.close_vote(by=person, motion=own), "counted", page_of(own.item)
    )


@login_required
def meet(request: HttpRequest, plan: str, item: int, number: int) -> HttpResponse:
    """Name the revision that meets a condition."""
    person = person_of(request)
    own = item_for(person, plan, item, manage=True)
    held = get_object_or_404(
        own.conditions.select_related("item__sitting__committee"), number=number
    )
    decided = reviewed_state(own)
    branch = branch_of_item(own)
    later = [each for each in offered(branch) if each.number > decided.number]
    form = MeetForm(request.POST or None, revisions=later)

    def act(revision: int) -> Any:
        chosen = StoredRevision.objects.get(pk=revision)
        return conditions.meet(by=person, condition=held, revision=chosen)

    return form_page(
        request, form, act, say("reviews.condition.meet", n=number), branch.workspace,
        *way_to_item(own), lead=held.text,
    )  # fmt: skip
