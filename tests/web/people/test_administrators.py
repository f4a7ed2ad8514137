"""Somebody can always manage people, and managing people opens no plan."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mitgrim.web.people.kinds import RoleKind
from mitgrim.web.people.models import Person, Role
from mitgrim.web.people.permissions import permissions
from mitgrim.web.people.services import (
    PeopleRefusal,
    activate,
    add_person,
    deactivate,
    end_role,
    give_role,
)
from tests.web.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
ADMINISTRATOR = RoleKind.ADMINISTRATOR


def own_role(person: Person) -> Role:
    return person.roles.get(kind=ADMINISTRATOR)


def shortened(person: Person) -> Role:
    later = timezone.localdate() + timedelta(days=30)
    role = own_role(person)
    return give_role(
        by=person, person=person, kind=ADMINISTRATOR, organisation=role.organisation,
        valid_to=later,
    )  # fmt: skip


WAYS_OUT: list[Callable[[Person], Any]] = [
    lambda person: deactivate(by=person, person=person),
    lambda person: end_role(by=person, role=own_role(person), on=timezone.localdate()),
    shortened,
]


@pytest.mark.parametrize("way_out", WAYS_OUT, ids=["deactivated", "ended", "shortened"])
def test_the_last_administrator_stays(cast: Cast, way_out: Callable[[Person], Any]) -> None:
    with pytest.raises(PeopleRefusal, match="사람을 관리할 사람이 남지 않습니다"):
        way_out(cast.administrator)
    kept = Person.objects.get(pk=cast.administrator.pk)
    assert (kept.is_active, own_role(kept).valid_to) == (True, None)


@pytest.mark.parametrize("way_out", WAYS_OUT, ids=["deactivated", "ended", "shortened"])
def test_one_of_two_administrators_may_go(cast: Cast, way_out: Callable[[Person], Any]) -> None:
    give_role(by=cast.administrator, person=cast.officer, kind=ADMINISTRATOR)
    way_out(cast.administrator)
    with pytest.raises(PeopleRefusal):
        end_role(by=cast.officer, role=own_role(cast.officer), on=timezone.localdate())


def test_an_administrator_without_a_password_does_not_count(cast: Cast) -> None:
    made = add_person(by=cast.administrator, login="new", name="새 사람", password=None)
    give_role(by=cast.administrator, person=made, kind=ADMINISTRATOR)
    with pytest.raises(PeopleRefusal):
        deactivate(by=made, person=cast.administrator)
    made.set_password(PASSWORD)
    made.save()
    deactivate(by=made, person=cast.administrator)
    assert activate(by=made, person=cast.administrator).is_active


def test_a_role_does_not_end_before_it_starts(cast: Cast) -> None:
    today = timezone.localdate()
    role = give_role(
        by=None, person=cast.stranger, kind=RoleKind.DRAFTER, city="jeju", valid_from=today
    )
    with pytest.raises(PeopleRefusal, match="그보다 먼저 끝낼 수 없습니다"):
        end_role(by=None, role=role, on=today - timedelta(days=1))


def test_an_administrator_may_do_nothing_to_plans() -> None:
    verbs = {own.verb for own in permissions() if own.role is ADMINISTRATOR}
    assert verbs == {"people.manage", "audit.read"}
