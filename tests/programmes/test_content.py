"""What the programme carries over from its sources is what they say."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from mitgrim.plan import Confidence, Label, Nation, ProvenanceKind, Scope, Use, numbered
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.programmes.innovation_cities.catalogue import cities, programme_lines
from mitgrim.programmes.innovation_cities.reading import rows

DRAFT_DAY = date(2018, 8, 16)
ADOPTION_DAY = date(2018, 10, 25)
CITIES = (
    "busan",
    "daegu",
    "gwangju-jeonnam",
    "ulsan",
    "gangwon",
    "chungbuk",
    "jeonbuk",
    "gyeongbuk",
    "gyeongnam",
    "jeju",
)
DRAFT_THEMES = (
    "해양·금융·영상의 신성장 거점화",
    "의료융합 & 안전안심",
    "신재생에너지 기반 에너지신산업",
    "(수소기반)에너지, 재난안전, 근로복지",
    "디지털 헬스 넘버 원 혁신도시",
    "교육, 태양(에너지), 정보통신기술",
    "농생명, 금융 등 농생명융합",
    "자동차부품 등 첨단소재, 농생명",
    "첨단소재부품, 항공우주산업 발전",
    "교육 연수 & 복합 전시 산업(MICE)",
)
CONFIRMED_THEMES = (
    "첨단해양 신산업",
    "첨단의료 융합",
    "에너지 신산업",
    "친환경 에너지(해상풍력)",
    "스마트 헬스케어",
    "태양광 에너지",
    "농생명 융합",
    "첨단자동차",
    "항공우주",
    "스마트 MICE",
)
TITLES = {
    "industry": [
        "특구 지정 및 특전",
        "국가혁신융복합단지",
        "오픈랩(Open Lab)구축",
        "발전지원센터 설립",
    ],
    "settlement": [
        "맞춤형 돌봄센터 운영",
        "병원 및 생협 유치",
        "복합커뮤니티 설치",
        "광역대중교통체계 개편",
    ],
    "smart-city": [
        "통합 플랫폼 구축",
        "체감형 스마트 서비스 제공",
        "리빙랩 구축",
        "핵심 인프라 구축",
    ],
    "talent": ["오픈 캠퍼스 활성화", "지역 선도대학 육성사업", "장학금 지원"],
    "shared-growth": [
        "공유경제 플랫폼 구축",
        "지역기업 우선 구매",
        "혁신도시 연계형 도시 재생",
        "상생발전기금 조성",
    ],
}


@pytest.fixture(scope="module")
def nation() -> Nation:
    return innovation_cities_2018().nation


def test_the_cities_come_in_customary_order() -> None:
    assert tuple(city.id for city in numbered(cities())) == CITIES


def test_the_host_areas_are_those_of_the_statistics() -> None:
    measured = {(row["city"], row["area_code"]) for row in rows("host_statistics.csv", "data")}
    assert {(city.id, host.code) for city in cities() for host in city.hosts} == measured


def test_the_five_sectors_come_in_the_order_of_the_release(nation: Nation) -> None:
    assert [sector.name.ko for sector in numbered(nation.sectors)] == [
        "특화산업",
        "정주여건",
        "스마트시티",
        "지역인재",
        "상생발전",
    ]


def test_there_are_53_actions(nation: Nation) -> None:
    counts = Counter(action.sector for action in nation.actions)
    assert counts == {
        "industry": 16,
        "settlement": 11,
        "smart-city": 10,
        "talent": 8,
        "shared-growth": 8,
    }


def test_only_the_19_published_titles_are_there_word_for_word(nation: Nation) -> None:
    titles = {
        sector.id: [a.title.ko for a in nation.actions if a.sector == sector.id and a.title]
        for sector in nation.sectors
    }
    assert titles == TITLES
    assert sum(map(len, titles.values())) == 19
    assert all(a.title == Label() for a in nation.actions if not a.title)


def test_the_draft_themes_are_word_for_word_from_the_release() -> None:
    themes = [section.theme(DRAFT_DAY) for section in innovation_cities_2018().cities]
    assert tuple(theme.text.ko if theme else "" for theme in themes) == DRAFT_THEMES


def test_the_confirmed_themes_follow_on_the_day_of_adoption() -> None:
    themes = [section.theme(ADOPTION_DAY) for section in innovation_cities_2018().cities]
    assert tuple(theme.text.ko if theme else "" for theme in themes) == CONFIRMED_THEMES
    assert {theme.valid_from for theme in themes if theme} == {ADOPTION_DAY}


def test_the_forum_has_its_programme(nation: Nation) -> None:
    (forum,) = nation.forums
    assert (forum.day, forum.place, forum.organiser) == (
        DRAFT_DAY,
        "국토연구원 대강당(2층)",
        "국토교통부",
    )
    assert forum.purpose == (
        "혁신도시를 지역성장거점으로 육성하기 위한 혁신도시 종합 발전계획의 중장기 발전전략 및 "
        "10개 혁신도시별 주요 추진과제 논의"
    )
    assert [(f"{s.starts:%H:%M}~{s.ends:%H:%M}", s.title.ko, s.remark) for s in forum.sessions] == [
        ("14:00~14:10", "인사말 - 국토교통부", ""),
        (
            "14:10~14:50",
            "종합발전계획 주요전략과 혁신도시별 5대 분야 역점과제 발표",
            "국토연구원 종합발표",
        ),
        ("14:50~15:10", "휴식 및 장내 정리", ""),
        ("15:10~16:30", "지정토론 및 전체토론", ""),
    ]
    assert forum.sessions[3].topics == (
        "혁신도시 종합발전계획과 타 계획 연계 (국토종합계획, 균형발전5개년 계획 등)",
        "『혁신도시 시즌2』 자원조달방안 등",
    )


def test_the_forum_takes_two_and_a_half_hours(nation: Nation) -> None:
    sessions = nation.forums[0].sessions
    minutes = [
        (datetime.combine(DRAFT_DAY, s.ends) - datetime.combine(DRAFT_DAY, s.starts)).seconds // 60
        for s in sessions
    ]
    assert minutes == [10, 40, 20, 80]
    assert sum(minutes) == 150


def test_only_published_stages_have_dates(nation: Nation) -> None:
    done = {stage.id: stage.done for stage in nation.stages if stage.done}
    assert done == {
        "forum": DRAFT_DAY,
        "national-committee": ADOPTION_DAY,
        "adoption": ADOPTION_DAY,
        "announcement": ADOPTION_DAY,
    }
    planned = {stage.id: stage.ends for stage in nation.stages if stage.ends}
    assert planned == {
        "forum": DRAFT_DAY,
        "national-committee": date(2018, 10, 31),
        "adoption": date(2018, 10, 31),
        "announcement": date(2018, 10, 31),
    }


def test_what_is_practice_is_not_called_law(nation: Nation) -> None:
    basis = {stage.id: stage.basis for stage in numbered(nation.stages)}
    practice = [id for id, ground in basis.items() if ground == "관행(법정 절차 아님)"]
    assert practice == ["forum", "deliberation", "announcement"]
    assert all("법 제" in ground for id, ground in basis.items() if id not in practice)


def test_the_statutory_items_of_nation_and_city_are_complete(nation: Nation) -> None:
    codes = {scope: [i.code for i in nation.statutory_items if i.scope is scope] for scope in Scope}
    assert codes == {
        Scope.NATION: [*(f"N{n}" for n in range(1, 9)), "N9a", "N9b", "N9c"],
        Scope.CITY: ["C1", "C2", "C3", "C4a", "C4b", "C4c", "C4d"],
    }


def test_the_targets_are_the_published_ones(nation: Nation) -> None:
    values = {
        i.id: [
            (m.year, str(m.value)) for m in (i.baseline, *i.milestones, i.target) if m is not None
        ]
        for i in nation.indicators
    }
    assert values == {
        "tenant-companies": [(2018, "639"), (2022, "1000")],
        "tenant-jobs": [(2018, "11000"), (2022, "20000")],
        "family-moves": [(2022, "75")],
        "local-hires": [(2017, "14"), (2018, "18"), (2020, "24"), (2022, "30")],
    }


def test_a_baseline_without_a_published_year_says_so(nation: Nation) -> None:
    assert {
        i.id for i in nation.indicators if i.baseline and "보도에 없어" in i.baseline.evidence
    } == {
        "tenant-companies",
        "tenant-jobs",
    }


def test_the_weak_target_is_marked_weak(nation: Nation) -> None:
    sources = {source.id: source.confidence for source in nation.sources}
    weak = [i.id for i in nation.indicators if sources[i.provenance.source] is Confidence.WEAK]
    assert weak == ["family-moves"]


def test_a_design_gate_opens_works_and_a_property_review_opens_land(nation: Nation) -> None:
    opens = {kind.id: kind.opens for kind in nation.gate_kinds}
    assert opens["design"] == (Use.WORKS,)
    assert opens["public-property"] == (Use.LAND,)


def test_the_centres_are_paid_half_by_the_nation() -> None:
    (line,) = programme_lines()
    assert str(line.ratio) == "0.5"
    assert [(c.year, c.amount) for c in line.ceilings] == [
        (2018, 10_000_000_000),
        (2019, 33_000_000_000),
    ]


def test_the_shares_between_the_trees_are_an_example(nation: Nation) -> None:
    kinds = {crosswalk.tree: crosswalk.provenance.kind for crosswalk in nation.crosswalks}
    assert kinds == {
        "five-sectors": ProvenanceKind.PUBLISHED,
        "three-fields": ProvenanceKind.EXAMPLE,
    }


def test_every_label_of_the_catalogue_is_in_both_languages(nation: Nation) -> None:
    named: tuple[Any, ...] = (
        *nation.sectors,
        *nation.strategies,
        *nation.trees,
        *nation.source_classes,
        *nation.gate_kinds,
        *nation.indicators,
        *nation.statistics,
        *nation.stages,
        *nation.upper_plans,
    )
    assert [record for record in named if not (record.name.ko and record.name.en)] == []
