"""The story of a draft in a real browser: handed in, returned, mended, assembled, frozen."""

import pytest
from playwright.sync_api import Page

from mitgrim.web.pages.contrast import Contrast
from mitgrim.web.revisions.handing_in import freeze
from mitgrim.web.revisions.models import Baseline
from mitgrim.web.revisions.queries import manifest, national_branch
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, project_of
from tests.web.visiting import Site, axe, too_wide
from tests.web.workspace.story import DAY, described, handed_in, heard, paid, save

pytestmark = pytest.mark.django_db(transaction=True)
WORK = "/work/small-2018/"
JEJU = f"{WORK}jeju/"


def test_jeju_hands_in_the_officer_returns_jeju_mends_the_officer_assembles_and_freezes(
    cast: Cast, site: Site
) -> None:
    described(cast)
    editor, officer = site.visitor(cast.jeju_editor), site.visitor(cast.officer)
    page = editor.open(f"{JEJU}hand-in/")
    for kind in ("local-heads", "institutions", "city-committee"):
        hear(page, kind)
    page.get_by_role("button", name="초안 제출").click()
    assert page.get_by_text("초안을 제출했습니다.").is_visible()

    desk = officer.open("/work/")
    desk.get_by_role("link", name="제주").click()
    desk.get_by_role("link", name="반려, 제주").click()
    desk.get_by_label("사유").fill("연도별로 나누세요.")
    desk.get_by_role("button", name="반려").click()
    assert desk.get_by_text("제주 초안을 반려했습니다.").is_visible()

    page.reload()
    assert page.get_by_text("연도별로 나누세요.").first.is_visible()
    paid(cast)
    page.reload()
    page.get_by_role("button", name="초안 제출").click()

    desk.reload()
    desk.get_by_role("button", name="고른 것 미리 보기").click()
    assert desk.get_by_text("제주 정주 예시사업 2").first.is_visible()
    desk.get_by_label("바꾼 까닭").fill("제주를 취합")
    desk.get_by_role("button", name="취합").click()
    assert desk.get_by_text("제출본 1건을 취합해").is_visible()

    desk.goto(f"{site.url}{WORK}baselines/")
    desk.get_by_label("이름").fill("2018년 8월 초안")
    desk.get_by_role("button", name="기준본으로 굳히기").click()
    assert desk.get_by_role("link", name="2018년 8월 초안", exact=True).is_visible()
    frozen = Baseline.objects.get().revision
    assert frozen == national_branch(cast.workspace).head
    assert dict(manifest(frozen))["jeju"] == dict(manifest(cast.draft().head))["jeju"]
    assert project_of(cast.draft(), JEJU_PARK).description.startswith("바닷가")


def hear(page: Page, kind: str) -> None:
    if not page.get_by_label("기관·위원회").is_visible():
        page.get_by_text("의견 청취·심의 기록하기").click()
    page.get_by_label("구분").select_option(kind)
    page.get_by_label("기관·위원회").fill("예시 기관")
    page.get_by_label("들은 날").fill(DAY.isoformat())
    page.get_by_role("button", name="기록").click()
    assert page.get_by_text("들은 것을 기록했습니다.").is_visible()


def pages_of_a_draft(cast: Cast) -> list[str]:
    """Pages of a draft with something on each of them."""
    first = described(cast).revision.number
    last = save(cast, cast.jeju, "과제를 바꿈", action="industry.99").revision.number
    heard(cast)
    return [
        "/work/",
        WORK,
        f"{JEJU}history/",
        f"{JEJU}history/{last}/",
        f"{JEJU}history/{first}/undo/",
        f"{JEJU}compare/{first}/{last}/",
        f"{JEJU}who/?place=jeju/projects/{JEJU_PARK}/description",
        f"{JEJU}hand-in/",
        f"{JEJU}files/",
    ]


def pages_of_the_officer(cast: Cast) -> list[str]:
    """Pages of the officer with something on each of them."""
    described(cast)
    own = freeze(by=cast.officer, workspace=cast.workspace, name="처음")
    handed = handed_in(cast)
    return [
        "/work/",
        WORK,
        f"{WORK}assembly/",
        f"{WORK}assembly/preview/?hand_in={handed.pk}",
        f"{WORK}assembly/return/jeju/",
        f"{WORK}baselines/",
        f"{WORK}baselines/{own.pk}/",
        f"{JEJU}hand-in/",
    ]


@pytest.mark.parametrize("contrast", list(Contrast))
@pytest.mark.parametrize("who", ["planner", "officer"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    cast: Cast, site: Site, who: str, contrast: Contrast
) -> None:
    planner = who == "planner"
    paths = pages_of_a_draft(cast) if planner else pages_of_the_officer(cast)
    person = cast.jeju if planner else cast.officer
    visitor = site.visitor(person, size="phone", contrast=contrast)
    for path in paths:
        page = visitor.open(path)
        assert (path, too_wide(page), axe(page)) == (path, 0, [])
        page.close()
