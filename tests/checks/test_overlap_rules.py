"""Rules about the same thing twice find it, and leave alone what only looks alike."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mitgrim.checks import Severity
from mitgrim.plan import (
    Area,
    CityPlan,
    JointShare,
    Label,
    Observation,
    Plan,
    PrintedRow,
    PrintedTable,
    Project,
    SeriesKind,
    Statistic,
    Theme,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import JEJU_PARK, small_plan
from tests.checks.bending import (
    found,
    in_city,
    in_nation,
    in_project,
    line,
    places,
    project,
    with_project,
)
from tests.work import calls_of

SEOGWIPO = "39020"
JUNG_GU = "26010"


def two(
    one: str,
    other: str,
    *,
    eok: Sequence[int] = (20, 20),
    cities: Sequence[str] = ("jeju", "jeju"),
    areas: Sequence[tuple[str, ...]] = ((), ()),
    **more: Any,
) -> Plan:
    """The small plan with two more projects of these names."""
    plan = with_project(cities[0], project("p-1", one, eok[0], areas=areas[0], **more))
    return with_project(cities[1], project("p-2", other, eok[1], areas=areas[1], **more), plan)


@pytest.fixture(scope="module")
def example() -> Plan:
    return innovation_cities_2018()


# project-twice


def test_the_same_name_but_for_spaces_and_marks_in_one_city_is_found_once() -> None:
    plan = two("이차전지 인증센터", "이차 전지·인증(센터)", eok=(20, 30))
    (finding,) = found("project-twice", plan)
    assert (finding.place, finding.severity) == ("jeju/projects/p-2", Severity.WARNING)
    assert finding.message.ko == (
        "이차 전지·인증(센터)과 같은 것으로 보이는 사업이 또 있습니다: 제주 ‘이차전지 인증센터’"
        "(모두 2개). 같은 사업이면 20억원이 두 번 더해집니다."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STEM 빌리지", "ＳＴＥＭ　빌리지"),  # full width
        ("STEM 빌리지", "Stem-빌리지"),
        ("STEM 빌리지", "제주 STEM 빌리지"),
        ("STEM 빌리지", "제주 혁신도시 STEM 빌리지"),
        ("뇌연구 실용화센터", "뇌연구  실용화 센터"),
    ],
)
def test_ways_to_write_one_name_are_one_name(one: str, other: str) -> None:
    assert places("project-twice", two(one, other, eok=(20, 30))) == ["jeju/projects/p-2"]


def test_one_project_under_two_actions_is_found() -> None:
    plan = with_project("jeju", project("p-1", "뇌연구 실용화센터", 20, action="industry.01"))
    plan = with_project("jeju", project("p-2", "뇌연구 실용화센터", 30, action="talent.01"), plan)
    assert places("project-twice", plan) == ["jeju/projects/p-2"]


def test_the_same_name_in_the_same_place_is_found_across_cities() -> None:
    plan = two(
        "에너지 사이언스파크",
        "에너지사이언스파크",
        cities=("ulsan", "jeju"),
        areas=((JUNG_GU,), (SEOGWIPO, JUNG_GU)),
        eok=(20, 30),
    )
    assert places("project-twice", plan) == ["jeju/projects/p-2"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("스마트 응급의료", "스마트 응급의료 체계"),
        ("이차전지 인증센터", "이차전지 인증센타"),
        ("이차전지 인증센터 구축", "이차전지 인증센터 건립사업"),
    ],
)
def test_very_similar_names_with_the_same_total_are_found(one: str, other: str) -> None:
    assert places("project-twice", two(one, other)) == ["jeju/projects/p-2"]
    assert places("project-twice", two(one, other, eok=(20, 21))) == []
    assert places("project-twice", two(one, other, eok=(0, 0))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("부산 특화산업 예시사업 3", "부산 특화산업 예시사업 4"),
        ("복합문화센터 1단계", "복합문화센터 2단계"),
        ("복합문화센터 Ⅰ", "복합문화센터 Ⅱ"),
        ("복합문화센터 A동", "복합문화센터 B동"),
        ("동부권 순환버스 운행", "서부권 순환버스 운행"),
        ("여성 창업지원센터 건립 및 운영", "청년 창업지원센터 건립 및 운영"),
        ("도서관 건립", "주차장 건립"),
    ],
)
def test_projects_that_a_word_or_a_number_tells_apart_are_not_found(one: str, other: str) -> None:
    assert places("project-twice", two(one, other)) == []


@pytest.mark.parametrize(
    "areas", [((), ()), ((JUNG_GU,), (SEOGWIPO,)), ((JUNG_GU,), ()), (("ulsan",), ("jeju",))]
)
def test_the_same_name_in_different_places_is_two_projects(
    areas: Sequence[tuple[str, ...]],
) -> None:
    plan = two("복합혁신센터 건립", "복합혁신센터 건립", cities=("ulsan", "jeju"), areas=areas)
    assert places("project-twice", plan) == []


def test_similar_names_in_different_districts_of_one_city_are_two_projects() -> None:
    plan = two("스마트 응급의료", "스마트 응급의료 체계", areas=((SEOGWIPO,), ("39010",)))
    assert places("project-twice", plan) == []


def test_ten_copies_are_one_finding() -> None:
    plan = small_plan()
    for n in range(10):
        plan = with_project("jeju", project(f"p-{n}", "스마트 응급의료", 10), plan)
    (finding,) = found("project-twice", plan)
    assert "외 4개" in finding.message.ko
    assert "90억원이 두 번 더해집니다" in finding.message.ko


def test_what_other_rules_say_already_is_not_said_again() -> None:
    share = (JointShare(city="ulsan", amount=1),)
    plan = with_project("jeju", project("p-1", "공동 연구", 20, shares=share, areas=(JUNG_GU,)))
    copied = with_project("ulsan", project("p-2", "공동 연구", 20, areas=(JUNG_GU,)), plan)
    assert places("project-twice", copied) == []  # joint-project-repeated
    same = with_project("jeju", project("p-1", "공동 연구", 20))
    same = with_project("ulsan", project("p-1", "공동 연구", 20, areas=("jeju",)), same)
    assert places("project-twice", same) == []  # id-duplicate


def test_projects_without_a_name_are_not_compared() -> None:
    assert places("project-twice", two("", "")) == []
    assert places("project-twice", two("—", "·")) == []


def test_no_project_of_the_example_is_there_twice(example: Plan) -> None:
    assert places("project-twice", example) == []


def test_thousands_of_projects_of_one_total_in_one_place_are_not_all_compared() -> None:
    """Against each other they would be eight million pairs."""
    names = [f"{chr(0xAC00 + n)}{chr(0xB000 + n)}{chr(0xB900 + n)} 센터" for n in range(4000)]
    many = tuple(project(f"p-{n}", name, 10) for n, name in enumerate(names))
    plan = in_city("jeju", projects=many)
    assert places("project-twice", plan) == []
    assert calls_of(lambda: places("project-twice", plan)) < 400 * len(many)


# area-counted-twice


def observed(*of: tuple[str, int], kind: SeriesKind = SeriesKind.STOCK) -> Plan:
    """Jeju as a city with two districts, with observations of areas and years."""
    plan = small_plan()
    statistic = Statistic(id="population", name=Label(ko="총인구"), kind=kind)
    city = replace(
        plan.cities[1].city,
        hosts=(
            Area(code="35010", name=Label(ko="전주시")),
            Area(code="35011", name=Label(ko="전주시 완산구"), parent="35010"),
            Area(code="35012", name=Label(ko="전주시 덕진구"), parent="35010"),
        ),
    )
    observations = tuple(
        Observation(statistic="population", area=area, year=year, value=Decimal(1), source="act")
        for area, year in of
    )
    plan = in_city("jeju", plan, city=city, observations=observations)
    return in_nation(plan, statistics=(statistic,))


def test_a_city_and_its_districts_in_one_year_are_found_once() -> None:
    plan = observed(("35010", 2020), ("35011", 2020), ("35012", 2020), ("35011", 2015))
    (finding,) = found("area-counted-twice", plan)
    assert (finding.place, finding.severity) == ("jeju/observations", Severity.WARNING)
    assert finding.message.ko == (
        "통계 ‘총인구’가 2020년에 전주시와 그 구(전주시 완산구, 전주시 덕진구) 모두에 있습니다. "
        "소재 시·군·구를 더하면 두 번 셉니다."
    )


def test_districts_beside_each_other_and_other_years_are_not_found() -> None:
    assert places("area-counted-twice", observed(("35011", 2020), ("35012", 2020))) == []
    assert places("area-counted-twice", observed(("35010", 2015), ("35011", 2020))) == []


def test_a_rate_of_a_city_may_stand_beside_its_districts() -> None:
    plan = observed(("35010", 2020), ("35011", 2020), kind=SeriesKind.RATE)
    assert places("area-counted-twice", plan) == []


def test_jeonju_and_its_districts_share_no_statistic_in_the_example(example: Plan) -> None:
    jeonbuk = example.section("jeonbuk")
    assert jeonbuk
    parents = {host.code: host.parent for host in jeonbuk.city.hosts}
    assert parents == {"35010": "", "35011": "35010", "35012": "35010", "35310": ""}
    assert places("area-counted-twice", example) == []
    more = Observation(
        statistic="population", area="35010", year=2020, value=Decimal(1), source="sgis"
    )
    twice = in_city("jeonbuk", example, observations=(*jeonbuk.observations, more))
    assert places("area-counted-twice", twice) == ["jeonbuk/observations"]


# cumulative-summed


def printed(
    kind: SeriesKind,
    rows: dict[str, Sequence[float]],
    total: Sequence[float] = (),
    columns: Sequence[str] = ("값",),
    places: int = 0,
) -> Plan:
    def cells(values: Sequence[float]) -> tuple[Decimal, ...]:
        return tuple(Decimal(str(value)) for value in values)

    table = PrintedTable(
        id="table",
        title=Label(ko="예시표"),
        unit="명",
        kind=kind,
        places=places,
        columns=tuple(columns),
        rows=tuple(
            PrintedRow(id=f"r{n}", number=n, label=Label(ko=name), cells=cells(values))
            for n, (name, values) in enumerate(rows.items())
        ),
        total=cells(total),
    )
    return in_nation(printed_tables=(table,))


YEARS: dict[str, Sequence[float]] = {"2018년": [10], "2019년": [25], "2020년": [45]}
CITIES: dict[str, Sequence[float]] = {"울산": [10], "제주": [25]}
STOCK, FLOW = SeriesKind.STOCK, SeriesKind.FLOW
CUMULATIVE, RATE = SeriesKind.CUMULATIVE, SeriesKind.RATE


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (printed(CUMULATIVE, YEARS, [80]), "누계 표인데 10 + 25 + 45를 더해 합계 80명이라고"),
        (printed(STOCK, YEARS, [80]), "시점 값 표인데"),
        (printed(CUMULATIVE, {"’18": [10], "’19": [25]}, [35]), "10 + 25를"),
        (printed(CUMULATIVE, {**YEARS, "합계": [80]}), "합계 80명이라고"),
        (
            printed(CUMULATIVE, {"울산": [10, 25, 35]}, columns=("2018", "2019", "계")),
            "10 + 25를 더해 합계 35명",
        ),
        (printed(RATE, {"울산": [40.7], "제주": [17.6]}, [58.3], places=1), "40.7 + 17.6을"),
    ],
)
def test_a_sum_of_what_must_not_be_summed_is_found(plan: Plan, says: str) -> None:
    (finding,) = found("cumulative-summed", plan)
    assert (finding.place, finding.severity) == ("nation/printed_tables/table", Severity.WARNING)
    assert says in finding.message.ko


@pytest.mark.parametrize(
    "plan",
    [
        printed(FLOW, YEARS, [80]),  # flows are there to be summed
        printed(CUMULATIVE, YEARS, [45]),  # the last value
        printed(CUMULATIVE, YEARS),
        printed(CUMULATIVE, CITIES, [35]),  # over places, in one year
        printed(STOCK, {"울산": [10, 20], "제주": [25, 35]}, [35, 55], ("2018", "2019")),
        printed(RATE, {"국비": [40], "지방비": [31], "민간 등": [29]}, [100]),  # shares of a whole
        printed(RATE, {"국비": [0.4], "지방비": [0.6]}, [1], places=1),
        printed(RATE, {"울산": [40.7], "제주": [17.6]}, [29.1], places=1),  # an average
        printed(RATE, {"울산": [1], "제주": [1]}, [1]),  # near a sum only because it is small
        printed(RATE, {"울산": [40.7], "제주": [0]}, [40.7], places=1),
        printed(CUMULATIVE, {"2018–2020년": [10], "2021–2022년": [25]}, [35]),  # periods
    ],
)
def test_a_table_that_sums_what_it_may_is_not_found(plan: Plan) -> None:
    assert places("cumulative-summed", plan) == []


def test_a_citys_own_table_is_found_in_its_section() -> None:
    table = printed(CUMULATIVE, YEARS, [80]).nation.printed_tables
    plan = in_city("jeju", printed_tables=table)
    assert places("cumulative-summed", plan) == ["jeju/printed_tables/table"]


# themes-overlap


def themed(ulsan: str, jeju: str) -> Plan:
    plan = small_plan()
    for city, text in (("ulsan", ulsan), ("jeju", jeju)):
        theme = Theme(valid_from=date(2018, 10, 25), text=Label(ko=text), reason="예시")
        section = plan.section(city)
        assert section
        plan = in_city(city, plan, themes=(*section.themes, theme))
    return plan


@pytest.mark.parametrize(
    ("ulsan", "jeju", "word"),
    [
        ("친환경 에너지(해상풍력)", "에너지 신산업", "에너지"),
        ("신재생에너지 기반 에너지신산업", "태양(에너지)", "에너지"),
        ("첨단소재부품, 항공우주산업 발전", "자동차부품 등 첨단소재", "소재"),
        ("스마트 MICE", "복합 전시 산업(mice)", "mice"),
        ("의료융합 & 안전안심", "첨단의료 융합", "의료"),
    ],
)
def test_themes_that_share_a_word_of_their_own_are_found(ulsan: str, jeju: str, word: str) -> None:
    (finding,) = found("themes-overlap", themed(ulsan, jeju))
    assert (finding.place, finding.severity) == (
        "ulsan/themes/2018-10-25/text",
        Severity.NOTE,
    )
    assert f"‘{word}’" in finding.message.ko
    assert f"울산 ‘{ulsan}’, 제주 ‘{jeju}’" in finding.message.ko


@pytest.mark.parametrize(
    ("ulsan", "jeju"),
    [
        ("첨단해양 신산업", "에너지 신산업"),
        ("첨단의료 융합", "농생명 융합"),
        ("스마트 헬스케어", "스마트 MICE"),
        ("첨단자동차", "첨단소재 산업 발전"),
        ("울산 항공우주", "제주 관광"),
        ("", ""),
        ("디지털 헬스 넘버 원 혁신도시", "혁신도시의 미래"),
    ],
)
def test_themes_that_share_only_what_every_theme_says_are_not_found(ulsan: str, jeju: str) -> None:
    assert places("themes-overlap", themed(ulsan, jeju)) == []


def test_the_theme_of_the_day_counts() -> None:
    plan = themed("친환경 에너지", "에너지 신산업")
    assert places("themes-overlap", plan, date(2018, 10, 24)) == []
    assert len(places("themes-overlap", plan, date(2018, 10, 25))) == 1


def test_three_adopted_themes_of_the_example_share_a_word(example: Plan) -> None:
    (finding,) = found("themes-overlap", example)
    assert "3개 도시의 발전 주제에 ‘에너지’" in finding.message.ko


def test_the_draft_themes_shared_five(example: Plan) -> None:
    findings = found("themes-overlap", example, date(2018, 8, 16))
    shared = sorted(own.message.ko.split("‘")[1].split("’")[0] for own in findings)
    assert shared == ["교육", "금융", "농생명", "소재", "에너지"]


# projects-overlap-between-cities


def in_both(one: str, other: str, **more: Any) -> Plan:
    return two(one, other, cities=("ulsan", "jeju"), eok=(10, 20), **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("이차전지 인증센터", "이차전지 인증센터"),
        ("울산 이차전지 인증센터 구축", "제주 이차전지 인증센터 건립사업"),
        ("울산광역시 이차전지 인증센터 1", "이차전지·인증센터 2"),
    ],
)
def test_one_project_in_two_cities_under_one_action_is_found(one: str, other: str) -> None:
    (finding,) = found("projects-overlap-between-cities", in_both(one, other))
    assert (finding.place, finding.severity) == ("ulsan/projects/p-1", Severity.NOTE)
    assert "2개 도시(울산, 제주)가 같은 세부과제(industry.01)로" in finding.message.ko


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("이차전지 인증센터", "이차전지 연구센터"),
        ("울산 특화산업 예시사업 3", "제주 특화산업 예시사업 3"),  # no word of its own
        ("울산 지역인재 육성 지원사업", "제주 지역인재 육성 지원사업"),
        ("울산 혁신도시 발전사업", "제주 혁신도시 발전사업"),
        ("", ""),
    ],
)
def test_names_that_differ_or_say_nothing_are_not_found(one: str, other: str) -> None:
    assert places("projects-overlap-between-cities", in_both(one, other)) == []


def test_another_action_or_the_same_city_is_not_found() -> None:
    plan = with_project("ulsan", project("p-1", "뇌연구", action="industry.01"))
    plan = with_project("jeju", project("p-2", "뇌연구", action="talent.01"), plan)
    assert places("projects-overlap-between-cities", plan) == []
    assert places("projects-overlap-between-cities", two("뇌연구", "뇌연구")) == []


def test_projects_of_one_programme_line_are_alike_on_purpose() -> None:
    money = (line(2019, 10, programme_line="centre"),)
    plan = in_both("돌봄센터 건립", "돌봄센터 건립", money=money)
    assert places("projects-overlap-between-cities", plan) == []
    other = in_project("p-1", plan, money=(line(2019, 10),))
    assert len(places("projects-overlap-between-cities", other)) == 1


def test_many_cities_are_one_finding(example: Plan) -> None:
    sections = tuple(with_care(section) for section in example.cities)
    plan = replace(example, cities=sections)
    (finding,) = found("projects-overlap-between-cities", plan)
    assert finding.place == "busan/projects/busan-care"
    assert "10개 도시(부산, 대구, 광주전남, 울산, 강원 외 5개)" in finding.message.ko


def with_care(section: CityPlan) -> CityPlan:
    own = Project(
        id=f"{section.city.id}-care",
        city=section.city.id,
        name=Label(ko=f"{section.city.short.ko} 맞춤형 돌봄센터"),
        action="settlement.01",
    )
    return replace(section, projects=(*section.projects, own))


def test_the_generic_titles_and_the_centres_of_the_example_are_not_found(example: Plan) -> None:
    assert places("projects-overlap-between-cities", example) == []


def test_the_parks_name_is_a_word_of_its_own() -> None:
    """What keeps the test above honest: 정주 is no word of the list, so a copy is found."""
    plan = in_project(JEJU_PARK, name=Label(ko="제주 수변공원"))
    copy = project("p-1", "울산 수변공원", action="settlement.01")
    assert len(places("projects-overlap-between-cities", with_project("ulsan", copy, plan))) == 1
