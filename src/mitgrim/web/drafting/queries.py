"""Reading a draft to write on it: its tree with progress, its records, and who wrote what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

from django.db.models import QuerySet

from mitgrim.checks import UNIVERSAL, Finding, Subject, run
from mitgrim.plan import (
    Action,
    CityPlan,
    Label,
    Nation,
    Plan,
    Project,
    Section,
    Sector,
    find_in,
    numbered,
    section_numbers,
)
from mitgrim.plan.attributes import Attribute, table
from mitgrim.programmes import programme
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import (
    Branch,
    BranchRevision,
    ProjectRow,
    StoredRevision,
    Workspace,
)
from mitgrim.web.revisions.queries import (
    Manifest,
    branch_of,
    context_of,
    digest_of,
    findings_of,
    may_read,
    plan_of,
    section_of,
    with_section,
)
from mitgrim.wording import matches, query_letters

_MOST_DIGITS: Final = 18

# The collections of a section that have a form, and the records in them.
COLLECTIONS: Final[Mapping[str, str]] = {
    "themes": "Theme",
    "indicators": "Indicator",
    "institutions": "Institution",
    "passages": "Passage",
    "waivers": "Waiver",
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A section somebody works on: theirs to change if they may, and it is not handed in."""

    workspace: Workspace
    branch: Branch
    person: Person
    may_edit: bool

    @property
    def name(self) -> str:
        """`jeju`, or `nation`."""
        return self.branch.name

    @cached_property
    def around(self) -> Manifest:
        """The manifest in which the draft is read; asked for once."""
        return context_of(self.branch)

    @property
    def plan(self) -> Plan:
        """The plan as the draft would make it."""
        return plan_of(self.around)

    @property
    def nation(self) -> Nation:
        """The national section around the draft."""
        return self.plan.nation

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks find in the draft as it is saved."""
        found = findings_of(self.around)
        return tuple(own for own in found if own.place.split("/")[0] == self.name)

    @property
    def is_open(self) -> bool:
        """Whether the draft lies with its city."""
        return self.branch.state == BranchState.OPEN

    @property
    def is_editable(self) -> bool:
        """Whether this person can change it now."""
        return self.may_edit and self.is_open

    @property
    def section(self) -> Section:
        """The section as it stands."""
        return section_of(dict(self.around)[self.name])

    def at(self, revision: StoredRevision) -> Section:
        """The section as a revision has it."""
        return section_of(digest_of(revision, self.name))


def draft_of(person: Person, plan: str, section: str) -> Draft | None:
    """A draft that somebody may read, or None; that there is one they may not read is not said."""
    workspace = Workspace.objects.filter(id=plan).first()
    branch = branch_of(workspace, section) if workspace else None
    if workspace is None or branch is None or not may_read(person, branch):
        return None
    return Draft(
        workspace=workspace,
        branch=branch,
        person=person,
        may_edit=may(person, "draft.edit", section=branch.name),
    )


def revision_of(draft: Draft, number: str) -> StoredRevision | None:
    """A revision of this draft by its number as it was sent; another draft's is none."""
    if not number.isdecimal() or len(number) > _MOST_DIGITS:
        return None
    held = BranchRevision.objects.filter(branch=draft.branch, revision_id=int(number))
    entry = held.select_related("revision").first()
    return entry.revision if entry else None


def record_at(section: Section, place: str) -> Any:
    """The record at a place of a section, or None."""
    return find_in(section, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of projects was narrowed to."""

    query: str = ""
    sector: str = ""
    status: str = ""
    overdue: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether some projects may be left out."""
        return bool(self.query.strip() or self.sector or self.status or self.overdue)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLine:
    """A project in the tree: what is filled of what adoption asks for, and whether it is late."""

    project: Project
    number: Label
    planned: int
    filled: int
    asked: int
    is_overdue: bool

    @property
    def missing(self) -> int:
        """How many attributes adoption still asks for."""
        return self.asked - self.filled


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionBranch:
    """An action with its projects; an empty one is a project's that has none."""

    action: Action | None
    projects: tuple[ProjectLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorBranch:
    """A sector with its actions, and what they come to."""

    sector: Sector | None
    actions: tuple[ActionBranch, ...]
    count: int
    planned: int


def tree(draft: Draft, wanted: Wanted, today: date) -> tuple[SectorBranch, ...]:
    """Sectors, actions and the projects that were wanted, in the plan's order.

    Without a wish, sectors and actions that have no project are shown as well.
    """
    section = draft.section
    if not isinstance(section, CityPlan):
        return ()
    nation = draft.nation
    lines = tuple(_lines(draft, section, wanted, today))
    by_action: dict[str, list[ProjectLine]] = {}
    for line in lines:
        by_action.setdefault(line.project.action, []).append(line)
    branches = [
        _sector(sector, [a for a in nation.actions if a.sector == sector.id], by_action, wanted)
        for sector in numbered(nation.sectors)
    ]
    known = {own.id for own in nation.actions}
    homeless = tuple(line for line in lines if line.project.action not in known)
    if homeless:
        branches.append(_sector_of(None, (ActionBranch(action=None, projects=homeless),)))
    return tuple(own for own in branches if own.count or not wanted.is_narrowed)


def rows_wanted(branch: Branch, wanted: Wanted, today: date) -> QuerySet[ProjectRow]:
    """The projection's rows that a wish may mean: the database's part of a search."""
    rows = ProjectRow.objects.filter(branch=branch).order_by("position")
    if wanted.query.strip():
        rows = rows.filter(letters__contains=query_letters(wanted.query))
    if wanted.sector:
        rows = rows.filter(sector=wanted.sector)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.overdue:
        rows = rows.filter(due__lt=today).exclude(status__in=("completed", "cancelled"))
    return rows


def _lines(draft: Draft, section: CityPlan, wanted: Wanted, today: date) -> Iterator[ProjectLine]:
    projects = {own.id: own for own in section.projects}
    numbers = section_numbers(draft.nation, section)
    for row in rows_wanted(draft.branch, wanted, today):
        said = f"{row.number_ko} {row.name_ko} {row.name_en}"
        if row.project in projects and (not wanted.query or matches(wanted.query, said)):
            project = projects[row.project]
            filled, asked = progress(project)
            yield ProjectLine(
                project=project, number=numbers[row.project], planned=row.planned, filled=filled,
                asked=asked, is_overdue=_is_overdue(project, today),
            )  # fmt: skip


def _is_overdue(project: Project, today: date) -> bool:
    ended = project.status in ("completed", "cancelled")
    return project.due is not None and project.due < today and not ended


def _sector(
    sector: Sector,
    actions: Iterable[Action],
    by_action: Mapping[str, list[ProjectLine]],
    wanted: Wanted,
) -> SectorBranch:
    own = [
        ActionBranch(action=a, projects=tuple(by_action.get(a.id, ()))) for a in numbered(actions)
    ]
    return _sector_of(
        sector, tuple(each for each in own if each.projects or not wanted.is_narrowed)
    )


def _sector_of(sector: Sector | None, actions: tuple[ActionBranch, ...]) -> SectorBranch:
    lines = [line for own in actions for line in own.projects]
    return SectorBranch(
        sector=sector, actions=actions, count=len(lines), planned=sum(own.planned for own in lines)
    )


@cache
def asked_for(record: str) -> tuple[Attribute, ...]:
    """The attributes that must be filled before adoption."""
    return tuple(own for own in table(record) if own.required and own.name not in ("id", "city"))


def progress(record: Any) -> tuple[int, int]:
    """How many of the attributes that adoption asks for are filled, and how many there are."""
    asked = asked_for(type(record).__name__)
    return sum(is_filled(getattr(record, own.name)) for own in asked), len(asked)


def is_filled(value: Any) -> bool:
    """Whether a value says something; zero does."""
    return value not in (None, "", ()) and (not isinstance(value, Label) or bool(value))


def findings_by_project(draft: Draft) -> Counter[str]:
    """How many findings each project of a draft has, the waived ones left out."""
    return Counter(
        own.place.split("/")[2]
        for own in draft.findings
        if own.waived is None and own.place.startswith(f"{draft.name}/projects/")
    )


def findings_if(draft: Draft, section: Section) -> tuple[Finding, ...]:
    """What the checks would find in a draft's section if it were this one; nothing is kept."""
    plan = with_section(draft.plan, section)
    known = programme(plan.nation.programme)
    found = run(Subject(plan=plan), (*UNIVERSAL, *(known.rules() if known else ())))
    return tuple(own for own in found if own.place.split("/")[0] == draft.name)
