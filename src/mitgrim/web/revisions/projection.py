"""The project list of a branch's head: made from documents, kept in step, rebuilt at any time."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db import transaction

from mitgrim.history import Change
from mitgrim.plan import NATION, CityPlan, Plan, Project, display_numbers, sector_of_action
from mitgrim.web.revisions.models import Branch, ProjectRow
from mitgrim.web.revisions.queries import draft_plan
from mitgrim.wording import letters

LONGEST_LETTERS: Final = 1500
BATCH: Final = 500
_FIELDS: Final = tuple(
    own.name for own in ProjectRow._meta.concrete_fields if own.name not in ("id", "branch")
)


def rows_of(branch: Branch, plan: Plan) -> Iterator[ProjectRow]:
    """The rows of a branch as its plan has them, not saved."""
    numbers = {id: label.ko for id, label in display_numbers(plan).items()}
    sectors = sector_of_action(plan.nation)
    for rank, section in enumerate(_own_cities(branch, plan)):
        ordered = sorted(section.projects, key=lambda own: _order(numbers.get(own.id, "")))
        for place, project in enumerate(ordered):
            yield _row(branch, project, rank * 10_000 + place, numbers.get(project.id, ""), sectors)


def keep_in_step(branch: Branch, changes: Iterable[Change]) -> None:
    """Bring the list of a branch up to its head after these changes; part of their transaction."""
    changes = tuple(changes)
    if not changes:
        return
    touched = _touched(changes)
    held = {own.project: own for own in ProjectRow.objects.filter(branch=branch)}
    wanted = {own.project: own for own in rows_of(branch, draft_plan(branch))}
    # A project that comes or goes may renumber its neighbours; else only what was touched moves.
    if touched is not None and held.keys() == wanted.keys():
        wanted = {id: row for id, row in wanted.items() if id in touched}
        held = {id: row for id, row in held.items() if id in touched}
    _write(held, wanted)


@transaction.atomic
def rebuild(branch: Branch) -> None:
    """Make the list of a branch anew from its documents."""
    ProjectRow.objects.filter(branch=branch).delete()
    ProjectRow.objects.bulk_create(rows_of(branch, draft_plan(branch)), batch_size=BATCH)


def fields_of(row: ProjectRow) -> tuple[object, ...]:
    """What a row says, without its own key: equal rows say the same."""
    return tuple(getattr(row, name) for name in _FIELDS)


def _write(held: dict[str, ProjectRow], wanted: dict[str, ProjectRow]) -> None:
    gone = [row.pk for id, row in held.items() if id not in wanted]
    if gone:
        ProjectRow.objects.filter(pk__in=gone).delete()
    new = [row for id, row in wanted.items() if id not in held]
    ProjectRow.objects.bulk_create(new, batch_size=BATCH)
    changed = [
        _under(row, held[id].pk)
        for id, row in wanted.items()
        if id in held and fields_of(row) != fields_of(held[id])
    ]
    ProjectRow.objects.bulk_update(changed, _FIELDS, batch_size=100)


def _under(row: ProjectRow, key: int) -> ProjectRow:
    row.pk = key
    return row


def _touched(changes: tuple[Change, ...]) -> set[str] | None:
    """The ids of the projects that changes lie in; None where names, order or sectors may move."""
    touched: set[str] = set()
    for change in changes:
        section, _, rest = change.place.partition("/")
        kind, _, inside = rest.partition("/")
        id, _, field = inside.partition("/")
        if section == NATION or kind in ("", "city") or field.split("/")[0] in ("action", ""):
            return None
        if kind == "projects":
            touched.add(id)
    return touched


def _own_cities(branch: Branch, plan: Plan) -> Iterable[CityPlan]:
    if branch.name == NATION:
        return plan.cities
    return tuple(own for own in plan.cities if own.city.id == branch.name)


def _order(number: str) -> tuple[int, ...]:
    """부산 2-10 stands after 부산 2-9."""
    _, _, digits = number.rpartition(" ")
    return tuple(int(part) for part in digits.split("-") if part.isdecimal())


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
        letters=letters(f"{number} {project.name.ko} {project.name.en} {project.lead}")[
            :LONGEST_LETTERS
        ],
    )
