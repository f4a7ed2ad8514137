"""Voting: a question is put, each member votes once, the roll is frozen, the decision follows."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from mitgrim.adoption.voting import (
    APPROVING,
    Choice,
    Count,
    Outcome,
    Verdict,
    attendance,
    counted,
)
from mitgrim.plan import NATION
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.reviews.kinds import AmendmentState
from mitgrim.web.reviews.models import Amendment, Condition, Item, Motion, Sitting, Vote
from mitgrim.web.reviews.queries import Known, branch_of_item, roll_of, rule_on, votes_as
from mitgrim.web.reviews.refusals import ReviewRefusal
from mitgrim.web.reviews.services.docket import must_be_undecided
from mitgrim.web.reviews.services.sittings import (
    held_sitting,
    must_be_open,
    must_have_begun,
    stamp,
    subject_of,
)
from mitgrim.web.revisions.handing_in import record_hearing
from mitgrim.web.revisions.kinds import BranchState, HearingKind
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.proposals import take_in
from mitgrim.web.revisions.services import Clash

NARROW = 2  # steps of a place that is neither the plan nor a whole section


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A condition as it is put to the vote: what must be changed, at which places of the plan, and
    whether before the plan is adopted."""

    text: str
    places: tuple[str, ...]
    first: bool = True


@transaction.atomic
def put(
    *,
    by: Person,
    item: Item,
    amendment: Amendment | None = None,
    verdict: Verdict | None = None,
    reason: str = "",
    conditions: Sequence[Asked] = (),
) -> Motion:
    """Put a question: an amendment, or what to decide; one at a time, to a quorate committee."""
    held = held_sitting(item.sitting)
    must_be_open(held)
    must_be_undecided(item)
    _must_be_quorate(held)
    if Motion.objects.filter(item__sitting=held, closed__isnull=True).exists():
        raise ReviewRefusal("question-open")
    if amendment is not None:
        _must_be_proposed(amendment, item)
    else:
        _must_be_complete(item, verdict, reason, conditions)
    made = Motion.objects.create(
        item=item, amendment=amendment, verdict=verdict.value if verdict else "",
        reason=reason.strip(), conditions=[asdict(own) for own in conditions], opened=stamp(held),
    )  # fmt: skip
    record(by, "review.put", subject_of(held), item=item.pk, motion=made.pk)
    return made


def cast_vote(*, by: Person, motion: Motion, choice: Choice) -> Vote:
    """Vote, once, for one's own seat or for the member one sits for.

    Refused to whoever is not in the room, has an interest, or has voted; after the close; and as
    long as the committee is not quorate. The database holds two votes at once apart.
    """
    try:
        return _cast(by, motion, choice)
    except IntegrityError as error:
        raise ReviewRefusal("voted-already", name=by.name) from error


@transaction.atomic
def _cast(by: Person, motion: Motion, choice: Choice) -> Vote:
    held = held_sitting(motion.item.sitting)
    own = Motion.objects.select_related("item__sitting").get(pk=motion.pk)
    if own.closed is not None:
        raise ReviewRefusal("vote-closed")
    must_be_open(held)
    seat = votes_as(by, own)
    if seat is None:
        raise ReviewRefusal("may-not-vote")
    if own.votes.filter(seat=seat).exists():
        raise ReviewRefusal("voted-already", name=by.name)
    _must_be_quorate(held)
    made = Vote.objects.create(
        motion=own, seat=seat, choice=choice.value, by=by, moment=stamp(held)
    )
    record(by, "review.vote", subject_of(held), motion=own.pk)
    return made


@transaction.atomic
def close_vote(*, by: Person, motion: Motion) -> Motion:
    """End a vote: the roll is frozen, the votes are counted, what was carried takes effect.

    A vote that was forgotten, and whose day is over, decides nothing.
    """
    held = held_sitting(motion.item.sitting)
    must_have_begun(held)
    own = Motion.objects.select_related("item__sitting__committee__workspace", "amendment").get(
        pk=motion.pk
    )
    if own.closed is not None:
        raise ReviewRefusal("vote-closed")
    roll, cast_votes = roll_of(held, own.item), _votes(own)
    count = counted(_known(held).rule, roll, cast_votes)
    own.closed = stamp(held)
    own.roll = [asdict(voter) for voter in roll]
    own.count = told(count)
    outcome = Outcome.LAPSED if held.is_late else count.outcome
    own.outcome = outcome.value
    own.save()
    record(by, "review.count", subject_of(held), motion=own.pk, outcome=own.outcome, **own.count)
    if own.amendment is not None:
        _end_amendment(by, own, own.amendment)
    elif outcome is Outcome.CARRIED:
        _decide(by, own)
    return own


def told(count: Count) -> dict[str, int]:
    """A count as it is kept."""
    return {
        "members": count.attendance.members,
        "present": count.attendance.present,
        "quorum": count.attendance.quorum,
        "deciding": count.deciding,
        "in_favour": count.in_favour,
        "against": count.against,
        "abstained": count.abstained,
        "silent": count.silent,
        "needed": count.needed,
    }


def _votes(motion: Motion) -> Mapping[int, Choice]:
    rows = motion.votes.values_list("seat", "choice")
    return {seat: Choice(choice) for seat, choice in rows}


def _known(sitting: Sitting) -> Known:
    known = rule_on(sitting.committee, sitting.day)
    if known is None:
        raise ReviewRefusal("rule-unknown")
    return known


def _must_be_quorate(sitting: Sitting) -> None:
    there = attendance(_known(sitting).rule, roll_of(sitting))
    if not there.is_quorate:
        raise ReviewRefusal(
            "no-quorum", present=there.present, members=there.members, quorum=there.quorum
        )


def _must_be_proposed(amendment: Amendment, item: Item) -> None:
    own = Amendment.objects.get(pk=amendment.pk)
    if own.item_id != item.pk or own.state != AmendmentState.PROPOSED:
        raise ReviewRefusal("amendment-voted")


def _must_be_complete(
    item: Item, verdict: Verdict | None, reason: str, conditions: Sequence[Asked]
) -> None:
    """Raise ReviewRefusal for a decision that nobody could follow."""
    if verdict is None:
        raise ReviewRefusal("no-verdict")
    if item.amendments.filter(state=AmendmentState.PROPOSED).exists():
        raise ReviewRefusal("amendments-first")
    if (verdict is Verdict.CONDITIONAL) is not bool(conditions):
        raise ReviewRefusal("conditions-and-verdict")
    if verdict not in APPROVING and not reason.strip():
        raise ReviewRefusal("verdict-without-reason")
    section = item.sitting.committee.section
    for own in conditions:
        if not own.text.strip() or not own.places:
            raise ReviewRefusal("condition-without-place")
        for place in own.places:
            first, *steps = place.split("/")
            elsewhere = section not in (NATION, first)
            if elsewhere or len(steps) + 1 < NARROW or not all(steps):
                raise ReviewRefusal("condition-place", place=place)


def _end_amendment(by: Person, motion: Motion, amendment: Amendment) -> None:
    """What the committee said of an amendment stands, whether the draft can take it now or not."""
    if motion.outcome in {Outcome.INQUORATE, Outcome.LAPSED}:
        return  # nothing was decided: it may be put again
    carried = motion.outcome == Outcome.CARRIED
    amendment.state = (AmendmentState.CARRIED if carried else AmendmentState.LOST).value
    amendment.save(update_fields=["state"])
    if carried:
        with suppress(ReviewRefusal):
            merge_amendment(by=by, amendment=amendment)


@transaction.atomic
def merge_amendment(*, by: Person, amendment: Amendment) -> Amendment:
    """Take a carried amendment into the draft, with all that was saved since.

    Where somebody changed the same places, or the draft lies with the ministry, nothing is
    written: once that is settled it is tried again.
    """
    own = Amendment.objects.select_related("revision", "item__sitting__committee__workspace").get(
        pk=amendment.pk
    )
    if own.state != AmendmentState.CARRIED or own.merged_id is not None:
        raise ReviewRefusal("amendment-not-carried")
    branch = branch_of_item(own.item)
    if branch.name != NATION and branch.state != BranchState.OPEN:
        raise ReviewRefusal("amendment-handed-in")
    title = said("reviews.message.amendment", title=own.title).ko
    taken = take_in(by=by, branch=branch, proposed=own.revision, message=title)
    if isinstance(taken, Clash):
        places = ", ".join(each.place for each in taken.conflicts[:3])
        raise ReviewRefusal("amendment-clashes", places=places)
    own.merged = taken.revision
    own.save(update_fields=["merged"])
    subject = subject_of(own.item.sitting)
    record(
        by, "review.merge", subject, amendment=own.pk, revision=taken.revision.number,
        behind=list(taken.behind),
    )  # fmt: skip
    return own


def _decide(by: Person, motion: Motion) -> None:
    item = motion.item
    item.verdict, item.reason, item.decided = motion.verdict, motion.reason, motion.closed
    item.save(update_fields=["verdict", "reason", "decided"])
    Condition.objects.bulk_create(
        Condition(
            item=item, number=number, text=own["text"], places=list(own["places"]),
            first=own["first"],
        )
        for number, own in enumerate(motion.conditions, 1)
    )  # fmt: skip
    subject = subject_of(item.sitting)
    record(by, "review.decide", subject, item=item.pk, verdict=item.verdict)
    if item.sitting.committee.section != NATION and Verdict(item.verdict) in APPROVING:
        _record_review(by, item)


def _record_review(by: Person, item: Item) -> None:
    """The city's draft was reviewed: hand-in asks for it; what was changed since shows there."""
    branch = branch_of_item(item)
    if branch.state != BranchState.OPEN:
        return
    committee, head = item.sitting.committee, branch.head
    said_of_it = said(f"reviews.verdict.{item.verdict}").ko
    hearing = record_hearing(
        by=by, branch=branch, kind=HearingKind.CITY_COMMITTEE, body=committee.name_ko,
        held=item.sitting.day, said_of_it=f"{said_of_it} {item.reason}".strip(),
    )  # fmt: skip
    reviewed = reviewed_state(item)
    if head.number != reviewed.number:
        hearing.revision = reviewed
        hearing.save(update_fields=["revision"])


def reviewed_state(item: Item) -> StoredRevision:
    """What a committee decided on: the item's revision, or the last amendment that was carried."""
    carried = item.amendments.filter(state=AmendmentState.CARRIED).select_related("merged")
    merged = [own.merged for own in carried if own.merged is not None]
    return max([item.revision, *merged], key=lambda own: own.number)
