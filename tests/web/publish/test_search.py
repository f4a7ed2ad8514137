"""Readers find projects by a part of a name, by initial consonants, in English, and by filters."""

from dataclasses import replace

import pytest
from django.test import Client

from mitgrim.plan import Label
from mitgrim.web.publish.kinds import Order
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import Wanted, projects_of
from tests.cast import JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL, small_plan
from tests.web.cast import Cast, with_project
from tests.web.publish.stories import brought_in, published

NAMES = {
    JEJU_JOINT: Label(ko="복합혁신센터 건립", en="Innovation centre"),
    JEJU_PARK: Label(ko="바다 공원 100% 조성", en="Sea park"),
    ULSAN_SCHOOL: Label(ko="수소 학교", en="Hydrogen school"),
    ULSAN_CENTRE: Label(ko="복지 센터", en="Welfare centre"),
}


@pytest.fixture
def version(cast: Cast) -> Publication:
    """Four projects with names worth looking for."""
    plan = small_plan()
    cities = list(plan.cities)
    for id, name in NAMES.items():
        place = 0 if id in (ULSAN_SCHOOL, ULSAN_CENTRE) else 1
        cities[place] = with_project(cities[place], id, name=name)
    return published(cast, revision=brought_in(cast, replace(plan, cities=tuple(cities))))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("복합혁신센터", [JEJU_JOINT]),
        ("혁신", [JEJU_JOINT]),
        ("센터", [ULSAN_CENTRE, JEJU_JOINT]),
        ("복지센터", [ULSAN_CENTRE]),
        ("센터 복지", [ULSAN_CENTRE]),
        ("ㅂㅎㅎㅅㅅㅌ", [JEJU_JOINT]),
        ("ㅅㅅㅎㄱ", [ULSAN_SCHOOL]),
        ("복ㅎ", [JEJU_JOINT]),
        ("복ㅈ", [ULSAN_CENTRE]),
        ("hydrogen", [ULSAN_SCHOOL]),
        ("CENTRE", [ULSAN_CENTRE, JEJU_JOINT]),
        ("제주 2-1", [JEJU_PARK]),
        ("100%", [JEJU_PARK]),
        ("%", [ULSAN_CENTRE, ULSAN_SCHOOL, JEJU_JOINT, JEJU_PARK]),
        ("_", [ULSAN_CENTRE, ULSAN_SCHOOL, JEJU_JOINT, JEJU_PARK]),
        ("없는사업", []),
        ("' OR 1=1 --", []),
    ],
)
def test_projects_are_found_as_koreans_type(
    version: Publication, query: str, found: list[str]
) -> None:
    assert [own.project for own in projects_of(version, Wanted(query=query))] == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(city="jeju"), [JEJU_JOINT, JEJU_PARK]),
        (Wanted(sector="industry"), [ULSAN_CENTRE, JEJU_JOINT]),
        (Wanted(action="talent.01"), [ULSAN_SCHOOL]),
        (Wanted(source="private"), [ULSAN_CENTRE]),
        (Wanted(source="fund"), []),
        (Wanted(year=2018), [JEJU_JOINT]),
        (Wanted(year=2022), [ULSAN_SCHOOL]),
        (Wanted(status="completed"), []),
        (Wanted(city="jeju", query="ㄱㅇ"), [JEJU_PARK]),
        (Wanted(order=Order.AMOUNT), [JEJU_JOINT, ULSAN_CENTRE, JEJU_PARK, ULSAN_SCHOOL]),
        (Wanted(order=Order.NAME), [JEJU_PARK, ULSAN_CENTRE, JEJU_JOINT, ULSAN_SCHOOL]),
        (Wanted(order=Order.PERIOD), [JEJU_JOINT, ULSAN_SCHOOL, ULSAN_CENTRE, JEJU_PARK]),
    ],
)
def test_the_list_is_filtered_and_sorted(
    version: Publication, wanted: Wanted, found: list[str]
) -> None:
    assert [own.project for own in projects_of(version, wanted)] == found


def test_the_search_finds_cities_sectors_actions_and_indicators_too(
    client: Client, version: Publication
) -> None:
    said = {
        query: client.get("/search/", {"q": query}).content.decode()
        for query in ("ㅈㅈ", "정주", "예시과제", "인구")
    }
    assert "/cities/jeju/" in said["ㅈㅈ"]
    assert "/sectors/settlement/" in said["정주"]
    assert "/actions/talent.01/" in said["예시과제"]
    assert "/indicators/#indicator-" in said["인구"]


@pytest.mark.parametrize(
    "query", ["?sort=drop", "?year=20x8", "?year=９９９９", "?page=-1", "?page=x", "?city='",
              "?q=" + "가" * 5000],
)  # fmt: skip
def test_what_an_address_can_not_mean_breaks_nothing(
    client: Client, version: Publication, query: str
) -> None:
    assert client.get(f"/projects/{query}").status_code == 200
