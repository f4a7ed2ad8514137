"""Committees, their rules and their members, each with the days on which they hold."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mitgrim.plan import NATION
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import record
from mitgrim.web.reviews.kinds import SittingState
from mitgrim.web.reviews.models import Committee, CommitteeRule, Seat
from mitgrim.web.reviews.queries import rule_on
from mitgrim.web.reviews.refusals import ReviewRefusal
from mitgrim.web.revisions.models import Workspace


@transaction.atomic
def keep_committee(
    *,
    by: Person,
    workspace: Workspace,
    section: str,
    ko: str,
    en: str = "",
    deputies: bool = False,
    before_hand_in: bool = False,
) -> Committee:
    """Set a section's committee up, or change what is said of it."""
    own = Committee.objects.filter(workspace=workspace, section=section).first()
    kept = own or Committee(workspace=workspace, section=section)
    if own and own.deputies != deputies:
        _must_not_sit(own)
    kept.name_ko, kept.name_en, kept.deputies = ko.strip(), en.strip(), deputies
    kept.before_hand_in = before_hand_in and section != NATION
    kept.save()
    record(by, "review.committee", _subject(kept), deputies=deputies)
    return kept


@transaction.atomic
def keep_rule(
    *,
    by: Person,
    committee: Committee,
    valid_from: date,
    quorum: int,
    majority: int,
    source: str,
    quorum_over: bool = True,
    majority_over: bool = True,
) -> CommitteeRule:
    """Set a quorum and a majority from a day on, with their source, where the law has none."""
    held = _held(committee)
    _must_not_sit(held)
    known = rule_on(held, valid_from)
    if known is not None and not known.is_setting:
        raise ReviewRefusal("rule-of-law", source=known.source)
    if not source.strip():
        raise ReviewRefusal("rule-without-source")
    made = CommitteeRule.objects.create(
        committee=held, valid_from=valid_from, quorum=quorum, quorum_over=quorum_over,
        majority=majority, majority_over=majority_over, source=source.strip(), by=by,
    )  # fmt: skip
    record(by, "review.rule", _subject(held), quorum=quorum, majority=majority)
    return made


@transaction.atomic
def add_seat(
    *,
    by: Person,
    committee: Committee,
    person: Person,
    valid_from: date,
    valid_to: date | None = None,
    organisation: Organisation | None = None,
    kind: str = "",
    chair: bool = False,
) -> Seat:
    """Appoint somebody for a time; nobody has two seats, and nobody joins an open sitting."""
    held = _held(committee)
    _must_not_sit(held)
    _must_be_in_order(valid_from, valid_to)
    seats = held.seats.filter(person=person)
    if _overlapping(seats.values_list("valid_from", "valid_to"), valid_from, valid_to):
        raise ReviewRefusal("member-already", name=person.name)
    made = Seat.objects.create(
        committee=held, person=person, organisation=organisation or person.organisation,
        kind=kind, chair=chair, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    record(by, "review.member-add", _subject(held), person=person.login)
    return made


@transaction.atomic
def change_seat(
    *, by: Person, seat: Seat, valid_to: date | None, kind: str = "", chair: bool = False
) -> Seat:
    """End a seat on a day, or correct what it is for; who sat stays on record."""
    held = _held(seat.committee)
    _must_not_sit(held)
    _must_be_in_order(seat.valid_from, valid_to)
    others = held.seats.filter(person=seat.person).exclude(pk=seat.pk)
    if _overlapping(others.values_list("valid_from", "valid_to"), seat.valid_from, valid_to):
        raise ReviewRefusal("member-already", name=seat.person.name)
    seat.valid_to, seat.kind, seat.chair = valid_to, kind, chair
    seat.save()
    record(by, "review.member-change", _subject(held), person=seat.person.login)
    return seat


def _overlapping(seats: Iterable[tuple[date, date | None]], first: date, last: date | None) -> bool:
    return any(
        (last is None or begins <= last) and (ends is None or first <= ends)
        for begins, ends in seats
    )


def _must_be_in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise ReviewRefusal("days-out-of-order")


def _held(committee: Committee) -> Committee:
    return Committee.objects.select_for_update().get(pk=committee.pk)


def _must_not_sit(committee: Committee) -> None:
    """Who sits, and by which rule, does not change while a sitting is open."""
    if committee.sittings.filter(state=SittingState.OPEN).exists():
        raise ReviewRefusal("during-sitting")


def _subject(committee: Committee) -> str:
    return f"{committee.workspace_id}/{committee.section}"
