"""Tables that people bring: what is read, and that no file harms who reads it."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.codec.sheets import Limits, SheetError, sheet_rows

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=20
).map(str.strip)
TABLE = st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=6)


def workbook(rows: list[list[object]], *, strings: bool = False) -> bytes:
    """An XLSX of these rows; with `strings`, nothing is taken for a number or a formula."""
    made = io.BytesIO()
    options = {"strings_to_formulas": not strings, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if strings:
                    sheet.write_string(number, column, str(value))
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return made.getvalue()


def comma_separated(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return made.getvalue().encode(encoding)


def repacked(data: bytes, **parts: bytes) -> bytes:
    """A workbook with some of its parts replaced: `sheet1`, say."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts.get(stem, old.read(name)))
    return made.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name)


def reason(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(SheetError) as refused:
        sheet_rows(data, limits or Limits())
    return refused.value.reason


def rows_or_refusal(data: bytes) -> object:
    """What a file gives, or what is said of it; any other error is a fault of ours."""
    try:
        return sheet_rows(data)
    except SheetError as refused:
        return refused.message.ko


@given(TABLE)
def test_both_forms_give_the_same_rows_of_the_same_table(rows: list[list[str]]) -> None:
    held = list(rows)
    while held and not any(held[-1]):
        held.pop()  # empty rows at the end are none, however wide
    width = max(map(len, held), default=0)
    expected = [(*row, *[""] * (width - len(row))) for row in held]
    if not expected:
        assert reason(comma_separated(rows)) == "empty"
        return
    read = sheet_rows(comma_separated(rows))
    assert read == expected
    if all(any(row) for row in expected[:1]) and all(row[0] for row in expected):
        own = sheet_rows(workbook(rows, strings=True))  # type: ignore[arg-type]
        used = max((n + 1 for row in expected for n, cell in enumerate(row) if cell), default=0)
        assert [row[:used] for row in own] == [row[:used] for row in expected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_as_koreans_save_it(encoding: str, delimiter: str) -> None:
    rows = [["의견", "성명"], ["공원이 좁습니다, 넓혀 주세요", "김하나"]]
    assert sheet_rows(comma_separated(rows, encoding, delimiter)) == [tuple(row) for row in rows]


def test_numbers_days_and_truths_read_as_a_spreadsheet_shows_them() -> None:
    rows: list[list[object]] = [["가", "나", "다", "라"], [12, 1.5, date(2018, 8, 16), True]]
    assert sheet_rows(workbook(rows))[1] == ("12", "1.5", "2018-08-16", "TRUE")


def test_a_formula_is_never_computed() -> None:
    asked = '=HYPERLINK("https://example.org")'
    assert sheet_rows(comma_separated([["의견", "a"], [asked, "b"]]))[1][0] == asked
    assert sheet_rows(workbook([["의견"], ["=1+1"]]))[-1] in {("0",), ("의견",)}


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    data = workbook([["의견"], ["글"]])
    bomb = repacked(data, sheet1=part_of(data, "xl/worksheets/sheet1.xml") + b"<c/>" * 10_000_000)
    assert len(bomb) < 100_000
    assert reason(bomb, Limits(unpacked=10_000_000)) == "zip-bomb"


@pytest.mark.parametrize(
    ("cell", "why"),
    [("A1048576", "too-many-rows"), ("XFD2", "too-many-columns"), ("&#65;2", "workbook-broken")],
)
def test_a_cell_far_away_does_not_make_a_table_of_billions(cell: str, why: str) -> None:
    data = workbook([["의견"], ["글"]])
    sheet = part_of(data, "xl/worksheets/sheet1.xml").replace(b'r="A2"', f'r="{cell}"'.encode())
    assert reason(repacked(data, sheet1=sheet)) == why


def moved(sheet: bytes, path: str) -> bytes:
    """A workbook whose sheet stands in another file."""
    data, made = workbook([["의견"], ["글"]]), io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                part = old.read(name).replace(b"worksheets/sheet1.xml", path.encode())
                new.writestr(name, part)
        new.writestr(f"xl/{path}", sheet)
    return made.getvalue()


def with_cell(cell: bytes) -> bytes:
    """A sheet with this for its second cell, further down than a table may go."""
    sheet = part_of(workbook([["의견"], ["글"]]), "xl/worksheets/sheet1.xml")
    return sheet.replace(b'r="A2"', cell)


FAR = b'r="CV30000"'


@pytest.mark.parametrize(
    "data",
    [
        moved(with_cell(b'r="CV' + b"30000".rjust(24, b"0") + b'"'), "worksheets/sheet1.xml"),
        moved(with_cell(b'r="CV' + b"0" * 40 + b'&#51;0000"'), "worksheets/sheet1.xml"),
        moved(with_cell(b"r" + b" " * 2_000 + b'="CV30000"'), "worksheets/sheet1.xml"),
        moved(b" " * (2**20 - 500) + with_cell(FAR), "worksheets/sheet1.xml"),
        moved(with_cell(FAR), "sheet.dat"),
        moved(with_cell(FAR), "SHEET.XML"),
        moved(with_cell(FAR).replace(b"<row ", b"<row" + b" " * 900), "worksheets/sheet1.xml"),
    ],
    ids=["zeros", "escaped", "spaces", "edge", "elsewhere", "capitals", "row"],
)
def test_nothing_hides_a_cell_far_away(data: bytes) -> None:
    assert reason(data) in {"too-many-rows", "too-many-columns", "workbook-broken"}


@pytest.mark.parametrize("edge", range(-40, 40, 3))
def test_a_cell_is_seen_wherever_a_part_of_the_file_ends(edge: int) -> None:
    sheet = with_cell(b'r="CV30000"')
    before = sheet.index(b"CV30000")
    data = sheet.replace(b"<row ", b"<!--" + b"x" * (2**20 - before + edge) + b"--><row ", 1)
    assert reason(moved(data, "worksheets/sheet1.xml")) == "too-many-rows"


def test_a_row_far_away_without_cells_is_refused_too() -> None:
    data = workbook([["의견"], ["글"]])
    sheet = part_of(data, "xl/worksheets/sheet1.xml")
    far = re.sub(rb'<row r="2"', b"<row r='9999999'", sheet).replace(b' r="A2"', b"")
    assert reason(repacked(data, sheet1=far)) == "too-many-rows"


def test_another_encoding_hides_nothing() -> None:
    data = workbook([["의견"], ["글"]])
    sheet = part_of(data, "xl/worksheets/sheet1.xml").decode()
    for text in (sheet.encode("utf-16"), sheet.replace("UTF-8", "UTF-7").encode()):
        assert reason(repacked(data, sheet1=text)) == "workbook-broken"


@given(st.binary(max_size=400))
def test_whatever_is_brought_gives_rows_or_a_refusal(data: bytes) -> None:
    for own in (data, b"PK\x03\x04" + data):
        assert rows_or_refusal(own)


BOOK = workbook([["의견", "성명"], ["글", "이름"]])  # once: it holds the time at which it was made


@given(st.data())
def test_a_damaged_workbook_gives_rows_or_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(BOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert rows_or_refusal(bytes(whole))


def test_limits_are_of_size_rows_columns_and_signs() -> None:
    rows = comma_separated([["의견", "성명"], ["글", "이름"], ["글", "이름"]])
    assert reason(rows, Limits(size=10)) == "too-large"
    assert reason(rows, Limits(rows=2)) == "too-many-rows"
    assert reason(rows, Limits(columns=1)) == "too-many-columns"
    assert reason(rows, Limits(cell=1)) == "cell-too-long"
    assert len(sheet_rows(rows, Limits(rows=3, columns=2, cell=2))) == 3


def test_what_is_no_table_is_refused() -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("letter.txt", "글")
    assert reason(empty.getvalue()) == "no-table"
    assert reason(b"a\x00b") == "no-table"
    assert reason(b"") == "empty"
    assert reason(b"\xff\xfe\xff") == "encoding"
