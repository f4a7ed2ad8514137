"""Links to other plans are looked at again when those plans end, change, or lose what was meant."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mitgrim.checks import Finding, Subject, run
from mitgrim.checks.figure_rules import FIGURE_RULES
from mitgrim.plan import (
    Label,
    Nation,
    Passage,
    Period,
    Plan,
    PlanLink,
    UpperPlan,
    UpperPlanItem,
    find,
)
from tests.cast import JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, small_plan

TRANSPORT = UpperPlanItem(id="transport", title=Label(ko="광역교통 예시항목"))
TALENT = UpperPlanItem(id="talent-x", title=Label(ko="인재 예시항목"))
UPPER = UpperPlan(
    id="upper", name=Label(ko="상위 예시계획"), valid_from=2011, valid_to=2020, items=(TRANSPORT,)
)
OTHER = UpperPlan(
    id="other", name=Label(ko="다른 예시계획"), valid_from=2018, valid_to=2022, items=(TALENT,)
)


def with_links(links: Mapping[str, tuple[PlanLink, ...]], *uppers: UpperPlan) -> Plan:
    """The small plan in which only these projects have links."""
    plan = small_plan()
    cities = [
        replace(own, projects=tuple(replace(p, links=links.get(p.id, ())) for p in own.projects))
        for own in plan.cities
    ]
    return Plan(nation=replace(plan.nation, upper_plans=uppers), cities=tuple(cities))


def link(upper: str = "upper", item: str = "", **changes: Any) -> PlanLink:
    return PlanLink(upper_plan=upper, item=item, relies_on="예시", **changes)


def found(plan: Plan, id: str, *others: Plan) -> list[Finding]:
    return [own for own in run(Subject(plan=plan, others=others), FIGURE_RULES) if own.id == id]


def test_a_plan_that_ends_before_the_project_is_told_with_the_years() -> None:
    plan = with_links({JEJU_PARK: (link(),)}, UPPER)  # 2020–2021
    (finding,) = found(plan, "link-out-of-date")
    assert finding.message.ko == (
        "‘상위 예시계획’(2011–2020)에 기댄 사업 1개: 그 계획은 2020년에 끝나고 사업은 그 뒤까지 "
        "이어집니다. 도시별 제주 1. 사업: 제주 정주 예시사업 2."
    )
    assert find(plan, finding.place).upper_plan == "upper"


def test_a_plan_that_never_held_is_told_apart() -> None:
    old = replace(UPPER, valid_to=2019)
    plan = with_links({JEJU_PARK: (link(),), JEJU_JOINT: (link(),)}, old)
    messages = [own.message.en for own in found(plan, "link-out-of-date")]
    assert len(messages) == 2
    assert any("holds in none of their years" in own for own in messages)
    assert any("ends in 2019, and they go on" in own for own in messages)


def test_many_projects_on_one_plan_are_one_finding_at_that_plan() -> None:
    plan = with_links({JEJU_PARK: (link(),), ULSAN_CENTRE: (link(),)}, UPPER)
    (finding,) = found(plan, "link-out-of-date")
    assert finding.place == "nation/upper_plans/upper"
    assert "울산 1, 제주 1" in finding.message.ko


@pytest.mark.parametrize(
    "upper",
    [
        replace(UPPER, valid_to=2021),
        replace(UPPER, valid_from=None),
        replace(UPPER, valid_to=None),
        replace(UPPER, valid_from=2021, valid_to=2011),  # dates-reversed says so
    ],
)
def test_a_plan_that_holds_or_of_unknown_years_is_left_alone(upper: UpperPlan) -> None:
    assert found(with_links({JEJU_PARK: (link(),)}, upper), "link-out-of-date") == []


def test_an_item_of_another_plan_is_found() -> None:
    plan = with_links({JEJU_PARK: (link("upper", "talent-x"),)}, UPPER, OTHER)
    (finding,) = found(plan, "link-item-of-another-plan")
    assert finding.blocks
    assert (
        "‘상위 예시계획’의 항목이라고 한 ‘talent-x’는 ‘다른 예시계획’의 항목" in finding.message.ko
    )
    assert find(plan, finding.place).item == "talent-x"


@pytest.mark.parametrize("own", [link("other", "talent-x"), link("other"), link("upper", "none")])
def test_an_own_item_none_or_an_unknown_one_is_not_of_another_plan(own: PlanLink) -> None:
    plan = with_links({JEJU_PARK: (own,)}, UPPER, OTHER)
    assert found(plan, "link-item-of-another-plan") == []


def test_a_plan_that_changed_after_the_link_was_confirmed_reopens_it() -> None:
    changed = replace(UPPER, changed=date(2019, 12, 11))
    confirmed = {"before": date(2019, 1, 1), "after": date(2020, 1, 1)}
    links = {
        JEJU_PARK: (link(confirmed=confirmed["before"]),),
        JEJU_JOINT: (link(),),
        ULSAN_CENTRE: (link(confirmed=confirmed["after"]),),
    }
    (finding,) = found(with_links(links, changed), "link-to-reopen")
    assert finding.place == "jeju/projects"
    assert "제주 사업 2개가 기댄 ‘상위 예시계획’이 달라졌습니다" in finding.message.ko
    assert "2019. 12. 11. 바뀌었고 그 뒤로 확인하지 않았습니다" in finding.message.ko
    assert found(with_links(links, UPPER), "link-to-reopen") == []


def upper_as_plan(period: Period, **changes: Any) -> Plan:
    """The upper plan as a plan of its own."""
    return Plan(nation=Nation(id="upper", name=Label(ko="상위 예시계획"), period=period, **changes))


def test_an_item_that_the_other_plan_no_longer_has_reopens_the_link() -> None:
    plan = with_links({JEJU_PARK: (link(item="transport"),)}, replace(UPPER, valid_to=2040))
    years = Period(first=2020, last=2040)
    (finding,) = found(plan, "link-to-reopen", upper_as_plan(years))
    assert "항목 ‘광역교통 예시항목’이 이제 그 계획에 없습니다" in finding.message.ko
    assert find(plan, finding.place).item == "transport"
    by_id = Passage(id="transport", number=1, title=Label(ko="교통"), text="글.")
    by_title = Passage(id="p", number=1, text="이 장은 광역교통 예시항목을 다룬다.")
    for passage in (by_id, by_title):
        assert found(plan, "link-to-reopen", upper_as_plan(years, passages=(passage,))) == []


def test_another_period_of_the_other_plan_reopens_the_link() -> None:
    plan = with_links({JEJU_PARK: (link(),)}, UPPER)
    (finding,) = found(plan, "link-to-reopen", upper_as_plan(Period(first=2022, last=2040)))
    assert "이제 기간이 2022–2040으로 사업 기간과 겹치지 않습니다" in finding.message.ko
    assert found(plan, "link-to-reopen", upper_as_plan(Period(first=2020, last=2040))) == []
    assert found(plan, "link-to-reopen", small_plan()) == []


def test_a_plan_that_nobody_links_to_is_noted() -> None:
    plan = with_links({JEJU_PARK: (link(),)}, UPPER, OTHER)
    (note,) = found(plan, "upper-plan-unlinked")
    assert note.place == "nation/upper_plans/other"
    assert "다른 예시계획" in note.message.ko
    assert found(small_plan(), "upper-plan-unlinked") == []
