"""Reminders: one mail a person and day, of what they must do and nothing they may not know."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from mitgrim.plan import Label
from mitgrim.web.people.accounts import choose_reminders
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import deactivate
from mitgrim.web.procedure.models import Reminder
from mitgrim.web.procedure.reminding import off_path, remind
from mitgrim.web.procedure.tasks import remind_today
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, with_project
from tests.web.procedure.story import DAY, hand_in_until, item, with_stages

pytestmark = pytest.mark.django_db


def lines_to(person: Person) -> list[str]:
    """What the mails to somebody say is due."""
    bodies = [str(own.body) for own in mail.outbox if own.to == [person.mail]]
    return [line for body in bodies for line in body.splitlines() if line.startswith("- ")]


def test_what_is_due_within_a_week_or_overdue_is_in_one_mail(cast: Cast) -> None:
    for days, title in ((-2, "지난 일"), (0, "오늘 일"), (7, "다음 주 일"), (8, "먼 일")):
        item(cast, cast.jeju, DAY + timedelta(days=days), title)
    assert remind(DAY) == 1
    assert [own.subject for own in mail.outbox] == ["[밑그림] 기한 알림 3건"]
    assert lines_to(cast.jeju) == [
        "- 지난 일: 2018. 9. 1.(토)까지였음, 2일 지남",
        "- 오늘 일: 2018. 9. 3.(월), 오늘까지",
        "- 다음 주 일: 2018. 9. 10.(월)까지, 7일 남음",
    ]


def test_nobody_is_written_to_twice_a_day(cast: Cast) -> None:
    item(cast, cast.jeju)
    assert [remind(DAY), remind(DAY), remind(DAY + timedelta(days=1))] == [1, 0, 1]


def test_the_mail_is_in_the_language_of_its_reader(cast: Cast) -> None:
    Person.objects.filter(pk=cast.jeju.pk).update(lang="en")
    item(cast, cast.jeju)
    item(cast, cast.ulsan)
    remind(DAY)
    assert {own.to[0]: own.subject for own in mail.outbox} == {
        cast.jeju.mail: "[Mitgrim] 1 due",
        cast.ulsan.mail: "[밑그림] 기한 알림 1건",
    }


def test_who_does_not_want_mail_or_has_no_access_gets_none(cast: Cast) -> None:
    for person in (cast.jeju, cast.ulsan, cast.researcher):
        item(cast, person)
    choose_reminders(person=cast.jeju, wanted=False)
    deactivate(by=cast.administrator, person=cast.ulsan)
    Person.objects.filter(pk=cast.researcher.pk).update(mail="")
    assert (remind(DAY), mail.outbox) == (0, [])


def test_the_editor_is_reminded_to_hand_in(cast: Cast) -> None:
    with_stages(cast, hand_in_until(DAY + timedelta(days=3)))
    assert remind(DAY) == 2
    assert lines_to(cast.jeju_editor) == [
        "- 두 도시 예시계획 초안 제출: 2018. 9. 6.(목)까지, 3일 남음"
    ]
    assert lines_to(cast.jeju) == []


def test_the_named_owner_of_a_project_is_reminded_and_nobody_else(cast: Cast) -> None:
    branch = cast.draft()
    section = with_project(
        city_section(branch), JEJU_PARK, name=Label(ko="제주만 아는 사업"), due=DAY,
        owner=cast.ulsan.name,
    )  # fmt: skip
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
    assert remind(DAY) == 0  # a planner in Ulsan may not read what names them
    mine = with_project(city_section(cast.draft()), JEJU_PARK, owner=cast.jeju.name)
    save_section(by=cast.jeju, branch=branch, base=cast.draft().head, section=mine, message="")
    assert remind(DAY) == 1
    assert "제주만 아는 사업" in lines_to(cast.jeju)[0]


def test_a_mail_turns_reminders_off_with_one_click(cast: Cast) -> None:
    item(cast, cast.jeju)
    remind(DAY)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = off_path(cast.jeju)
    assert headers["List-Unsubscribe"].endswith(f"{path}>")
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert Person.objects.get(pk=cast.jeju.pk).reminders
    assert client.post(path).status_code == 200
    assert not Person.objects.get(pk=cast.jeju.pk).reminders
    assert client.post("/reminders/off/1:forged/").status_code == 404


def test_a_mail_that_can_not_be_sent_stops_no_other_and_is_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    item(cast, cast.jeju)
    item(cast, cast.ulsan)

    class Broken:
        def __init__(self, *args: Any, **kwargs: Any) -> None: ...

        def send_messages(self, messages: list[Any]) -> int:
            if messages[0].to == [cast.jeju.mail]:
                raise OSError("no route")
            mail.outbox += messages
            return len(messages)

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend", Broken)
        assert remind(DAY) == 1
    assert [own.person for own in Reminder.objects.all()] == [cast.ulsan]
    assert remind(DAY) == 1


def test_the_task_writes_for_today(cast: Cast) -> None:
    item(cast, cast.jeju, date(2018, 1, 1))
    assert remind_today.call() == 1
