"""Each structural rule finds its fault, and a sound plan has none."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given

from mitgrim.checks import OF_THE_ENGINE, STRUCTURAL, Finding, Severity, check
from mitgrim.checks.engine import MESSAGES
from mitgrim.plan import (
    Action,
    Ceiling,
    City,
    CityPlan,
    Crosswalk,
    DeclaredTotal,
    DeclaredUnit,
    Dimension,
    Effect,
    FieldProvenance,
    FundingLine,
    FundingSource,
    JointShare,
    Label,
    Mapping,
    Node,
    Period,
    Plan,
    ProgrammeLine,
    Project,
    Provenance,
    ProvenanceKind,
    Tree,
    Use,
    Waiver,
    find,
)
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, PEOPLE, ULSAN_CENTRE, line, small_plan
from tests.laws.strategies import plans

PUBLISHED = ProvenanceKind.PUBLISHED


def in_nation(**changes: Any) -> Plan:
    """The small plan with its national section changed."""
    plan = small_plan()
    return replace(plan, nation=replace(plan.nation, **changes))


def in_city(city: str, **changes: Any) -> Plan:
    """The small plan with one city's section changed."""
    plan = small_plan()
    sections = [replace(own, **changes) if own.city.id == city else own for own in plan.cities]
    return replace(plan, cities=tuple(sections))


def in_project(id: str, **changes: Any) -> Plan:
    """The small plan with one project changed."""
    section = next(s for s in small_plan().cities if any(p.id == id for p in s.projects))
    projects = [replace(own, **changes) if own.id == id else own for own in section.projects]
    return in_city(section.city.id, projects=tuple(projects))


def joint_with(*more: FundingLine) -> Plan:
    return in_project(JEJU_JOINT, money=(*small_joint().money, *more))


def small_joint() -> Project:
    joint = find(small_plan(), f"jeju/projects/{JEJU_JOINT}")
    assert isinstance(joint, Project)
    return joint


def with_mappings(*mappings: Mapping) -> Plan:
    """The small plan whose adopted tree is reached by these mappings alone."""
    draft = small_plan().nation.crosswalks[1]
    return in_nation(crosswalks=(draft, Crosswalk(tree="adopted", mappings=mappings)))


def with_declared(**changes: Any) -> Plan:
    return in_nation(declared=(replace(small_plan().nation.declared[0], **changes),))


class Fault(NamedTuple):
    check: str
    plan: Callable[[], Plan]
    place: str
    severity: Severity = Severity.ERROR


JOINT = f"jeju/projects/{JEJU_JOINT}"
PARK = f"jeju/projects/{JEJU_PARK}"
FAULTS = [
    Fault("attribute-missing", lambda: in_project(JEJU_PARK, name=Label()), PARK),
    Fault("attribute-missing", lambda: in_project(JEJU_PARK, lead=""), PARK),
    Fault(
        "attribute-missing-for-adoption",
        lambda: in_project(JEJU_PARK, owner="", due=None),
        PARK,
        Severity.WARNING,
    ),
    Fault("reference-unknown", lambda: in_project(JEJU_PARK, action="x.1"), f"{PARK}/action"),
    Fault(
        "reference-unknown", lambda: in_project(JEJU_PARK, indicators=("x",)), f"{PARK}/indicators"
    ),
    Fault("reference-unknown", lambda: in_project(JEJU_PARK, areas=("99",)), f"{PARK}/areas"),
    Fault(
        "reference-unknown",
        lambda: in_project(JEJU_PARK, provenance=Provenance(kind=PUBLISHED, source="x")),
        f"{PARK}/provenance",
    ),
    Fault(
        "id-duplicate",
        lambda: in_city("ulsan", projects=(replace(small_joint(), city="ulsan"),)),
        f"ulsan/projects/{JEJU_JOINT}",
    ),
    Fault("key-duplicate", lambda: in_nation(cities=("ulsan", "jeju", "ulsan")), "nation/cities"),
    Fault(
        "key-duplicate",
        lambda: joint_with(line(2019, FundingSource.NATIONAL, Use.WORKS, 5)),
        f"{JOINT}/money",
    ),
    Fault(
        "year-outside-period",
        lambda: joint_with(line(2023, FundingSource.NATIONAL, Use.WORKS, 5)),
        f"{JOINT}/money",
    ),
    Fault(
        "year-outside-period",
        lambda: in_nation(
            programme_lines=(
                ProgrammeLine(
                    id="line",
                    name=Label(ko="예시 내역사업"),
                    ceilings=(Ceiling(year=2017, amount=1),),
                ),
            )
        ),
        "nation/programme_lines/line/ceilings",
    ),
    Fault(
        "year-outside-project",
        lambda: joint_with(line(2022, FundingSource.NATIONAL, Use.WORKS, 5)),
        f"{JOINT}/money",
        Severity.WARNING,
    ),
    Fault(
        "project-outside-period",
        lambda: in_project(JEJU_PARK, period=Period(first=2030, last=2031), money=()),
        f"{PARK}/period",
        Severity.WARNING,
    ),
    Fault(
        "dates-reversed",
        lambda: in_project(JEJU_PARK, period=Period(first=2021, last=2020)),
        f"{PARK}/period",
    ),
    Fault(
        "dates-reversed",
        lambda: in_nation(
            trees=tuple(
                replace(own, valid_to=date(2000, 1, 1)) for own in small_plan().nation.trees
            )
        ),
        "nation/trees/draft",
    ),
    Fault(
        "amount-negative",
        lambda: joint_with(line(2018, FundingSource.FUND, Use.WORKS, -1)),
        f"{JOINT}/money/2018,fund,planned,works,/amount",
    ),
    Fault(
        "amount-implausible",
        lambda: joint_with(line(2018, FundingSource.FUND, Use.WORKS, 10**7)),
        f"{JOINT}/money/2018,fund,planned,works,/amount",
    ),
    Fault(
        "share-out-of-range",
        lambda: in_nation(
            programme_lines=(
                ProgrammeLine(id="line", name=Label(ko="예시 내역사업"), ratio=Decimal(50)),
            )
        ),
        "nation/programme_lines/line/ratio",
    ),
    Fault(
        "effect-disordered",
        lambda: in_project(
            JEJU_PARK,
            effects=(
                Effect(
                    indicator=PEOPLE,
                    low=Decimal(3),
                    likely=Decimal(2),
                    high=Decimal(4),
                    evidence="예시",
                ),
            ),
        ),
        f"{PARK}/effects/{PEOPLE}",
    ),
    Fault(
        "source-missing",
        lambda: in_project(JEJU_PARK, provenance=Provenance(kind=PUBLISHED)),
        f"{PARK}/provenance",
    ),
    Fault(
        "source-missing",
        lambda: in_project(
            JEJU_PARK,
            provenance=Provenance(fields=(FieldProvenance(field="name", kind=PUBLISHED),)),
        ),
        f"{PARK}/provenance",
    ),
    Fault(
        "provenance-field-unknown",
        lambda: in_project(
            JEJU_PARK,
            provenance=Provenance(
                fields=(FieldProvenance(field="nmae", kind=ProvenanceKind.EXAMPLE),)
            ),
        ),
        f"{PARK}/provenance",
    ),
    Fault("example-values", small_plan, "jeju", Severity.NOTE),
    Fault(
        "title-unpublished",
        lambda: in_nation(
            actions=(*small_plan().nation.actions, Action(id="talent.02", sector="talent"))
        ),
        "nation/actions",
        Severity.NOTE,
    ),
    Fault(
        "city-missing",
        lambda: in_nation(cities=("busan", "ulsan", "jeju")),
        "nation/cities",
        Severity.WARNING,
    ),
    Fault("city-unknown", lambda: in_nation(cities=("ulsan",)), "jeju"),
    Fault("section-of-another-plan", lambda: in_city("jeju", plan="other"), "jeju/plan"),
    Fault("project-in-wrong-section", lambda: in_project(JEJU_PARK, city="ulsan"), f"{PARK}/city"),
    Fault(
        "joint-share-exceeds-total",
        lambda: in_project(JEJU_JOINT, shares=(JointShare(city="ulsan", amount=101 * EOK),)),
        f"{JOINT}/shares",
    ),
    Fault(
        "joint-partner-is-lead",
        lambda: in_project(JEJU_JOINT, shares=(JointShare(city="jeju", amount=EOK),)),
        f"{JOINT}/shares",
    ),
    Fault(
        "joint-project-repeated",
        lambda: in_project(ULSAN_CENTRE, name=Label(ko="제주 산업·예시사업 1")),
        f"ulsan/projects/{ULSAN_CENTRE}",
    ),
    Fault(
        "action-uncovered",
        lambda: in_project(JEJU_PARK, action="industry.01"),
        "nation/actions",
        Severity.WARNING,
    ),
    Fault(
        "crosswalk-item-unknown",
        lambda: with_mappings(Mapping(item="industri", node="growth")),
        "nation/crosswalks/adopted",
    ),
    Fault(
        "crosswalk-node-unknown",
        lambda: with_mappings(Mapping(item="industry", node="grwoth")),
        "nation/crosswalks/adopted",
    ),
    Fault(
        "crosswalk-double-counting",
        lambda: with_mappings(
            Mapping(item="industry", node="growth"),
            Mapping(item="industry", node="living", share=Decimal("0.1")),
        ),
        "nation/crosswalks/adopted",
    ),
    Fault(
        "crosswalk-incomplete",
        lambda: with_mappings(Mapping(item="industry", node="growth", share=Decimal("0.9"))),
        "nation/crosswalks/adopted",
    ),
    Fault(
        "crosswalk-incomplete",
        lambda: with_mappings(Mapping(item="industry", node="growth")),
        "nation/trees/adopted",
    ),
    Fault(
        "tree-parent-unknown",
        lambda: in_nation(
            trees=(
                Tree(
                    id="round",
                    name=Label(ko="고리"),
                    valid_from=date(2018, 1, 1),
                    nodes=(
                        Node(id="a", name=Label(ko="가"), parent="b"),
                        Node(id="b", name=Label(ko="나"), parent="a"),
                    ),
                ),
            )
        ),
        "nation/trees/round/nodes/a/parent",
    ),
    Fault("money-does-not-foot", lambda: in_project(JEJU_PARK, action="x.1"), ""),
    Fault(
        "money-does-not-foot",
        lambda: joint_with(line(2023, FundingSource.NATIONAL, Use.WORKS, 5)),
        "",
    ),
    Fault(
        "project-total-differs",
        lambda: in_project(JEJU_JOINT, declared_total=100 * EOK + 1),
        f"{JOINT}/declared_total",
    ),
    Fault(
        "declared-total-differs",
        lambda: with_declared(value=Decimal(251)),
        "nation/declared/total,,,eok-won",
    ),
    Fault(
        "declared-total-of-nothing",
        lambda: with_declared(dimension=Dimension.CITY, item="busan"),
        "nation/declared/city,,busan,eok-won",
    ),
]


def places(found: Iterable[Finding], id: str) -> list[tuple[str, Severity]]:
    return [(own.place, own.severity) for own in found if own.id == id]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.check)
def test_a_fault_is_found_where_it_is(fault: Fault) -> None:
    assert (fault.place, fault.severity) in places(check(fault.plan()), fault.check)


@pytest.mark.parametrize("rule", STRUCTURAL, ids=lambda rule: rule.id)
def test_every_rule_has_a_fault_that_it_finds(rule: Any) -> None:
    assert rule.id in {fault.check for fault in FAULTS}


def test_a_sound_plan_has_only_the_note_that_it_is_an_example() -> None:
    assert [(own.id, own.place) for own in check(small_plan())] == [
        ("example-values", "ulsan"),
        ("example-values", "jeju"),
    ]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.check)
def test_a_finding_leads_to_something_in_the_plan(fault: Fault) -> None:
    plan = fault.plan()
    for finding in check(plan):
        assert find(plan, finding.place) is not None, finding


@given(plans())
def test_no_plan_breaks_a_check(plan: Plan) -> None:
    assert "check-failed" not in {finding.id for finding in check(plan)}


def test_every_rule_has_its_message_hint_and_reference() -> None:
    rules = (*STRUCTURAL, *OF_THE_ENGINE)
    assert MESSAGES.problems() == []
    expected = {name for rule in rules for name in (rule.id, f"{rule.id}.hint")}
    assert set(MESSAGES.ids()) == expected
    assert all(rule.reference.startswith("docs/records.md#") for rule in rules)


@pytest.mark.parametrize(
    ("unit", "value", "places", "agrees"),
    [
        (DeclaredUnit.EOK, "250", 0, True),
        (DeclaredUnit.JO, "0.03", 2, True),  # 250억원 is 0.025조원: the half goes up
        (DeclaredUnit.JO, "0.02", 2, False),
        (DeclaredUnit.MILLION, "25000", 0, True),
        (DeclaredUnit.WON, "24999999999", 0, False),
        (DeclaredUnit.PROJECTS, "4", 0, True),
        (DeclaredUnit.PROJECTS, "5", 0, False),
        (DeclaredUnit.PERCENT, "100", 0, True),
    ],
)
def test_a_printed_total_is_compared_at_its_own_precision(
    unit: DeclaredUnit, value: str, places: int, agrees: bool
) -> None:
    plan = with_declared(unit=unit, value=Decimal(value), places=places)
    differs = "declared-total-differs" in {own.id for own in check(plan)}
    assert differs is not agrees


@pytest.mark.parametrize("places", [-(10**9), 30, 10**9])
@pytest.mark.parametrize("value", ["250", "9" * 30, "0.000000000000001"])
def test_an_absurd_precision_breaks_nothing(places: int, value: str) -> None:
    plan = with_declared(value=Decimal(value), places=places)
    assert "check-failed" not in {own.id for own in check(plan)}


def test_a_printed_share_is_compared_with_its_part_of_the_total() -> None:
    share = DeclaredTotal(
        dimension=Dimension.SOURCE_CLASS,
        item="national",
        unit=DeclaredUnit.PERCENT,
        value=Decimal(42),
        provenance=small_plan().nation.declared[0].provenance,
    )
    assert "declared-total-differs" not in {own.id for own in check(in_nation(declared=(share,)))}
    wrong = replace(share, value=Decimal(43))
    found = [
        own for own in check(in_nation(declared=(wrong,))) if own.id == "declared-total-differs"
    ]
    assert [own.message.ko for own in found] == [
        "재원 구분(국비)의 표기값 43%가 계산한 값 42%와 다릅니다(차이 1%)."
    ]


def test_the_residue_is_shown_to_the_won() -> None:
    plan = in_project(JEJU_PARK, action="x.1")
    found = [own for own in check(plan) if own.id == "money-does-not-foot" and not own.place]
    assert [own.message.ko for own in found] == [
        "분야별 합계 20,000,000,000원이 총계 25,000,000,000원과 맞지 않습니다(차이 5,000,000,000원)."
    ]


def test_a_citys_declared_total_is_of_its_own_section() -> None:
    declared = DeclaredTotal(dimension=Dimension.TOTAL, unit=DeclaredUnit.EOK, value=Decimal(150))
    assert "declared-total-differs" not in {
        own.id for own in check(in_city("jeju", declared=(declared,)))
    }
    assert "declared-total-differs" in {
        own.id for own in check(in_city("ulsan", declared=(declared,)))
    }


def test_a_finding_prints_as_a_sentence() -> None:
    (finding,) = (own for own in check(in_city("jeju", plan="other")) if own.place == "jeju/plan")
    assert repr(finding) == (
        "<error section-of-another-plan at jeju/plan: "
        "제주 부분은 다른 계획(other)의 것입니다. 이 계획은 small-2018입니다.>"
    )


def waived(where: str, **changes: Any) -> Plan:
    """A plan in which Jeju's park has lost its action, with a waiver in the section of `where`."""
    waiver = Waiver(
        check="reference-unknown", place=PARK, reason="다음 판에서 정함", by="제주 담당자"
    )
    plan = in_project(JEJU_PARK, action="x.1")
    own = (replace(waiver, **changes),)
    if where == "nation":
        return replace(plan, nation=replace(plan.nation, waivers=own))
    sections = [replace(s, waivers=own) if s.city.id == where else s for s in plan.cities]
    return replace(plan, cities=tuple(sections))


@pytest.mark.parametrize("where", ["nation", "jeju"])
def test_a_waived_finding_stays_visible_with_its_reason_and_no_longer_blocks(where: str) -> None:
    (finding,) = (own for own in check(waived(where)) if own.id == "reference-unknown")
    assert finding.waived is not None
    assert finding.waived.reason == "다음 판에서 정함"
    assert not finding.blocks


@pytest.mark.parametrize(
    ("where", "changes", "told"),
    [
        ("jeju", {"reason": "  "}, "waiver-without-reason"),
        ("jeju", {"place": f"jeju/projects/{JEJU_JOINT}"}, "waiver-unused"),
        ("ulsan", {}, "waiver-unused"),  # Ulsan has no say in Jeju's section
    ],
)
def test_a_waiver_that_does_not_hold_is_told(
    where: str, changes: dict[str, str], told: str
) -> None:
    found = check(waived(where, **changes))
    assert told in {own.id for own in found}
    assert any(own.blocks for own in found if own.id == "reference-unknown")


def test_a_section_without_a_city_known_is_still_checked() -> None:
    stray = CityPlan(plan="small-2018", city=City(id="busan"))
    plan = small_plan()
    ids = {own.id for own in check(replace(plan, cities=(*plan.cities, stray)))}
    assert {"city-unknown", "attribute-missing"} <= ids
