"""Figures in prose lead somewhere, and numbers typed by hand that could be bound are told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.checks import Finding, Severity, Subject, run
from mitgrim.checks.prose import MESSAGES, PROSE_RULES
from mitgrim.figures import in_words
from mitgrim.plan import Label, Passage, Plan, Stage, Theme, find
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import JEJU_JOINT, JEJU_PARK, PEOPLE, small_plan
from tests.laws.strategies import plans


def saying(text: str) -> Plan:
    """The small plan with a passage of Jeju's."""
    plan = small_plan()
    jeju = plan.section("jeju")
    assert jeju is not None
    section = replace(jeju, passages=(Passage(id="money", title=Label(ko="재원"), text=text),))
    return replace(plan, cities=(*(own for own in plan.cities if own is not jeju), section))


def nationally(text: str) -> Plan:
    plan = small_plan()
    passages = (Passage(id="money", title=Label(ko="재원"), text=text),)
    return replace(plan, nation=replace(plan.nation, passages=passages))


def found(plan: Plan) -> tuple[Finding, ...]:
    return run(Subject(plan=plan), PROSE_RULES)


def test_a_figure_that_leads_to_a_record_is_no_finding() -> None:
    assert found(saying(f"모두 [[합계 도시=제주 | 억원]], [[사업 {JEJU_PARK} 사업비]]")) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[사업 jeju-p-222222 사업비]]", "jeju-p-222222"),
        ("[[합계 도시=부산]]", "부산"),
        ("[[합계", "]]"),
        ("[[합계 | %]]", "%"),
        ("[[합계 연도=2030]]", "2030"),
    ],
)
def test_a_figure_that_leads_nowhere_is_an_error(text: str, reason: str) -> None:
    (own,) = found(saying(f"모두 {text}"))
    assert (own.id, own.severity, own.place) == (
        "figure-unknown",
        Severity.ERROR,
        "jeju/passages/money/text",
    )
    assert text in own.message.ko
    assert reason in own.message.ko
    assert find(saying(text), own.place) == text


def test_a_project_that_goes_takes_its_figures_with_it() -> None:
    plan = saying(f"[[사업 {JEJU_PARK} 사업비]]")
    kept = tuple(
        replace(own, projects=tuple(p for p in own.projects if p.id != JEJU_PARK))
        for own in plan.cities
    )
    assert [own.id for own in found(replace(plan, cities=kept))] == ["figure-unknown"]


@pytest.mark.parametrize(
    ("text", "typed", "expression"),
    [
        ("모두 120억원을 씁니다.", "120억원", "[[합계 도시=jeju | 억원]]"),
        ("모두 12,000백만원", "12,000백만원", "[[합계 도시=jeju | 백만원]]"),
        ("모두 120억 원이다", "120억 원", "[[합계 도시=jeju | 억원]]"),
        ("두 도시는 250억원", "250억원", "[[합계 | 억원]]"),
        ("두 도시는 0.025조원", "0.025조원", "[[합계 | 조원 3]]"),
        ("공원은 50억원", "50억원", f"[[사업 {JEJU_PARK} 사업비 | 억원]]"),
        ("공원은 5,000,000,000원", "5,000,000,000원", f"[[사업 {JEJU_PARK} 사업비 | 원]]"),
        ("1백억원", None, ""),
        ("공동사업은 100억원", "100억원", f"[[사업 {JEJU_JOINT} 사업비 | 억원]]"),
        ("130억원(울산의 합계)", None, ""),
        ("2018년부터 2022년까지", None, ""),
        ("2018. 12. 31.(월)", None, ""),
        ("제120조 원칙과 제50억", None, ""),
        ("120개 과제", None, ""),
        ("[[합계 도시=제주 | 억원]] 가운데 5억원", None, ""),
        ("26,700명", None, ""),
    ],
)
def test_a_number_typed_by_hand_is_told_if_it_is_a_records_value(
    text: str, typed: str | None, expression: str
) -> None:
    plan = saying(text)
    told = [(own.id, own.severity) for own in found(plan)]
    if typed is None:
        assert told == []
        return
    assert told == [("figure-typed-by-hand", Severity.NOTE)]
    (own,) = found(plan)
    assert typed in own.message.ko
    assert expression in own.hint.ko
    assert in_words(plan, expression).replace(" ", "") in typed.replace(" ", "")


def test_a_target_typed_by_hand_is_told_in_the_section_that_has_it() -> None:
    (own,) = found(nationally("인구 26,700명을 바라봅니다."))
    assert f"[[지표 {PEOPLE} 목표]]" in own.hint.ko
    assert found(nationally("26,700개, 6,700명, 26,700.5명, 제26,700명")) == ()


@pytest.mark.parametrize("text", ["1,000개 기업", "목표는 30%다", "20,000명", "4조 3,000억원"])
def test_the_examples_targets_and_total_are_known(text: str) -> None:
    plan = innovation_cities_2018()
    passages = (*plan.nation.passages, Passage(id="typed", text=text))
    plan = replace(plan, nation=replace(plan.nation, passages=passages))
    assert [own.place for own in found(plan)] == ["nation/passages/typed/text"]


def test_all_prose_is_looked_at() -> None:
    plan = small_plan()
    jeju = plan.section("jeju")
    assert jeju is not None
    gone = "[[합계 도시=없음]]"
    section = replace(
        jeju,
        themes=(Theme(valid_from=date(2018, 8, 16), reason=gone),),
        stages=(Stage(id="hearing", note=Label(ko=gone, en=gone)),),
        projects=(replace(jeju.projects[0], description=gone, notes=gone),),
    )
    plan = replace(plan, cities=(*(own for own in plan.cities if own is not jeju), section))
    project = f"jeju/projects/{jeju.projects[0].id}"
    assert sorted({own.place for own in found(plan)}) == [
        f"{project}/description",
        f"{project}/notes",
        "jeju/stages/hearing/note",
        "jeju/themes/2018-08-16/reason",
    ]


def test_the_example_types_no_number_that_it_could_bind() -> None:
    assert found(innovation_cities_2018()) == ()


@given(plans(), st.text(alphabet="[]0123456789,.조억만원 합계=%개", max_size=40))
def test_no_plan_breaks_the_rules(plan: Plan, text: str) -> None:
    passages = (Passage(id="odd", text=text),)
    plan = replace(plan, nation=replace(plan.nation, passages=passages))
    assert "check-failed" not in {own.id for own in found(plan)}


def test_every_rule_has_its_message_and_hint() -> None:
    assert MESSAGES.problems() == []
    expected = {name for own in PROSE_RULES for name in (own.id, f"{own.id}.hint")}
    assert set(MESSAGES.ids()) == expected
    assert all(own.finds and own.reference.startswith("docs/") for own in PROSE_RULES)
