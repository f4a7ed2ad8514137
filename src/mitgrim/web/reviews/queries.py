"""Reading committees: who sits, what is in force, who is in the room, what was adopted last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet
from django.utils import timezone

from mitgrim.adoption.voting import Attendance, Rule, Threshold, Voter, attendance
from mitgrim.checks import Finding
from mitgrim.law import LawError, Parameter
from mitgrim.plan import NATION, totals
from mitgrim.programmes import MinorChange, Programme, programme
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import Visitor, in_force, may
from mitgrim.web.reviews.models import Adoption, Committee, Item, Motion, Presence, Seat, Sitting
from mitgrim.web.revisions.models import Branch, StoredRevision, Workspace
from mitgrim.web.revisions.queries import Manifest, branch_of, context_of, manifest, plan_of
from mitgrim.wording import Text

PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A committee's quorum and majority, where they come from, and whether somebody set them."""

    rule: Rule
    source: Text
    is_setting: bool


def programme_of(workspace: Workspace) -> Programme | None:
    """The programme that a plan belongs to, or None for one of no programme that is known."""
    return programme(workspace.programme)


def manages(person: Visitor, section: str) -> bool:
    """Whether somebody keeps the committee of a section: its secretary, or the officer."""
    return may(person, "review.manage", section=section)


def may_see(person: Person, committee: Committee) -> bool:
    """Whether somebody sees a committee's papers: its members, and those who work on the section.

    Who sits for a member sees what they are to vote on.
    """
    return bool(_seen(person, [committee]))


def committees_for(person: Person, workspace: Workspace) -> list[Committee]:
    """The committees whose papers somebody sees, the nation's first, with their sittings."""
    rows = _seen(person, workspace.committees.prefetch_related("sittings"))
    return sorted(rows, key=lambda own: (own.section != NATION, own.pk))


def _seen(person: Person, committees: Iterable[Committee]) -> list[Committee]:
    held = Seat.objects.filter(in_force(timezone.localdate()), person=person)
    sits_for = Presence.objects.filter(deputy=person, left__isnull=True)
    inside = {
        *held.values_list("committee", flat=True),
        *sits_for.values_list("sitting__committee", flat=True),
    }
    return [
        own
        for own in committees
        if own.pk in inside or may(person, "review.read", section=own.section)
    ]


def seats_on(committee: Committee, on: date) -> QuerySet[Seat]:
    """The members on a day, the chairs first."""
    return committee.seats.filter(in_force(on)).select_related("person", "organisation")


def rule_on(committee: Committee, on: date) -> Known | None:
    """The quorum and the majority on a day: the law's, else a setting; None where nobody said."""
    known = programme_of(committee.workspace)
    if known is not None:
        found = _by_law(known, committee.section, on)
        if found is not None:
            return found
    own = committee.rules.filter(valid_from__lte=on).first()
    if own is None:
        return None
    rule = Rule(
        quorum=Threshold(Fraction(own.quorum, PERCENT), own.quorum_over),
        majority=Threshold(Fraction(own.majority, PERCENT), own.majority_over),
    )
    return Known(rule=rule, source=said("reviews.rule.setting", source=own.source), is_setting=True)


def _by_law(known: Programme, section: str, on: date) -> Known | None:
    """What the law gives for the body that reviews a section; its national one's is not known."""
    body, parameters = known.committee_of(section, on), known.law().parameters
    try:
        quorum, majority = (parameters.at(f"{body}.{own}", on) for own in ("quorum", "majority"))
    except LawError:  # a day before the law's data begins
        return None
    if not (quorum.known and majority.known):
        return None
    rule = Rule(quorum=_threshold(quorum), majority=_threshold(majority))
    return Known(rule=rule, source=Text(quorum.article, quorum.article), is_setting=False)


def _threshold(own: Parameter) -> Threshold:
    return Threshold(own.share, own.unit == "percent-over")


def composition_of(committee: Committee, on: date) -> tuple[Finding, ...]:
    """What the law has against how a committee is made up."""
    known, seats = programme_of(committee.workspace), list(seats_on(committee, on))
    if known is None or not seats:
        return ()
    kinds = [own.kind for own in seats if own.kind]
    return known.composed(
        committee.section, on, members=len(seats), chairs=sum(own.chair for own in seats),
        seats={kind: kinds.count(kind) for kind in kinds},
    )  # fmt: skip


def presences_of(sitting: Sitting) -> Mapping[int, Presence]:
    """Who is in the room, by seat."""
    rows = sitting.presences.filter(left__isnull=True).select_related("deputy", "seat__person")
    return {own.seat_id: own for own in rows}


def roll_of(sitting: Sitting, item: Item | None = None) -> tuple[Voter, ...]:
    """The members on a sitting's day as they are now: there or not, with an interest or not."""
    there = presences_of(sitting)
    recused = set(item.interests.values_list("seat", flat=True)) if item else set()
    return tuple(
        Voter(
            seat=own.pk,
            name=own.person.name,
            present=own.pk in there,
            recused=own.pk in recused,
            deputy=_deputy(there.get(own.pk)),
        )
        for own in seats_on(sitting.committee, sitting.day)
    )


def _deputy(own: Presence | None) -> str:
    return own.deputy.name if own and own.deputy else ""


def attendance_of(sitting: Sitting, known: Known | None) -> Attendance | None:
    """Whether a sitting is quorate now; None where no rule is known."""
    return attendance(known.rule, roll_of(sitting)) if known else None


def votes_as(person: Person, motion: Motion) -> Seat | None:
    """The seat for which somebody votes on a question: their own, or one they sit for, if they are
    in the room and it has no interest in the item."""
    rows = motion.item.sitting.presences.filter(left__isnull=True).select_related("seat")
    recused = set(motion.item.interests.values_list("seat", flat=True))
    for own in rows:
        voter = own.deputy_id or own.seat.person_id
        if voter == person.pk and own.seat_id not in recused:
            return own.seat
    return None


def open_question(sitting: Sitting) -> Motion | None:
    """The question that is being voted."""
    rows = Motion.objects.filter(item__sitting=sitting, closed__isnull=True)
    return rows.select_related("item", "amendment").first()


def branch_of_item(item: Item) -> Branch:
    """The draft that an item is about: the city's, or the plan as assembled."""
    found = branch_of(item.sitting.committee.workspace, item.sitting.committee.section)
    assert found is not None, "a committee is of a section of the plan"
    return found


def sections_of(item: Item, revision: StoredRevision | None = None) -> Manifest:
    """The sections in which an item is read: a city's in the plan around it."""
    return context_of(branch_of_item(item), revision or item.revision)


# Adoption ---------------------------------------------------------------------------------------


def last_adoption(workspace: Workspace) -> Adoption | None:
    """The newest adoption of a plan."""
    rows = workspace.adoptions.defer("folder").select_related("baseline__revision", "before")
    return rows.order_by("-id").first()


def announced(before: date | None = None) -> QuerySet[Adoption]:
    """The adoptions that anyone may know of, the newest first."""
    rows = Adoption.objects.filter(announced__isnull=False).defer("folder")
    return rows.select_related("workspace", "baseline__revision", "before").order_by("-id")


def change_since_adoption(
    workspace: Workspace, now: Manifest, on: date, *, by_other_law: bool = False
) -> MinorChange | None:
    """How far a state is from the adopted one, by both tests; None where nothing was adopted or the
    plan's programme knows no such rule."""
    adopted, known = last_adoption(workspace), programme_of(workspace)
    if adopted is None or known is None:
        return None
    old, new = (totals(plan_of(own)) for own in (manifest(adopted.baseline.revision), now))
    return known.minor_change(
        _costs(old.by_city), _costs(new.by_city), old.total, new.total, on,
        by_other_law=by_other_law,
    )  # fmt: skip


def _costs(by_city: Mapping[str, int]) -> dict[str, int]:
    return {city: won for city, won in by_city.items() if city}


def keys_of(adoptions: Iterable[Adoption]) -> list[tuple[str, date, date]]:
    """The public keys with the first and the last day on which each sealed, the newest first."""
    days: dict[str, list[date]] = {}
    for own in adoptions:
        days.setdefault(own.public_key, []).append(timezone.localtime(own.moment).date())
    return [(key, min(held), max(held)) for key, held in days.items()]
