"""Revisions: small manifests of section digests, and what can be said without opening sections.

A digest is an opaque string here, and so is a revision's id. Sections are loaded only where
digests differ, so that comparing and merging costs what changed and not what the plan holds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mitgrim.history.diff import Change, diff_sections
from mitgrim.history.merge import Conflict, merge_sections
from mitgrim.plan import NATION, Section

Load = Callable[[str], Section]
ParentsOf = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """판: an immutable state of a plan, as the digests of its sections, and where it came from."""

    id: str
    sections: tuple[tuple[str, str], ...]
    parents: tuple[str, ...] = ()
    author: str
    message: str
    moment: datetime

    def __post_init__(self) -> None:
        if self.moment.utcoffset() is None:
            raise ValueError(f"the moment of revision {self.id} has no time zone: {self.moment}")
        if len(self.digests) != len(self.sections):
            raise ValueError(f"revision {self.id} has two digests for one section")
        object.__setattr__(self, "sections", tuple(sorted(self.sections)))

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each section by the section's name."""
        return dict(self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionMerge:
    """What a merged revision is made of: digests that stand, and sections that need one.

    A section that both sides removed, or one removed and the other left alone, is in neither.
    """

    standing: tuple[tuple[str, str], ...]
    merged: tuple[Section, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def changed_sections(a: Revision, b: Revision) -> tuple[str, ...]:
    """The names of the sections that differ, in one or in both; the nation first, then by id."""
    old, new = a.digests, b.digests
    return tuple(name for name in _names(old, new) if old.get(name) != new.get(name))


def diff_revisions(a: Revision, b: Revision, load: Load) -> tuple[Change, ...]:
    """The changes from one revision to another; loads both states of each changed section."""
    old, new = a.digests, b.digests
    return tuple(
        change
        for name in changed_sections(a, b)
        for change in diff_sections(_loaded(old.get(name), load), _loaded(new.get(name), load))
    )


def merge_revisions(base: Revision, ours: Revision, theirs: Revision, load: Load) -> RevisionMerge:
    """Both sides' changes since `base`; loads only the sections that both changed, differently."""
    sides = base.digests, ours.digests, theirs.digests
    standing: list[tuple[str, str]] = []
    merged: list[Section] = []
    conflicts: list[Conflict] = []
    for name in _names(*sides):
        before, mine, other = (side.get(name) for side in sides)
        if len({before, mine, other}) < len(sides):
            digest = other if mine == before else mine
            standing += [(name, digest)] if digest else []
            continue
        made = merge_sections(*(_loaded(digest, load) for digest in (before, mine, other)))
        merged += [made.section] if made.section else []
        conflicts += made.conflicts
    return RevisionMerge(
        standing=tuple(sorted(standing)), merged=tuple(merged), conflicts=tuple(conflicts)
    )


def common_ancestor(a: str, b: str, parents_of: ParentsOf) -> str | None:
    """The nearest revision that both came from (a revision is its own ancestor), or None.

    Where histories crossed there may be several, none of them before another: the one with the
    fewest steps from both counts, then the smallest id, whichever way round they are asked for.
    Walks the whole history of both; prefetch it where `parents_of` is slow.
    """
    from_a, from_b = _ancestors(a, parents_of), _ancestors(b, parents_of)
    common = from_a.keys() & from_b.keys()
    earlier = {parent for revision in common for parent in parents_of(revision)}
    nearest = common - earlier
    return min(nearest, key=lambda id: (from_a[id] + from_b[id], id), default=None)


def _ancestors(start: str, parents_of: ParentsOf) -> dict[str, int]:
    """Every revision a revision came from, itself among them, and how many steps away it is."""
    steps: dict[str, int] = {}
    front, distance = {start}, 0
    while front:
        steps |= dict.fromkeys(front, distance)
        front = {parent for id in front for parent in parents_of(id)} - steps.keys()
        distance += 1
    return steps


def _loaded(digest: str | None, load: Load) -> Section | None:
    return None if digest is None else load(digest)


def _names(*sides: Mapping[str, str]) -> list[str]:
    return sorted(
        {name for side in sides for name in side}, key=lambda name: (name != NATION, name)
    )
