"""Sittings: called for a day, opened on it, members come and go, closed; their minutes.

Everything that happens in a sitting is stamped after what happened before it: a clock that was
set back is refused.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.reviews.kinds import SittingState
from mitgrim.web.reviews.models import Committee, Motion, Presence, Seat, Sitting
from mitgrim.web.reviews.queries import rule_on, seats_on
from mitgrim.web.reviews.refusals import ReviewRefusal, day_text, moment_text


@transaction.atomic
def call_sitting(
    *, by: Person, committee: Committee, title: str, day: date, place: str = ""
) -> Sitting:
    """Call a committee together."""
    _must_come(day)
    made = Sitting.objects.create(
        committee=committee, title=title.strip(), day=day, place=place.strip()
    )
    record(by, "review.call", subject_of(made), day=day.isoformat())
    return made


@transaction.atomic
def move_sitting(
    *, by: Person, sitting: Sitting, title: str, day: date, place: str = ""
) -> Sitting:
    """Call the members for another day or place, as long as the sitting has not begun."""
    held = held_sitting(sitting)
    if held.state != SittingState.CALLED:
        raise ReviewRefusal("not-called")
    _must_come(day)
    before = held.day
    held.title, held.day, held.place = title.strip(), day, place.strip()
    held.save(update_fields=["title", "day", "place"])
    record(by, "review.move", subject_of(held), day=day.isoformat(), before=before.isoformat())
    return held


@transaction.atomic
def open_sitting(*, by: Person, sitting: Sitting) -> Sitting:
    """Begin a sitting, on its own day: whose seats hold on it are the members."""
    held = held_sitting(sitting)
    if held.state != SittingState.CALLED:
        raise ReviewRefusal("not-called")
    if held.day != timezone.localdate():
        raise ReviewRefusal("another-day", day=day_text(held.day))
    if rule_on(held.committee, held.day) is None:
        raise ReviewRefusal("rule-unknown")
    if not seats_on(held.committee, held.day).exists():
        raise ReviewRefusal("no-members")
    held.opened = stamp(held)
    held.state = SittingState.OPEN.value
    held.save(update_fields=["opened", "state"])
    record(by, "review.open", subject_of(held))
    return held


@transaction.atomic
def enter(*, by: Person, sitting: Sitting, seat: Seat, deputy: Person | None = None) -> Presence:
    """Say that a member came, or somebody in their place where the committee lets members send
    somebody; nobody sits for two, or for a member while being one who is there."""
    held = held_sitting(sitting)
    must_be_open(held)
    if not seats_on(held.committee, held.day).filter(pk=seat.pk).exists():
        raise ReviewRefusal("not-a-member", name=seat.person.name)
    there = held.presences.filter(left__isnull=True)
    if there.filter(seat=seat).exists():
        raise ReviewRefusal("there-already", name=seat.person.name)
    if there.filter(deputy=seat.person).exists():
        raise ReviewRefusal("sits-for-another", name=seat.person.name)
    if deputy is not None:
        _must_be_free(held, deputy)
    made = Presence.objects.create(sitting=held, seat=seat, deputy=deputy, came=stamp(held))
    sent = {"deputy": deputy.login} if deputy else {}
    record(by, "review.enter", subject_of(held), person=seat.person.login, **sent)
    return made


@transaction.atomic
def leave(*, by: Person, presence: Presence) -> Presence:
    """Say that a member, or who sat for them, left."""
    held = held_sitting(presence.sitting)
    must_be_open(held)
    own = Presence.objects.select_related("seat__person").get(pk=presence.pk)
    if own.left is not None:
        raise ReviewRefusal("left-already", name=own.seat.person.name)
    own.left = stamp(held)
    own.save(update_fields=["left"])
    record(by, "review.leave", subject_of(held), person=own.seat.person.login)
    return own


@transaction.atomic
def close_sitting(*, by: Person, sitting: Sitting) -> Sitting:
    """End a sitting; no question may be open, and what was not decided is put again another day.

    One that was forgotten is closed when somebody notices: members and rules wait for it.
    """
    held = held_sitting(sitting)
    must_have_begun(held)
    if Motion.objects.filter(item__sitting=held, closed__isnull=True).exists():
        raise ReviewRefusal("question-open")
    now = stamp(held)
    held.presences.filter(left__isnull=True).update(left=now)
    held.closed, held.state = now, SittingState.CLOSED.value
    held.save(update_fields=["closed", "state"])
    record(by, "review.close", subject_of(held))
    return held


@transaction.atomic
def write_minutes(*, by: Person, sitting: Sitting, minutes: str) -> Sitting:
    """Keep what the data does not say: who spoke, and about what."""
    held = held_sitting(sitting)
    held.minutes = minutes.strip()
    held.save(update_fields=["minutes"])
    record(by, "review.minutes", subject_of(held))
    return held


def held_sitting(sitting: Sitting) -> Sitting:
    """A sitting as it is now, with nobody else changing it until the transaction ends."""
    Sitting.objects.select_for_update().values_list("pk").get(pk=sitting.pk)
    return Sitting.objects.select_related("committee__workspace").get(pk=sitting.pk)


def must_be_open(sitting: Sitting) -> None:
    """Raise ReviewRefusal unless a sitting has begun, has not ended, and it is still its day."""
    must_have_begun(sitting)
    if sitting.is_late:
        raise ReviewRefusal("another-day", day=day_text(sitting.day))


def must_have_begun(sitting: Sitting) -> None:
    """Raise ReviewRefusal unless a sitting has begun and has not ended."""
    if sitting.state != SittingState.OPEN:
        raise ReviewRefusal("not-open")


def stamp(sitting: Sitting) -> datetime:
    """This moment, which must not be before anything that happened in the sitting."""
    now = timezone.now()
    if sitting.held_at is not None and now < sitting.held_at:
        raise ReviewRefusal("clock-back", last=moment_text(sitting.held_at))
    sitting.held_at = now
    sitting.save(update_fields=["held_at"])
    return now


def subject_of(sitting: Sitting) -> str:
    """What an audit entry of a sitting is about."""
    return f"{sitting.committee.workspace_id}/{sitting.committee.section}#{sitting.pk}"


def _must_come(day: date) -> None:
    if day < timezone.localdate():
        raise ReviewRefusal("day-past")


def _must_be_free(sitting: Sitting, deputy: Person) -> None:
    if not sitting.committee.deputies:
        raise ReviewRefusal("no-deputies")
    there = sitting.presences.filter(left__isnull=True)
    if (
        there.filter(deputy=deputy).exists()
        or seats_on(sitting.committee, sitting.day).filter(person=deputy).exists()
    ):
        raise ReviewRefusal("sits-for-another", name=deputy.name)
