"""A plan becomes a funding problem: what is offered, what it costs whom, what it attains."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mitgrim.funding.from_plan import POINTS, FundingError, as_it_stands, money_of, pose, problem_of
from mitgrim.funding.parameters import (
    Bound,
    Budget,
    Estimate,
    GroupKind,
    Haircut,
    Parameters,
    Score,
    planned_budgets,
    usual_parameters,
)
from mitgrim.funding.portfolio import breaches, value
from mitgrim.funding.problem import Cell, Limit, Problem
from mitgrim.plan import (
    Ceiling,
    Certainty,
    Direction,
    Effect,
    FundingSource,
    Gate,
    JointShare,
    Plan,
    Prerequisite,
    PrerequisiteKind,
    ProgrammeLine,
    Status,
    Use,
    Variant,
    money,
)
from mitgrim.plan.kinds import Dimension
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import (
    EOK,
    JEJU_GATE,
    JEJU_JOINT,
    JEJU_PARK,
    PEOPLE,
    ULSAN_CENTRE,
    ULSAN_SCHOOL,
    line,
    nation,
    small_plan,
)
from tests.funding.bending import changed
from tests.funding.strategies import feasible

NATIONAL, PROVINCIAL = FundingSource.NATIONAL, FundingSource.PROVINCIAL


def usual(plan: Plan) -> Problem:
    return problem_of(plan, usual_parameters(plan))


def starts(problem: Problem, id: str) -> list[tuple[str, int]]:
    """The options of a project: variant and year."""
    number = list(problem.projects).index(id)
    own = range(problem.first[number], problem.first[number + 1])
    return [(problem.variants[problem.variant[at]], int(problem.start[at])) for at in own]


def taken(problem: Problem, id: str, start: int) -> dict[Limit, int]:
    """What an option takes of each limit in 억원."""
    number = list(problem.projects).index(id)
    at = next(
        own
        for own in range(problem.first[number], problem.first[number + 1])
        if problem.start[own] == start
    )
    row = problem.uses[[at], :].toarray()[0]
    return {limit: int(won) // EOK for limit, won in zip(problem.limits, row, strict=True) if won}


def gains(problem: Problem, id: str) -> list[float]:
    """What a project's options attain of the first cell."""
    number = list(problem.projects).index(id)
    column = problem.gains.toarray()[:, 0]
    return [float(own) for own in column[problem.first[number] : problem.first[number + 1]]]


def test_the_example_as_it_stands_is_among_its_portfolios() -> None:
    """§1–§6: but for projects whose money is before a gate, and those that wait for them."""
    plan = innovation_cities_2018()
    posed = pose(plan, usual_parameters(plan))
    standing = as_it_stands(plan, posed.problem)
    assert len(standing) == len(posed.problem.projects) == 131 - len(posed.left_out)
    assert list(breaches(posed.problem, standing)) == []
    assert 0.5 < value(posed.problem, standing) < 1


def test_the_small_plan_as_it_stands_takes_exactly_its_money() -> None:
    """§2: money is summed from the lines as whole won."""
    plan = small_plan()
    problem = usual(plan)
    standing = as_it_stands(plan, problem)
    assert list(breaches(problem, standing)) == []
    own = {
        (year, source.value): won
        for year, by_source in money_of(plan, problem, standing).items()
        for source, won in by_source.items()
        if won
    }
    assert own == money(plan, Dimension.YEAR, Dimension.SOURCE)
    assert sum(problem.cost[list(standing.values())]) == sum(own.values())


def test_a_project_may_start_later_as_long_as_it_ends_in_the_period() -> None:
    """§1: the joint project ends in 2020 and may start two years later, the school may not."""
    problem = usual(small_plan())
    assert starts(problem, JEJU_JOINT) == [("planned", 2018), ("planned", 2019), ("planned", 2020)]
    assert starts(problem, ULSAN_SCHOOL) == [("planned", 2019)]
    soon = problem_of(small_plan(), replace(usual_parameters(small_plan()), delay=1))
    assert starts(soon, JEJU_JOINT) == [("planned", 2018), ("planned", 2019)]


def test_a_project_under_way_starts_when_it_started() -> None:
    """§1: and its gate keeps nobody from what was spent."""
    late = (Gate(id=JEJU_GATE, kind="design", planned=date(2020, 12, 31)),)
    plan = changed(small_plan(), JEJU_JOINT, status=Status.IMPLEMENTATION, gates=late)
    assert starts(usual(plan), JEJU_JOINT) == [("planned", 2018)]


def test_completed_and_cancelled_projects_are_not_chosen_among() -> None:
    """§1 and §5: who waits for a completed one need not wait."""
    plan = changed(small_plan(), JEJU_JOINT, status=Status.COMPLETED)
    problem = usual(plan)
    assert JEJU_JOINT not in problem.projects
    assert len(problem.needs) == 0


def test_each_variant_is_a_scale_with_its_own_money() -> None:
    """§1: and the plan's own is offered too where no variant has its money."""
    half = Variant(id="half", money=(line(2019, NATIONAL, Use.OPERATION, 10),))
    plan = changed(small_plan(), ULSAN_SCHOOL, variants=(half,))
    problem = usual(plan)
    assert starts(problem, ULSAN_SCHOOL) == [("half", 2019), ("planned", 2019)]
    assert list(breaches(problem, as_it_stands(plan, problem))) == []


def test_two_cities_pay_a_joint_project() -> None:
    """§3: Ulsan pays three tenths of what is local, in the year to which it moves."""
    problem = usual(small_plan())
    assert taken(problem, JEJU_JOINT, 2019) == {
        Limit(source="national", year=2019): 10,
        Limit(source="national", year=2020): 40,
        Limit(source="provincial", year=2020, city="jeju"): 14,
        Limit(source="provincial", year=2020, city="ulsan"): 6,
        Limit(source="municipal", year=2021, city="jeju"): 21,
        Limit(source="municipal", year=2021, city="ulsan"): 9,
    }


def test_parts_of_a_joint_project_sum_to_the_won() -> None:
    """§3: whatever the shares, no won is lost between the cities."""
    plan = changed(
        small_plan(), JEJU_JOINT, shares=(JointShare(city="ulsan", amount=1_234_567_891),)
    )
    problem = usual(plan)
    assert problem.uses.sum(axis=1).tolist() == problem.cost.tolist()


def test_money_carried_over_counts_in_every_later_year() -> None:
    """§3: 60억원 more in 2018 pay for 2019, and rows count all years up to theirs."""
    plan = small_plan()
    budgets = (
        Budget(source=NATIONAL, year=2018, amount=70 * EOK),
        *(own for own in planned_budgets(plan) if own.source is not NATIONAL),
    )
    tight = problem_of(plan, Parameters(budgets=budgets))
    assert "3" in {own.section for own in breaches(tight, as_it_stands(plan, tight))}
    carried = problem_of(plan, Parameters(budgets=budgets, carried=(NATIONAL,)))
    rows = {
        own.year: int(won) // EOK
        for own, won in zip(carried.limits, carried.budget, strict=True)
        if own.carried
    }
    assert rows == dict.fromkeys(range(2018, 2023), 70)
    only = {number: at for number, at in as_it_stands(plan, carried).items() if number == 0}
    assert list(breaches(carried, only)) == []
    assert taken(carried, JEJU_JOINT, 2018)[
        Limit(source="national", year=2022, carried=True)
    ] == 50  # fmt: skip


def test_money_that_is_not_sure_is_not_counted_on() -> None:
    """§3: with unsecured money at half, half of what is planned from it may be spent."""
    unsure = (replace(line(2020, NATIONAL, Use.LAND, 30), certainty=Certainty.UNSECURED),)
    plan = changed(small_plan(), ULSAN_CENTRE, money=unsure)
    haircuts = (Haircut(certainty=Certainty.UNSECURED, counts=Decimal("0.5")),)
    problem = problem_of(plan, Parameters(budgets=planned_budgets(plan, haircuts)))
    at = list(problem.limits).index(Limit(source="national", year=2020))
    assert problem.budget[at] == (5 + 15) * EOK


def test_a_programme_lines_ceiling_is_a_limit() -> None:
    """§3: of its own source, in the years that have one."""
    funded = (replace(line(2019, NATIONAL, Use.OPERATION, 20), programme_line="talent"),)
    plan = with_programme_line(changed(small_plan(), ULSAN_SCHOOL, money=funded), ratio=Decimal(1))
    problem = usual(plan)
    limit = Limit(source="national", year=2019, line="talent")
    assert problem.budget[list(problem.limits).index(limit)] == 5 * EOK
    assert taken(problem, ULSAN_SCHOOL, 2019)[limit] == 20


def test_a_scale_that_breaks_a_ratio_is_not_offered() -> None:
    """§1: a line that may pay half of a project does not pay all of it."""
    funded = (replace(line(2019, NATIONAL, Use.OPERATION, 20), programme_line="talent"),)
    plan = with_programme_line(
        changed(small_plan(), ULSAN_SCHOOL, money=funded), ratio=Decimal("0.5")
    )
    assert "ratio" in pose(plan, usual_parameters(plan)).left_out[ULSAN_SCHOOL].en


def with_programme_line(plan: Plan, ratio: Decimal) -> Plan:
    """The plan with a programme line of national money and a ceiling of 5억원 in 2019."""
    own = ProgrammeLine(id="talent", ratio=ratio, ceilings=(Ceiling(year=2019, amount=5 * EOK),))
    return replace(plan, nation=replace(plan.nation, programme_lines=(own,)))


def test_money_waits_for_its_gate() -> None:
    """§1: works are planned for 2019 and the design is done in 2020, so it starts a year later."""
    gate = (Gate(id=JEJU_GATE, kind="design", planned=date(2020, 12, 31)),)
    plan = changed(small_plan(), JEJU_JOINT, gates=gate)
    assert starts(usual(plan), JEJU_JOINT) == [("planned", 2019), ("planned", 2020)]


def test_a_project_whose_gate_comes_too_late_is_left_out_with_those_that_wait_for_it() -> None:
    """§1 and §5: and the reasons are said."""
    gate = (Gate(id=JEJU_GATE, kind="design", planned=date(2022, 12, 31)),)
    plan = changed(small_plan(), JEJU_JOINT, gates=gate)
    left_out = pose(plan, usual_parameters(plan)).left_out
    assert list(left_out) == [JEJU_JOINT, JEJU_PARK]
    assert "gate" in left_out[JEJU_JOINT].en
    assert "waits" in left_out[JEJU_PARK].en


def test_a_gate_without_a_day_and_money_of_other_uses_ask_for_nothing() -> None:
    """§1: as the check of gates has it."""
    gates = (Gate(id=JEJU_GATE, kind="design"),)
    assert len(starts(usual(changed(small_plan(), JEJU_JOINT, gates=gates)), JEJU_JOINT)) == 3
    land = (Gate(id=JEJU_GATE, kind="design", done=date(2022, 1, 1), opens=(Use.LAND,)),)
    assert len(starts(usual(changed(small_plan(), JEJU_JOINT, gates=land)), JEJU_JOINT)) == 3


def test_groups_have_the_projects_of_a_city_sector_or_action() -> None:
    """§4: a joint project counts for its lead city."""
    bounds = (
        Bound(kind=GroupKind.CITY, id="jeju", least_share=Decimal("0.1")),
        Bound(kind=GroupKind.SECTOR, id="industry", most=90 * EOK),
        Bound(kind=GroupKind.ACTION, id="talent.01", least=EOK),
    )
    plan = small_plan()
    problem = problem_of(plan, replace(usual_parameters(plan), bounds=bounds))
    members = {
        group.id: {
            problem.projects[at]
            for at in problem.groups_of[:, [number]].toarray()[:, 0].nonzero()[0]
        }
        for number, group in enumerate(problem.groups)
    }
    assert members == {
        "jeju": {JEJU_JOINT, JEJU_PARK},
        "industry": {JEJU_JOINT, ULSAN_CENTRE},
        "talent.01": {ULSAN_SCHOOL},
    }
    broken = [own.what for own in breaches(problem, as_it_stands(plan, problem))]
    assert broken == ["sector industry"]


def test_what_must_and_must_not_be_done() -> None:
    """§4: what is ruled out is not in the problem, nor is what waits for it."""
    plan = small_plan()
    posed = pose(
        plan, replace(usual_parameters(plan), must=(ULSAN_SCHOOL,), must_not=(JEJU_JOINT,))
    )
    must = dict(zip(posed.problem.projects, posed.problem.must.tolist(), strict=True))
    assert must == {ULSAN_CENTRE: False, ULSAN_SCHOOL: True}
    assert set(posed.left_out) == {JEJU_JOINT, JEJU_PARK}


def test_a_project_that_must_be_done_and_cannot_is_refused() -> None:
    """§4."""
    parameters = replace(usual_parameters(small_plan()), must=(JEJU_PARK,), must_not=(JEJU_JOINT,))
    with pytest.raises(FundingError, match="제주 정주 예시사업 2") as refused:
        problem_of(small_plan(), parameters)
    assert refused.value.id == "must-impossible"


@pytest.mark.parametrize(
    ("kind", "years"),
    [(PrerequisiteKind.STARTED, {2020, 2021}), (PrerequisiteKind.FINISHED, {2021})],
)
def test_a_project_waits_for_another(kind: PrerequisiteKind, years: set[int]) -> None:
    """§5: it starts in a year in which the other has started, or after its last one."""
    waits = (Prerequisite(project=JEJU_JOINT, kind=kind),)
    plan = changed(small_plan(), JEJU_PARK, prerequisites=waits)
    rich = tuple(replace(own, amount=1000 * EOK) for own in planned_budgets(plan))
    problem = problem_of(plan, Parameters(budgets=rich, delay=4))
    park = list(problem.projects).index(JEJU_PARK)
    found = {int(problem.start[own[park]]) for own in feasible(problem) if park in own}
    assert found == years


def test_projects_that_wait_for_one_another_are_named() -> None:
    """§5: the circle is said from one project back to it."""
    waits = (Prerequisite(project=JEJU_PARK),)
    plan = changed(small_plan(), JEJU_JOINT, prerequisites=waits)
    with pytest.raises(FundingError, match=r"예시사업 1.* → .*예시사업 2.* → .*예시사업 1"):
        usual(plan)


@pytest.mark.parametrize(
    ("other", "message"), [("gone", "waits-for-nobody"), ("off", "waits-for-cancelled")]
)
def test_waiting_for_nobody_is_refused(other: str, message: str) -> None:
    """§5: a project that is not in the plan, or cancelled, never starts."""
    plan = changed(small_plan(), ULSAN_CENTRE, status=Status.CANCELLED)
    wanted = other if other == "gone" else ULSAN_CENTRE
    plan = changed(plan, JEJU_PARK, prerequisites=(Prerequisite(project=wanted),))
    with pytest.raises(FundingError) as refused:
        usual(plan)
    assert refused.value.id == message


def test_of_alternatives_one_is_done() -> None:
    """§5: each pair stands once, whoever names it; none is left where one is completed."""
    plan = changed(small_plan(), ULSAN_SCHOOL, alternatives=(ULSAN_CENTRE,))
    both = changed(plan, ULSAN_CENTRE, alternatives=(ULSAN_SCHOOL,))
    assert usual(both).excludes.tolist() == usual(plan).excludes.tolist()
    assert len(usual(both).excludes) == 1
    done = changed(plan, ULSAN_CENTRE, status=Status.COMPLETED)
    assert set(pose(done, usual_parameters(done)).left_out) == {ULSAN_SCHOOL}


def test_a_project_attains_part_of_the_way_from_baseline_to_target() -> None:
    """§6: 200 of the 9,300 people between baseline and target; 100 by the low estimate."""
    problem = usual(small_plan())
    assert problem.cells == [Cell(indicator=PEOPLE)]
    assert problem.weight.tolist() == [1.0]
    assert gains(problem, JEJU_PARK) == pytest.approx([200 / 9300] * 2)
    low = problem_of(small_plan(), replace(usual_parameters(small_plan()), effects=Estimate.LOW))
    assert gains(low, JEJU_PARK) == pytest.approx([100 / 9300] * 2)


def effect(likely: str, *ramp: str) -> tuple[Effect, ...]:
    amount = Decimal(likely)
    return (
        Effect(
            indicator=PEOPLE, low=amount, likely=amount, high=amount, ramp=tuple(map(Decimal, ramp))
        ),
    )


@pytest.mark.parametrize(
    ("ramp", "parts"),
    [
        (("0", "0", "0", "0.5", "1"), [1, 0.5, 0]),
        (("0", "0.4"), [0.4, 0.4, 0.4]),
        ((), [1, 1, 1]),
    ],
)
def test_a_later_start_attains_less_by_the_end(ramp: Sequence[str], parts: list[float]) -> None:
    """§6: the ramp moves with the start; a short one holds its last value, none is in full."""
    plan = changed(small_plan(), JEJU_JOINT, effects=effect("930", *ramp))
    assert gains(usual(plan), JEJU_JOINT) == pytest.approx([0.1 * part for part in parts])


def test_down_is_a_direction_too() -> None:
    """§6: what leads away from the target counts as nothing, and such a target as none."""
    plan = changed(small_plan(), JEJU_JOINT, effects=effect("-93"))
    assert gains(usual(plan), JEJU_JOINT) == [0, 0, 0]
    down = [replace(own, direction=Direction.DOWN) for own in nation().indicators]
    assert usual(replace(plan, nation=replace(nation(), indicators=tuple(down)))).cells == []
    lower = tuple(
        replace(own, target=replace(own.target, value=Decimal(15540))) if own.target else own
        for own in down
    )
    shrinking = replace(plan, nation=replace(nation(), indicators=lower))
    assert gains(usual(shrinking), JEJU_JOINT) == pytest.approx([0.05] * 3)


def test_cities_weigh_the_same_and_so_do_the_indicators_of_each() -> None:
    """§6: the nation weighs as a city does."""
    problem = usual(innovation_cities_2018())
    weights: dict[str, set[float]] = {}
    for cell, weight in zip(problem.cells, problem.weight.tolist(), strict=True):
        weights.setdefault(cell.city, set()).add(weight)
    assert len(weights) == 11
    assert all(len(own) == 1 for own in weights.values())
    assert sum(problem.weight) == pytest.approx(1)


def test_points_count_beside_targets_or_instead_of_them() -> None:
    """§6: three tenths are points, of which Jeju's park has two thirds; targets weigh the rest."""
    plan = small_plan()
    scores = (
        Score(project=JEJU_PARK, points=Decimal(80)),
        Score(project=ULSAN_SCHOOL, points=Decimal(40)),
    )
    asked = replace(usual_parameters(plan), scores=scores)
    targets = usual(plan)
    both = problem_of(plan, replace(asked, scores_count=Decimal("0.3")))
    points = problem_of(plan, replace(asked, scores_count=Decimal(1)))
    assert points.cells == [POINTS]
    for portfolio in feasible(targets):
        done = {targets.projects[own] for own in portfolio}
        scored = (80 * (JEJU_PARK in done) + 40 * (ULSAN_SCHOOL in done)) / 120
        assert value(points, portfolio) == pytest.approx(scored)
        of_both = 0.7 * value(targets, portfolio) + 0.3 * scored
        assert value(both, portfolio) == pytest.approx(of_both)


def test_each_scale_may_have_points_of_its_own() -> None:
    """§6: of all points there are a project's best, and a smaller scale may be better."""
    half = Variant(id="half", money=(line(2019, NATIONAL, Use.OPERATION, 10),))
    plan = changed(small_plan(), ULSAN_SCHOOL, variants=(half,))
    scores = (
        Score(project=ULSAN_SCHOOL, points=Decimal(45)),
        Score(project=ULSAN_SCHOOL, variant="half", points=Decimal(60)),
        Score(project=JEJU_PARK, points=Decimal(60)),
    )
    asked = replace(usual_parameters(plan), scores=scores, scores_count=Decimal(1), delay=0)
    problem = problem_of(plan, asked)
    assert starts(problem, ULSAN_SCHOOL) == [("half", 2019), ("planned", 2019)]
    assert gains(problem, ULSAN_SCHOOL) == [60 / 120, 45 / 120]
    assert gains(problem, JEJU_PARK) == [60 / 120]
