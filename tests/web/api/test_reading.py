"""Published plans, read by anybody's program."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.utils import timezone

from mitgrim.plan import Label
from mitgrim.web.api.answers import csv_text
from mitgrim.web.api.items import NO_LABEL, VersionItem
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, PLAN, ULSAN_CENTRE, ULSAN_SCHOOL
from tests.web.api.asking import READ, Program, edited, published
from tests.web.cast import Cast

pytestmark = pytest.mark.django_db


def ids(answer: Any) -> list[str]:
    return [own["id"] for own in answer.json["items"]]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_without_a_publication_there_is_no_plan(cast: Cast) -> None:
    assert Program().get("/api/v1/plans").json == []
    assert Program().get(READ).status == 404
    assert Program().get(READ).json == Program().get("/api/v1/plans/no-such-plan").json


def test_drafts_and_what_is_to_be_published_later_are_not_there(opened: Cast) -> None:
    edited(opened, JEJU_PARK, "아직 비밀인 이름")
    published(opened, "비밀", timezone.now() + timedelta(hours=1))
    tomorrow = timezone.localdate() + timedelta(days=1)
    for path in ("", "/projects", "/changes", "/versions", f"/projects/{JEJU_PARK}"):
        for asked in ("", f"?as-of={tomorrow}"):
            assert "비밀" not in Program().get(f"{READ}{path}{asked}").text
    assert Program().get(f"{READ}/versions").json["total"] == 1


def test_a_plan_says_its_money_in_whole_won(anybody: Program) -> None:
    page = anybody.get(READ).json
    assert (page["planned"], page["projects"]) == (250 * EOK, 4)
    assert page["by_city"] == {"ulsan": 130 * EOK, "jeju": 120 * EOK}
    assert page["by_tree"]["adopted"] == {
        "growth": 190 * EOK,
        "living": 50 * EOK,
        "sharing": 10 * EOK,
    }
    assert page["provenance"]["kind"] == "computed"
    assert page["provenance"]["detail"] == "example"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [ULSAN_CENTRE, ULSAN_SCHOOL, JEJU_JOINT, JEJU_PARK]),
        ("city=jeju", [JEJU_JOINT, JEJU_PARK]),
        ("sector=industry", [ULSAN_CENTRE, JEJU_JOINT]),
        ("action=talent.01", [ULSAN_SCHOOL]),
        ("source=private", [ULSAN_CENTRE]),
        ("year=2022", [ULSAN_SCHOOL]),
        ("status=completed", []),
        ("q=정주", [JEJU_PARK]),
        ("q=ㅈㅈㅇㅅㅅㅇ", [JEJU_PARK]),
        ("q=정ㅈ", [JEJU_PARK]),
        ("q=울산 산업", [ULSAN_CENTRE]),
        ("city=ulsan&year=2019", [ULSAN_SCHOOL]),
    ],
)
def test_projects_are_found(anybody: Program, asked: str, found: list[str]) -> None:
    assert ids(anybody.get(f"{READ}/projects?{asked}")) == found


def test_one_project_has_its_whole_record(anybody: Program) -> None:
    page = anybody.get(f"{READ}/projects/{JEJU_JOINT}").json
    assert page["row"]["number"] == {"ko": "제주 1-1", "en": "제주 1-1"}
    assert page["row"]["status_label"] == {"ko": "구상", "en": "Identification"}
    assert page["project"]["shares"] == [{"city": "ulsan", "amount": 30 * EOK}]
    assert page["row"]["provenance"]["kind"] == page["project"]["provenance"]["kind"] == "example"


def test_money_by_city_and_year_foots_and_phases_stay_apart(anybody: Program) -> None:
    cells = anybody.get(f"{READ}/money?by=city&by=year").json["items"]
    assert sum(own["amount"] for own in cells) == 250 * EOK
    assert {own["phase"] for own in cells} == {"planned"}
    both = anybody.get(f"{READ}/money?phase=planned&phase=executed").json["items"]
    assert [(own["phase"], own["amount"]) for own in both] == [("planned", 250 * EOK)]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/projects?sectr=industry", "unknown-parameter"),
        ("/projects?city=mars", "unknown-id"),
        ("/projects?as-of=2018-02-30", "invalid"),
        ("/projects?cursor=%2B%2B", "cursor"),
        ("/projects?limit=0", "invalid"),
        ("/projects?as-of=2018-01-01&version=abc", "two-versions"),
        ("/money?by=city&by=tree&tree=adopted", "city-and-tree"),
        ("/money?by=tree", "tree-and-by"),
        ("/projects?version=abc", "no-version"),
        ("/at?place=jeju/nothing", "no-place"),
        ("/projects/no-such", "not-found"),
    ],
)
def test_a_question_that_has_no_answer_says_what_to_do_in_both_languages(
    anybody: Program, path: str, kind: str
) -> None:
    answer = anybody.get(READ + path, Accept_Language="en")
    assert answer.status in (404, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json
    assert problem["type"] == f"/api/#{kind}"
    assert problem["detail"] == problem["en"]["detail"] != problem["ko"]["detail"]
    assert f'id="{kind}"' in anybody.get("/api/").text


def test_a_list_is_read_page_by_page_in_one_version(opened: Cast) -> None:
    program = Program()
    first = program.get(f"{READ}/projects?limit=3").json
    edited(opened, JEJU_PARK, "새로 공개한 이름")
    published(opened, "둘째 공개본")
    second = program.get(first["next"]).json
    assert (len(first["items"]), len(second["items"]), second["next"]) == (3, 1, None)
    assert second["version"] == first["version"]
    assert second["items"][0]["name"]["ko"] == "제주 정주 예시사업 2"
    assert program.get(f"{READ}/projects").json["items"][3]["name"]["ko"] == "새로 공개한 이름"


def test_a_version_is_read_again_by_its_address_and_by_the_day(opened: Cast) -> None:
    program = Program()
    first = program.get(f"{READ}/versions").json["items"][0]["version"]
    edited(opened, JEJU_PARK, "새로 공개한 이름")
    published(opened, "둘째 공개본")
    place = f"jeju/projects/{JEJU_PARK}/name/ko"
    assert (
        program.get(f"{READ}/at?place={place}&version={first}").json["value"]
        == "제주 정주 예시사업 2"
    )
    now = program.get(f"{READ}/at?place={place}").json
    assert (now["value"], now["since"]["version"] == first) == ("새로 공개한 이름", False)
    assert program.get(f"{READ}/at?place=jeju/city/name/ko").json["since"]["version"] == first
    assert program.get(f"{READ}?as-of=2018-01-01").status == 404
    assert program.get(f"{READ}/changes").json["items"] == [
        {
            "place": place,
            "kind": "changed",
            "before": "제주 정주 예시사업 2",
            "after": "새로 공개한 이름",
        }
    ]


def test_what_did_not_change_is_not_sent_again(opened: Cast) -> None:
    program = Program()
    tag = program.get(f"{READ}/projects").headers["ETag"]
    again = program.get(f"{READ}/projects", If_None_Match=f'"other", {tag}')
    assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag)
    assert program.get(f"{READ}/projects?format=csv", If_None_Match=tag).status == 200
    edited(opened, JEJU_PARK, "새로 공개한 이름")
    published(opened, "둘째 공개본")
    assert program.get(f"{READ}/projects", If_None_Match=tag).status == 200


def test_a_spreadsheet_gets_csv_with_amounts_as_numbers(anybody: Program) -> None:
    answer = anybody.get(f"{READ}/lines?bom=true&limit=2", Accept="text/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Link"].startswith(f"<{READ}/lines?bom=true&limit=2&cursor=")
    assert answer.text[0] == "\ufeff"
    found = rows(answer.text[1:])
    assert [(own["project"], own["year"], own["amount"]) for own in found] == [
        (ULSAN_CENTRE, "2020", str(30 * EOK)),
        (ULSAN_CENTRE, "2021", str(30 * EOK)),
    ]
    assert "next" not in answer.text


@pytest.mark.parametrize("text", ["=1+1", "+82", "-cmd", "@sum", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    item = VersionItem(
        version="", digest="", published=timezone.now(), title=Label(ko=text), note=NO_LABEL
    )
    (row,) = rows(csv_text([item]))
    assert row["title_ko"].strip()[0] == "'"


def test_a_number_below_zero_is_no_formula() -> None:
    assert csv_text([NegativeItem()]) == "amount,share\r\n-3,-0.5\r\n"


class NegativeItem(dict[str, Any]):
    def __init__(self) -> None:
        super().__init__(amount=-3, share="-0.5")


def test_other_sites_pages_may_read_what_is_public_and_nothing_else(anybody: Program) -> None:
    assert anybody.get(READ).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in anybody.get(READ).headers
    asked = anybody.send("OPTIONS", READ)
    assert (asked.status, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    work = anybody.send("OPTIONS", "/api/v1/drafts")
    assert (work.status, "Access-Control-Allow-Origin" in work.headers) == (405, False)


def test_head_says_what_get_would(anybody: Program) -> None:
    head, full = anybody.send("HEAD", READ), anybody.get(READ)
    assert (head.status, head.text, head.headers["ETag"]) == (200, "", full.headers["ETag"])


def test_who_asks_too_often_waits(anybody: Program, settings: Any) -> None:
    settings.API_LIMIT = "tests.web.api.asking.wait_a_while"
    answer = anybody.get(READ)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert answer.json["type"] == "/api/#too-many"


def test_a_fault_of_ours_tells_nothing_of_its_cause(anybody: Program, settings: Any) -> None:
    settings.API_LIMIT = "mitgrim.web.api.limits.none"
    answer = anybody.send("GET", f"{READ}/at?place=jeju/../../etc/passwd")
    assert (answer.status, answer.json["type"]) == (404, "/api/#no-place")


def test_the_package_describes_the_money_and_its_columns_are_there(anybody: Program) -> None:
    package = anybody.get(f"{READ}/datapackage.json").json
    money, *others = package["resources"]
    assert {own["profile"] for own in [money, *others]} == {"tabular-data-resource"}
    sent = anybody.get(money["path"].removeprefix("http://testserver"))
    columns = rows(sent.text)[0].keys()
    assert [own["name"] for own in money["schema"]["fields"] if own["name"] not in columns] == []
    assert [own["name"] for own in money["schema"]["fields"] if own["columnType"] == "value"] == [
        "amount"
    ]
    for other in others:
        assert anybody.get(other["path"].removeprefix("http://testserver")).status == 200


def test_the_catalogue_names_every_public_plan(anybody: Program) -> None:
    answer = anybody.get("/api/v1/catalog.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    (dataset,) = answer.json["dcat:dataset"]
    assert dataset["@id"] == f"http://testserver/api/v1/plans/{PLAN}"


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/projects", 1), ("/cities", 1), ("/lines", 1), ("/versions", 2), ("/money?by=city", 1)],
)
def test_a_list_asks_the_database_as_often_with_three_versions_as_with_one(
    opened: Cast, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    program = Program()
    program.get(READ + path)
    with django_assert_num_queries(queries):
        program.get(READ + path)
    for name in ("하나", "둘"):
        edited(opened, JEJU_PARK, name)
        published(opened, name)
    program.get(READ + path)
    with django_assert_num_queries(queries):
        program.get(READ + path)
