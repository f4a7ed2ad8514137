"""A site begins with an administrator and a plan."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from mitgrim.codec import write_plan
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import draft_plan, national_branch
from mitgrim.web.revisions.services import DraftRefusal
from mitgrim.web.running.beginning import administrator, open_plan
from tests.cast import small_plan

pytestmark = pytest.mark.django_db


def test_the_first_administrator_sets_a_password_at_the_address_that_is_printed() -> None:
    address = administrator("first")
    person = Person.objects.get(login="first")
    assert may(person, "people.manage")
    assert not person.has_usable_password()
    page = Client(HTTP_HOST="localhost").get(
        address.removeprefix(settings.ENVIRONMENT.address), follow=True
    )
    assert page.status_code == 200


def test_somebody_known_becomes_administrator_and_is_not_entered_twice() -> None:
    administrator("first")
    administrator("first")
    assert Person.objects.filter(login="first").count() == 1


def test_the_plan_of_a_folder_is_opened_once(tmp_path: Path) -> None:
    write_plan(small_plan(), tmp_path / "plan")
    assert open_plan(tmp_path / "plan").ko == "두 도시 예시계획"
    assert draft_plan(national_branch(Workspace.objects.get())) == small_plan()
    with pytest.raises(DraftRefusal, match="이미 열려 있습니다"):
        open_plan(tmp_path / "plan")
