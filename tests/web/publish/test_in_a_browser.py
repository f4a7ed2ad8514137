"""A resident reads the plan in a real browser: from the map to a city to a project, by any means."""

from typing import Any

import pytest

from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.web.publish.models import Publication
from mitgrim.web.revisions.services import open_workspace
from mitgrim.web.running.demonstration.versions import publish_example
from tests.web.visiting import BOTH_WAYS, Site, hindrances


@pytest.fixture
def example(site: Site) -> tuple[Publication, ...]:
    """The example plan, public in two versions."""
    plan = innovation_cities_2018()
    return publish_example(open_workspace(by=None, plan=plan, message="예시"))


def addresses(example: tuple[Publication, ...]) -> list[str]:
    adopted = example[-1]
    project = adopted.projects.get(name_ko="제주 복합혁신센터 건립(예시)").project
    return [
        "/", "/cities/", "/cities/jeju/", "/sectors/", "/sectors/industry/",
        "/actions/industry.01/", "/projects/", f"/projects/{project}/", "/search/?q=ㅈㅈ",
        "/indicators/", "/procedure/", "/text/", "/statutory/", "/sources/", "/history/",
        f"/history/{adopted.address}/", "/?as-of=2018-09-01",
    ]  # fmt: skip


@BOTH_WAYS
def test_every_page_is_for_everybody(
    site: Site, example: tuple[Publication, ...], how: dict[str, Any]
) -> None:
    assert hindrances(site, [(own, None) for own in addresses(example)], **how) == {}


def test_on_a_desk_tables_beside_drawings_are_seen_whole(
    site: Site, example: tuple[Publication, ...]
) -> None:
    page = site.open("/")
    tables = page.locator(".beside .scroll").all()
    assert len(tables) > 2
    hidden = [own.evaluate("own => own.scrollWidth - own.clientWidth") for own in tables]
    assert hidden == [0] * len(tables)


def test_a_resident_goes_from_the_map_to_a_city_to_a_project_to_its_sources(
    site: Site, example: tuple[Publication, ...]
) -> None:
    page = site.open("/", size="phone")
    page.locator("svg.map a[href='/cities/jeju/'] .name").click()
    assert page.locator("h1").inner_text() == "제주 혁신도시"
    page.get_by_role("link", name="제주 복합혁신센터 건립(예시)").first.click()
    assert "제주 복합혁신센터 건립(예시)" in page.locator("h1").inner_text()
    assert page.locator("ol.steps > li").count() == 5
    page.get_by_role("contentinfo").get_by_role("link", name="출처").click()
    assert page.locator("h1").inner_text() == "출처"


def test_the_map_is_reached_with_the_keyboard_alone(
    site: Site, example: tuple[Publication, ...]
) -> None:
    page = site.open("/")
    page.locator("svg.map a[href='/cities/busan/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cities/busan/")


def test_a_resident_finds_a_project_by_its_initials_and_sees_an_earlier_day(
    site: Site, example: tuple[Publication, ...]
) -> None:
    page = site.open("/")
    page.get_by_role("searchbox").fill("ㅂㅎㅎㅅㅅㅌ")
    page.get_by_role("searchbox").press("Enter")
    wanted = example[-1].projects.filter(name_ko__contains="복합혁신센터").count()
    assert page.locator(".results").first.locator("li").count() == wanted
    page.goto(f"{site.url}/history/")
    page.locator("#as-of").fill("2018-09-01")
    page.get_by_role("button", name="그날의 판 보기").click()
    assert "혁신도시 종합발전계획(안)" in page.locator(".as-of").inner_text()
    page.locator("svg.map a .name").first.click()
    assert page.url.endswith("?as-of=2018-09-01")


def test_a_figure_in_the_text_leads_to_where_it_comes_from(
    site: Site, example: tuple[Publication, ...]
) -> None:
    page = site.open("/text/")
    page.locator("a.bound").nth(1).click()
    note = page.locator("#note-2")
    note.wait_for(state="visible")
    assert "4조 3,000억원" in note.inner_text()
    assert note.locator("a[href^='/projects/']").count() > 0
