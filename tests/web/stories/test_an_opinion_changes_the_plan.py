"""A resident objects, three others say the same, the plan changes, and all of them see how."""

import re

import pytest
from playwright.sync_api import Page, expect

from mitgrim.web.opinions.models import Opinion
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.opinions.story import LIST, TOO_DEAR, given, halved, public_plan, terms
from tests.web.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)
OTHERS = (
    "공원 사업비가 너무 큽니다. 절반으로 줄여야 합니다.",
    "공원 사업비 너무 커요 절반으로 줄여 주세요",
    "공원의 사업비가 너무 큽니다, 줄여 주세요.",
)


def object_to_the_park(page: Page) -> None:
    """From the page of the project to an opinion on it."""
    page.get_by_role("link", name="의견 내기").click()
    expect(page.get_by_text("제주 정주 예시사업").first).to_be_visible()
    page.get_by_label("의견 필수").fill(TOO_DEAR)
    page.get_by_label("의견과 이름을 보관하는 데 동의합니다.").check()
    page.get_by_role("button", name="의견 보내기").click()
    expect(page.get_by_text("의견을 받았습니다.")).to_be_visible()


def test_a_resident_sees_the_lines_that_an_opinion_changed(cast: Cast, site: Site) -> None:
    public_plan(cast)
    resident = site.visitor(cast.resident)
    page = resident.open(f"/projects/{JEJU_PARK}/")
    object_to_the_park(page)
    receipt = page.url.removeprefix(site.url)
    own = Opinion.objects.get()
    others = [given(cast, text, name="") for text in OTHERS]

    moderator = site.visitor(cast.moderator).open(f"{LIST}moderation/")
    for box in moderator.locator("[name=s]").all():
        box.check()
    moderator.get_by_role("button", name="공개", exact=True).click()
    expect(moderator.get_by_text("4건을 처리했습니다.")).to_be_visible()

    planner = site.visitor(cast.jeju, size="desk").open(f"{LIST}alike/")
    expect(planner.get_by_role("heading", name="비슷한 의견 4건")).to_be_visible()
    planner.get_by_role("button", name="이 의견들 묶기").click()
    expect(planner.get_by_role("heading", name="함께 답하는 의견 4건")).to_be_visible()
    planner.get_by_label("수용", exact=True).check()
    planner.get_by_label("조치 내용과 사유").fill("사업비를 절반으로 줄였습니다.")
    planner.get_by_role("button", name="조치 정하기").click()
    expect(planner.get_by_text("의견을 받은 뒤 저장한 판이 없습니다.")).to_be_visible()

    revision = halved(cast)
    planner.reload()
    expect(planner.get_by_label("반영한 판")).to_contain_text(f"✓ 바꿈: {revision.number}판")
    planner.get_by_role("button", name="이 판으로 마치기").click()
    expect(planner.get_by_text("조치를 마쳤습니다.")).to_be_visible()

    again = resident.open(receipt)
    expect(again.get_by_text("사업비를 절반으로 줄였습니다.")).to_be_visible()
    expect(again.get_by_role("heading", name="이 의견으로 바뀐 내용")).to_be_visible()
    expect(again.locator(".money-diff").first).to_be_visible()
    for opinion in (own, *others):
        anyone = site.visitor().open(f"/opinions/{opinion.code}/")
        expect(anyone.get_by_text(re.compile(f"^{revision.number}판"))).to_be_visible()


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
