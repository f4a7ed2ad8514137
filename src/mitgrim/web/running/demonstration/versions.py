"""The public versions of the example, at the days that its sources name."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.plan import Label
from mitgrim.programmes.innovation_cities.example.earlier import as_known
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.services import publish
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import manifest, national_branch, plan_of
from mitgrim.web.revisions.services import bring_in
from mitgrim.web.running.demonstration.rows import rows

FORUM: Final = date(2018, 8, 16)


@transaction.atomic
def publish_example(workspace: Workspace) -> tuple[Publication, ...]:
    """Make the example public in two versions, at the days its sources name.

    The web's hour of the first, 06:00, is the embargo of the press release; hours that no source
    names are example, and the notes say so.
    """
    head = national_branch(workspace).head
    draft = bring_in(
        by=None, workspace=workspace, plan=as_known(plan_of(manifest(head)), FORUM),
        message="2018년 8월 16일 토론회의 안(예시)",
    )  # fmt: skip
    revisions = {"draft": draft, "adopted": head}
    return tuple(
        _publish(workspace, revisions[row["revision"]], row) for row in rows("publications")
    )


def _publish(workspace: Workspace, revision: StoredRevision, row: dict[str, str]) -> Publication:
    return publish(
        by=None,
        workspace=workspace,
        revision=revision,
        channel=Channel(row["channel"]),
        moment=timezone.make_aware(datetime.fromisoformat(row["moment"])),
        title=Label(ko=row["title_ko"], en=row["title_en"]),
        note=Label(ko=row["note_ko"], en=row["note_en"]),
    )
