"""The whole way: from an objection to a plan that anyone can prove, in a browser.

On the site that `mitgrim demo` makes. A resident of Jinju objects to a project, three others say
the same, the planner accepts and changes the money; ministries are consulted; the committee
decides with a condition; the plan is adopted.
"""

import re
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from mitgrim.codec import plan_files
from mitgrim.plan import NATION, CityPlan, Project
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.people.models import Person
from mitgrim.web.reviews.models import Item
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import city_section, manifest, national_branch, plan_of
from mitgrim.web.running.demonstration import make
from tests.cli.running import Run
from tests.web.cast import Cast, everybody, renamed, with_project
from tests.web.opinions.story import given, saved
from tests.web.procedure.asking import PERMITS, ministry, somebody_of
from tests.web.reviews.story import assembled, somebody
from tests.web.visiting import Site

WORK = "/work/innovation-cities-2018/"
AT = f"{WORK}committees/"
ROUNDS = f"{WORK}rounds/"
CITY = "gyeongnam"  # whose innovation city lies in Jinju
HOMES = "경남 정주여건 예시사업 1"
CENTRE = "경남 복합혁신센터 건립(예시)"
TOO_DEAR = "정주여건 사업비가 너무 큽니다. 절반으로 줄여 주세요."
OTHERS = (
    "정주여건 사업비가 너무 큽니다. 절반으로 줄여야 합니다.",
    "정주여건 사업비 너무 커요 절반으로 줄여 주세요",
    "정주여건의 사업비가 너무 큽니다, 줄여 주세요.",
)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody of the demonstration."""
    make()
    known = {own.name for own in fields(Cast)}
    people = {name: own for name, own in everybody().items() if name in known}
    return Cast(workspace=Workspace.objects.get(), **people)


def section_now(cast: Cast) -> CityPlan:
    """The section of Jinju as its draft has it."""
    return city_section(cast.draft(CITY))


def named(section: CityPlan, name: str) -> Project:
    return next(own for own in section.projects if own.name.ko == name)


def cheaper(section: CityPlan) -> CityPlan:
    """Half of the money for homes, and the totals that the project and the section print then."""
    homes = named(section, HOMES)
    money = tuple(replace(own, amount=own.amount // 2) for own in homes.money)
    amount = replace(homes, money=money).amount()
    (total,) = section.declared
    declared = (replace(total, value=total.value - homes.amount() + amount),)
    return replace(
        with_project(section, homes.id, money=money, declared_total=amount), declared=declared
    )


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
    page.get_by_label("제목").fill("센터의 이름")
    page.get_by_label("절 필수", exact=True).select_option(CITY)
    page.get_by_label("파일").set_input_files(file)
    press(page, "저장")
    page.get_by_role("link", name="수정안 1: 센터의 이름").click()
    told(page, "수정안의 센터")
    press(page, "표결에 부치기")


def decide(page: Page, place: str) -> None:
    page.get_by_role("link", name="의결 묻기").click()
    page.get_by_label("조건부 의결").check()
    page.locator("summary", has_text="조건 1").click()
    page.get_by_label("조건 1", exact=True).fill("사업의 이름을 바꿀 것")
    page.get_by_label("조건 1의 바꿀 곳").select_option(place)
    press(page, "의결 묻기")


def a_file(cast: Cast, folder: Path) -> Path:
    """The section of Jinju as a file with another name for its centre."""
    head = national_branch(cast.workspace).head
    section = city_section(cast.draft(CITY), head)
    section = renamed(section, named(section, CENTRE).id, "수정안의 센터")
    plan = plan_of(manifest(head))
    cities = tuple(section if own.city.id == CITY else own for own in plan.cities)
    file = folder / f"{CITY}.json"
    file.write_bytes(plan_files(replace(plan, cities=cities))[f"cities/{CITY}.json"])
    return file


def condition(cast: Cast, planner: Person, place: str, page: Page) -> None:
    """A revision that changes something else does not meet the condition; one that does, does."""
    ulsan = city_section(cast.draft("ulsan"))
    elsewhere = assembled(cast, renamed(ulsan, ulsan.projects[0].id, "다른 사업"))
    assembled(cast, ulsan)
    homes = named(section_now(cast), HOMES)
    saved(cast, renamed(section_now(cast), homes.id, "고친 정주여건 사업"), by=planner)
    for revision, said in (
        (elsewhere, f"{elsewhere.number}판은 ‘{place}’"),
        (assembled(cast, section_now(cast)), "이행함"),
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
    file = inside / "cities" / f"{CITY}.json"
    file.write_bytes(file.read_bytes().replace("정주".encode(), "정두".encode(), 1))
    assert run("verify", inside, "--key", key).code != 0


def object_to(page: Page) -> None:
    """From the page of the project to an opinion on it."""
    page.get_by_role("link", name="의견 내기").click()
    expect(page.get_by_text(HOMES).first).to_be_visible()
    page.get_by_label("의견 필수").fill(TOO_DEAR)
    page.get_by_label("의견과 이름을 보관하는 데 동의합니다.").check()
    page.get_by_role("button", name="의견 보내기").click()
    expect(page.get_by_text("의견을 받았습니다.")).to_be_visible()


def answer_what_four_residents_say(cast: Cast, planner: Person, site: Site, place: str) -> None:
    """Four residents say the same; the planner halves the money, and all of them see it."""
    resident = site.visitor(cast.resident)
    page = resident.open(f"/projects/{place.rpartition('/')[2]}/")
    object_to(page)
    receipt = page.url.removeprefix(site.url)
    own = Opinion.objects.get(text=TOO_DEAR)
    others = [given(cast, text, name="", place=place, by=planner) for text in OTHERS]

    moderator = site.visitor(cast.moderator).open(f"{WORK}opinions/moderation/")
    boxes = moderator.locator("[name=s]").all()
    for box in boxes:
        box.check()
    moderator.get_by_role("button", name="공개", exact=True).click()
    expect(moderator.get_by_text(f"{len(boxes)}건을 처리했습니다.")).to_be_visible()

    desk = site.visitor(planner).open(f"{WORK}opinions/alike/")
    expect(desk.get_by_role("heading", name="비슷한 의견 4건")).to_be_visible()
    desk.get_by_role("button", name="이 의견들 묶기").click()
    expect(desk.get_by_role("heading", name="함께 답하는 의견 4건")).to_be_visible()
    desk.get_by_label("수용", exact=True).check()
    desk.get_by_label("조치 내용과 사유").fill("사업비를 절반으로 줄였습니다.")
    desk.get_by_role("button", name="조치 정하기").click()
    expect(desk.get_by_text("의견을 받은 뒤 저장한 판이 없습니다.")).to_be_visible()

    revision = saved(cast, cheaper(section_now(cast)), by=planner)
    desk.reload()
    expect(desk.get_by_label("반영한 판")).to_contain_text(f"✓ 바꿈: {revision.number}판")
    desk.get_by_role("button", name="이 판으로 마치기").click()
    expect(desk.get_by_text("조치를 마쳤습니다.")).to_be_visible()

    again = resident.open(receipt)
    expect(again.get_by_text("사업비를 절반으로 줄였습니다.")).to_be_visible()
    expect(again.get_by_role("heading", name="이 의견으로 바뀐 내용")).to_be_visible()
    expect(again.locator(".money-diff").first).to_be_visible()
    for opinion in (own, *others):
        anyone = site.visitor().open(f"/opinions/{opinion.code}/")
        expect(anyone.get_by_text(re.compile(f"^{revision.number}판"))).to_be_visible()


def consult(cast: Cast, site: Site) -> None:
    """Two bodies have opinions, one has none, one is silent; then the round is over."""
    names = ("도로부(예시)", "복지부(예시)", "환경부서(예시)")
    roads, health, _ = map(ministry, ("roads", "health", "green"), names)
    begun = timezone.localdate() - timedelta(days=60)

    page = visit(site, cast.officer, f"{ROUNDS}open/")
    page.get_by_label("협의 이름").fill("1차 부처 협의")
    page.get_by_label("근거").select_option(PERMITS)
    page.get_by_label("시작일").fill(begun.isoformat())
    for body in ("협의 부처(예시)", *names):
        page.get_by_label(body, exact=True).check()
    press(page, "협의 열기")

    own = seat(site, cast.consulted, "협의 부처(예시)")
    own.get_by_role("link", name="의견 적기").click()
    own.get_by_label("의견 필수").fill("보상비를 따로 적어 주십시오.")
    press(own, "의견 보내기")
    told(own, "의견 있음")
    for other, kind in ((roads, "의견 있음"), (health, "의견 없음")):
        own = seat(site, somebody_of(other), other.name_ko)
        own.get_by_role("link", name="회신하기").click()
        own.get_by_label(kind, exact=True).check()
        press(own, "회신하기")
        told(own, kind)
    page.goto(f"{site.url}{ROUNDS}")
    page.get_by_role("link", name="1차 부처 협의").click()
    press(page, "협의 마감")
    told(page, "마감")
    rows = page.get_by_role("table").locator("tbody tr").all()
    assert {row.locator("th").inner_text(): standing(row) for row in rows} == {
        "협의 부처(예시)": "의견 있음",
        "도로부(예시)": "의견 있음",
        "복지부(예시)": "의견 없음",
        "환경부서(예시)": "의견 없음으로 봄",
    }


def standing(row: Locator) -> str:
    """How a body stands, without the word that its answer came late."""
    said = " ".join(row.locator("td").nth(0).inner_text().split())
    return said.removesuffix(" 기한 뒤")


def seat(site: Site, person: Person, body: str) -> Page:
    """The page of a body in the round, as somebody of it comes there."""
    page = visit(site, person, ROUNDS)
    page.get_by_role("link", name="1차 부처 협의").click()
    page.get_by_role("link", name=body, exact=True).click()
    return page


def decide_with_a_condition(cast: Cast, site: Site, place: str, folder: Path) -> Page:
    """One member has an interest, an amendment is voted, the plan is approved with a condition."""
    second, third = somebody("second", "둘째 위원"), somebody("third", "셋째 위원")
    somebody("fourth", "넷째 위원")
    page = visit(site, cast.officer, WORK)
    set_up(page)
    convene(page)
    item = Item.objects.get(sitting__committee__section=NATION)

    own = visit(site, cast.member, f"{AT}items/{item.pk}/")
    own.get_by_role("link", name="이해관계 알리기").click()
    own.get_by_label("위원 필수", exact=True).select_option(label="위원회 위원")
    own.get_by_label("사유").fill("가까운 곳에 토지를 가짐")
    press(own, "저장")
    told(own, "가까운 곳에 토지를 가짐")

    page.get_by_role("link", name="종합발전계획안").click()
    amend_it(page, a_file(cast, folder))
    own.reload()
    assert own.get_by_role("button", name="투표하기").count() == 0
    for person in (second, third):
        vote(site, person, item, "찬성")
    press(page, "표결 종료")
    told(page, "찬성 2, 반대 0, 기권 0, 투표하지 않음 0.")
    decide(page, place)
    vote(site, second, item, "찬성")
    vote(site, third, item, "찬성")
    press(page, "표결 종료")
    told(page, "조건부 의결")

    return page


@pytest.mark.django_db(transaction=True)
def test_from_an_objection_to_the_proof(
    cast: Cast, site: Site, key: str, tmp_path: Path, run: Run
) -> None:
    planner = Person.objects.get(login="jinju")
    place = f"{CITY}/projects/{named(section_now(cast), HOMES).id}"
    answer_what_four_residents_say(cast, planner, site, place)
    assembled(cast, section_now(cast))
    consult(cast, site)
    page = decide_with_a_condition(cast, site, place, tmp_path)
    condition(cast, planner, place, page)
    (refusal,) = site.complaints  # the browser's own word for what the page said in ours
    assert "422" in refusal
    site.complaints.clear()
    adopt(page)
    prove(site, key, tmp_path / "taken", run)
