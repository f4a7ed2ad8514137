"""Targets that mean something, rates with their parts, and goals that nobody moves in silence."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mitgrim.checks import Finding, Subject, run
from mitgrim.checks.figure_rules import FIGURE_RULES
from mitgrim.plan import (
    Direction,
    Indicator,
    Label,
    Measure,
    Plan,
    Statistic,
    Status,
    find,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import EXAMPLE, ULSAN_SCHOOL, indicator, small_plan

D = Decimal


def measure(year: int, value: str, **changes: Any) -> Measure:
    return Measure(year=year, value=D(value), evidence="예시 근거", **changes)


# The published rates of 2023, 40.7 % officially and 17.6 % of all. The counts behind them are not
# published: these are made up so that they give the two.
HIRING = Indicator(
    id="hiring",
    sector="talent",
    name=Label(ko="지역인재 채용률", en="Local hiring rate"),
    unit="%",
    baseline=measure(2023, "40.7", numerator=D(407), denominator=D(1000), whole=D(2312)),
    target=measure(2027, "45"),
    numerator="지역인재로 채용한 인원",
    denominator="의무채용 대상 채용 인원",
    excludes="시행령의 여섯 가지 예외",
    owner="예시 담당",
)
PEOPLE = Indicator(
    id="people",
    sector="settlement",
    name=Label(ko="혁신도시 인구"),
    unit="명",
    baseline=measure(2017, "17400"),
    milestones=(measure(2020, "20000"),),
    target=measure(2022, "26700"),
    basis="주민등록",
    owner="예시 담당",
)


def with_indicators(*indicators: Indicator) -> Plan:
    plan = small_plan()
    return replace(plan, nation=replace(plan.nation, indicators=indicators))


def found(plan: Plan, id: str, earlier: Plan | None = None) -> list[Finding]:
    return [own for own in run(Subject(plan=plan, earlier=earlier), FIGURE_RULES) if own.id == id]


def of(indicator: Indicator, id: str) -> list[Finding]:
    """What a rule finds in a plan with one indicator."""
    return found(with_indicators(indicator), id)


SOUND = ("target-incomplete", "rate-without-parts", "rate-differs-from-parts", "target-moved",
         "basis-missing", "target-against-direction")  # fmt: skip


@pytest.mark.parametrize("id", SOUND)
def test_a_whole_indicator_is_left_alone(id: str) -> None:
    assert found(with_indicators(HIRING, PEOPLE), id, with_indicators(HIRING, PEOPLE)) == []


def barely_measured() -> Plan:
    """The small plan with the indicator of 정주여건 alone."""
    plan = small_plan()
    return replace(plan, nation=replace(plan.nation, indicators=(indicator(),)))


def test_a_sector_that_nothing_measures_is_told_once() -> None:
    (finding,) = found(barely_measured(), "sector-without-indicator")
    assert finding.place == "nation/indicators"
    assert finding.message.ko == (
        "두 도시 예시계획: 특화산업, 스마트시티, 지역인재, 상생발전 분야에 성과지표가 없어 "
        "무엇이 나아졌는지 알 수 없습니다."
    )


def test_a_city_whose_projects_nobody_measures_is_told() -> None:
    """Jeju measures talent for itself; Ulsan has a project of talent and measures nothing."""
    plan = barely_measured()
    ulsan, jeju = plan.cities
    measured = replace(plan, cities=(ulsan, replace(jeju, indicators=(HIRING,))))
    national, city = found(measured, "sector-without-indicator")
    assert "지역인재" not in national.message.ko
    assert (city.place, city.message.en.split(",")[0]) == (
        "ulsan/indicators",
        "울산: no indicator measures 지역인재",
    )
    cancelled = tuple(
        replace(own, status=Status.CANCELLED) if own.id == ULSAN_SCHOOL else own
        for own in ulsan.projects
    )
    given_up = replace(measured, cities=(replace(ulsan, projects=cancelled), measured.cities[1]))
    assert [own.place for own in found(given_up, "sector-without-indicator")] == [
        "nation/indicators"
    ]


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"baseline": None}, "기준값 없음"),
        ({"baseline": Measure(year=2017, value=D(1))}, "기준값의 근거 없음"),
        ({"target": Measure(year=2022, value=D(26700), evidence=" ")}, "목표값의 근거 없음"),
        ({"target": measure(0, "26700")}, "목표 연도 없음"),
    ],
)
def test_a_target_that_nobody_can_judge_is_found(changes: dict[str, Any], lacks: str) -> None:
    (finding,) = of(replace(PEOPLE, **changes), "target-incomplete")
    assert finding.place == "nation/indicators/people"
    assert f"혁신도시 인구({lacks})" in finding.message.ko


def test_an_indicator_without_a_target_has_nothing_to_judge() -> None:
    assert of(replace(PEOPLE, target=None, baseline=None), "target-incomplete") == []


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"numerator": ""}, "분자가 무엇인지"),
        ({"denominator": " "}, "분모가 무엇인지"),
        ({"excludes": ""}, "무엇을 뺐는지"),
        ({"baseline": measure(2023, "40.7")}, "기준값의 분자·분모 값, 제외하기 전의 전체 분모"),
    ],
)
def test_a_rate_that_does_not_say_what_is_divided_is_found(
    changes: dict[str, Any], lacks: str
) -> None:
    (finding,) = of(replace(HIRING, **changes), "rate-without-parts")
    assert f"지역인재 채용률({lacks})" in finding.message.ko


def test_what_is_no_rate_needs_no_parts() -> None:
    assert of(replace(PEOPLE, numerator="", denominator=""), "rate-without-parts") == []


def test_a_made_up_rate_was_not_measured() -> None:
    made_up = replace(HIRING, baseline=measure(2023, "40.7"), excludes="", provenance=EXAMPLE)
    assert of(made_up, "rate-without-parts") == []
    assert len(of(replace(made_up, denominator=""), "rate-without-parts")) == 1


def test_several_indicators_of_a_section_are_one_finding() -> None:
    other = replace(HIRING, id="other", name=Label(ko="다른 비율"))
    plan = with_indicators(replace(HIRING, numerator=""), replace(other, denominator=""))
    (finding,) = found(plan, "rate-without-parts")
    assert finding.place == "nation/indicators"
    assert "지역인재 채용률(분자가 무엇인지), 다른 비율(분모가 무엇인지)" in finding.message.ko


@pytest.mark.parametrize(
    ("value", "changes", "said"),
    [
        ("41.7", {}, "407 ÷ 1,000 = 40.7%입니다"),
        ("17.6", {}, "제외하기 전의 전체 2,312로 나눈 비율입니다"),
        ("40.7", {"denominator": D(0)}, "분모가 0이어서"),
        ("40.7", {"whole": D(900)}, "전체 분모 900이 그 일부인 분모 1,000보다 작습니다"),
    ],
)
def test_a_rate_that_its_parts_do_not_give_is_found(
    value: str, changes: dict[str, Any], said: str
) -> None:
    assert HIRING.baseline is not None
    wrong = replace(HIRING, baseline=replace(HIRING.baseline, value=D(value), **changes))
    (finding,) = of(wrong, "rate-differs-from-parts")
    assert (finding.place, finding.blocks) == ("nation/indicators/hiring/baseline", True)
    assert said in finding.message.ko


def test_a_rate_is_compared_at_the_places_it_was_written_with() -> None:
    assert HIRING.baseline is not None
    whole_percent = replace(HIRING, baseline=replace(HIRING.baseline, value=D(41)))
    assert of(whole_percent, "rate-differs-from-parts") == []
    milestone = replace(HIRING, milestones=(replace(HIRING.baseline, year=2024, value=D(42)),))
    (finding,) = of(milestone, "rate-differs-from-parts")
    plan = with_indicators(milestone)
    assert find(plan, finding.place).value == 42


def test_a_rate_with_exclusions_shows_both_rates() -> None:
    (note,) = of(HIRING, "both-rates")
    assert note.message.ko == (
        "‘지역인재 채용률’은 일부를 빼고 센 비율입니다. 2023년 공식 40.7%(407 ÷ 1,000), "
        "전체에 대해서는 17.6%(407 ÷ 2,312), 뺀 것은 전체의 56.7%. 제외 대상: 시행령의 여섯 가지 예외."
    )
    assert HIRING.baseline is not None
    nothing_left_out = replace(HIRING.baseline, whole=D(1000))
    assert of(replace(HIRING, baseline=nothing_left_out), "both-rates") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"target": measure(2022, "25000")},
            "목표 26,700명(2022년) → 25,000명(2022년), 이루기 쉬워짐",
        ),
        ({"target": measure(2022, "30000")}, "30,000명(2022년), 이루기 어려워짐"),
        ({"target": measure(2024, "26700")}, "목표 26,700명(2022년) → 26,700명(2024년), 늦춰짐"),
        ({"target": None}, "목표 26,700명(2022년) → 없음"),
        ({"baseline": measure(2018, "18000")}, "기준값 17,400명(2017년) → 18,000명(2018년)"),
        ({"milestones": ()}, "중간 목표 20,000명(2020년) → 없음"),
        ({"unit": "천명"}, "단위 명 → 천명"),
        ({"direction": Direction.DOWN}, "방향 증가 → 감소"),
    ],
)
def test_a_goal_that_moved_since_the_earlier_plan_is_told(
    changes: dict[str, Any], said: str
) -> None:
    now = with_indicators(replace(PEOPLE, **changes))
    (finding,) = found(now, "target-moved", with_indicators(PEOPLE))
    assert finding.place == "nation/indicators/people"
    assert said in finding.message.ko


def test_an_indicator_that_was_dropped_is_told_where_it_stood() -> None:
    (finding,) = found(with_indicators(), "target-moved", with_indicators(PEOPLE))
    assert finding.place == "nation/indicators"
    assert "지표가 빠짐(이전 목표 26,700명(2022년))" in finding.message.ko
    plan = small_plan()
    ulsan, jeju = plan.cities
    earlier = replace(plan, cities=(ulsan, replace(jeju, indicators=(HIRING,))))
    (gone,) = found(replace(plan, cities=(ulsan,)), "target-moved", earlier)
    assert gone.place == ""


def test_a_goal_set_for_the_first_time_has_not_moved() -> None:
    before = with_indicators(replace(PEOPLE, target=None, baseline=None, milestones=()))
    assert found(with_indicators(PEOPLE), "target-moved", before) == []
    assert found(with_indicators(PEOPLE), "target-moved") == []


def test_people_are_counted_by_some_count() -> None:
    (finding,) = of(replace(PEOPLE, basis=" "), "basis-missing")
    assert finding.message.ko == "사람을 세면서 집계 기준을 적지 않았습니다: 혁신도시 인구."
    assert of(replace(PEOPLE, basis="", unit="개"), "basis-missing") == []
    assert of(replace(PEOPLE, basis="", provenance=EXAMPLE), "basis-missing") == []
    plan = small_plan()
    statistics = (Statistic(id="population", name=Label(ko="인구"), unit="천명"),)
    bare = replace(plan, nation=replace(plan.nation, statistics=statistics))
    assert [own.place for own in found(bare, "basis-missing")] == ["nation/statistics/population"]


def test_a_target_worse_than_the_baseline_is_told_by_the_direction() -> None:
    worse = replace(PEOPLE, target=measure(2022, "17000"))
    (finding,) = of(worse, "target-against-direction")
    assert finding.place == "nation/indicators/people/target"
    assert "목표 17,000명(2022년)이 기준값 17,400명(2017년)보다 나쁩니다" in finding.message.ko
    assert of(replace(worse, direction=Direction.DOWN), "target-against-direction") == []
    assert of(replace(PEOPLE, target=measure(2022, "17400")), "target-against-direction") == []


def test_the_earlier_example_is_what_it_was() -> None:
    plan = innovation_cities_2018()
    assert found(plan, "target-moved", plan) == []
