"""Made-up instances of funding, the same for every solver: ten to 250 cities, from a seed.

The numbers are drawn in one fixed order, so that a size, a tightness and a seed always give the
same instance: S has 10 cities × 53 actions, M 50 × 60, L 250 × 60; three scales, five start years,
twelve saturating indicators a city, ten prerequisites and six exclusions in every city, half of
their even share as the floor of every city and every sector. Amounts are in 억 won.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from mitgrim.funding.problem import Cell, Group, Limit, Problem

SIZES: Final = {"S": (10, 53, 1), "M": (50, 60, 2), "L": (250, 60, 3)}
SECTORS_OF_53: Final = (16, 11, 10, 8, 8)
SCALES: Final = (("small", 0.5, 0.6), ("planned", 1.0, 1.0), ("large", 1.8, 1.45))
RAMP: Final = np.array([1.0, 0.95, 0.88, 0.78, 0.65])
YEARS: Final = np.arange(2018, 2023)
INDICATORS: Final = 12
NATIONAL, LOCAL, PRIVATE, FUND = range(4)


class Options(NamedTuple):
    """The options drawn: of which city and action, how late they start, and what they cost."""

    city: Any
    action: Any
    year: Any
    cost: Any


def instance(size: str, tightness: float = 0.2, seed: int | None = None) -> Problem:
    """The instance of a size; without a seed the one that the trial had."""
    cities, actions, usual = SIZES[size]
    return generated(cities, actions, tightness, usual if seed is None else seed)


def generated(cities: int, actions: int, tightness: float, seed: int) -> Problem:
    """An instance of any size."""
    chance = np.random.default_rng(seed)
    years, scales = len(YEARS), len(SCALES)
    if actions == sum(SECTORS_OF_53):
        sector = np.repeat(np.arange(5), SECTORS_OF_53)
    else:
        sector = np.sort(np.arange(actions) % 5)
    base = np.exp(chance.normal(3.2, 1.0, (cities, actions)))
    money = np.array([own[1] for own in SCALES])
    effect = np.array([own[2] for own in SCALES])
    duration = chance.integers(1, 5, actions)
    shares = np.stack(
        [
            chance.uniform(0.3, 0.7, actions),
            chance.uniform(0.2, 0.4, actions),
            np.where(
                sector == 0, chance.uniform(0.1, 0.4, actions), chance.uniform(0, 0.1, actions)
            ),
            chance.uniform(0, 0.2, actions),
        ],
        axis=1,
    )
    shares /= shares.sum(1, keepdims=True)
    city, action, scale, year = (
        own.ravel()
        for own in np.meshgrid(
            np.arange(cities), np.arange(actions), np.arange(scales), np.arange(years),
            indexing="ij",
        )
    )  # fmt: skip
    inside = year + duration[action] <= years
    city, action, scale, year = city[inside], action[inside], scale[inside], year[inside]
    cost = np.round(base[city, action] * money[scale], 2)
    effects = np.zeros((actions, INDICATORS))
    for own in range(actions):
        chosen = chance.choice(INDICATORS, chance.integers(1, 4), replace=False)
        effects[own, chosen] = chance.uniform(0.3, 1, len(chosen))
    fit = chance.lognormal(0, 0.35, (cities, actions))
    strength = base**0.75 * fit
    potential = np.einsum("ct,tk->ck", strength, effects) * effect[-1]
    target = potential * chance.uniform(0.35, 0.65, (cities, INDICATORS))
    indicator_weight = chance.dirichlet(np.ones(INDICATORS) * 5)
    gain = strength[city, action] * effect[scale] * RAMP[year]
    largest = base * money[-1]
    national = tightness * (largest * shares[:, NATIONAL]).sum() / years * np.ones(years)
    fund = tightness * (largest * shares[:, FUND]).sum() / years * np.ones(years)
    local = tightness * np.tile((largest * shares[:, LOCAL]).sum(1)[:, None] / years, (1, years))
    local = local * chance.uniform(0.8, 1.3, (cities, 1))
    private = tightness * 1.1 * (largest * shares[:, PRIVATE]).sum(1)
    order = chance.permutation(actions)
    needed = [(int(order[2 * i]), int(order[2 * i + 1])) for i in range(10)]
    exclusive = [(int(order[20 + 2 * i]), int(order[21 + 2 * i])) for i in range(6)]

    project = city * actions + action
    drawn = Options(city, action, year, cost)
    uses = _uses(cities, drawn, duration, shares)
    cells = csr_array(_gains(effects, target, drawn, gain), shape=(len(cost), cities * INDICATORS))
    every = np.arange(cities)[:, None] * actions
    member = np.arange(cities * actions)
    groups_of = csr_array(
        (
            np.ones(2 * len(member)),
            np.stack([member // actions, cities + sector[member % actions]], 1).ravel(),
            2 * np.arange(len(member) + 1),
        ),
        shape=(len(member), cities + 5),
    )
    floor_of_city = 0.5 * base.sum(1) / base.sum()
    floor_of_sector = 0.5 * np.array([base[:, sector == own].sum() for own in range(5)])
    floor_of_sector = floor_of_sector / base.sum()
    return Problem(
        projects=[f"c{own // actions:03}-p-{own % actions:02}" for own in member],
        variants=[own[0] for own in SCALES],
        first=np.searchsorted(project, np.arange(len(member) + 1)),
        variant=scale,
        start=YEARS[year],
        finish=YEARS[year] + duration[action] - 1,
        cost=cost,
        limits=_limits(cities),
        budget=np.concatenate([national, fund, local.ravel(), private]),
        uses=uses,
        groups=[
            *(
                Group(kind="city", id=f"c{own:03}", least_share=float(floor_of_city[own]))
                for own in range(cities)
            ),
            *(
                Group(kind="sector", id=f"s{own}", least_share=float(floor_of_sector[own]))
                for own in range(5)
            ),
        ],
        groups_of=groups_of,
        cells=[
            Cell(indicator=f"i{number:02}", city=f"c{own:03}")
            for own in range(cities)
            for number in range(INDICATORS)
        ],
        weight=np.tile(indicator_weight / cities, cities),
        gains=cells,
        needs=(every[:, :, None] + np.array(needed)[None]).reshape(-1, 2),
        needs_finish=np.zeros(cities * len(needed), dtype=bool),
        excludes=(every[:, :, None] + np.array(exclusive)[None]).reshape(-1, 2),
        must=np.zeros(len(member), dtype=bool),
    )


def _limits(cities: int) -> list[Limit]:
    everybodys = [
        Limit(source=source, year=int(year)) for source in ("national", "fund") for year in YEARS
    ]
    own = [
        Limit(source="municipal", year=int(year), city=f"c{city:03}")
        for city in range(cities)
        for year in YEARS
    ]
    private = [Limit(source="private", city=f"c{city:03}") for city in range(cities)]
    return [*everybodys, *own, *private]


def _uses(cities: int, drawn: Options, duration: Any, shares: Any) -> csr_array:
    city, action, year, cost = drawn
    years = len(YEARS)
    long = duration[action]
    option = np.repeat(np.arange(len(cost)), long)
    spent_in = year[option] + np.arange(long.sum()) - np.repeat(np.cumsum(long) - long, long)
    a_year = (cost / long)[option]
    share = shares[action[option]]
    of_city = 2 * years + city[option] * years + spent_in
    rows = np.concatenate([option, option, option, np.arange(len(cost))])
    columns = np.concatenate(
        [spent_in, years + spent_in, of_city, 2 * years + cities * years + city]
    )
    won = np.concatenate(
        [
            a_year * share[:, NATIONAL],
            a_year * share[:, FUND],
            a_year * share[:, LOCAL],
            cost * shares[action, PRIVATE],
        ]
    )
    return csr_array((won, (rows, columns)), shape=(len(cost), 2 * years + cities * (years + 1)))


def _gains(effects: Any, target: Any, drawn: Options, gain: Any) -> Any:
    city, action, _, _ = drawn
    actions, indicators = np.nonzero(effects)
    counts = np.bincount(actions, minlength=len(effects))
    starts = np.cumsum(counts) - counts
    long = counts[action]
    option = np.repeat(np.arange(len(action)), long)
    within = np.arange(long.sum()) - np.repeat(np.cumsum(long) - long, long)
    indicator = indicators[starts[action[option]] + within]
    part = gain[option] * effects[action[option], indicator] / target[city[option], indicator]
    return part, (option, city[option] * INDICATORS + indicator)
