"""A sitting: who is there, the docket, opening and closing, minutes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mitgrim.documents import write_pdf
from mitgrim.documents.sitting_minutes import minutes_document
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.reviews.access import sitting_for
from mitgrim.web.reviews.forms import ItemForm, MinutesForm, PresenceForm, SittingForm
from mitgrim.web.reviews.kinds import ItemKind, SittingState
from mitgrim.web.reviews.minutes import items_of, members_of, minutes_of
from mitgrim.web.reviews.models import Presence, Sitting
from mitgrim.web.reviews.queries import (
    attendance_of,
    last_adoption,
    manages,
    open_question,
    presences_of,
    rule_on,
    seats_on,
)
from mitgrim.web.reviews.services import docket, sittings
from mitgrim.web.reviews.views.frame import (
    acted,
    form_page,
    frame,
    pdf_file,
    way_to_committee,
    way_to_sitting,
)
from mitgrim.web.reviews.wording import rule_text, voted
from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.revisions.queries import branch_of, history_of
from mitgrim.web.workspace.access import person_of

REVISIONS_OFFERED = 40


@login_required
@require_GET
def sitting(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """A sitting as it is now; the reading of names is recorded."""
    person = person_of(request)
    own = sitting_for(person, plan, sitting)
    record(person, "people.read", f"{plan}/sitting/{own.pk}")
    known, there = rule_on(own.committee, own.day), presences_of(own)
    page = {
        **frame(own.committee.workspace, own.title, *way_to_committee(own.committee)),
        "sitting": own,
        "known": known,
        "rule": rule_text(known),
        "attendance": attendance_of(own, known) if own.is_on else None,
        "members": [(seat, there.get(seat.pk)) for seat in seats_on(own.committee, own.day)],
        "items": own.items.select_related("revision"),
        "question": open_question(own),
        "manages": manages(person, own.committee.section),
        "is_open": own.is_on,
        "is_closed": own.state == SittingState.CLOSED,
        "deputies": own.committee.deputies,
    }
    return render(request, "reviews/sitting.html", page)


@login_required
def move(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """Another day or place for a sitting that has not begun."""
    person, own = _kept(request, plan, sitting)
    said = {"title": own.title, "day": own.day, "place": own.place}
    form = SittingForm(request.POST or None, initial=said)

    def act(**values: Any) -> Any:
        return sittings.move_sitting(by=person, sitting=own, **values)

    return form_page(
        request, form, act, say("reviews.sitting.move"), own.committee.workspace,
        *way_to_sitting(own),
    )  # fmt: skip


@login_required
@require_POST
def begin(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """Begin a sitting."""
    person, own = _kept(request, plan, sitting)
    return acted(
        request, lambda: sittings.open_sitting(by=person, sitting=own), "opened", _url(own)
    )


@login_required
@require_POST
def end(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """End a sitting."""
    person, own = _kept(request, plan, sitting)
    return acted(
        request, lambda: sittings.close_sitting(by=person, sitting=own), "closed", _url(own)
    )


@login_required
@require_POST
def enter(request: HttpRequest, plan: str, sitting: int, seat: int) -> HttpResponse:
    """A member came."""
    person, own = _kept(request, plan, sitting)
    held = get_object_or_404(own.committee.seats.select_related("person"), pk=seat)
    return acted(
        request, lambda: sittings.enter(by=person, sitting=own, seat=held), "entered", _url(own)
    )


@login_required
def send(request: HttpRequest, plan: str, sitting: int, seat: int) -> HttpResponse:
    """Somebody came in a member's place."""
    person, own = _kept(request, plan, sitting)
    held = get_object_or_404(own.committee.seats.select_related("person"), pk=seat)
    form = PresenceForm(request.POST or None)

    def act(deputy: Person | None) -> Any:
        return sittings.enter(by=person, sitting=own, seat=held, deputy=deputy)

    title = say("reviews.deputy.for", name=held.person.name)
    return form_page(request, form, act, title, own.committee.workspace, *way_to_sitting(own))


@login_required
@require_POST
def leave(request: HttpRequest, plan: str, sitting: int, presence: int) -> HttpResponse:
    """A member left."""
    person, own = _kept(request, plan, sitting)
    held = get_object_or_404(Presence.objects.select_related("sitting"), pk=presence, sitting=own)
    return acted(request, lambda: sittings.leave(by=person, presence=held), "left", _url(own))


@login_required
def add_item(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """Put a state of the section on the docket."""
    person, own = _kept(request, plan, sitting)
    branch = _branch(own)
    form = ItemForm(
        request.POST or None, section=own.committee.section, revisions=offered(branch),
        changes=last_adoption(own.committee.workspace) is not None,
    )  # fmt: skip

    def act(kind: str, title: str, revision: int, other_law: str = "") -> Any:
        chosen = StoredRevision.objects.get(pk=revision)
        return docket.add_item(
            by=person, sitting=own, kind=ItemKind(kind), title=title, revision=chosen,
            other_law=other_law,
        )  # fmt: skip

    return form_page(
        request, form, act, say("reviews.item.add"), own.committee.workspace, *way_to_sitting(own)
    )


@login_required
@require_GET
def minutes(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """회의록: what the record says of a sitting, and what was written beside it."""
    person = person_of(request)
    own = sitting_for(person, plan, sitting)
    record(person, "people.read", f"{plan}/sitting/{own.pk}")
    known = rule_on(own.committee, own.day)
    page = {
        **frame(own.committee.workspace, say("reviews.minutes.title"), *way_to_sitting(own)),
        "sitting": own,
        "known": known,
        "rule": rule_text(known),
        "members": members_of(own),
        "items": [
            (each, voted(each.motions.all()), each.conditions.all()) for each in items_of(own)
        ],
        "manages": manages(person, own.committee.section),
    }
    return render(request, "reviews/minutes.html", page)


@login_required
@require_GET
def printed_minutes(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """The minutes as a PDF, to be signed and filed; the reading of names is recorded."""
    person = person_of(request)
    own = sitting_for(person, plan, sitting)
    record(person, "people.read", f"{plan}/sitting/{own.pk}")
    body = write_pdf(minutes_document(minutes_of(own), current()))
    return pdf_file(body, f"{plan}-{own.committee.section}-minutes-{own.pk}.{current()}.pdf")


@login_required
def write_minutes(request: HttpRequest, plan: str, sitting: int) -> HttpResponse:
    """The written part of the minutes."""
    person, own = _kept(request, plan, sitting)
    form = MinutesForm(request.POST or None, initial={"minutes": own.minutes})

    def act(minutes: str) -> Any:
        return sittings.write_minutes(by=person, sitting=own, minutes=minutes)

    return form_page(
        request, form, act, say("reviews.minutes.write"), own.committee.workspace,
        *way_to_sitting(own), to=reverse("reviews:minutes", args=(plan, own.pk)),
    )  # fmt: skip


def offered(branch: Branch) -> list[StoredRevision]:
    """The newest revisions of a draft, to choose from."""
    return list(history_of(branch)[:REVISIONS_OFFERED])


def _kept(request: HttpRequest, plan: str, sitting: int) -> tuple[Person, Sitting]:
    person = person_of(request)
    return person, sitting_for(person, plan, sitting, manage=True)


def _branch(own: Sitting) -> Branch:
    found = branch_of(own.committee.workspace, own.committee.section)
    assert found is not None, "a committee is of a section of the plan"
    return found


def _url(own: Sitting) -> str:
    return reverse("reviews:sitting", args=(own.committee.workspace_id, own.pk))
