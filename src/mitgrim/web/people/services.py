"""What changes people's matters; every write leaves an entry in the audit record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction

from mitgrim.web.pages.words import said
from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.web.people.models import AuditEntry, Organisation, Person, Role
from mitgrim.web.people.permissions import Visitor
from mitgrim.web.people.queries import lasting_administrators
from mitgrim.wording import Refusal, Value


class PeopleRefusal(Refusal):
    """What can't be done to people and bodies as they stand."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"people.refused.{reason}", **values)
        super().__init__(self.message.ko)


def record(person: Visitor | None, verb: str, subject: str = "", /, **detail: Any) -> AuditEntry:
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
def change_person(
    *, by: Person | None, person: Person, name: str, mail: str, organisation: Organisation | None
) -> Person:
    """Correct what is known of somebody."""
    person.name, person.mail, person.organisation = name, mail, organisation
    person.save(update_fields=["name", "mail", "organisation"])
    record(by, "person.change", person.login)
    return person


def deactivate(*, by: Person | None, person: Person) -> Person:
    """Close somebody's access at once; what they did stays theirs."""
    with keeping_an_administrator():
        person.is_active = False
        person.save(update_fields=["is_active"])
        record(by, "person.deactivate", person.login)
    return person


@transaction.atomic
def activate(*, by: Person | None, person: Person) -> Person:
    """Open somebody's access again, with the roles they still have."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(by, "person.activate", person.login)
    return person


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
    """Give somebody a role; one that they have or had gets these dates."""
    with keeping_an_administrator():
        made, _ = Role.objects.update_or_create(
            person=person,
            kind=kind,
            city=city,
            organisation=organisation,
            defaults={"valid_from": valid_from, "valid_to": valid_to},
        )
        record(
            by, "role.give", person.login, kind=kind.value, city=city,
            valid_from=_day(valid_from), valid_to=_day(valid_to),
        )  # fmt: skip
    return made


def end_role(*, by: Person | None, role: Role, on: date) -> Role:
    """End a role after a day; it stays on record."""
    if role.valid_from is not None and on < role.valid_from:
        raise PeopleRefusal("role-ends-before", day=role.valid_from.isoformat())
    with keeping_an_administrator():
        role.valid_to = on
        role.save(update_fields=["valid_to"])
        record(by, "role.end", role.person.login, kind=role.kind, city=role.city, on=on.isoformat())
    return role


@contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """A transaction that is refused if it would leave nobody to manage people."""
    with transaction.atomic():
        # Two administrators who end each other's role at once must take turns.
        list(Role.objects.select_for_update().filter(kind=RoleKind.ADMINISTRATOR).values_list("pk"))
        before = lasting_administrators().exists()
        yield
        if before and not lasting_administrators().exists():
            raise PeopleRefusal("last-administrator")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
