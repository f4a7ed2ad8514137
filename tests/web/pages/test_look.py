"""The look in a real browser: on every size, in both languages and both contrasts."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page

from mitgrim.web.pages.contrast import Contrast
from mitgrim.wording import Lang
from tests.browsing import too_wide
from tests.web.cast import Cast
from tests.web.visiting import SIZES, Site, Size, axe, missed_by_keyboard

PAGES = {"/gallery/": 200, "/login/": 200, "/nothing/": 404}
# Of one template: what holds of one in a mode holds of all in it.
ERRORS = {
    "/gallery/malformed/": 400,
    "/gallery/refused/": 403,
    "/language/": 405,
    "/gallery/busy/": 429,
    "/gallery/broken/": 500,
}
MOST = 150_000
MODES = pytest.mark.parametrize(("lang", "contrast"), list(product(Lang, Contrast)))


@MODES
def test_axe_finds_nothing_and_nothing_is_asked_elsewhere(
    site: Site, lang: Lang, contrast: Contrast
) -> None:
    visitor = site.visitor(lang=lang, contrast=contrast)
    for path, status in PAGES.items():
        page = visitor.open(path, status=status)
        assert (path, axe(page)) == (path, [])
        page.close()


def test_axe_finds_nothing_on_the_pages_of_errors(site: Site) -> None:
    visitor = site.visitor()
    for path, status in ERRORS.items():
        page = visitor.open(path, status=status)
        assert (path, axe(page)) == (path, [])
        page.close()


def test_axe_finds_what_is_wrong(site: Site) -> None:
    page = site.open("/login/")
    page.evaluate("document.querySelector('label').remove()")
    assert [finding.partition(":")[0] for finding in axe(page)] == ["label"]


def test_a_person_who_is_signed_in_sees_their_name(site: Site, cast: Cast) -> None:
    page = site.open("/gallery/refused/", person=cast.jeju, status=403)
    assert page.locator(".person").inner_text() == cast.jeju.name
    assert axe(page) == []


@pytest.mark.parametrize("lang", list(Lang))
def test_the_name_of_the_site_and_of_the_person_stand_side_by_side(
    site: Site, cast: Cast, lang: Lang
) -> None:
    for size in SIZES:
        page = site.open("/login/?next=/gallery/", person=cast.jeju, size=size, lang=lang)
        name, person = (page.locator(own).bounding_box() for own in (".site-name", ".utilities"))
        assert name is not None
        assert person is not None
        beside = name["x"] + name["width"] <= person["x"]
        above = name["y"] + name["height"] <= person["y"]
        assert (size, beside or above) == (size, True)
        assert (size, too_wide(page)) == (size, 0)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_has_to_be_scrolled_sideways(site: Site, size: Size) -> None:
    for lang in Lang:
        visitor = site.visitor(size=size, lang=lang)
        for path in ("/gallery/", "/gallery/?long", "/login/"):
            page = visitor.open(path)
            assert (path, too_wide(page)) == (path, 0)
            page.close()


@pytest.mark.parametrize("path", ["/gallery/", "/login/"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    site: Site, size: Size, path: str
) -> None:
    assert missed_by_keyboard(site.open(path, size=size)) == []


def test_what_no_key_comes_to_and_what_does_not_show_it_is_found(site: Site) -> None:
    page = site.open("/login/")
    page.evaluate("""() => {
      const [name, password] = document.querySelectorAll("main input:not([type=hidden])");
      name.tabIndex = -1;
      password.style.setProperty("outline", "none", "important");
    }""")
    missed = missed_by_keyboard(page)
    assert [re.findall(r'name="(\w+)"', own) for own in missed] == [["username"], ["password"]]


def test_the_first_stop_skips_to_the_content(site: Site) -> None:
    page = site.open("/gallery/?bare")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_switches_work_without_a_script(site: Site) -> None:
    page = site.visitor(java_script_enabled=False).open("/login/?next=/gallery/")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="High contrast").click()
    assert page.get_attribute("html", "lang") == "en"
    assert page.get_attribute("html", "data-krds-mode") == "high-contrast"
    assert page.url.endswith("/login/?next=/gallery/")


def test_an_error_in_a_form_leads_to_its_field(site: Site) -> None:
    page = site.open("/gallery/")
    page.locator(".error-summary a").nth(1).click()
    field = page.locator("#id_amount")
    assert field.evaluate("own => own === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text() == "정수를 입력하세요."


def test_the_text_is_set_in_our_own_fonts(site: Site) -> None:
    page = site.open("/login/")
    loaded = "document.fonts.ready.then(() => [...document.fonts].map(f => f.weight + f.status))"
    assert sorted(page.evaluate(loaded)) == ["400loaded", "700loaded"]


def test_charts_and_maps_change_with_the_contrast(site: Site) -> None:
    def colours(page: Page) -> list[str]:
        fills = "marks => [...new Set(marks.map(own => getComputedStyle(own).fill))]"
        found: list[str] = page.locator(".columns rect").evaluate_all(fills)
        return found

    normal = colours(site.open("/gallery/"))
    high = colours(site.open("/gallery/", contrast=Contrast.HIGH))
    assert (len(normal), len(high), set(normal) & set(high)) == (5, 5, set())


def test_forced_colours_and_paper_show_the_page(site: Site) -> None:
    page = site.visitor(forced_colors="active").open("/gallery/")
    assert axe(page) == []
    page = site.open("/gallery/", contrast=Contrast.HIGH)
    page.emulate_media(media="print")
    ink = page.locator(".columns text").first.evaluate("own => getComputedStyle(own).fill")
    assert ink == "rgb(30, 33, 36)"
    assert not page.locator(".primary-nav").is_visible()
    assert page.locator("h1").is_visible()


@pytest.mark.django_db
def test_a_page_is_light(client: Client) -> None:
    page = client.get("/gallery/").content
    found = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page.decode())
    files = [Path(str(finders.find(name))) for name in found]
    assert len(files) > 1
    sizes = [len(gzip.compress(data)) for data in (page, *(file.read_bytes() for file in files))]
    assert sum(sizes) < MOST
