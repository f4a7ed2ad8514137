"""What the API gives of drafts to who may read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mitgrim.checks import Finding
from mitgrim.codec import written
from mitgrim.plan import Label, Project
from mitgrim.web.api.itemised import change_item, label
from mitgrim.web.api.items import ChangeItem
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.handing_in import preview, waiting
from mitgrim.web.revisions.models import (
    Baseline,
    Branch,
    HandIn,
    Hearing,
    StoredRevision,
    Workspace,
)
from mitgrim.web.revisions.queries import draft_section, findings_of_draft, readable
from mitgrim.web.revisions.services import Saved


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftItem:
    """초안: a draft that one may read, and what one may do to it as it stands."""

    plan: str
    plan_name: Label
    section: str
    state: str
    state_label: Label
    head: int
    digest: str
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A draft and its whole section, as its file has it."""

    draft: DraftItem
    document: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionItem:
    """판: who saved what, when."""

    number: int
    digest: str
    kind: str
    author: str
    message: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionList:
    """A page of a draft's history, the newest first."""

    total: int
    next: str | None
    items: tuple[RevisionItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftProject:
    """A project of a draft, and the revision to name as the base of an edit."""

    base: int
    project: Project


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftProjectList:
    """The projects of a draft."""

    base: int
    items: tuple[Project, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedItem:
    """What a write made: the revision, whether others' work was merged in, where it changed."""

    revision: RevisionItem
    merged: bool
    changed: tuple[str, ...]
    project: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingItem:
    """의견 청취."""

    id: int
    kind: str
    kind_label: Label
    body: str
    held: date
    said: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInItem:
    """제출."""

    id: int
    section: str
    revision: int
    state: str
    reason: str
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """What waits to be assembled, and what the plan would change by."""

    hand_in: HandInItem
    changes: tuple[ChangeItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFinding:
    """점검 결과."""

    check: str
    severity: str
    severity_label: Label
    place: str
    message: Label
    hint: Label
    reference: str
    waived: bool
    blocks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineItem:
    """기준본: a revision of the plan that is frozen under a name."""

    name: str
    revision: int
    digest: str
    moment: datetime


WRITES = ("draft.edit", "hearing.record", "draft.hand-in", "draft.return")


def draft_items(person: Person) -> Iterator[DraftItem]:
    """Every draft that somebody may read, plan by plan."""
    for workspace in Workspace.objects.order_by("id"):
        for branch in readable(person, workspace):
            yield draft_item(person, branch)


def draft_item(person: Person, branch: Branch) -> DraftItem:
    """A draft as a row."""
    return DraftItem(
        plan=branch.workspace_id,
        plan_name=branch.workspace.name,
        section=branch.name,
        state=branch.state,
        state_label=label(said(f"revisions.state.{branch.state}")),
        head=branch.head_id,
        digest=branch.head.digest,
        may=tuple(verb for verb in WRITES if may(person, verb, section=branch.name)),
    )


def draft_page(person: Person, branch: Branch) -> DraftPage:
    """A draft with its section."""
    return DraftPage(draft=draft_item(person, branch), document=written(draft_section(branch)))


def revision_item(revision: StoredRevision) -> RevisionItem:
    """A revision as an item."""
    return RevisionItem(
        number=revision.number,
        digest=revision.digest,
        kind=revision.kind,
        author=revision.author_name,
        message=revision.message,
        moment=revision.moment,
    )


def saved_item(saved: Saved, project: str = "") -> SavedItem:
    """What a save made."""
    return SavedItem(
        revision=revision_item(saved.revision),
        merged=saved.merged,
        changed=tuple(own.place for own in saved.changes),
        project=project,
    )


def hearing_item(hearing: Hearing) -> HearingItem:
    """A hearing as an item."""
    return HearingItem(
        id=hearing.pk,
        kind=hearing.kind,
        kind_label=label(said(f"revisions.hearing.{hearing.kind}")),
        body=hearing.body,
        held=hearing.held,
        said=hearing.said,
        revision=hearing.revision_id,
    )


def hand_in_item(handed: HandIn) -> HandInItem:
    """A hand-in as an item."""
    return HandInItem(
        id=handed.pk,
        section=handed.branch.name,
        revision=handed.revision_id,
        state=handed.state,
        reason=handed.reason,
        moment=handed.moment,
    )


def waiting_items(workspace: Workspace) -> Iterator[WaitingItem]:
    """What waits to be assembled."""
    found = waiting(workspace)
    changes = preview(workspace, found)
    for own in found:
        yield WaitingItem(
            hand_in=hand_in_item(own),
            changes=tuple(change_item(change) for change in changes[own.branch.name]),
        )


def finding_items(branch: Branch) -> Iterator[DraftFinding]:
    """The findings in a draft."""
    return map(_finding, findings_of_draft(branch))


def _finding(own: Finding) -> DraftFinding:
    return DraftFinding(
        check=own.id,
        severity=own.severity.value,
        severity_label=label(said(f"api.severity.{own.severity.value}")),
        place=own.place,
        message=label(own.message),
        hint=label(own.hint),
        reference=own.reference,
        waived=own.waived is not None,
        blocks=own.blocks,
    )


def baseline_item(baseline: Baseline) -> BaselineItem:
    """A baseline as an item."""
    return BaselineItem(
        name=baseline.name,
        revision=baseline.revision_id,
        digest=baseline.revision.digest,
        moment=baseline.moment,
    )
