"""The docket: items, members' interests in them, amendments."""

from django.db import transaction
from django.db.models import Max

from mitgrim.plan import NATION, Section
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.reviews.kinds import AmendmentState, ItemKind, SittingState
from mitgrim.web.reviews.models import Amendment, Interest, Item, Seat, Sitting
from mitgrim.web.reviews.queries import branch_of_item, last_adoption, seats_on
from mitgrim.web.reviews.refusals import ReviewRefusal
from mitgrim.web.reviews.services.sittings import held_sitting, subject_of
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import digest_of, history_of, section_of
from mitgrim.web.revisions.services import propose


@transaction.atomic
def add_item(
    *,
    by: Person,
    sitting: Sitting,
    kind: ItemKind,
    title: str,
    revision: StoredRevision | None = None,
    other_law: str = "",
) -> Item:
    """Put a state of the section before a sitting: a revision of its draft, its newest by default.

    The revision stays what it is, whatever becomes of the draft.
    """
    held = held_sitting(sitting)
    if held.state == SittingState.CLOSED:
        raise ReviewRefusal("not-open")
    section = held.committee.section
    of_nation, whole = section == NATION, kind is ItemKind.PLAN
    if kind is not ItemKind.CHANGE and of_nation is not whole:
        raise ReviewRefusal("item-kind")
    if kind is ItemKind.CHANGE and last_adoption(held.committee.workspace) is None:
        raise ReviewRefusal("nothing-adopted")
    number = (held.items.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Item(
        sitting=held, number=number, kind=kind, title=title.strip(), other_law=other_law.strip()
    )
    branch = branch_of_item(made)
    chosen = revision or branch.head
    if not history_of(branch).filter(pk=chosen.pk).exists():
        raise ReviewRefusal("not-of-this-draft", number=chosen.number)
    made.revision = chosen
    made.save()
    record(by, "review.item", subject_of(held), item=made.pk, revision=chosen.number)
    return made


@transaction.atomic
def declare(*, by: Person, item: Item, seat: Seat, reason: str) -> Interest:
    """Declare that a member has an interest of their own in an item, and so does not vote on it.

    Said before the vote or never: who has voted already can't say so to undo it.
    """
    held = held_sitting(item.sitting)
    must_be_undecided(item)
    if not seats_on(held.committee, held.day).filter(pk=seat.pk).exists():
        raise ReviewRefusal("not-a-member", name=seat.person.name)
    if not reason.strip():
        raise ReviewRefusal("interest-without-reason")
    if item.motions.filter(votes__seat=seat).exists():
        raise ReviewRefusal("voted-already", name=seat.person.name)
    made, first = Interest.objects.get_or_create(
        item=item, seat=seat, defaults={"reason": reason.strip(), "by": by}
    )
    if first:
        record(by, "review.interest", subject_of(held), item=item.pk, person=seat.person.login)
    return made


@transaction.atomic
def amend(
    *,
    by: Person,
    item: Item,
    title: str,
    section: Section,
    reason: str = "",
    mover: Seat | None = None,
) -> Amendment:
    """Propose another state of a section than that of the item; it is voted by itself."""
    held = held_sitting(item.sitting)
    if held.state == SittingState.CLOSED:
        raise ReviewRefusal("not-open")
    must_be_undecided(item)
    number = (item.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
    proposed = propose(by=by, base=item.revision, section=section, message=title.strip())
    made = Amendment.objects.create(
        item=item, number=number, title=title.strip(), reason=reason.strip(), mover=mover,
        revision=proposed, by=by,
    )  # fmt: skip
    record(by, "review.amend", subject_of(held), item=item.pk, revision=proposed.number)
    return made


def section_at(item: Item, revision: StoredRevision, name: str) -> Section:
    """A section of a revision of the item's draft, to be proposed as an amendment."""
    if not history_of(branch_of_item(item)).filter(pk=revision.pk).exists():
        raise ReviewRefusal("not-of-this-draft", number=revision.number)
    digest = digest_of(revision, name)
    if not digest:
        raise ReviewRefusal("not-of-this-draft", number=revision.number)
    return section_of(digest)


@transaction.atomic
def withdraw_amendment(*, by: Person, amendment: Amendment) -> Amendment:
    """Take an amendment back before it is voted."""
    held = held_sitting(amendment.item.sitting)
    own = Amendment.objects.select_related("item").get(pk=amendment.pk)
    if own.state != AmendmentState.PROPOSED or own.motions.exists():
        raise ReviewRefusal("amendment-voted")
    own.state = AmendmentState.WITHDRAWN.value
    own.save(update_fields=["state"])
    record(by, "review.amend-withdraw", subject_of(held), item=own.item_id, amendment=own.pk)
    return own


def must_be_undecided(item: Item) -> None:
    """Raise ReviewRefusal where an item was decided."""
    if Item.objects.get(pk=item.pk).verdict:
        raise ReviewRefusal("decided-already")
