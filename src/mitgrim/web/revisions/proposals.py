"""A state that was proposed against an earlier one becomes part of a draft, with all since."""

from dataclasses import dataclass

from django.db import transaction

from mitgrim.history import Conflict, merge_sections
from mitgrim.plan import NATION, Section
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.revisions.kinds import BranchState, RevisionKind
from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.revisions.queries import digest_of, manifest, section_of
from mitgrim.web.revisions.services import Clash, advance_plan, held_branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A proposal that was taken in: the draft's new head, and the cities' drafts that could not
    follow: they lie with the ministry, or somebody changed the same there."""

    revision: StoredRevision
    behind: tuple[str, ...] = ()


@transaction.atomic
def take_in(*, by: Person, branch: Branch, proposed: StoredRevision, message: str) -> Taken | Clash:
    """Put what a revision changed in its parent into a draft, whatever state the draft is in.

    A change of a city's section in the assembled plan goes into the city's draft as well, for else
    its next hand-in would take it back.
    """
    held = held_branch(branch)
    sections, conflicts = _merged(held.head, proposed)
    if conflicts:
        return Clash(head=held.head, conflicts=conflicts)
    taken = _advanced(held, by, proposed, sections, message)
    behind: tuple[str, ...] = ()
    if held.name == NATION:
        behind = tuple(
            name
            for name in sorted(sections)
            if name != NATION and not _follows(held, name, by, proposed, message)
        )
    branch.head = taken
    return Taken(revision=taken, behind=behind)


def _follows(nation: Branch, name: str, by: Person, proposed: StoredRevision, message: str) -> bool:
    """Whether a city's draft could take the change too."""
    found = nation.workspace.branches.filter(name=name).first()
    if found is None:
        return True
    draft = held_branch(found)
    if draft.state == BranchState.HANDED_IN:  # what was handed in is what will be assembled
        return False
    sections, conflicts = _merged(draft.head, proposed, name)
    if not conflicts:
        _advanced(draft, by, proposed, sections, message)
    return not conflicts


def _advanced(
    branch: Branch,
    by: Person,
    proposed: StoredRevision,
    sections: dict[str, Section],
    message: str,
) -> StoredRevision:
    if not sections:
        return branch.head
    saved = advance_plan(
        by=by, branch=branch, sections=sections, parents=[proposed], message=message,
        kind=RevisionKind.MERGE,
    )  # fmt: skip
    subject = f"{branch.workspace_id}/{branch.name}"
    record(by, "plan.take-in", subject, revision=saved.number, of=proposed.number)
    return saved


def _merged(
    head: StoredRevision, proposed: StoredRevision, only: str = ""
) -> tuple[dict[str, Section], tuple[Conflict, ...]]:
    """The sections that a proposal changes as they become in a head, and what clashes there."""
    base = proposed.parents.order_by("number").first()
    assert base is not None, "a proposal has what it was proposed against"
    sections: dict[str, Section] = {}
    conflicts: list[Conflict] = []
    for name, digest in manifest(proposed):
        before, now = digest_of(base, name), digest_of(head, name)
        if digest in (before, now) or (only and name != only):
            continue
        made = merge_sections(*(section_of(own) if own else None for own in (before, now, digest)))
        conflicts += made.conflicts
        if made.section is not None and made.section != section_of(now):
            sections[name] = made.section
    return sections, tuple(conflicts)
