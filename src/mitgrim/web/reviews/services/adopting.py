"""Adoption: what a committee decided is frozen, sealed, announced; and bodies are told."""

import logging
from collections.abc import Iterable
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from mitgrim.adoption.voting import APPROVING, Verdict
from mitgrim.history import Change, diff_revisions, diff_sections
from mitgrim.plan import NATION, Label
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import record
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.services import publish
from mitgrim.web.reviews.kinds import AmendmentState
from mitgrim.web.reviews.models import Adoption, Correction, Item
from mitgrim.web.reviews.queries import (
    change_since_adoption,
    last_adoption,
)
from mitgrim.web.reviews.refusals import ReviewRefusal, moment_text
from mitgrim.web.reviews.sealing import decision_of, sealed_folder, signing_key, zipped
from mitgrim.web.reviews.services.conditions import open_conditions
from mitgrim.web.revisions.handing_in import freeze_revision
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import (
    digest_of,
    findings_of,
    history_of,
    manifest,
    national_branch,
    section_of,
    value_of,
)
from mitgrim.web.revisions.services import held_branch

LOGGER = logging.getLogger(__name__)
# What the procedure itself writes into a section: it is not a change of the plan.
BOOKKEEPING = ("stages",)
# What follows from the cities' money, in a minor change, without anybody deciding on it.
FOLLOWS = (*BOOKKEEPING, "declared")


@transaction.atomic
def adopt(
    *, by: Person, item: Item, revision: StoredRevision, name: str, decision: str
) -> Adoption:
    """Adopt what the national committee approved: a revision that holds the item's state, the
    amendments that were carried, what its conditions ask for, and nothing else.

    Raises ReviewRefusal for an item that was not approved, a condition that must be met before, a
    change that nobody decided on, and a finding that blocks.
    """
    workspace = item.sitting.committee.workspace
    held = held_branch(national_branch(workspace))
    own = Item.objects.select_related("sitting__committee__workspace", "revision").get(pk=item.pk)
    if own.sitting.committee.section != NATION:
        raise ReviewRefusal("not-national")
    if not own.verdict or Verdict(own.verdict) not in APPROVING:
        raise ReviewRefusal("not-approved")
    if Adoption.objects.filter(item=own).exists():
        raise ReviewRefusal("adopted-already")
    if own.amendments.filter(state=AmendmentState.CARRIED, merged=None).exists():
        raise ReviewRefusal("amendment-not-merged")
    if unmet := open_conditions(own, first=True):
        raise ReviewRefusal("condition-open", number=unmet[0].number, text=unmet[0].text)
    if not history_of(held).filter(pk=revision.pk).exists():
        raise ReviewRefusal("not-of-this-draft", number=revision.number)
    _must_hold_what_was_done(own, revision)
    if stray := undecided_changes(own, revision):
        raise ReviewRefusal("changed-beyond", count=len(stray), place=stray[0].place)
    return _adopted(by, workspace, revision, name=name, decision=decision, item=own)


@transaction.atomic
def adopt_minor(
    *, by: Person, workspace: Workspace, name: str, decision: str, items: Iterable[Item]
) -> Adoption:
    """Adopt a minor change of the adopted plan: without the national committee, and never without
    that of every city whose section changed, which must have approved exactly what stands there.

    `items` are those decisions. The change is one of the law's by its figures, or because each of
    them says what another law has fixed.
    """
    head = held_branch(national_branch(workspace)).head
    adopted = last_adoption(workspace)
    if adopted is None:
        raise ReviewRefusal("nothing-adopted")
    chosen = list(items)
    before = adopted.baseline.revision
    changed = [
        name
        for name, digest in manifest(head)
        if name != NATION and digest_of(before, name) != digest
    ]
    if not changed:
        raise ReviewRefusal("nothing-changed")
    for section in changed:
        if not any(_approves(own, section, digest_of(head, section)) for own in chosen):
            raise ReviewRefusal("city-not-approved", section=section)
    if stray := [own for own in _national(before, head) if not _is_one_of(own, FOLLOWS)]:
        raise ReviewRefusal("nation-changed", count=len(stray), place=stray[0].place)
    other_law = all(own.other_law for own in chosen)
    test = change_since_adoption(
        workspace, manifest(head), timezone.localdate(), by_other_law=other_law
    )
    if test is None:
        raise ReviewRefusal("no-minor-change")
    if not test.minor:
        raise ReviewRefusal("not-minor", total=test.total.text, cities=", ".join(test.over) or "–")
    return _adopted(by, workspace, head, name=name, decision=decision)


def undecided_changes(item: Item, revision: StoredRevision) -> tuple[Change, ...]:
    """What a revision has otherwise than the item's, for which there is neither an amendment that
    was carried nor a condition; what the procedure itself writes is left out."""
    allowed = [place for own in item.conditions.all() for place in own.places]
    for own in item.amendments.filter(state=AmendmentState.CARRIED).select_related("revision"):
        allowed += [each.place for each in _between(item.revision, own.revision)]
    return tuple(
        own
        for own in _between(item.revision, revision)
        if not _is_one_of(own, BOOKKEEPING)
        and not any(_covers(each, own.place) for each in allowed)
    )


@transaction.atomic
def announce(
    *,
    by: Person,
    adoption: Adoption,
    notice: str,
    day: date,
    text: str = "",
    bodies: Iterable[Organisation] = (),
) -> Adoption:
    """고시: make an adoption known with its number and day, as typed, and its seal with it.

    The plan becomes public, if it is not yet. Bodies are written to after everything is kept.
    """
    held = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    if held.announced is not None:
        raise ReviewRefusal("announced-already", notice=held.notice)
    if not notice.strip():
        raise ReviewRefusal("notice-without-number")
    told = list(bodies)
    held.notice, held.notice_day, held.notice_text = notice.strip(), day, text.strip()
    held.announced = timezone.now()
    held.told = [own.pk for own in told]
    held.save()
    _publish(by, held)
    record(by, "plan.announce", held.workspace_id, notice=held.notice, bodies=held.told)
    people = list(Person.objects.filter(organisation__in=told, is_active=True).exclude(mail=""))
    transaction.on_commit(lambda: _tell(held, people))
    return held


@transaction.atomic
def correct(*, by: Person, adoption: Adoption, notice: str, day: date, text: str) -> Correction:
    """정정고시: say what an announcement said wrongly. It stays as it is, this stands below it."""
    held = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    if held.announced is None:
        raise ReviewRefusal("not-announced")
    if not notice.strip():
        raise ReviewRefusal("notice-without-number")
    if not text.strip():
        raise ReviewRefusal("correction-without-text")
    made = Correction.objects.create(
        adoption=held, notice=notice.strip(), notice_day=day, text=text.strip(), by=by
    )
    record(by, "plan.correct", held.workspace_id, notice=made.notice)
    return made


def _adopted(
    by: Person,
    workspace: Workspace,
    revision: StoredRevision,
    *,
    name: str,
    decision: str,
    item: Item | None = None,
) -> Adoption:
    if not decision.strip() or not decision.isprintable():
        raise ReviewRefusal("decision-missing")
    blocking = [own for own in findings_of(manifest(revision)) if own.blocks]
    if blocking:
        raise ReviewRefusal("findings", count=len(blocking), first=blocking[0].message)
    key, last = signing_key(), last_adoption(workspace)
    now = timezone.localtime().replace(microsecond=0)
    if last is not None and now < last.moment:
        raise ReviewRefusal("clock-back", last=moment_text(last.moment))
    seal, files = sealed_folder(
        revision, key, decision=decision.strip(), at=now,
        told=decision_of(revision, item, decision.strip(), name.strip()),
        before=last.digest if last else None,
    )  # fmt: skip
    baseline = freeze_revision(by=by, workspace=workspace, revision=revision, name=name)
    made = Adoption.objects.create(
        workspace=workspace, item=item, baseline=baseline, decision=decision.strip(),
        digest=seal.digest, public_key=seal.public_key,
        folder=zipped(files, f"{workspace.pk}-{seal.digest[:12]}"), before=last, by=by, moment=now,
    )  # fmt: skip
    record(by, "plan.adopt", workspace.pk, revision=revision.number, seal=seal.digest)
    return made


def _must_hold_what_was_done(item: Item, revision: StoredRevision) -> None:
    """What was merged or meets a condition is not left out by naming an earlier revision."""
    numbers = [
        item.revision_id,
        *item.amendments.exclude(merged=None).values_list("merged", flat=True),
        *item.conditions.exclude(revision=None).values_list("revision", flat=True),
    ]
    if revision.number < max(numbers):
        raise ReviewRefusal("revision-too-old", number=revision.number, least=max(numbers))


def _approves(item: Item, section: str, digest: str) -> bool:
    """Whether a city's committee approved exactly this state of its section, with nothing open."""
    if item.sitting.committee.section != section or not item.verdict:
        return False
    if Verdict(item.verdict) not in APPROVING or open_conditions(item, first=True):
        return False
    done = item.amendments.exclude(merged=None).select_related("merged")
    met = item.conditions.exclude(revision=None).select_related("revision")
    states = [item.revision, *(own.merged for own in done), *(own.revision for own in met)]
    newest = max((own for own in states if own is not None), key=lambda own: own.number)
    seen = section_of(digest_of(newest, section)), section_of(digest)
    return all(_is_one_of(own, BOOKKEEPING) for own in diff_sections(*seen))


def _between(before: StoredRevision, after: StoredRevision) -> tuple[Change, ...]:
    return diff_revisions(value_of(before), value_of(after), section_of)


def _national(before: StoredRevision, after: StoredRevision) -> list[Change]:
    return [own for own in _between(before, after) if own.place.split("/")[0] == NATION]


def _is_one_of(change: Change, collections: tuple[str, ...]) -> bool:
    return change.place.split("/")[1:2] in [[own] for own in collections]


def _covers(place: str, changed: str) -> bool:
    """Whether a change lies at a place or inside it; a record that came or went lies around it."""
    return f"{changed}/".startswith(f"{place}/")


def _publish(by: Person, adoption: Adoption) -> None:
    revision = adoption.baseline.revision
    there = Publication.objects.filter(
        revision=revision, channel=Channel.WEB, withdrawn=None, moment__lte=timezone.now()
    )
    if there.exists():
        return
    publish(
        by=by, workspace=adoption.workspace, revision=revision, channel=Channel.WEB,
        title=Label(ko=adoption.baseline.name), note=Label(ko=adoption.notice),
    )  # fmt: skip


def _tell(adoption: Adoption, people: list[Person]) -> None:
    """Write to people of the bodies; a mail that can't be sent stops no other."""
    for own in people:
        with translation.override(own.lang):
            mail = _mail(adoption, own)
        try:
            mail.send()
        except (SMTPException, OSError):
            LOGGER.exception("a notification of an adoption could not be sent")


def _mail(adoption: Adoption, person: Person) -> EmailMessage:
    plan = named(adoption.workspace.name)
    url = settings.ENVIRONMENT.address + reverse("reviews:seal", args=(adoption.address,))
    body = say(
        "reviews.mail.body", name=person.name, plan=plan, notice=adoption.notice, url=url,
        decision=adoption.decision,
    )  # fmt: skip
    return EmailMessage(
        subject=say("reviews.mail.subject", plan=plan),
        body=body,
        to=[person.mail],
        headers={"Auto-Submitted": "auto-generated"},
    )
