"""Drafting in a real browser: rows, the grid, autosave and restore, a clash, and what axe finds."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mitgrim.web.revisions.models import Autosave
from tests.cast import EOK, JEJU_GATE, JEJU_JOINT, JEJU_PARK
from tests.web.cast import Cast, project_of, sign_up
from tests.web.drafting.forms import DRAFT, opened, sent, signed_in
from tests.web.visiting import BOTH_WAYS, Site, axe, hindrances

pytestmark = pytest.mark.django_db(transaction=True)
PARK = f"{DRAFT}projects/{JEJU_PARK}/"
MONEY = f"{DRAFT}projects/{JEJU_JOINT}/money/planned/"


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """Everybody signed up, for a server of its own."""
    return sign_up()


def cell(page: Page, row: int, year: int) -> str:
    return page.locator(f'[name="rows.{row}.y{year}"]').input_value()


def paste(page: Page, row: int, year: int, text: str) -> None:
    """Paste a block into a cell, as from a spreadsheet."""
    target = page.locator(f'[name="rows.{row}.y{year}"]')
    target.focus()
    target.evaluate(
        """(cell, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
          cell.dispatchEvent(event);
        }""",
        text,
    )


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name"))


def test_the_grid_is_walked_by_keys_alone(people: Cast, site: Site) -> None:
    page = site.open(MONEY, person=people.jeju)
    page.locator('[name="rows.0.y2018"]').focus()
    for key, name in (
        ("ArrowDown", "rows.1.y2018"),
        ("ArrowRight", "rows.1.y2019"),
        ("Enter", "rows.2.y2019"),
        ("Shift+Enter", "rows.1.y2019"),
        ("ArrowUp", "rows.0.y2019"),
        ("ArrowLeft", "rows.0.y2018"),
        ("Tab", "rows.0.y2019"),
    ):
        page.keyboard.press(key)
        assert (key, focused(page)) == (key, name)
    page.keyboard.type("7,777")
    page.keyboard.press("Escape")
    assert cell(page, 0, 2019) == ""
    page.locator('[name="rows.5.y2022"]').focus()
    page.keyboard.press("Enter")
    assert focused(page) == "rows.6.y2022"


def test_sums_and_the_residue_follow_what_is_typed(people: Cast, site: Site) -> None:
    page = site.open(MONEY, person=people.jeju)
    page.locator('[name="rows.0.y2018"]').fill("1,500.25")
    page.locator('[name="declared_total"]').fill("1.2조")
    assert page.locator("[data-row-sum]").first.text_content() == "1,500.25"
    assert page.locator("[data-column-sum]").first.text_content() == "1,500.25"
    assert page.locator("[data-total]").first.text_content() == "10,500.25"
    assert page.locator("[data-residue]").text_content() == "1,189,499.75"


def test_a_block_from_a_spreadsheet_arrives_whole_or_says_why_not(people: Cast, site: Site) -> None:
    page = site.open(MONEY, person=people.jeju)
    paste(page, 4, 2021, '1,200\t(300)\t9\n△50\t"많이"\n\t0\n5\t6\n')
    assert [cell(page, row, year) for row in (4, 5, 6, 7) for year in (2021, 2022)] == [
        "1,200", "(300)", "△50", '"많이"', "", "0", "5", "6",
    ]  # fmt: skip
    said = page.locator("#grid-said").text_content() or ""
    assert "표 밖으로 나가는 1칸" in said
    assert '‘"많이"’' in said
    assert page.locator('[name="rows.5.y2022"]').get_attribute("aria-invalid") == "true"
    assert page.locator("[data-column-sum]").nth(3).text_content() == "1,155"
    assert axe(page) == []


def test_what_was_pasted_is_saved(people: Cast, site: Site) -> None:
    page = site.open(MONEY, person=people.jeju)
    paste(page, 4, 2021, "1,200\t300\n")
    page.locator('[name="rows.4.source"]').select_option("private")
    page.locator('[name="rows.4.use"]').select_option("works")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.locator(".notice.success")).to_contain_text("저장했습니다")
    assert project_of(people.draft(), JEJU_JOINT).amount() == 115 * EOK


def test_rows_are_added_and_taken_out_in_the_page(people: Cast, site: Site) -> None:
    page = site.open(PARK, person=people.jeju)
    page.locator('[data-rows="links"] > [data-add]').click()
    page.locator('[name="links.0.upper_plan"]').select_option("upper")
    page.locator('[data-rows="links"] > [data-add]').click()
    page.locator('[name="links.1.relies_on"]').fill("없어질 줄")
    page.locator('[data-rows="links"] [data-remove]').nth(1).click()
    page.locator('[data-rows="variants"] > [data-add]').click()
    page.locator('[name="variants.0.name.ko"]').fill("작게")
    page.locator('[data-rows="variants.0.money"] > [data-add]').click()
    page.locator('[name="variants.0.money.0.year"]').fill("2020")
    page.locator('[name="variants.0.money.0.source"]').select_option("fund")
    page.locator('[name="variants.0.money.0.use"]').select_option("study")
    page.locator('[name="variants.0.money.0.amount"]').fill("3억")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.locator(".notice.success")).to_contain_text("저장했습니다")
    park = project_of(people.draft(), JEJU_PARK)
    assert [own.upper_plan for own in park.links] == ["upper"]
    assert [(own.name.ko, own.money[0].amount) for own in park.variants] == [("작게", 3 * EOK)]


def test_what_was_typed_before_a_crash_comes_back(people: Cast, site: Site) -> None:
    jeju = site.visitor(people.jeju)
    page = jeju.open(PARK)
    page.locator('[name="owner"]').fill("쓰다 만 담당")
    expect(page.locator("#kept")).to_contain_text("임시로 보관했습니다", timeout=15000)
    page.close()
    again = jeju.open(PARK)
    offer = again.locator(".offer")
    expect(offer).to_contain_text("쓰다 만 담당")
    assert axe(again) == []
    offer.get_by_role("link").click()
    assert again.locator('[name="owner"]').input_value() == "쓰다 만 담당"
    again.get_by_role("button", name="저장", exact=True).click()
    expect(again.locator(".notice.success")).to_contain_text("저장했습니다")
    expect(again.locator(".offer")).to_have_count(0)
    assert project_of(people.draft(), JEJU_PARK).owner == "쓰다 만 담당"
    assert not Autosave.objects.exists()


def test_what_was_typed_without_a_network_is_kept_in_the_browser(people: Cast, site: Site) -> None:
    jeju = site.visitor(people.jeju)
    page = jeju.open(PARK)
    jeju.context.set_offline(True)
    page.locator('[name="owner"]').fill("끊긴 담당")
    expect(page.locator("#kept")).to_contain_text("연결이 끊겨", timeout=15000)
    page.close()
    jeju.context.set_offline(False)
    # The browser, and at times htmx, says that there was no network.
    lost = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    site.complaints[:] = [own for own in site.complaints if not any(map(own.__contains__, lost))]
    again = jeju.open(PARK)
    expect(again.locator(".offer")).to_contain_text("끊긴 담당")


def test_a_session_that_ended_in_the_middle_loses_nothing(people: Cast, site: Site) -> None:
    jeju = site.visitor(people.jeju)
    page = jeju.open(PARK)
    jeju.context.clear_cookies(name="sessionid")
    page.locator('[name="owner"]').fill("늦게 보낸 담당")
    page.get_by_role("button", name="저장", exact=True).click()
    expect(page.locator("main")).to_contain_text("늦게 보낸 담당")
    site.complaints[:] = [own for own in site.complaints if "403" not in own]
    assert not Autosave.objects.exists()
    jeju.login(people.jeju)
    again = jeju.open(PARK)
    expect(again.locator(".offer")).to_contain_text("늦게 보낸 담당")


def test_what_one_person_typed_is_not_offered_to_the_next(people: Cast, site: Site) -> None:
    machine = site.visitor(people.jeju)
    page = machine.open(PARK)
    page.locator('[name="owner"]').fill("내 글")
    machine.context.clear_cookies(name="sessionid")
    page.close()
    machine.login(people.jeju_colleague)
    again = machine.open(PARK)
    again.wait_for_load_state("networkidle")
    assert "내 글" not in again.content()


def test_a_clash_is_decided_in_the_page(people: Cast, site: Site) -> None:
    page = site.open(PARK, person=people.jeju)
    colleague = signed_in(people.jeju_colleague)
    sent(colleague, PARK, opened(colleague, PARK), owner="동료의 담당")
    page.locator('[name="owner"]').fill("나의 담당")
    with page.expect_navigation():
        page.get_by_role("button", name="저장", exact=True).click()
    site.complaints[:] = [own for own in site.complaints if "409" not in own]
    assert page.locator("h1").text_content() == "같은 곳을 둘이 고쳤습니다"
    assert axe(page) == []
    page.get_by_label("내가 적은 것").check()
    page.get_by_role("button", name="고른 대로 저장").click()
    expect(page.locator(".notice.success")).to_contain_text("저장했습니다")
    assert project_of(people.draft(), JEJU_PARK).owner == "나의 담당"


def test_findings_appear_while_typing(people: Cast, site: Site) -> None:
    page = site.open(f"{DRAFT}projects/{JEJU_JOINT}/gates/", person=people.jeju)
    planned = page.locator('[name="gates.0.planned"]')
    assert page.locator('[name="gates.0.id"]').get_attribute("value") == JEJU_GATE
    planned.fill("2020-06-30")
    planned.dispatch_event("change")
    expect(page.locator("#found-gates")).to_contain_text("사전절차", timeout=20000)


def test_who_wrote_a_value_is_told_on_request(people: Cast, site: Site) -> None:
    page = site.open(PARK, person=people.jeju)
    page.locator("#c-owner summary").click()
    page.locator("#c-owner .panel a").click()
    expect(page.locator("#c-owner .writer")).to_contain_text("판")


PAGES = (
    "",
    f"projects/{JEJU_PARK}/",
    f"projects/{JEJU_JOINT}/money/planned/",
    f"projects/{JEJU_JOINT}/gates/",
    f"projects/{JEJU_PARK}/remove/",
    "projects/new/",
    "passages/",
    "passages/place/",
    "indicators/new/",
    "waivers/new/",
    f"writer/?place=jeju/projects/{JEJU_PARK}/name",
)


@BOTH_WAYS
def test_every_page_is_open_to_everybody(people: Cast, site: Site, how: dict[str, Any]) -> None:
    pages = [(DRAFT + path, people.jeju) for path in PAGES]
    assert hindrances(site, pages, **how) == {}
