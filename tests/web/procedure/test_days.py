"""The calendar of a plan shows everybody what they may know, and no more."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from mitgrim.plan import Label, Stage
from mitgrim.web.people.models import Person
from mitgrim.web.procedure.queries import deadlines
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, with_project
from tests.web.procedure.story import hand_in_until, item, task_force, with_stages
from tests.web.visiting import BOTH_WAYS, DESK, Site, hindrances

DAY = date(2018, 9, 3)
FORUM = Stage(
    id="forum", number=6, name=Label(ko="토론회", en="Forum"), starts=date(2018, 8, 16),
    ends=date(2018, 8, 16), done=date(2018, 8, 16),
)  # fmt: skip
CALENDAR = "/work/small-2018/calendar/"


def told(cast: Cast) -> None:
    """Stages, a project of Jeju's draft with a secret name and a due date, a task force."""
    with_stages(cast, hand_in_until(DAY), FORUM)
    branch = cast.draft()
    section = with_project(
        city_section(branch), JEJU_PARK, name=Label(ko="제주만 아는 사업"), due=DAY
    )
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
    task_force(cast)
    item(cast, cast.jeju, DAY)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("jeju", ["stage", "meeting", "item", "project", "stage"]),
        ("ulsan", ["stage", "meeting", "item", "stage"]),
        ("officer", ["stage", "meeting", "item", "stage"]),
        ("member", ["stage", "stage"]),
    ],
)
def test_everybody_sees_the_days_they_may_know_of(cast: Cast, who: str, kinds: list[str]) -> None:
    told(cast)
    found = deadlines(getattr(cast, who), cast.workspace)
    assert [own.kind.value for own in found if own.day <= DAY] == kinds
    shown = client_of(getattr(cast, who)).get(CALENDAR).content.decode()
    file = client_of(getattr(cast, who)).get(f"{CALENDAR}calendar.ics").content.decode()
    assert ("제주만 아는 사업" in shown, "제주만 아는 사업" in file) == (("project" in kinds),) * 2


@pytest.mark.django_db
def test_the_calendar_can_be_taken_along(cast: Cast) -> None:
    with_stages(cast, replace(FORUM, done=None))
    response = client_of(cast.jeju).get(f"{CALENDAR}calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().split("\r\n")
    assert [own for own in lines if own.startswith(("DTSTART", "DTEND", "SUMMARY"))][:3] == [
        "DTSTART;VALUE=DATE:20180816",
        "DTEND;VALUE=DATE:20180817",
        "SUMMARY:절차: 토론회",
    ]


@BOTH_WAYS
def test_the_pages_of_the_procedure_are_for_everybody(
    site: Site, cast: Cast, how: dict[str, Any]
) -> None:
    told(cast)
    meeting = cast.workspace.meetings.get()
    own = cast.workspace.items.get()
    member = cast.workspace.members.all()[0]
    force = "/work/small-2018/task-force/"
    paths = (
        CALENDAR, force, f"{force}meetings/{meeting.pk}/", f"{force}meetings/{meeting.pk}/change/",
        f"{force}meetings/add/", f"{force}items/add/", f"{force}items/{own.pk}/",
        f"{force}members/add/", f"{force}members/{member.pk}/",
    )  # fmt: skip
    pages = [(path, cast.officer) for path in paths]
    assert hindrances(site, pages, keyboard=how is DESK, **how) == {}
