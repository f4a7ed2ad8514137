"""Reading bodies, people and the audit record."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.web.people.models import AuditEntry, Organisation, Person, Role
from mitgrim.web.people.permissions import in_force


def chain(organisation: Organisation) -> tuple[Organisation, ...]:
    """A body under all its names, the oldest first; it may have come from several."""
    found, seen = [organisation], {organisation.pk}
    first = [organisation.pk]
    while first:
        older = Organisation.objects.filter(successor__in=first).exclude(pk__in=seen)
        found[:0] = older
        first = [own.pk for own in older]
        seen.update(first)
    return (*found, *_later(organisation, seen))


def known_as(organisation: Organisation, on: date) -> Organisation:
    """A body under the name that it had on a day; under its own where no other name fits."""
    if _is_in_force(organisation, on):
        return organisation
    return next((own for own in chain(organisation) if _is_in_force(own, on)), organisation)


def organisations_on(on: date) -> QuerySet[Organisation]:
    """The bodies that exist on a day."""
    return Organisation.objects.filter(in_force(on))


def organisations_found(words: str = "", *, past: bool = False) -> QuerySet[Organisation]:
    """Bodies by a part of their name, with the number of their people."""
    rows = Organisation.objects.select_related("successor").annotate(
        members=Count("people", filter=Q(people__is_active=True))
    )
    if not past:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))
    for word in words.split():
        rows = rows.filter(
            Q(name_ko__icontains=word) | Q(name_en__icontains=word) | Q(pk__icontains=word)
        )
    return rows.order_by("kind", "name_ko", "pk")


def cities() -> list[tuple[str, Organisation]]:
    """The cities that a role may be for: those that have a planning office."""
    offices = organisations_on(timezone.localdate()).filter(kind=OrganisationKind.CITY)
    return [(own.city, own) for own in offices.exclude(city="").order_by("name_ko")]


def people_found(
    words: str = "", *, role: str = "", city: str = "", active: bool = True
) -> QuerySet[Person]:
    """People by a part of their name, login, mail or body, with roles in force."""
    rows = Person.objects.select_related("organisation").prefetch_related("roles")
    if active:
        rows = rows.filter(is_active=True)
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(login__icontains=word)
            | Q(mail__icontains=word)
            | Q(organisation__name_ko__icontains=word)
        )
    if role or city:
        rows = rows.filter(roles__in=_roles(role, city)).distinct()
    return rows.order_by("name", "login")


def lasting_administrators() -> QuerySet[Person]:
    """Those who can sign in and stay administrators whatever day it becomes."""
    roles = _roles(RoleKind.ADMINISTRATOR.value, "").filter(valid_to__isnull=True)
    people = Person.objects.filter(is_active=True, roles__in=roles).distinct()
    return people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def entries_found(
    *,
    who: str = "",
    verb: str = "",
    subject: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[AuditEntry]:
    """Entries of the audit record, the newest first; days are those of this installation."""
    rows = AuditEntry.objects.select_related("person")
    if who:
        rows = rows.filter(Q(name__icontains=who) | Q(person__login__iexact=who))
    if verb:
        rows = rows.filter(verb=verb)
    if subject:
        rows = rows.filter(subject__icontains=subject)
    if first:
        rows = rows.filter(moment__gte=_start(first))
    if last:
        rows = rows.filter(moment__lt=_start(last + timedelta(days=1)))
    return rows


def verbs_recorded() -> list[str]:
    """Every verb that the audit record has."""
    return list(AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct())


def _roles(kind: str, city: str) -> QuerySet[Role]:
    rows = Role.objects.filter(in_force(timezone.localdate()))
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(city=city) if city else rows


def _later(organisation: Organisation, seen: set[str]) -> Iterator[Organisation]:
    own = organisation.successor
    while own is not None and own.pk not in seen:
        seen.add(own.pk)
        yield own
        own = own.successor


def _is_in_force(own: Organisation, on: date) -> bool:
    return (own.valid_from is None or own.valid_from <= on) and (
        own.valid_to is None or on <= own.valid_to
    )


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
