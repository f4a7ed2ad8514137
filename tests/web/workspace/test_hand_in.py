"""Before and after hand-in: hearings, what blocks, waivers, and the ministry's answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mitgrim.web.people.models import AuditEntry
from mitgrim.web.revisions.handing_in import return_draft
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.revisions.queries import city_section
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.workspace.story import added, handed_in, heard, save

pytestmark = pytest.mark.django_db
PAGE = "/work/small-2018/jeju/hand-in/"
HEARD = {"kind": "local-heads", "body": "서귀포시장(예시)", "held": "2018-09-03", "said": ""}
UNKNOWN = {"check_id": "reference-unknown", "place": f"jeju/projects/{JEJU_PARK}/action"}


@pytest.fixture
def editor(cast: Cast, client: Client) -> Client:
    client.force_login(cast.jeju_editor)
    return client


def told(answer: Any) -> list[str]:
    return [str(own) for own in answer.context["messages"]]


def test_the_page_says_who_must_still_be_heard(cast: Cast, editor: Client) -> None:
    heard(cast, HearingKind.INSTITUTIONS)
    assert editor.get(PAGE).context["steps"] == [
        ("local-heads", False), ("institutions", True), ("city-committee", False),
    ]  # fmt: skip


def test_a_hearing_is_recorded(cast: Cast, editor: Client) -> None:
    answer = editor.post(f"{PAGE}hearings/", HEARD, follow=True)
    assert told(answer) == ["서귀포시장(예시)을 들은 것을 기록했습니다."]
    assert [(own.kind, own.body, own.by) for own in cast.draft().hearings.all()] == [
        ("local-heads", "서귀포시장(예시)", cast.jeju_editor)
    ]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "nobody"}, "kind"),
        ({"body": " "}, "body"),
        ({"held": "어제"}, "held"),
        ({"held": str(timezone.localdate() + timedelta(days=1))}, "__all__"),
        ({"body": "가" * 201}, "body"),
    ],
)
def test_a_hearing_that_is_wrong_is_shown_again_with_what_was_typed(
    cast: Cast, editor: Client, changes: dict[str, str], error: str
) -> None:
    answer = editor.post(f"{PAGE}hearings/", HEARD | {"said": "찬성"} | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [error])
    assert "찬성" in answer.content.decode()
    assert cast.draft().hearings.count() == 0


def test_errors_stand_with_their_record_and_lead_to_it(cast: Cast, editor: Client) -> None:
    save(cast, cast.jeju, action="industry.99")
    (group,) = editor.get(PAGE).context["blocking"]
    assert group.title == "제주 0-1 제주 정주 예시사업 2"
    assert [(own.finding.id, own.where) for own in group.found] == [
        ("reference-unknown", "세부과제")
    ]


def test_a_finding_is_waived_with_a_reason_from_its_place(cast: Cast, editor: Client) -> None:
    save(cast, cast.jeju, action="industry.99")
    editor.post(f"{PAGE}waive/", {**UNKNOWN, "reason": "과제가 곧 생김"})
    (waiver,) = city_section(cast.draft()).waivers
    assert (waiver.check, waiver.reason, waiver.by) == (
        "reference-unknown", "과제가 곧 생김", "제주 총괄 담당자",
    )  # fmt: skip
    assert editor.get(PAGE).context["blocking"] == ()


@pytest.mark.parametrize(
    "posted",
    [
        {**UNKNOWN, "reason": ""},
        {**UNKNOWN, "reason": "사유", "place": "ulsan/projects/x"},
        {**UNKNOWN, "reason": "사유", "check_id": "no-such-check"},
        {},
    ],
)
def test_a_waiver_of_nothing_or_without_a_reason_is_refused(
    cast: Cast, editor: Client, posted: dict[str, str]
) -> None:
    save(cast, cast.jeju, action="industry.99")
    head = cast.draft().head_id
    editor.post(f"{PAGE}waive/", posted)
    assert cast.draft().head_id == head


def test_what_is_not_ready_is_not_handed_in(cast: Cast, editor: Client) -> None:
    answer = editor.post(PAGE, follow=True)
    assert told(answer)[0].startswith("제출하기 전에 먼저 들어야 합니다")
    assert cast.draft().state == "open"


def test_what_is_ready_is_handed_in_and_locked(cast: Cast, editor: Client) -> None:
    heard(cast)
    assert editor.get(PAGE).context["ready"].is_ready
    assert told(editor.post(PAGE, follow=True)) == ["초안을 제출했습니다."]
    page = editor.get(PAGE)
    assert [own.state for own in page.context["hand_ins"]] == ["waiting"]
    open_to = [page.context[own] for own in ("may_hear", "may_hand_in", "may_waive")]
    assert open_to == [False, False, False]
    assert AuditEntry.objects.filter(verb="draft.hand-in", person=cast.jeju_editor).count() == 1


def test_a_late_hearing_of_a_locked_draft_is_refused_with_its_text(
    cast: Cast, editor: Client
) -> None:
    handed_in(cast)
    answer = editor.post(f"{PAGE}hearings/", HEARD | {"said": "늦은 의견"})
    assert "제출한 초안이라" in str(answer.context["form"].errors)
    assert answer.context["form"]["said"].value() == "늦은 의견"


def test_what_changed_after_the_review_can_be_looked_at(cast: Cast, editor: Client) -> None:
    heard(cast)
    seen = cast.draft().head_id
    added(cast)
    page = editor.get(PAGE)
    assert (page.context["reviewed"], len(page.context["ready"].since_review)) == (seen, 1)


def test_the_city_sees_why_its_draft_came_back(cast: Cast, editor: Client) -> None:
    handed_in(cast)
    return_draft(by=cast.officer, branch=cast.draft(), reason="연도별 금액을 나누세요.")
    page = editor.get(PAGE)
    assert page.context["returned"].reason == "연도별 금액을 나누세요."
    assert page.context["may_hand_in"]


def test_the_page_asks_as_much_for_one_project_as_for_three(
    cast: Cast, editor: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        editor.get(PAGE)
        with django_assert_num_queries(17):
            editor.get(PAGE)
        added(cast, 2)


def test_the_nation_is_not_handed_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    assert client.get("/work/small-2018/nation/hand-in/").status_code == 404
