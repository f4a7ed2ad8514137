"""Slips of the unit are found and named; areas, towns and budgets that merely differ are not."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from mitgrim.checks import Finding, Subject, run
from mitgrim.checks.figure_rules import FIGURE_RULES
from mitgrim.checks.unit_table import is_counted, is_scaled, percentage, slips, unit_of
from mitgrim.plan import (
    FundingLine,
    FundingSource,
    Label,
    Observation,
    Phase,
    Plan,
    Statistic,
    Use,
    find,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import JEJU_JOINT, JEJU_PARK, small_plan

D = Decimal
BETWEEN = "unit-implausible-between-areas"
IN_SERIES = "unit-implausible-in-series"
AMOUNT = "amount-in-wrong-unit"

# 혁신도시 면적(㎢). 충북은 2014년 기사에 "6899㎢"로 인쇄되었다: 천㎡를 ㎢로 적은 것이다.
AREAS = {
    "daegu": "4.216",
    "gwangju-jeonnam": "7.361",
    "ulsan": "2.81",
    "gangwon": "3.585",
    "chungbuk": "6899",
    "jeonbuk": "9.852",
    "gyeongbuk": "3.812",
    "gyeongnam": "4.093",
    "jeju": "1.14",
}


def found(plan: Plan, *ids: str) -> list[Finding]:
    return [own for own in run(Subject(plan=plan), FIGURE_RULES) if own.id in ids]


def observed(values: Mapping[tuple[str, int], str], unit: str) -> Plan:
    """The small plan with these values by area and year of one statistic."""
    plan = small_plan()
    statistic = Statistic(id="own", name=Label(ko="통계값"), unit=unit, basis="예시")
    observations = tuple(
        Observation(statistic="own", area=area, year=year, value=D(value), source="act")
        for (area, year), value in values.items()
    )
    ulsan, jeju = plan.cities
    return replace(
        plan,
        nation=replace(plan.nation, statistics=(statistic,)),
        cities=(ulsan, replace(jeju, observations=observations)),
    )


def in_one_year(values: Mapping[str, str], unit: str) -> Plan:
    return observed({(area, 2014): value for area, value in values.items()}, unit)


def over_years(values: Mapping[int, str], unit: str) -> Plan:
    return observed({("jeju", year): value for year, value in values.items()}, unit)


def test_the_printed_area_of_chungbuk_is_found_and_the_slip_named() -> None:
    plan = in_one_year(AREAS, "㎢")
    (finding,) = found(plan, BETWEEN)
    assert find(plan, finding.place).value == 6899
    assert finding.message.ko == (
        "chungbuk 2014년 통계값 6,899㎢는 다른 지역의 가운데 값 4.093㎢의 1,686배입니다. "
        "‘㎢’가 아니라 ‘천㎡’로 적은 값으로 보이며, 그렇다면 6.899㎢입니다."
    )
    assert (
        "a value in thousand ㎡ instead of ㎢, which would be 6.899㎢"
        in finding.message.en.replace("m²", "㎡")
    )


def test_areas_that_merely_differ_are_left_alone() -> None:
    assert found(in_one_year(AREAS | {"chungbuk": "6.899"}, "㎢"), BETWEEN) == []


def test_two_slips_do_not_hide_one_another() -> None:
    plan = in_one_year(AREAS | {"ulsan": "2810"}, "㎢")
    assert {own.place.split("/")[2].split(",")[1] for own in found(plan, BETWEEN)} == {
        "chungbuk",
        "ulsan",
    }


@pytest.mark.parametrize(
    ("unit", "value", "what"),
    [
        ("명", "33.6", "‘천명’으로 적은 값"),
        ("명", "3.4", "‘만명’으로 적은 값"),
        ("천명", "33600", "‘명’으로 적은 값"),
        ("가구", "33600000", "1,000을 한 번 더 곱한 값"),
        ("점수", "4000000", "100을 한 번 더 곱한 값"),
    ],
)
def test_the_likely_slip_is_named_by_the_unit(unit: str, value: str, what: str) -> None:
    others = ["28100", "33500", "41200", "36000", "30200"]
    scale = D(1) if unit != "천명" else D("0.001")
    values = {f"a{n}": str(D(own) * scale) for n, own in enumerate(others)} | {"odd": value}
    (finding,) = found(in_one_year(values, unit), BETWEEN)
    assert what in finding.message.ko


def test_large_and_small_places_are_no_slip() -> None:
    """A county, a metropolis and what lies between, over more than a hundredfold."""
    sizes = ["9000", "22000", "41000", "90000", "160000", "330000", "520000", "1190000"]
    values = {f"a{n}": size for n, size in enumerate(sizes)}
    assert found(in_one_year(values, "명"), BETWEEN) == []
    assert found(in_one_year(values | {"tiny": "3", "none": "0"}, "명"), BETWEEN) == []


def test_with_few_areas_only_an_exact_factor_alarms() -> None:
    few = {"a": "4.1", "b": "4.2", "c": "4.0"}
    assert found(in_one_year(few | {"d": "6899"}, "㎢"), BETWEEN) == []
    (finding,) = found(in_one_year(few | {"d": "4120"}, "㎢"), BETWEEN)
    assert "1,005배입니다" in finding.message.ko
    assert len(found(in_one_year({"a": "4.1", "d": "4120"}, "㎢"), BETWEEN)) == 1


@pytest.mark.parametrize(
    ("unit", "values", "odd"),
    [
        ("명", {2018: "17163", 2019: "17.9", 2020: "18600"}, 2019),
        ("명", {2018: "17163", 2019: "17900", 2020: "18.6"}, 2020),
        ("명", {2018: "17.163", 2019: "17900", 2020: "18600"}, 2018),
        ("㎢", {2018: "6.899", 2019: "6899", 2020: "6.9"}, 2019),
        ("㎡", {2018: "2810000", 2019: "850025", 2020: "2810000"}, 2019),  # 85만평
        ("명", {2018: "17163", 2019: "17163000"}, 2019),
        ("%", {2018: "40.7", 2019: "0.415", 2020: "41.9"}, 2019),
    ],
)
def test_a_value_off_its_neighbours_in_time_is_found(
    unit: str, values: dict[int, str], odd: int
) -> None:
    (finding,) = found(over_years(values, unit), IN_SERIES)
    assert f"jeju,{odd}," in finding.place


def test_a_slip_of_pyeong_is_named() -> None:
    plan = over_years({2018: "2810000", 2019: "850025", 2020: "2810000"}, "㎡")
    (finding,) = found(plan, IN_SERIES)
    assert "‘평’으로 적은 값" in finding.message.ko


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        ("명", {2013: "1", 2014: "1000", 2015: "1200"}),  # a new town begins
        ("명", {2013: "30", 2014: "300", 2015: "3000", 2016: "30000"}),  # and grows
        ("명", {2013: "0", 2014: "1000", 2015: "1200"}),
        ("개", {2018: "639", 2019: "1425", 2020: "1704"}),
        ("명", {2018: "10000", 2019: "3025", 2020: "10000"}),  # 3.3 is a slip of areas alone
        ("㎢", {2018: "6.9"}),
    ],
)
def test_what_begins_grows_or_falls_is_no_slip(unit: str, values: dict[int, str]) -> None:
    assert found(over_years(values, unit), IN_SERIES) == []


def test_the_statistics_of_the_example_alarm_nobody() -> None:
    assert found(innovation_cities_2018(), BETWEEN, IN_SERIES, AMOUNT) == []


def project_with(id: str, **changes: Any) -> Plan:
    plan = small_plan()
    sections = [
        replace(
            own,
            projects=tuple(replace(p, **changes) if p.id == id else p for p in own.projects),
        )
        for own in plan.cities
    ]
    return replace(plan, cities=tuple(sections))


def won(year: int, amount: int, phase: Phase = Phase.PLANNED) -> FundingLine:
    return FundingLine(
        year=year, source=FundingSource.NATIONAL, phase=phase, use=Use.WORKS, amount=amount
    )


@pytest.mark.parametrize(("amount", "unit"), [(5_000, "백만원"), (50, "억원")])
def test_a_project_typed_in_a_larger_unit_is_found(amount: int, unit: str) -> None:
    plan = project_with(JEJU_PARK, money=(won(2020, amount),))
    (finding,) = found(plan, AMOUNT)
    assert finding.place == f"jeju/projects/{JEJU_PARK}"
    assert f"원이 아니라 {unit} 단위로" in finding.message.ko
    assert f"제주 정주 예시사업 2({amount:,}원)" in finding.message.ko


def test_a_line_typed_in_a_larger_unit_is_found_among_its_own() -> None:
    joint = find(small_plan(), f"jeju/projects/{JEJU_JOINT}")
    plan = project_with(JEJU_JOINT, money=(*joint.money, won(2020, 3_000)))
    (finding,) = found(plan, AMOUNT)
    assert find(plan, finding.place).amount == 3_000
    assert "2020년 3,000원" in finding.message.ko
    assert "백만원 단위로" in finding.message.ko


def test_what_was_spent_may_be_small_and_nothing_is_not_small() -> None:
    joint = find(small_plan(), f"jeju/projects/{JEJU_JOINT}")
    spent = won(2018, 3_000, Phase.EXECUTED)
    assert found(project_with(JEJU_JOINT, money=(*joint.money, spent)), AMOUNT) == []
    assert found(project_with(JEJU_PARK, money=()), AMOUNT) == []
    assert found(project_with(JEJU_PARK, money=(won(2020, 0),)), AMOUNT) == []


def test_a_plan_of_small_projects_alarms_nobody() -> None:
    plan = small_plan()
    sections = [
        replace(
            own,
            projects=tuple(
                replace(p, money=(won(2020, 700_000),), shares=()) for p in own.projects
            ),
        )
        for own in plan.cities
    ]
    assert found(replace(plan, cities=tuple(sections)), AMOUNT) == []


def test_units_are_known_however_they_are_typed() -> None:
    assert unit_of("㎢") == unit_of("km²") == unit_of("km2") == unit_of(" ㎢ ")
    assert unit_of("점") is None
    assert is_counted("명")
    assert not is_counted("천명")
    assert is_scaled("천㎡")
    assert not is_scaled("㎡")
    assert percentage("%") == 100
    assert percentage("명") is None


def test_no_two_slips_of_a_unit_look_the_same() -> None:
    for unit in ("㎢", "㎡", "명", "원", "%", "", "점"):
        logs = sorted(slip.log for slip in slips(unit))
        assert all(later - earlier > 0.02 for earlier, later in pairwise(logs))
        assert all(slip.factor != 1 for slip in slips(unit))
