"""The pages about the API, as people see them."""

import pytest

from mitgrim.web.pages.contrast import Contrast
from mitgrim.wording import Lang
from tests.web.cast import Cast
from tests.web.visiting import Site, Size, hindrances

PAGES = ["/api/", "/people/me/tokens/"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("size", "lang", "contrast"),
    [
        ("desk", Lang.KO, Contrast.NORMAL),
        ("phone", Lang.EN, Contrast.HIGH),
    ],
)
def test_nothing_keeps_anybody_from_the_pages(
    opened: Cast, site: Site, size: Size, lang: Lang, contrast: Contrast
) -> None:
    pages = [(path, opened.jeju) for path in PAGES]
    assert hindrances(site, pages, size=size, lang=lang, contrast=contrast) == {}


@pytest.mark.django_db(transaction=True)
def test_a_token_is_made_with_the_keyboard_and_revoked(opened: Cast, site: Site) -> None:
    page = site.visitor(opened.jeju).open("/people/me/tokens/")
    page.get_by_label("용도").first.fill("사업비 옮기기")
    page.get_by_label("용도").first.press("Enter")
    assert page.get_by_label("새 토큰").input_value().startswith("mitgrim_")
    page.get_by_role("button", name="사업비 옮기기 토큰 끊기").press("Enter")
    page.get_by_text("토큰을 끊었습니다").wait_for()
    assert page.get_by_role("button", name="사업비 옮기기 토큰 끊기").count() == 0
