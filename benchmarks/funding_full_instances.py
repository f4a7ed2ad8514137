"""Made-up instances of funding with every kind of rule, each with a portfolio that keeps to all.

They begin as those of `funding_instances`, of the same sizes and seeds. Then gates and ratios take
options away, and not every project has every scale; some projects are joint, so that two cities
pay and gain; money that is not secured counts in part; national money may be carried over, and
some of its programme lines have ceilings; the nation has indicators as well; projects wait for the
start or the finish of others, in chains and across cities; others exclude one another. A portfolio
is then filled up at random. Cities, sectors and actions have floors and ceilings around what it
gives them, in amounts and in shares, and some of its projects must be done.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from benchmarks.funding_instances import INDICATORS, SECTORS, SIZES, YEARS, generated
from mitgrim.funding.portfolio import Portfolio
from mitgrim.funding.problem import Cell, Group, Limit, Problem

GATED, ONE_SCALE, NO_LARGEST, MUST_NOT = 0.25, 0.1, 0.25, 0.02  # of all projects
JOINT, PAYS, GAINS = 0.06, 0.4, 0.3  # of all projects, and the partner's part of each
UNSECURED, COUNTS = 0.3, 0.7
LINES, WITH_CEILING, CEILING = 8, 3, 0.9  # beside an even share of the national budget
OF_NATION: Final = 3  # indicators
WAITS: Final = (0.25, 0.08)  # of all projects, for one other and for another one
FOR_FINISH, ELSEWHERE = 0.3, 0.1  # of those
EXCLUSIVE: Final = 6  # pairs in a city
TRIES: Final = 3  # options that the hidden portfolio tries, in each of so many rounds
ROUNDS: Final = 3
FLOOR: Final = {"city": 0.7, "sector": 0.8, "action": 0.6}  # beside the hidden portfolio's money
CEILINGS: Final = {"city": 1.25, "sector": 1.2, "action": 1.3}
ACTIONS_HELD: Final = 10
MUST: Final = 0.02  # of its projects


class Solvable(NamedTuple):
    """A problem, and a portfolio that may be carried out."""

    problem: Problem
    hidden: Portfolio


def full_instance(size: str, tightness: float = 0.2, seed: int | None = None) -> Problem:
    """The instance of a size; without a seed that of the usual one."""
    cities, actions, usual = SIZES[size]
    return solvable(cities, actions, tightness, usual if seed is None else seed).problem


def solvable(cities: int, actions: int, tightness: float, seed: int) -> Solvable:
    """An instance of any size, and what keeps to all of it."""
    chance = np.random.default_rng([seed, 2])
    problem = _offered(generated(cities, actions, tightness, seed), chance)
    problem = _shared(problem, cities, chance)
    problem = _with_nation(_limited(problem, actions), cities)
    problem = _tied(problem, cities, chance)
    hidden = _filled(problem, chance)
    must = np.zeros(len(problem.projects), dtype=bool)
    must[chance.choice(list(hidden), round(MUST * len(hidden)), replace=False)] = True
    return Solvable(replace(_grouped(problem, hidden, cities), must=must), hidden)


def _offered(problem: Problem, chance: np.random.Generator) -> Problem:
    """Without what gates, ratios and decisions rule out, and with the scales that there are."""
    count, project = len(problem.projects), problem.project
    last = np.maximum.reduceat(problem.start, problem.first[:-1])
    gate = np.minimum(chance.integers(YEARS[1], YEARS[-1], count), last)
    gate[chance.random(count) >= GATED] = YEARS[0]
    kept = problem.start >= gate[project]
    largest = problem.variant.max()
    kept &= (problem.variant < largest) | (chance.random(count) >= NO_LARGEST)[project]
    only_planned = chance.random(count) < ONE_SCALE
    kept &= (problem.variant == 1) | ~only_planned[project]
    kept &= (chance.random(count) >= MUST_NOT)[project]
    return replace(
        problem,
        first=np.concatenate([[0], np.cumsum(np.bincount(project[kept], minlength=count))]),
        variant=problem.variant[kept],
        start=problem.start[kept],
        finish=problem.finish[kept],
        cost=problem.cost[kept],
        uses=problem.uses[kept],
        gains=problem.gains[kept],
    )


def _shared(problem: Problem, cities: int, chance: np.random.Generator) -> Problem:
    """Joint projects, and money that is not secured."""
    count = len(problem.projects)
    partner = np.where(chance.random(count) < JOINT, chance.integers(1, cities, count), 0)
    unsecured = chance.random(count) < UNSECURED
    uses = problem.uses.tocoo()
    source = np.array([limit.source for limit in problem.limits])[uses.col]
    counts = np.where(unsecured[problem.project[uses.row]], COUNTS, 1.0)
    won = uses.data * np.where((source == "national") | (source == "fund"), counts, 1.0)
    first = next(at for at, limit in enumerate(problem.limits) if limit.source == "municipal")
    everybodys = coo_array((won, (uses.row, uses.col)), shape=uses.shape)
    municipal = slice(first, first + cities * len(YEARS))
    return replace(
        problem,
        uses=_parted(problem, everybodys, municipal, partner, PAYS),
        gains=_parted(problem, problem.gains.tocoo(), slice(None), partner, GAINS),
    )


def _parted(problem: Problem, matrix: Any, columns: slice, partner: Any, part: float) -> csr_array:
    """In columns that stand city by city, a part of what a joint project has is its partner's."""
    start, stop, _ = columns.indices(matrix.shape[1])
    width = stop - start
    a_city = INDICATORS if columns == slice(None) else len(YEARS)
    away = partner[problem.project[matrix.row]]
    theirs = (away > 0) & (matrix.col >= start) & (matrix.col < stop)
    moved = start + (matrix.col - start + away * a_city) % width
    return csr_array(
        (
            np.concatenate(
                [matrix.data * np.where(theirs, 1 - part, 1.0), part * matrix.data[theirs]]
            ),
            (
                np.concatenate([matrix.row, matrix.row[theirs]]),
                np.concatenate([matrix.col, moved[theirs]]),
            ),
        ),
        shape=matrix.shape,
    )


def _limited(problem: Problem, actions: int) -> Problem:
    """National money is carried over, and some of its lines have a ceiling for every year."""
    years = len(YEARS)  # the first limits are those of national money
    carried = np.eye(len(problem.limits))
    carried[:years, :years] = np.triu(np.ones((years, years)))
    line = problem.project % actions % LINES
    national = problem.uses[:, :years].tocsr()
    of_lines = [national.multiply((line == own)[:, None]).tocsr() for own in range(WITH_CEILING)]
    ceilings = [
        CEILING * own.sum() / national.sum() * problem.budget[:years].round(2) for own in of_lines
    ]
    return replace(
        problem,
        limits=[
            *(replace(limit, carried=True) for limit in problem.limits[:years]),
            *problem.limits[years:],
            *(
                Limit(source="national", year=int(year), line=f"line-{own}")
                for own in range(WITH_CEILING)
                for year in YEARS
            ),
        ],
        budget=np.concatenate([problem.budget @ carried, *ceilings]),
        uses=csr_array(hstack([problem.uses @ csr_array(carried), *of_lines], format="csr")),
    )


def _with_nation(problem: Problem, cities: int) -> Problem:
    """The nation weighs as a city does, and attains the mean of its cities without saturation."""
    indicator = np.arange(len(problem.cells)) % INDICATORS
    of_nation = csr_array((indicator[:, None] == np.arange(OF_NATION)) / cities)
    own = np.full(OF_NATION, 1 / OF_NATION)
    return replace(
        problem,
        cells=[
            *problem.cells,
            *(Cell(indicator=cell.indicator) for cell in problem.cells[:OF_NATION]),
        ],
        weight=np.concatenate([problem.weight * cities, own]) / (cities + 1),
        gains=csr_array(hstack([problem.gains, problem.gains @ of_nation], format="csr")),
    )


def _tied(problem: Problem, cities: int, chance: np.random.Generator) -> Problem:
    """Chains of prerequisites, which follow one order of actions, and pairs that exclude."""
    count = len(problem.projects)
    actions = count // cities
    order = chance.permutation(actions)
    rank, city = np.argsort(order)[np.arange(count) % actions], np.arange(count) // actions
    found = []
    for part in WAITS:
        before = order[(chance.random(count) * rank).astype(int)]
        away = np.where(chance.random(count) < ELSEWHERE, chance.integers(1, cities, count), 0)
        pair = np.stack([np.arange(count), (city + away) % cities * actions + before], axis=1)
        found.append(pair[(chance.random(count) < part) & (rank > 0)])
    needs = np.unique(np.concatenate(found), axis=0)
    pairs = np.concatenate(
        [
            own * actions + chance.permutation(actions)[: 2 * EXCLUSIVE].reshape(-1, 2)
            for own in range(cities)
        ]
    )
    tied = {frozenset(own) for own in needs.tolist()}
    return replace(
        problem,
        needs=needs,
        needs_finish=chance.random(len(needs)) < FOR_FINISH,
        excludes=np.array([own for own in pairs.tolist() if frozenset(own) not in tied]),
    )


def _filled(problem: Problem, chance: np.random.Generator) -> dict[int, int]:
    """A portfolio filled up at random, which keeps to limits, prerequisites and exclusions."""
    rules = _Rules(problem)
    for _ in range(ROUNDS):
        for project in chance.permutation(len(problem.projects)).tolist():
            options = np.arange(problem.first[project], problem.first[project + 1])
            for option in chance.permutation(options)[:TRIES].tolist():
                if project not in rules.chosen and rules.let(project, option):
                    rules.take(project, option)
    return rules.chosen


class _Rules:
    """A portfolio that grows, and what it has of every budget."""

    def __init__(self, problem: Problem) -> None:
        self.chosen: dict[int, int] = {}
        self._problem = problem
        self._left = problem.budget.copy()
        self._waits: dict[int, list[int]] = {}
        for pair, (project, _) in enumerate(problem.needs.tolist()):
            self._waits.setdefault(project, []).append(pair)
        self._excluded: dict[int, list[int]] = {}
        for one, other in problem.excludes.tolist():
            self._excluded.setdefault(one, []).append(other)
            self._excluded.setdefault(other, []).append(one)

    def let(self, project: int, option: int) -> bool:
        own = self._own(option)
        return (
            not any(other in self.chosen for other in self._excluded.get(project, ()))
            and all(self._ready(pair, option) for pair in self._waits.get(project, ()))
            and bool((self._problem.uses.data[own] <= self._left[self._of(own)]).all())
        )

    def take(self, project: int, option: int) -> None:
        own = self._own(option)
        self._left[self._of(own)] -= self._problem.uses.data[own]
        self.chosen[project] = option

    def _ready(self, pair: int, option: int) -> bool:
        problem, other = self._problem, self.chosen.get(int(self._problem.needs[pair, 1]))
        if other is None:
            return False
        since = problem.finish[other] + 1 if problem.needs_finish[pair] else problem.start[other]
        return bool(problem.start[option] >= since)

    def _own(self, option: int) -> slice:
        return slice(*self._problem.uses.indptr[option : option + 2].tolist())

    def _of(self, own: slice) -> Any:
        return self._problem.uses.indices[own]


def _grouped(problem: Problem, hidden: Portfolio, cities: int) -> Problem:
    """Floors and ceilings around what the hidden portfolio has: in shares and in amounts."""
    count = len(problem.projects)
    action = np.arange(count) % (count // cities)
    of_actions = csr_array((action[:, None] == np.arange(ACTIONS_HELD)).astype(float))
    members = csr_array(hstack([problem.groups_of, of_actions], format="csr"))
    money = np.zeros(count)
    money[list(hidden)] = problem.cost[list(hidden.values())]
    won = members.T @ money
    named = [
        *((own.kind, own.id) for own in problem.groups),
        *(("action", f"p-{own:02}") for own in range(ACTIONS_HELD)),
    ]
    assert len(named) == cities + SECTORS + ACTIONS_HELD
    return replace(problem, groups=list(_groups(named, won, money.sum())), groups_of=members)


def _groups(named: list[tuple[str, str]], won: Any, total: float) -> Iterator[Group]:
    """Cities in turn by share, by amount, and without a ceiling; sectors by share."""
    for number, ((kind, id), own) in enumerate(zip(named, won.tolist(), strict=True)):
        least, most = FLOOR[kind] * own, CEILINGS[kind] * own
        if kind == "sector" or (kind == "city" and number % 3 == 0):
            yield Group(kind=kind, id=id, least_share=least / total, most_share=most / total)
        elif kind == "city" and number % 3 == 1:
            yield Group(kind=kind, id=id, least_share=least / total)
        else:
            yield Group(kind=kind, id=id, least=least, most=most)
