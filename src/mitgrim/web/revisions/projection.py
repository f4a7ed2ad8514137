"""The project list of a branch's head: made from documents, kept in step, rebuilt at any time."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from django.db import transaction

from mitgrim.history import Change
from mitgrim.plan import (
    NATION,
    CityPlan,
    Nation,
    Plan,
    Project,
    ordered_projects,
    section_numbers,
    sector_of_action,
)
from mitgrim.web.revisions.models import Branch, ProjectRow
from mitgrim.web.revisions.queries import draft_plan
from mitgrim.wording import letters

LONGEST_LETTERS: Final = 1500
BATCH: Final = 500
MOST_OF_A_CITY: Final = 100_000  # positions of one city stand before those of the next
_FIELDS: Final = tuple(
    own.attname for own in ProjectRow._meta.concrete_fields if own.name not in ("id", "branch")
)


def rows_of(
    branch: Branch, plan: Plan, cities: Iterable[str] | None = None
) -> Iterator[ProjectRow]:
    """The rows of a branch as its plan has them, not saved; of some cities, or of all it covers."""
    wanted = None if cities is None else set(cities)
    for rank, section in enumerate(plan.cities):
        own = branch.name in (NATION, section.city.id)
        if own and (wanted is None or section.city.id in wanted):
            yield from _rows_of_city(branch, plan.nation, section, rank * MOST_OF_A_CITY)


def keep_in_step(branch: Branch, changes: Iterable[Change]) -> None:
    """Bring the list of a branch up to its head after these changes; part of their transaction.

    Only the cities that changed are looked at, and only rows that say something else are written.
    """
    names = {change.place.partition("/")[0] for change in changes}
    if not names:
        return
    cities = None if NATION in names else names
    rows = ProjectRow.objects.filter(branch=branch)
    held = rows if cities is None else rows.filter(city__in=cities)
    _write(
        {row["project"]: row for row in held.values("pk", *_FIELDS)},
        {row.project: row for row in rows_of(branch, draft_plan(branch), cities)},
    )


@transaction.atomic
def rebuild(branch: Branch) -> None:
    """Make the list of a branch anew from its documents."""
    ProjectRow.objects.filter(branch=branch).delete()
    ProjectRow.objects.bulk_create(rows_of(branch, draft_plan(branch)), batch_size=BATCH)


def rebuild_all() -> int:
    """Make the lists of all branches anew; gives how many."""
    branches = Branch.objects.select_related("head", "workspace").order_by("id")
    for branch in branches:
        rebuild(branch)
    return len(branches)


def fields_of(row: ProjectRow) -> dict[str, object]:
    """What a row says, without its own key: equal rows say the same."""
    return {name: getattr(row, name) for name in _FIELDS}


def _write(held: dict[str, dict[str, Any]], wanted: dict[str, ProjectRow]) -> None:
    gone = [row["pk"] for id, row in held.items() if id not in wanted]
    if gone:
        ProjectRow.objects.filter(pk__in=gone).delete()
    new = [row for id, row in wanted.items() if id not in held]
    ProjectRow.objects.bulk_create(new, batch_size=BATCH)
    changed = []
    for id, row in wanted.items():
        if id in held and any(getattr(row, name) != held[id][name] for name in _FIELDS):
            row.pk = held[id]["pk"]
            changed.append(row)
    if changed:
        ProjectRow.objects.bulk_update(changed, _FIELDS, batch_size=50)


def _rows_of_city(
    branch: Branch, nation: Nation, section: CityPlan, first: int
) -> Iterator[ProjectRow]:
    numbers = section_numbers(nation, section)
    sectors = sector_of_action(nation)
    for place, project in enumerate(ordered_projects(nation, section)):
        yield _row(branch, project, first + place, numbers[project.id].ko, sectors)


def _row(
    branch: Branch, project: Project, position: int, number: str, sectors: dict[str, str]
) -> ProjectRow:
    period = project.period
    return ProjectRow(
        branch=branch,
        city=project.city,
        project=project.id,
        position=position,
        number=number,
        name_ko=project.name.ko,
        name_en=project.name.en,
        action=project.action,
        sector=sectors.get(project.action, ""),
        status=project.status.value,
        owner=project.owner[:200],
        due=project.due,
        first=period.first if period else None,
        last=period.last if period else None,
        planned=project.amount(),
        provenance=project.provenance.kind.value,
        letters=_letters(f"{number} {project.name.ko} {project.name.en} {project.lead}"),
    )


@lru_cache(maxsize=20_000)  # most of a city's names are the same at every save
def _letters(text: str) -> str:
    return letters(text)[:LONGEST_LETTERS]
