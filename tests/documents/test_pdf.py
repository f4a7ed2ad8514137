"""The book as a PDF, read back: what is said, how it is tagged, and that it stays the same."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mitgrim.documents import AssetsMissingError, Document, pdf, write_pdf
from mitgrim.documents.outline import (
    Figure,
    Mark,
    Paragraph,
    Run,
    Section,
    Table,
    blocks_of,
    prose,
)
from mitgrim.documents.pdf_data import as_data, wrapping
from mitgrim.documents.pdf_tables import LANDSCAPE, PORTRAIT, layout
from mitgrim.plan import Label, Passage, Plan
from mitgrim.wording import Lang
from tests.cast import small_plan
from tests.documents.stock import example_book, small_book
from tests.documents.test_drafts import DRAFTS

ROOT = Path(__file__).parents[2]
LANGUAGES = pytest.mark.parametrize("lang", list(Lang))
HOSTILE = "#panic() ~ @label *굵게* _x_ <b> `y` $a$ \\\\ // /* -- --- ... 'a' \"b\" = 제목 #{1+1} [x] \\u{41}"


def document(lang: Lang, book: str = "example") -> Document:
    return example_book(lang) if book == "example" else small_book(lang=lang)


@cache
def printed(lang: Lang = Lang.KO, book: str = "example") -> bytes:
    return write_pdf(document(lang, book))


def opened(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def root_of(made: bytes) -> Any:
    return opened(made).trailer["/Root"]


def title_of(made: bytes) -> str:
    metadata: Any = opened(made).metadata
    return str(metadata.title)


@cache
def pages(lang: Lang = Lang.KO, book: str = "example") -> tuple[str, ...]:
    return tuple(page.extract_text() for page in opened(printed(lang, book)).pages)


def close(text: str) -> str:
    """A text without its spaces, which say little about what is printed."""
    return "".join(text.split())


def whole(made: bytes) -> str:
    return close("".join(page.extract_text() for page in opened(made).pages))


def tables(book: Document) -> Iterator[Table]:
    for chapter in book.sections:
        for block in blocks_of(chapter):
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Figure):
                yield block.table


@LANGUAGES
def test_every_heading_caption_and_row_can_be_read_back(lang: Lang) -> None:
    book = document(lang)
    said = close("".join(pages(lang)))
    sections = [b for c in book.sections for b in (c, *blocks_of(c)) if isinstance(b, Section)]
    wanted = [section.heading for section in sections]
    wanted += [table.caption for table in tables(book)]
    wanted += [row.cells[table.row_head].text for table in tables(book) for row in table.rows]
    assert [text for text in wanted if close(text) not in said] == []


def test_every_font_is_embedded_and_none_is_of_this_machine() -> None:
    found = {}
    for page in opened(printed()).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            found[font["/BaseFont"]] = "/FontFile3" in descriptor and "/ToUnicode" in font
    assert {name.split("+")[1].removesuffix("-Identity-H") for name in found} == {
        "PretendardGOV-Regular",
        "PretendardGOV-Bold",
    }
    assert all(found.values())


@LANGUAGES
def test_it_is_tagged_for_assistive_technology_and_says_so(lang: Lang) -> None:
    root = root_of(printed(lang))
    assert root["/StructTreeRoot"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == lang.value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert title_of(printed(lang)) == document(lang).title
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part[>=\"']+1", xmp)


def test_tables_have_heads_and_figures_their_words() -> None:
    kinds = [element.get("/S") for element in elements(opened(printed()))]
    figures = [e for e in elements(opened(printed())) if e.get("/S") == "/Figure"]
    book = document(Lang.KO)
    drawn = [b for c in book.sections for b in blocks_of(c) if isinstance(b, Figure)]
    assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/Link", "/Caption"} <= set(kinds)
    assert kinds.count("/Table") >= len(list(tables(book)))
    assert {figure.description for figure in drawn} <= {f.get("/Alt") for f in figures}


def elements(reader: PdfReader) -> Iterator[Any]:
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"].get_object()]
    while waiting:
        element = waiting.pop()
        yield element
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            inner = child.get_object()
            if hasattr(inner, "get") and "/S" in inner:
                waiting.append(inner)


@LANGUAGES
def test_the_bookmarks_are_the_chapters_and_their_sections(lang: Lang) -> None:
    def titles(outline: list[Any]) -> list[Any]:
        return [titles(one) if isinstance(one, list) else one.title for one in outline]

    outline = titles(opened(printed(lang)).outline)
    chapters = [title for title in outline if isinstance(title, str)]
    sections = document(lang).sections
    assert [close(t) for t in chapters] == [close(s.label + s.heading) for s in sections]
    first = [title for title in outline[1] if isinstance(title, str)]
    inner = [close(s.label + s.heading) for s in sections[0].sections]
    assert [re.sub("(공표|예시|published|example)$", "", close(t)) for t in first] == inner


def test_the_contents_name_every_chapter_with_its_page() -> None:
    said = pages()
    contents = close(said[1] + said[2])
    for section in document(Lang.KO).sections:
        (place, *_) = [
            number
            for number, page in enumerate(said[3:], start=4)
            if close(page).startswith(close(section.label + section.heading))
        ]
        assert re.search(
            rf"{re.escape(close(section.label + section.heading))}\.*{place}", contents
        )


def test_pages_are_numbered_but_the_first() -> None:
    said = pages()
    assert [n for n, page in enumerate(said, 1) if f"- {n} -" not in page] == [1]


def test_heads_of_a_table_are_repeated_on_every_page_it_goes_on() -> None:
    said = [close(page) for page in pages()]
    first, last = (
        next(n for n, page in enumerate(said[3:], 3) if close(name) in page)
        for name in ("부록 1 사업 목록", "부록 2 산출 근거")
    )
    assert last - first >= 3
    assert [n for n in range(first, last) if "번호사업명기간(년)" not in said[n]] == []


def test_the_same_plan_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import hashlib; from tests.documents.stock import small_book;"
        "from mitgrim.documents import write_pdf;"
        "print(hashlib.sha256(write_pdf(small_book())).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Seoul"))
    }
    assert digests == {hashlib.sha256(printed(book="small")).hexdigest()}


def spoilt() -> Plan:
    """The small plan with markup of the typesetter in every name that is printed."""
    plan = small_plan()
    label = Label(ko=HOSTILE, en=HOSTILE)
    cities = tuple(
        replace(
            section,
            city=replace(section.city, name=label),
            projects=tuple(replace(p, name=label, lead=HOSTILE) for p in section.projects),
            passages=(Passage(id="x", number=1, title=label, text=HOSTILE),),
        )
        for section in plan.cities
    )
    nation = replace(
        plan.nation,
        name=label,
        sectors=tuple(replace(sector, name=label) for sector in plan.nation.sectors),
        source_classes=tuple(replace(one, name=label) for one in plan.nation.source_classes),
    )
    return Plan(nation=nation, cities=cities)


def test_no_text_is_markup() -> None:
    made = write_pdf(small_book(spoilt()))
    said = whole(made)
    # One for a title, a heading, a passage, a project, a lead body, a name in a chart, at least.
    assert said.count(close(HOSTILE)) > 20
    assert title_of(made).startswith(HOSTILE)


def test_text_that_cannot_be_written_is_replaced_and_blanks_are_one_space() -> None:
    plan = small_plan()
    named = replace(plan.nation, name=Label(ko="가\x00나\ud800다\n\t라\u2028마"))
    made = write_pdf(small_book(replace(plan, nation=named)))
    assert title_of(made) == "가[U+FFFD]나[U+FFFD]다 라 마 계획서"


def test_a_sign_without_a_shape_is_written_by_its_number() -> None:
    plan = small_plan()
    named = replace(plan.nation, name=Label(ko="웃는 계획 \U0001f600"))
    assert "웃는계획[U+1F600]" in whole(write_pdf(small_book(replace(plan, nation=named))))


def marks_in(value: Any, mark: Mark) -> int:
    """How often a document carries a mark, wherever it stands."""
    if isinstance(value, tuple):
        return sum(marks_in(one, mark) for one in value)
    if not is_dataclass(value):
        return 0
    return sum(
        getattr(value, field.name) is mark
        if field.name == "mark"
        else marks_in(getattr(value, field.name), mark)
        for field in fields(value)
    )


def with_a_word_for(book: Document, mark: Mark) -> Document:
    """The same book with a mark called what nothing else in it is called."""
    named = tuple(replace(m, name="QXZ") if m.mark is mark else m for m in book.words.marks)
    return replace(book, words=replace(book.words, marks=named))


@pytest.mark.parametrize("mark", [Mark.EXAMPLE, Mark.PUBLISHED])
def test_no_mark_is_lost(mark: Mark) -> None:
    """Heads that are repeated repeat theirs; every other is there as often as in the outline."""
    book = example_book()
    once = marks_in(book.sections, mark) + 1  # the legend
    heads = sum(column.mark is mark for table in tables(book) for column in table.columns)
    found = whole(write_pdf(with_a_word_for(book, mark))).count("QXZ")
    assert once <= found <= once + 4 * heads
    assert once > 100


def test_marks_of_a_small_book_are_counted_to_the_last() -> None:
    book = small_book()
    made = write_pdf(with_a_word_for(book, Mark.EXAMPLE))
    assert whole(made).count("QXZ") == marks_in(book.sections, Mark.EXAMPLE) + 1


def test_a_note_of_a_run_stands_at_the_foot_of_its_page() -> None:
    noted = Run(text="4조원", note=prose("사업비의 합"))
    chapter = Section(
        id="a", heading="장", blocks=(Paragraph(text=prose("모두 ", noted, "입니다.")),)
    )
    made = write_pdf(replace(small_book(), sections=(chapter,)))
    last = close(opened(made).pages[-1].extract_text())
    assert re.search(r"모두4조원1입니다.*사업비의합", last)


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS.keys())
def test_a_draft_makes_a_book(draft: Plan) -> None:
    assert len(opened(write_pdf(small_book(draft))).pages) >= 3


def test_a_name_without_spaces_stays_in_its_column() -> None:
    plan = small_plan()
    long = Label(ko="가나다라" * 60)
    cities = tuple(
        replace(s, projects=tuple(replace(p, name=long, lead="마" * 200) for p in s.projects))
        for s in plan.cities
    )
    book = small_book(replace(plan, cities=cities))
    listed = next(table for table in tables(book) if table.id == "projects-4")
    laid = layout(listed, listed.columns)
    assert sum(laid.widths) <= PORTRAIT + 0.01
    assert whole(write_pdf(book)).count("가나다라" * 60) >= 4


def test_widths_fill_the_page_and_a_wide_table_turns_it() -> None:
    for table in tables(example_book()):
        laid = layout(table, table.columns)
        assert not laid.landscape
        assert sum(laid.widths) == pytest.approx(PORTRAIT, abs=0.1)
        assert laid.size >= 7.4
    money = next(table for table in tables(example_book()) if table.id == "money-by-city")
    wide = replace(money, columns=money.columns * 3, bodies=(), totals=())
    laid = layout(wide, wide.columns)
    assert laid.landscape
    assert sum(laid.widths) == pytest.approx(LANDSCAPE, abs=0.1)


def test_words_stay_whole_where_a_text_must_wrap() -> None:
    assert wrapping("혁신도시 종합발전계획", 40) == "혁신도시 종합발전계획"
    assert wrapping("혁신도시 종합발전계획", 8) == ["혁신도시", "종합발전계획"]
    assert wrapping("가나다라마바사", 4) == [["가나다", "라마바", "사"]]
    assert wrapping("plain words only", 2) == "plain words only"


def test_links_that_lead_nowhere_are_left_out() -> None:
    run = Run(text="여기", target="nowhere")
    chapter = Section(id="a", heading="장", blocks=(Paragraph(text=(run,)),))
    book = replace(small_book(), sections=(chapter,))
    assert "nowhere" not in json.dumps(as_data(book))


def test_without_its_fonts_a_book_says_to_run_the_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "WEIGHTS", ((400, "nothing.otf"),))
    with pytest.raises(AssetsMissingError, match=r"nothing\.otf.*make setup"):
        write_pdf(small_book())


def test_the_book_of_ten_cities_is_a_book() -> None:
    assert 60 <= len(pages()) <= 120
    assert [n for n, page in enumerate(pages(), 1) if len(close(page)) < 60] == []
