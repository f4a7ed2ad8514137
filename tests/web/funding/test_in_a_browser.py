"""The pages of funding as people see them: on a desk and on a phone, with and without scripts."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.services import share
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, sign_up
from tests.web.funding.story import (
    address,
    answered,
    asked_about,
    with_citys_indicators,
    work,
)
from tests.web.visiting import BOTH_WAYS, Site, hindrances


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return sign_up()


def test_who_waits_sees_the_answer_without_doing_anything(cast: Cast, site: Site) -> None:
    page = site.open("/work/small-2018/funding/new/nation/", person=cast.officer)
    page.get_by_label("시나리오 이름").fill("국비를 줄인 안")
    page.locator("[name='budgets.national']").fill("80")
    page.get_by_role("button", name="계산하기").click()
    expect(page.get_by_role("button", name="그만두기")).to_be_visible()
    work()
    expect(page.get_by_text("더 나은 선택은 없습니다.")).to_be_visible()
    expect(page.get_by_text("national: 80%")).to_be_visible()


def test_a_committee_moves_the_slider(cast: Cast, site: Site) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    asked_about(own, Question.SENSITIVITY, source="national")
    page = site.open(address(own, "sensitivity/national/"), person=cast.officer)
    page.get_by_role("slider").focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("status")).to_contain_text("예산 −30%")
    page.get_by_role("link", name="+10%", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("예산 +10%")
    expect(page.get_by_role("slider")).to_have_value("110")


def test_without_javascript_a_step_is_chosen_too(cast: Cast, site: Site) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    asked_about(own, Question.SENSITIVITY, source="national")
    visitor = site.visitor(cast.officer, java_script_enabled=False)
    page = visitor.open(address(own, "sensitivity/national/"))
    page.get_by_role("link", name="−20%", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("예산 −20%")


@BOTH_WAYS
def test_the_pages_of_funding_are_for_everybody(
    cast: Cast, site: Site, how: dict[str, Any]
) -> None:
    branch = with_citys_indicators(cast)
    own = answered(cast.officer, branch)
    other = answered(cast.officer, branch, f"must_not: [{JEJU_PARK}]\n", "공원 없이")
    jeju = answered(cast.jeju, cast.draft("jeju"))
    for question, of in (
        (Question.SENSITIVITY, {"source": "national"}),
        (Question.FRONTIER, {}),
        (Question.EXPLAIN, {"project": JEJU_PARK}),
    ):
        asked_about(own, question, **of)
    _, secret = share(by=cast.officer, scenario=own, purpose="본위원회", ends=timezone.localdate())
    whole = "/work/small-2018/funding/"
    paths = [
        (whole, cast.officer),
        (f"{whole}compare/?s={own.pk}&s={other.pk}", cast.officer),
        (f"{whole}new/nation/", cast.officer),
        (f"{whole}new/nation/file/", cast.officer),
        (address(own), cast.officer),
        (address(own, "links/"), cast.officer),
        (address(own, "frontier/"), cast.officer),
        (address(own, f"why/{JEJU_PARK}/"), cast.officer),
        (address(own, "sensitivity/national/?step=80"), cast.officer),
        (address(jeju, "adopt/jeju/?unchosen=cancelled"), cast.jeju),
        (f"/shared/{secret}/", None),
        (f"/shared/{secret}/sensitivity/national/", None),
    ]
    assert hindrances(site, paths, **how) == {}
