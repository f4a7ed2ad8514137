"""The project list of a branch's head: made from documents, kept in step, rebuilt at any time."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db import transaction

from mitgrim.history import Change
from mitgrim.plan import (
    NATION,
    Label,
    Plan,
    Project,
    section_numbers,
    sector_of_action,
)
from mitgrim.web.revisions.models import Branch, ListedProject, ProjectRow
from mitgrim.web.revisions.queries import draft_plan
from mitgrim.wording import letters

LONGEST_OWNER: Final = 200
BATCH: Final = 500
MOST_OF_A_CITY: Final = 100_000  # positions of one city stand before those of the next
_FIELDS: Final = tuple(
    own.attname for own in ProjectRow._meta.concrete_fields if own.name not in ("id", "branch")
)


class Listed(NamedTuple):
    """A project with its place in a list."""

    project: Project
    position: int
    number: Label
    sector: str


def listed(plan: Plan, cities: Iterable[str] | None = None) -> Iterator[Listed]:
    """The projects of a plan in the order of lists; of some cities, or of all."""
    sectors = sector_of_action(plan.nation)
    wanted = None if cities is None else set(cities)
    for rank, section in enumerate(plan.cities):
        if wanted is None or section.city.id in wanted:
            numbers = section_numbers(plan.nation, section)
            projects = {own.id: own for own in section.projects}
            for place, (id, number) in enumerate(numbers.items(), rank * MOST_OF_A_CITY):
                project = projects[id]
                yield Listed(project, place, number, sectors.get(project.action, ""))


def columns_of(own: Listed) -> dict[str, Any]:
    """What every list says of a project."""
    project, number = own.project, own.number
    period = project.period
    names = (number.ko, project.name.ko, project.name.en, project.lead, *project.partners)
    return {
        "city": project.city,
        "project": project.id,
        "position": own.position,
        "number_ko": number.ko,
        "number_en": number.en,
        "name_ko": project.name.ko,
        "name_en": project.name.en,
        "action": project.action,
        "sector": own.sector,
        "status": project.status.value,
        "first": period.first if period else None,
        "last": period.last if period else None,
        "planned": project.amount(),
        "provenance": project.provenance.kind.value,
        "letters": _letters(" ".join(names)),
    }


def said_by(row: ListedProject, whose: str) -> dict[str, Any]:
    """What a row says, without its own key and `whose` it is: equal rows say the same."""
    fields = row._meta.concrete_fields
    return {
        own.attname: getattr(row, own.attname) for own in fields if own.name not in ("id", whose)
    }


def rows_of(branch: Branch, plan: Plan) -> Iterator[ProjectRow]:
    """The rows of a branch as its plan has them, not saved."""
    return (_row(branch, own) for own in listed(plan, _cities(branch)))


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
        list(listed(draft_plan(branch), _cities(branch) if everywhere else cities)),
        touched,
    )


def _cities(branch: Branch) -> tuple[str, ...] | None:
    """The cities that a branch lists; None for all of them."""
    return None if branch.name == NATION else (branch.name,)


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


def rebuild_all() -> int:
    """Make the lists of all branches anew; gives how many."""
    branches = Branch.objects.select_related("head", "workspace").order_by("id")
    for branch in branches:
        rebuild(branch)
    return len(branches)


class _Held(NamedTuple):
    """A row that is there: enough to see whether it stands where it should."""

    project: str
    pk: int
    position: int
    number_ko: str


def _write(
    branch: Branch, held: dict[str, _Held], wanted: list[Listed], touched: set[str] | None
) -> None:
    ids = {own.project.id for own in wanted}
    gone = [row.pk for row in held.values() if row.project not in ids]
    if gone:
        ProjectRow.objects.filter(pk__in=gone).delete()
    new, changed = [], []
    for own in wanted:
        id = own.project.id
        old = held.get(id)
        if old is None:
            new.append(_row(branch, own))
        elif touched is None or id in touched or old[2:] != (own.position, own.number.ko):
            changed.append(_row(branch, own, old.pk))
    ProjectRow.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        ProjectRow.objects.bulk_update(changed, _FIELDS, batch_size=50)


def _row(branch: Branch, own: Listed, key: int | None = None) -> ProjectRow:
    project = own.project
    return ProjectRow(
        pk=key,
        branch=branch,
        owner=project.owner[:LONGEST_OWNER],
        due=project.due,
        **columns_of(own),
    )


@lru_cache(maxsize=20_000)  # most of a city's names are the same at every save
def _letters(text: str) -> str:
    return letters(text)
