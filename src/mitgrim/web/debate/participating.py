"""Who takes part: a seat in a debate, kept in a signed cookie of one browser."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from mitgrim.web.debate.kinds import AgeBand, Who
from mitgrim.web.debate.models import Debate, Link, Participant
from mitgrim.web.debate.queries import cities_of_debate, link_by, standing_of
from mitgrim.web.debate.refusals import DebateRefusal
from mitgrim.web.opinions.privacy import address_digest
from mitgrim.web.people.models import Person

SIGNER: Final = Signer(salt="mitgrim.debate.seat")
KEPT: Final = timedelta(days=400)  # as long as browsers keep one
LONGEST: Final = 200
NOBODY: Final = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant of a debate as their cookie says; `person` is 0 where none is asked for."""

    debate: int
    participant: int
    person: int = NOBODY

    def __str__(self) -> str:
        return f"{self.debate}.{self.participant}.{self.person}"


def seat_in(request: HttpRequest, debate: int) -> Seat | None:
    """Whose browser asks, without asking the database; None where it holds no seat.

    Raises DebateRefusal for a cookie that was not given by us for this debate, and for the seat of
    somebody who is not signed in any more.
    """
    held = request.COOKIES.get(_name(debate))
    if not held:
        return None
    try:
        numbers = [int(own) for own in SIGNER.unsign(held[:LONGEST]).split(".")]
        seat = Seat(*numbers)
    except (BadSignature, ValueError, TypeError):
        raise DebateRefusal("forged") from None
    if seat.debate != debate:
        raise DebateRefusal("forged")
    if seat.person and request.user.pk != seat.person:
        return None
    return seat


def must_have_seat(request: HttpRequest, debate: int) -> Seat:
    """Whose browser asks. Raises DebateRefusal where it holds no seat."""
    seat = seat_in(request, debate)
    if seat is None:
        raise DebateRefusal("no-seat")
    return seat


def participant_in(request: HttpRequest, debate: Debate) -> Participant | None:
    """The participant whose browser asks."""
    seat = seat_in(request, debate.pk)
    if seat is None:
        return None
    return Participant.objects.filter(debate=debate, pk=seat.participant).first()


def give_seat(response: HttpResponseBase, participant: Participant) -> None:
    """Let a browser keep its seat: read by no script, sent to this debate alone."""
    seat = Seat(participant.debate_id, participant.pk, participant.person_id or NOBODY)
    response.set_cookie(
        _name(seat.debate), SIGNER.sign(str(seat)), max_age=KEPT, path=f"/debates/{seat.debate}/",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def take_seat_away(response: HttpResponseBase, debate: int) -> None:
    """Let a browser forget a seat that is none."""
    response.delete_cookie(_name(debate), path=f"/debates/{debate}/", samesite="Lax")


def _name(debate: int) -> str:
    return f"mitgrim-debate-{debate}"


@transaction.atomic
def join(
    *,
    debate: Debate,
    person: Person | None = None,
    address: str = "",
    city: str = "",
    age_band: AgeBand | None = None,
) -> Participant:
    """A new participant of a debate for anyone or for who is signed in; a person is always one.

    Raises DebateRefusal for more from one address a day than are let in, for a debate that is over,
    and where the debate asks for another way in.
    """
    # Who comes twice at once must take turns, or both would be the last one let in.
    held = Debate.objects.select_for_update().get(pk=debate.pk)
    _must_be_open(held)
    if held.who == Who.INVITED:
        raise DebateRefusal("link-needed")
    told = {"city": _city(held, city), "age_band": age_band.value if age_band else ""}
    if held.who == Who.SIGNED_IN:
        if person is None:
            raise DebateRefusal("sign-in")
        own, _ = Participant.objects.get_or_create(debate=held, person=person, defaults=told)
        return own
    where = address_digest(address, timezone.localdate()) if address else ""
    limit = held.joining_from_an_address
    if where and held.participants.filter(address=where).count() >= limit:
        raise DebateRefusal("flood", limit=limit)
    return Participant.objects.create(debate=held, address=where, **told)


@transaction.atomic
def join_by_link(
    *, debate: Debate, secret: str, city: str = "", age_band: AgeBand | None = None
) -> Participant:
    """A new participant by a link, which leads nobody in again. Raises DebateRefusal."""
    found = link_by(secret)
    if found is None:
        raise DebateRefusal("no-link")
    if found.debate_id != debate.pk:
        raise DebateRefusal("link-elsewhere")
    held = Link.objects.select_for_update().get(pk=found.pk)
    if held.used_on is not None:
        raise DebateRefusal("link-used")
    if held.revoked is not None:
        raise DebateRefusal("link-over")
    _must_be_open(debate)
    held.used_on = timezone.localdate()
    held.save(update_fields=["used_on"])
    return Participant.objects.create(
        debate=debate, city=_city(debate, city), age_band=age_band.value if age_band else ""
    )


def _must_be_open(debate: Debate) -> None:
    standing = standing_of(debate)
    if not standing.begun:
        raise DebateRefusal("too-early")
    if standing.closed:
        raise DebateRefusal("closed")


def _city(debate: Debate, city: str) -> str:
    cities: Any = cities_of_debate(debate)
    if city and city not in cities:
        raise DebateRefusal("no-city")
    return city
