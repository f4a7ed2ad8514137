"""A portfolio is adopted: the plan as it then stands is worth what the portfolio was worth."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitgrim.funding.adopting import Chosen, Unchosen, adopted
from mitgrim.funding.from_plan import as_it_stands, money_of, pose
from mitgrim.funding.parameters import Parameters, usual_parameters
from mitgrim.funding.portfolio import Portfolio, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.solving import solve
from mitgrim.plan import (
    Effect,
    FundingSource,
    Label,
    Period,
    Phase,
    Plan,
    Status,
    Use,
    Variant,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, PEOPLE, ULSAN_CENTRE, line, small_plan
from tests.funding.bending import changed

SOME = Parameters(delay=4)


def chosen_of(problem: Problem, portfolio: Portfolio) -> list[Chosen]:
    return [
        Chosen(
            id=problem.projects[project],
            variant=problem.variants[problem.variant[option]],
            start=int(problem.start[option]),
        )
        for project, option in portfolio.items()
    ]


def with_scales() -> Plan:
    """The small plan, whose park may also be done small, with a ramp, from 2020 on."""
    ramp = (Decimal("0.2"), Decimal("0.5"), Decimal(1))
    effect = Effect(
        indicator=PEOPLE, low=Decimal(50), likely=Decimal(90), high=Decimal(99), ramp=ramp
    )
    small = Variant(
        id="small",
        name=Label(ko="작게"),
        money=(line(2020, FundingSource.NATIONAL, Use.WORKS, 9),),
        effects=(effect,),
    )
    return changed(small_plan(), JEJU_PARK, variants=(small,))


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_the_adopted_plan_is_worth_what_the_portfolio_was(data: st.DataObject) -> None:
    """Whatever is chosen, at whatever scale and start: value and money are those of the answer."""
    plan = data.draw(st.sampled_from([with_scales(), innovation_cities_2018()]))
    problem = pose(plan, SOME).problem
    projects = data.draw(st.sets(st.sampled_from(range(len(problem.projects)))))
    portfolio = {
        own: data.draw(st.sampled_from(range(problem.first[own], problem.first[own + 1])))
        for own in projects
    }
    done = adopted(plan, chosen_of(problem, portfolio))
    again = pose(done.plan, SOME).problem
    number = {id: at for at, id in enumerate(again.projects)}
    stands = as_it_stands(done.plan, again)
    kept = {
        number[problem.projects[own]]: stands[number[problem.projects[own]]] for own in projects
    }
    assert value(again, kept) == pytest.approx(value(problem, portfolio))
    assert money_of(done.plan, again, kept) == money_of(plan, problem, portfolio)


def test_adopting_the_plan_as_it_stands_changes_nothing() -> None:
    plan = innovation_cities_2018()
    problem = pose(plan, SOME).problem
    done = adopted(plan, chosen_of(problem, as_it_stands(plan, problem)))
    assert (done.plan, done.changed) == (plan, ())


def test_choosing_again_from_the_adopted_plan_finds_the_same_value() -> None:
    plan = innovation_cities_2018()
    usual = usual_parameters(plan)
    problem = pose(plan, usual).problem
    best = solve(problem, seconds=20)
    done = adopted(plan, chosen_of(problem, best.portfolio), Unchosen.CANCELLED)
    again = solve(pose(done.plan, replace(usual, delay=0)).problem, seconds=20)
    assert again.value == pytest.approx(best.value)


def test_a_later_start_moves_period_money_and_ramp_together() -> None:
    plan = with_scales()
    done = adopted(plan, [Chosen(id=JEJU_PARK, variant="small", start=2021)])
    park = next(own for own in done.plan.projects() if own.id == JEJU_PARK)
    assert park.period == Period(first=2021, last=2022)
    assert park.money == (line(2021, FundingSource.NATIONAL, Use.WORKS, 9),)
    assert park.effects[0].ramp == tuple(map(Decimal, ("0", "0.2", "0.5", "1")))
    assert park.variants[0].money == park.money


def test_what_others_decide_stays() -> None:
    """Money that was asked for, the gate and the partner's share are not the portfolio's."""
    asked = replace(line(2018, FundingSource.NATIONAL, Use.DESIGN, 7), phase=Phase.REQUESTED)
    before = next(own for own in small_plan().projects() if own.id == JEJU_JOINT)
    plan = changed(small_plan(), JEJU_JOINT, money=(*before.money, asked))
    done = adopted(plan, [Chosen(id=JEJU_JOINT, variant="planned", start=2019)])
    joint = next(own for own in done.plan.projects() if own.id == JEJU_JOINT)
    assert [own for own in joint.money if own.phase is Phase.REQUESTED] == [asked]
    assert (joint.gates, joint.shares) == (before.gates, before.shares)


@pytest.mark.parametrize(
    ("declared", "after"), [(None, None), (50 * EOK, 9 * EOK), (51 * EOK, 51 * EOK)]
)
def test_a_declared_total_follows_if_it_was_the_sum(
    declared: int | None, after: int | None
) -> None:
    plan = changed(with_scales(), JEJU_PARK, declared_total=declared)
    done = adopted(plan, [Chosen(id=JEJU_PARK, variant="small", start=2020)])
    park = next(own for own in done.plan.projects() if own.id == JEJU_PARK)
    assert park.declared_total == after


def test_what_is_not_chosen_stays_unless_it_is_to_be_cancelled() -> None:
    plan = small_plan()
    chosen = [
        Chosen(id=own.id, variant="planned", start=own.period.first)
        for own in plan.projects()
        if own.id != ULSAN_CENTRE and own.period
    ]
    kept = adopted(plan, chosen)
    assert (kept.plan, kept.changed, kept.unchosen) == (plan, (), (ULSAN_CENTRE,))
    cancelled = adopted(plan, chosen, Unchosen.CANCELLED)
    assert cancelled.plan == changed(plan, ULSAN_CENTRE, status=Status.CANCELLED)
    assert (cancelled.changed, cancelled.unchosen) == ((ULSAN_CENTRE,), (ULSAN_CENTRE,))


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen(id="jeju-p-nobody", variant="planned", start=2020),
        Chosen(id=JEJU_PARK, variant="huge", start=2020),
        Chosen(id=JEJU_PARK, variant="planned", start=2019),
    ],
)
def test_what_the_plan_does_not_offer_is_refused(chosen: Chosen) -> None:
    with pytest.raises(LookupError, match="jeju-p"):
        adopted(small_plan(), [chosen])
