"""A draft's history: what each revision changed, any two compared, and the way back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from mitgrim.web.revisions.queries import city_section
from mitgrim.web.workspace import queries
from tests.cast import JEJU_PARK, park
from tests.web.cast import Cast, project_of
from tests.web.workspace.story import added, described, handed_in, paid, removed, save

pytestmark = pytest.mark.django_db
JEJU = "/work/small-2018/jeju/"
Count = Callable[[int], Any]


@pytest.fixture
def planner(cast: Cast, client: Client) -> Client:
    client.force_login(cast.jeju)
    return client


def steps(client: Client, query: str = "") -> list[tuple[str, str]]:
    """The messages and summaries of the history as it is shown."""
    context = client.get(f"{JEJU}history/{query}").context
    return [(step.revision.message, line) for step, line in context["steps"]]


def test_every_revision_says_what_it_changed(cast: Cast, planner: Client) -> None:
    described(cast)
    paid(cast)
    added(cast, 2)
    removed(cast)
    assert steps(planner) == [
        ("공원을 뺌", "사업 3건 삭제 · △275억원"),
        ("사업을 더함", "사업 2건 추가 · +200억원"),
        ("사업비를 고침", "사업 1건 수정 · +25억원"),
        ("설명을 다시 씀", "사업 1건 수정"),
        ("예시 계획을 엶", "사업 2건 추가, 그 밖의 항목 3건 · +150억원"),
    ]


def test_a_history_is_filtered_by_author_and_day(cast: Cast, planner: Client) -> None:
    described(cast)
    paid(cast)
    assert [own for own, _ in steps(planner, f"?author={cast.jeju.pk}")] == ["설명을 다시 씀"]
    assert steps(planner, "?until=2001-01-01") == []
    assert len(steps(planner, "?since=2001-01-01")) == 3


@pytest.mark.parametrize(
    "query", ["?author=x", "?since=31-31-31", "?before=x", "?before=" + "9" * 40]
)
def test_a_filter_that_is_not_understood_is_passed_over(planner: Client, query: str) -> None:
    assert len(steps(planner, query)) == 1


def test_older_revisions_are_on_further_pages(
    cast: Cast, planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mitgrim.web.workspace.views.history.PAGE", 2)
    described(cast)
    paid(cast)
    first = planner.get(f"{JEJU}history/").context
    assert [own.revision.message for own, _ in first["steps"]] == [
        "사업비를 고침",
        "설명을 다시 씀",
    ]
    assert steps(planner, f"?before={first['more']}")[0][0] == "예시 계획을 엶"


def test_a_page_of_history_asks_as_much_for_one_revision_as_for_three(
    cast: Cast, planner: Client, django_assert_num_queries: Count
) -> None:
    planner.get(f"{JEJU}history/")
    queries._summaries = {}  # the sections themselves are still kept
    with django_assert_num_queries(12):
        planner.get(f"{JEJU}history/")
    described(cast)
    paid(cast)
    planner.get(f"{JEJU}history/")
    queries._summaries = {}  # the sections themselves are still kept
    with django_assert_num_queries(12):
        planner.get(f"{JEJU}history/")


def test_two_revisions_are_compared_the_earlier_one_first(cast: Cast, planner: Client) -> None:
    first, second = described(cast).revision.number, paid(cast).revision.number
    asked = planner.get(f"{JEJU}compare/?first={second}&second={first}", follow=True)
    assert asked.redirect_chain == [(f"{JEJU}compare/{first}/{second}/", 302)]
    (part,) = asked.context["shown"].parts
    assert [own.title for own in part.records] == ["제주 2-1 제주 정주 예시사업 2"]


def test_a_comparison_asks_as_much_for_one_project_as_for_three(
    cast: Cast, planner: Client, django_assert_num_queries: Count
) -> None:
    first = cast.draft().head_id
    one, four = described(cast).revision.number, added(cast, 3).revision.number
    for second in (one, four):
        planner.get(f"{JEJU}compare/{first}/{second}/")
        with django_assert_num_queries(12):
            planner.get(f"{JEJU}compare/{first}/{second}/")


@pytest.mark.parametrize("query", ["", "?first=1", "?first=x&second=2", "?first=-1&second=1"])
def test_a_comparison_of_what_is_no_revision_is_not_found(planner: Client, query: str) -> None:
    assert planner.get(f"{JEJU}compare/{query}").status_code == 404


def test_another_drafts_revision_is_not_found(cast: Cast, planner: Client) -> None:
    of_ulsan = cast.draft("ulsan").head_id
    assert planner.get(f"{JEJU}history/{of_ulsan}/").status_code == 404
    assert planner.get(f"{JEJU}compare/{of_ulsan}/{cast.draft().head_id}/").status_code == 404


def test_what_somebody_typed_is_shown_as_text(cast: Cast, planner: Client) -> None:
    saved = save(cast, cast.jeju, "<b>굵게</b>", notes="<script>alert(1)</script>")
    page = planner.get(f"{JEJU}history/{saved.revision.number}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>굵게" not in page


def test_an_undo_shows_what_it_undoes_and_asks_why(cast: Cast, planner: Client) -> None:
    first = cast.draft().head_id
    described(cast)
    page = planner.get(f"{JEJU}history/{first}/undo/")
    assert page.context["shown"].line == "사업 1건 수정"
    without = planner.post(f"{JEJU}history/{first}/undo/", {"head": cast.draft().head_id})
    assert without.context["form"].errors == {"reason": ["꼭 적어야 합니다."]}
    planner.post(
        f"{JEJU}history/{first}/undo/", {"head": cast.draft().head_id, "reason": "잘못 고침"}
    )
    assert project_of(cast.draft(), JEJU_PARK).description == park().description
    assert steps(planner)[0] == ("잘못 고침", "사업 1건 수정")


def test_an_undo_does_not_take_along_what_was_saved_since_its_preview(
    cast: Cast, planner: Client
) -> None:
    first = cast.draft().head_id
    seen = described(cast).revision.number
    newer = paid(cast).revision.number
    again = planner.post(f"{JEJU}history/{first}/undo/", {"head": seen, "reason": "되돌림"})
    assert (again.status_code, cast.draft().head_id) == (200, newer)
    assert again.context["form"].initial == {"head": newer, "reason": "되돌림"}


def test_a_draft_that_is_handed_in_is_not_undone(cast: Cast, planner: Client) -> None:
    first = cast.draft().head_id
    handed_in(cast)
    told = {"head": cast.draft().head_id, "reason": "되돌림"}
    answer = planner.post(f"{JEJU}history/{first}/undo/", told)
    assert "제출한 초안이라" in answer.content.decode()
    assert len(city_section(cast.draft()).stages) == 2


def test_others_see_only_what_was_handed_in(cast: Cast, client: Client) -> None:
    described(cast)
    handed_in(cast)
    client.force_login(cast.officer)
    assert [own for own, _ in steps(client)] == ["예시 기관을 들음"]
