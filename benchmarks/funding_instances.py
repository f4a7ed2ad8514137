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
MONEY: Final = np.array([own[1] for own in SCALES])
EFFECT: Final = np.array([own[2] for own in SCALES])
INDICATORS: Final = 12
SECTORS: Final = 5
NEEDED, EXCLUSIVE = 10, 6
NATIONAL, LOCAL, PRIVATE, FUND = range(4)


class Drawn(NamedTuple):
    """What chance said, in the order in which it was asked."""

    cities: int
    actions: int
    sector: Any
    base: Any  # city × action: what it costs as planned
    duration: Any
    shares: Any  # action × source
    effects: Any  # action × indicator
    strength: Any  # city × action
    target: Any  # city × indicator
    indicator_weight: Any
    fortune: Any  # of a city's own budgets
    order: Any  # of the actions, from which pairs are taken


class Options(NamedTuple):
    """Every option that ends in time: its city, action, scale and start year by number."""

    city: Any
    action: Any
    scale: Any
    year: Any


def instance(size: str, tightness: float = 0.2, seed: int | None = None) -> Problem:
    """The instance of a size; without a seed the one that the trial had."""
    cities, actions, usual = SIZES[size]
    return generated(cities, actions, tightness, usual if seed is None else seed)


def generated(cities: int, actions: int, tightness: float, seed: int) -> Problem:
    """An instance of any size."""
    drawn = _drawn(cities, actions, np.random.default_rng(seed))
    options = _options(drawn)
    city, action, scale, year = options
    cost = np.round(drawn.base[city, action] * MONEY[scale], 2)
    member = np.arange(cities * actions)
    pairs = drawn.order[: 2 * (NEEDED + EXCLUSIVE)].reshape(-1, 2)
    return Problem(
        projects=[f"c{own // actions:03}-p-{own % actions:02}" for own in member],
        variants=[own[0] for own in SCALES],
        first=np.searchsorted(city * actions + action, np.arange(len(member) + 1)),
        variant=scale,
        start=YEARS[year],
        finish=YEARS[year] + drawn.duration[action] - 1,
        cost=cost,
        limits=_limits(cities),
        budget=_budgets(drawn, tightness),
        uses=_uses(drawn, options, cost),
        groups=_groups(drawn),
        groups_of=_members(drawn),
        cells=[
            Cell(indicator=f"i{number:02}", city=f"c{own:03}")
            for own in range(cities)
            for number in range(INDICATORS)
        ],
        weight=np.tile(drawn.indicator_weight / cities, cities),
        gains=_gains(drawn, options),
        needs=_everywhere(drawn, pairs[:NEEDED]),
        needs_finish=np.zeros(cities * NEEDED, dtype=bool),
        excludes=_everywhere(drawn, pairs[NEEDED:]),
        must=np.zeros(len(member), dtype=bool),
    )


def _drawn(cities: int, actions: int, chance: np.random.Generator) -> Drawn:
    if actions == sum(SECTORS_OF_53):
        sector = np.repeat(np.arange(SECTORS), SECTORS_OF_53)
    else:
        sector = np.sort(np.arange(actions) % SECTORS)
    base = np.exp(chance.normal(3.2, 1.0, (cities, actions)))
    duration = chance.integers(1, 5, actions)
    shares = _shares(actions, sector, chance)
    effects = np.zeros((actions, INDICATORS))
    for own in range(actions):
        chosen = chance.choice(INDICATORS, chance.integers(1, 4), replace=False)
        effects[own, chosen] = chance.uniform(0.3, 1, len(chosen))
    strength = base**0.75 * chance.lognormal(0, 0.35, (cities, actions))
    potential = np.einsum("ct,tk->ck", strength, effects) * EFFECT[-1]
    return Drawn(
        cities=cities,
        actions=actions,
        sector=sector,
        base=base,
        duration=duration,
        shares=shares,
        effects=effects,
        strength=strength,
        target=potential * chance.uniform(0.35, 0.65, (cities, INDICATORS)),
        indicator_weight=chance.dirichlet(np.ones(INDICATORS) * 5),
        fortune=chance.uniform(0.8, 1.3, (cities, 1)),
        order=chance.permutation(actions),
    )


def _shares(actions: int, sector: Any, chance: np.random.Generator) -> Any:
    """What each source pays of an action; companies pay more in the first sector."""
    drawn = [
        chance.uniform(0.3, 0.7, actions),
        chance.uniform(0.2, 0.4, actions),
        np.where(sector == 0, chance.uniform(0.1, 0.4, actions), chance.uniform(0, 0.1, actions)),
        chance.uniform(0, 0.2, actions),
    ]
    shares = np.stack(drawn, axis=1)
    return shares / shares.sum(1, keepdims=True)


def _options(drawn: Drawn) -> Options:
    counts = (drawn.cities, drawn.actions, len(SCALES), len(YEARS))
    every = np.meshgrid(*map(np.arange, counts), indexing="ij")
    city, action, scale, year = (own.ravel() for own in every)
    inside = year + drawn.duration[action] <= len(YEARS)
    return Options(city[inside], action[inside], scale[inside], year[inside])


def _budgets(drawn: Drawn, tightness: float) -> Any:
    """A part of what every project at its largest would take, the same in every year."""
    years, largest = len(YEARS), drawn.base * MONEY[-1]
    everybodys = [
        tightness * (largest * drawn.shares[:, source]).sum() / years * np.ones(years)
        for source in (NATIONAL, FUND)
    ]
    a_year = (largest * drawn.shares[:, LOCAL]).sum(1)[:, None] / years
    local = tightness * np.tile(a_year, (1, years)) * drawn.fortune
    private = tightness * 1.1 * (largest * drawn.shares[:, PRIVATE]).sum(1)
    return np.concatenate([*everybodys, local.ravel(), private])


def _groups(drawn: Drawn) -> list[Group]:
    """Half of its even share for every city and every sector."""
    base, sector = drawn.base, drawn.sector
    of_city = 0.5 * base.sum(1) / base.sum()
    of_sector = 0.5 * np.array([base[:, sector == own].sum() for own in range(SECTORS)])
    return [
        *(
            Group(kind="city", id=f"c{own:03}", least_share=float(share))
            for own, share in enumerate(of_city)
        ),
        *(
            Group(kind="sector", id=f"s{own}", least_share=float(share))
            for own, share in enumerate(of_sector / base.sum())
        ),
    ]


def _members(drawn: Drawn) -> csr_array:
    """Every project counts for its city and its sector."""
    member = np.arange(drawn.cities * drawn.actions)
    city, sector = member // drawn.actions, drawn.sector[member % drawn.actions]
    columns = np.stack([city, drawn.cities + sector], 1).ravel()
    return csr_array(
        (np.ones(len(columns)), columns, 2 * np.arange(len(member) + 1)),
        shape=(len(member), drawn.cities + SECTORS),
    )


def _everywhere(drawn: Drawn, pairs: Any) -> Any:
    """Pairs of actions as pairs of projects, in every city."""
    first = np.arange(drawn.cities)[:, None, None] * drawn.actions
    return (first + pairs[None]).reshape(-1, 2)


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


def _uses(drawn: Drawn, options: Options, cost: Any) -> csr_array:
    city, action, _, year = options
    cities, years, shares = drawn.cities, len(YEARS), drawn.shares
    long = drawn.duration[action]
    option, within = _spread(long)
    spent_in = year[option] + within
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


def _gains(drawn: Drawn, options: Options) -> csr_array:
    city, action, scale, year = options
    gain = drawn.strength[city, action] * EFFECT[scale] * RAMP[year]
    actions, indicators = np.nonzero(drawn.effects)
    counts = np.bincount(actions, minlength=drawn.actions)
    option, within = _spread(counts[action])
    indicator = indicators[(np.cumsum(counts) - counts)[action[option]] + within]
    part = gain[option] * drawn.effects[action[option], indicator]
    part /= drawn.target[city[option], indicator]
    at = (option, city[option] * INDICATORS + indicator)
    return csr_array((part, at), shape=(len(city), drawn.cities * INDICATORS))


def _spread(counts: Any) -> tuple[Any, Any]:
    """Every number so many times as its count says, and which time it is."""
    number = np.repeat(np.arange(len(counts)), counts)
    return number, np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
