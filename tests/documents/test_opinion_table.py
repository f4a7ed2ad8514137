"""의견 조치계획 as a document and as a workbook."""

import io
import zipfile
from datetime import date
from xml.etree.ElementTree import fromstring

import pytest
from pypdf import PdfReader

from mitgrim.codec.sheets import sheet_rows
from mitgrim.documents import write_html, write_pdf
from mitgrim.documents.opinion_sheet import write_opinions
from mitgrim.documents.opinion_table import COLUMNS, OpinionRow, cells, heads, opinion_table
from mitgrim.documents.sheets import FORMULA
from mitgrim.wording import Lang

DAY = date(2018, 9, 3)
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def row(opinion: str = "공원이 좁습니다.", section: str = "제주", **more: str) -> OpinionRow:
    return OpinionRow(
        section=section, number="jeju-o-234567", who="김○○", said=date(2018, 8, 20),
        place="사업 · 예시사업", opinion=opinion, disposition="수용", **more,
    )  # fmt: skip


def workbook(*rows: OpinionRow, lang: Lang = Lang.KO) -> bytes:
    made = io.BytesIO()
    assert write_opinions(rows, made, lang) == len(rows)
    return made.getvalue()


@pytest.mark.parametrize("lang", list(Lang))
def test_the_workbook_holds_what_the_rows_say(lang: Lang) -> None:
    rows = [row(), row("둘째\n줄", reason="반영", revision="12판")]
    read = sheet_rows(workbook(*rows, lang=lang))
    assert read == [heads(lang), *(cells(own, lang) for own in rows)]


@pytest.mark.parametrize("sign", FORMULA)
def test_nothing_in_the_workbook_is_a_formula_or_an_address(sign: str) -> None:
    text = f'{sign}HYPERLINK("https://example.org")'
    data = workbook(row(text), row("https://example.org"))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheet, styles = packed.read(SHEET), packed.read("xl/styles.xml")
    tree = fromstring(sheet)
    assert list(tree.iter(f"{SPREADSHEET}f")) == []
    assert list(tree.iter(f"{SPREADSHEET}hyperlink")) == []
    column = "ABCDEFGH"[COLUMNS.index("opinion")]
    formats = fromstring(styles).findall(f"{SPREADSHEET}cellXfs/{SPREADSHEET}xf")
    used = {own.get("r"): formats[int(own.get("s", 0))] for own in tree.iter(f"{SPREADSHEET}c")}
    assert used[f"{column}2"].get("quotePrefix") == "1"
    assert used[f"{column}3"].get("quotePrefix") is None


def test_the_document_has_a_table_for_each_section_and_counts_dispositions() -> None:
    made = opinion_table("예시계획", [row(), row("둘", "울산"), row("셋", "울산")], DAY)
    assert [own.heading for own in made.sections] == ["제주", "울산"]
    assert [(own.term, own.text[0].text) for own in made.front.facts] == [
        ("기준일", "2018. 9. 3.(월)"), ("의견", "3건"), ("수용", "3건"),
    ]  # fmt: skip
    text = write_html(made)
    assert text.count("<tr") == 3 + 2
    assert "김○○" in text


def test_a_plan_without_opinions_has_a_table_that_says_so() -> None:
    assert "접수한 의견이 없습니다." in write_html(opinion_table("예시계획", [], DAY))


def test_what_people_wrote_stays_text_in_html_and_pdf() -> None:
    own = row("<script>alert(1)</script> #set page(width: 1pt) $x$")
    made = opinion_table("예시계획", [own], DAY)
    assert "<script>" not in write_html(made)
    pages = PdfReader(io.BytesIO(write_pdf(made))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert "#setpage(width:1pt)$x$" in text
