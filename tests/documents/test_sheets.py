"""Tables for spreadsheets: what is written is read back, and nothing in them is calculated."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mitgrim.documents.sheets import FORMULA, Sheet, Value, write_csv, write_xlsx

HEAD = ("기관", "사람 수", "날짜")
ROWS: tuple[tuple[Value, ...], ...] = (
    ("제주 계획부서", 3, date(2018, 8, 16)),
    ("=1+1", -2, None),
    ("", 0, date(2018, 10, 25)),
)
# What XML can hold, without what a spreadsheet makes of line ends and spaces.
TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Co", "Cn", "Cc"]))


def read_xlsx(data: bytes, name: str = "현황") -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(name).to_python()


def sheet(*rows: tuple[Value, ...], head: tuple[str, ...] = HEAD, name: str = "현황") -> Sheet:
    return Sheet(name=name, head=head, rows=rows)


def test_a_workbook_has_texts_numbers_and_days_as_such() -> None:
    assert read_xlsx(write_xlsx([sheet(*ROWS)])) == [
        list(HEAD),
        ["제주 계획부서", 3.0, date(2018, 8, 16)],
        ["=1+1", -2.0, ""],
        ["", 0.0, date(2018, 10, 25)],
    ]


def test_a_workbook_has_no_formula_and_no_link() -> None:
    evil = sheet(*((f"{sign}cmd|' /C calc'!A0", 1, None) for sign in FORMULA))
    links = sheet(("https://example.org", 1, None))
    for own in (evil, links):
        with ZipFile(BytesIO(write_xlsx([own]))) as packed:
            page = packed.read("xl/worksheets/sheet1.xml").decode()
            assert [mark in page for mark in ("<f>", "<hyperlink")] == [False, False]


@given(rows=st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_any_text_comes_back(rows: list[tuple[str, str]]) -> None:
    own = sheet(*rows, head=("가", "나"))
    found = list(csv.reader(StringIO(write_csv(own).decode("utf-8-sig"), newline="")))
    plain = [[f"'{text}" if text.startswith(FORMULA) else text for text in row] for row in rows]
    assert found == [["가", "나"], *plain]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert write_xlsx([sheet(*ROWS)]) == write_xlsx([sheet(*ROWS)])


@pytest.mark.parametrize("name", ["현황/[2018]", "가" * 40, "'현황'"])
def test_a_sheets_name_is_one_that_spreadsheets_take(name: str) -> None:
    (kept,) = CalamineWorkbook.from_filelike(BytesIO(write_xlsx([sheet(name=name)]))).sheet_names
    assert 0 < len(kept) <= 31
    assert not set(kept) & set("[]:*?/\\")


def test_an_empty_table_has_its_head() -> None:
    assert read_xlsx(write_xlsx([sheet()])) == [list(HEAD)]
