"""Tiny funding problems of every kind, and all their portfolios: small enough to try each one.

Amounts are whole numbers and shares eighths, so that sums often meet a limit exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array

from mitgrim.funding.portfolio import Portfolio, breaches, value
from mitgrim.funding.problem import Cell, Group, Limit, Problem

YEARS = range(2018, 2021)
CITIES = ("jeju", "ulsan")
SECTORS = ("s0", "s1")
PRIVATE, LOCAL, NATIONAL = 0, 1, 2


def feasible(problem: Problem) -> Iterator[Portfolio]:
    """Every portfolio that may be carried out."""
    return (own for own in portfolios(problem) if not any(breaches(problem, own)))


def portfolios(problem: Problem) -> Iterator[Portfolio]:
    """Every choice of an option or none for each project."""
    choices = [
        [None, *range(*problem.first[project : project + 2].tolist())]
        for project in range(len(problem.projects))
    ]
    for chosen in product(*choices):
        yield {project: own for project, own in enumerate(chosen) if own is not None}


def optimum(problem: Problem) -> float | None:
    """The best value by trying everything; None where nothing may be carried out."""
    return max((value(problem, own) for own in feasible(problem)), default=None)


@st.composite
def problems(draw: st.DrawFn, most_projects: int = 4, most_options: int = 3) -> Problem:
    """Problems with prerequisites of both kinds, exclusions, floors, ceilings and must."""
    counts = draw(st.lists(st.integers(0, most_options), min_size=1, max_size=most_projects))
    projects, options = len(counts), sum(counts)
    start = np.array(draw(_many(st.sampled_from(YEARS), options)), dtype=np.int64)
    long = np.array(draw(_many(st.integers(0, 2), options)), dtype=np.int64)
    finish = np.minimum(start + long, YEARS[-1])
    paid = np.array(draw(_many(st.tuples(*[st.integers(0, 4)] * 3), options)), dtype=float)
    paid = paid.reshape(-1, 3)
    city = draw(_many(st.integers(0, 1), projects))
    sector = draw(_many(st.integers(0, 1), projects))
    own = [city[project] for project in np.repeat(np.arange(projects), counts)]
    limits, uses = _limits(paid, start, own)
    cells = [Cell(indicator="jobs"), *(Cell(indicator="jobs", city=city) for city in CITIES)]
    nation = np.array(draw(_many(st.integers(0, 6), options))) / 8
    local = np.array(draw(_many(st.integers(0, 6), options))) / 8
    gains = np.stack(
        [nation, *(np.where(np.array(own, dtype=int) == at, local, 0) for at in (0, 1))], axis=1
    )
    pairs = st.tuples(st.integers(0, projects - 1), st.integers(0, projects - 1))
    different = st.lists(pairs.filter(lambda pair: pair[0] != pair[1]), max_size=2)
    needs = draw(different if projects > 1 else st.just([]))
    return Problem(
        projects=[f"p{project}" for project in range(projects)],
        variants=["planned"],
        first=np.concatenate([[0], np.cumsum(counts)]),
        variant=np.zeros(options, dtype=np.int64),
        start=start,
        finish=finish,
        cost=paid.sum(axis=1),
        limits=limits,
        budget=np.array(draw(_many(st.integers(0, 16), len(limits))), dtype=float),
        uses=csr_array(uses),
        groups=draw(_groups()),
        groups_of=csr_array(_members(city, sector)),
        cells=cells,
        weight=np.array(draw(_many(st.integers(1, 4), len(cells)))) / 4,
        gains=csr_array(gains),
        needs=_pairs(needs),
        needs_finish=np.array(draw(_many(st.booleans(), len(needs))), dtype=bool),
        excludes=_pairs(draw(different if projects > 1 else st.just([]))),
        must=np.array(draw(_many(_seldom(False, True), projects)), dtype=bool),
    )


def fair_problems() -> st.SearchStrategy[Problem]:
    """Problems of which some ask of every city that it attains the least."""
    least = st.sampled_from([0.0, 0.25, 0.5])
    return st.builds(lambda problem, own: replace(problem, least_attained=own), problems(), least)


def solvable() -> st.SearchStrategy[Problem]:
    """Problems of which some portfolio may be carried out."""
    return problems().filter(lambda problem: next(feasible(problem), None) is not None)


@st.composite
def best_and_left_out(draw: st.DrawFn) -> tuple[Problem, Portfolio, int]:
    """A problem, its best portfolio, and a project with options that is not in it."""
    problem, best = draw(
        solvable()
        .map(lambda own: (own, max(feasible(own), key=lambda other: value(own, other))))
        .filter(lambda own: _left_out(*own) != [])
    )
    return problem, best, draw(st.sampled_from(_left_out(problem, best)))


def _left_out(problem: Problem, portfolio: Portfolio) -> list[int]:
    return [own for own in np.unique(problem.project).tolist() if own not in portfolio]


def _limits(paid: Any, start: Any, city: Sequence[int]) -> tuple[list[Limit], Any]:
    """National money may be carried over, a city's is for one year, private for all years."""
    limits = [Limit(source="national", year=year, carried=True) for year in YEARS]
    uses = [np.where(start <= year, paid[:, NATIONAL], 0) for year in YEARS]
    limits.append(Limit(source="municipal", year=YEARS[0], city=CITIES[0]))
    uses.append(np.where((start == YEARS[0]) & (np.array(city, dtype=int) == 0), paid[:, LOCAL], 0))
    limits.append(Limit(source="private"))
    uses.append(paid[:, PRIVATE])
    return limits, np.stack(uses, axis=1)


def _groups() -> st.SearchStrategy[list[Group]]:
    named = [("city", id) for id in CITIES] + [("sector", id) for id in SECTORS]
    return st.tuples(*(_group(kind, id) for kind, id in named)).map(list)


def _group(kind: str, id: str) -> st.SearchStrategy[Group]:
    """A group that is often held to nothing, and sometimes to several things at once."""
    return st.builds(
        Group,
        kind=st.just(kind),
        id=st.just(id),
        least=_seldom(0.0, 2.0, 5.0),
        most=_seldom(float("inf"), 12.0, 6.0),
        least_share=_seldom(0.0, 1 / 8, 3 / 8),
        most_share=_seldom(1.0, 3 / 4, 1 / 2),
    )


def _members(city: Sequence[int], sector: Sequence[int]) -> Any:
    return np.concatenate([np.eye(2)[list(city)], np.eye(2)[list(sector)]], axis=1)


def _pairs(pairs: Sequence[tuple[int, int]]) -> Any:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _seldom(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([usual] * 8 + [*others])


def _many(of: st.SearchStrategy[Any], count: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(of, min_size=count, max_size=count)
