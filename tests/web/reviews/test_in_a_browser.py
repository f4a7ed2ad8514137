"""From the committee to the proof, in a browser; and every page is usable by everybody."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page

from mitgrim.adoption.voting import Verdict
from mitgrim.codec import plan_files
from mitgrim.plan import NATION
from mitgrim.web.pages.contrast import Contrast
from mitgrim.web.people.models import Person
from mitgrim.web.reviews.models import Adoption, Committee, Item
from mitgrim.web.reviews.services.adopting import announce
from mitgrim.web.reviews.services.docket import amend, declare
from mitgrim.web.reviews.services.voting import Asked, put
from mitgrim.web.revisions.queries import city_section, manifest, national_branch, plan_of
from mitgrim.wording import Lang
from tests.browsing import too_wide
from tests.cast import JEJU_JOINT, JEJU_PARK, ULSAN_SCHOOL
from tests.cli.running import Run
from tests.web.cast import Cast, renamed
from tests.web.procedure.asking import by_the_act
from tests.web.reviews.story import (
    AGAINST,
    BEFORE,
    FOR,
    JOINT,
    adopted,
    assembled,
    committee,
    room,
    saved,
    somebody,
)
from tests.web.visiting import Site, axe, missed_by_keyboard

AT = "/work/small-2018/committees/"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    """What the page says after a step."""
    page.get_by_text(text).first.wait_for(timeout=5000)


def appoint(page: Page, name: str) -> None:
    page.get_by_role("link", name="위원 추가").click()
    box = page.get_by_label("이름")
    box.select_option(
        label=next(own for own in box.locator("option").all_inner_texts() if name in own)
    )
    press(page, "저장")
    told(page, "저장했습니다.")


def visit(site: Site, person: Person | None, path: str) -> Page:
    page = site.open(path, person=person)
    page.set_default_timeout(8000)
    return page


def vote(site: Site, person: Person, item: Item, choice: str) -> Page:
    page = visit(site, person, f"{AT}items/{item.pk}/")
    page.get_by_label(choice, exact=True).check()
    press(page, "투표하기")
    told(page, f"투표했습니다: {choice}")
    return page


def set_up(page: Page) -> None:
    """The officer sets the national committee up, with a quorum, four members and a sitting."""
    page.get_by_role("link", name="위원회", exact=True).click()
    page.get_by_role("link", name="종합(전국) 위원회 두기").click()
    press(page, "저장")
    page.get_by_role("link", name="정족수 정하기").click()
    page.get_by_label("시작일").fill("2018-01-01")
    page.get_by_label("근거").fill("예시 운영세칙 제5조")
    press(page, "저장")
    told(page, "재적위원 과반수 출석, 표결할 수 있는 출석위원 과반수 찬성")
    for name in ("위원회 위원", "둘째 위원", "셋째 위원", "넷째 위원"):
        appoint(page, name)
    page.get_by_role("link", name="회의 소집").click()
    page.get_by_label("제목").fill("제1차 국가위원회")
    press(page, "저장")
    page.get_by_role("link", name="제1차 국가위원회").click()


def convene(page: Page) -> None:
    """The plan is put on the docket, the sitting is opened, three of four members come."""
    page.get_by_role("link", name="안건 올리기").click()
    page.get_by_label("제목").fill("종합발전계획안")
    press(page, "저장")
    press(page, "개의")
    for name in ("위원회 위원", "둘째 위원", "셋째 위원"):
        page.get_by_role("row").filter(has_text=name).get_by_role("button").click()
        told(page, "출석을 적었습니다.")
    told(page, "재적 4명 가운데 3명 출석, 개의에 3명 필요")


def amend_it(page: Page, file: Path) -> None:
    page.get_by_role("link", name="수정안 내기").click()
    page.get_by_label("제목").fill("공동사업의 이름")
    page.get_by_label("절 필수", exact=True).select_option("jeju")
    page.get_by_label("파일").set_input_files(file)
    press(page, "저장")
    page.get_by_role("link", name="수정안 1: 공동사업의 이름").click()
    told(page, "수정안의 공동사업")
    press(page, "표결에 부치기")


def decide(page: Page) -> None:
    page.get_by_role("link", name="의결 묻기").click()
    page.get_by_label("조건부 의결").check()
    page.locator("summary", has_text="조건 1").click()
    page.get_by_label("조건 1", exact=True).fill("공원의 이름을 바꿀 것")
    page.get_by_label("조건 1의 바꿀 곳").select_option(f"jeju/projects/{JEJU_PARK}")
    press(page, "의결 묻기")


@pytest.mark.django_db(transaction=True)
def test_from_the_committee_to_the_proof(
    cast: Cast, site: Site, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_the_act(cast)
    second, third = somebody("second", "둘째 위원"), somebody("third", "셋째 위원")
    somebody("fourth", "넷째 위원")
    page = visit(site, cast.officer, "/work/small-2018/")
    set_up(page)
    convene(page)
    item = Item.objects.get()

    own = visit(site, cast.member, f"{AT}items/{item.pk}/")
    own.get_by_role("link", name="이해관계 알리기").click()
    own.get_by_label("위원 필수", exact=True).select_option(label="위원회 위원")
    own.get_by_label("사유").fill("가까운 곳에 토지를 가짐")
    press(own, "저장")
    told(own, "가까운 곳에 토지를 가짐")

    page.get_by_role("link", name="종합발전계획안").click()
    amend_it(page, a_file(cast, tmp_path))
    own.reload()
    assert own.get_by_role("button", name="투표하기").count() == 0
    for person in (second, third):
        vote(site, person, item, "찬성")
    press(page, "표결 종료")
    told(page, "찬성 2, 반대 0, 기권 0, 투표하지 않음 0.")
    decide(page)
    vote(site, second, item, "찬성")
    vote(site, third, item, "찬성")
    press(page, "표결 종료")
    told(page, "조건부 의결")

    condition(cast, page)
    (refusal,) = site.complaints  # the browser's own word for what the page said in ours
    assert "422" in refusal
    site.complaints.clear()
    adopt(page)
    prove(site, key, tmp_path / "taken", Run(capsys))


def a_file(cast: Cast, folder: Path) -> Path:
    """The section of Jeju as a file with another name for the joint project."""
    head = national_branch(cast.workspace).head
    section = renamed(city_section(cast.draft(), head), JEJU_JOINT, "수정안의 공동사업")
    plan = plan_of(manifest(head))
    cities = tuple(section if own.city.id == "jeju" else own for own in plan.cities)
    file = folder / "jeju.json"
    file.write_bytes(plan_files(replace(plan, cities=cities))["cities/jeju.json"])
    return file


def condition(cast: Cast, page: Page) -> None:
    """A revision that changes something else does not meet the condition; one that does, does."""
    ulsan = city_section(cast.draft("ulsan"))
    elsewhere = assembled(cast, renamed(ulsan, ULSAN_SCHOOL, "다른 학교"))
    assembled(cast, ulsan)
    saved(cast)
    for revision, said in (
        (elsewhere, f"{elsewhere.number}판은 ‘{BEFORE.places[0]}’"),
        (assembled(cast), "이행함"),
    ):
        page.goto(page.url.partition("conditions")[0])
        page.get_by_role("link", name="조건 1 마치기").click()
        page.get_by_label("판").select_option(str(revision.number))
        press(page, "저장")
        told(page, said)


def adopt(page: Page) -> None:
    page.get_by_role("link", name="확정하고 봉인하기").click()
    page.get_by_label("기준판 이름").fill("예시 종합발전계획")
    press(page, "확정하고 봉인하기")
    page.get_by_role("link", name="예시 종합발전계획").click()
    page.get_by_role("link", name="고시하기").click()
    page.get_by_label("고시 번호").fill("예시고시 제2026-1호")
    press(page, "고시하기")
    told(page, "예시고시 제2026-1호")


def prove(site: Site, key: str, folder: Path, run: Run) -> None:
    """Anybody takes the files from the portal and proves them, until one byte is changed."""
    page = visit(site, None, "/seal/")
    page.get_by_role("link", name="예시 종합발전계획").click()
    told(page, key)
    with page.expect_download() as took:
        page.get_by_role("link", name="봉인한 파일 받기(zip)").click()
    with ZipFile(took.value.path()) as package:
        package.extractall(folder)
    (inside,) = folder.iterdir()
    command = page.locator("pre").inner_text()
    assert command == f"mitgrim verify {inside.name} --key {key}"
    assert run("verify", inside, "--key", key).code == 0
    file = inside / "cities" / "jeju.json"
    file.write_bytes(file.read_bytes().replace("공원".encode(), "공완".encode(), 1))
    assert run("verify", inside, "--key", key).code != 0


def furnished(cast: Cast) -> list[tuple[str, Person | None]]:
    """A plan that was adopted, with committees at work again, and the addresses of their pages."""
    own = adopted(cast)
    body = cast.consulted.organisation
    assert body is not None
    announce(
        by=cast.officer, adoption=own, notice="예시고시 제2026-1호", day=own.moment.date(),
        text="예시 고시문입니다.", bodies=[body],
    )  # fmt: skip
    there = room(cast, own=committee(cast, deputies=True))
    declare(by=there.by, item=there.item, seat=there.seats[2], reason="토지 소유")
    section = renamed(city_section(cast.draft(), there.item.revision), JEJU_PARK, "수정된 공원")
    amendment = amend(by=there.by, item=there.item, title="공원 이름", section=section)
    there.close(there.vote(put(by=there.by, item=there.item, amendment=amendment), FOR, AGAINST))
    amendment.refresh_from_db()
    later = approved_again(cast)
    saved(cast, "다른 이름", id=JEJU_JOINT)
    item, sitting, keeps = (
        f"{AT}items/{there.item.pk}/",
        f"{AT}sittings/{there.sitting.pk}/",
        there.by,
    )
    return [
        (AT, cast.officer), (f"{AT}change/", cast.officer), (f"{AT}of/jeju/", keeps),
        (f"{AT}of/jeju/keep/", keeps), (f"{AT}of/nation/rule/", cast.officer),
        (f"{AT}of/jeju/seats/add/", keeps), (f"{AT}of/jeju/seats/{there.seats[0].pk}/", keeps),
        (f"{AT}of/jeju/call/", keeps), (sitting, keeps),
        (f"{sitting}send/{there.seats[0].pk}/", keeps), (f"{sitting}items/add/", keeps),
        (f"{sitting}minutes/", keeps), (f"{sitting}minutes/write/", keeps), (item, keeps),
        (item, cast.member), (f"{item}changes/", keeps), (f"{item}interests/add/", keeps),
        (f"{item}amendments/add/", keeps), (f"{AT}items/{later.pk}/decide/", cast.officer),
        (f"{AT}items/{own.item_id}/", cast.officer),
        (f"{AT}amendments/{amendment.pk}/", keeps),
        (f"{AT}items/{later.pk}/", cast.officer), (f"{AT}items/{later.pk}/adopt/", cast.officer),
        (f"{AT}items/{later.pk}/conditions/1/", cast.officer),
        (f"{AT}adoptions/{own.pk}/", cast.officer),
        (f"{AT}adoptions/{own.pk}/announce/", cast.officer),
        ("/seal/", None), (f"/seal/{own.address}/", None),
    ]  # fmt: skip


def approved_again(cast: Cast) -> Item:
    """The nation's committee once more, which approved with two conditions."""
    there = room(cast, NATION, own=Committee.objects.get(section=NATION))
    asked = BEFORE, Asked(text="나중에 공동사업을 고칠 것", places=(JOINT,), first=False)
    return there.decide(Verdict.CONDITIONAL, conditions=asked)


DESK = {"size": "desk", "lang": Lang.KO, "contrast": Contrast.NORMAL}
PHONE = {"size": "phone", "lang": Lang.EN, "contrast": Contrast.HIGH}


@pytest.mark.parametrize("how", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.django_db(transaction=True)
def test_every_page_is_for_everybody(cast: Cast, site: Site, key: str, how: dict[str, Any]) -> None:
    folder, wrong = os.environ.get("MITGRIM_PICTURES", ""), []
    for n, (path, person) in enumerate(furnished(cast)):
        page = site.open(path, person=person, **how)
        if folder:
            page.screenshot(path=Path(folder) / f"{how['size']}-{n:02}.png", full_page=True)
        wrong += [(path, axe(page), too_wide(page), missed_by_keyboard(page))]
        page.close()
    assert Adoption.objects.count() == 1
    assert [own for own in wrong if own[1:] != ([], 0, [])] == []
