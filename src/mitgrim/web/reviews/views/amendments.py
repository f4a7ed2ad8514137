"""Amendments: another state of a section, proposed, put to the vote, merged or taken back."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mitgrim.web.pages.words import say
from mitgrim.web.reviews.access import amendment_for, item_for
from mitgrim.web.reviews.forms import (
    AmendmentForm,
)
from mitgrim.web.reviews.kinds import AmendmentState, SittingState
from mitgrim.web.reviews.models import Item
from mitgrim.web.reviews.queries import (
    branch_of_item,
    manages,
    open_question,
    seats_on,
)
from mitgrim.web.reviews.services import docket, voting
from mitgrim.web.reviews.views.frame import (
    acted,
    form_page,
    frame,
    page_of,
    way_to_item,
)
from mitgrim.web.reviews.views.sittings import offered
from mitgrim.web.reviews.wording import (
    names_of_sections,
)
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import (
    manifest,
)
from mitgrim.web.workspace.access import person_of
from mitgrim.web.workspace.comparison import sections_between
from mitgrim.web.workspace.packages import brought
from mitgrim.web.workspace.queries import nation_around
from mitgrim.web.workspace.views.frame import names_around
from mitgrim.web.workspace.views.shown import shown


@login_required
def amend(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """Propose another state of a section."""
    person = person_of(request)
    own = item_for(person, plan, item, manage=True)
    branch = branch_of_item(own)
    form = AmendmentForm(
        request.POST or None, request.FILES or None,
        seats=seats_on(own.sitting.committee, own.sitting.day),
        sections=names_of_sections(own), revisions=_later(own, offered(branch)),
    )  # fmt: skip

    def act(
        *, title: str, reason: str, mover: int | None, section: str, revision: int | None, file: Any
    ) -> Any:
        content = _content(own, section, revision, file)
        seat = own.sitting.committee.seats.get(pk=mover) if mover else None
        return docket.amend(
            by=person, item=own, title=title, section=content, reason=reason, mover=seat
        )

    return form_page(
        request, form, act, say("reviews.amendment.add"), branch.workspace, *way_to_item(own),
        multipart=True,
    )  # fmt: skip


def _content(item: Item, section: str, revision: int | None, file: Any) -> Any:
    if revision is not None:
        return docket.section_at(item, StoredRevision.objects.get(pk=revision), section)
    return brought(file.read(), file.name, section).section


def _later(item: Item, revisions: list[StoredRevision]) -> list[StoredRevision]:
    return [own for own in revisions if own.number > item.revision_id]


@login_required
@require_GET
def amendment(request: HttpRequest, plan: str, amendment: int) -> HttpResponse:
    """An amendment as what it changes in the item's state."""
    person = person_of(request)
    own = amendment_for(person, plan, amendment)
    branch = branch_of_item(own.item)
    found = sections_between(
        nation_around(branch), manifest(own.item.revision), manifest(own.revision)
    )
    page = {
        **frame(branch.workspace, own.title, *way_to_item(own.item)),
        "amendment": own,
        "item": own.item,
        "shown": shown(request, found, names_around(branch)),
        "manages": manages(person, own.item.sitting.committee.section),
        "may_put": own.state == AmendmentState.PROPOSED
        and own.item.sitting.state == SittingState.OPEN
        and open_question(own.item.sitting) is None,
        "may_withdraw": own.state == AmendmentState.PROPOSED and not own.motions.exists(),
        "may_merge": own.state == AmendmentState.CARRIED and own.merged_id is None,
    }
    return render(request, "reviews/amendment.html", page)


@login_required
@require_POST
def withdraw(request: HttpRequest, plan: str, amendment: int) -> HttpResponse:
    """Take an amendment back."""
    person = person_of(request)
    own = amendment_for(person, plan, amendment, manage=True)
    to = page_of(own.item)
    return acted(
        request, lambda: docket.withdraw_amendment(by=person, amendment=own), "withdrawn", to
    )


@login_required
@require_POST
def merge(request: HttpRequest, plan: str, amendment: int) -> HttpResponse:
    """Take a carried amendment into the draft, once what stood in the way is settled."""
    person = person_of(request)
    own = amendment_for(person, plan, amendment, manage=True)
    to = reverse("reviews:amendment", args=(plan, own.pk))
    return acted(request, lambda: voting.merge_amendment(by=person, amendment=own), "merged", to)


@login_required
@require_POST
def put_amendment(request: HttpRequest, plan: str, amendment: int) -> HttpResponse:
    """Put an amendment to the vote."""
    person = person_of(request)
    own = amendment_for(person, plan, amendment, manage=True)
    return acted(
        request,
        lambda: voting.put(by=person, item=own.item, amendment=own),
        "put",
        page_of(own.item),
    )
