"""The fixed cast of the tests, and a small plan of two cities for them to work on.

The plan is whole and adds up: two cities of the example, four projects (one of them joint), money
by year, source and use, a gate, an indicator, two trees with their crosswalks. Every name in it is
made up and says so. Tests bend it with `dataclasses.replace`.
"""

import random
from datetime import date
from decimal import Decimal
from typing import Final

from mitgrim.plan import (
    Action,
    Area,
    Certainty,
    City,
    CityPlan,
    Crosswalk,
    DeclaredTotal,
    DeclaredUnit,
    Dimension,
    Direction,
    Effect,
    FundingLine,
    FundingSource,
    Gate,
    GateKind,
    Indicator,
    IndicatorKind,
    Institution,
    JointShare,
    Label,
    Mapping,
    Measure,
    Nation,
    Node,
    Passage,
    Period,
    Plan,
    PlanLink,
    Prerequisite,
    PrerequisiteKind,
    Project,
    Provenance,
    ProvenanceKind,
    Scope,
    Sector,
    Source,
    SourceClass,
    StatutoryItem,
    Strategy,
    Theme,
    Tree,
    UpperPlan,
    Use,
    mint,
)

JEJU_PLANNER: Final = "제주 담당자"
JEJU_COLLEAGUE: Final = "제주 동료 담당자"
ULSAN_PLANNER: Final = "울산 담당자"
MINISTRY_OFFICER: Final = "부처 담당관"
COMMITTEE_MEMBER: Final = "위원회 위원"
RESIDENT: Final = "주민"
STRANGER: Final = "외부인"

PLAN: Final = "small-2018"
PERIOD: Final = Period(first=2018, last=2022)
EOK: Final = 100_000_000
EXAMPLE: Final = Provenance(kind=ProvenanceKind.EXAMPLE)

JEJU_JOINT: Final = mint("jeju", "p", random.Random(1))
JEJU_PARK: Final = mint("jeju", "p", random.Random(2))
ULSAN_SCHOOL: Final = mint("ulsan", "p", random.Random(3))
ULSAN_CENTRE: Final = mint("ulsan", "p", random.Random(4))
JEJU_GATE: Final = mint("jeju", "g", random.Random(5))
PEOPLE: Final = mint("nation", "i", random.Random(6))


def small_plan() -> Plan:
    """Jeju and Ulsan: four projects of 250억원, of which the joint one is 100억원."""
    return Plan(nation=nation(), cities=(jeju(), ulsan()))


def nation() -> Nation:
    return Nation(
        id=PLAN,
        programme="예시 제도",
        name=Label(ko="두 도시 예시계획", en="Two cities' example plan"),
        period=PERIOD,
        cities=("ulsan", "jeju"),
        sectors=sectors(),
        strategies=(
            Strategy(id="industry.a", sector="industry", number=1, name=Label(ko="예시전략")),
        ),
        actions=actions(),
        trees=trees(),
        crosswalks=crosswalks(),
        source_classes=source_classes(),
        gate_kinds=(GateKind(id="design", name=Label(ko="설계"), opens=(Use.WORKS,)),),
        indicators=(indicator(), *made_things()),
        upper_plans=(
            UpperPlan(id="upper", name=Label(ko="상위 예시계획"), valid_from=2011, valid_to=2020),
        ),
        statutory_items=statutory_items(),
        passages=(Passage(id="aim", number=1, title=Label(ko="목표"), text="글.", items=("N1",)),),
        declared=(
            DeclaredTotal(
                dimension=Dimension.TOTAL,
                unit=DeclaredUnit.EOK,
                value=Decimal(250),
                provenance=EXAMPLE,
            ),
        ),
        sources=(act(),),
    )


def statutory_items() -> tuple[StatutoryItem, ...]:
    items = (("N1", Scope.NATION, 1), ("C1", Scope.CITY, 2))
    return tuple(
        StatutoryItem(
            code=code,
            scope=scope,
            title=Label(ko=f"예시 기재사항 {number}"),
            reference=f"예시 법률 제{number}조",
        )
        for code, scope, number in items
    )


def act() -> Source:
    return Source(
        id="act",
        title=Label(ko="예시 법률"),
        publisher="예시 발행처",
        published=date(2018, 2, 1),
    )


def sectors() -> tuple[Sector, ...]:
    names = {
        "industry": "특화산업",
        "settlement": "정주여건",
        "smart-city": "스마트시티",
        "talent": "지역인재",
        "shared-growth": "상생발전",
    }
    return tuple(
        Sector(id=id, number=number, name=Label(ko=name), aim=Label(ko=f"{name} 예시목표"))
        for number, (id, name) in enumerate(names.items(), start=1)
    )


def actions() -> tuple[Action, ...]:
    return (
        Action(
            id="industry.01",
            sector="industry",
            number=1,
            title=Label(ko="산업 예시과제"),
            strategy="industry.a",
            provenance=EXAMPLE,
        ),
        Action(id="settlement.01", sector="settlement", number=1, title=Label(ko="정주 예시과제")),
        Action(id="talent.01", sector="talent", number=1, title=Label(ko="인재 예시과제")),
    )


def trees() -> tuple[Tree, ...]:
    """The draft's five sectors, and the three fields that were adopted in their place."""
    five = tuple(Node(id=s.id, number=s.number, name=s.name) for s in sectors())
    three = (
        Node(id="growth", number=1, name=Label(ko="성장")),
        Node(id="living", number=2, name=Label(ko="생활")),
        Node(id="sharing", number=3, name=Label(ko="상생")),
    )
    adopted = date(2018, 10, 25)
    return (
        Tree(
            id="draft",
            name=Label(ko="초안의 5대 분야"),
            valid_from=date(2018, 8, 16),
            valid_to=date(2018, 10, 24),
            nodes=five,
        ),
        Tree(id="adopted", name=Label(ko="확정된 3대 분야"), valid_from=adopted, nodes=three),
    )


def crosswalks() -> tuple[Crosswalk, ...]:
    shares = (
        ("industry", "growth", "1"),
        ("settlement", "living", "1"),
        ("smart-city", "living", "1"),
        ("talent", "growth", "0.75"),
        ("talent", "sharing", "0.25"),
        ("shared-growth", "sharing", "1"),
    )
    return (
        Crosswalk(tree="draft", mappings=tuple(Mapping(item=s.id, node=s.id) for s in sectors())),
        Crosswalk(
            tree="adopted",
            mappings=tuple(
                Mapping(item=sector, node=node, share=Decimal(share))
                for sector, node, share in shares
            ),
            provenance=EXAMPLE,
        ),
    )


def source_classes() -> tuple[SourceClass, ...]:
    local = (FundingSource.PROVINCIAL, FundingSource.MUNICIPAL)
    others = (FundingSource.PRIVATE, FundingSource.INSTITUTION, FundingSource.FUND)
    return (
        SourceClass(
            id="national", number=1, name=Label(ko="국비"), sources=(FundingSource.NATIONAL,)
        ),
        SourceClass(id="local", number=2, name=Label(ko="지방비"), sources=local),
        SourceClass(id="others", number=3, name=Label(ko="민간 등"), sources=others),
    )


def indicator() -> Indicator:
    return Indicator(
        id=PEOPLE,
        sector="settlement",
        name=Label(ko="예시 인구"),
        kind=IndicatorKind.RESULT,
        unit="명",
        direction=Direction.UP,
        baseline=Measure(year=2017, value=Decimal(17400), evidence="예시"),
        milestones=(Measure(year=2020, value=Decimal(20000)),),
        target=Measure(year=2022, value=Decimal(26700), evidence="예시"),
        owner="예시 담당관",
        provenance=EXAMPLE,
    )


def made_things() -> tuple[Indicator, ...]:
    """One indicator for each of the other sectors: how many things were made."""
    return tuple(
        Indicator(
            id=f"nation-i-{sector.id}",
            sector=sector.id,
            name=Label(ko=f"{sector.name} 예시 건수"),
            kind=IndicatorKind.OUTPUT,
            unit="건",
            baseline=Measure(year=2017, value=Decimal(3), evidence="예시"),
            target=Measure(year=2022, value=Decimal(9), evidence="예시"),
            owner="예시 담당관",
            provenance=EXAMPLE,
        )
        for sector in sectors()
        if sector.id != "settlement"
    )


def jeju() -> CityPlan:
    return CityPlan(
        plan=PLAN,
        city=City(
            id="jeju",
            number=10,
            name=Label(ko="제주 혁신도시", en="Jeju Innovation City"),
            short=Label(ko="제주"),
            hosts=(Area(code="39020", name=Label(ko="서귀포시")),),
        ),
        institutions=(Institution(id="jeju-a", name=Label(ko="제주 예시기관"), function="예시"),),
        themes=(
            Theme(valid_from=date(2018, 8, 16), text=Label(ko="제주 예시주제"), reason="예시"),
        ),
        projects=(joint_project(), park()),
        passages=(
            Passage(id="place", number=1, title=Label(ko="위치"), text="글.", items=("C1",)),
        ),
    )


def joint_project() -> Project:
    """제주 leads, 울산 pays 30억원 of 100억원; design money comes before the gate, works after."""
    return Project(
        id=JEJU_JOINT,
        city="jeju",
        name=Label(ko="제주 산업 예시사업 1"),
        action="industry.01",
        other_actions=("talent.01",),
        description="두 도시가 함께하는 예시사업",
        lead="제주 예시부서",
        partners=("울산 예시부서",),
        owner="예시 담당",
        due=date(2020, 12, 31),
        areas=("39020",),
        period=Period(first=2018, last=2020),
        gates=(Gate(id=JEJU_GATE, kind="design", planned=date(2018, 12, 31)),),
        money=(
            line(2018, FundingSource.NATIONAL, Use.DESIGN, 10),
            line(2019, FundingSource.NATIONAL, Use.WORKS, 40),
            line(2019, FundingSource.PROVINCIAL, Use.WORKS, 20),
            line(2020, FundingSource.MUNICIPAL, Use.WORKS, 30),
        ),
        shares=(JointShare(city="ulsan", amount=30 * EOK),),
        links=(PlanLink(upper_plan="upper", relies_on="예시"),),
        provenance=EXAMPLE,
    )


def park() -> Project:
    return Project(
        id=JEJU_PARK,
        city="jeju",
        name=Label(ko="제주 정주 예시사업 2"),
        action="settlement.01",
        description="공원 예시사업",
        lead="제주 예시부서",
        owner="예시 담당",
        due=date(2021, 12, 31),
        areas=("39020",),
        period=Period(first=2020, last=2021),
        prerequisites=(Prerequisite(project=JEJU_JOINT, kind=PrerequisiteKind.STARTED),),
        money=(
            line(2020, FundingSource.NATIONAL, Use.STUDY, 5),
            line(2021, FundingSource.MUNICIPAL, Use.EQUIPMENT, 45),
        ),
        effects=(
            Effect(
                indicator=PEOPLE,
                low=Decimal(100),
                likely=Decimal(200),
                high=Decimal(400),
                evidence="예시",
            ),
        ),
        indicators=(PEOPLE,),
        provenance=EXAMPLE,
    )


def ulsan() -> CityPlan:
    return CityPlan(
        plan=PLAN,
        city=City(
            id="ulsan",
            number=4,
            name=Label(ko="울산 혁신도시", en="Ulsan Innovation City"),
            short=Label(ko="울산"),
            hosts=(Area(code="26010", name=Label(ko="중구")),),
        ),
        institutions=(Institution(id="ulsan-a", name=Label(ko="울산 예시기관"), function="예시"),),
        themes=(
            Theme(valid_from=date(2018, 8, 16), text=Label(ko="울산 예시주제"), reason="예시"),
        ),
        projects=(school(), centre()),
        passages=(
            Passage(id="place", number=1, title=Label(ko="위치"), text="글.", items=("C1",)),
        ),
    )


def school() -> Project:
    return Project(
        id=ULSAN_SCHOOL,
        city="ulsan",
        name=Label(ko="울산 인재 예시사업 1"),
        action="talent.01",
        description="교육 예시사업",
        lead="울산 예시부서",
        owner="예시 담당",
        due=date(2022, 12, 31),
        areas=("26010",),
        period=Period(first=2019, last=2022),
        money=(
            line(2019, FundingSource.NATIONAL, Use.OPERATION, 20),
            line(2022, FundingSource.INSTITUTION, Use.OPERATION, 20),
        ),
        provenance=EXAMPLE,
    )


def centre() -> Project:
    return Project(
        id=ULSAN_CENTRE,
        city="ulsan",
        name=Label(ko="울산 산업 예시사업 2"),
        action="industry.01",
        description="지원센터 예시사업",
        lead="울산 예시부서",
        owner="예시 담당",
        due=date(2021, 12, 31),
        areas=("26010",),
        period=Period(first=2020, last=2021),
        money=(
            line(2020, FundingSource.NATIONAL, Use.LAND, 30),
            line(2021, FundingSource.PRIVATE, Use.EQUIPMENT, 30),
        ),
        provenance=EXAMPLE,
    )


def line(year: int, source: FundingSource, use: Use, eok: int) -> FundingLine:
    """A planned line in 억원, as the example's amounts are spoken of."""
    return FundingLine(
        year=year, source=source, use=use, amount=eok * EOK, certainty=Certainty.SECURED
    )
