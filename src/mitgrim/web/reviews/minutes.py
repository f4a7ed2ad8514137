"""The minutes of a sitting in words, from what the record holds."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet

from mitgrim.documents.sitting_minutes import Minutes, MinutesItem, MinutesVote
from mitgrim.web.pages.language import current
from mitgrim.web.pages.templatetags.pages import moment
from mitgrim.web.pages.words import named, say
from mitgrim.web.reviews.models import Item, Presence, Seat, Sitting
from mitgrim.web.reviews.queries import rule_on, seats_on
from mitgrim.web.reviews.wording import Voted, rule_text, voted


def items_of(sitting: Sitting) -> QuerySet[Item]:
    """The docket with all that minutes tell of it."""
    return sitting.items.prefetch_related(
        "interests__seat__person", "amendments__mover__person", "motions__votes",
        "motions__amendment", "conditions",
    ).select_related("revision")  # fmt: skip


def members_of(sitting: Sitting) -> list[tuple[Seat, Sequence[Presence]]]:
    """Every member on the day, and when they, or who sat for them, came and left."""
    came: dict[int, list[Presence]] = {}
    for each in sitting.presences.select_related("deputy"):
        came.setdefault(each.seat_id, []).append(each)
    return [(seat, came.get(seat.pk, [])) for seat in seats_on(sitting.committee, sitting.day)]


def minutes_of(sitting: Sitting) -> Minutes:
    """The minutes in the language of the page."""
    return Minutes(
        committee=named(sitting.committee.name),
        title=sitting.title,
        day=sitting.day,
        facts=tuple(_facts(sitting)),
        present=tuple((_member(seat), _when(came)) for seat, came in members_of(sitting)),
        items=tuple(_item(own) for own in items_of(sitting)),
        said=sitting.minutes,
    )


def _facts(sitting: Sitting) -> Iterator[tuple[str, str]]:
    if sitting.place:
        yield say("reviews.form.place"), sitting.place
    if sitting.opened:
        yield say("reviews.sitting.open"), moment(sitting.opened)
    if sitting.closed:
        yield say("reviews.sitting.close"), moment(sitting.closed)
    known = rule_on(sitting.committee, sitting.day)
    text = rule_text(known)
    if known is not None and text is not None:
        yield say("reviews.rule.title"), f"{text.in_(current())} ({known.source.in_(current())})"


def _member(seat: Seat) -> str:
    return f"{seat.person.name} ({say('reviews.form.chair')})" if seat.chair else seat.person.name


def _when(came: Sequence[Presence]) -> str:
    return ", ".join(map(_stay, came)) or say("reviews.presence.away")


def _stay(own: Presence) -> str:
    deputy = f" ({say('reviews.deputy.is', name=own.deputy.name)})" if own.deputy else ""
    return f"{moment(own.came)} ~ {moment(own.left)}{deputy}"


def _item(own: Item) -> MinutesItem:
    return MinutesItem(
        title=own.title,
        lines=tuple(_lines(own)),
        votes=tuple(map(_vote, voted(own.motions.all()))),
        decision=" ".join(filter(None, (own.verdict_name or say("reviews.undecided"), own.reason))),
        conditions=tuple(each.text for each in own.conditions.all()),
    )


def _lines(own: Item) -> Iterator[str]:
    revision = say("workspace.revision", n=own.revision_id)
    yield f"{own.kind_name} · {revision} · {own.revision.digest[:16]}…"
    for interest in own.interests.all():
        name = interest.seat.person.name
        yield say("reviews.minutes.interest", name=name, reason=interest.reason)
    for each in own.amendments.all():
        mover = f" ({each.mover.person.name})" if each.mover else ""
        text = say("reviews.amendment.of", n=each.number, title=each.title)
        yield f"{text}{mover}: {each.state_name}"


def _vote(own: Voted) -> MinutesVote:
    count: Mapping[str, int] = own.count
    result = (
        own.outcome_name, say("reviews.count", **count), say("reviews.attendance", **count),
    )  # fmt: skip
    roll = tuple((f"{each.name}{_sat(each.deputy)}", each.said) for each in own.roll)
    return MinutesVote(question=own.title, result=" · ".join(result), roll=roll)


def _sat(deputy: str) -> str:
    return f" ({say('reviews.deputy.is', name=deputy)})" if deputy else ""
