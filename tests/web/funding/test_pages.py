"""The pages of funding for the people who come to them, and for those who may not."""

from typing import Any

import pytest
from django.test import Client

from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Scenario
from mitgrim.web.people.models import Person
from mitgrim.web.runs.models import Run
from tests.cast import JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL
from tests.web.cast import Cast
from tests.web.funding.story import (
    address,
    answer_of,
    answered,
    asked,
    asked_about,
    visit,
    with_citys_indicators,
    work,
)
from tests.web.funding.test_works import TOO_MUCH

LIST = "/work/small-2018/funding/"
HTMX = {"HX-Request": "true"}


def test_a_planner_asks_waits_and_reads(cast: Cast, client: Client) -> None:
    visit(client, cast.jeju)
    usual = {"name": "제주 안", "seconds": "10", "gap": "0.001", "seed": "1", "delay": "4",
             "effects": "likely"}  # fmt: skip
    made = client.post(f"{LIST}new/jeju/", usual)
    own = Scenario.objects.get()
    assert made["Location"] == address(own)
    waiting = client.get(address(own))
    assert "기다림" in waiting.content.decode()
    part = client.get(address(own), headers=HTMX)
    assert (part.status_code, "every 1s" in part.content.decode()) == (200, True)
    work()
    ended = client.get(address(own), headers=HTMX)
    assert (ended["HX-Refresh"], ended.content) == ("true", b"")
    shown = client.get(address(own)).content.decode()
    assert "이 조건에서 더 나은 선택은 없습니다." in shown
    assert "제주 정주 예시사업 2" in shown


def test_who_cancels_comes_back_to_the_scenario_and_may_ask_again(
    cast: Cast, client: Client
) -> None:
    own = asked(cast.jeju, cast.draft("jeju"))
    run = Run.objects.get()
    back = visit(client, cast.jeju).post(f"/runs/{run.pk}/cancel/")
    assert back["Location"] == address(own)
    assert "그만두었습니다." in client.get(address(own)).content.decode()
    assert client.get(address(own), headers=HTMX).status_code == 286
    client.post(address(own))
    work()
    assert answer_of(own)["status"] == "optimal"


def test_a_colleague_sees_how_far_it_is_and_cannot_cancel(cast: Cast, client: Client) -> None:
    own = asked(cast.jeju, cast.draft("jeju"))
    shown = visit(client, cast.jeju_colleague).get(address(own)).content.decode()
    assert "기다림" in shown
    assert "그만두기" not in shown


def test_what_cannot_be_met_is_told_with_what_to_do(cast: Cast, client: Client) -> None:
    own = answered(cast.officer, cast.draft("nation"), TOO_MUCH)
    shown = visit(client, cast.officer).get(address(own)).content.decode()
    assert "이 조건을 모두 지키는 선택은 없습니다. 아래 조건 가운데 하나를 풀어" in shown
    assert "국비의 예산(모든 해)" in shown
    assert "초안에 반영" not in shown


def test_a_project_is_asked_about_and_explained(cast: Cast, client: Client) -> None:
    own = answered(cast.officer, cast.draft("nation"), f"must_not: [{ULSAN_SCHOOL}]\n")
    visit(client, cast.officer)
    went = client.post(address(own, "why/"), {"project": ULSAN_SCHOOL})
    assert went["Location"] == address(own, f"why/{ULSAN_SCHOOL}/")
    work()
    shown = client.get(went["Location"]).content.decode()
    assert "하지 않기로 정했습니다(must_not)." in shown
    assert client.post(address(own, "why/"), {"project": "nobody"}).status_code == 404


def test_the_slider_shows_each_step_with_and_without_javascript(cast: Cast, client: Client) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    path = address(own, "sensitivity/national/")
    visit(client, cast.officer)
    assert client.post(path)["Location"] == path
    work()
    for step, said in (("70", "예산 −30%"), ("130", "예산 +30%"), ("", "예산 그대로"),
                       ("99", "예산 그대로"), ("abc", "예산 그대로")):  # fmt: skip
        page = client.get(path, {"step": step}).content.decode()
        assert said in page
        assert 'type="range"' in page
    part = client.get(path, {"step": "70"}, headers=HTMX).content.decode()
    assert part.startswith('<div id="shown">')
    assert client.get(address(own, "sensitivity/lottery/")).status_code == 404


def test_fairness_is_shown_with_its_table(cast: Cast, client: Client) -> None:
    own = answered(cast.officer, with_citys_indicators(cast))
    asked_about(own, Question.FRONTIER)
    shown = visit(client, cast.officer).get(address(own, "frontier/")).content.decode()
    assert "<title" in shown
    assert "가장 뒤진 도시의 달성" in shown


def test_scenarios_are_held_side_by_side(cast: Cast, client: Client) -> None:
    branch = with_citys_indicators(cast)
    one = answered(cast.officer, branch, "", "그대로")
    other = answered(cast.officer, branch, f"must_not: [{ULSAN_CENTRE}]\n", "센터 없이")
    page = visit(client, cast.officer).get(f"{LIST}compare/", {"s": [one.pk, other.pk]})
    found = page.context["compared"]
    differing = {row.name: row.cells for row in found.differing}
    first, second = (
        {own["id"] for own in answer_of(scenario)["projects"]} for scenario in (one, other)
    )
    assert found.same_plan
    assert {name for name, cells in differing.items() if cells[0] and not cells[1]} >= (
        {"울산 산업 예시사업 2"} if ULSAN_CENTRE in first else set()
    )
    in_all = sum(len(group.lines) for group in found.in_all)
    assert in_all + len(differing) == len(first | second)
    totals = found.sources[-1].cells
    assert totals == tuple(
        f"{sum(answer_of(own)['cost'].values()) // 10**6:,}" for own in (one, other)
    )


@pytest.mark.parametrize("count", [0, 1, 5])
def test_two_to_four_are_compared_and_no_other_number(
    cast: Cast, client: Client, count: int
) -> None:
    made = [answered(cast.officer, cast.draft("nation"), f"delay: {own}\n") for own in range(count)]
    page = visit(client, cast.officer).get(f"{LIST}compare/", {"s": [own.pk for own in made]})
    assert (page.status_code, page.context["compared"]) == (422, None)


def test_scenarios_of_others_are_not_in_the_list_and_not_there(cast: Cast, client: Client) -> None:
    whole = answered(cast.officer, cast.draft("nation"), "", "전국 비밀")
    jeju = answered(cast.jeju, cast.draft("jeju"), "", "제주 비밀")
    readers = {
        whole: {cast.officer, cast.researcher},
        jeju: {cast.jeju, cast.jeju_colleague, cast.jeju_editor, cast.jeju_secretary},
    }
    rest = ("", "frontier/", "sensitivity/national/", f"why/{JEJU_PARK}/", "scenario.yaml",
            "scenario.json")  # fmt: skip
    for person in Person.objects.all():
        visit(client, person)
        listed = client.get(LIST)
        for own, few in readers.items():
            got = {client.get(address(own, each)).status_code for each in rest}
            assert (person.login, got) == (person.login, {200} if person in few else {404})
            assert (own.name in listed.content.decode()) is (person in few)
        if person not in readers[whole]:
            page = client.get(f"{LIST}compare/", {"s": [whole.pk, jeju.pk]})
            assert "전국 비밀" not in page.content.decode()


def test_a_secretary_reads_and_does_not_ask(cast: Cast, client: Client) -> None:
    own = answered(cast.jeju, cast.draft("jeju"))
    visit(client, cast.jeju_secretary)
    assert client.get(address(own)).status_code == 200
    assert client.get(f"{LIST}new/jeju/").status_code == 404
    for rest in ("", "frontier/", f"why/{JEJU_PARK}/", "sensitivity/national/"):
        assert client.post(address(own, rest)).status_code == 403


def test_nobody_asks_about_what_is_not_theirs(cast: Cast, client: Client) -> None:
    for person, section in (
        (cast.ulsan, "jeju"), (cast.jeju, "nation"), (cast.officer, "jeju"),
        (cast.member, "jeju"), (cast.stranger, "nation"), (cast.administrator, "nation"),
    ):  # fmt: skip
        visit(client, person)
        for path in (f"{LIST}new/{section}/", f"{LIST}new/{section}/file/"):
            assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


def test_who_is_not_signed_in_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    own = answered(cast.officer, cast.draft("nation"))
    for path in (LIST, address(own), address(own, "links/"), f"{LIST}new/nation/"):
        assert client.get(path)["Location"] == f"/login/?next={path}"


def test_the_plans_page_leads_to_funding_for_who_may_read_it(cast: Cast, client: Client) -> None:
    link = f'href="{LIST}"'
    shown = {
        person.login
        for person in Person.objects.all()
        if link in visit(client, person).get("/work/small-2018/").content.decode()
    }
    assert shown == {
        "officer", "researcher", "jeju", "jeju-colleague", "jeju-editor", "jeju-secretary",
        "ulsan", "ulsan-editor",
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_scenario_as_for_three(
    cast: Cast, client: Client, count: int, django_assert_num_queries: Any
) -> None:
    for own in range(count):
        answered(cast.officer, cast.draft("nation"), f"delay: {own}\n")
    visit(client, cast.officer).get(LIST)
    with django_assert_num_queries(14):
        client.get(LIST)


def test_what_people_typed_is_escaped(cast: Cast, client: Client) -> None:
    name = "<script>alert(1)</script>"
    own = answered(cast.officer, cast.draft("nation"), f"delay: 1 # {name}\n", name)
    for path in (LIST, address(own), address(own, "links/")):
        assert name not in visit(client, cast.officer).get(path).content.decode()
