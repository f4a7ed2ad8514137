"""The project list of a published version: made from documents, copied where nothing changed."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import transaction

from mitgrim.plan import (
    NATION,
    CityPlan,
    Label,
    Nation,
    Phase,
    Plan,
    Project,
    ordered_projects,
    section_numbers,
    sector_of_action,
)
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication, PublishedProject
from mitgrim.web.publish.queries import published_plan, sections_of
from mitgrim.wording import letters

BATCH: Final = 400
MOST_OF_A_CITY: Final = 100_000  # positions of one city stand before those of the next
_FIELDS: Final = tuple(
    own.attname
    for own in PublishedProject._meta.concrete_fields
    if own.name not in ("id", "publication")
)


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
    wanted = None if cities is None else set(cities)
    for rank, section in enumerate(plan.cities):
        if wanted is None or section.city.id in wanted:
            yield from _rows_of_city(publication, plan.nation, section, rank * MOST_OF_A_CITY)


def fields_of(row: PublishedProject) -> dict[str, object]:
    """What a row says, without its own key: equal rows say the same."""
    return {name: getattr(row, name) for name in _FIELDS}


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
    return [PublishedProject(publication=after, **fields_of(row)) for row in rows]


def _rows_of_city(
    publication: Publication, nation: Nation, section: CityPlan, first: int
) -> Iterator[PublishedProject]:
    numbers = section_numbers(nation, section)
    sectors = sector_of_action(nation)
    for place, project in enumerate(ordered_projects(nation, section)):
        sector = sectors.get(project.action, "")
        yield _row(publication, project, first + place, numbers[project.id], sector)


def _row(
    publication: Publication, project: Project, position: int, number: Label, sector: str
) -> PublishedProject:
    period = project.period
    planned = [line for line in project.money if line.phase is Phase.PLANNED]
    years = {line.year for line in planned} | set(period.years if period else ())
    return PublishedProject(
        publication=publication,
        city=project.city,
        project=project.id,
        position=position,
        number_ko=number.ko,
        number_en=number.en,
        name_ko=project.name.ko,
        name_en=project.name.en,
        action=project.action,
        sector=sector,
        status=project.status.value,
        first=period.first if period else None,
        last=period.last if period else None,
        planned=project.amount(),
        sources=_set({line.source.value for line in planned}),
        years=_set(map(str, years)),
        provenance=project.provenance.kind.value,
        letters=letters(_searched(project, number)),
    )


def _set(values: Iterable[str]) -> str:
    """Values between spaces, so that each can be found whole."""
    return f" {' '.join(sorted(values))} "


def _searched(project: Project, number: Label) -> str:
    names = (number.ko, project.name.ko, project.name.en, project.lead, *project.partners)
    return " ".join(names)
