"""Cutting, sharing out, grouping and answering opinions; an answer is closed by what was done."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from mitgrim.web.opinions.carrying import must_be_carried_out, must_have_stood
from mitgrim.web.opinions.kinds import PROMISES, DispositionKind
from mitgrim.web.opinions.models import LONGEST_PLACE, Disposition, Opinion, Segment
from mitgrim.web.opinions.privacy import must_hold_no_number
from mitgrim.web.opinions.queries import answerers
from mitgrim.web.opinions.services import OpinionRefusal, subject
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.revisions.models import StoredRevision

LONGEST_TITLE = 200


@transaction.atomic
def cut(*, by: Person, opinion: Opinion, starts: Iterable[int]) -> list[Segment]:
    """Cut an opinion into parts that begin at these places of its text; the first always does.

    A part that stays keeps what was arranged for it. One whose answer was begun is not cut.
    """
    held = Opinion.objects.select_for_update().get(pk=opinion.pk)
    text = held.text
    edges = sorted({0, *(own for own in starts if 0 < own < len(text))})
    parts = [
        (start, end)
        for start, end in zip(edges, [*edges[1:], len(text)], strict=True)
        if text[start:end].strip()
    ]
    before = {(own.start, own.end): own for own in held.segments.select_for_update()}
    gone = [own for key, own in before.items() if key not in parts]
    if any(own.disposition_id for own in gone):
        raise OpinionRefusal("cut-answered")
    Segment.objects.filter(pk__in=[own.pk for own in gone]).delete()
    for start, end in parts:
        if (start, end) not in before:
            Segment.objects.create(opinion=held, start=start, end=end, place=held.place)
    record(by, "opinion.cut", subject(held), parts=len(parts))
    return list(held.segments.all())


@transaction.atomic
def assign(
    *, by: Person, segments: Sequence[Segment], assignee: Person | None, due: date | None
) -> None:
    """Say who answers until when."""
    for own in segments:
        if assignee is not None and assignee not in answerers(own.opinion.section):
            raise OpinionRefusal("no-answerer", name=assignee.name)
    held = Segment.objects.filter(pk__in=[own.pk for own in segments])
    held.update(assignee=assignee, due=due)
    whom = assignee.login if assignee else ""
    for code in sorted({subject(own.opinion) for own in segments}):
        record(by, "opinion.assign", code, to=whom, due=due.isoformat() if due else "")


@transaction.atomic
def group(
    *, by: Person, segments: Sequence[Segment], into: Disposition | None = None, title: str = ""
) -> Disposition:
    """Have parts of opinions answered together, by a new answer or one that was begun."""
    must_hold_no_number(title)
    held = list(
        Segment.objects.select_for_update(of=("self",))
        .filter(pk__in=[own.pk for own in segments])
        .select_related("opinion__workspace", "disposition")
    )
    if not held:
        raise OpinionRefusal("nothing-chosen")
    sections = {own.opinion.section for own in held}
    if len(sections) > 1 or (into and into.section not in sections):
        raise OpinionRefusal("several-sections")
    if any(own.disposition and own.disposition.closed for own in held):
        raise OpinionRefusal("closed-already")
    first = held[0].opinion
    if into is None:
        into = Disposition.objects.create(
            workspace=first.workspace,
            section=first.section,
            title=(title.strip() or held[0].beginning)[:LONGEST_TITLE],
            made_by=by,
        )
    else:
        into = _held(into)
    left = [own.disposition.pk for own in held if own.disposition and own.disposition != into]
    Segment.objects.filter(pk__in=[own.pk for own in held]).update(disposition=into)
    Disposition.objects.filter(pk__in=left, segments__isnull=True).delete()
    codes = sorted({own.opinion.code for own in held})
    record(by, "opinion.group", _subject(into), opinions=codes)
    return into


@transaction.atomic
def ungroup(*, by: Person, segment: Segment) -> None:
    """Take a part out of its group; a group with nothing in it goes."""
    if segment.disposition is None:
        return
    held = _held(segment.disposition)
    Segment.objects.filter(pk=segment.pk).update(disposition=None)
    record(by, "opinion.ungroup", _subject(held), opinion=segment.opinion.code)
    if not held.segments.exists():
        held.delete()


@transaction.atomic
def decide(
    *,
    by: Person,
    disposition: Disposition,
    kind: DispositionKind,
    reason: str,
    places: Iterable[str] = (),
) -> Disposition:
    """Say what becomes of opinions and why; of a promise, which places it changes.

    Without places, those are what the opinions are about.
    """
    must_hold_no_number(reason)
    held = _held(disposition)
    if not reason.strip():
        raise OpinionRefusal("reason-missing")
    named = list(dict.fromkeys(own.strip() for own in places if own.strip()))
    if any(len(own) > LONGEST_PLACE for own in named):
        raise OpinionRefusal("no-place")
    held.kind, held.reason = kind.value, reason.strip()
    held.places = (named or default_places(held)) if kind in PROMISES else []
    held.decided, held.met = timezone.now(), False
    held.save(update_fields=["kind", "reason", "places", "decided", "met"])
    record(by, "opinion.decide", _subject(held), kind=kind.value, places=held.places)
    return held


@transaction.atomic
def close(
    *, by: Person, disposition: Disposition, revision: StoredRevision | None = None,
    met: bool = False,
) -> Disposition:  # fmt: skip
    """Close an answer for good, and tell the citizens.

    A promise is closed by the revision that carries it out, which is checked; with `met`, by the
    places at which the plan had it already when the opinions were given. Raises OpinionRefusal.
    """
    held = _held(disposition)
    if not held.kind:
        raise OpinionRefusal("undecided")
    if not held.segments.exists():
        raise OpinionRefusal("nothing-chosen")
    if held.is_promise and met:
        held.revision = must_have_stood(held)
    elif held.is_promise:
        if revision is None:
            raise OpinionRefusal("revision-missing")
        must_be_carried_out(held, revision)
        held.revision = revision
    held.met = met and held.is_promise
    held.closed, held.closed_by = timezone.now(), by
    held.save(update_fields=["revision", "met", "closed", "closed_by"])
    number = held.revision.number if held.revision else None
    record(by, "opinion.close", _subject(held), kind=held.kind, revision=number, met=held.met)
    return held


def default_places(disposition: Disposition) -> list[str]:
    """What the opinions of a group are about."""
    rows = disposition.segments.order_by("opinion", "start").values_list("place", flat=True)
    return list(dict.fromkeys(rows))


def _held(disposition: Disposition) -> Disposition:
    """An answer as it stands now, with nobody else writing to it; one that is closed stays so."""
    held = Disposition.objects.select_for_update().get(pk=disposition.pk)
    if held.closed:
        raise OpinionRefusal("closed-already")
    return held


def _subject(disposition: Disposition) -> str:
    return f"{disposition.workspace_id}/{disposition.section}/{disposition.pk}"
