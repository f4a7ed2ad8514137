"""Other portfolios that are nearly as good: against trying everything, and found by walks."""

from itertools import combinations

from hypothesis import given, settings

from benchmarks.funding_instances import generated
from mitgrim.funding.alternatives import alternatives
from mitgrim.funding.exact import prove
from mitgrim.funding.portfolio import Portfolio, breaches, differences, value
from mitgrim.funding.problem import Problem
from mitgrim.funding.solving import SMALL, solve
from tests.funding.strategies import feasible, solvable

EXACTLY = 1e-9


@given(problem=solvable())
@settings(max_examples=30)
def test_alternatives_are_nearly_as_good_and_as_different_as_can_be(problem: Problem) -> None:
    best = prove(problem, seconds=20, gap=0).portfolio
    assert best is not None
    found = alternatives(problem, best, 3, within=0.2)
    least = 0.8 * value(problem, best)
    good = [own for own in feasible(problem) if value(problem, own) >= least - EXACTLY]
    before = [best]
    for other in found:
        assert other in good
        assert nearest(other, before) == max(nearest(own, before) for own in good)
        before.append(other)
    if len(found) < 3:
        assert max(nearest(own, before) for own in good) == 0


def nearest(portfolio: Portfolio, others: list[Portfolio]) -> int:
    return min(differences(portfolio, other) for other in others)


def test_of_a_large_problem_walks_find_alternatives() -> None:
    problem = generated(5, 53, 0.2, 3)
    assert problem.options > SMALL
    best = solve(problem, seconds=2).portfolio
    found = alternatives(problem, best, 3, seconds=6)
    assert len(found) == 3
    for own in found:
        assert list(breaches(problem, own)) == []
        assert value(problem, own) >= 0.995 * value(problem, best)
    for one, other in combinations([best, *found], 2):
        assert differences(one, other) > len(problem.projects) / 10
