"""My work and the overview: what somebody owns, what is late, what waits."""

import re
from collections import OrderedDict
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.plan import Status
from mitgrim.web.revisions.autosaves import keep
from mitgrim.web.revisions.kinds import HearingKind
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.workspace.story import added, described, handed_in, heard, save

pytestmark = pytest.mark.django_db
WORK = "/work/small-2018/"
TODAY = timezone.localdate()
PARK = f"jeju/projects/{JEJU_PARK}"


@pytest.fixture
def planner(cast: Cast, client: Client) -> Client:
    client.force_login(cast.jeju)
    return client


def owned(client: Client) -> list[tuple[str, bool]]:
    rows, _ = client.get("/work/").context["due"]
    return [(own.row.project, own.late) for own in rows]


def test_a_planner_finds_her_drafts_with_their_findings(cast: Cast, planner: Client) -> None:
    save(cast, cast.jeju, action="industry.99")
    (own,) = planner.get("/work/").context["drafts"]
    assert (own.title, own.draft.errors, own.draft.projects) == ("제주", 1, 2)


def test_who_drafts_nothing_is_told_nothing_of_drafts(cast: Cast, client: Client) -> None:
    heads = {}
    for person in (cast.jeju, cast.member):
        client.force_login(person)
        page = client.get("/work/").content.decode()
        heads[person.login] = re.findall(r"<h2>([^<]+)</h2>", page)
    assert heads == {
        "jeju": [
            "할 일",
            "내가 쓰는 초안",
            "내가 담당하는 사업",
            "내 초안에서 기한이 지난 사업",
            "계획",
        ],
        "member": ["할 일", "계획"],
    }


def test_she_does_not_wait_for_the_findings_of_a_large_plan(
    cast: Cast, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mitgrim.web.revisions.queries.AT_ONCE", 0)
    monkeypatch.setattr("mitgrim.web.revisions.queries._found", OrderedDict())
    save(cast, cast.jeju, action="industry.99")
    (own,) = planner.get("/work/").context["drafts"]
    assert (own.draft.errors, own.draft.warnings) == (None, None)
    assert "오류 1건" in planner.get("/work/small-2018/jeju/counts/").content.decode()
    (own,) = planner.get("/work/").context["drafts"]
    assert own.draft.errors == 1


@pytest.mark.parametrize("owner", ["제주 담당자", "제주 계획부서(예시)"])
def test_projects_that_name_her_or_her_office_are_hers(
    cast: Cast, planner: Client, owner: str
) -> None:
    assert owned(planner) == []
    save(cast, cast.jeju, owner=owner, due=TODAY)
    assert owned(planner) == [(JEJU_PARK, False)]
    save(cast, cast.jeju, due=TODAY - timedelta(days=1))
    assert owned(planner) == [(JEJU_PARK, True)]
    save(cast, cast.jeju, status=Status.COMPLETED)
    assert owned(planner) == []


def test_another_citys_projects_are_not_hers_whatever_they_name(cast: Cast, client: Client) -> None:
    save(cast, cast.jeju, owner="울산 담당자")
    client.force_login(cast.ulsan)
    assert owned(client) == []


def test_what_was_typed_and_not_saved_is_found_again(cast: Cast, planner: Client) -> None:
    keep(by=cast.jeju, branch=cast.draft(), place=PARK, base=cast.draft().head, fields={"a": "b"})
    keep(by=cast.jeju_colleague, branch=cast.draft(), place="jeju/city", base=cast.draft().head,
         fields={"a": "b"})  # fmt: skip
    unsaved = planner.get("/work/").context["unsaved"]
    assert [own.text for own in unsaved] == ["제주 · 사업 · 제주 정주 예시사업 2"]


def test_an_officer_finds_what_waits(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    assert client.get("/work/").context["waiting"] == []
    handed = handed_in(cast)
    assert client.get("/work/").context["waiting"] == [(handed, "제주")]
    client.force_login(cast.jeju)
    assert client.get("/work/").context["waiting"] == []


def test_my_work_asks_as_much_for_one_project_as_for_three(
    cast: Cast, planner: Client, django_assert_num_queries: Any
) -> None:
    save(cast, cast.jeju, owner="제주 담당자")
    for _ in range(2):
        planner.get("/work/")
        with django_assert_num_queries(18):
            planner.get("/work/")
        added(cast, 2)


def test_the_overview_asks_as_much_for_three_drafts_as_for_one(
    cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(cast.jeju)
    client.get(WORK)
    with django_assert_num_queries(8):
        client.get(WORK)
    described(cast)
    handed_in(cast)
    client.force_login(cast.officer)
    client.get(WORK)
    with django_assert_num_queries(8):
        client.get(WORK)


def test_the_overview_says_who_was_heard_and_who_saved_last(cast: Cast, client: Client) -> None:
    heard(cast, HearingKind.LOCAL_HEADS)
    described(cast)
    client.force_login(cast.jeju)
    (line,) = client.get(WORK).context["lines"]
    assert (line.heard, line.branch.head.author_name) == (1, "제주 담당자")
