"""Reading drafts: sections by digest, plans of revisions, their findings, who wrote what.

What a digest names never changes, so sections and findings are kept by digest in the process.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import Any, Final, cast

from django.db.models import QuerySet

from mitgrim.checks import UNIVERSAL, Finding, Subject, run
from mitgrim.codec import stored
from mitgrim.history import Attribution, Revision
from mitgrim.plan import NATION, CityPlan, Nation, Plan, Section
from mitgrim.programmes import programme
from mitgrim.web.people.permissions import Visitor, may
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import (
    Attribution as StoredAttribution,
)
from mitgrim.web.revisions.models import (
    Branch,
    ManifestEntry,
    StoredRevision,
    StoredSection,
    Workspace,
)

SECTIONS_KEPT: Final = 128
FINDINGS_KEPT: Final = 64
AT_ONCE: Final = 1_000  # projects that are checked while somebody waits for a page
Manifest = tuple[tuple[str, str], ...]


_sections: OrderedDict[str, Section] = OrderedDict()
_found: OrderedDict[Manifest, tuple[Finding, ...]] = OrderedDict()
_keeping = Lock()


def section_of(digest: str) -> Section:
    """The section with a digest. Raises FileError when the stored bytes are not those."""
    held = _sections.get(digest)
    if held is None:
        row = StoredSection.objects.get(digest=digest)
        held = stored(bytes(row.body), digest, f"{row.name} {digest[:12]}")
    return remember(digest, held)


def remember(digest: str, section: Section) -> Section:
    """Keep a section in the process under its digest; those not asked for longest go first."""
    with _keeping:
        _sections[digest] = section
        _sections.move_to_end(digest)
        while len(_sections) > SECTIONS_KEPT:
            _sections.popitem(last=False)
    return section


def remembered(digest: str) -> Section | None:
    """A section, if it is kept in the process."""
    return _sections.get(digest)


def manifest(revision: StoredRevision) -> Manifest:
    """The names and digests of a revision's sections; kept with the row."""
    if not hasattr(revision, "_manifest"):
        entries = ManifestEntry.objects.filter(revision=revision).order_by("name")
        revision._manifest = tuple(  # type: ignore[attr-defined]
            entries.values_list("name", "section_id")
        )
    return cast("Manifest", revision._manifest)  # type: ignore[attr-defined]


def digest_of(revision: StoredRevision, name: str) -> str:
    """The digest of a revision's section, or the empty string."""
    return dict(manifest(revision)).get(name, "")


def value_of(revision: StoredRevision) -> Revision:
    """A stored revision as the engine's value."""
    return Revision(
        id=revision.digest,
        sections=manifest(revision),
        parents=tuple(revision.parents.order_by("number").values_list("digest", flat=True)),
        author=revision.author_name,
        message=revision.message,
        moment=revision.moment,
    )


def plan_of(sections: Iterable[tuple[str, str]]) -> Plan:
    """The plan of a manifest; it must hold the national section."""
    return _plan(tuple(sorted(sections)))


@lru_cache(maxsize=16)
def _plan(sections: Manifest) -> Plan:
    held = {name: section_of(digest) for name, digest in sections}
    nation = held.pop(NATION)
    assert isinstance(nation, Nation)
    return Plan(
        nation=nation, cities=tuple(own for own in held.values() if isinstance(own, CityPlan))
    )


def branch_of(workspace: Workspace, name: str) -> Branch | None:
    """A branch with its head, or None."""
    return workspace.branches.select_related("head", "workspace").filter(name=name).first()


def national_branch(workspace: Workspace) -> Branch:
    """The branch of the plan as assembled so far."""
    return Branch.objects.select_related("head", "workspace").get(workspace=workspace, name=NATION)


def context_of(branch: Branch, revision: StoredRevision | None = None) -> Manifest:
    """The manifest in which a draft is read: the plan as assembled, with the draft's own section.

    Numbers, links, checks and sums of a city's draft need the rest of the plan around it.
    """
    own = manifest(revision or branch.head)
    if branch.name == NATION:
        return own
    around = dict(manifest(national_branch(branch.workspace).head))
    return tuple(sorted((around | dict(own)).items()))


def draft_plan(branch: Branch, revision: StoredRevision | None = None) -> Plan:
    """The plan as a draft would make it."""
    return plan_of(context_of(branch, revision))


def draft_section(branch: Branch, revision: StoredRevision | None = None) -> Section:
    """The draft's own section; of the national branch, the national one."""
    return section_of(digest_of(revision or branch.head, branch.name))


def city_section(branch: Branch, revision: StoredRevision | None = None) -> CityPlan:
    """The section of a city's draft."""
    section = draft_section(branch, revision)
    assert isinstance(section, CityPlan)
    return section


def findings_of(sections: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """What the rules of every plan and of its programme find in the plan of a manifest."""
    key = tuple(sorted(sections))
    held = _found.get(key)
    if held is None:
        plan = _plan(key)
        known = programme(plan.nation.programme)
        held = run(Subject(plan=plan), (*UNIVERSAL, *(known.rules() if known else ())))
    return _keep_found(key, held)


def findings_if_quick(sections: Iterable[tuple[str, str]]) -> tuple[Finding, ...] | None:
    """The findings, if known or soon found; a page does not wait for those of a large plan.

    To check 5,000 projects takes most of a second.
    """
    key = tuple(sorted(sections))
    if key in _found or sum(len(own.projects) for own in _plan(key).cities) <= AT_ONCE:
        return findings_of(key)
    return None


def _keep_found(sections: Manifest, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    with _keeping:
        _found[sections] = found
        _found.move_to_end(sections)
        while len(_found) > FINDINGS_KEPT:
            _found.popitem(last=False)
    return found


def findings_of_draft(branch: Branch) -> tuple[Finding, ...]:
    """The findings in a draft's own section, in the plan around it."""
    found = findings_of(context_of(branch))
    return tuple(own for own in found if own.place.split("/")[0] == branch.name)


def findings_at(found: Iterable[Finding], place: str) -> tuple[Finding, ...]:
    """The findings at a place and inside it."""
    return tuple(own for own in found if own.place == place or own.place.startswith(f"{place}/"))


def history_of(branch: Branch) -> QuerySet[StoredRevision]:
    """A branch's revisions, the newest first."""
    return StoredRevision.objects.filter(in_branches__branch=branch).order_by("-in_branches__id")


def handed_in(branch: Branch) -> bool:
    """Whether the draft lies with the ministry."""
    return branch.state != BranchState.OPEN


def may_read(person: Visitor, branch: Branch) -> bool:
    """Whether somebody may read a draft; what was handed in may be read by more."""
    return may(person, "draft.read", section=branch.name, handed_in=handed_in(branch))


def readable(person: Visitor, workspace: Workspace) -> tuple[Branch, ...]:
    """The branches of a workspace that somebody may read, the nation's first, cities in order."""
    branches = {own.name: own for own in workspace.branches.select_related("head", "workspace")}
    if NATION not in branches:
        return ()
    order = (NATION, *nation_of(branches[NATION]).cities)
    known = [branches[name] for name in order if name in branches]
    return tuple(own for own in known if may_read(person, own))


def nation_of(branch: Branch) -> Nation:
    """The national section around a branch."""
    held = section_of(dict(context_of(branch))[NATION])
    assert isinstance(held, Nation)
    return held


def attribution(digest: str) -> Attribution:
    """Who wrote what in a section: from the cache of its digest, never by replaying history."""
    row = StoredAttribution.objects.filter(section_id=digest).first()
    if row is None:
        raise LookupError(f"section {digest} has no attribution: rebuild it")
    return Attribution.from_json(row.body)


def writer_of(branch: Branch, place: str) -> StoredRevision:
    """The revision that set what stands at a place of a draft's head."""
    number = attribution(digest_of(branch.head, place.split("/", maxsplit=1)[0])).writer_of(place)
    return StoredRevision.objects.select_related("author").get(number=number)


def with_section(plan: Plan, section: Section) -> Plan:
    """A plan with one section in the place of its earlier state."""
    if isinstance(section, Nation):
        return replace(plan, nation=section)
    others = [own for own in plan.cities if own.city.id != section.city.id]
    return replace(plan, cities=(*others, section))


def header(revision: StoredRevision) -> Mapping[str, Any]:
    """A revision as the API and logs show it."""
    return {
        "number": revision.number,
        "digest": revision.digest,
        "kind": revision.kind,
        "author": revision.author_name,
        "message": revision.message,
        "moment": revision.moment.isoformat(),
        "sections": dict(manifest(revision)),
    }
