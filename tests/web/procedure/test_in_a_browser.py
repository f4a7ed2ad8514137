"""A round in a browser: one answers, one has no opinion, one is silent; every page is usable."""

from typing import Any

import pytest
from playwright.sync_api import Page

from mitgrim.web.procedure.consulting import answer, extend
from mitgrim.web.procedure.forums import count_attendance, keep_minutes, keep_speaker
from mitgrim.web.procedure.kinds import ReturnKind
from mitgrim.web.procedure.models import Round
from tests.web.cast import Cast
from tests.web.procedure.asking import (
    DAY,
    DUE,
    PERMITS,
    START,
    asked,
    by_the_act,
    invitation_of,
    ministry,
    somebody_of,
)
from tests.web.procedure.conftest import At
from tests.web.procedure.story import hand_in_until, with_forum, with_stages
from tests.web.visiting import BOTH_WAYS, DESK, Site, hindrances

ROUNDS = "/work/small-2018/rounds/"
FORUM = "/work/small-2018/forums/forum-2018-08-16/"


def table(page: Page) -> dict[str, str]:
    """How each body stands, as the page of a round shows it."""
    rows = page.get_by_role("table").locator("tbody tr").all()
    return {
        own.locator("th").inner_text(): " ".join(own.locator("td").nth(0).inner_text().split())
        for own in rows
    }


@pytest.mark.django_db(transaction=True)
def test_two_bodies_answer_one_is_silent_and_the_round_is_closed(
    cast: Cast, site: Site, at: At
) -> None:
    roads, health = ministry("roads", "도로부(예시)"), ministry("health", "복지부(예시)")
    clerk = somebody_of(roads)
    by_the_act(cast)
    at(START)
    page = site.visitor(cast.officer).open("/work/small-2018/")
    ask(page, "협의 부처(예시)", roads.name_ko, health.name_ko)
    answer_with_opinions(site.visitor(cast.consulted).open("/work/"))
    answer_with_none(site.visitor(clerk).open(ROUNDS))
    page.get_by_role("button", name="협의 마감").click()
    assert page.get_by_text("아직 답할 날이 남은 기관이 있습니다").is_visible()
    at(DUE + DAY)
    close(site.visitor(cast.officer).open(f"{ROUNDS}{Round.objects.get().pk}/"))


def ask(page: Page, *bodies: str) -> None:
    """The officer opens a round."""
    page.get_by_role("link", name="부처 협의").click()
    page.get_by_role("link", name="협의 열기").click()
    page.get_by_label("협의 이름").fill("1차 부처 협의")
    page.get_by_label("근거").select_option(PERMITS)
    for body in bodies:
        page.get_by_label(body, exact=True).check()
    page.get_by_role("button", name="협의 열기").click()
    page.get_by_role("link", name="1차 부처 협의").click()
    assert table(page) == dict.fromkeys(bodies, "회신 전")


def answer_with_opinions(page: Page) -> None:
    """A body comes by the link among what waits for it."""
    page.get_by_role("link", name="‘1차 부처 협의’ 회신").click()
    page.get_by_role("link", name="회신하기").click()
    page.get_by_label("의견 있음").check()
    page.get_by_label("문서 번호").fill("예시과-1")
    page.get_by_role("button", name="회신하기").click()
    assert table(page) == {"협의 부처(예시)": "의견 있음"}


def answer_with_none(page: Page) -> None:
    """A body comes by the list of rounds."""
    page.get_by_role("link", name="1차 부처 협의").click()
    page.get_by_role("link", name="도로부(예시)", exact=True).click()
    page.get_by_role("link", name="회신하기").click()
    page.get_by_label("의견 없음").check()
    page.get_by_role("button", name="회신하기").click()
    assert table(page) == {"도로부(예시)": "의견 없음"}


def close(page: Page) -> None:
    """Who was silent has no opinion; the table can be taken along."""
    assert table(page) == {
        "도로부(예시)": "의견 없음",
        "복지부(예시)": "의견 없음으로 봄",
        "협의 부처(예시)": "의견 있음",
    }
    page.get_by_role("button", name="협의 마감").click()
    assert page.get_by_text("협의를 마감했습니다.").is_visible()
    assert page.get_by_role("button", name="협의 마감").count() == 0
    with page.expect_download() as took:
        page.get_by_role("link", name="현황표 XLSX").click()
    assert took.value.suggested_filename == f"small-2018-consultation-{Round.objects.get().pk}.xlsx"


def furnished(cast: Cast) -> list[str]:
    """A plan with rounds, a forum and stages, and the addresses of their pages."""
    with_stages(cast, hand_in_until(DUE))
    with_forum(cast)
    roads = ministry("roads", "도로부(예시)")
    round = asked(cast, roads)
    extend(by=cast.officer, round=round, until=DUE + 7 * DAY, reason="자료가 늦게 나감")
    one = invitation_of(round, cast.consulted.organisation)
    answer(by=cast.officer, invitation=one, kind=ReturnKind.OPINIONS, reference="예시과-1")
    forum, body = "forum-2018-08-16", cast.jeju.organisation
    assert body is not None
    own: dict[str, Any] = {"by": cast.officer, "workspace": cast.workspace, "forum": forum}
    count_attendance(**own, people={body: 3})
    keep_speaker(**own, name="예시 발표자", body="예시 연구원", topic="주요전략")
    keep_minutes(**own, minutes="예시 발언입니다.")
    at = f"{ROUNDS}{round.pk}/"
    return [
        ROUNDS, f"{ROUNDS}open/", at, f"{at}extend/", f"{at}bodies/{one.pk}/",
        f"{at}bodies/{one.pk}/answer/", f"{at}bodies/{one.pk}/concern/",
        "/work/small-2018/forums/", FORUM, f"{FORUM}minutes/", f"{FORUM}attendance/",
        f"{FORUM}speakers/add/", "/work/small-2018/stages/",
        "/work/small-2018/stages/hand-in/end/", "/work/small-2018/calendar/",
    ]  # fmt: skip


@BOTH_WAYS
@pytest.mark.django_db(transaction=True)
def test_every_page_is_for_everybody(cast: Cast, site: Site, at: At, how: dict[str, Any]) -> None:
    at(START + DAY)
    pages = [(path, cast.officer) for path in furnished(cast)]
    assert hindrances(site, pages, keyboard=how is DESK, **how) == {}
