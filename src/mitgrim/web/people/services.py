"""What changes people's matters; every write leaves an entry in the audit record."""

from datetime import date
from typing import Any

from django.db import transaction

from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.web.people.models import AuditEntry, Organisation, Person, Role
from mitgrim.web.people.permissions import Visitor


def record(person: Visitor | None, verb: str, subject: str = "", **detail: Any) -> AuditEntry:
    """Enter into the audit record who did what; part of the transaction it belongs to."""
    known = person if isinstance(person, Person) else None
    return AuditEntry.objects.create(
        person=known, name=known.name if known else "", verb=verb, subject=subject, detail=detail
    )


@transaction.atomic
def add_organisation(
    *,
    by: Person | None,
    id: str,
    kind: OrganisationKind,
    ko: str,
    en: str = "",
    city: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Organisation:
    """Enter a new body."""
    made = Organisation.objects.create(
        id=id, kind=kind, name_ko=ko, name_en=en, city=city, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    record(by, "organisation.add", id)
    return made


@transaction.atomic
def add_person(
    *,
    by: Person | None,
    login: str,
    name: str,
    password: str | None,
    mail: str = "",
    organisation: Organisation | None = None,
) -> Person:
    """Enter a new person; without a password they cannot sign in until they have one."""
    made = Person(login=login, name=name, mail=mail, organisation=organisation)
    made.set_password(password)
    made.save()
    record(by, "person.add", login)
    return made


@transaction.atomic
def give_role(
    *,
    by: Person | None,
    person: Person,
    kind: RoleKind,
    city: str = "",
    organisation: Organisation | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Role:
    """Give somebody a role."""
    made, _ = Role.objects.update_or_create(
        person=person,
        kind=kind,
        city=city,
        organisation=organisation,
        defaults={"valid_from": valid_from, "valid_to": valid_to},
    )
    record(by, "role.give", person.login, kind=kind.value, city=city)
    return made


@transaction.atomic
def end_role(*, by: Person | None, role: Role, on: date) -> Role:
    """End a role after a day; it stays on record."""
    role.valid_to = on
    role.save()
    record(by, "role.end", role.person.login, kind=role.kind, city=role.city, on=on.isoformat())
    return role
