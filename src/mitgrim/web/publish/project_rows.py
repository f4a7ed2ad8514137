"""The project list of a published version: made from documents, copied where nothing changed."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import transaction

from mitgrim.plan import NATION, Phase, Plan
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication, PublishedProject
from mitgrim.web.publish.queries import published_plan, sections_of
from mitgrim.web.revisions.projection import Listed, columns_of, listed, said_by

BATCH: Final = 400


@transaction.atomic
def list_projects(publication: Publication) -> None:
    """Enter the list of a new version; cities that are as in the last one are copied from it."""
    before = _last_listed(publication)
    same = _unchanged(before, publication) if before else frozenset()
    copied = _copies(before, publication, same) if before else []
    plan = published_plan(publication)
    made = rows_of(publication, plan, {own.city.id for own in plan.cities} - same)
    PublishedProject.objects.bulk_create([*copied, *made], batch_size=BATCH)


@transaction.atomic
def rebuild(publication: Publication) -> None:
    """Make the list of a version anew from its documents."""
    PublishedProject.objects.filter(publication=publication).delete()
    made = rows_of(publication, published_plan(publication))
    PublishedProject.objects.bulk_create(made, batch_size=BATCH)


def rows_of(
    publication: Publication, plan: Plan, cities: Iterable[str] | None = None
) -> Iterator[PublishedProject]:
    """The rows of a version as its plan has them, not saved; of some cities, or of all."""
    return (_row(publication, own) for own in listed(plan, cities))


def _last_listed(publication: Publication) -> Publication | None:
    rows = Publication.objects.filter(
        workspace=publication.workspace_id,
        channel=Channel.WEB.value,
        pk__lt=publication.pk,
        withdrawn__isnull=True,  # a withdrawn one has lost its list
    )
    return rows.select_related("revision").order_by("-pk").first()


def _unchanged(before: Publication, after: Publication) -> frozenset[str]:
    """The cities whose section and whose nation are what they were."""
    old, new = dict(sections_of(before)), dict(sections_of(after))
    if old[NATION] != new[NATION] or old.keys() != new.keys():  # a city's rank may have moved
        return frozenset()
    return frozenset(name for name in new if name != NATION and old[name] == new[name])


def _copies(
    before: Publication, after: Publication, cities: frozenset[str]
) -> list[PublishedProject]:
    rows = PublishedProject.objects.filter(publication=before, city__in=cities)
    return [PublishedProject(publication=after, **said_by(row, "publication")) for row in rows]


def _row(publication: Publication, own: Listed) -> PublishedProject:
    period = own.project.period
    planned = [line for line in own.project.money if line.phase is Phase.PLANNED]
    years = {line.year for line in planned} | set(period.years if period else ())
    return PublishedProject(
        publication=publication,
        sources=_set({line.source.value for line in planned}),
        years=_set(map(str, years)),
        **columns_of(own),
    )


def _set(values: Iterable[str]) -> str:
    """Values between spaces, so that each can be found whole."""
    return f" {' '.join(sorted(values))} "
