"""The officer's desk: returned with a reason, assembled after a preview, frozen and taken away."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mitgrim.codec import digest, read_plan
from mitgrim.plan import NATION
from mitgrim.web.revisions.handing_in import freeze, hand_in, record_hearing
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.revisions.models import Baseline, HandIn
from mitgrim.web.revisions.queries import manifest, national_branch, plan_of
from tests.web.cast import Cast
from tests.web.workspace.story import DAY, described, handed_in, paid

pytestmark = pytest.mark.django_db
WORK = "/work/small-2018/"
PREVIEW = f"{WORK}assembly/preview/"


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    client.force_login(cast.officer)
    return client


@pytest.fixture
def handed(cast: Cast) -> HandIn:
    described(cast)
    paid(cast)
    return handed_in(cast)


def test_what_waits_is_shown_with_what_it_changes(officer: Client, handed: HandIn) -> None:
    page = officer.get(f"{WORK}assembly/")
    assert [(own.title, own.line) for own in page.context["waiting"]] == [
        ("제주", "사업 1건 수정, 그 밖의 항목 2건 · +25억원")
    ]
    assert [title for _, title in page.context["others"]] == ["울산"]


def test_a_draft_is_returned_with_a_reason(cast: Cast, officer: Client, handed: HandIn) -> None:
    path = f"{WORK}assembly/return/jeju/"
    assert officer.post(path, {"reason": " "}).status_code == 422
    assert cast.draft().state == "handed-in"
    answer = officer.post(path, {"reason": "금액을 나누세요."}, follow=True)
    assert [str(own) for own in answer.context["messages"]] == ["제주 초안을 반려했습니다."]
    handed.refresh_from_db()
    assert (handed.state, handed.reason, cast.draft().state) == (
        "returned", "금액을 나누세요.", "open",
    )  # fmt: skip


def test_a_draft_that_is_not_handed_in_is_not_there_to_be_returned(officer: Client) -> None:
    assert officer.post(f"{WORK}assembly/return/jeju/", {"reason": "사유"}).status_code == 404


def test_the_preview_shows_changes_and_findings_before_and_after(
    officer: Client, handed: HandIn
) -> None:
    page = officer.get(PREVIEW, {"hand_in": handed.pk})
    assert page.context["shown"].line == "사업 1건 수정, 그 밖의 항목 2건 · +25억원"
    assert page.context["counts"] == [("오류", 0, 1), ("경고", 0, 5), ("참고", 2, 2)]
    assert page.context["new"][0].id == "declared-total-differs"


def test_what_is_chosen_is_assembled_in_one_revision(
    cast: Cast, officer: Client, handed: HandIn
) -> None:
    told = {"hand_in": handed.pk, "message": "제주를 취합"}
    assert officer.post(PREVIEW, told).status_code == 302
    head = national_branch(cast.workspace).head
    assert (head.message, dict(manifest(head))["jeju"]) == (
        "제주를 취합", dict(manifest(handed.revision))["jeju"],
    )  # fmt: skip
    assert cast.draft().state == "assembled"
    assert officer.get(f"{WORK}nation/history/{head.number}/").context["shown"].line == (
        "사업 1건 수정, 그 밖의 항목 2건 · +25억원"
    )


@pytest.mark.parametrize("chosen", [[], ["999999"], ["x"]])
def test_nothing_is_assembled_where_nothing_fits(
    cast: Cast, officer: Client, handed: HandIn, chosen: list[str]
) -> None:
    head = national_branch(cast.workspace).head_id
    assert officer.post(PREVIEW, {"hand_in": chosen, "message": "x"}).status_code == 302
    assert national_branch(cast.workspace).head_id == head


def test_where_one_of_the_chosen_has_gone_nothing_is_assembled(
    cast: Cast, officer: Client, handed: HandIn
) -> None:
    head = national_branch(cast.workspace).head_id
    answer = officer.post(PREVIEW, {"hand_in": [handed.pk, 999999], "message": "취합"})
    assert answer.status_code == 200
    assert national_branch(cast.workspace).head_id == head


def test_an_assembly_wants_a_message(cast: Cast, officer: Client, handed: HandIn) -> None:
    assert officer.post(PREVIEW, {"hand_in": handed.pk, "message": ""}).status_code == 422
    assert cast.draft().state == "handed-in"


def test_a_baseline_is_frozen_once_under_a_name(cast: Cast, officer: Client) -> None:
    assert officer.post(f"{WORK}baselines/", {"name": "2018년 초안"}).status_code == 302
    assert officer.post(f"{WORK}baselines/", {"name": "2018년 초안"}).status_code == 422
    assert [own.name for own in Baseline.objects.all()] == ["2018년 초안"]


def test_a_baseline_is_held_against_the_plan_as_it_is_now(
    cast: Cast, officer: Client, handed: HandIn
) -> None:
    own = freeze(by=cast.officer, workspace=cast.workspace, name="처음")
    assert officer.get(f"{WORK}baselines/{own.pk}/").context["shown"].parts == ()
    officer.post(PREVIEW, {"hand_in": handed.pk, "message": "취합"})
    (part,) = officer.get(f"{WORK}baselines/{own.pk}/").context["shown"].parts
    assert part.title == "제주"
    assert officer.get(f"{WORK}baselines/{own.pk + 1}/").status_code == 404


def test_a_baseline_is_taken_away_as_a_folder_that_can_be_verified(
    cast: Cast, officer: Client, tmp_path: Path
) -> None:
    own = freeze(by=cast.officer, workspace=cast.workspace, name="처음")
    answer: Any = officer.get(f"{WORK}baselines/{own.pk}/download/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        package.extractall(tmp_path)
    plan = read_plan(tmp_path)
    told = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert plan == plan_of(manifest(own.revision))
    assert told["sections"] == {
        NATION: digest(plan.nation),
        **{section.city.id: digest(section) for section in plan.cities},
    }
    assert officer.get(f"{WORK}baselines/{own.pk}/download/").content == answer.content


def test_the_desk_asks_as_much_for_two_cities_as_for_one(
    cast: Cast, officer: Client, handed: HandIn, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        officer.get(f"{WORK}assembly/")
        with django_assert_num_queries(9):
            officer.get(f"{WORK}assembly/")
        if cast.draft("ulsan").state == "open":
            ulsan_handed_in(cast)


def ulsan_handed_in(cast: Cast) -> None:
    for kind in HearingKind:
        record_hearing(
            by=cast.ulsan_editor, branch=cast.draft("ulsan"), kind=kind, body="예시", held=DAY
        )
    hand_in(by=cast.ulsan_editor, branch=cast.draft("ulsan"))
