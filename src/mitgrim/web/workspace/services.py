"""What these pages write: waivers from a finding's place, and sections brought as files."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.codec import decode, encode
from mitgrim.plan import Section, Waiver
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.revisions.autosaves import keep, throw_away
from mitgrim.web.revisions.models import Autosave, Branch, StoredRevision
from mitgrim.web.revisions.queries import draft_section
from mitgrim.web.revisions.services import Clash, DraftRefusal, Saved, save_section
from mitgrim.web.workspace.packages import Brought

FILE_PLACE: Final = "@file"


def waive(
    *, by: Person, branch: Branch, check: str, place: str, reason: str, message: str
) -> StoredRevision:
    """Accept a finding of a draft with a reason; the finding stays visible with it."""
    section = draft_section(branch)
    waiver = Waiver(
        check=check, place=place, reason=reason.strip(), by=by.name, day=timezone.localdate()
    )
    others = (own for own in section.waivers if (own.check, own.place) != (check, place))
    done = save_section(
        by=by,
        branch=branch,
        base=branch.head,
        section=replace(section, waivers=(*others, waiver)),
        message=message,
    )
    if isinstance(done, Clash):
        raise DraftRefusal("changed-meanwhile")
    return done.revision


@transaction.atomic
def put_aside(*, by: Person, branch: Branch, base: StoredRevision, file: Brought) -> Autosave:
    """Keep a section for its bringer alone, until they have seen what it changes."""
    fields = {"file": file.file, "section": encode(file.section).decode()}
    record(by, "draft.upload", f"{branch.workspace_id}/{branch.name}", file=file.file)
    return keep(by=by, branch=branch, place=FILE_PLACE, base=base, fields=fields)


def section_in(kept: Autosave) -> Section:
    """The section that was put aside."""
    return decode(str(kept.fields["section"]).encode(), str(kept.fields["file"]))


@transaction.atomic
def save_brought(
    *, by: Person, branch: Branch, kept: Autosave, message: str, decisions: Mapping[str, str]
) -> Saved | Clash:
    """Save the section that was put aside, as edited from the revision its page carried."""
    done = save_section(
        by=by,
        branch=branch,
        base=kept.base,
        section=section_in(kept),
        message=message,
        decisions=decisions,
    )
    if isinstance(done, Saved):
        throw_away(by=by, branch=branch, place=FILE_PLACE)
    return done
