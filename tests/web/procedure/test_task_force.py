"""The task force: who belongs to it, what was agreed, who may say that it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.procedure.kinds import ItemState
from mitgrim.web.procedure.models import Item, Meeting
from mitgrim.web.procedure.queries import items_of, members_on
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.procedure.services import add_member, end_item
from tests.web.cast import Cast
from tests.web.procedure.story import DAY, item, task_force

pytestmark = pytest.mark.django_db
FORCE = "/work/small-2018/task-force/"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def queries(count: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as asked:
        yield
    assert len(asked) == count, [own["sql"] for own in asked.captured_queries]


def test_members_come_and_go(cast: Cast) -> None:
    add_member(
        by=cast.officer, workspace=cast.workspace, person=cast.jeju,
        valid_from=date(2018, 5, 1), valid_to=date(2018, 10, 31),
    )  # fmt: skip
    days = (date(2018, 4, 30), date(2018, 5, 1), date(2018, 10, 31), date(2018, 11, 1))
    assert [members_on(cast.workspace, day).count() for day in days] == [0, 1, 1, 0]
    member = members_on(cast.workspace, DAY).get()
    assert member.organisation == cast.jeju.organisation


def test_nobody_is_a_member_twice_at_once(cast: Cast) -> None:
    task_force(cast)
    with pytest.raises(ProcedureRefusal, match="이미 구성원입니다"):
        add_member(by=cast.officer, workspace=cast.workspace, person=cast.jeju)


def test_what_somebody_has_to_do_is_listed_by_day(cast: Cast) -> None:
    later = item(cast, cast.jeju, DAY + timedelta(days=1))
    first = item(cast, cast.jeju, DAY)
    item(cast, cast.officer)
    done = item(cast, cast.jeju)
    end_item(by=cast.jeju, item=done, state=ItemState.DONE)
    assert list(items_of(cast.jeju)) == [first, later]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 302),
        ("researcher", 302),
        ("jeju", 302),
        ("jeju_colleague", 403),
        ("member", 403),
    ],
)
def test_who_may_say_that_jejus_item_is_done(cast: Cast, who: str, status: int) -> None:
    own = item(cast, cast.jeju)
    response = client_of(getattr(cast, who)).post(f"{FORCE}items/{own.pk}/end/", {"state": "done"})
    own.refresh_from_db()
    assert (response.status_code, own.is_open) == (status, status == 403)


def test_a_meeting_is_called_and_written_down(cast: Cast) -> None:
    task_force(cast)
    client = client_of(cast.officer)
    form = {
        "title": "둘째 회의", "held": "2018-09-10", "starts": "14:00", "place": "세종",
        "attended": ["jeju", "ministry"], "minutes": "글",
    }  # fmt: skip
    client.post(f"{FORCE}meetings/add/", form)
    own = Meeting.objects.get(title="둘째 회의")
    assert {body.pk for body in own.attended.all()} == {"jeju", "ministry"}
    client.post(f"{FORCE}meetings/{own.pk}/change/", form | {"attended": [], "minutes": "고친 글"})
    own.refresh_from_db()
    assert (own.minutes, own.attended.count()) == ("고친 글", 0)


def test_an_item_belongs_to_a_member(cast: Cast) -> None:
    task_force(cast)
    client = client_of(cast.officer)
    form = {"title": "자료", "due": "2018-09-10", "place": "jeju/projects"}
    page = client.post(f"{FORCE}items/add/", form | {"owner": cast.stranger.pk})
    assert set(page.context["form"].errors) == {"owner"}
    client.post(f"{FORCE}items/add/", form | {"owner": cast.jeju.pk})
    assert [(own.owner, own.place) for own in Item.objects.all()] == [(cast.jeju, "jeju/projects")]


@pytest.mark.parametrize("place", ["busan/projects", "jeju//x", "../x"])
def test_a_place_is_in_a_section_of_the_plan(cast: Cast, place: str) -> None:
    task_force(cast)
    form = {"title": "자료", "due": "2018-09-10", "owner": cast.jeju.pk, "place": place}
    page = client_of(cast.officer).post(f"{FORCE}items/add/", form)
    assert set(page.context["form"].errors) == {"place"}


def test_every_write_and_the_reading_of_names_is_recorded(cast: Cast) -> None:
    before = AuditEntry.objects.latest("id").pk
    task_force(cast)
    end_item(by=cast.jeju, item=item(cast, cast.jeju), state=ItemState.DONE)
    client_of(cast.jeju).get(FORCE)
    added = AuditEntry.objects.filter(pk__gt=before).order_by("id")
    assert [own.verb for own in added] == [
        *["task-force.member-add"] * 3,
        "task-force.meeting-add",
        "task-force.item-add",
        "task-force.item-end",
        "people.read",
    ]


def test_the_page_asks_the_database_as_often_for_three_as_for_one(cast: Cast) -> None:
    task_force(cast)
    item(cast, cast.jeju)
    client = client_of(cast.officer)
    with queries(12):
        assert len(client.get(FORCE).context["items"]) == 1
    item(cast, cast.officer)
    item(cast, cast.researcher)
    with queries(12):
        assert len(client.get(FORCE).context["items"]) == 3


def test_what_is_overdue_is_marked(cast: Cast) -> None:
    task_force(cast)
    today = timezone.localdate()
    late = item(cast, cast.jeju, today - timedelta(days=1))
    due = item(cast, cast.jeju, today)
    lines = client_of(cast.officer).get(FORCE).context["items"]
    assert [(own, is_late) for own, is_late, _ in lines] == [(late, True), (due, False)]
