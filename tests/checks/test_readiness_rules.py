"""Rules about readiness find what cannot be spent or started yet, and nothing else.

The rules about projects share some laws, which stand here.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from mitgrim.checks import Severity, Subject, run
from mitgrim.checks.project_rules import PROJECT_RULES
from mitgrim.checks.readiness import MESSAGES
from mitgrim.plan import (
    FundingSource,
    Gate,
    GateKind,
    Label,
    Period,
    Phase,
    Plan,
    Prerequisite,
    PrerequisiteKind,
    Status,
    Use,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import JEJU_GATE, JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL, small_plan
from tests.checks.bending import found, in_city, in_nation, in_project, line, places, project
from tests.laws.strategies import plans

JOINT = f"jeju/projects/{JEJU_JOINT}"
PARK = f"jeju/projects/{JEJU_PARK}"
GATE = f"{JOINT}/gates/{JEJU_GATE}"
STARTED = PrerequisiteKind.STARTED
FINISHED = PrerequisiteKind.FINISHED


def with_gate(**changes: Any) -> Plan:
    """The joint project, whose works money lies in 2019 and 2020, with its design gate changed."""
    gate = Gate(id=JEJU_GATE, kind="design", planned=date(2018, 12, 31))
    return in_project(JEJU_JOINT, gates=(replace(gate, **changes),))


# Every rule


@pytest.fixture(scope="module")
def example() -> Plan:
    return innovation_cities_2018()


def test_the_small_plan_has_no_finding() -> None:
    assert run(Subject(plan=small_plan(), day=date(2018, 8, 16)), PROJECT_RULES) == ()


def test_every_rule_has_its_message_hint_and_reference_and_says_what_it_finds() -> None:
    assert MESSAGES.problems() == []
    ids = set(MESSAGES.ids())
    for rule in PROJECT_RULES:
        assert {rule.id, f"{rule.id}.hint"} <= ids
        assert rule.reference.startswith("docs/records.md#")
        assert rule.finds.endswith(".")
    assert len({rule.id for rule in PROJECT_RULES}) == len(PROJECT_RULES) == 19


@given(plans())
def test_no_plan_breaks_a_rule(plan: Plan) -> None:
    subject = Subject(plan=plan, day=date(2020, 1, 1))
    assert "check-failed" not in {own.id for own in run(subject, PROJECT_RULES)}


def test_the_example_has_twenty_warnings_one_note_and_no_error(example: Plan) -> None:
    """The centres' money of 2018, sent before the study and not spent; and 에너지 in three themes."""
    findings = run(Subject(plan=example), PROJECT_RULES)
    assert Counter((own.severity, own.id) for own in findings) == {
        (Severity.WARNING, "money-before-gate"): 10,
        (Severity.WARNING, "execution-behind"): 10,
        (Severity.NOTE, "themes-overlap"): 1,
    }


# money-before-gate


def test_money_in_a_year_before_its_gate_is_found_at_the_gate() -> None:
    (finding,) = found("money-before-gate", with_gate(planned=date(2020, 3, 31)))
    assert (finding.place, finding.severity) == (GATE, Severity.WARNING)
    assert finding.message.ko == (
        "제주 산업 예시사업 1의 공사 사업비는 2019년부터 있는데(2019년 계획 60억원), 그 돈을 여는 "
        "사전절차 ‘설계’는 예정일이 2020. 3. 31.입니다. 절차를 마치기 전에는 쓰지 못해 이월되기 쉽습니다."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"planned": date(2019, 12, 31)},  # the same year: money may be spent on its last day
        {"planned": date(2020, 3, 31), "done": date(2019, 2, 1)},  # done before it was planned
        {"planned": date(2020, 3, 31), "opens": (Use.EQUIPMENT,)},  # opens other money here
        {"planned": None},
        {"kind": "", "planned": date(2020, 3, 31)},
        {"kind": "x", "planned": date(2020, 3, 31)},
    ],
)
def test_money_that_its_gate_opens_in_time_is_not_found(changes: dict[str, Any]) -> None:
    assert places("money-before-gate", with_gate(**changes)) == []


def test_what_a_gate_opens_itself_goes_before_its_kind() -> None:
    plan = with_gate(planned=date(2019, 3, 31), opens=(Use.DESIGN,))
    assert places("money-before-gate", plan) == [GATE]


def test_a_gate_done_late_counts_by_the_day_it_was_done() -> None:
    assert places("money-before-gate", with_gate(done=date(2020, 1, 2))) == [GATE]


def test_requests_and_zeros_before_the_gate_are_not_found() -> None:
    gate = Gate(id=JEJU_GATE, kind="design", planned=date(2020, 3, 31))
    money = (line(2019, 5, phase=Phase.REQUESTED), line(2019, 0), line(2020, 5))
    assert places("money-before-gate", in_project(JEJU_JOINT, gates=(gate,), money=money)) == []


def test_a_cancelled_project_needs_no_gate() -> None:
    gate = Gate(id=JEJU_GATE, kind="design", planned=date(2020, 3, 31))
    plan = in_project(JEJU_JOINT, gates=(gate,), status=Status.CANCELLED)
    assert places("money-before-gate", plan) == []


def test_the_ten_centres_of_the_example_were_sent_money_before_their_study(example: Plan) -> None:
    findings = found("money-before-gate", example)
    assert [own.place.split("/")[0] for own in findings] == list(example.nation.cities)
    assert all("2018년 교부 10억원" in own.message.ko for own in findings)


# gate-missing


def needing(*uses: Use) -> tuple[GateKind, ...]:
    return (
        GateKind(id="design", name=Label(ko="설계"), opens=(Use.WORKS,)),
        GateKind(id="review", name=Label(ko="심의"), opens=uses, required_for=uses),
    )


def test_a_use_that_may_not_go_without_a_gate_is_found_without_it() -> None:
    findings = found("gate-missing", in_nation(gate_kinds=needing(Use.LAND)))
    assert [own.place for own in findings] == [f"ulsan/projects/{ULSAN_CENTRE}"]
    assert "부지 사업비가 있는데(2020년 계획 30억원)" in findings[0].message.ko


def test_a_project_with_the_gate_or_without_the_money_is_not_found() -> None:
    plan = in_nation(gate_kinds=needing(Use.LAND))
    gates = (Gate(id="ulsan-g-2", kind="review"),)
    assert places("gate-missing", in_project(ULSAN_CENTRE, plan, gates=gates)) == []
    assert places("gate-missing", in_nation(gate_kinds=needing())) == []
    assert places("gate-missing", in_project(ULSAN_CENTRE, plan, status=Status.CANCELLED)) == []


# gate-dates-impossible


@pytest.mark.parametrize("date_of", ["planned", "done"])
def test_a_gate_after_the_projects_last_year_is_found(date_of: str) -> None:
    (finding,) = found("gate-dates-impossible", with_gate(**{date_of: date(2021, 1, 4)}))
    assert (finding.place, finding.severity) == (f"{GATE}/{date_of}", Severity.ERROR)
    assert "사업 마지막 해 2020년보다 늦습니다" in finding.message.ko


def test_a_gate_done_on_a_day_to_come_is_found() -> None:
    plan = with_gate(done=date(2018, 9, 1))
    assert places("gate-dates-impossible", plan, date(2018, 8, 31)) == [f"{GATE}/done"]


def test_a_gate_done_today_or_long_before_the_project_is_not_found() -> None:
    plan = with_gate(done=date(2018, 9, 1))
    assert places("gate-dates-impossible", plan, date(2018, 9, 1)) == []
    assert places("gate-dates-impossible", plan) == []
    early = with_gate(done=date(2009, 9, 1), planned=date(2020, 12, 31))
    assert places("gate-dates-impossible", early, date(2018, 8, 16)) == []


def test_without_a_period_no_year_is_the_last() -> None:
    gate = Gate(id=JEJU_GATE, kind="design", planned=date(2040, 1, 1))
    plan = in_project(JEJU_JOINT, gates=(gate,), period=None)
    assert places("gate-dates-impossible", plan) == []


# start-before-prerequisite


def waiting(kind: PrerequisiteKind, first: int, **other: Any) -> Plan:
    """Jeju's park starts in a year and waits for the joint project of 2018–2020."""
    plan = in_project(JEJU_JOINT, **other) if other else small_plan()
    return in_project(
        JEJU_PARK,
        plan,
        period=Period(first=first, last=2022),
        prerequisites=(Prerequisite(project=JEJU_JOINT, kind=kind),),
    )


def test_a_project_that_starts_before_the_other_finishes_is_found() -> None:
    (finding,) = found("start-before-prerequisite", waiting(FINISHED, 2019))
    assert finding.place == f"{PARK}/prerequisites/{JEJU_JOINT}"
    assert finding.message.en == (
        "제주 정주 예시사업 2 starts in 2019, but its prerequisite 제주 산업 예시사업 1 is to be "
        "finished in 2020, and until then it cannot start."
    )


def test_a_project_that_starts_before_the_other_starts_is_found() -> None:
    assert len(places("start-before-prerequisite", waiting(STARTED, 2017))) == 1


def test_a_project_that_starts_in_that_year_is_not_found() -> None:
    assert places("start-before-prerequisite", waiting(FINISHED, 2020)) == []
    assert places("start-before-prerequisite", waiting(STARTED, 2018)) == []


def test_a_prerequisite_that_is_met_already_is_not_found() -> None:
    met = waiting(FINISHED, 2019, status=Status.COMPLETED)
    assert places("start-before-prerequisite", met) == []
    met = waiting(STARTED, 2017, status=Status.IMPLEMENTATION)
    assert places("start-before-prerequisite", met) == []
    unmet = waiting(FINISHED, 2019, status=Status.IMPLEMENTATION)
    assert len(places("start-before-prerequisite", unmet)) == 1


def test_a_prerequisite_without_a_period_or_that_nobody_knows_is_not_found() -> None:
    assert places("start-before-prerequisite", waiting(FINISHED, 2019, period=None)) == []
    unknown = in_project(JEJU_PARK, prerequisites=(Prerequisite(project="x"),))
    assert places("start-before-prerequisite", unknown) == []


# prerequisite-cycle


def chained(*pairs: tuple[str, str]) -> Plan:
    """The small plan in which the first project of each pair waits for the second."""
    plan = small_plan()
    for id in (JEJU_JOINT, JEJU_PARK, ULSAN_SCHOOL, ULSAN_CENTRE):
        before = tuple(Prerequisite(project=other) for own, other in pairs if own == id)
        plan = in_project(id, plan, prerequisites=before)
    return plan


def test_a_circle_across_two_cities_is_named_whole_and_once() -> None:
    plan = chained((JEJU_JOINT, JEJU_PARK), (JEJU_PARK, ULSAN_SCHOOL), (ULSAN_SCHOOL, JEJU_JOINT))
    (finding,) = found("prerequisite-cycle", plan)
    assert finding.severity is Severity.ERROR
    assert finding.place == f"ulsan/projects/{ULSAN_SCHOOL}/prerequisites"
    assert finding.message.ko == (
        "선행 사업이 고리를 이룹니다(3개 사업): 울산 인재 예시사업 1 → 제주 산업 예시사업 1 → "
        "제주 정주 예시사업 2 → 울산 인재 예시사업 1. 서로 기다려 아무것도 시작할 수 없습니다."
    )


def test_a_project_that_waits_for_itself_is_found() -> None:
    plan = chained((JEJU_PARK, JEJU_PARK))
    assert places("prerequisite-cycle", plan) == [f"{PARK}/prerequisites"]


def test_two_circles_are_two_findings() -> None:
    plan = chained(
        (JEJU_JOINT, JEJU_PARK),
        (JEJU_PARK, JEJU_JOINT),
        (ULSAN_SCHOOL, ULSAN_CENTRE),
        (ULSAN_CENTRE, ULSAN_SCHOOL),
    )
    assert len(places("prerequisite-cycle", plan)) == 2


def test_two_ways_to_one_project_are_no_circle() -> None:
    plan = chained(
        (JEJU_PARK, JEJU_JOINT),
        (JEJU_PARK, ULSAN_SCHOOL),
        (JEJU_JOINT, ULSAN_CENTRE),
        (ULSAN_SCHOOL, ULSAN_CENTRE),
    )
    assert places("prerequisite-cycle", plan) == []


def test_a_chain_of_thousands_is_walked_to_its_end() -> None:
    chain = tuple(
        project(f"p-{n}", f"사슬 {n}", prerequisites=(Prerequisite(project=f"p-{n + 1}"),))
        for n in range(3000)
    )
    assert places("prerequisite-cycle", in_city("jeju", projects=chain)) == []
    back = project("p-3000", "사슬 3000", prerequisites=(Prerequisite(project="p-0"),))
    (finding,) = found("prerequisite-cycle", in_city("jeju", projects=(*chain, back)))
    assert "(3,001개 사업)" in finding.message.ko


# execution-behind


def spent(*money: tuple[int, float, float | None]) -> Plan:
    """The park with year, disbursed and executed 억원."""
    lines = []
    for year, disbursed, executed in money:
        lines.append(line(year, disbursed, phase=Phase.DISBURSED))
        if executed is not None:
            lines.append(line(year, executed, phase=Phase.EXECUTED))
    return in_project(JEJU_PARK, money=tuple(lines))


def test_less_than_half_spent_is_found_with_the_rate() -> None:
    (finding,) = found("execution-behind", spent((2019, 330, 40)))
    assert (finding.place, finding.severity) == (f"{PARK}/money", Severity.WARNING)
    assert "교부받은 330억원 가운데 40억원(12.1%)만 집행" in finding.message.ko


def test_every_such_year_is_a_finding() -> None:
    plan = spent((2018, 10, 0), (2019, 10, 5), (2020, 10, 4.9))
    assert len(found("execution-behind", plan)) == 2


def test_a_year_without_a_return_is_not_found() -> None:
    assert places("execution-behind", spent((2019, 330, None))) == []


def test_a_source_that_reports_nothing_does_not_make_another_one_late() -> None:
    money = (
        line(2019, 10, phase=Phase.DISBURSED),
        line(2019, 10, phase=Phase.EXECUTED),
        line(2019, 90, FundingSource.PROVINCIAL, Phase.DISBURSED),
    )
    assert places("execution-behind", in_project(JEJU_PARK, money=money)) == []


def test_a_year_that_is_not_over_is_not_late_yet() -> None:
    plan = spent((2019, 330, 40))
    assert places("execution-behind", plan, date(2019, 12, 31)) == []
    assert len(places("execution-behind", plan, date(2020, 1, 1))) == 1
