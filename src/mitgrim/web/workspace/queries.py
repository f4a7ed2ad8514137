"""What the pages ask: drafts with their state, histories with what changed, things to do."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from mitgrim.checks import Finding, Severity
from mitgrim.codec import stored
from mitgrim.plan import NATION, Nation, Section
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.kinds import BranchState, HandInState
from mitgrim.web.revisions.models import (
    Autosave,
    Branch,
    BranchRevision,
    HandIn,
    Hearing,
    ManifestEntry,
    ProjectRow,
    StoredRevision,
    StoredSection,
    Workspace,
)
from mitgrim.web.revisions.queries import (
    Manifest,
    context_of,
    findings_if_quick,
    history_of,
    manifest,
    remembered,
    section_of,
)
from mitgrim.web.workspace.comparison import Summary, summarised

SHOWN: Final = 10
OVER: Final = ("completed", "cancelled")
SUMMARIES_KEPT: Final = 8192
_summaries: dict[tuple[str, str], Summary] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A branch with what an overview says of it."""

    branch: Branch
    projects: int
    planned: int
    errors: int | None  # None: not counted yet
    warnings: int | None
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A revision in a history, with what it changed."""

    key: int  # its place in the branch's history
    revision: StoredRevision
    summary: Summary
    previous: int | None


def context(branch: Branch) -> Manifest:
    """The manifest that a draft is read in, asked of the database once for each of its heads."""
    kept: tuple[int, Manifest] = getattr(branch, "_context", (0, ()))
    if kept[0] != branch.head_id:
        kept = branch.head_id, context_of(branch)
        branch._context = kept  # type: ignore[attr-defined]
    return kept[1]


def nation_around(branch: Branch) -> Nation:
    """The national section that a draft is read with."""
    nation = section_of(dict(context(branch))[NATION])
    assert isinstance(nation, Nation)
    return nation


def visible_revisions(person: Person, branch: Branch) -> QuerySet[StoredRevision]:
    """A draft's revisions as somebody may see them: others than its authors see what was handed in.

    A city's draft is its own until it is handed in, and so are the steps that led there.
    """
    rows = history_of(branch)
    if sees_every_step(person, branch):
        return rows
    given = HandIn.objects.filter(branch=branch, revision=OuterRef("pk"))
    return rows.filter(Exists(given))


def sees_every_step(person: Person, branch: Branch) -> bool:
    """Whether somebody sees how a draft came to be, and not only what was handed in."""
    return may(person, "draft.read", section=branch.name)


def drafts_of(nation: Branch, branches: Sequence[Branch]) -> tuple[Draft, ...]:
    """Drafts with their amounts, findings and hearings, in as many queries for one as for ten.

    `nation` is the branch of the plan around them.
    """
    load_manifests([own.head for own in (nation, *branches)])
    around = dict(manifest(nation.head))
    sums = {
        row["branch"]: row
        for row in ProjectRow.objects.filter(branch__in=branches)
        .values("branch")
        .annotate(projects=Count("pk"), planned=Sum("planned"))
        .order_by()
    }
    heard = _heard(branches)
    made = []
    for own in branches:
        counts = _counts(own, around)
        row: Mapping[str, Any] = sums.get(own.pk, {})
        made.append(
            Draft(
                branch=own,
                projects=row.get("projects", 0),
                planned=row.get("planned", 0) or 0,
                errors=None if counts is None else counts[Severity.ERROR],
                warnings=None if counts is None else counts[Severity.WARNING],
                heard=heard.get(own.pk, ()),
            )
        )
    return tuple(made)


def _counts(branch: Branch, around: Mapping[str, str]) -> Counter[Severity] | None:
    """A draft's findings by severity, with the plan around given once for all branches."""
    own = dict(manifest(branch.head))
    found = findings_if_quick((dict(around) | own).items())
    return None if found is None else counted(branch, found)


def counted(branch: Branch, found: Iterable[Finding]) -> Counter[Severity]:
    """How many findings a draft has of each severity, the waived ones left out."""
    own = (each for each in found if each.place.split("/")[0] == branch.name)
    return Counter(each.severity for each in own if not each.waived)


def load_manifests(revisions: Iterable[StoredRevision]) -> None:
    """Fetch the manifests of many revisions at once and keep them with the rows."""
    held = list(revisions)
    entries: dict[int, list[tuple[str, str]]] = {own.pk: [] for own in held}
    rows = ManifestEntry.objects.filter(revision__in=list(entries)).order_by("name")
    for revision, name, section in rows.values_list("revision_id", "name", "section_id"):
        entries[revision].append((name, section))
    for own in held:
        own._manifest = tuple(entries[own.pk])  # type: ignore[attr-defined]


def _heard(branches: Sequence[Branch]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for branch, kind in (
        Hearing.objects.filter(branch__in=branches)
        .values_list("branch_id", "kind").order_by("held", "id")
    ):  # fmt: skip
        kinds = found.setdefault(branch, [])
        if kind not in kinds:
            kinds.append(kind)
    return {branch: tuple(kinds) for branch, kinds in found.items()}


def branches_with_heads(workspace: Workspace) -> tuple[Branch, ...]:
    """All branches of a plan with their heads and those who saved last."""
    return tuple(workspace.branches.select_related("head__author", "workspace"))


# History ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of a history: by whom, from and to which day, before which place in it."""

    author: int | None = None
    since: date | None = None
    until: date | None = None
    before: int | None = None


def steps_of(
    person: Person, branch: Branch, wanted: Wanted, most: int
) -> tuple[tuple[Step, ...], int | None]:
    """A page of a draft's history, the newest first, and where the next page begins."""
    links = _links(person, branch, wanted)[: most + 1]
    rows = list(links.select_related("revision__author"))
    shown = rows[:most]
    before = dict(_previous_of(branch, shown, sees_every_step(person, branch)))
    numbers = {own.revision_id for own in shown} | {own for own in before.values() if own}
    manifests = _manifests(numbers)
    pairs = {
        own.pk: _pairs(manifests.get(before[own.pk] or 0, {}), manifests[own.revision_id])
        for own in shown
    }
    summaries = summaries_of({pair for own in pairs.values() for pair in own})
    steps = tuple(
        Step(
            key=own.pk,
            revision=own.revision,
            summary=sum((summaries[pair] for pair in pairs[own.pk]), Summary()),
            previous=before[own.pk],
        )
        for own in shown
    )
    return steps, shown[-1].pk if len(rows) > most else None


def authors_of(person: Person, branch: Branch) -> list[tuple[int, str]]:
    """Who has written in a draft, for a filter."""
    rows = visible_revisions(person, branch).filter(author__isnull=False).order_by("author_name")
    return list(rows.values_list("author_id", "author__name").distinct())


def _links(person: Person, branch: Branch, wanted: Wanted) -> QuerySet[BranchRevision]:
    rows = BranchRevision.objects.filter(branch=branch)
    if not sees_every_step(person, branch):
        given = HandIn.objects.filter(branch=branch, revision=OuterRef("revision"))
        rows = rows.filter(Exists(given))
    if wanted.author:
        rows = rows.filter(revision__author=wanted.author)
    if wanted.since:
        rows = rows.filter(revision__moment__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(revision__moment__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.before:
        rows = rows.filter(pk__lt=wanted.before)
    return rows.order_by("-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _previous_of(
    branch: Branch, links: Sequence[BranchRevision], every: bool
) -> Iterable[tuple[int, int | None]]:
    """The revision before each, in the whole history and not in what a filter left of it."""
    earlier = BranchRevision.objects.filter(branch=branch, pk__lt=OuterRef("pk"))
    if not every:
        given = HandIn.objects.filter(branch=branch, revision=OuterRef("revision"))
        earlier = earlier.filter(Exists(given))
    rows = BranchRevision.objects.filter(pk__in=[own.pk for own in links])
    before = Subquery(earlier.order_by("-pk").values("revision")[:1])
    return rows.annotate(before=before).values_list("pk", "before").order_by()


def previous_revision(branch: Branch, revision: StoredRevision) -> StoredRevision | None:
    """The revision of a draft before one of its revisions."""
    return history_of(branch).filter(in_branches__pk__lt=_place_of(branch, revision)).first()


def _place_of(branch: Branch, revision: StoredRevision) -> int:
    return BranchRevision.objects.values_list("pk", flat=True).get(branch=branch, revision=revision)


def _manifests(numbers: Iterable[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {number: {} for number in numbers}
    rows = ManifestEntry.objects.filter(revision__in=found)
    for number, name, digest in rows.values_list("revision_id", "name", "section_id"):
        found[number][name] = digest
    return found


def _pairs(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str]]:
    """The digests of the sections that differ, before and after; empty for one not there."""
    names = sorted(before.keys() | after.keys())
    pairs = [(before.get(name, ""), after.get(name, "")) for name in names]
    return [(old, new) for old, new in pairs if old != new]


def summaries_of(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Summary]:
    """What lies between pairs of digests, in one query however many are not known yet.

    What two digests name never changes, so a summary is kept in the process for good.
    """
    wanted = set(pairs)
    kept = _summaries
    known = {pair: kept[pair] for pair in wanted & kept.keys()}
    missing = wanted - known.keys()
    if missing:
        sections = _sections({digest for pair in missing for digest in pair if digest})
        made = {pair: summarised(*(sections.get(own) for own in pair)) for pair in missing}
        known |= made
        _keep(made)
    return known


def _keep(made: Mapping[tuple[str, str], Summary]) -> None:
    global _summaries  # noqa: PLW0603  # a new dict: who reads the old one is not disturbed
    with _lock:
        room = len(_summaries) + len(made) <= SUMMARIES_KEPT
        _summaries = {**(_summaries if room else {}), **made}


def _sections(digests: Iterable[str]) -> dict[str, Section]:
    kept = {digest: remembered(digest) for digest in digests}
    found = {digest: section for digest, section in kept.items() if section is not None}
    rows = StoredSection.objects.filter(digest__in=list(kept.keys() - found.keys()))
    return found | {own.digest: stored(bytes(own.body), own.digest, own.name) for own in rows}


# My work ---------------------------------------------------------------------------------------


def due_projects(person: Person, branches: Iterable[Branch]) -> QuerySet[ProjectRow]:
    """The projects that name somebody or their organisation as owner, the first due first."""
    names = [person.name]
    if person.organisation:
        names += [person.organisation.name_ko, person.organisation.name_en]
    rows = ProjectRow.objects.filter(
        branch__in=list(branches), owner__in=[own for own in names if own]
    )
    return (
        rows.exclude(status__in=OVER)
        .order_by("due", "position")
        .select_related("branch__workspace")
    )


def overdue_projects(branches: Iterable[Branch], today: date) -> QuerySet[ProjectRow]:
    """The projects of drafts whose day has passed and that are not done."""
    rows = ProjectRow.objects.filter(branch__in=list(branches), due__lt=today)
    return (
        rows.exclude(status__in=OVER)
        .order_by("due", "position")
        .select_related("branch__workspace")
    )


def unsaved_texts(person: Person) -> QuerySet[Autosave]:
    """What somebody typed and did not save, the newest first."""
    rows = Autosave.objects.filter(person=person).defer("fields")
    return rows.select_related("branch__workspace").order_by("-moment")


def waiting_hand_ins() -> QuerySet[HandIn]:
    """What was handed in to any plan and waits to be assembled, the oldest first."""
    rows = HandIn.objects.filter(state=HandInState.WAITING)
    return rows.select_related("branch__workspace", "revision", "by").order_by("moment")


def last_return(branch: Branch) -> HandIn | None:
    """The return that opened a draft again, while it is open."""
    last = branch.hand_ins.select_related("ended_by").first()
    return last if last and last.reason and branch.state == BranchState.OPEN else None


def hand_ins_of(branch: Branch) -> QuerySet[HandIn]:
    """Everything that was handed in from a draft, the newest first."""
    return branch.hand_ins.select_related("revision", "by", "ended_by").order_by("-pk")
