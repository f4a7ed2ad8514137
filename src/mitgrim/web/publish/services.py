"""Publishing: a revision becomes public through a channel at a moment, by itself."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from mitgrim.plan import NATION, Label
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.project_rows import list_projects
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import manifest
from mitgrim.wording import Refusal, Value


class PublishRefusal(Refusal):
    """What can't be made public, or no longer be taken back."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"publish.refused.{reason}", **values)
        super().__init__(self.message.ko)


def publish(
    *,
    by: Person | None,
    workspace: Workspace,
    revision: StoredRevision,
    channel: Channel,
    moment: datetime | None = None,
    title: Label,
    note: Label = Label(),
    now: datetime | None = None,
) -> Publication:
    """Make a revision of the whole plan public from a moment on, at once if none is given.

    Nothing has to run at the moment itself. A moment that has passed is refused, for that would
    change what was public then; only an import, which is by nobody, brings a past with it.
    """
    now = now or timezone.now()
    when = moment or now
    if by is not None and when < now:
        raise PublishRefusal("past")
    if not title.ko.strip():
        raise PublishRefusal("untitled")
    if revision.workspace_id != workspace.pk or NATION not in dict(manifest(revision)):
        raise PublishRefusal("not-whole")
    try:
        return _publish(by, workspace, revision, channel, when, title, note)
    except IntegrityError as error:
        raise PublishRefusal("twice") from error


@transaction.atomic
def _publish(
    by: Person | None,
    workspace: Workspace,
    revision: StoredRevision,
    channel: Channel,
    moment: datetime,
    title: Label,
    note: Label,
) -> Publication:
    made = Publication.objects.create(
        workspace=workspace, revision=revision, channel=channel.value, moment=moment, by=by,
        title_ko=title.ko.strip(), title_en=title.en.strip(), note_ko=note.ko.strip(),
        note_en=note.en.strip(),
    )  # fmt: skip
    if channel is Channel.WEB:
        list_projects(made)
    record(
        by, "plan.publish", workspace.pk, revision=revision.number, channel=channel.value,
        moment=moment.isoformat(),
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw(
    *, by: Person, publication: Publication, now: datetime | None = None
) -> Publication:
    """Take back what is not public yet. What has been public stays so."""
    now = now or timezone.now()
    held = Publication.objects.select_for_update().get(pk=publication.pk)
    if held.withdrawn is not None or held.moment <= now:
        raise PublishRefusal("public-already")
    held.withdrawn = now
    held.save(update_fields=["withdrawn"])
    held.projects.all().delete()
    record(
        by, "plan.withdraw", held.workspace_id, revision=held.revision_id, channel=held.channel
    )
    return held
