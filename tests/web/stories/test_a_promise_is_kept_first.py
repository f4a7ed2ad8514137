"""An answer is not closed before the plan has changed."""

import pytest
from playwright.sync_api import expect

from tests.web.cast import Cast
from tests.web.opinions.story import LIST, given, public_plan, terms
from tests.web.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_closed_before_the_draft_changed(cast: Cast, site: Site) -> None:
    public_plan(cast)
    terms(cast, moderated=False)
    given(cast)
    planner = site.open(LIST, person=cast.jeju)
    planner.locator("[name=s]").check()
    planner.locator(".together").get_by_label("조치", exact=True).select_option("accepted")
    planner.locator(".together").get_by_label("조치 내용과 사유").fill("줄이겠습니다.")
    planner.get_by_role("button", name="함께 답하기").click()
    expect(planner.get_by_text("바꾸기로 한 곳이 아직 초안에서 바뀌지 않았습니다.")).to_be_visible()
    expect(planner.get_by_role("button", name="이 판으로 마치기")).to_have_count(0)
