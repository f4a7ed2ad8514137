"""An item of the docket: the state it is about, what is said of it, amendments, votes, decision."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mitgrim.adoption.voting import APPROVING, Choice
from mitgrim.plan import NATION
from mitgrim.web.opinions.anchoring import about_of
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.people.services import record
from mitgrim.web.publish.books import book_of, written
from mitgrim.web.publish.kinds import BookFormat
from mitgrim.web.reviews.access import item_for
from mitgrim.web.reviews.forms import (
    InterestForm,
)
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
from mitgrim.web.reviews.services import docket
from mitgrim.web.reviews.views.frame import form_page, frame, pdf_file, way_to_item, way_to_sitting
from mitgrim.web.reviews.wording import (
    findings_in,
    minor_lines,
    question_text,
    voted,
)
from mitgrim.web.revisions.queries import (
    findings_if_quick,
    manifest,
    national_branch,
    plan_of,
)
from mitgrim.web.workspace.access import person_of
from mitgrim.web.workspace.comparison import sections_between
from mitgrim.web.workspace.docket import docket_parts
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
    record(person, "people.read", f"{plan}/sitting/{own.sitting_id}")
    page = {
        **frame(own.sitting.committee.workspace, own.title, *way_to_sitting(own.sitting)),
        "item": own,
        "sitting": own.sitting,
        "is_open": own.sitting.is_on,
        **_docket(person, own),
        **_voting(person, own),
        **_outcome(person, own),
    }
    return render(request, "reviews/item.html", page)


def _docket(person: Person, own: Item) -> dict[str, Any]:
    """What a member reads before voting: findings, opinions, the size of the change, interests."""
    committee, day = own.sitting.committee, own.sitting.day
    branch, sections = branch_of_item(own), sections_of(own)
    size = change_since_adoption(
        committee.workspace, sections, day, by_other_law=bool(own.other_law)
    )
    keeps = manages(person, committee.section)
    return {
        "findings": findings_in(findings_if_quick(sections), committee.section),
        "parts": [
            (say(part.says), lines)
            for part in docket_parts()
            if (lines := part.lines(person, branch, own.revision))
        ],
        "minor": minor_lines(size, plan_of(sections)),
        "adopted_before": last_adoption(committee.workspace),
        "interests": own.interests.select_related("seat__person"),
        "amendments": own.amendments.select_related("mover__person", "merged"),
        "manages": keeps,
        "declares": keeps or seats_on(committee, day).filter(person=person).exists(),
    }


def _voting(person: Person, own: Item) -> dict[str, Any]:
    """The votes that were counted, and the one that is open: of this item, or of another."""
    motions = own.motions.select_related("amendment").prefetch_related("votes")
    question = open_question(own.sitting)
    told: dict[str, Any] = {
        "motions": voted(motions),
        "other_question": question is not None and question.item_id != own.pk,
    }
    if question is None or question.item_id != own.pk:
        return told
    seat = votes_as(person, question) if own.sitting.is_on else None
    return told | {
        "question": question,
        "asked": question_text(question),
        "seat": seat,
        "my_vote": question.votes.filter(seat=seat).first() if seat else None,
        "voted": question.votes.count(),
        "choices": [(each.value, say(f"reviews.choice.{each.value}")) for each in Choice],
    }


def _outcome(person: Person, own: Item) -> dict[str, Any]:
    """What came of it: conditions, and the adoption, or that it may follow."""
    adoption = Adoption.objects.defer("folder").select_related("baseline").filter(item=own).first()
    officer = may(person, "plan.adopt")
    approved = own.verdict in [each.value for each in APPROVING]
    national = own.sitting.committee.section == NATION
    return {
        "conditions": [
            (each, [about_of(own.revision, place) or place for place in each.places])
            for each in own.conditions.select_related("revision", "met_by")
        ],
        "adoption": adoption,
        "may_adopt": officer,
        "adopts": officer and adoption is None and national and approved,
    }


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
def book(request: HttpRequest, plan: str, item: int) -> HttpResponse:
    """The state that an item is about, to read: a city's by itself, in the plan around it."""
    own, lang = item_for(person_of(request), plan, item), current()
    if (section := own.sitting.committee.section) == NATION:
        body = book_of(own.revision, lang, BookFormat.PDF)
    else:
        body = written(sections_of(own), section, lang, BookFormat.PDF)
    name = f"{plan}-{section}-{own.revision_id}.{lang}.pdf"
    return pdf_file(body, name)


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
