"""Who may do what: a table of verbs, roles and how far each reaches, as data.

A city's draft is its own until it is handed in. `NATION` is the national section's name.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from mitgrim.plan import NATION
from mitgrim.web.people.kinds import RoleKind, Scope
from mitgrim.web.people.models import Person, Role

Visitor = Person | AnonymousUser
HANDED_IN: Final = frozenset({Scope.AFTER_HAND_IN, Scope.OWN_CITY_AFTER_HAND_IN})


@dataclass(frozen=True, slots=True)
class Permission:
    """One line of the table."""

    verb: str
    role: RoleKind
    scope: Scope


@cache
def permissions() -> tuple[Permission, ...]:
    """The whole table."""
    text = (files(__package__) / "permissions.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Permission(r["verb"], RoleKind(r["role"]), Scope(r["scope"])) for r in rows)


@cache
def verbs() -> frozenset[str]:
    """Every verb that somebody may be allowed."""
    return frozenset(own.verb for own in permissions())


def may(person: Visitor, verb: str, *, section: str = "", handed_in: bool = False) -> bool:
    """Whether somebody may do something, to a section (`jeju`, `nation`) where the verb has one.

    `handed_in` says that what is to be read was handed in. Raises ValueError for a verb that the
    table does not have, so that a slip of the pen never opens a door.
    """
    if verb not in verbs():
        raise ValueError(f"no such permission: {verb}")
    return any(
        own.kind == line.role and _reaches(line.scope, own, section, handed_in)
        for line in permissions()
        if line.verb == verb
        for own in roles_of(person)
    )


def require(person: Visitor, verb: str, *, section: str = "", handed_in: bool = False) -> None:
    """Raise PermissionDenied unless somebody may."""
    if not may(person, verb, section=section, handed_in=handed_in):
        raise PermissionDenied(verb)


def may_somewhere(person: Visitor, verb: str) -> bool:
    """Whether somebody may do something, be it to one section alone."""
    kinds = {line.role for line in permissions() if line.verb == verb}
    return any(own.kind in kinds for own in roles_of(person))


def roles_of(person: Visitor, on: date | None = None) -> tuple[Role, ...]:
    """The roles in force on a day, today if none is given; asked of the database once a request."""
    if not isinstance(person, Person) or not person.is_active:
        return ()
    if on is not None:
        return tuple(person.roles.filter(in_force(on)))
    if not hasattr(person, "_roles_in_force"):
        person._roles_in_force = tuple(  # type: ignore[attr-defined]
            person.roles.filter(in_force(timezone.localdate()))
        )
    held: tuple[Role, ...] = person._roles_in_force  # type: ignore[attr-defined]
    return held


def in_force(on: date) -> Q:
    """The condition that a row with `valid_from` and `valid_to` holds on a day."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def cities_of(person: Visitor, kinds: Iterable[RoleKind]) -> frozenset[str]:
    """The cities for which somebody has one of these roles."""
    wanted = set(kinds)
    return frozenset(own.city for own in roles_of(person) if own.kind in wanted and own.city)


def _reaches(scope: Scope, role: Role, section: str, handed_in: bool) -> bool:
    if scope in HANDED_IN and not handed_in:
        return False
    if scope in (Scope.OWN_CITY, Scope.OWN_CITY_AFTER_HAND_IN):
        return bool(section) and section == role.city
    if scope is Scope.OWN_SECTION:
        return section == (role.city or NATION)
    if scope is Scope.NATION:
        return section == NATION
    return True
