"""The arrays that solvers get say the same as the checker, which shares no code with them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.funding_instances import generated, instance
from mitgrim.funding.model import kept, mixed_integer, point, to_highs, write_mps
from mitgrim.funding.portfolio import breaches
from mitgrim.funding.problem import Problem
from tests.funding.strategies import portfolios, problems


@given(problem=problems())
@settings(max_examples=60)
def test_a_portfolio_keeps_to_the_rows_exactly_when_the_checker_finds_no_breach(
    problem: Problem,
) -> None:
    model = mixed_integer(problem)
    for portfolio in portfolios(problem):
        found = list(breaches(problem, portfolio))
        assert kept(model, point(problem, model, portfolio)) == (found == [])


@given(seed=st.integers(0, 1000), density=st.sampled_from([0.05, 0.3, 1.0]))
@settings(max_examples=30)
def test_rows_and_checker_agree_on_portfolios_of_whole_cities(seed: int, density: float) -> None:
    problem = generated(3, 40, 0.5, 7)
    model = mixed_integer(problem)
    chance = np.random.default_rng(seed)
    taken = np.flatnonzero(chance.random(len(problem.projects)) < density)
    portfolio = {
        int(project): int(chance.integers(problem.first[project], problem.first[project + 1]))
        for project in taken
        if problem.first[project] < problem.first[project + 1]
    }
    found = list(breaches(problem, portfolio))
    assert kept(model, point(problem, model, portfolio)) == (found == [])


def test_a_model_is_told_in_one_line() -> None:
    assert repr(mixed_integer(instance("S"))) == (
        "<Model: 5,611 columns (5,490 binary), 1,116 rows (projects 530, limits 70, floors 15, "
        "total 1, needs 320, excludes 60, cells 120), 78,526 numbers>"
    )


def test_a_relaxed_model_has_no_binary_columns() -> None:
    assert mixed_integer(instance("S"), relaxed=True).binary.sum() == 0


def test_each_block_tells_what_its_rows_are_of() -> None:
    problem = instance("S")
    block = mixed_integer(problem).block("limits")
    assert (block.rows, block.of.tolist()) == (slice(530, 600), list(range(len(problem.limits))))


def test_a_block_that_the_model_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        mixed_integer(instance("S")).block("cities")


@given(problem=problems())
@settings(max_examples=5)
def test_a_weight_below_zero_is_refused(problem: Problem) -> None:
    problem.weight[0] = -1
    with pytest.raises(ValueError, match="at least zero"):
        mixed_integer(problem)


@pytest.mark.parametrize("minimise", [False, True])
def test_what_is_written_for_others_has_the_same_optimum(tmp_path: Path, minimise: bool) -> None:
    model = mixed_integer(generated(1, 40, 0.3, 3), relaxed=True)
    write_mps(model, tmp_path / "model.mps", minimise=minimise)
    ours, read = to_highs(model), to_highs(model)
    read.readModel(str(tmp_path / "model.mps"))
    optima = []
    for highs in (ours, read):
        highs.run()
        optima.append(highs.getInfo().objective_function_value)
    assert optima[1] == pytest.approx(-optima[0] if minimise else optima[0])


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        write_mps(mixed_integer(generated(1, 40, 0.3, 3)), tmp_path / "nowhere" / "model.mps")
