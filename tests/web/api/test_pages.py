"""The pages about the API, as people see them."""

from typing import Any

import pytest

from tests.web.cast import Cast
from tests.web.visiting import BOTH_WAYS, Site, hindrances

PAGES = ["/api/", "/people/me/tokens/"]


@pytest.mark.django_db(transaction=True)
@BOTH_WAYS
def test_nothing_keeps_anybody_from_the_pages(
    opened: Cast, site: Site, how: dict[str, Any]
) -> None:
    pages = [(path, opened.jeju) for path in PAGES]
    assert hindrances(site, pages, **how) == {}


@pytest.mark.django_db(transaction=True)
def test_a_token_is_made_with_the_keyboard_and_revoked(opened: Cast, site: Site) -> None:
    page = site.visitor(opened.jeju).open("/people/me/tokens/")
    page.get_by_label("용도").first.fill("사업비 옮기기")
    page.get_by_label("용도").first.press("Enter")
    assert page.get_by_label("새 토큰").input_value().startswith("mitgrim_")
    page.get_by_role("button", name="사업비 옮기기 토큰 끊기").press("Enter")
    page.get_by_text("토큰을 끊었습니다").wait_for()
    assert page.get_by_role("button", name="사업비 옮기기 토큰 끊기").count() == 0
