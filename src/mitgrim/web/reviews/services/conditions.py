"""Conditions: a revision is named that meets one, and it is looked whether it does."""

from django.db import transaction
from django.utils import timezone

from mitgrim.history import Shortfall, unfulfilled
from mitgrim.plan import Section
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.reviews.models import Condition, Item
from mitgrim.web.reviews.queries import branch_of_item
from mitgrim.web.reviews.refusals import ReviewRefusal
from mitgrim.web.reviews.services.sittings import held_sitting, subject_of
from mitgrim.web.reviews.services.voting import reviewed_state
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import history_of, manifest, section_of

_SAID = {
    Shortfall.TOO_WIDE: "condition-place",
    Shortfall.ELSEWHERE: "condition-elsewhere",
    Shortfall.UNCHANGED: "condition-unchanged",
    Shortfall.TAKEN_BACK: "condition-taken-back",
}


@transaction.atomic
def meet(*, by: Person, condition: Condition, revision: StoredRevision) -> Condition:
    """Close a condition with the revision that meets it.

    Every place that it names must hold something else there than in what was decided on, and still
    do so in the draft as it stands.
    """
    held = held_sitting(condition.item.sitting)
    own = Condition.objects.select_related("item__revision").get(pk=condition.pk)
    if own.met is not None:
        raise ReviewRefusal("condition-met")
    branch = branch_of_item(own.item)
    decided = reviewed_state(own.item)
    if revision.number <= decided.number or not history_of(branch).filter(pk=revision.pk).exists():
        raise ReviewRefusal("condition-revision", number=revision.number)
    found = unfulfilled(
        own.places, before=_sections(decided), named=_sections(revision),
        now=_sections(branch.head),
    )  # fmt: skip
    for each in found:
        raise ReviewRefusal(_SAID[each.why], place=each.place, number=revision.number)
    own.revision, own.met_by, own.met = revision, by, timezone.now()
    own.save(update_fields=["revision", "met_by", "met"])
    record(by, "review.condition-met", subject_of(held), condition=own.pk, revision=revision.number)
    return own


def open_conditions(item: Item, *, first: bool | None = None) -> list[Condition]:
    """The conditions that no revision meets yet; `first` for those that must be met beforehand."""
    rows = item.conditions.filter(met__isnull=True)
    return list(rows if first is None else rows.filter(first=first))


def _sections(revision: StoredRevision) -> dict[str, Section]:
    return {name: section_of(digest) for name, digest in manifest(revision)}
