"""A forum in the workspace: the programme is the plan's, what came of it is kept beside it."""

from datetime import time
from typing import Any

import pytest
from django.test import Client

from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.procedure.forums import (
    count_attendance,
    forum_of,
    forums_of,
    keep_minutes,
    keep_speaker,
)
from mitgrim.web.procedure.models import HeldForum, Speaker
from mitgrim.web.procedure.refusals import ProcedureRefusal
from tests.web.cast import Cast
from tests.web.procedure.story import with_forum, without_forums

pytestmark = pytest.mark.django_db
ID = "forum-2018-08-16"
PAGE = f"/work/small-2018/forums/{ID}/"


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_programme_is_the_plans_and_nothing_is_kept_twice(cast: Cast) -> None:
    assert forums_of(cast.workspace) == ()
    with_forum(cast)
    (own,) = forums_of(cast.workspace)
    assert (own.id, own.held, own.people, len(own.planned.sessions if own.planned else ())) == (
        ID, None, 0, 4,
    )  # fmt: skip
    assert HeldForum.objects.count() == 0


def test_no_speaker_attendance_or_minutes_is_there_until_somebody_enters_it(cast: Cast) -> None:
    with_forum(cast)
    said = client_of(cast.jeju).get(PAGE).content.decode()
    assert said.count("아직 적지 않았습니다.") == 2
    assert "80분" in said


def test_the_officer_and_the_researcher_write_what_came_of_it(cast: Cast) -> None:
    with_forum(cast)
    jeju, ulsan = cast.jeju.organisation, cast.ulsan.organisation
    client = client_of(cast.researcher)
    assert jeju is not None
    assert ulsan is not None
    sent = {f"body-{jeju.pk}": "3", f"body-{ulsan.pk}": "0"}
    assert client.post(f"{PAGE}attendance/", sent).status_code == 302
    speaker = {
        "name": "예시 발표자",
        "body": "예시 연구원",
        "session": "14:10",
        "topic": "주요전략",
    }
    assert client.post(f"{PAGE}speakers/add/", speaker).status_code == 302
    assert client.post(f"{PAGE}minutes/change/", {"minutes": "예시 발언입니다."}).status_code == 302
    own = forum_of(cast.workspace, ID)
    assert own is not None
    assert own.held is not None
    assert (own.bodies, own.people, own.held.minutes) == (1, 3, "예시 발언입니다.")
    assert [(each.name, each.session) for each in own.held.speakers.all()] == [
        ("예시 발표자", time(14, 10))
    ]
    verbs = AuditEntry.objects.filter(verb__startswith="forum.").order_by("id")
    assert [each.verb for each in verbs] == [
        "forum.attendance", "forum.speaker-add", "forum.minutes",
    ]  # fmt: skip


def test_attendance_is_corrected_and_a_speaker_removed(cast: Cast) -> None:
    with_forum(cast)
    jeju, ulsan = cast.jeju.organisation, cast.ulsan.organisation
    assert jeju is not None
    assert ulsan is not None
    workspace = cast.workspace
    for people in ({jeju: 3, ulsan: 2}, {ulsan: 4}):
        count_attendance(by=cast.officer, workspace=workspace, forum=ID, people=people)
    one = keep_speaker(by=cast.officer, workspace=workspace, forum=ID, name="가")
    keep_speaker(by=cast.officer, workspace=workspace, forum=ID, speaker=one, name="나")
    own = forum_of(workspace, ID)
    assert own is not None
    assert (own.bodies, own.people) == (1, 4)
    assert [each.name for each in Speaker.objects.all()] == ["나"]
    client_of(cast.officer).post(f"{PAGE}speakers/{one.pk}/remove/")
    assert not Speaker.objects.exists()


def test_what_was_written_stays_when_the_plan_drops_the_forum(cast: Cast) -> None:
    with_forum(cast)
    keep_minutes(by=cast.officer, workspace=cast.workspace, forum=ID, minutes="예시 발언입니다.")
    without_forums(cast)
    client = client_of(cast.officer)
    assert "지금 계획에는 없는 토론회입니다" in client.get(PAGE).content.decode()
    assert "예시 발언입니다." in client.get(f"{PAGE}minutes/").content.decode()


def test_a_forum_that_the_plan_does_not_name_is_not_there(cast: Cast) -> None:
    with pytest.raises(ProcedureRefusal) as refused:
        keep_minutes(by=cast.officer, workspace=cast.workspace, forum="other", minutes="")
    assert refused.value.reason == "forum-unknown"
    assert client_of(cast.officer).get("/work/small-2018/forums/other/").status_code == 404


@pytest.mark.parametrize("who", ["jeju", "ulsan_editor", "consulted", "member", "institution"])
@pytest.mark.parametrize("path", ["minutes/change/", "attendance/", "speakers/add/"])
def test_nobody_else_writes(cast: Cast, who: str, path: str) -> None:
    with_forum(cast)
    sent = {"minutes": "x", "name": "x"}
    assert client_of(getattr(cast, who)).post(PAGE + path, sent).status_code == 403
    assert not HeldForum.objects.exists()


def test_a_wrong_form_keeps_what_was_typed(cast: Cast) -> None:
    with_forum(cast)
    jeju = cast.jeju.organisation
    assert jeju is not None
    client = client_of(cast.officer)
    said = client.post(f"{PAGE}attendance/", {f"body-{jeju.pk}": "-3"}).content.decode()
    assert 'value="-3"' in said
    said = client.post(f"{PAGE}speakers/add/", {"name": "", "topic": "적던 주제"}).content.decode()
    assert 'value="적던 주제"' in said


def test_script_in_minutes_is_text(cast: Cast) -> None:
    with_forum(cast)
    evil = "<script>alert(1)</script>"
    keep_minutes(by=cast.officer, workspace=cast.workspace, forum=ID, minutes=evil)
    said = client_of(cast.jeju).get(f"{PAGE}minutes/").content.decode()
    assert (evil in said, "&lt;script&gt;" in said) == (False, True)


@pytest.mark.parametrize("bodies", [1, 3])
def test_the_list_costs_the_same_questions(
    cast: Cast, django_assert_num_queries: Any, bodies: int
) -> None:
    with_forum(cast)
    people = [own.organisation for own in (cast.jeju, cast.ulsan, cast.officer)][:bodies]
    count_attendance(
        by=cast.officer, workspace=cast.workspace, forum=ID,
        people={own: 2 for own in people if own},
    )  # fmt: skip
    client = client_of(cast.jeju)
    client.get("/work/small-2018/forums/")
    with django_assert_num_queries(10):
        client.get("/work/small-2018/forums/")
