"""Knapsacks of several budgets with optima known since 1967: found by proof and by walks (§7)."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from scipy.sparse import csr_array

from mitgrim.funding.bounding import bound, closer
from mitgrim.funding.exact import prove
from mitgrim.funding.portfolio import breaches, value
from mitgrim.funding.problem import Cell, Limit, Problem
from mitgrim.funding.searching import begun

FILE = Path(__file__).with_name("petersen.txt")


class Known(NamedTuple):
    """What items are worth and take of each budget, and the most that they can be worth."""

    worth: tuple[float, ...]
    takes: tuple[tuple[float, ...], ...]  # budget × item
    budget: tuple[float, ...]
    optimum: float


def known_problems() -> Iterator[Known]:
    """All problems of the file, in the order in which it has them."""
    _, *blocks = FILE.read_text().split("\nproblem ")
    for block in blocks:
        size, *lines = block.strip().splitlines()
        items, budgets = map(int, size.split())
        worth, *takes = (tuple(map(float, own.split())) for own in lines[: budgets + 1])
        assert {len(worth), *map(len, takes)} == {items}
        for line in lines[budgets + 1 :]:
            word, count, optimum, *budget = line.split()
            assert (word, len(budget)) == ("first", budgets)
            first = slice(int(count))
            yield Known(
                worth[first],
                tuple(own[first] for own in takes),
                tuple(map(float, budget)),
                float(optimum),
            )


def as_funding(known: Known) -> Problem:
    """An item is a project with one option; one cell has what all items are worth."""
    items, takes = len(known.worth), np.array(known.takes).T
    return Problem(
        projects=[f"p{item}" for item in range(items)],
        variants=["planned"],
        first=np.arange(items + 1),
        variant=np.zeros(items, dtype=np.int64),
        start=np.full(items, 2018),
        finish=np.full(items, 2018),
        cost=takes.sum(axis=1),
        limits=[Limit(source="national", line=f"l{at}") for at in range(len(known.budget))],
        budget=np.array(known.budget),
        uses=csr_array(takes),
        groups=[],
        groups_of=csr_array((items, 0)),
        cells=[Cell(indicator="worth")],
        weight=np.ones(1),
        gains=csr_array(np.array(known.worth).reshape(items, 1) / sum(known.worth)),
        needs=np.zeros((0, 2), dtype=np.int64),
        needs_finish=np.zeros(0, dtype=bool),
        excludes=np.zeros((0, 2), dtype=np.int64),
        must=np.zeros(items, dtype=bool),
    )


KNOWN = list(known_problems())
each_problem = pytest.mark.parametrize(
    "known", KNOWN, ids=[f"{len(own.worth)} items" for own in KNOWN]
)


def test_all_seven_problems_are_read() -> None:
    optima = [3800, 8706.1, 4015, 6120, 12400, 10618, 16537]
    assert [own.optimum for own in KNOWN] == optima


@each_problem
def test_the_published_optimum_is_proven(known: Known) -> None:
    found = prove(as_funding(known), seconds=20, gap=0)
    assert found.value is not None
    assert found.status == "optimal"
    assert found.value * sum(known.worth) == pytest.approx(known.optimum, abs=1e-6)
    assert found.bound * sum(known.worth) == pytest.approx(known.optimum, rel=1e-6)


@each_problem
def test_the_best_of_some_walks_comes_within_a_hundredth(known: Known) -> None:
    """§7: and none of them above the published optimum, or over a budget."""
    problem, best = as_funding(known), known.optimum / sum(known.worth)
    prices = closer(problem, bound(problem), steps=200)
    assert prices.value >= best
    values = []
    for seed in range(1, 9):
        walk = begun(problem, prices)
        walk.go(2_000, seed=seed)
        assert list(breaches(problem, walk.portfolio())) == []
        values.append(value(problem, walk.portfolio()))
    assert best * 0.99 <= max(values) <= best + 1e-9
