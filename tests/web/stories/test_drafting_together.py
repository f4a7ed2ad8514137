"""Jeju drafts: two at one project, a clash decided in the page, a hand-in; and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from mitgrim.web.revisions.kinds import BranchState
from tests.cast import EOK, JEJU_PARK
from tests.web.cast import Cast, project_of
from tests.web.stories.acting import (
    JEJU,
    PARK,
    hand_in,
    hear_everybody,
    save,
    sign_in_by_keys,
    tab_to,
)
from tests.web.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)


def test_jeju_hands_in_what_she_and_her_colleague_wrote_at_the_same_time(
    cast: Cast, site: Site
) -> None:
    hers, his = (site.open(PARK, person=own) for own in (cast.jeju, cast.jeju_colleague))
    hers.locator('[name="owner"]').fill("제주의 담당")
    his.locator('[name="lead"]').fill("동료가 적은 부서")
    save(hers)
    save(his)
    assert his.locator('[name="owner"]').input_value() == "제주의 담당"
    park = project_of(cast.draft(), JEJU_PARK)
    assert (park.owner, park.lead) == ("제주의 담당", "동료가 적은 부서")

    hers.goto(site.url + PARK)
    hers.locator('[name="description"]').fill("바닷가 공원")
    his.locator('[name="description"]').fill("숲속 공원")
    save(hers)
    with his.expect_navigation():
        his.get_by_role("button", name="저장", exact=True).click()
    site.complaints[:] = [own for own in site.complaints if "409" not in own]
    expect(his.locator("h1")).to_have_text("같은 곳을 둘이 고쳤습니다")
    assert [his.get_by_text(own).count() > 0 for own in ("공원 예시사업", "바닷가", "숲속")] == [
        True
    ] * 3
    his.get_by_label("내가 적은 것").check()
    his.get_by_role("button", name="고른 대로 저장").click()
    expect(his.locator(".notice.success")).to_contain_text("저장했습니다")
    assert project_of(cast.draft(), JEJU_PARK).description == "숲속 공원"

    desk = site.open(f"{JEJU}hand-in/", person=cast.jeju_editor)
    hear_everybody(desk)
    hand_in(desk)
    assert cast.draft().state == BranchState.HANDED_IN
    hers.goto(site.url + PARK)
    expect(hers.get_by_text("숲속 공원")).to_be_visible()
    assert hers.locator('[name="description"]').count() == 0


def test_a_planner_works_with_the_keyboard_alone(cast: Cast, site: Site) -> None:
    page = site.open("/login/")
    sign_in_by_keys(page, "jeju")
    page.wait_for_url("**/work/")
    for link in (JEJU, PARK, f"{PARK}money/planned/"):
        tab_to(page, f'main a[href="{link}"]')
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{link}")
    tab_to(page, '[name="rows.0.y2020"]')
    page.keyboard.press("Control+A")
    page.keyboard.type("700")
    tab_to(page, '.saving [name="_do"]')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".notice.success")).to_contain_text("저장했습니다")
    assert [own.amount for own in project_of(cast.draft(), JEJU_PARK).money] == [7 * EOK, 45 * EOK]
