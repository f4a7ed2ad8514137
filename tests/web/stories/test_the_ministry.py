"""The ministry returns Jeju's section, assembles the next one, freezes it, and sets when it is out."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mitgrim.web.revisions.models import Baseline
from mitgrim.web.revisions.queries import manifest, national_branch
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.publish.stories import SEOUL, published
from tests.web.stories.acting import JEJU, OFFICE, PARK, WORK, hand_in, hear_everybody, save
from tests.web.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = "제주 정주 예시사업 2", "바닷가 예시공원"
Move = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Moves the clock by which the portal decides what is public."""

    def move(to: datetime) -> None:
        monkeypatch.setattr("mitgrim.web.publish.reading.timezone.now", lambda: to)

    return move


def test_from_the_return_of_a_section_to_the_hour_at_which_residents_read_it(
    cast: Cast, site: Site, clock: Move
) -> None:
    published(cast)
    editor = site.open(f"{JEJU}hand-in/", person=cast.jeju_editor)
    hear_everybody(editor)
    hand_in(editor)

    desk = site.open("/work/", person=cast.officer)
    desk.get_by_role("link", name="제주", exact=True).click()
    desk.get_by_role("link", name="반려").click()
    desk.get_by_label("사유").fill("이름을 바로잡으세요.")
    desk.get_by_role("button", name="반려", exact=True).click()
    expect(desk.get_by_text("제주 초안을 반려했습니다.")).to_be_visible()

    editor.reload()
    expect(editor.get_by_text("이름을 바로잡으세요.").first).to_be_visible()
    editor.goto(site.url + PARK)
    editor.locator('[name="name.ko"]').fill(AFTER)
    save(editor)
    editor.get_by_role("link", name="의견 청취·제출").click()
    hand_in(editor)

    assembled_and_frozen(desk, site)
    frozen = Baseline.objects.get().revision
    assert frozen == national_branch(cast.workspace).head
    assert dict(manifest(frozen))["jeju"] == dict(manifest(cast.draft().head))["jeju"]

    moment = scheduled(desk, site)
    resident = site.open("/projects/", person=cast.resident)
    assert read(resident) == [True, False]
    clock(moment - timedelta(seconds=1))
    resident.reload()
    assert read(resident) == [True, False]
    clock(moment)
    resident.reload()
    assert read(resident) == [False, True]
    resident.get_by_role("link", name=AFTER).click()
    assert resident.url.endswith(f"/projects/{JEJU_PARK}/")


def assembled_and_frozen(desk: Page, site: Site) -> None:
    """The officer takes Jeju's section into the plan, and freezes the plan."""
    desk.goto(f"{site.url}{WORK}assembly/")
    desk.get_by_role("button", name="고른 것 미리 보기").click()
    expect(desk.get_by_text(AFTER).first).to_be_visible()
    desk.get_by_label("바꾼 까닭").fill("제주를 취합")
    desk.get_by_role("button", name="취합", exact=True).click()
    expect(desk.get_by_text("제출본 1건을 취합해")).to_be_visible()
    desk.goto(f"{site.url}{WORK}baselines/")
    desk.get_by_label("이름").fill("2018년 8월 초안")
    desk.get_by_role("button", name="기준본으로 굳히기").click()
    expect(desk.get_by_role("link", name="2018년 8월 초안", exact=True)).to_be_visible()


def scheduled(desk: Page, site: Site) -> datetime:
    """The officer says from when the newest revision is public: tomorrow at six."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    desk.goto(site.url + WORK)
    desk.get_by_role("link", name="공개", exact=True).click()
    assert desk.url == site.url + OFFICE
    desk.locator('[name="revision"]').select_option(index=0)
    desk.locator('[name="day"]').fill(tomorrow.isoformat())
    desk.locator('[name="time"]').fill("06:00")
    desk.locator('[name="title_ko"]').fill("두 도시 예시계획")
    desk.get_by_role("button", name="공개 예약").click()
    expect(desk.get_by_role("table", name="예약")).to_contain_text("06:00")
    return datetime.combine(tomorrow, time(6), tzinfo=SEOUL)


def read(page: Page) -> list[bool]:
    """Whether a reader finds the park under its old name and under its new one."""
    return [page.get_by_role("link", name=own).count() > 0 for own in (BEFORE, AFTER)]
