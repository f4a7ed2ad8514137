"""The made-up instances of the benchmarks: always the same, and with something that may be done."""

import numpy as np
import pytest

from benchmarks.funding_full_instances import full_instance, solvable
from benchmarks.funding_instances import instance
from mitgrim.funding.portfolio import breaches, value
from mitgrim.funding.problem import Problem

TIGHTNESSES = (0.1, 0.2, 0.35)


@pytest.mark.parametrize("tightness", TIGHTNESSES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_hidden_portfolio_keeps_to_every_rule(tightness: float, seed: int) -> None:
    problem, hidden = solvable(6, 30, tightness, seed)
    assert list(breaches(problem, hidden)) == []
    assert 0 < value(problem, hidden) < 1


def test_a_size_a_tightness_and_a_seed_give_the_same_instance() -> None:
    one, other = (full_instance("S", 0.2, 7) for _ in range(2))
    assert np.array_equal(one.needs, other.needs)
    assert np.array_equal(one.budget, other.budget)
    assert (one.uses != other.uses).nnz == 0
    assert one.groups == other.groups


def test_every_kind_of_rule_is_there() -> None:
    """§1 to §6: what the plain instances lack, each to some extent."""
    full, plain = full_instance("S"), instance("S")
    assert kinds(plain) == {"floors of shares", "prerequisites", "exclusions"}
    assert kinds(full) == {
        "ceilings of amounts",
        "ceilings of shares",
        "exclusions",
        "finished prerequisites",
        "floors of amounts",
        "floors of shares",
        "fewer scales",
        "gates",
        "indicators of the nation",
        "joint projects",
        "money carried over",
        "must",
        "prerequisites",
        "programme lines",
    }


def kinds(problem: Problem) -> set[str]:
    """Which rules bind somewhere."""
    first_start = np.minimum.reduceat(problem.start, problem.first[:-1])
    scales = [
        len(np.unique(problem.variant[slice(*own)]))
        for own in zip(problem.first, problem.first[1:], strict=False)
    ]
    cities = [
        {problem.limits[at].city for at in row.indices} - {""}
        for row in (problem.uses[[option]] for option in range(0, problem.options, 7))
    ]
    groups = problem.groups
    found = {
        "ceilings of amounts": any(own.most < float("inf") for own in groups),
        "ceilings of shares": any(own.most_share < 1 for own in groups),
        "exclusions": len(problem.excludes) > 0,
        "finished prerequisites": bool(problem.needs_finish.any()),
        "floors of amounts": any(own.least > 0 for own in groups),
        "floors of shares": any(own.least_share > 0 for own in groups),
        "fewer scales": min(scales) < 3,
        "gates": bool((first_start > problem.years[0]).any()),
        "indicators of the nation": any(not own.city for own in problem.cells),
        "joint projects": any(len(own) > 1 for own in cities),
        "money carried over": any(own.carried for own in problem.limits),
        "must": bool(problem.must.any()),
        "prerequisites": len(problem.needs) > 0,
        "programme lines": any(own.line for own in problem.limits),
    }
    return {name for name, there in found.items() if there}
