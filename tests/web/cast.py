"""The fixed cast, signed up: everybody with a role of their own, and the small plan to work on."""

from copy import copy
from dataclasses import dataclass, replace
from typing import Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from mitgrim.plan import CityPlan, Label, Project
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.web.revisions.queries import branch_of, city_section
from mitgrim.web.revisions.services import open_workspace
from mitgrim.web.running.demonstration.people import add_demo_people
from tests.cast import small_plan

PASSWORD: Final = "밑그림-cast-passw0rd"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the stories, and where they work."""

    workspace: Workspace
    jeju: Person
    jeju_colleague: Person
    jeju_editor: Person
    jeju_secretary: Person
    ulsan: Person
    ulsan_editor: Person
    officer: Person
    researcher: Person
    consulted: Person
    institution: Person
    member: Person
    moderator: Person
    administrator: Person
    resident: Person
    stranger: Person

    def draft(self, name: str = "jeju") -> Branch:
        """A city's draft as it stands now."""
        branch = branch_of(self.workspace, name)
        assert branch is not None
        return branch


def everybody() -> dict[str, Person]:
    """The people of the cast by the names of its fields."""
    return {own.login.replace("-", "_"): own for own in Person.objects.all()}


def sign_up() -> Cast:
    """Enter everybody and open the small plan.

    After the first time as the same rows again: a thousand tests do it, and on PostgreSQL it takes a
    fifth of a second.
    """
    if not _ROWS:
        _sign_up_first()
    else:
        _sign_up_again()
    return Cast(workspace=Workspace.objects.get(), **everybody())


_ROWS: Final[dict[type[Model], list[Model]]] = {}


def _sign_up_first() -> None:
    models = apps.get_models(include_auto_created=True)
    before = {own: set(own._base_manager.values_list("pk", flat=True)) for own in models}
    plan = small_plan()
    add_demo_people(plan, password=PASSWORD)
    open_workspace(by=None, plan=plan, message="예시 계획을 엶")
    for own, known in before.items():
        if made := list(own._base_manager.exclude(pk__in=known)):
            _ROWS[own] = made


@transaction.atomic
def _sign_up_again() -> None:
    for own, rows in _ROWS.items():
        own._base_manager.bulk_create(copy(row) for row in rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_ROWS)):
            cursor.execute(statement)


def project_of(branch: Branch, id: str) -> Project:
    """A project of a draft as it stands."""
    return next(own for own in city_section(branch).projects if own.id == id)


def renamed(section: CityPlan, id: str, name: str) -> CityPlan:
    """A section with one project under another name."""
    return with_project(section, id, name=Label(ko=name))


def with_project(section: CityPlan, id: str, **changes: object) -> CityPlan:
    """A section with some fields of one project changed."""
    projects = tuple(
        replace(own, **changes) if own.id == id else own  # type: ignore[arg-type]
        for own in section.projects
    )
    return replace(section, projects=projects)
