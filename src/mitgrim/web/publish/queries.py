"""Reading what is public: versions by moment, their project lists, searches.

Everything asks for the moment it is read at. What becomes public later does not exist before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache, reduce
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from mitgrim.plan import Plan
from mitgrim.web.pages.words import said
from mitgrim.web.publish.kinds import Channel, Order
from mitgrim.web.publish.models import Publication, PublishedProject
from mitgrim.web.revisions.models import Baseline, StoredRevision, Workspace
from mitgrim.web.revisions.queries import Manifest, history_of, manifest, national_branch, plan_of
from mitgrim.wording import Text, initials, matches, query_letters, search_key

REVISIONS_OFFERED: Final = 40


def public_versions(now: datetime, channel: Channel = Channel.WEB) -> tuple[Publication, ...]:
    """The versions that are public at a moment, the oldest first; those to come are not there."""
    rows = Publication.objects.filter(
        channel=channel.value, moment__lte=now, withdrawn__isnull=True
    )
    return tuple(rows.select_related("revision").order_by("moment", "id"))


def unpublished(workspace: Workspace) -> Text | None:
    """What is missing for the announcement of a plan: that a frozen revision is public."""
    rows = Publication.objects.filter(
        workspace=workspace, channel=Channel.WEB.value, moment__lte=timezone.now(),
        withdrawn__isnull=True, revision__baselines__isnull=False,
    )  # fmt: skip
    return None if rows.exists() else said("publish.need.published-not")


def public_at(now: datetime, as_of: date | None = None) -> tuple[Publication, ...]:
    """The versions that were public at the end of a day, as is known now; the last one counted."""
    return public_versions(now if as_of is None else min(now, end_of(as_of)))


def end_of(day: date) -> datetime:
    """The last moment of a day by the site's own clock."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, timezone.get_current_timezone())
    return midnight - timedelta(microseconds=1)


def sections_of(publication: Publication) -> Manifest:
    """The manifest of a published revision, kept in the process: it never changes."""
    return _sections(publication.revision_id, publication.revision.digest)


@lru_cache(maxsize=256)
def _sections(number: int, digest: str) -> Manifest:
    return manifest(StoredRevision.objects.get(number=number, digest=digest))


def published_plan(publication: Publication) -> Plan:
    """The plan as published."""
    return plan_of(sections_of(publication))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a reader looks for in a list of projects; what is empty asks for nothing."""

    query: str = ""
    city: str = ""
    sector: str = ""
    action: str = ""
    status: str = ""
    source: str = ""
    year: int | None = None
    order: Order = Order.NUMBER


_ORDERS: Final = {
    Order.NUMBER: ("position",),
    Order.NAME: ("name_ko", "position"),
    Order.AMOUNT: ("-planned", "position"),
    Order.PERIOD: ("first", "last", "position"),
}


def projects_of(publication: Publication, wanted: Wanted) -> QuerySet[PublishedProject]:
    """The projects of a published version that fit, in the order asked for."""
    rows = PublishedProject.objects.filter(publication=publication)
    for name in ("city", "sector", "action", "status"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.source:
        rows = rows.filter(sources__contains=f" {wanted.source} ")
    if wanted.year is not None:
        rows = rows.filter(years__contains=f" {wanted.year} ")
    return _found(rows, wanted.query.split()).order_by(*_ORDERS[wanted.order])


def _found(rows: QuerySet[PublishedProject], words: Iterable[str]) -> QuerySet[PublishedProject]:
    """Rows in which every word is found; a word of syllables and initials is looked at twice."""
    keys = [key for word in words if (key := search_key(word))]
    rows = reduce(lambda found, key: found.filter(letters__contains=query_letters(key)), keys, rows)
    mixed = [key for key in keys if query_letters(key) != key and initials(key) != key]
    if not mixed:
        return rows
    fitting = [
        pk
        for pk, letters in rows.values_list("pk", "letters")
        if all(matches(key, letters.partition("\n")[0]) for key in mixed)
    ]
    return PublishedProject.objects.filter(pk__in=fitting)


def last_with_project(versions: Iterable[Publication], id: str) -> PublishedProject | None:
    """The row of a project in the last of these versions that has it."""
    ids = [own.pk for own in versions]
    rows = PublishedProject.objects.filter(project=id, publication_id__in=ids)
    return rows.order_by("-publication__moment", "-publication_id").first()


def publications_of(workspace: Workspace) -> tuple[Publication, ...]:
    """Everything published, scheduled or withdrawn of a plan, the newest moment first."""
    rows = Publication.objects.filter(workspace=workspace)
    return tuple(rows.select_related("revision", "by").order_by("-moment", "-id"))


def publishable(workspace: Workspace) -> list[tuple[StoredRevision, str]]:
    """The revisions of the whole plan, baselines first, each with the baseline's name or none."""
    frozen = Baseline.objects.filter(workspace=workspace).select_related("revision")
    named = [(own.revision, own.name) for own in frozen.order_by("-pk")]
    known = {revision.number for revision, _ in named}
    recent = history_of(national_branch(workspace))[:REVISIONS_OFFERED]
    return named + [(own, "") for own in recent if own.number not in known]
