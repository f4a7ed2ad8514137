"""The tree of a draft: what it shows, what a search finds, what it asks of the database."""

from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mitgrim.plan import CityPlan, Label, Status
from mitgrim.web.drafting.queries import Wanted, draft_of, progress, tree
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from tests.cast import JEJU_JOINT, JEJU_PARK, PLAN
from tests.web.cast import Cast, project_of, with_project
from tests.web.drafting.forms import DRAFT, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2021, 6, 1)
QUERIES = 9


@pytest.fixture
def jeju(cast: Cast) -> Client:
    return signed_in(cast.jeju)


def found(cast: Cast, **wanted: Any) -> list[str]:
    draft = draft_of(cast.jeju, PLAN, "jeju")
    assert draft is not None
    sectors = tree(draft, Wanted(**wanted), TODAY)
    return [line.project.id for own in sectors for each in own.actions for line in each.projects]


def save(cast: Cast, section: CityPlan) -> None:
    save_section(
        by=cast.jeju, branch=cast.draft(), base=cast.draft().head, section=section, message=""
    )


def test_projects_stand_in_the_order_of_the_plan(cast: Cast) -> None:
    assert found(cast) == [JEJU_JOINT, JEJU_PARK]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"query": "정주"}, [JEJU_PARK]),
        ({"query": "ㅈㅈㅇㅅ"}, [JEJU_PARK]),
        ({"query": "1-1"}, [JEJU_JOINT]),
        ({"query": "%"}, [JEJU_JOINT, JEJU_PARK]),
        ({"query": "없는 것"}, []),
        ({"sector": "industry"}, [JEJU_JOINT]),
        ({"status": "completed"}, []),
        ({"overdue": True}, [JEJU_JOINT]),
        ({"sector": "industry", "query": "공원"}, []),
    ],
)
def test_a_search_finds_by_part_first_consonants_and_kind(
    cast: Cast, wanted: dict[str, object], ids: list[str]
) -> None:
    assert found(cast, **wanted) == ids


def test_what_is_completed_is_not_overdue(cast: Cast) -> None:
    save(cast, with_project(city_section(cast.draft()), JEJU_JOINT, status=Status.COMPLETED))
    assert found(cast, overdue=True) == []


def test_progress_counts_what_adoption_asks_for(cast: Cast) -> None:
    whole = project_of(cast.draft(), JEJU_PARK)
    assert progress(whole) == (10, 10)
    assert progress(replace(whole, owner="", areas=(), name=Label())) == (7, 10)


def test_a_project_whose_action_is_gone_is_still_there(cast: Cast) -> None:
    save(cast, with_project(city_section(cast.draft()), JEJU_PARK, action=""))
    assert found(cast) == [JEJU_JOINT, JEJU_PARK]


def test_the_page_names_number_amount_owner_and_what_is_left(jeju: Client) -> None:
    page = unescape(jeju.get(f"{DRAFT}?findings=1").content.decode())
    for text in (
        "제주 1-1",
        "제주 산업 예시사업 1",
        "10,000",
        "예시 담당",
        "10/10",
        "구상",
        "1-1 산업 예시과제",
    ):
        assert text in page


@pytest.mark.parametrize("projects", [1, 3])
def test_a_tree_asks_the_database_no_more_for_more_projects(
    cast: Cast, jeju: Client, django_assert_num_queries: DjangoAssertNumQueries, projects: int
) -> None:
    section = city_section(cast.draft())
    park = section.projects[-1]
    more = tuple(replace(park, id=f"jeju-p-{n}", prerequisites=()) for n in range(projects))
    save(cast, replace(section, projects=more))
    jeju.get(DRAFT)
    with django_assert_num_queries(QUERIES):
        jeju.get(DRAFT)


@pytest.mark.parametrize("projects", [1, 3])
def test_a_form_asks_the_database_no_more_for_more_projects(
    cast: Cast, jeju: Client, django_assert_num_queries: DjangoAssertNumQueries, projects: int
) -> None:
    section = city_section(cast.draft())
    park = section.projects[-1]
    more = tuple(replace(park, id=f"jeju-p-{n}", prerequisites=()) for n in range(projects))
    save(cast, replace(section, projects=more))
    path = f"{DRAFT}projects/jeju-p-0/"
    jeju.get(path)
    with django_assert_num_queries(QUERIES):
        jeju.get(path)
