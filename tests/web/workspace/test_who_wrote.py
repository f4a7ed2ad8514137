"""Who wrote this: the value at a place, and those that stood there before."""

import pytest
from django.test import Client

from mitgrim.plan import Label
from mitgrim.web.workspace.origins import written_at
from mitgrim.web.workspace.wording import names_of
from tests.cast import JEJU_JOINT, JEJU_PARK, small_plan
from tests.web.cast import Cast
from tests.web.workspace.story import described, handed_in, paid, save

pytestmark = pytest.mark.django_db
PARK = f"jeju/projects/{JEJU_PARK}"
NAMES = names_of(small_plan())
MONEY = f"{PARK}/money/2021,municipal,planned,equipment,/amount"


def written(cast: Cast, place: str) -> list[tuple[str, str]]:
    found = written_at(cast.draft(), place, NAMES)
    return [(own.text, own.revision.author_name) for own in found]


def test_a_value_has_the_person_who_set_it_and_those_before(cast: Cast) -> None:
    described(cast)
    paid(cast)
    save(cast, cast.jeju_colleague, description="또 다시 쓴 글")
    assert written(cast, f"{PARK}/description") == [
        ("또 다시 쓴 글", "제주 동료 담당자"),
        ("바닷가 공원 예시사업. 제주만의 비밀 초안", "제주 담당자"),
        ("공원 예시사업", ""),
    ]


def test_what_others_did_elsewhere_is_not_part_of_it(cast: Cast) -> None:
    described(cast)
    paid(cast)
    assert written(cast, MONEY) == [("30억원", "제주 동료 담당자"), ("45억원", "")]
    assert written(cast, f"jeju/projects/{JEJU_JOINT}/name/ko") == [("제주 산업 예시사업 1", "")]


def test_the_page_says_where_a_value_comes_from(cast: Cast, client: Client) -> None:
    client.force_login(cast.jeju)
    page = client.get("/work/small-2018/jeju/who/", {"place": MONEY})
    assert page.context["origin"].text.ko == "예시"
    assert page.context["place_text"] == (
        "사업 · 제주 정주 예시사업 2 · 사업비 · 2021 시·군·구비 계획 장비 · 금액"
    )


def test_a_figure_in_a_text_is_traced_to_its_records(cast: Cast, client: Client) -> None:
    save(cast, cast.jeju, description="사업비는 [[합계 도시=제주]]이다.")
    client.force_login(cast.jeju)
    page = client.get("/work/small-2018/jeju/who/", {"place": f"{PARK}/description"})
    ((figure, steps),) = page.context["figures"]
    assert (figure.written, figure.text) == ("[[합계 도시=제주]]", "120억원")
    assert {own.place.split("/")[0] for _, records, _ in steps for own in records} == {"jeju"}


def test_records_of_a_city_one_may_not_read_are_not_named(cast: Cast, client: Client) -> None:
    save(cast, cast.jeju, description="모두 [[합계]]이다.")
    client.force_login(cast.jeju)
    page = client.get("/work/small-2018/jeju/who/", {"place": f"{PARK}/description"})
    assert "울산" not in page.content.decode()
    handed_in(cast)
    client.force_login(cast.officer)
    page = client.get("/work/small-2018/jeju/who/", {"place": f"{PARK}/description"})
    assert "울산 인재 예시사업 1" in page.content.decode()


def test_others_see_the_writer_but_not_the_way_there(cast: Cast, client: Client) -> None:
    described(cast)
    handed_in(cast)
    client.force_login(cast.officer)
    page = client.get("/work/small-2018/jeju/who/", {"place": f"{PARK}/description"})
    assert [own.revision.author_name for own in page.context["written"]] == ["제주 담당자"]


@pytest.mark.parametrize(
    "place",
    ["", "jeju/projects/none", "ulsan/city", "nation/name", "jeju/x/y", "jeju//", "x" * 999],
)
def test_a_place_where_nothing_is_is_not_found(cast: Cast, client: Client, place: str) -> None:
    client.force_login(cast.jeju)
    assert client.get("/work/small-2018/jeju/who/", {"place": place}).status_code == 404


def test_a_record_as_a_whole_has_a_writer_too(cast: Cast) -> None:
    save(cast, cast.jeju, name=Label(ko="새 공원"))
    assert written(cast, f"{PARK}/name/ko")[0] == ("새 공원", "제주 담당자")
    assert [own for _, own in written(cast, PARK)] == [""]
