"""The project list of a branch's head: made from documents, kept in step, rebuilt at any time."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from django.db import transaction

from mitgrim.history import Change
from mitgrim.plan import (
    NATION,
    Plan,
    Project,
    section_numbers,
    sector_of_action,
)
from mitgrim.web.revisions.models import Branch, ProjectRow
from mitgrim.web.revisions.queries import draft_plan
from mitgrim.wording import letters

LONGEST_LETTERS: Final = 1500
LONGEST_OWNER: Final = 200
BATCH: Final = 500
MOST_OF_A_CITY: Final = 100_000  # positions of one city stand before those of the next
_FIELDS: Final = tuple(
    own.attname for own in ProjectRow._meta.concrete_fields if own.name not in ("id", "branch")
)


def rows_of(branch: Branch, plan: Plan) -> Iterator[ProjectRow]:
    """The rows of a branch as its plan has them, not saved."""
    for listed in _listed(branch, plan, None):
        yield _row(branch, listed)


def keep_in_step(branch: Branch, changes: Iterable[Change]) -> None:
    """Bring the list of a branch up to its head after these changes; part of their transaction.

    Only the cities that changed are looked at, and only projects that changed, or that another
    one's coming, going or renaming gave another number.
    """
    places = [change.place.split("/") for change in changes]
    cities = {own[0] for own in places}
    if not cities:
        return
    everywhere = NATION in cities
    touched = None if everywhere or any(map(_tells_of_all, places)) else _projects_of(places)
    rows = ProjectRow.objects.filter(branch=branch)
    held = rows if everywhere else rows.filter(city__in=cities)
    _write(
        branch,
        {own.project: own for own in map(_Held._make, held.values_list(*_Held._fields))},
        list(_listed(branch, draft_plan(branch), None if everywhere else cities)),
        touched,
    )


def _tells_of_all(steps: list[str]) -> bool:
    """Whether a change may say something else of every project: the city's name, a whole list."""
    return len(steps) == 1 or steps[1] == "city" or steps[1:] == ["projects"]


def _projects_of(places: list[list[str]]) -> set[str]:
    return {steps[2] for steps in places if steps[1] == "projects"}


@transaction.atomic
def rebuild(branch: Branch) -> None:
    """Make the list of a branch anew from its documents."""
    ProjectRow.objects.filter(branch=branch).delete()
    ProjectRow.objects.bulk_create(rows_of(branch, draft_plan(branch)), batch_size=BATCH)


def fields_of(row: ProjectRow) -> dict[str, object]:
    """What a row says, without its own key: equal rows say the same."""
    return {name: getattr(row, name) for name in _FIELDS}


class _Held(NamedTuple):
    """A row that is there: enough to see whether it stands where it should."""

    project: str
    pk: int
    position: int
    number: str


class _Listed(NamedTuple):
    """A project with its place in the list."""

    project: Project
    position: int
    number: str
    sector: str


def _listed(branch: Branch, plan: Plan, cities: set[str] | None) -> Iterator[_Listed]:
    sectors = sector_of_action(plan.nation)
    for rank, section in enumerate(plan.cities):
        city = section.city.id
        if branch.name in (NATION, city) and (cities is None or city in cities):
            numbers = section_numbers(plan.nation, section)
            ordered = {own.id: own for own in section.projects}
            for place, (id, number) in enumerate(numbers.items(), rank * MOST_OF_A_CITY):
                project = ordered[id]
                yield _Listed(project, place, number.ko, sectors.get(project.action, ""))


def _write(
    branch: Branch, held: dict[str, _Held], listed: list[_Listed], touched: set[str] | None
) -> None:
    ids = {own.project.id for own in listed}
    gone = [row.pk for row in held.values() if row.project not in ids]
    if gone:
        ProjectRow.objects.filter(pk__in=gone).delete()
    new, changed = [], []
    for own in listed:
        id = own.project.id
        old = held.get(id)
        if old is None:
            new.append(_row(branch, own))
        elif touched is None or id in touched or old[2:] != (own.position, own.number):
            changed.append(_row(branch, own, old.pk))
    ProjectRow.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        ProjectRow.objects.bulk_update(changed, _FIELDS, batch_size=50)


def _row(branch: Branch, listed: _Listed, key: int | None = None) -> ProjectRow:
    project = listed.project
    period = project.period
    return ProjectRow(
        pk=key,
        branch=branch,
        city=project.city,
        project=project.id,
        position=listed.position,
        number=listed.number,
        name_ko=project.name.ko,
        name_en=project.name.en,
        action=project.action,
        sector=listed.sector,
        status=project.status.value,
        owner=project.owner[:LONGEST_OWNER],
        due=project.due,
        first=period.first if period else None,
        last=period.last if period else None,
        planned=project.amount(),
        provenance=project.provenance.kind.value,
        letters=_letters(f"{listed.number} {project.name.ko} {project.name.en} {project.lead}"),
    )


@lru_cache(maxsize=20_000)  # most of a city's names are the same at every save
def _letters(text: str) -> str:
    return letters(text)[:LONGEST_LETTERS]
