"""A figure is the number of the table: sums, shares and records agree with what the plan holds."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.figures import FigureProblem, Kind, Value, evaluate, read
from mitgrim.plan import (
    Dimension,
    FundingSource,
    Label,
    Period,
    Phase,
    Plan,
    Stage,
    label_of,
    money,
    totals,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import MONEY_UNITS, Lang
from tests.cast import EOK, JEJU_GATE, JEJU_JOINT, JEJU_PARK, PEOPLE, small_plan
from tests.laws.strategies import plans


@cache
def example() -> Plan:
    return innovation_cities_2018()


def of(plan: Plan, expression: str) -> Value:
    value = evaluate(plan, read(expression).asks)
    assert isinstance(value, Value), value
    return value


def small(expression: str) -> Value:
    return of(small_plan(), expression)


def wrong(expression: str, plan: Plan | None = None) -> FigureProblem:
    problem = evaluate(plan or small_plan(), read(expression).asks)
    assert isinstance(problem, FigureProblem), problem
    return problem


def with_stage() -> Plan:
    plan = small_plan()
    stage = Stage(id="forum", name=Label(ko="토론회"), done=date(2018, 8, 16))
    return replace(plan, nation=replace(plan.nation, stages=(stage,)))


@pytest.mark.parametrize(
    ("expression", "eok"),
    [
        ("합계", 250),
        ("합계 도시=제주", 120),
        ("합계 도시=울산", 130),
        ("total city=jeju", 120),
        ("합계 재원=국비", 105),
        ("합계 재원=national", 105),
        ("합계 재원=지방비", 95),
        ("합계 재원='민간 등'", 50),
        ("합계 재원=민간등", 50),
        ("합계 연도=2019", 80),
        ("합계 연도=2018~2019년", 90),
        ("합계 분야=특화산업", 160),
        ("합계 용도=공사", 90),
        ("합계 도시=울산 재원=국비 연도=2020", 30),
        ("합계 세부과제='인재 예시과제'", 40),
        ("합계 확보=확정", 250),
        ("합계 분류=성장", 190),
        ("합계 분류=adopted/상생", 10),
        (f"사업 {JEJU_JOINT} 사업비", 100),
        (f"사업 {JEJU_JOINT} 사업비 연도=2019 재원=국비", 40),
        ("사업 '제주 산업 예시사업 1' 공동=울산 부담액", 30),
        (f"합계 사업={JEJU_JOINT} 도시=울산", 30),
    ],
)
def test_an_amount_is_the_sum_of_what_fits(expression: str, eok: int) -> None:
    value = small(expression)
    assert (value.kind, value.exact) == (Kind.MONEY, eok * EOK)


@pytest.mark.parametrize("phase", [Phase.PLANNED, Phase.EXECUTED])
def test_every_total_of_the_example_has_its_figure(phase: Phase) -> None:
    plan, name = example(), label_of(phase).ko
    sums = totals(plan, phase)
    for word, table in (("도시", sums.by_city), ("재원", sums.by_source), ("분야", sums.by_sector)):
        for id, won in table.items():
            value = evaluate(plan, read(f"합계 {word}={_only(id, word)} 단계={name}").asks)
            assert value.exact == won if isinstance(value, Value) else won == 0
    for tree, nodes in sums.by_tree.items():
        for node, won in nodes.items():
            value = evaluate(plan, read(f"합계 분류={tree}/{node} 단계={name}").asks)
            assert value.exact == won if isinstance(value, Value) else won == 0


def _only(id: str, word: str) -> str:
    """A source by its label: `national` is also the id of a class."""
    return f"'{label_of(FundingSource(id)).ko}'" if word == "재원" else id


def test_figures_by_city_year_and_class_are_those_of_the_table() -> None:
    plan = example()
    table = money(plan, Dimension.CITY, Dimension.YEAR, Dimension.SOURCE_CLASS)
    for (city, year, kind), won in list(table.items())[::7]:
        assert of(plan, f"합계 도시={city} 연도={year} 재원={kind}").exact == won


@given(plans(), st.sampled_from([Phase.PLANNED, Phase.EXECUTED]))
def test_the_cities_sum_to_the_total_in_any_plan(plan: Plan, phase: Phase) -> None:
    table = money(plan, Dimension.CITY, phase=phase)
    for city in plan.nation.cities:
        assert _won(plan, f"total city={city} phase={phase}") == table.get((city,), 0)
    assert _won(plan, f"total phase={phase}") == sum(table.values())


def _won(plan: Plan, expression: str) -> object:
    """An amount, 0 where nothing fits."""
    value = evaluate(plan, read(expression).asks)
    return value.exact if isinstance(value, Value) else 0


READ_AS = {"조": 10**12, "억": 10**8, "만": 10**4, "원": 1, "": 1}


def won_of(text: str) -> Fraction:
    """An amount in Korean words as a reader understands it."""
    if "백만원" in text or "천원" in text:
        count, _, unit = re.sub(r"[약,\s]", "", text).partition("백" if "백" in text else "천")
        return Fraction(count) * (10**6 if unit == "만원" else 10**3)
    steps = re.findall(r"([\d,.]+)(조|억|만|원)?", text)
    return sum((Fraction(c.replace(",", "")) * READ_AS[s] for c, s in steps), Fraction(0))


@given(
    st.integers(0, 10**14),
    st.sampled_from([own.ko for own in MONEY_UNITS]),
    st.integers(0, 3),
)
def test_a_rounded_amount_reads_as_the_amount_within_half_a_unit(
    won: int, unit: str, places: int
) -> None:
    value = Value(kind=Kind.MONEY, exact=won, unit=unit, places=places)
    factor = next(own.factor for own in MONEY_UNITS if own.ko == unit)
    read_ = won_of(value.text())
    assert abs(read_ - won) <= Fraction(factor, 2 * 10**places)
    assert value.text().startswith("약 ") == (read_ != won) == value.loses


@pytest.mark.parametrize(
    ("expression", "ko", "en"),
    [
        ("합계", "250억원", "KRW 25 billion"),
        ("합계 | 백만원", "25,000백만원", "KRW 25,000 million"),
        ("합계 | 조원 1", "약 0.0조원", "about KRW 0.0 trillion"),
        ("합계 | 조원 3", "0.025조원", "KRW 0.025 trillion"),
        ("total | KRW trillion 3", "0.025조원", "KRW 0.025 trillion"),
        ("비율 재원=국비", "42.0%", "42.0%"),
        ("비율 재원=국비 | % 0", "42%", "42%"),
        ("비율 재원=국비 / 도시=울산", "50.0%", "50.0%"),
        ("비율 도시=울산", "52.0%", "52.0%"),
        ("개수 사업", "4개", "4"),
        ("개수 사업 도시=제주 | 건", "2건", "2"),
        ("개수 사업 연도=2019", "2개", "2"),
        ("개수 도시 | 곳", "2곳", "2"),
        ("개수 기관 도시=울산", "1개", "1"),
        ("이름 도시=jeju", "제주", "제주"),
        ("도시 제주 도시명", "제주 혁신도시", "Jeju Innovation City"),
        ("이름 분야=특화산업", "특화산업", "특화산업"),
        ("도시 제주 발전주제", "제주 예시주제", "제주 예시주제"),
        ("계획 계획기간", "2018–2022년", "2018–2022"),
        ("계획 계획기간 첫해", "2018년", "2018"),
        (f"지표 {PEOPLE} 목표", "26,700명", "26,700 명"),
        ("지표 '예시 인구' 중간=2020", "20,000명", "20,000 명"),
        ("지표 '예시 인구' 목표 연도", "2022년", "2022"),
        (f"사업 {JEJU_JOINT}", "제주 산업 예시사업 1", "제주 산업 예시사업 1"),
        (f"사업 {JEJU_JOINT} 세부과제", "산업 예시과제", "산업 예시과제"),
        (f"사업 {JEJU_JOINT} 진행상태", "구상", "Identification"),
        (f"사업 {JEJU_JOINT} 사전절차=설계 예정", "2018. 12. 31.", "31 December 2018"),
        (f"사업 {JEJU_JOINT} 사전절차={JEJU_GATE} 예정 | 월", "2018. 12.", "December 2018"),
        (f"날짜 사업={JEJU_PARK} 기한 | 요일", "2021. 12. 31.(금)", "31 December 2021 (Fri)"),
    ],
)  # fmt: skip
def test_a_value_is_written_with_its_unit(expression: str, ko: str, en: str) -> None:
    value = small(expression)
    assert (value.text(Lang.KO), value.text(Lang.EN)) == (ko, en)


def test_a_date_of_a_stage() -> None:
    assert of(with_stage(), "날짜 절차=forum 완료").exact == date(2018, 8, 16)


def test_exact_values_keep_their_type() -> None:
    assert small("비율 재원=국비").exact == Fraction(105, 250)
    assert small(f"지표 {PEOPLE} 목표").exact == Decimal(26700)
    assert small("계획 계획기간").exact == Period(first=2018, last=2022)
    assert small("이름 도시=jeju").exact == Label(ko="제주")


@pytest.mark.parametrize(
    ("expression", "column", "said"),
    [
        ("총합", 1, "합계"),
        ("합계 도시=부산", 7, "울산, 제주"),
        ("합계 고을=부산", 4, "재원"),
        ("합계 재원=나랏돈", 7, "국비"),
        ("합계 재원=민간 등", 10, "따옴표"),
        ("합계 도시=제주 도시=울산", 10, "두 번"),
        ("합계 도시=제주 분류=성장", 10, "도시와 분류"),
        ("합계 연도=2031", 1, "0원과 다르므로"),
        ("합계 연도=작년", 7, "작년"),
        ("합계 | %", 6, "조원"),
        ("합계 | 1", 1, "소수"),
        ("합계 / 도시=제주", 1, "비율"),
        ("비율", 1, "무엇의"),
        ("비율 재원=국비 /", 1, "무엇의"),
        ("비율 단계=집행", 1, "단계"),
        ("개수", 1, "무엇의"),
        ("개수 사업 분류=성장", 7, "분류"),
        ("개수 사업 진행상태=완료", 1, "글로"),
        ("이름", 1, "무엇의"),
        ("이름 | 억원", 1, "무엇의"),
        ("도시 제주 | 억원", 9, "이름"),
        ("날짜 도시=제주", 4, "날짜가 아니라"),
        ("사업", 1, "어느"),
        ("사업 없는사업 사업비", 4, "없는사업"),
        (f"사업 {JEJU_JOINT} 사랑", 18, "사업명"),
        (f"사업 {JEJU_PARK} 비고", 18, "비어"),
        (f"지표 {PEOPLE} 목표 | 개", 25, "명"),
        (f"지표 {PEOPLE} 목표 | 월", 25, "명"),
        ("계획 계획기간 | 억원", 11, "기간"),
        (f"사업 {JEJU_JOINT} 기한 | %", 23, "날짜"),
        (f"사업 {JEJU_JOINT} 담당 자리", 21, "자리"),
    ],
)  # fmt: skip
def test_what_can_not_be_shown_says_why_and_where(expression: str, column: int, said: str) -> None:
    problem = wrong(expression)
    assert problem.column == column, problem
    assert said in problem.message.ko


def test_a_label_that_fits_two_records_is_refused_with_both() -> None:
    problem = wrong("합계 분류=정주여건", example())
    assert "five-sectors" in problem.message.ko
    assert "three-fields" in problem.message.ko
    assert of(example(), "합계 분류=three-fields/정주여건").exact == 1_118_000_000_000


def test_two_projects_of_one_name_are_told_apart_by_city_only() -> None:
    plan = small_plan()
    sections = tuple(
        replace(
            own, projects=tuple(replace(p, name=Label(ko="같은 이름")) for p in own.projects[:1])
        )
        for own in plan.cities
    )
    plan = replace(plan, cities=sections)
    assert "2개" in wrong("사업 '같은 이름' 사업비", plan).message.ko
    assert of(plan, "사업 '같은 이름' 도시=울산 사업비").kind is Kind.MONEY


def test_no_money_in_a_phase_is_no_amount_but_money_of_nothing_is() -> None:
    assert "집행" in wrong("합계 단계=집행").message.ko
    assert of(example(), "합계 단계=집행").exact == 0


ODD: tuple[Callable[[str], str], ...] = (
    lambda word: f"합계 도시={word}",
    lambda word: f"합계 {word}=x",
    lambda word: f"합계 연도={word} | {word}",
    lambda word: f"사업 {word} {word}",
    lambda word: f"이름 {word}={word}",
    lambda word: f"개수 {word} {word}={word}",
    lambda word: f"도시 제주 {word} {word}={word} {word}",
    lambda word: f"지표 {PEOPLE} {word} {word}",
    lambda word: f"비율 {word}={word} / {word}={word} | % {word}",
    lambda word: f"계획 {word} {word}",
)
WORDS = ["사업", "도시", "발전주제", "이름", "사업비", "분류", "연도", "x", "제주", "목표", "출처", "계획기간",
         "소재시·군·구", "__class__", "provenance", "9999", "2018", "~", "서술", "지표", "관측치", "기간", "좌표"]  # fmt: skip


@given(st.sampled_from(ODD), st.sampled_from(WORDS) | st.text(max_size=8), st.booleans())
def test_no_expression_raises(shape: Callable[[str], str], word: str, whole: bool) -> None:
    plan = example() if whole else small_plan()
    value = evaluate(plan, read(shape(word)).asks)
    if isinstance(value, Value):
        assert value.text(Lang.KO)
        assert value.text(Lang.EN)
    else:
        assert value.column >= 1
