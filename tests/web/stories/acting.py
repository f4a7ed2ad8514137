"""What people of the stories do in their browsers, again and again."""

import re

from playwright.sync_api import Page, expect

from mitgrim.web.revisions.kinds import HearingKind
from tests.cast import JEJU_PARK
from tests.web.cast import PASSWORD
from tests.web.visiting import Visitor
from tests.web.workspace.story import DAY

WORK = "/work/small-2018/"
JEJU = f"{WORK}jeju/"
PARK = f"{JEJU}projects/{JEJU_PARK}/"
OFFICE = f"{WORK}publish/"
MANY = 400
_INNER = re.compile(r'href="(/[^"#]*)"')
_LEFT_OUT = re.compile(r"^/static/|book\.|/download/|\.(ics|zip|svg|css|csv|json)\b")


def save(page: Page) -> None:
    """Save a form of the draft, and be told so."""
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.locator(".notice.success")).to_contain_text("저장했습니다")


def hear_everybody(page: Page) -> None:
    """Record, on the page of the hand-in, that all were heard who must be."""
    for kind in HearingKind:
        if not page.get_by_label("기관·위원회").is_visible():
            page.get_by_text("의견 청취·심의 기록하기").click()
        page.get_by_label("구분").select_option(kind.value)
        page.get_by_label("기관·위원회").fill("예시 기관")
        page.get_by_label("들은 날").fill(DAY.isoformat())
        page.get_by_role("button", name="기록", exact=True).click()
        expect(page.get_by_text("들은 것을 기록했습니다.")).to_be_visible()


def hand_in(page: Page) -> None:
    """Hand in, and be told so."""
    page.get_by_role("button", name="초안 제출").click()
    expect(page.get_by_text("초안을 제출했습니다.")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until the focus is on the first element like this."""
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the tab key does not come to {selector}")


def sign_in_by_keys(page: Page, login: str) -> None:
    """Sign in on the page of it, with the keyboard alone."""
    expect(page.locator('[name="username"]')).to_be_focused()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def walked(visitor: Visitor, *starts: str, most: int = 150) -> dict[str, str]:
    """Every page that a visitor comes to by links from these, with what it says.

    A page that is asked with several queries is looked at with the first.
    """
    seen: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if path in seen or _LEFT_OUT.search(path):
            continue
        seen[path] = visitor.context.request.get(visitor.site.url + address).text()
        waiting += [own.replace("&amp;", "&") for own in _INNER.findall(seen[path])]
    assert len(seen) < most, "there is more to see than was looked at"
    return seen
