"""Committees: the list, one with its members and sittings, its rule, who is on it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from mitgrim.plan import NATION
from mitgrim.web.pages.words import named, said, say
from mitgrim.web.people.permissions import may
from mitgrim.web.people.services import record
from mitgrim.web.reviews.access import committee_for, section_to_keep
from mitgrim.web.reviews.forms import CommitteeForm, RuleForm, SeatChangeForm, SeatForm, SittingForm
from mitgrim.web.reviews.models import Committee
from mitgrim.web.reviews.queries import (
    committees_for,
    composition_of,
    manages,
    programme_of,
    rule_on,
    seats_on,
)
from mitgrim.web.reviews.services import members, sittings
from mitgrim.web.reviews.views.frame import (
    form_page,
    frame,
    way_to_committee,
    way_to_committees,
)
from mitgrim.web.reviews.wording import rule_text
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import manifest, national_branch
from mitgrim.web.workspace.access import person_of, workspace_for
from mitgrim.web.workspace.wording import branch_text, names_in
from mitgrim.wording import Text


@login_required
@require_GET
def committees(request: HttpRequest, plan: str) -> HttpResponse:
    """The committees that somebody sees, and those that they could set up."""
    person = person_of(request)
    workspace = workspace_for(person, plan)
    seen = committees_for(person, workspace)
    names = names_in(manifest(national_branch(workspace).head))
    there = set(workspace.committees.values_list("section", flat=True))
    sections = list(workspace.branches.values_list("name", flat=True))
    adopts = may(person, "plan.adopt")
    if not seen and not may(person, "review.see"):
        raise Http404
    page = {
        **frame(workspace, say("reviews.title")),
        "committees": [
            (own, branch_text(own.section, names), next(iter(own.sittings.all()), None))
            for own in seen
        ],
        "missing": [
            (own, branch_text(own, names))
            for own in sections
            if own not in there and manages(person, own)
        ],
        "adopts": adopts,
        "adoptions": workspace.adoptions.defer("folder").select_related("baseline")
        if adopts
        else (),
    }
    return render(request, "reviews/committees.html", page)


@login_required
@require_GET
def committee(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """A committee: its rule, its members, its sittings; the reading of names is recorded."""
    person, today = person_of(request), timezone.localdate()
    own = committee_for(person, plan, section)
    record(person, "people.read", f"{plan}/committee/{section}")
    known = programme_of(own.workspace)
    kinds = known.seat_names() if known else {}
    current_seats = list(seats_on(own, today))
    rule = rule_on(own, today)
    others = own.seats.exclude(pk__in=[each.pk for each in current_seats])
    page = {
        **frame(own.workspace, named(own.name), way_to_committees(own.workspace)),
        "committee": own,
        "known": rule,
        "rule": rule_text(rule),
        "members": [(each, kinds.get(each.kind, NO_KIND)) for each in current_seats],
        "others": others.select_related("person"),
        "wrong": composition_of(own, today),
        "sittings": own.sittings.all(),
        "manages": manages(person, section),
        "by_law": rule is not None and not rule.is_setting,
    }
    return render(request, "reviews/committee.html", page)


NO_KIND = Text("–", "–")


@login_required
def keep(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Set a committee up, or change what is said of it."""
    person = person_of(request)
    workspace = section_to_keep(person, plan, section)
    own = Committee.objects.filter(workspace=workspace, section=section).first()
    known = (
        {"ko": own.name_ko, "en": own.name_en, "deputies": own.deputies,
         "before_hand_in": own.before_hand_in}
        if own else _usual(workspace, section)
    )  # fmt: skip
    form = CommitteeForm(request.POST or None, section=section, initial=known)

    def act(**values: Any) -> Any:
        return members.keep_committee(by=person, workspace=workspace, section=section, **values)

    return form_page(
        request, form, act, say("reviews.committee.keep"), workspace,
        way_to_committees(workspace), to=reverse("reviews:committee", args=(plan, section)),
    )  # fmt: skip


@login_required
def keep_rule(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """A quorum and a majority, where the law's data has none."""
    person = person_of(request)
    own = committee_for(person, plan, section, manage=True)
    form = RuleForm(request.POST or None, initial={"valid_from": timezone.localdate()})

    def act(**values: Any) -> Any:
        return members.keep_rule(by=person, committee=own, **values)

    return form_page(
        request, form, act, say("reviews.rule.set"), own.workspace, *way_to_committee(own),
        lead=say("reviews.rule.lead"),
    )  # fmt: skip


@login_required
def add_seat(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Somebody new on a committee."""
    by = person_of(request)
    own = committee_for(by, plan, section, manage=True)
    today = {"valid_from": timezone.localdate()}
    form = SeatForm(request.POST or None, kinds=_kinds(own), initial=today)

    def act(**values: Any) -> Any:
        return members.add_seat(by=by, committee=own, **values)

    record(by, "people.read", f"{plan}/committee/{section}")
    return form_page(
        request, form, act, say("reviews.member.add"), own.workspace, *way_to_committee(own)
    )


@login_required
def change_seat(request: HttpRequest, plan: str, section: str, seat: int) -> HttpResponse:
    """Until when somebody is on a committee, and for whom."""
    person = person_of(request)
    own = committee_for(person, plan, section, manage=True)
    held = get_object_or_404(own.seats.select_related("person", "committee__workspace"), pk=seat)
    known = {"kind": held.kind, "chair": held.chair, "valid_to": held.valid_to}
    form = SeatChangeForm(request.POST or None, kinds=_kinds(own), initial=known)

    def act(**values: Any) -> Any:
        return members.change_seat(by=person, seat=held, **values)

    return form_page(request, form, act, held.person.name, own.workspace, *way_to_committee(own))


@login_required
def call(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Call a committee together."""
    person = person_of(request)
    own = committee_for(person, plan, section, manage=True)
    form = SittingForm(request.POST or None, initial={"day": timezone.localdate()})

    def act(**values: Any) -> Any:
        return sittings.call_sitting(by=person, committee=own, **values)

    return form_page(
        request, form, act, say("reviews.sitting.call"), own.workspace, *way_to_committee(own)
    )


def _kinds(committee: Committee) -> dict[str, Text]:
    known = programme_of(committee.workspace)
    return dict(known.seat_names()) if known else {}


def _usual(workspace: Workspace, section: str) -> dict[str, str]:
    """What the body that reviews a section is called today."""
    known = programme_of(workspace)
    if known is None:
        kind = "national" if section == NATION else "city"
        name = said(f"reviews.usual.{kind}")
    else:
        today = timezone.localdate()
        name = known.law().bodies.at(known.committee_of(section, today), today).name
    return {"ko": name.ko, "en": name.en}
