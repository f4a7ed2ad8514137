"""Taking opinions in, moderating them, and letting personal data go."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mitgrim.plan import mint
from mitgrim.web.opinions.anchoring import Anchored
from mitgrim.web.opinions.kinds import Moderation, OpinionSource, Who
from mitgrim.web.opinions.models import (
    LONGEST_TEXT,
    Intake,
    Invitation,
    Opinion,
    Segment,
)
from mitgrim.web.opinions.privacy import (
    address_digest,
    must_hold_no_number,
    text_key,
    without_contacts,
)
from mitgrim.web.opinions.queries import Terms, given_today, past_their_time, same_text, terms_of
from mitgrim.web.opinions.rules import rule_on
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.secrets import new_secret, secret_digest
from mitgrim.web.people.services import record
from mitgrim.web.revisions.models import Workspace
from mitgrim.wording import Refusal, Value, letters

CODES_AT_ONCE: Final = 500
LONGEST_APPEAL: Final = 2_000
ERASED: Final = "(낸 사람의 요청으로 지웠습니다.)"


class OpinionRefusal(Refusal):
    """What can't be done with an opinion as things stand."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"opinions.refused.{reason}", **values)
        super().__init__(self.message.ko)


@transaction.atomic
def receive(
    *,
    by: Person | None,
    workspace: Workspace,
    about: Anchored,
    text: str,
    source: OpinionSource,
    name: str = "",
    on_behalf_of: str = "",
    said_on: date | None = None,
    round: int | None = None,
    typed: bool = True,
    link: Invitation | None = None,
    address: str = "",
) -> tuple[Opinion, str]:
    """Take an opinion in; gives it with the secret by which its author comes back to it.

    `about` was looked up with `anchored` for whoever speaks, `on_behalf_of` is the body spoken for
    and `round` the consultation round that asked for it. On the web, and where nothing was `typed`
    in for somebody else, `by` is the author.
    Raises a Refusal, and stores nothing, for a resident registration number, for what its author
    said before, and for more a day than is allowed.
    """
    must_hold_no_number(text, name, on_behalf_of, about.quote)
    today = timezone.localdate()
    if said_on is not None and said_on > today:
        raise OpinionRefusal("said-in-future")
    terms = terms_of(workspace)
    written = source is OpinionSource.WEB
    authored = written or not typed
    own = made(
        code=next(new_codes(about.section, 1)),
        workspace=workspace,
        about=about,
        text=_fit(text),
        source=source,
        name=name.strip(),
        body=on_behalf_of.strip(),
        said_on=said_on or today,
        round=round,
        person=by if authored else None,
        entered_by=None if authored else by,
        link=link,
        address=address_digest(address, today) if written and address else "",
        state=(Moderation.WAITING if terms.moderated else Moderation.SHOWN).value,
    )
    if written:
        _must_be_welcome(own, terms)
    secret = new_secret()
    own.receipt = secret_digest(secret)
    own.save()
    Segment.objects.create(opinion=own, start=0, end=len(own.text), place=own.place)
    record(by, "opinion.receive", subject(own), source=source.value, round=round)
    return own, secret


def _fit(text: str) -> str:
    """What was said, neither nothing nor too much."""
    text = text.strip()
    if not text:
        raise OpinionRefusal("empty")
    if len(text) > LONGEST_TEXT:
        raise OpinionRefusal("too-long", limit=LONGEST_TEXT)
    return text


def made(*, code: str, workspace: Workspace, about: Anchored, text: str, **more: Any) -> Opinion:
    """An opinion that is not saved yet."""
    return Opinion(
        code=code,
        workspace=workspace,
        section=about.section,
        revision=about.revision,
        place=about.anchor.place,
        draft=about.draft,
        quote=about.quote,
        about_ko=about.about.ko,
        about_en=about.about.en,
        text=text,
        text_key=text_key(text),
        letters=searched(text, about.about.ko, about.about.en, more.get("body", "")),
        **more,
    )


def searched(text: str, *more: str) -> str:
    """What a search looks through. Anyone may search: what is blotted out is not found either."""
    return letters(" ".join((without_contacts(text), *more)))


def new_codes(section: str, at_once: int = CODES_AT_ONCE) -> Iterator[str]:
    """Numbers for new opinions that no other has: a table brings ten thousand at once."""
    given: set[str] = set()
    while True:
        some = {mint(section, "o") for _ in range(at_once)} - given
        taken = Opinion.objects.filter(code__in=some).values_list("code", flat=True)
        yield from some - set(taken)
        given |= some


def _must_be_welcome(own: Opinion, terms: Terms) -> None:
    """Raise OpinionRefusal for a flood, and for what its author said before."""
    # Who sends two at once must take turns, or both would be counted as the last one allowed.
    Intake.objects.get_or_create(workspace=own.workspace)
    Intake.objects.select_for_update().get(workspace=own.workspace)
    if not terms.open:
        raise OpinionRefusal("closed")
    given = given_today(own.workspace, person=own.person, link=own.link, address=own.address)
    if given >= terms.a_day:
        raise OpinionRefusal("too-many", limit=terms.a_day)
    from_there = given_today(own.workspace, address=own.address)
    if from_there >= terms.a_day_from_an_address:
        raise OpinionRefusal("too-many-from-there", limit=terms.a_day_from_an_address)
    again = same_text(own.workspace, own.text_key).filter(place=own.place)
    before = again.filter(_of_the_same_author(own)).first()
    if before is not None:
        raise OpinionRefusal("said-before", code=before.code)


def _of_the_same_author(own: Opinion) -> Q:
    if own.person:
        return Q(person=own.person)
    if own.link:
        return Q(link=own.link)
    return Q(address=own.address) if own.address else Q(pk=None)


# Moderation -------------------------------------------------------------------------------------


@transaction.atomic
def moderate(*, by: Person, opinions: Sequence[Opinion], show: bool, reason: str = "") -> int:
    """Make opinions public, or not; gives how many changed. Not to show one needs a reason.

    Nobody moderates what they said themselves.
    """
    must_hold_no_number(reason)
    if not show and not reason.strip():
        raise OpinionRefusal("reason-missing")
    if any(own.person_id == by.pk for own in opinions):
        raise OpinionRefusal("own-opinion")
    held = Opinion.objects.select_for_update().filter(pk__in=[own.pk for own in opinions])
    changed = 0
    for own in held:
        own.state = (Moderation.SHOWN if show else Moderation.HIDDEN).value
        own.state_reason = "" if show else reason.strip()
        own.moderated_by, own.moderated = by, timezone.now()
        own.appealed = None
        own.save(update_fields=["state", "state_reason", "moderated_by", "moderated", "appealed"])
        verb = "opinion.show" if show else "opinion.hide"
        record(by, verb, subject(own), reason=own.state_reason)
        changed += 1
    return changed


@transaction.atomic
def appeal(*, by: Person | None, opinion: Opinion, text: str) -> None:
    """Ask for another look at an opinion that is not shown; once, until it was looked at."""
    must_hold_no_number(text)
    held = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if held.state != Moderation.HIDDEN or held.appealed or held.withdrawn:
        raise OpinionRefusal("no-appeal")
    if not text.strip():
        raise OpinionRefusal("empty")
    held.appeal, held.appealed = text.strip()[:LONGEST_APPEAL], timezone.now()
    held.save(update_fields=["appeal", "appealed"])
    record(by, "opinion.appeal", subject(held))


# What holds, and who is invited ------------------------------------------------------------------


@transaction.atomic
def set_terms(
    *,
    by: Person,
    workspace: Workspace,
    open: bool,
    who: Who,
    moderated: bool,
    a_day: int,
    a_day_from_an_address: int,
    kept_days: int,
) -> Intake:
    """Say what holds for giving opinions about a plan."""
    stated = {
        "open": open, "who": who.value, "moderated": moderated, "a_day": a_day,
        "a_day_from_an_address": a_day_from_an_address, "kept_days": kept_days,
    }  # fmt: skip
    own, _ = Intake.objects.update_or_create(workspace=workspace, defaults=stated)
    record(by, "opinion.terms", workspace.pk, **stated)
    return own


@transaction.atomic
def invite(
    *, by: Person, workspace: Workspace, section: str, purpose: str, ends: date, count: int = 1
) -> list[str]:
    """Secrets of so many new links, one for each resident; nobody can read them again."""
    must_hold_no_number(purpose)
    found = [new_secret() for _ in range(count)]
    Invitation.objects.bulk_create(
        Invitation(
            workspace=workspace, section=section, digest=secret_digest(own),
            purpose=purpose.strip(), by=by, ends=ends,
        )
        for own in found
    )  # fmt: skip
    record(by, "opinion.invite", f"{workspace.pk}/{section}", count=count, ends=ends.isoformat())
    return found


@transaction.atomic
def revoke_invitations(*, by: Person, workspace: Workspace, section: str, purpose: str) -> int:
    """End the links that were made for a purpose; gives how many."""
    rows = Invitation.objects.filter(
        workspace=workspace, section=section, purpose=purpose, revoked__isnull=True
    )
    ended = rows.update(revoked=timezone.now())
    if ended:
        record(by, "opinion.invite-revoke", f"{workspace.pk}/{section}", count=ended)
    return ended


# Letting personal data go ------------------------------------------------------------------------


@transaction.atomic
def withdraw(*, by: Person | None, opinion: Opinion) -> None:
    """Take one's opinion back: it is shown and answered no more. What was answered stays."""
    held = Opinion.objects.select_for_update().get(pk=opinion.pk)
    if held.withdrawn:
        return
    if held.segments.filter(disposition__closed__isnull=False).exists():
        raise OpinionRefusal("answered")
    held.withdrawn = timezone.now()
    held.save(update_fields=["withdrawn"])
    held.segments.update(disposition=None)
    record(by, "opinion.withdraw", subject(held))


@transaction.atomic
def erase(*, by: Person | None, opinion: Opinion, text_too: bool = False) -> None:
    """Let the personal data of an opinion go, for good; with its words where they name somebody."""
    held = Opinion.objects.select_for_update().get(pk=opinion.pk)
    held.name, held.person, held.address, held.link = "", None, "", None
    held.appeal, held.receipt = "", None
    held.erased = timezone.now()
    if text_too:
        _forget_in_titles(held)
        held.text, held.quote = ERASED, ""
        held.text_key, held.letters = "", ""
        first, *others = held.segments.all()
        Segment.objects.filter(pk__in=[own.pk for own in others]).delete()
        Segment.objects.filter(pk=first.pk).update(start=0, end=len(ERASED))
    held.save()
    record(by, "opinion.erase", subject(held), text=text_too)


def _forget_in_titles(opinion: Opinion) -> None:
    """An answer that nobody named is called by the first words of an opinion."""
    for part in opinion.segments.select_related("opinion", "disposition"):
        own = part.disposition
        if own is not None and own.title == part.beginning:
            own.title = ERASED
            own.save(update_fields=["title"])


def erase_what_is_over() -> int:
    """Let go of what is kept for longer than it may be; gives how many opinions that concerned."""
    now = timezone.now()
    days = int(rule_on("address_days", timezone.localdate()).value)
    Opinion.objects.filter(received__lt=now - timedelta(days=days)).exclude(address="").update(
        address=""
    )
    over = list(past_their_time(now))
    for own in over:
        erase(by=None, opinion=own)
    return len(over)


def subject(opinion: Opinion) -> str:
    """How the audit record names an opinion: never by who said it."""
    return f"{opinion.workspace_id}/{opinion.section}/{opinion.code}"
