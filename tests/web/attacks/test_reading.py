"""Who tries to read more than is meant for them."""

import pytest
from django.test import Client

from mitgrim.plan import Label
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.autosaves import keep
from tests.cast import JEJU_PARK
from tests.web.api.asking import WORK, Program
from tests.web.cast import Cast
from tests.web.workspace.story import MARKER, described, handed_in, save

pytestmark = pytest.mark.django_db
DRAFT = "/work/small-2018/jeju/"
PLACE = f"jeju/projects/{JEJU_PARK}/description"
FIRST_TRY = "아무도 몰라야 할 첫 생각"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def handed_in_after_a_first_try(cast: Cast) -> int:
    """Jeju hands in what it thought better of; gives the revision that was handed in."""
    save(cast, cast.jeju, FIRST_TRY, description=FIRST_TRY)
    save(cast, cast.jeju, "고쳐 씀", description="바닷가 공원 예시사업")
    return handed_in(cast).revision_id


@pytest.mark.parametrize("who", ["officer", "researcher", "member"])
def test_the_api_shows_the_readers_of_a_hand_in_no_step_that_led_there(
    cast: Cast, who: str
) -> None:
    given = handed_in_after_a_first_try(cast)
    answer = Program(getattr(cast, who)).get(f"{WORK}/jeju/history")
    assert (answer.status, [own["number"] for own in answer.json["items"]]) == (200, [given])
    assert answer.json["total"] == 1
    assert FIRST_TRY not in answer.text


def test_the_api_shows_a_planner_every_step_of_her_own_draft(cast: Cast) -> None:
    handed_in_after_a_first_try(cast)
    answer = Program(cast.jeju).get(f"{WORK}/jeju/history")
    assert answer.json["total"] == cast.draft().history.count()


@pytest.mark.parametrize("who", ["officer", "researcher", "member"])
def test_who_wrote_a_handed_in_text_is_not_told_beyond_its_city(cast: Cast, who: str) -> None:
    described(cast)
    handed_in(cast)
    path = f"{DRAFT}writer/?place={PLACE}"
    statuses = [signed_in(own).get(path).status_code for own in (cast.jeju, getattr(cast, who))]
    assert statuses == [200, 404]


def test_nobody_wrote_what_is_not_there(cast: Cast) -> None:
    client = signed_in(cast.jeju)
    paths = [f"{DRAFT}writer/?place={own}" for own in ("jeju/projects/none/name", "jeju", "jeju//")]
    assert {client.get(path).status_code for path in paths} <= {200, 404}


def test_a_kept_text_tells_nothing_of_a_draft_that_is_closed_to_its_author_since(
    cast: Cast,
) -> None:
    branch = cast.draft()
    keep(by=cast.jeju, branch=branch, place=f"jeju/projects/{JEJU_PARK}", base=branch.head,
         fields={})  # fmt: skip
    cast.jeju.roles.update(city="ulsan")
    name = f"{MARKER}의 새 이름"
    save(cast, cast.jeju_colleague, "이름을 바꿈", name=Label(ko=name))
    page = signed_in(cast.jeju).get("/work/")
    assert (page.status_code, name in page.content.decode()) == (200, False)
