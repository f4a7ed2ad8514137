"""Rules about who pays how much, and the ladder each won climbs."""

from decimal import Decimal
from typing import Any

import pytest

from mitgrim.checks import Severity
from mitgrim.plan import (
    Ceiling,
    FundingLine,
    FundingSource,
    Label,
    Phase,
    Plan,
    ProgrammeLine,
    Use,
)
from tests.cast import EOK, JEJU_PARK, ULSAN_SCHOOL
from tests.checks.bending import found, in_nation, in_project, line, places

PARK = f"jeju/projects/{JEJU_PARK}/money"
NATIONAL = FundingSource.NATIONAL
PROVINCIAL = FundingSource.PROVINCIAL
MUNICIPAL = FundingSource.MUNICIPAL
PRIVATE = FundingSource.PRIVATE
PLANNED, REQUESTED, CEILING, BILL = Phase.PLANNED, Phase.REQUESTED, Phase.CEILING, Phase.BILL
APPROPRIATED, DISBURSED = Phase.APPROPRIATED, Phase.DISBURSED
EXECUTED, CARRIED = Phase.EXECUTED, Phase.CARRIED_OVER


def with_line(*money: FundingLine, **changes: Any) -> Plan:
    """Jeju's park with this money, and a programme line that pays half, 10억원 a year at most."""
    values: dict[str, Any] = {
        "name": Label(ko="예시 내역사업"),
        "ratio": Decimal("0.5"),
        "ceilings": (Ceiling(year=2019, amount=10 * EOK),),
    }
    programme = ProgrammeLine(id="line", **(values | changes))
    return in_project(JEJU_PARK, in_nation(programme_lines=(programme,)), money=money)


def on_line(year: int, eok: float, source: FundingSource = NATIONAL, **more: Any) -> FundingLine:
    return line(year, eok, source, programme_line="line", **more)


def park(*money: FundingLine) -> Plan:
    return in_project(JEJU_PARK, money=money)


# ratio-exceeded


def test_a_programme_line_that_pays_more_than_its_share_is_found() -> None:
    (finding,) = found("ratio-exceeded", with_line(on_line(2020, 6), line(2020, 4, MUNICIPAL)))
    assert (finding.place, finding.severity) == (PARK, Severity.ERROR)
    assert finding.message.ko == (
        "제주 정주 예시사업 2: 내역사업 ‘예시 내역사업’의 국비 600,000,000원은 총사업비 "
        "1,000,000,000원의 60.0%로, 보조율 50.0%에 따른 500,000,000원보다 100,000,000원 많습니다. "
        "넘는 만큼은 지원받지 못합니다."
    )


def test_one_won_too_much_is_found() -> None:
    more = FundingLine(
        year=2020, source=NATIONAL, use=Use.LAND, amount=1, programme_line="line", certainty=None
    )
    plan = with_line(on_line(2020, 5), more, line(2020, 5, MUNICIPAL))
    assert places("ratio-exceeded", plan) == [PARK]


@pytest.mark.parametrize(
    "money",
    [
        (on_line(2020, 5), line(2020, 5, MUNICIPAL)),  # exactly half
        (on_line(2019, 5), on_line(2020, 0), line(2022, 5, PRIVATE)),  # over all years
        (on_line(2020, 5), on_line(2020, 5, MUNICIPAL)),  # the co-payer names the line too
        (line(2020, 6), line(2020, 4, MUNICIPAL)),  # on no line
        (on_line(2020, 9, phase=REQUESTED), line(2020, 4, MUNICIPAL)),
    ],
)
def test_a_line_within_its_share_is_not_found(money: tuple[FundingLine, ...]) -> None:
    assert places("ratio-exceeded", with_line(*money)) == []


def test_a_line_without_a_ratio_or_with_an_impossible_one_pays_what_it_likes() -> None:
    for ratio in (None, Decimal("-0.5"), Decimal(50)):
        assert places("ratio-exceeded", with_line(on_line(2020, 9), ratio=ratio)) == []


# ceiling-exceeded


def test_a_year_above_the_ceiling_is_found_at_the_ceiling() -> None:
    plan = with_line(on_line(2019, 8), ratio=None)
    plan = in_project(ULSAN_SCHOOL, plan, money=(on_line(2019, 3, use=Use.OPERATION),))
    (finding,) = found("ceiling-exceeded", plan)
    assert finding.place == "nation/programme_lines/line/ceilings/2019"
    assert finding.severity is Severity.ERROR
    assert "2개 사업이 1,100,000,000원을 계획해 한도 1,000,000,000원보다 100,000,000원" in (
        finding.message.ko
    )


@pytest.mark.parametrize(
    "money",
    [
        (on_line(2019, 10),),  # exactly the ceiling
        (on_line(2020, 11),),  # a year without one
        (on_line(2019, 8), on_line(2019, 3, MUNICIPAL)),  # local money is not the ministry's
        (on_line(2019, 8), on_line(2019, 8, phase=REQUESTED)),
    ],
)
def test_a_year_within_the_ceiling_is_not_found(money: tuple[FundingLine, ...]) -> None:
    assert places("ceiling-exceeded", with_line(*money)) == []


def test_a_ceiling_below_zero_that_nobody_draws_on_is_not_found() -> None:
    plan = with_line(ceilings=(Ceiling(year=2019, amount=-1),))
    assert places("ceiling-exceeded", plan) == []


# certainty-missing


def test_money_of_others_without_certainty_is_found_once_a_project() -> None:
    plan = park(
        line(2019, 5, certainty=None),
        line(2020, 5, certainty=None),
        line(2020, 3, PRIVATE, certainty=None),
        line(2020, 4, FundingSource.FUND),
    )
    (finding,) = found("certainty-missing", plan)
    assert (finding.place, finding.severity) == (PARK, Severity.WARNING)
    assert "(국비 10억원, 민간 3억원)" in finding.message.ko


def test_the_citys_own_money_need_not_say_how_sure_it_is() -> None:
    plan = park(
        line(2019, 5, PROVINCIAL, certainty=None),
        line(2019, 5, MUNICIPAL, certainty=None),
        line(2019, 5, phase=REQUESTED, certainty=None),
        line(2019, 0, PRIVATE, certainty=None),
    )
    assert places("certainty-missing", plan) == []


# ladder-broken


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (
            (line(2019, 10, phase=APPROPRIATED), line(2019, 11, phase=DISBURSED)),
            "교부 1,100,000,000원이 확정 1,000,000,000원보다 100,000,000원",
        ),
        (
            (line(2019, 10, phase=DISBURSED), line(2019, 11, phase=EXECUTED)),
            "집행 1,100,000,000원이 교부 1,000,000,000원보다",
        ),
        (  # without a disbursement the appropriation is what there was
            (line(2019, 10, phase=APPROPRIATED), line(2019, 11, phase=EXECUTED)),
            "집행 1,100,000,000원이 확정 1,000,000,000원보다",
        ),
        (
            (
                line(2019, 10, phase=DISBURSED),
                line(2019, 6, phase=EXECUTED),
                line(2019, 5, phase=CARRIED),
            ),
            "집행 + 이월 1,100,000,000원이 교부 1,000,000,000원보다",
        ),
        (
            (
                line(2018, 1, phase=CARRIED),
                line(2019, 10, phase=DISBURSED),
                line(2019, 12, phase=EXECUTED),
            ),
            "집행 1,200,000,000원이 교부 + 전년도 이월 1,100,000,000원보다",
        ),
    ],
)
def test_more_than_was_given_is_found(money: tuple[FundingLine, ...], said: str) -> None:
    (finding,) = found("ladder-broken", park(*money))
    assert (finding.place, finding.severity) == (PARK, Severity.ERROR)
    assert said in finding.message.ko


@pytest.mark.parametrize(
    "money",
    [
        # the Assembly may raise the bill, and the bill the request
        (line(2019, 5, phase=BILL), line(2019, 9, phase=APPROPRIATED)),
        (line(2019, 5, phase=REQUESTED), line(2019, 6, phase=CEILING), line(2019, 7, phase=BILL)),
        (line(2019, 5, phase=PLANNED), line(2019, 9, phase=EXECUTED)),
        # what came over from last year may be spent
        (
            line(2018, 2, phase=CARRIED),
            line(2019, 10, phase=DISBURSED),
            line(2019, 12, phase=EXECUTED),
        ),
        (
            line(2018, 2, phase=CARRIED),
            line(2019, 10, phase=APPROPRIATED),
            line(2019, 12, phase=DISBURSED),
        ),
        (
            line(2019, 10, phase=DISBURSED),
            line(2019, 6, phase=EXECUTED),
            line(2019, 4, phase=CARRIED),
        ),
        # other uses, other sources and other years are not this ladder
        (
            line(2019, 10, phase=DISBURSED, use=Use.DESIGN),
            line(2019, 10, phase=EXECUTED, use=Use.WORKS),
        ),
        (line(2019, 10, phase=DISBURSED), line(2019, 90, MUNICIPAL, EXECUTED)),
        (line(2019, 10, phase=DISBURSED), line(2020, 90, phase=EXECUTED)),
    ],
)
def test_a_ladder_that_holds_is_not_found(money: tuple[FundingLine, ...]) -> None:
    assert places("ladder-broken", park(*money)) == []


# line-vanished


def test_a_source_that_the_next_phase_lacks_is_found() -> None:
    plan = park(
        line(2019, 10),
        line(2019, 4, MUNICIPAL),
        line(2019, 4, MUNICIPAL, APPROPRIATED),
        line(2019, 2, PROVINCIAL),
    )
    (finding,) = found("line-vanished", plan)
    assert (finding.place, finding.severity) == (PARK, Severity.WARNING)
    assert "2019년 국비 10억원, 시·도비 2억원이 계획 단계에는 있는데 그다음 확정 단계에는" in (
        finding.message.ko
    )


def test_a_source_lost_between_two_later_phases_is_found_once() -> None:
    plan = park(
        line(2019, 10),
        line(2019, 10, phase=REQUESTED),
        line(2019, 8, phase=BILL),
        line(2019, 5, MUNICIPAL),
        line(2019, 5, MUNICIPAL, APPROPRIATED),
    )
    (finding,) = found("line-vanished", plan)
    assert "예산안 단계에는 있는데 그다음 확정 단계" in finding.message.ko


@pytest.mark.parametrize(
    "money",
    [
        # a line with 0 says that it was cut
        (line(2019, 10), line(2019, 0, phase=BILL)),
        # a year that has not come to the next phase yet
        (line(2019, 10), line(2019, 10, phase=REQUESTED), line(2020, 10)),
        # only the state's money is asked of a ministry and sent from it
        (line(2019, 10), line(2019, 5, MUNICIPAL), line(2019, 10, phase=REQUESTED)),
        (line(2019, 10), line(2019, 5, MUNICIPAL), line(2019, 10, phase=DISBURSED)),
        (line(2019, 10), line(2019, 5, PRIVATE), line(2019, 10, phase=APPROPRIATED)),
        # nothing need be left to carry over
        (line(2019, 10), line(2019, 10, phase=EXECUTED), line(2019, 1, MUNICIPAL, CARRIED)),
        # what was never planned
        (line(2019, 0), line(2019, 5, MUNICIPAL), line(2019, 5, MUNICIPAL, APPROPRIATED)),
        # another use is the same money
        (line(2019, 10, use=Use.LAND), line(2019, 10, phase=BILL, use=Use.WORKS)),
    ],
)
def test_money_that_goes_on_or_was_cut_is_not_found(money: tuple[FundingLine, ...]) -> None:
    assert places("line-vanished", park(*money)) == []
