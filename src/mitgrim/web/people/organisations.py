"""Bodies are founded, corrected, renamed; a renamed one stays under its old name in its time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.services import PeopleRefusal, record


@transaction.atomic
def change_organisation(
    *,
    by: Person | None,
    organisation: Organisation,
    kind: str,
    ko: str,
    en: str = "",
    city: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Organisation:
    """Correct what is said of a body; for a new name from a day on there is `rename`."""
    organisation.kind, organisation.city = kind, city
    organisation.name_ko, organisation.name_en = ko, en
    organisation.valid_from, organisation.valid_to = valid_from, valid_to
    organisation.save()
    record(by, "organisation.change", organisation.pk, name=ko)
    return organisation


@transaction.atomic
def rename(
    *, by: Person | None, organisation: Organisation, id: str, ko: str, en: str = "", on: date
) -> Organisation:
    """Give a body a new name from a day on; its people go with it, its past keeps the old name."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if held.successor_id:
        raise PeopleRefusal("renamed-already", name=held.name_ko)
    if on > timezone.localdate():
        raise PeopleRefusal("renamed-in-future", day=on.isoformat())
    if held.valid_from is not None and on <= held.valid_from:
        raise PeopleRefusal("renamed-too-early", day=held.valid_from.isoformat())
    if held.valid_to is not None and on > held.valid_to + timedelta(days=1):
        raise PeopleRefusal("renamed-too-late", day=held.valid_to.isoformat())
    successor = Organisation.objects.create(
        id=id, kind=held.kind, name_ko=ko, name_en=en, city=held.city, valid_from=on
    )
    held.successor, held.valid_to = successor, on - timedelta(days=1)
    held.save(update_fields=["successor", "valid_to"])
    Person.objects.filter(organisation=held).update(organisation=successor)
    record(by, "organisation.rename", held.pk, to=id, on=on.isoformat())
    return successor
