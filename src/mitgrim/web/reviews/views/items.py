"""An item of the docket: the state it is about, what is said of it, amendments, votes, decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mitgrim.adoption.voting import APPROVING, Choice, Verdict
from mitgrim.plan import NATION
from mitgrim.web.opinions.anchoring import about_of
from mitgrim.web.pages.words import say
from mitgrim.web.people.permissions import may
from mitgrim.web.people.services import record
from mitgrim.web.reviews.access import amendment_for, item_for, motion_for
from mitgrim.web.reviews.forms import (
    AmendmentForm,
    DecisionForm,
    InterestForm,
    MeetForm,
    place_choices,
)
from mitgrim.web.reviews.kinds import AmendmentState, SittingState
from mitgrim.web.reviews.models import Adoption, Item
from mitgrim.web.reviews.queries import (
    branch_of_item,
    change_since_adoption,
    last_adoption,
    manages,
    open_question,
    seats_on,
    sections_of,
    votes_as,
)
from mitgrim.web.reviews.services import conditions, docket, voting
from mitgrim.web.reviews.services.voting import reviewed_state
from mitgrim.web.reviews.views.frame import acted, form_page, frame, way_to_item, way_to_sitting
from mitgrim.web.reviews.views.sittings import offered
from mitgrim.web.reviews.wording import (
    findings_in,
    minor_lines,
    names_of_sections,
    question_text,
    voted,
)
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import (
    findings_if_quick,
    manifest,
    national_branch,
    plan_of,
)
from mitgrim.web.workspace.access import person_of
from mitgrim.web.workspace.comparison import sections_between
from mitgrim.web.workspace.docket import docket_parts
from mitgrim.web.workspace.packages import brought
from mitgrim.web.workspace.queries import nation_around
from mitgrim.web.workspace.views.files import zipped
from mitgrim.web.workspace.views.frame import names_around
from mitgrim.web.workspace.views.shown import shown


@login_required
@require_GET
def item(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """An item with all that a member needs to decide; the reading of names is recorded."""
    person = person_of(request)
    own = item_for(person, plan, item)
    sitting, committee = own.sitting, own.sitting.committee
    record(person, "people.read", f"{plan}/sitting/{sitting.pk}")
    branch, is_open = branch_of_item(own), sitting.state == SittingState.OPEN
    sections = sections_of(own)
    question = open_question(sitting)
    own_question = question if question and question.item_id == own.pk else None
    seat = votes_as(person, own_question) if own_question and is_open else None
    motions = own.motions.select_related("amendment").prefetch_related("votes")
    adoption = Adoption.objects.defer("folder").select_related("baseline").filter(item=own).first()
    keeps, officer = manages(person, committee.section), may(person, "plan.adopt")
    page = {
        **frame(committee.workspace, own.title, *way_to_sitting(sitting)),
        "item": own,
        "sitting": sitting,
        "findings": findings_in(findings_if_quick(sections), committee.section),
        "parts": [
            (say(part.says), lines)
            for part in docket_parts()
            if (lines := part.lines(person, branch, own.revision))
        ],
        "minor": minor_lines(
            change_since_adoption(
                committee.workspace, sections, sitting.day, by_other_law=bool(own.other_law)
            ),
            plan_of(sections),
        ),
        "adopted_before": last_adoption(committee.workspace),
        "interests": own.interests.select_related("seat__person"),
        "amendments": own.amendments.select_related("mover__person", "merged"),
        "motions": voted(motions),
        "question": own_question,
        "asked": question_text(own_question) if own_question else "",
        "other_question": question is not None and own_question is None,
        "seat": seat,
        "my_vote": own_question.votes.filter(seat=seat).first() if own_question and seat else None,
        "voted": own_question.votes.count() if own_question else 0,
        "choices": [(each.value, say(f"reviews.choice.{each.value}")) for each in Choice],
        "conditions": [
            (each, [about_of(own.revision, place) or place for place in each.places])
            for each in own.conditions.select_related("revision", "met_by")
        ],
        "manages": keeps,
        "declares": keeps or seats_on(committee, sitting.day).filter(person=person).exists(),
        "is_open": is_open,
        "adoption": adoption,
        "may_adopt": officer,
        "adopts": officer
        and adoption is None
        and committee.section == NATION
        and own.verdict in [each.value for each in APPROVING],
    }
    return render(request, "reviews/item.html", page)


@login_required
@require_GET
def changes(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """What an item's state has otherwise than what was adopted last, or than the plan around it."""
    own = item_for(person_of(request), plan, item)
    branch, adopted = branch_of_item(own), last_adoption(own.sitting.committee.workspace)
    nation = national_branch(branch.workspace)
    before = manifest(adopted.baseline.revision if adopted else nation.head)
    mine = set(dict(manifest(own.revision)))
    if own.sitting.committee.section != NATION:
        before = tuple(each for each in before if each[0] in mine)
    found = sections_between(nation_around(branch), before, manifest(own.revision))
    page = {
        **frame(branch.workspace, say("reviews.changes.title"), *way_to_item(own)),
        "lead": say("reviews.changes.adopted", name=adopted.baseline.name)
        if adopted
        else say("reviews.changes.assembled"),
        "shown": shown(request, found, names_around(branch)),
    }
    return render(request, "reviews/changes.html", page)


@login_required
@require_GET
def files(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """The state that an item is about, to take away."""
    own = item_for(person_of(request), plan, item)
    sections = manifest(own.revision)
    return zipped(own.sitting.committee.workspace, own.revision, sections, own.title)


@login_required
def declare(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """A member has an interest of their own: said by the member, or by who keeps the committee."""
    person = person_of(request)
    own = item_for(person, plan, item)
    seats = seats_on(own.sitting.committee, own.sitting.day)
    if not manages(person, own.sitting.committee.section):
        seats = seats.filter(person=person)
        if not seats.exists():
            raise Http404
    form = InterestForm(request.POST or None, seats=seats)

    def act(seat: int, reason: str) -> Any:
        return docket.declare(by=person, item=own, seat=seats.get(pk=seat), reason=reason)

    return form_page(
        request, form, act, say("reviews.interest.declare"), own.sitting.committee.workspace,
        *way_to_item(own), lead=say("reviews.interest.lead"),
    )  # fmt: skip


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
    to = _url(own.item)
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
        request, lambda: voting.put(by=person, item=own.item, amendment=own), "put", _url(own.item)
    )


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
        return redirect(_url(own.item))
    return acted(
        request,
        lambda: voting.cast_vote(by=person, motion=own, choice=choice),
        "voted",
        _url(own.item),
    )


@login_required
@require_POST
def close(request: HttpRequest, plan: str, motion: int) -> HttpResponse:
    """End a vote and count it."""
    person = person_of(request)
    own = motion_for(person, plan, motion, manage=True)
    return acted(
        request, lambda: voting.close_vote(by=person, motion=own), "counted", _url(own.item)
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


def _url(item: Item) -> str:
    return reverse("reviews:item", args=(item.sitting.committee.workspace_id, item.pk))
