"""Debates as people meet them: a resident on a phone, and every page on a desk and on a phone."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mitgrim.web.debate.models import Debate, Statement, Vote
from mitgrim.web.debate.papers import PapersRefusal, take_in
from mitgrim.web.debate.services import invite, state
from tests.web.cast import Cast, sign_up
from tests.web.debate.story import (
    LIST,
    crowd,
    gathering_now,
    invited,
    look,
    opened,
    over,
    voting_now,
)
from tests.web.debate.test_results import STATEMENTS, two_camps
from tests.web.visiting import BOTH_WAYS, Site, Visitor, hindrances

PICTURES = os.environ.get("MITGRIM_PICTURES", "")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return sign_up()


def kept(page: Page, name: str) -> None:
    """A picture of a page, where they are asked for."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def own_votes() -> list[int]:
    return sorted(Vote.objects.values_list("value", flat=True))


def test_a_resident_on_a_phone_reads_votes_writes_and_sees_the_results(
    cast: Cast, site: Site
) -> None:
    own = opened(cast, voting_now(statements_while_voting=True))
    visitor = site.visitor(size="phone")
    page = visitor.open("/debates/")
    page.get_by_role("link", name=own.title).click()
    kept(page, "story-1-one")
    page.get_by_label("나이대").select_option("30s")
    page.get_by_role("button", name="참여하기").click()
    expect(page.get_by_text("참여했습니다")).to_be_visible()
    kept(page, "story-2-vote")
    page.wait_for_load_state()  # before its scripts a form is sent, and its fonts move the buttons
    page.evaluate("() => { window.still = true; }")
    page.get_by_role("button", name="찬성").click()
    expect(page.get_by_text("3개 가운데 1개 투표함")).to_be_visible()
    # With the keyboard: the next statement has the focus, the first button is one step away.
    expect(page.locator("#said")).to_be_focused()
    page.wait_for_function("() => !document.querySelector('[class*=htmx-]')")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="찬성")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="넘김")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3개 가운데 2개 투표함")).to_be_visible()
    page.get_by_role("button", name="반대").click()
    expect(page.get_by_text("모든 의견에 투표했습니다")).to_be_visible()
    assert page.evaluate("() => window.still"), "no page was loaded anew"
    kept(page, "story-3-done")
    assert own_votes() == [-1, 0, 1]
    _changes_a_vote_and_writes(page)
    _after_the_end(own, visitor)
    # The browser notes that a form was refused.
    assert [own.rpartition("status of ")[2] for own in site.complaints] == [
        "422 (Unprocessable Entity)"
    ]
    site.complaints.clear()


def _changes_a_vote_and_writes(page: Page) -> None:
    page.get_by_role("link", name="내 표와 의견").click()
    kept(page, "story-4-mine")
    page.get_by_role("link", name="의견 1의 표 바꾸기").click()
    expect(page.get_by_text("지금 내 표")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("button", name="넘김").click()
    expect(page.get_by_text("모든 의견에 투표했습니다")).to_be_visible()
    assert Vote.objects.get(statement__number=1).value == 0
    page.get_by_role("link", name="의견 쓰기").click()
    page.get_by_label("의견").fill("<script>alert(1)</script>")
    page.get_by_role("button", name="의견 내기").click()
    expect(page.get_by_label("의견")).to_have_value("<script>alert(1)</script>")
    kept(page, "story-5-refused")
    page.get_by_label("의견").fill("자전거 길을 잇는다.")
    page.get_by_role("button", name="의견 내기").click()
    expect(page.get_by_text("운영자 확인을 기다립니다")).to_be_visible()
    assert Statement.objects.filter(text="자전거 길을 잇는다.").count() == 1


def _after_the_end(own: Debate, visitor: Visitor) -> None:
    before = own_votes()
    page = visitor.open(f"/debates/{own.pk}/vote/?number=1")
    over(own)
    page.get_by_role("button", name="반대").click()
    expect(page.get_by_text("공론화가 끝나 더 받지 않습니다")).to_be_visible()
    kept(page, "story-6-late")
    assert own_votes() == before
    expect(page.get_by_role("button", name="반대")).to_have_count(0)
    page = visitor.open(f"/debates/{own.pk}/results/")
    expect(page.get_by_text("다섯 명 이상 투표해야")).to_be_visible()


def test_without_a_script_a_vote_is_a_form(cast: Cast, site: Site) -> None:
    own = opened(cast)
    visitor = site.visitor(size="phone", java_script_enabled=False)
    page = visitor.open(f"/debates/{own.pk}/")
    page.get_by_role("button", name="참여하기").click()
    for name in ("찬성", "넘김", "반대"):
        page.get_by_role("button", name=name).click()
    expect(page.get_by_text("모든 의견에 투표했습니다")).to_be_visible()
    assert own_votes() == [-1, 0, 1]


@BOTH_WAYS
def test_the_pages_of_debates_are_for_everybody(
    cast: Cast, site: Site, how: dict[str, Any]
) -> None:
    first = [f"의견 문장 {n}: 공원을 넓히고 버스를 늘린다." for n in range(1, STATEMENTS + 1)]
    closed = opened(cast, first=first, background="배경을 알리는 글입니다.", example=True)
    crowd(closed, two_camps())
    over(closed)
    voting, gathering = (
        opened(cast, title="투표하는 공론화"),
        opened(cast, gathering_now(), title="의견을 모으는 공론화"),
    )
    who = crowd(gathering, [("jeju", None, [])])[0]
    state(debate=gathering, participant=who, text="확인을 기다리는 의견")
    asked = invited(cast, title="초대받은 공론화")
    (secret,) = invite(by=cast.officer, debate=asked, purpose="주민 모임", count=1)
    with pytest.raises(PapersRefusal):
        take_in(by=cast.officer, debate=voting, name="x", held_on=voting.made.date(), rows=[("a",)])
    take_in(
        by=cast.officer, debate=voting, name="주민자치회", held_on=voting.made.date(), city="jeju",
        rows=[("1", "1", "찬성"), ("2", "1", "반대")],
    )  # fmt: skip
    paths = [
        ("/debates/", None), (f"/debates/{closed.pk}/", None), (f"/debates/{voting.pk}/", None),
        (f"/debates/{gathering.pk}/", None), (f"/debates/{asked.pk}/by/{secret}/", None),
        (f"/debates/{closed.pk}/results/", None), (f"/debates/{voting.pk}/results/", None),
        (LIST, cast.officer), (f"{LIST}new/", cast.officer), (look(voting), cast.officer),
        (look(voting, "change/"), cast.officer), (look(voting, "papers/"), cast.officer),
        (look(asked, "links/"), cast.officer), (look(gathering, "moderation/"), cast.moderator),
    ]  # fmt: skip
    assert hindrances(site, paths, **how) == {}
