"""The page in a real browser, on a desk and on a phone."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from mitgrim.documents import write_html
from mitgrim.plan import Label
from mitgrim.wording import Lang
from tests.browsing import too_wide
from tests.cast import small_plan
from tests.documents.stock import example_page, small_book

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


class Opened:
    """A page that is open, with what it asked for and complained of."""

    def __init__(self, browser: Browser, file: Path, size: dict[str, int]) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": size["width"], "height": 900})
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri())


def opened(browser: Browser, folder: Path, page: str, size: dict[str, int]) -> Opened:
    file = folder / "book.html"
    file.write_text(page, encoding="utf-8")
    return Opened(browser, file, size)


@SIZES
@pytest.mark.parametrize("lang", list(Lang))
def test_the_page_fits_asks_for_nothing_and_complains_of_nothing(
    browser: Browser, folder: Path, size: dict[str, int], lang: Lang
) -> None:
    found = opened(browser, folder, example_page(lang), size)
    asked = [url for url in found.requests if not url.startswith("data:font/woff2")]
    assert [url.rsplit("/", 1)[-1] for url in asked] == ["book.html"]
    assert found.complaints == []
    assert too_wide(found.page) == 0


@SIZES
def test_a_name_without_spaces_does_not_widen_the_page(
    browser: Browser, folder: Path, size: dict[str, int]
) -> None:
    plan = small_plan()
    long = Label(ko="가나다라" * 60, en="abcd" * 60)
    cities = tuple(
        replace(
            section,
            city=replace(section.city, name=long),
            projects=tuple(replace(project, name=long) for project in section.projects),
        )
        for section in plan.cities
    )
    nation = replace(
        plan.nation, name=long, sectors=tuple(replace(s, name=long) for s in plan.nation.sectors)
    )
    page = write_html(small_book(replace(plan, nation=nation, cities=cities)))
    assert too_wide(opened(browser, folder, page, size).page) == 0


def test_the_text_is_set_in_the_embedded_fonts(browser: Browser, folder: Path) -> None:
    found = opened(browser, folder, example_page(), DESK)
    found.page.evaluate("document.fonts.ready")
    loaded = (
        "[...document.fonts].map(f => `${f.family.replaceAll('\"', '')} ${f.weight} ${f.status}`)"
    )
    assert sorted(found.page.evaluate(loaded)) == [
        "Mitgrim Book 400 loaded",
        "Mitgrim Book 700 loaded",
    ]


def test_the_contents_stand_beside_the_text_on_a_desk_and_fold_on_a_phone(
    browser: Browser, folder: Path
) -> None:
    desk = opened(browser, folder, example_page(), DESK).page
    assert desk.locator("nav.wide").is_visible()
    assert not desk.locator("nav.phone").is_visible()
    phone = opened(browser, folder, example_page(), PHONE).page
    assert not phone.locator("nav.wide").is_visible()
    phone.locator("nav.phone summary").click()
    assert phone.locator("nav.phone a").first.is_visible()


def test_the_numbers_of_a_chart_can_be_read_on_a_phone(browser: Browser, folder: Path) -> None:
    page = opened(browser, folder, example_page(), PHONE).page
    heights = page.locator("#chart-city text").evaluate_all(
        "texts => texts.map(t => t.getBoundingClientRect().height)"
    )
    assert min(heights) >= 11


def test_paper_has_no_navigation_and_repeats_the_heads_of_tables(
    browser: Browser, folder: Path
) -> None:
    page = opened(browser, folder, example_page(), DESK).page
    page.emulate_media(media="print")
    assert not page.locator("nav.wide").is_visible()
    assert not page.locator("nav.phone").is_visible()
    display = "head => getComputedStyle(head).display"
    assert page.locator("thead").first.evaluate(display) == "table-header-group"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
