"""What the book says where: its chapters in order, prose in its place, sums that may be made."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mitgrim.cli import main
from mitgrim.codec import write_plan
from mitgrim.documents import host_maps, write_html
from mitgrim.documents.drawing import Caption
from mitgrim.documents.outline import Document, Figure, Paragraph, Run, Section, Table, blocks_of
from mitgrim.plan import Label, Passage, Plan
from mitgrim.wording import Lang
from tests.cast import small_plan
from tests.documents.reading import read
from tests.documents.stock import basemap, example_book, example_elements, small_book


def table(document: Document, id: str) -> Table:
    for chapter in document.sections:
        for block in blocks_of(chapter):
            own = block.table if isinstance(block, Figure) else block
            if isinstance(own, Table) and own.id == id:
                return own
    raise LookupError(id)


def section(document: Document, id: str) -> Section:
    every = [b for c in document.sections for b in (c, *blocks_of(c))]
    return next(block for block in every if isinstance(block, Section) and block.id == id)


def with_passage(id: str, text: str) -> Plan:
    plan = small_plan()
    passage = Passage(id=id, number=1, title=Label(ko="제목"), text=text)
    return replace(plan, nation=replace(plan.nation, passages=(passage,)))


def test_the_chapters_stand_in_the_order_of_a_development_plan() -> None:
    assert [(own.label, own.heading) for own in example_book().sections] == [
        ("제1장", "비전과 목표"),
        ("제2장", "현황과 여건"),
        ("제3장", "분야별 추진전략과 세부과제"),
        ("제4장", "도시별 발전계획"),
        ("제5장", "연차별·재원별 투자계획"),
        ("제6장", "타 계획과의 연계"),
        ("제7장", "역할분담"),
        ("제8장", "성과관리"),
        ("제9장", "추진절차"),
        ("부록 1", "사업 목록"),
        ("부록 2", "산출 근거"),
        ("부록 3", "법정 기재사항"),
        ("부록 4", "점검 결과"),
        ("부록 5", "출처"),
    ]


def test_sections_of_a_chapter_are_numbered_and_tables_of_an_appendix_are_its_own() -> None:
    book = example_book()
    assert [own.label for own in book.sections[0].sections] == ["1.", "2.", "3."]
    assert table(book, "all-projects").label == "표 부1-1"


@pytest.mark.parametrize(
    ("id", "chapter"),
    [("roles", "roles"), ("management", "money"), ("themes", "situation"), ("other", "vision")],
)
def test_a_passage_stands_in_the_chapter_that_its_id_names(id: str, chapter: str) -> None:
    book = small_book(with_passage(id, "여기에 있는 글."))
    found = [c.id for c in book.sections if "여기에 있는 글." in str(c.blocks)]
    assert found == [chapter]


def test_a_sectors_passage_opens_the_section_of_the_sector() -> None:
    book = small_book(with_passage("talent", "인재 글."))
    first, second, *_ = section(book, "sector-talent").blocks
    assert "인재 예시목표" in str(first)
    assert "인재 글." in str(second)


def runs(document: Document, id: str) -> tuple[Run, ...]:
    return tuple(
        run
        for block in section(document, id).blocks
        if isinstance(block, Paragraph)
        for run in block.text
    )


def test_a_figure_bound_to_the_plan_has_its_value_particle_and_a_note() -> None:
    plan = with_passage("purpose", "사업비는 [[합계]]을(를) 넘지 않습니다.")
    before, value, particle, after = runs(small_book(plan), "passage-1")
    assert (before.text, value.text, particle.text) == ("사업비는 ", "250억원", "을")
    assert after.text == " 넘지 않습니다."
    assert value.note
    assert not before.note


def test_a_figure_that_has_no_value_stays_as_it_was_typed_and_says_why() -> None:
    plan = with_passage("purpose", "모두 [[합계 도시=없음]]입니다.")
    (typed,) = [run for run in runs(small_book(plan), "passage-1") if run.note]
    assert typed.text == "[[합계 도시=없음]]"


def test_a_note_of_a_page_stands_at_the_end_of_its_chapter_with_a_way_back() -> None:
    plan = with_passage("purpose", "사업비는 [[합계]]입니다.")
    page = read(write_html(small_book(plan)))
    (raised,) = page.all("sup")
    (link,) = raised.all("a")
    (note,) = [e for e in page.all("li") if e.attributes.get("id") == "note-1"]
    assert link.attributes["href"] == "#note-1"
    back = [a.attributes["href"] for a in note.all("a")]
    assert back == [f"#{link.attributes['id']}"]


def test_effects_are_added_up_but_never_those_on_a_rate() -> None:
    effects = table(example_book(), "effects")
    by_head = {body.head: [c.text for c in body.rows[-1].cells] for body in effects.bodies}
    assert by_head["이전 공공기관 직원 가족동반 이주율"][2:] == ["–", "–", "–"]
    rows = next(b for b in effects.bodies if b.head == "혁신도시 입주기업 수").rows
    numbers = [int(row.cells[3].text.replace(",", "")) for row in rows]
    assert numbers[-1] == sum(numbers[:-1])


def test_every_project_is_listed_once_with_what_it_costs() -> None:
    listed = table(small_book(), "all-projects")
    assert [row.cells[0].text for row in listed.rows] == [
        "울산 1-1",
        "제주 1-1",
        "제주 2-1",
        "울산 4-1",
    ]
    assert listed.totals[0].cells[-1].text == "25,000"


def test_who_leads_is_counted_by_sector() -> None:
    led = table(small_book(), "lead-bodies")
    assert [(row.cells[0].text, row.cells[-1].text) for row in led.rows] == [
        ("울산 예시부서", "10,000"),
        ("제주 예시부서", "15,000"),
    ]


def test_crosswalks_say_how_a_sector_is_split() -> None:
    shares = [[cell.text for cell in row.cells] for row in table(small_book(), "crosswalk-1").rows]
    assert ["지역인재", "성장", "75%"] in shares
    assert ["지역인재", "상생", "25%"] in shares


@pytest.mark.parametrize("city", ["busan", "gwangju-jeonnam", "jeonbuk", "jeju"])
def test_a_citys_map_names_its_districts_inside_the_picture(city: str) -> None:
    caption = Caption(id="m", title="지도", description="설명")
    svg = next(read(host_maps.host_map(caption, basemap(), city, Lang.KO)).all("svg"))
    hosts = [host["name"] for host in basemap()["hosts"] if host["city"] == city]
    names = [text for text in svg.all("text") if "name" in text.classes]
    assert {name.text for name in names} == set(hosts)
    assert all(0 <= float(n.attributes["x"]) <= host_maps.WIDTH for n in names)
    heights = sorted({float(n.attributes["y"]) for n in names})
    assert 0 <= heights[0] <= heights[-1] <= host_maps.HEIGHT
    assert len(heights) == len(hosts)


def test_a_city_has_its_map_beside_the_statistics_of_its_districts() -> None:
    beside = [e for e in example_elements().all("div") if "beside" in e.classes]
    assert len(beside) == 10
    assert all(len(list(e.all("svg"))) == len(list(e.all("table"))) == 1 for e in beside)


def test_build_writes_the_formats_that_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_plan(small_plan(), tmp_path / "plan")
    out = tmp_path / "out"
    with pytest.raises(SystemExit):
        main(["--lang", "ko", "build", f"{tmp_path / 'plan'}", "--out", f"{out}",
              "--formats", "pdf,html"])  # fmt: skip
    assert (out / "book.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "book.html").exists()
    assert re.search(r"PDF 보기 프로그램으로 여세요: .*book\.pdf", capsys.readouterr().out)
