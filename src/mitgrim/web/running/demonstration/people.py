"""People and bodies to try the workspace with: one for each role, all of them made up.

Only for a machine of one's own: `mitgrim demo` prints their passwords.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from mitgrim.plan import Plan
from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import add_organisation, add_person, give_role
from mitgrim.web.running.demonstration.rows import rows

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as: login, password, name, and what they may do."""

    login: str
    password: str
    name: str
    role: RoleKind
    city: str


@transaction.atomic
def add_demo_people(plan: Plan, password: str = "") -> tuple[DemoPerson, ...]:
    """Enter the example's bodies and people; everybody gets a password of their own.

    `password` gives all of them the same one, for tests.
    """
    _add_bodies(plan)
    known = {own.city.id for own in plan.cities}
    return tuple(
        _add_person(row, password or _password())
        for row in rows("people")
        if not row["city"] or row["city"] in known
    )


def _password() -> str:
    """Somewhat long, and easy to copy by hand: no letters that look alike."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def _add_bodies(plan: Plan) -> None:
    for row in rows("bodies"):
        kind = OrganisationKind(row["kind"])
        add_organisation(by=None, id=row["id"], kind=kind, ko=row["ko"], en=row["en"])
    for section in plan.cities:
        city = section.city
        short = city.short or city.name
        add_organisation(
            by=None, id=city.id, kind=OrganisationKind.CITY, ko=f"{short.ko} 계획부서(예시)",
            en=f"{short.en or city.id} planning office (example)", city=city.id,
        )  # fmt: skip
        add_organisation(
            by=None, id=f"{city.id}-committee", kind=OrganisationKind.COMMITTEE,
            ko=f"{short.ko} 혁신도시발전위원회(예시)",
            en=f"{short.en or city.id} city committee (example)", city=city.id,
        )  # fmt: skip


def _add_person(row: dict[str, str], password: str) -> DemoPerson:
    body = Organisation.objects.filter(id=row["body"]).first()
    person: Person = add_person(
        by=None, login=row["login"], name=row["name"], password=password,
        mail=f"{row['login']}@example.org", organisation=body,
    )  # fmt: skip
    kind = RoleKind(row["role"])
    if kind is not RoleKind.READER:
        give_role(by=None, person=person, kind=kind, city=row["city"], organisation=body)
    return DemoPerson(row["login"], password, row["name"], kind, row["city"])
