"""Writing drafts. Every save is a revision; nothing that was accepted is ever lost.

A save carries the revision it started from. What others saved since is merged in; where both
changed the same thing, nothing is saved until a person has decided.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from itertools import chain
from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.codec import canonical, must_be_readable
from mitgrim.history import (
    ABSENT,
    Attribution,
    Change,
    Conflict,
    apply_to_section,
    attributed,
    diff_sections,
    merge_sections,
)
from mitgrim.plan import NATION, Plan, Section, section_name
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.revisions.kinds import BranchState, RevisionKind
from mitgrim.web.revisions.models import Attribution as StoredAttribution
from mitgrim.web.revisions.models import (
    Branch,
    BranchRevision,
    ManifestEntry,
    StoredRevision,
    StoredSection,
    Workspace,
)
from mitgrim.web.revisions.projection import keep_in_step, rebuild
from mitgrim.web.revisions.queries import (
    attribution,
    digest_of,
    manifest,
    remember,
    section_of,
)
from mitgrim.wording import Refusal, Value

OURS: Final = "ours"
THEIRS: Final = "theirs"
LONGEST_MESSAGE: Final = 500


class DraftRefusal(Refusal):
    """What can't be done to a draft as it stands."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"revisions.refused.{reason}", **values)
        super().__init__(self.message.ko)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A save that was accepted: its revision, and whether others' changes were merged in."""

    revision: StoredRevision
    merged: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A save that needs decisions: nothing was saved; `head` is what it would be merged into."""

    head: StoredRevision
    conflicts: tuple[Conflict, ...]


@transaction.atomic
def open_workspace(*, by: Person | None, plan: Plan, message: str) -> Workspace:
    """Begin to work on a plan: the assembled branch, and a branch for each city it has."""
    nation = plan.nation
    if Workspace.objects.filter(id=nation.id).exists():
        raise DraftRefusal("workspace-exists", id=nation.id)
    workspace = Workspace.objects.create(
        id=nation.id,
        programme=nation.programme,
        name_ko=nation.name.ko or nation.id,
        name_en=nation.name.en,
    )
    digests = {section_name(section): _store(section) for section in plan.sections}
    whole = _revision(workspace, by=by, kind=RevisionKind.IMPORT, message=message, digests=digests)
    for section in plan.sections:
        made = attributed(None, diff_sections(None, section), whole.number)
        _attribute(digests[section_name(section)], made)
    rebuild(_branch(workspace, NATION, whole))
    for city in (own.city.id for own in plan.cities):
        own = _revision(
            workspace,
            by=by,
            kind=RevisionKind.IMPORT,
            message=message,
            digests={city: digests[city]},
            parents=(whole,),
        )
        rebuild(_branch(workspace, city, own))
    record(by, "workspace.open", nation.id)
    return workspace


@transaction.atomic
def bring_in(
    *, by: Person | None, workspace: Workspace, plan: Plan, message: str
) -> StoredRevision:
    """An earlier state of the whole plan, as it was; no branch and no draft moves."""
    digests = {section_name(section): _store(section) for section in plan.sections}
    brought = _revision(
        workspace, by=by, kind=RevisionKind.IMPORT, message=message, digests=digests, parents=()
    )
    for section in plan.sections:
        made = attributed(None, diff_sections(None, section), brought.number)
        _attribute(digests[section_name(section)], made)
    record(by, "plan.bring-in", workspace.id, revision=brought.number)
    return brought


@transaction.atomic
def propose(*, by: Person, base: StoredRevision, section: Section, message: str) -> StoredRevision:
    """Another state of one section, as a revision after `base` that no branch has."""
    name = section_name(section)
    before = _section_in(base, name)
    changes = diff_sections(before, section)
    if before is None or not changes:
        raise DraftRefusal("nothing-proposed")
    for change in changes:
        if change.after is not ABSENT:
            must_be_readable(change.after, change.place)
    digests = dict(manifest(base)) | {name: _store(section)}
    made = _revision(
        base.workspace, by=by, kind=RevisionKind.SAVE, message=message, digests=digests,
        parents=(base,),
    )  # fmt: skip
    _attribute(digests[name], attributed(attribution(digest_of(base, name)), changes, made.number))
    record(by, "plan.propose", base.workspace_id, revision=made.number, section=name)
    return made


def save_section(
    *,
    by: Person,
    branch: Branch,
    base: StoredRevision,
    section: Section,
    message: str,
    decisions: Mapping[str, str] | None = None,
    kind: RevisionKind = RevisionKind.SAVE,
) -> Saved | Clash:
    """Save a draft's section as edited from `base`.

    `decisions` says `ours` or `theirs` for the places of conflicts; one that is missing is asked
    for again. A save that changes nothing makes no revision. Raises DraftRefusal where the branch
    is locked, and for another draft's section. One transaction, the branch held from its start.
    """
    with transaction.atomic():
        held = held_branch(branch)
        must_be_open(held)
        name = section_name(section)
        if name != held.name:
            raise DraftRefusal("another-section", name=name)
        before = section_of(digest_of(held.head, name))
        merged, conflicts = _merged(name, base, held.head, section, decisions or {})
        if conflicts:
            return Clash(head=held.head, conflicts=conflicts)
        changes = diff_sections(before, merged)
        if not changes:
            return Saved(revision=held.head)
        saved = _advance(
            held,
            by=by,
            kind=kind,
            message=message,
            sections={name: merged},
            changes={name: changes},
        )
        record(by, "draft.save", f"{held.workspace_id}/{held.name}", revision=saved.number)
    branch.head = saved
    return Saved(revision=saved, merged=held.head_id != base.number, changes=changes)


def undo_to(*, by: Person, branch: Branch, revision: StoredRevision, message: str) -> Saved:
    """Make a draft what it was at an earlier revision of it; the later ones stay in history."""
    with transaction.atomic():
        held = held_branch(branch)
        must_be_open(held)
        if not BranchRevision.objects.filter(branch=held, revision=revision).exists():
            raise DraftRefusal("not-of-this-draft", number=revision.number)
        old, now = digest_of(revision, held.name), digest_of(held.head, held.name)
        if old == now:
            return Saved(revision=held.head)
        section = section_of(old)
        changes = diff_sections(section_of(now), section)
        saved = _advance(
            held,
            by=by,
            kind=RevisionKind.UNDO,
            message=message,
            sections={held.name: section},
            changes={held.name: changes},
        )
        record(by, "draft.undo", f"{held.workspace_id}/{held.name}", to=revision.number)
    branch.head = saved
    return Saved(revision=saved, changes=changes)


def held_branch(branch: Branch) -> Branch:
    """A branch as it stands now, with nobody else writing to it until the transaction ends.

    The lock is asked for alone: PostgreSQL drops a row from a join when what it was joined to has
    moved on while we waited.
    """
    Branch.objects.select_for_update().values_list("pk").get(pk=branch.pk)
    return Branch.objects.select_related("head", "workspace").get(pk=branch.pk)


def must_be_open(branch: Branch) -> None:
    """Raise DraftRefusal where a draft has been handed in."""
    if branch.state != BranchState.OPEN:
        raise DraftRefusal("handed-in")


def advance_plan(
    *,
    by: Person,
    branch: Branch,
    sections: Mapping[str, Section],
    parents: Iterable[StoredRevision],
    message: str,
    kind: RevisionKind,
) -> StoredRevision:
    """Put several sections at once into the assembled plan; inside the caller's transaction."""
    head = branch.head
    changes = {
        name: diff_sections(_section_in(head, name), section) for name, section in sections.items()
    }
    return _advance(
        branch,
        by=by,
        kind=kind,
        message=message,
        sections=sections,
        changes=changes,
        parents=parents,
    )


def _merged(
    name: str,
    base: StoredRevision,
    head: StoredRevision,
    ours: Section,
    decisions: Mapping[str, str],
) -> tuple[Section, tuple[Conflict, ...]]:
    """Our section with what was saved since `base`, and the conflicts nobody has decided."""
    if digest_of(base, name) == digest_of(head, name):
        return ours, ()
    theirs = section_of(digest_of(head, name))
    merge = merge_sections(_section_in(base, name), ours, theirs)
    undecided = tuple(own for own in merge.conflicts if own.place not in decisions)
    if undecided or merge.section is None:
        return ours, undecided or merge.conflicts
    sides = (
        (own, own.theirs if decisions[own.place] == THEIRS else own.ours) for own in merge.conflicts
    )
    chosen = [Change(own.place, own.kept, side) for own, side in sides if side != own.kept]
    return apply_to_section(merge.section, chosen), ()


def _section_in(revision: StoredRevision, name: str) -> Section | None:
    digest = digest_of(revision, name)
    return section_of(digest) if digest else None


def _advance(
    branch: Branch,
    *,
    by: Person,
    kind: RevisionKind,
    message: str,
    sections: Mapping[str, Section],
    changes: Mapping[str, tuple[Change, ...]],
    parents: Iterable[StoredRevision] = (),
) -> StoredRevision:
    """A new head with these sections in the place of their earlier states."""
    head = branch.head
    for change in chain.from_iterable(changes.values()):
        if change.after is not ABSENT:
            must_be_readable(change.after, change.place)
    digests = dict(manifest(head)) | {name: _store(own) for name, own in sections.items()}
    saved = _revision(
        branch.workspace,
        by=by,
        kind=kind,
        message=message,
        digests=digests,
        parents=(head, *parents),
    )
    for name, own in changes.items():
        earlier = digest_of(head, name)
        previous = attribution(earlier) if earlier else None
        _attribute(digests[name], attributed(previous, own, saved.number))
    branch.head = saved
    branch.save(update_fields=["head"])
    BranchRevision.objects.create(branch=branch, revision=saved)
    keep_in_step(branch, list(chain.from_iterable(changes.values())))
    return saved


def _branch(workspace: Workspace, name: str, head: StoredRevision) -> Branch:
    branch = Branch.objects.create(workspace=workspace, name=name, head=head)
    BranchRevision.objects.create(branch=branch, revision=head)
    return branch


def _store(section: Section) -> str:
    body = canonical(section)
    digest = hashlib.sha256(body).hexdigest()
    StoredSection.objects.get_or_create(
        digest=digest, defaults={"name": section_name(section), "body": body}
    )
    remember(digest, section)
    return digest


def _attribute(digest: str, made: Attribution) -> None:
    """Keep who wrote what in a section; an undo finds what its digest had already."""
    StoredAttribution.objects.get_or_create(section_id=digest, defaults={"body": made.as_json()})


def _revision(
    workspace: Workspace,
    *,
    by: Person | None,
    kind: RevisionKind,
    message: str,
    digests: Mapping[str, str],
    parents: tuple[StoredRevision, ...] = (),
) -> StoredRevision:
    made = StoredRevision(
        workspace=workspace,
        kind=kind,
        author=by,
        author_name=by.name if by else "",
        message=message[:LONGEST_MESSAGE],
        moment=timezone.now(),
    )
    made.digest = revision_digest(made, digests, [parent.digest for parent in parents])
    made.save()
    made.parents.set(parents)
    ManifestEntry.objects.bulk_create(
        ManifestEntry(revision=made, name=name, section_id=digest)
        for name, digest in sorted(digests.items())
    )
    return made


def revision_digest(
    revision: StoredRevision, digests: Mapping[str, str], parents: Iterable[str]
) -> str:
    """The SHA-256 of what a revision says: whoever changes history later changes it."""
    header = {
        "plan": revision.workspace_id,
        "kind": str(revision.kind),
        "author": revision.author_name,
        "message": revision.message,
        "moment": revision.moment.astimezone(UTC).isoformat(),
        "sections": dict(sorted(digests.items())),
        "parents": sorted(parents),
    }
    return hashlib.sha256(json.dumps(header, sort_keys=True).encode()).hexdigest()
