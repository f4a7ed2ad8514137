"""A table of opinions: its columns, each row, and what no file may do."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader

from mitgrim.codec.sheets import sheet_rows
from mitgrim.web.opinions.importing import day_of, guessed, rows_of
from mitgrim.web.opinions.kinds import Column
from mitgrim.web.opinions.models import BroughtTable, Opinion
from mitgrim.web.opinions.services import OpinionRefusal
from mitgrim.web.pages.language import COOKIE as LANGUAGE
from mitgrim.web.runs.models import Result, Run
from tests.cast import JEJU_PARK
from tests.codec.test_sheets import comma_separated, part_of, repacked, workbook
from tests.web.cast import Cast, project_of
from tests.web.opinions.story import (
    LIST,
    NUMBER,
    PARK,
    TOO_DEAR,
    given,
    promised,
    public_plan,
    visit,
    work,
)

HEAD = ["번호", "의견 내용", "성명", "제출 기관", "접수일", "대상 사업"]


def rows(cast: Cast) -> list[list[str]]:
    park = project_of(cast.draft(), JEJU_PARK)
    return [
        HEAD,
        ["1", "공원을 넓혀 주세요", "김하나", "", "2018. 8. 16.", park.name.ko],
        ["2", "공원을 줄여 주세요", "", "예시협회", "2018-08-17", JEJU_PARK],
        ["3", "제주에 도서관을", "남궁", "", "", ""],
    ]


def bring(client: Client, data: bytes, name: str = "의견.csv") -> Any:
    return client.post(f"{LIST}bring/", {"file": SimpleUploadedFile(name, data)})


def map_it(client: Client, cast: Cast, **more: object) -> None:
    table = BroughtTable.objects.latest("id")
    usual = {
        "text_column": 1, "name_column": 2, "body_column": 3, "said_column": 4, "place_column": 5,
        "revision": cast.draft("nation").head.number, "place": "jeju",
    }  # fmt: skip
    got = client.post(f"{LIST}tables/{table.pk}/", {**usual, **more})
    assert got.status_code == 302, got.context["form"].errors
    work()


def taken(client: Client) -> str:
    table = BroughtTable.objects.latest("id")
    return client.get(f"{LIST}tables/{table.pk}/done/").content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_is_taken_in_with_its_columns(cast: Cast, client: Client, form: str) -> None:
    public_plan(cast)
    visit(client, cast.jeju)
    made = rows(cast)
    data = comma_separated(made, "cp949") if form == "csv" else workbook(made, strings=True)  # type: ignore[arg-type]
    went = bring(client, data, f"의견.{form}")
    page = client.get(went["Location"])
    assert page.context["form"].initial["text_column"] == 1
    assert "공원을 넓혀 주세요" in page.content.decode()
    map_it(client, cast)
    got = Opinion.objects.order_by("id").values_list("text", "name", "body", "said_on", "place")
    today = timezone.localdate()
    assert list(got) == [
        ("공원을 넓혀 주세요", "김하나", "", date(2018, 8, 16), PARK),
        ("공원을 줄여 주세요", "", "예시협회", date(2018, 8, 17), PARK),
        ("제주에 도서관을", "남궁", "", today, "jeju"),
    ]
    assert all(own.segments.count() == 1 for own in Opinion.objects.all())
    assert "의견 3건을 가져왔습니다." in taken(client)


def test_columns_are_guessed_by_their_heads() -> None:
    assert guessed(HEAD) == {
        Column.TEXT: 1, Column.NAME: 2, Column.BODY: 3, Column.SAID: 4, Column.PLACE: 5,
    }  # fmt: skip
    assert guessed(["가", "나"]) == {Column.TEXT: 0}
    assert guessed(["사업명", "의견"]) == {Column.TEXT: 1, Column.PLACE: 0}


def test_what_is_wrong_is_said_row_by_row_and_the_rest_is_taken_in(
    cast: Cast, client: Client
) -> None:
    public_plan(cast)
    made = [
        *rows(cast),
        ["4", "", "김둘", "", "", ""],
        ["5", f"번호는 {NUMBER}", "", "", "", ""],
        ["6", "날짜가 이상함", "", "", "2018. 13. 40.", ""],
        ["7", "없는 사업", "", "", "", "없는 사업입니다"],
        ["8", "남의 도시", "", "", "", "ulsan"],
        ["9", "공원을 넓혀 주세요", "김하나", "", "", JEJU_PARK],
        ["10", "내일의 글", "", "", "2999-01-01", ""],
    ]
    visit(client, cast.jeju)
    bring(client, comma_separated(made))
    map_it(client, cast)
    table = BroughtTable.objects.get()
    assert (table.taken, [row for row, *_ in table.wrong]) == (3, [5, 6, 7, 8, 9, 10, 11])
    page = taken(client)
    assert "주민등록번호가 있어 저장하지 않았습니다" in page
    for kept in (repr(table.wrong), repr(bytes(Result.objects.get().body).decode()), page):
        assert NUMBER not in kept


def test_the_rows_go_as_soon_as_they_are_taken_in(cast: Cast, client: Client) -> None:
    public_plan(cast)
    visit(client, cast.jeju)
    bring(client, comma_separated(rows(cast)))
    assert len(rows_of(BroughtTable.objects.get())) == 4
    map_it(client, cast)
    assert rows_of(BroughtTable.objects.get()) == []


def test_a_table_is_taken_in_once_however_often_it_is_asked_for(cast: Cast, client: Client) -> None:
    public_plan(cast)
    visit(client, cast.jeju)
    bring(client, comma_separated(rows(cast)))
    map_it(client, cast)
    own = BroughtTable.objects.get()
    assert client.post(f"{LIST}tables/{own.pk}/", {}).status_code == 302
    client.post(f"/runs/{Run.objects.get().pk}/again/")
    work()
    assert Opinion.objects.count() == 3
    bring(client, comma_separated(rows(cast)))
    map_it(client, cast)
    assert Opinion.objects.count() == 3
    assert "같은 사람의 같은 의견이 이미 있습니다." in taken(client)


def test_a_formula_is_kept_as_the_text_it_is(cast: Cast, client: Client) -> None:
    public_plan(cast)
    visit(client, cast.jeju)
    text = '=HYPERLINK("https://example.org","눌러 보세요")'
    bring(client, comma_separated([["의견"], [text]]))
    map_it(client, cast, text_column=0, name_column="", body_column="", said_column="",
           place_column="")  # fmt: skip
    assert Opinion.objects.get().text == text


def test_a_file_that_would_fill_the_memory_is_refused(cast: Cast, client: Client) -> None:
    visit(client, cast.jeju)
    data = workbook([["의견"], ["글"]])
    sheet = part_of(data, "xl/worksheets/sheet1.xml")
    bomb = repacked(data, sheet1=sheet + b" " * 140_000_000)
    far = repacked(data, sheet1=sheet.replace(b'r="A2"', b'r="XFD1048576"'))
    for own, said in ((bomb, "풀면 128MB가 넘는"), (far, "20,000행보다 많은"), (b"", "")):
        got = bring(client, own, "의견.xlsx")
        assert (got.status_code, said in got.content.decode()) == (422, True)
    assert BroughtTable.objects.count() == 0


def test_a_table_of_somebody_else_is_not_there(cast: Cast, client: Client) -> None:
    public_plan(cast)
    bring(visit(client, cast.jeju), comma_separated(rows(cast)))
    own = BroughtTable.objects.get()
    for person in (cast.jeju_colleague, cast.ulsan, cast.moderator, cast.resident):
        for path in (f"{LIST}tables/{own.pk}/", f"{LIST}tables/{own.pk}/done/"):
            assert visit(client, person).get(path).status_code == 404


def test_a_planner_takes_in_nothing_for_another_city(cast: Cast, client: Client) -> None:
    public_plan(cast)
    visit(client, cast.jeju)
    bring(client, comma_separated(rows(cast)))
    map_it(client, cast, place="ulsan")
    assert {own.section for own in Opinion.objects.all()} == {"jeju"}
    assert BroughtTable.objects.get().wrong[0][0] == 4


@pytest.mark.parametrize(
    ("text", "day"),
    [("2018. 8. 16.", date(2018, 8, 16)), ("2018-08-16", date(2018, 8, 16)),
     ("2018/8/16", date(2018, 8, 16)), ("20180816", date(2018, 8, 16)),
     ("2018년 8월 16일", date(2018, 8, 16)), ("2018. 8. 16.(목)", date(2018, 8, 16)),
     ("2018-08-16 10:30:00", date(2018, 8, 16))],
)  # fmt: skip
def test_days_are_read_as_koreans_and_machines_write_them(text: str, day: date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize("text", ["어제", "2018. 2. 30.", "8. 16.", "99999999"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(OpinionRefusal):
        day_of(text)


def test_minutes_are_taken_apart_and_marked(cast: Cast, client: Client) -> None:
    public_plan(cast)
    visit(client, cast.jeju)
    head = cast.draft("nation").head.number
    minutes = "개회\n\n김하나 위원: 공원이 너무 비쌉니다.\n(주민) 버스를 늘려 주세요.\n폐회"
    page = client.post(
        f"{LIST}minutes/",
        {"revision": head, "place": PARK, "said_on": "2018-08-16", "minutes": minutes},
    )
    shown = page.context["rows"]
    assert [(own["who"], own["text"]) for own in shown] == [
        ("", "개회"), ("김하나 위원", "공원이 너무 비쌉니다."), ("주민", "버스를 늘려 주세요."), ("", "폐회"),
    ]  # fmt: skip
    assert Opinion.objects.count() == 0
    marked: dict[str, object] = {"revision": head, "said_on": "2018-08-16", "s": ["1", "2"]}
    for own in shown:
        marked |= {f"text-{own['n']}": own["text"], f"who-{own['n']}": own["who"],
                   f"place-{own['n']}": PARK if own["n"] == 1 else "jeju"}  # fmt: skip
    assert client.post(f"{LIST}minutes/mark/", marked).status_code == 302
    got = [
        (own.text, own.who, own.place, own.source, own.said_on)
        for own in Opinion.objects.order_by("id")
    ]
    day = date(2018, 8, 16)
    assert got == [
        ("공원이 너무 비쌉니다.", "김○○ 위○", PARK, "forum", day),
        ("버스를 늘려 주세요.", "주○", "jeju", "forum", day),
    ]


def test_what_of_minutes_can_not_be_taken_in_comes_back_and_says_why(
    cast: Cast, client: Client
) -> None:
    public_plan(cast)
    visit(client, cast.jeju)
    head = cast.draft("nation").head.number
    marked = {
        "revision": head, "said_on": "2018-08-16", "s": ["0", "1"], "text-0": "좋은 글",
        "who-0": "", "place-0": "jeju", "text-1": f"제 번호 {NUMBER}", "who-1": "",
        "place-1": "jeju",
    }  # fmt: skip
    page = client.post(f"{LIST}minutes/mark/", marked)
    assert page.status_code == 422
    assert [own.text for own in Opinion.objects.all()] == ["좋은 글"]
    assert "주민등록번호가 있어" in page.content.decode()
    forged = {**marked, "s": ["0"], "text-0": "남의 도시", "place-0": "ulsan"}
    assert client.post(f"{LIST}minutes/mark/", forged).status_code == 422
    assert Opinion.objects.count() == 1


def test_a_letter_is_typed_in(cast: Cast, client: Client) -> None:
    public_plan(cast)
    data = {
        "revision": cast.draft("nation").head.number, "place": PARK, "source": "letter",
        "text": TOO_DEAR, "name": "김하나", "body": "", "said_on": "2018-08-16",
    }  # fmt: skip
    visit(client, cast.jeju).post(f"{LIST}enter/", data)
    own = Opinion.objects.get()
    assert (own.entered_by, own.person, own.said_on) == (cast.jeju, None, date(2018, 8, 16))
    for forged in ({"place": "ulsan"}, {"place": "jeju/none"}, {"revision": 10**9}):
        assert client.post(f"{LIST}enter/", {**data, **forged}).status_code == 422
    assert Opinion.objects.count() == 1


def test_the_action_plan_is_a_page_a_workbook_and_a_pdf(cast: Cast, client: Client) -> None:
    public_plan(cast)
    own = given(cast, "=1+1 전화 010-1234-5678", name="김하나")
    promised(cast, own)
    visit(client, cast.jeju)
    page = client.get(f"{LIST}table/").content.decode()
    sheet = client.get(f"{LIST}table.xlsx")
    assert sheet.streaming
    data = b"".join(sheet)
    (row,) = sheet_rows(data)[1:]
    assert row[0] == own.code
    assert row[4:6] == ("=1+1 전화 ○○○", "수용(반영 전)")
    printed = client.post(f"{LIST}table/print/")
    work()
    pdf = client.get(f"{printed['Location']}result/")
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf.content)).pages)
    for told in (page, repr(row), text):
        assert "김○○" in told.replace("\n", "")
        assert "김하나" not in told
        assert "1234-5678" not in told


@pytest.mark.parametrize(("lang", "answer"), [("ko", "수용(반영 전)"), ("en", "accepted")])
def test_the_action_plan_is_sent_as_csv_while_it_is_read(
    cast: Cast, client: Client, lang: str, answer: str
) -> None:
    public_plan(cast)
    own = given(cast, "=1+1")
    promised(cast, own)
    visit(client, cast.jeju).cookies[LANGUAGE] = lang
    sent = client.get(f"{LIST}table.csv")
    assert sent.streaming
    translation.activate("en" if lang == "ko" else "ko")  # of whoever is served meanwhile
    (row,) = sheet_rows(b"".join(sent))[1:]
    assert (row[0], row[4], row[5].startswith(answer)) == (own.code, "'=1+1", True)
    assert client.get(f"{LIST}table.pdf").status_code == 404


def test_the_workbook_has_what_the_filter_asks_for(cast: Cast, client: Client) -> None:
    public_plan(cast)
    for n in range(3):
        given(cast, f"글 {n}", place=PARK if n else "jeju")
    visit(client, cast.jeju)
    for query, count in (("", 3), (f"?place={PARK}", 2), ("?progress=closed", 0)):
        data = b"".join(client.get(f"{LIST}table.xlsx{query}"))
        assert len(sheet_rows(data)) - 1 == count
