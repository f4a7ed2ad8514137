"""Only the ministry's officer publishes; nobody else learns what is scheduled."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.plan import Label
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.services import publish
from mitgrim.web.revisions.queries import national_branch
from tests.web.cast import Cast
from tests.web.publish.stories import TITLE

BACKEND = "django.contrib.auth.backends.ModelBackend"
OTHERS = (
    "jeju", "jeju_colleague", "jeju_editor", "jeju_secretary", "ulsan", "ulsan_editor",
    "researcher", "consulted", "institution", "member", "moderator", "administrator", "resident",
    "stranger", "",
)  # fmt: skip


def office(cast: Cast, plan: str = "") -> str:
    return f"/work/{plan or cast.workspace.pk}/publish/"


def scheduled(cast: Cast) -> Publication:
    return publish(
        by=cast.officer, workspace=cast.workspace, revision=national_branch(cast.workspace).head,
        channel=Channel.WEB, moment=timezone.now() + timedelta(days=1), title=Label(ko=TITLE),
    )  # fmt: skip


def signed_in(client: Client, cast: Cast, who: str) -> Client:
    if who:
        client.force_login(getattr(cast, who), BACKEND)
    return client


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    tomorrow = timezone.localdate() + timedelta(days=1)
    said = {
        "revision": national_branch(cast.workspace).head.number,
        "channel": "web",
        "day": tomorrow.isoformat(),
        "time": "06:00",
        "title_ko": TITLE,
    }
    return said | changes


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_gets_in_nor_learns_whether_there_is_anything(
    client: Client, cast: Cast, who: str
) -> None:
    own = scheduled(cast)
    number = national_branch(cast.workspace).head.number
    signed_in(client, cast, who)
    for plan in (cast.workspace.pk, "no-such-plan"):
        place = office(cast, plan)
        answers = [
            client.get(place), client.post(place, typed(cast)),
            client.get(f"{place}preview/{number}/"), client.post(f"{place}{own.pk}/withdraw/"),
        ]  # fmt: skip
        assert [one.status_code for one in answers] == [403] * 4
        assert [one for one in answers if TITLE in one.content.decode()] == []
    own.refresh_from_db()
    assert (own.withdrawn, Publication.objects.count()) == (None, 1)


def test_the_officer_schedules_a_version_for_six_in_the_morning(client: Client, cast: Cast) -> None:
    response = signed_in(client, cast, "officer").post(office(cast), typed(cast))
    assert response["Location"] == office(cast)
    own = Publication.objects.get()
    local = timezone.localtime(own.moment)
    assert (own.title_ko, f"{local:%H:%M}", own.by) == (TITLE, "06:00", cast.officer)
    assert TITLE in client.get(office(cast)).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "2018-08-16"}, "이미 지난 시각"),
        ({"title_ko": " "}, "고칠 항목"),
        ({"revision": "999999"}, "고칠 항목"),
        ({"channel": "radio"}, "고칠 항목"),
        ({"time": "25:00"}, "고칠 항목"),
    ],
)
def test_what_can_not_be_published_comes_back_with_what_was_typed(
    client: Client, cast: Cast, changes: dict[str, Any], said: str
) -> None:
    response = signed_in(client, cast, "officer").post(
        office(cast), typed(cast, note_ko="적은 글") | changes
    )
    page = response.content.decode()
    assert (response.status_code, said in page, "적은 글" in page) == (400, True, True)
    assert Publication.objects.count() == 0


def test_the_officer_takes_back_what_is_to_come(client: Client, cast: Cast) -> None:
    own = scheduled(cast)
    signed_in(client, cast, "officer").post(f"{office(cast)}{own.pk}/withdraw/")
    own.refresh_from_db()
    assert own.withdrawn is not None
    assert client.get(f"{office(cast)}{own.pk}/withdraw/").status_code == 405


def test_a_preview_is_the_overview_and_publishes_nothing(client: Client, cast: Cast) -> None:
    number = national_branch(cast.workspace).head.number
    signed_in(client, cast, "officer")
    response = client.get(f"{office(cast)}preview/{number}/")
    assert (response.status_code, "미리 보기입니다" in response.content.decode()) == (200, True)
    assert "no-store" in response["Cache-Control"]
    assert Publication.objects.count() == 0
    draft = cast.draft().head.number
    assert client.get(f"{office(cast)}preview/{draft}/").status_code == 404
