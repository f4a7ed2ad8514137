"""Whether what is stored is what it says it is: digests, manifests, histories, projections."""

import hashlib
from collections.abc import Iterator

from mitgrim.codec import FileError, stored
from mitgrim.plan import NATION
from mitgrim.web.pages.words import said
from mitgrim.web.revisions.models import (
    Attribution,
    Branch,
    BranchRevision,
    ManifestEntry,
    ProjectRow,
    StoredRevision,
    StoredSection,
)
from mitgrim.web.revisions.projection import rows_of, said_by
from mitgrim.web.revisions.queries import draft_plan, manifest
from mitgrim.web.revisions.services import revision_digest
from mitgrim.wording import Text

AT_ONCE = 200


def problems() -> Iterator[Text]:
    """Everything that is not as it was written; nothing for a sound database.

    Reads every section and every revision once. Lists can only be compared where the documents
    are sound, so they are looked at last, and not at all after an earlier problem.
    """
    found = False
    for problem in _of_documents():
        found = True
        yield problem
    if not found:
        yield from _of_lists()


def _of_documents() -> Iterator[Text]:
    yield from _of_sections()
    yield from _of_revisions()
    yield from _of_attributions()
    yield from _of_branches()


def _of_sections() -> Iterator[Text]:
    for row in StoredSection.objects.iterator(AT_ONCE):
        body = bytes(row.body)
        if hashlib.sha256(body).hexdigest() != row.digest:
            yield said("revisions.broken.section", digest=row.digest)
            continue
        try:
            stored(body, row.digest, row.digest)
        except FileError as error:
            yield said("revisions.broken.unreadable", digest=row.digest, why=error.message)


def _of_revisions() -> Iterator[Text]:
    rows = StoredRevision.objects.order_by("number")
    for row in rows.iterator(AT_ONCE):
        parents = tuple(row.parents.all())
        digest = revision_digest(row, dict(manifest(row)), [own.digest for own in parents])
        if digest != row.digest:
            yield said("revisions.broken.revision", number=str(row.number))
        if not manifest(row):
            yield said("revisions.broken.empty", number=str(row.number))
        if any(parent.number >= row.number for parent in parents):
            yield said("revisions.broken.order", number=str(row.number))


def _of_attributions() -> Iterator[Text]:
    held = set(Attribution.objects.values_list("section_id", flat=True))
    used = ManifestEntry.objects.values_list("section_id", flat=True).distinct().order_by()
    for digest in sorted(set(used) - held):
        yield said("revisions.broken.no-attribution", digest=digest)
    known = set(StoredRevision.objects.values_list("number", flat=True))
    for row in Attribution.objects.iterator(AT_ONCE):
        if not set(row.body.values()) <= known:
            yield said("revisions.broken.attribution", digest=row.section_id)


def _of_branches() -> Iterator[Text]:
    for branch in _branches():
        name = f"{branch.workspace_id}/{branch.name}"
        newest = BranchRevision.objects.filter(branch=branch).order_by("-id").first()
        if newest is None or newest.revision_id != branch.head_id:
            yield said("revisions.broken.head", branch=name)
        if branch.name not in dict(manifest(branch.head)):
            yield said("revisions.broken.manifest", branch=name)


def _of_lists() -> Iterator[Text]:
    for branch in _branches():
        wanted = [said_by(row, "branch") for row in rows_of(branch, draft_plan(branch))]
        held = [said_by(row, "branch") for row in ProjectRow.objects.filter(branch=branch)]
        if sorted(wanted, key=_position) != sorted(held, key=_position):
            yield said("revisions.broken.list", branch=f"{branch.workspace_id}/{branch.name}")


def _branches() -> list[Branch]:
    order = ("workspace_id", "id")
    branches = list(Branch.objects.select_related("head", "workspace").order_by(*order))
    return sorted(branches, key=lambda own: own.name != NATION)


def _position(fields: dict[str, object]) -> tuple[str, str]:
    return str(fields["city"]), str(fields["project"])
