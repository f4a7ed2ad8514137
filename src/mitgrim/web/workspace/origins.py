"""Who wrote this: the value at a place, who set it and when, from what, and what was there before.

The earlier values are found by asking who wrote each in turn, never by replaying the history.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from mitgrim.figures import Shown, Value, cut
from mitgrim.figures.lineage import Origin, Step, origin
from mitgrim.plan import Plan, Section, attribute_of, find_in
from mitgrim.web.pages.language import current
from mitgrim.web.revisions.models import Branch, BranchRevision, StoredRevision
from mitgrim.web.revisions.queries import attribution, digest_of, section_of
from mitgrim.web.workspace.wording import Names, value_text

MOST: Final = 20
FIRST_RECORDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A value, and the revision that set it."""

    value: Any
    text: str
    revision: StoredRevision
    in_branch: bool  # whether the revision is one of the draft's own


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLineage:
    """A figure in a text, what it comes to, and how."""

    written: str
    text: str
    steps: tuple[Step, ...]


def written_at(branch: Branch, place: str, names: Names, most: int = MOST) -> tuple[Written, ...]:
    """Who wrote what stands at a place of a draft, the newest first; empty where nothing does."""
    return tuple(islice(_chain(branch, place, names), most))


def _chain(branch: Branch, place: str, names: Names) -> Iterator[Written]:
    head: StoredRevision | None = branch.head
    while head is not None:
        digest = digest_of(head, branch.name)
        section = section_of(digest)
        value = find_in(section, place)
        if value is None:
            return
        number = attribution(digest).writer_of(place)
        revision = StoredRevision.objects.select_related("author").get(number=number)
        link = BranchRevision.objects.filter(branch=branch, revision=revision).first()
        yield Written(
            value=value,
            text=text_at(section, place, value, names),
            revision=revision,
            in_branch=link is not None,
        )
        head = _before(branch, link) if link else None


def _before(branch: Branch, link: BranchRevision) -> StoredRevision | None:
    earlier = BranchRevision.objects.filter(branch=branch, pk__lt=link.pk).order_by("-pk")
    found = earlier.select_related("revision").first()
    return found.revision if found else None


def text_at(section: Section, place: str, value: Any, names: Names) -> str:
    """The value at a place as a reader sees it."""
    return value_text(value, attribute_of(place), names)


def origin_at(plan: Plan, section: Section, place: str) -> Origin | None:
    """Where the value at a place comes from, as the record that holds it says."""
    steps = place.split("/")
    for depth in range(len(steps), 1, -1):
        record = find_in(section, "/".join(steps[:depth]))
        if getattr(record, "provenance", None) is not None:
            return origin(plan, record, *steps[depth : depth + 1])
    return None


def figures_in(
    plan: Plan, value: Any, sections: Collection[str] | None
) -> tuple[FigureLineage, ...]:
    """The figures of a text with how each came to be; other values have none.

    Only records of these sections are named: a sum may well count what its reader may not see.
    """
    if not isinstance(value, str) or "[[" not in value:
        return ()
    shown = (own for own in cut(plan, value) if isinstance(own, Shown))
    return tuple(_lineages(shown, sections))


def _lineages(shown: Iterable[Shown], sections: Collection[str] | None) -> Iterator[FigureLineage]:
    for own in shown:
        steps = own.value.steps if isinstance(own.value, Value) else ()
        if sections is not None:
            steps = tuple(_only(step, sections) for step in steps)
        text = own.value_text(current())
        yield FigureLineage(written=own.figure.written, text=text, steps=steps)


def _only(step: Step, sections: Collection[str]) -> Step:
    records = tuple(own for own in step.records if own.place.split("/")[0] in sections)
    return replace(step, records=records)
