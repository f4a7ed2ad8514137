"""The programme of the forum of 16 August 2018 comes out again from the data.

What is expected was typed from the programme that went with the ministry's press release of
15 August 2018 (「혁신도시 중장기 발전전략」 토론회 계획(안)); speakers and minutes are not in it.
"""

from dataclasses import replace
from datetime import time
from io import BytesIO

from pypdf import PdfReader

from mitgrim.documents import forum_programme, write_html, write_pdf
from mitgrim.plan import Forum, Label, Session
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import Lang
from tests.cast import small_plan
from tests.documents.reading import Element, read

TITLE = "「혁신도시 중장기 발전전략」 토론회 계획(안)"
FACTS = {
    "목적": "혁신도시를 지역성장거점으로 육성하기 위한 혁신도시 종합 발전계획의 중장기 발전전략 및 "
    "10개 혁신도시별 주요 추진과제 논의",
    "때·곳": "2018. 8. 16.(목) 14:00~16:30 / 국토연구원 대강당(2층)",
    "주최": "국토교통부",
    "참석자": "혁신도시발전추진부단장, 균형위 지역균형국장, 국토부* 및 각 시·도 공무원, 연구기관 등 "
    "* 혁신도시발전추진단, 도시경제과, 산업입지정책과 등 부내 유관사업부서",
}
TOPICS = [
    "종합발전계획의 5대 분야별* 주요 추진전략 및 세부과제 중간보고",
    "* 5대 분야: 특화발전, 정주여건 개선, 스마트시티 조성, 지역인재 양성, 상생발전",
    "혁신도시 종합발전계획과 타 계획 연계방안 및 『혁신도시 시즌2』 자원조달방안 등 토의",
]
SESSIONS = [
    ("14:00~14:10", "10′", "인사말 - 국토교통부", ""),
    (
        "14:10~14:50",
        "40′",
        "종합발전계획 주요전략과 혁신도시별 5대 분야 역점과제 발표",
        "국토연구원 종합발표",
    ),
    ("14:50~15:10", "20′", "휴식 및 장내 정리", ""),
    ("15:10~16:30", "80′", "지정토론 및 전체토론", ""),
]
DEBATED = [
    "혁신도시 종합발전계획과 타 계획 연계 (국토종합계획, 균형발전5개년 계획 등)",
    "『혁신도시 시즌2』 자원조달방안 등",
]


def page(lang: Lang = Lang.KO) -> Element:
    plan = innovation_cities_2018()
    (forum,) = plan.nation.forums
    return read(write_html(forum_programme(plan, forum, lang)))


def section(own: Element, id: str) -> Element:
    return next(each for each in own.all("section") if each.attributes.get("id") == id)


def own_text(cell: Element) -> str:
    """A cell's text without that of the list in it."""
    lists = "".join(each.text for each in cell.all("ul"))
    return cell.text.removesuffix(lists).strip()


def test_its_overview_is_that_of_the_press_release() -> None:
    (heading,) = page().all("h1")
    terms = [own.text for own in section(page(), "overview").all("dt")]
    said = [own.text for own in section(page(), "overview").all("dd")]
    assert (heading.text, dict(zip(terms, said, strict=True))) == (TITLE, FACTS)


def test_its_topics_are_those_of_the_press_release() -> None:
    items = list(section(page(), "topics").all("li"))
    assert [own_text(own) for own in items] == TOPICS


def test_its_sessions_are_those_of_the_press_release_with_their_minutes() -> None:
    (table,) = section(page(), "programme").all("table")
    rows = [[own for own in row.children if isinstance(own, Element)] for row in table.all("tr")][
        1:
    ]
    assert [tuple(own_text(cell) for cell in row) for row in rows] == SESSIONS
    assert [item.text for item in rows[-1][2].all("li")] == DEBATED


def test_the_pdf_says_the_same() -> None:
    plan = innovation_cities_2018()
    reader = PdfReader(BytesIO(write_pdf(forum_programme(plan, plan.nation.forums[0]))))
    said = "".join("".join(own.extract_text() for own in reader.pages).split())
    wanted = [*FACTS.values(), *TOPICS, *DEBATED, *(cell for row in SESSIONS for cell in row)]
    assert [own for own in wanted if "".join(own.split()) not in said] == []
    assert reader.metadata is not None
    assert (reader.metadata.title, len(reader.pages)) == (TITLE, 1)


def test_a_forum_that_is_hardly_planned_has_a_programme_too() -> None:
    bare = forum_programme(small_plan(), Forum(id="forum-1"))
    assert (bare.title, [own.id for own in bare.sections]) == ("forum-1 계획(안)", [])
    assert [own.text for own in read(write_html(bare)).all("h1")] == [bare.title]
    assert write_pdf(bare).startswith(b"%PDF")


def test_a_session_that_ends_before_it_starts_has_no_minutes() -> None:
    turned = Session(starts=time(15), ends=time(14), title=Label(ko="거꾸로"))
    forum = replace(Forum(id="forum-1"), sessions=(turned,))
    assert "0′" not in write_html(forum_programme(small_plan(), forum))
