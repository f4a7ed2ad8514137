"""Writing single records of a draft. Each is one save of its section; nothing typed is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from mitgrim.history import ABSENT, merge_sections, replaced
from mitgrim.plan import (
    OWN,
    FieldProvenance,
    Project,
    Provenance,
    ProvenanceKind,
    Section,
    find_in,
    key_text,
    place,
    section_name,
)
from mitgrim.plan.attributes import attribute_names, table
from mitgrim.web.drafting.queries import Draft
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.services import Clash, Saved, held_branch, save_section
from mitgrim.wording import Refusal, Text


class KeyTaken(Refusal):  # what can't be done, said to a person
    """A record can't have the key of another one."""

    def __init__(self) -> None:
        self.message: Text = said("drafting.refused.key-taken")
        super().__init__(self.message.ko)


def with_record(section: Section, collection: str, old: str, record: Any) -> Section:
    """A section with a record in the place of the one that had the key `old`, or as a new one.

    Raises KeyTaken where another record has its key already.
    """
    where = f"{section_name(section)}/{collection}"
    new = key_text(record)
    if new != old:
        if find_in(section, place(where, new)) is not None:
            raise KeyTaken
        if old:
            section = replaced(section, place(where, old), ABSENT)
    return replaced(section, place(where, new), record)


def without_record(section: Section, collection: str, key: str) -> Section:
    """A section without one of its records."""
    return replaced(section, place(section_name(section), collection, key), ABSENT)


def save_edited(
    *,
    by: Person,
    draft: Draft,
    base: StoredRevision,
    section: Section,
    message: Text,
    decisions: Mapping[str, str] | None = None,
    seen: StoredRevision | None = None,
) -> Saved | Clash:
    """Save a section as edited from `base`; a decision counts while what it was about still stands.

    `seen` is the head on which the decisions were made: where it has changed since at a decided
    place, that place is asked about again. One transaction, the branch held from its start.
    """
    with transaction.atomic():
        held = held_branch(draft.branch)
        kept = dict(decisions or {})
        if seen is not None and seen.pk != held.head_id:
            before, now = (_theirs(draft, base, section, own) for own in (seen, held.head))
            kept = _still_true(kept, before, now)
        return save_section(
            by=by, branch=draft.branch, base=base, section=section, message=message.ko,
            decisions=kept,
        )  # fmt: skip


def _still_true(
    decisions: Mapping[str, str], before: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, str]:
    """The decisions about what the others' side still says."""
    return {
        where: choice
        for where, choice in decisions.items()
        if where in before and before[where] == now.get(where, before[where])
    }


def _theirs(
    draft: Draft, base: StoredRevision, section: Section, other: StoredRevision
) -> dict[str, Any]:
    merge = merge_sections(draft.at(base), section, draft.at(other))
    return {own.place: own.theirs for own in merge.conflicts}


def with_origins(
    record: Any, before: Any, given: Mapping[str, FieldProvenance | None] | None = None
) -> Any:
    """A record whose changed fields say that somebody typed them, or where they say they come from.

    What a record published in a source, or an example, holds in its other fields stays marked as
    it was. `given` are the fields for which a source was named.
    """
    if "provenance" not in attribute_names(type(record).__name__):
        return record
    if before is None:
        return replace(record, provenance=_own(OWN, dict(given or {})))
    changed = {
        own.name
        for own in table(type(record).__name__)
        if own.name != "provenance" and getattr(record, own.name) != getattr(before, own.name)
    }
    origins: dict[str, FieldProvenance | None] = {
        name: _typed_over(name, before.provenance.of(name))
        for name in changed
        if before.provenance.of(name).kind is not ProvenanceKind.OWN
    }
    return replace(record, provenance=_own(before.provenance, origins | dict(given or {})))


def _typed_over(field: str, origin: Provenance | FieldProvenance) -> FieldProvenance:
    """A field that somebody typed; the source of what stood there stays to be seen."""
    return FieldProvenance(
        field=field, kind=ProvenanceKind.OWN, source=origin.source, detail=origin.detail
    )


def _own(origin: Provenance, fields: Mapping[str, FieldProvenance | None]) -> Provenance:
    """An origin with these for single fields; None takes a field's own away."""
    held = {own.field: own for own in origin.fields}
    merged = {name: own for name, own in (held | dict(fields)).items() if own is not None}
    return replace(origin, fields=tuple(merged.values()))


def copied(project: Project, id: str, reminted: Iterable[str]) -> Project:
    """A project once more under a new id, with new ids for its gates: somebody's own work now."""
    ids = iter(reminted)
    name = replace(project.name, ko=said("drafting.copy.name", name=project.name.ko).ko)
    if name.en:
        name = replace(name, en=said("drafting.copy.name", name=name.en).en)
    return replace(
        project,
        id=id,
        name=name,
        gates=tuple(replace(gate, id=next(ids)) for gate in project.gates),
        provenance=replace(project.provenance, fields=()),
    )
