"""What an opinion is about: a place of a revision that is there and that its author may read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone, translation

from mitgrim.history import Anchor
from mitgrim.history.fulfilment import BOOKKEEPING
from mitgrim.plan import NATION, Plan, Section, find, find_in, section_name
from mitgrim.web.opinions.models import LONGEST_PLACE
from mitgrim.web.pages.words import said, say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import Visitor, may
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import public_versions
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import (
    Manifest,
    manifest,
    may_read,
    national_branch,
    plan_of,
)
from mitgrim.web.workspace.queries import visible_revisions
from mitgrim.web.workspace.wording import names_in, place_text, section_text
from mitgrim.wording import Lang, Refusal, Text, Value

APART: Final = " · "
LONGEST_ABOUT: Final = 600


class AnchorRefusal(Refusal):
    """A place that does not exist, or not for this person: they are told the same."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"opinions.anchor.{reason}", **values)
        super().__init__(self.message.ko)


@dataclass(frozen=True, slots=True)
class Anchored:
    """A place of a revision that was looked at and is there."""

    revision: StoredRevision
    anchor: Anchor
    quote: str
    about: Text
    draft: str = ""  # the branch whose draft the revision is; empty where it is public

    @property
    def section(self) -> str:
        """Whose planners answer: the plan as a whole is the nation's."""
        return self.anchor.place.partition("/")[0] or NATION


def public_of(workspace: Workspace) -> tuple[Publication, ...]:
    """The versions of a plan that anyone may read now, the newest last."""
    return tuple(own for own in public_versions(timezone.now()) if own.workspace_id == workspace.pk)


def newest_public(workspace: Workspace) -> StoredRevision | None:
    """The revision that anyone reads now."""
    versions = public_of(workspace)
    return versions[-1].revision if versions else None


def readable_revision(
    person: Visitor | None, workspace: Workspace, number: int
) -> StoredRevision | None:
    """A revision of a plan that is public, or that somebody may read as a draft."""
    for own in public_of(workspace):
        if own.revision_id == number:
            return own.revision
    if not isinstance(person, Person):
        return None
    for branch in workspace.branches.select_related("head", "workspace"):
        if may_read(person, branch):
            found = visible_revisions(person, branch).filter(number=number).first()
            if found:
                return found
    return None


def anchored(
    revision: StoredRevision | None, place: str, *, quote: str = "", reader: Visitor | None = None
) -> Anchored:
    """The place, looked up; raises AnchorRefusal where it is not there for this reader."""
    if revision is None:
        raise AnchorRefusal("no-revision")
    if len(place) > LONGEST_PLACE or "\x00" in place:
        raise AnchorRefusal("no-place")
    about = about_of(revision, place)
    if about is None or (BOOKKEEPING & set(place.split("/")) and not _is_planner(reader, place)):
        raise AnchorRefusal("no-place")
    quote = " ".join(quote.split())
    if quote and quote not in " ".join(str(value_at(revision, place)).split()):
        raise AnchorRefusal("no-quote")
    return Anchored(revision, Anchor(revision.digest, place), quote, about, draft_of(revision))


def draft_of(revision: StoredRevision) -> str:
    """The branch whose draft a revision is; empty where it is public."""
    if any(own.revision_id == revision.pk for own in public_of(revision.workspace)):
        return ""
    names = revision.in_branches.order_by("id").values_list("branch__name", flat=True)
    return names.first() or NATION


def _is_planner(reader: Visitor | None, place: str) -> bool:
    return reader is not None and may(reader, "draft.read", section=place.partition("/")[0])


def reading_manifest(revision: StoredRevision) -> Manifest:
    """The sections that a revision is read with: its own, in the plan as assembled where it is a
    draft's."""
    own = manifest(revision)
    if NATION in dict(own):
        return own
    around = dict(manifest(national_branch(revision.workspace).head))
    return tuple(sorted((around | dict(own)).items()))


def sections_of(revision: StoredRevision) -> Mapping[str, Section]:
    """The sections that a revision itself holds, by name."""
    plan = plan_of(reading_manifest(revision))
    held = dict(manifest(revision))
    return {section_name(own): own for own in plan.sections if section_name(own) in held}


def value_at(revision: StoredRevision, place: str) -> Any:
    """What stands at a place of a revision."""
    return find(plan_of(reading_manifest(revision)), place)


def about_of(revision: StoredRevision, place: str) -> Text | None:
    """A place in words, in both languages; None where there is none."""
    return _about(manifest(revision), reading_manifest(revision), place)


@lru_cache(maxsize=4096)
def _about(own: Manifest, around: Manifest, place: str) -> Text | None:
    plan = plan_of(around)
    section = _section(plan, place)
    if section is None or section_name(section) not in dict(own):
        return None
    if place and not stands(section, place):
        return None
    said_in = {}
    for lang in Lang:
        with translation.override(lang.value):
            said_in[lang] = _words(plan, section, place, around)[:LONGEST_ABOUT]
    return Text(said_in[Lang.KO], said_in[Lang.EN])


def _section(plan: Plan, place: str) -> Section | None:
    name = place.partition("/")[0]
    return plan.nation if name in ("", NATION) else plan.section(name)


def _words(plan: Plan, section: Section, place: str, around: Manifest) -> str:
    if not place:
        return say("opinions.whole-plan")
    title = section_text(section)
    inside = place_text(section, place, names_in(around)) if "/" in place else ""
    return APART.join(own for own in (title, inside) if own)


def stands(section: Section, place: str) -> bool:
    """Whether a place is there: a record, or a field of one, be it empty."""
    if find_in(section, place) is not None:
        return True
    parent, _, field = place.rpartition("/")
    held = find_in(section, parent) if parent else None
    if not is_dataclass(held):
        return False
    return field in {own.name for own in fields(held)}


def offered_places(section: Section, around: Manifest) -> Iterator[tuple[str, str]]:
    """Places of a section that a form offers: itself, its projects, its passages."""
    name = section_name(section)
    names = names_in(around)
    yield name, section_text(section)
    for collection in ("projects", "passages", "actions", "indicators"):
        for record in _records(section, collection):
            place = f"{name}/{collection}/{record.id}"
            yield place, place_text(section, place, names)


def _records(section: Section, collection: str) -> Iterable[Any]:
    return getattr(section, collection, ())
