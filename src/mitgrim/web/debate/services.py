"""Opening a debate, what is said in it, and links to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mitgrim.web.debate.kinds import PhaseKind, Shown, Who
from mitgrim.web.debate.models import (
    LONGEST_STATEMENT,
    Debate,
    Link,
    Participant,
    Phase,
    Statement,
)
from mitgrim.web.debate.queries import said_today, standing_of
from mitgrim.web.debate.refusals import DebateRefusal
from mitgrim.web.opinions.privacy import must_hold_no_number, text_key
from mitgrim.web.opinions.rules import rule_on
from mitgrim.web.people.models import Person
from mitgrim.web.people.secrets import new_secret, secret_digest
from mitgrim.web.people.services import record
from mitgrim.web.revisions.models import Workspace

MARKUP: Final = re.compile(r"<\s*[a-z/!?]|javascript\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When statements are gathered and voted on, when it ends; and what goes together."""

    statements_from: datetime
    votes_from: datetime
    closes: datetime
    statements_while_voting: bool = False
    results_while_voting: bool = False

    def phases(self) -> list[Phase]:
        """The phases as they are kept. Raises DebateRefusal where one begins before its time."""
        if not self.statements_from < self.votes_from < self.closes:
            raise DebateRefusal("wrong-order")
        return [
            Phase(
                kind=PhaseKind.STATEMENTS.value, starts=self.statements_from, takes_statements=True
            ),
            Phase(
                kind=PhaseKind.VOTING.value, starts=self.votes_from, takes_votes=True,
                takes_statements=self.statements_while_voting,
                shows_results=self.results_while_voting,
            ),
            Phase(kind=PhaseKind.CLOSED.value, starts=self.closes, shows_results=True),
        ]  # fmt: skip


def usual(name: str) -> int:
    """What holds today where an officer says nothing else."""
    return int(rule_on(name, timezone.localdate(), "debate").value)


@transaction.atomic
def open_debate(
    *,
    by: Person,
    workspace: Workspace,
    section: str,
    title: str,
    question: str,
    timetable: Timetable,
    background: str = "",
    who: Who = Who.ANYONE,
    moderated: bool = True,
    statements_a_day: int | None = None,
    joining_from_an_address: int | None = None,
    first: Sequence[str] = (),
    example: bool = False,
) -> Debate:
    """Put a question about a plan; `first` are statements that are voted on from the beginning."""
    must_hold_no_number(title, question, background, *first)
    own = Debate.objects.create(
        workspace=workspace, section=section, title=title.strip(), question=question.strip(),
        background=background.strip(), who=who.value, moderated=moderated, example=example, by=by,
        statements_a_day=statements_a_day or usual("statements_a_day"),
        joining_from_an_address=joining_from_an_address or usual("joining_from_an_address"),
    )  # fmt: skip
    _set_phases(own, timetable)
    for text in first:
        _state(own, text, by=by, state=Shown.SHOWN)
    record(by, "debate.open", own.subject, who=who.value, section=section, **_days(timetable))
    return own


@transaction.atomic
def change_debate(
    *,
    by: Person,
    debate: Debate,
    title: str,
    question: str,
    background: str,
    timetable: Timetable,
    who: Who,
    moderated: bool,
    statements_a_day: int,
    joining_from_an_address: int,
) -> Debate:
    """Say anew what holds. Who takes part stays as it is once somebody does.

    What has closed stays so, for its results are out; and nobody has a look at results that were
    hidden while votes are cast.
    """
    must_hold_no_number(title, question, background)
    held = Debate.objects.select_for_update().get(pk=debate.pk)
    standing = standing_of(held)
    if standing.closed:
        raise DebateRefusal("closed")
    if (
        standing.now.takes_votes
        and timetable.results_while_voting
        and not standing.now.shows_results
    ):
        raise DebateRefusal("results-are-hidden")
    if who != held.who and held.participants.filter(meeting__isnull=True).exists():
        raise DebateRefusal("who-is-fixed")
    held.title, held.question, held.background = title.strip(), question.strip(), background.strip()
    held.who, held.moderated = who.value, moderated
    held.statements_a_day = statements_a_day
    held.joining_from_an_address = joining_from_an_address
    held.save()
    _set_phases(held, timetable)
    record(
        by, "debate.change", held.subject, who=who.value, moderated=moderated,
        statements_while_voting=timetable.statements_while_voting,
        results_while_voting=timetable.results_while_voting, **_days(timetable),
    )  # fmt: skip
    return held


def _set_phases(debate: Debate, timetable: Timetable) -> None:
    phases = timetable.phases()
    debate.phases.all().delete()
    for own in phases:
        own.debate = debate
    Phase.objects.bulk_create(phases)


def _days(timetable: Timetable) -> dict[str, str]:
    return {
        name: getattr(timetable, name).isoformat()
        for name in ("statements_from", "votes_from", "closes")
    }


# Statements ---------------------------------------------------------------------------------------


@transaction.atomic
def state(*, debate: Debate, participant: Participant, text: str) -> Statement:
    """Say something that others vote on. Raises a Refusal, and keeps nothing, for a flood, for a
    resident registration number, and for what was said already.
    """
    # Who sends two at once must take turns, or both would have the same number.
    held = Debate.objects.select_for_update().get(pk=debate.pk)
    standing = standing_of(held)
    if not standing.now.takes_statements:
        raise DebateRefusal("closed" if standing.closed else "no-statements-now")
    if said_today(participant) >= held.statements_a_day:
        raise DebateRefusal("flood", limit=held.statements_a_day)
    shown = Shown.WAITING if held.moderated else Shown.SHOWN
    return _state(held, text, participant=participant, state=shown)


@transaction.atomic
def add_statement(*, by: Person, debate: Debate, text: str) -> Statement:
    """Put a statement to the vote oneself, as those who look after a debate do before it closes."""
    held = Debate.objects.select_for_update().get(pk=debate.pk)
    if standing_of(held).closed:
        raise DebateRefusal("closed")
    own = _state(held, text, by=by, state=Shown.SHOWN)
    record(by, "debate.state", held.subject, number=own.number)
    return own


def _state(
    debate: Debate,
    text: str,
    *,
    state: Shown,
    participant: Participant | None = None,
    by: Person | None = None,
) -> Statement:
    must_hold_no_number(text)
    text = "".join(own for own in " ".join(text.split()) if own.isprintable())
    must_hold_no_number(text)  # once more: what was left out may have parted its digits
    if MARKUP.search(text):
        raise DebateRefusal("markup")
    if not text:
        raise DebateRefusal("empty")
    if len(text) > LONGEST_STATEMENT:
        raise DebateRefusal("too-long", limit=LONGEST_STATEMENT, count=len(text))
    key = text_key(text)
    if debate.statements.filter(text_key=key).exists():
        raise DebateRefusal("said-before")
    last = debate.statements.aggregate(last=Max("number"))["last"] or 0
    return Statement.objects.create(
        debate=debate, number=last + 1, text=text, text_key=key, participant=participant, by=by,
        state=state.value,
    )  # fmt: skip


@transaction.atomic
def moderate(*, by: Person, statements: Sequence[Statement], show: bool, reason: str = "") -> int:
    """Put statements to the vote, or not, which needs a reason; gives how many changed."""
    must_hold_no_number(reason)
    if not show and not reason.strip():
        raise DebateRefusal("reason-missing")
    wanted = (Shown.SHOWN if show else Shown.HIDDEN).value
    held = Statement.objects.select_for_update(of=("self",)).select_related("debate", "participant")
    changed = 0
    for own in held.filter(pk__in=[each.pk for each in statements]).exclude(state=wanted):
        if own.participant is not None and own.participant.person_id == by.pk:
            raise DebateRefusal("own-statement")
        own.state, own.state_reason = wanted, "" if show else reason.strip()
        own.moderated_by, own.moderated = by, timezone.now()
        own.save(update_fields=["state", "state_reason", "moderated_by", "moderated"])
        verb = "debate.show" if show else "debate.hide"
        record(by, verb, own.debate.subject, number=own.number, reason=own.state_reason)
        changed += 1
    return changed


# Links --------------------------------------------------------------------------------------------


@transaction.atomic
def invite(*, by: Person, debate: Debate, purpose: str, count: int) -> list[str]:
    """Secrets of so many new links, each for one person, once; nobody can read them again."""
    must_hold_no_number(purpose)
    if debate.who != Who.INVITED:
        raise DebateRefusal("no-links")
    found = [new_secret() for _ in range(count)]
    Link.objects.bulk_create(
        Link(debate=debate, digest=secret_digest(own), purpose=purpose.strip(), by=by)
        for own in found
    )
    record(by, "debate.invite", debate.subject, count=count, purpose=purpose.strip())
    return found


@transaction.atomic
def revoke_links(*, by: Person, debate: Debate, purpose: str) -> int:
    """End the links of a purpose that nobody used yet; gives how many."""
    rows = debate.links.filter(purpose=purpose, used_on__isnull=True, revoked__isnull=True)
    ended = rows.update(revoked=timezone.now())
    if ended:
        record(by, "debate.invite-revoke", debate.subject, count=ended, purpose=purpose)
    return ended


def forget_addresses() -> int:
    """Let digests of addresses go that count nothing any more; gives how many."""
    until = timezone.localdate() - timedelta(days=usual("address_days"))
    rows: Any = Participant.objects.filter(joined_on__lt=until).exclude(address="")
    forgotten: int = rows.update(address="")
    return forgotten
