"""A funding problem as arrays: what may be chosen, what it costs whom, what it must keep to.

`docs/funding.md` is the specification; the numbers of its sections stand beside what they define.
Amounts are won as binary floats, which are exact below nine quadrillion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Numbers: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

# How far above a limit of b won a sum may lie: rounding of sums of floats, never money.
TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """§3: the most that may be paid from a source; what the budget in a row of numbers is of.

    `year` is the budget's year, or None for the whole period; where money may be carried over,
    the row counts all years up to it (`carried`). `city` and `line` are empty where the budget is
    everybody's.
    """

    source: str
    year: int | None = None
    city: str = ""
    line: str = ""
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """§4: projects that together get at least, or at most, an amount or a share of all money."""

    kind: str  # city, sector or action
    id: str
    least: float = 0.0
    most: float = float("inf")
    least_share: float = 0.0
    most_share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """§6: an indicator of a city, or of the nation with an empty city.

    An empty indicator stands for the points of a scoring sheet.
    """

    indicator: str
    city: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """§1: projects with options, of which each takes one or none.

    An option is a scale of a project with a start year. Options stand project by project:
    those of project `p` are `first[p]` to `first[p + 1]`. `uses` (options × limits) is what each
    option takes of each limit in won, never negative; `gains` (options × cells) is what part of
    each cell's target it attains; `groups_of` (projects × groups) is 1 where a project counts for a
    group. `needs` are pairs of projects, the first of which may start only in a year in which the
    second has started, or has finished where `needs_finish` says so. `excludes` are pairs of which
    at most one is done. `must` are projects that are done in any case. `least_attained` is what
    every city that has cells attains at least, as a part of all that they weigh.
    """

    projects: Sequence[str]
    variants: Sequence[str]
    first: Indices
    variant: Indices
    start: Indices
    finish: Indices
    cost: Numbers
    limits: Sequence[Limit]
    budget: Numbers
    uses: csr_array
    groups: Sequence[Group]
    groups_of: csr_array
    cells: Sequence[Cell]
    weight: Numbers
    gains: csr_array
    needs: Indices  # pairs × 2
    needs_finish: Flags
    excludes: Indices  # pairs × 2
    must: Flags
    least_attained: float = 0.0

    @property
    def options(self) -> int:
        """How many options all projects have."""
        return len(self.cost)

    @cached_property
    def project(self) -> Indices:
        """The project of every option."""
        return np.repeat(np.arange(len(self.projects)), np.diff(self.first))

    @cached_property
    def years(self) -> Indices:
        """The years in which something may start."""
        return np.unique(self.start)

    @cached_property
    def cities(self) -> dict[str, Indices]:
        """§6: the cells of every city that has any with a weight; the nation's are nobody's."""
        found: dict[str, list[int]] = {}
        for number, cell in enumerate(self.cells):
            if cell.city and self.weight[number] > 0:
                found.setdefault(cell.city, []).append(number)
        return {city: np.array(numbers) for city, numbers in found.items()}

    @cached_property
    def city_shares(self) -> csr_array:
        """Cities × cells: what part of all that a city's own cells weigh each of them is."""
        cities = list(self.cities.values())
        own = np.concatenate([np.zeros(0, dtype=np.int64), *cities])
        city = np.repeat(np.arange(len(cities)), [len(cells) for cells in cities])
        weight = self.weight[own]
        part = weight / np.bincount(city, weight, len(cities))[city]
        return csr_array((part, (city, own)), shape=(len(cities), len(self.cells)))

    def ready(self, pair: int) -> Indices:
        """From which year on each option of a pair's second project lets the first one start."""
        _, second = self.needs[pair]
        own = slice(*self.first[second : second + 2])
        return self.finish[own] + 1 if self.needs_finish[pair] else self.start[own]

    def __repr__(self) -> str:
        return (
            f"<Problem: {len(self.projects):,} projects with {self.options:,} options, "
            f"{len(self.limits):,} limits, {len(self.groups):,} groups, {len(self.cells):,} cells, "
            f"{len(self.needs):,} prerequisites, {len(self.excludes):,} exclusions>"
        )
