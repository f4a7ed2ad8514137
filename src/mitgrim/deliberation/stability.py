"""§5: whether groups hold: the same computation on parts of the voters and the votes."""

from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from mitgrim.deliberation.grouping import grouping
from mitgrim.deliberation.places import components, places
from mitgrim.deliberation.votes import Counts, Votes, part

RESAMPLES: Final = 20
KEPT: Final = 0.8  # of the voters, and of the votes of each of them
LARGEST: Final = 5_000  # voters of a resample: more tell nothing more
ALIKE: Final = 0.7  # from this agreement on groups are called the same
OFTEN: Final = 0.5  # in more of the resamples than this there must be as many groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """§5: how the groups of resamples agree with those of all votes.

    `agreements` are adjusted Rand indices, ascending: 1 where the groups are the same, about 0
    where they agree as chance would have it. `same_count` is the part of the resamples that have as
    many groups.
    """

    agreements: tuple[float, ...]
    same_count: float

    @property
    def agreement(self) -> float:
        """The middle one of the agreements; 0 where there are none."""
        return median(self.agreements) if self.agreements else 0.0

    @property
    def holds(self) -> bool:
        """Whether the groups may be spoken of as found, and not as one way to draw a line."""
        return self.agreement >= ALIKE and self.same_count > OFTEN


def stability(
    votes: Votes, group: Counts, *, resamples: int = RESAMPLES, seed: int = 1
) -> Stability:
    """§5: groups again from four fifths of the voters, and of each one's votes four fifths."""
    count = int(group.max(initial=-1)) + 1
    if not count or not resamples:
        return Stability(agreements=(), same_count=0.0)
    random = np.random.default_rng(seed)
    agreements, same = [], 0
    for _ in range(resamples):
        keep = _some(group >= 0, random)
        own = part(votes, keep, random.random(len(votes.vote)) < KEPT)
        found = grouping(places(own, components(own)), own.seen)
        grouped = found.group >= 0
        agreements.append(adjusted_rand(group[keep][grouped], found.group[grouped]))
        same += found.count == count
    return Stability(agreements=tuple(sorted(agreements)), same_count=same / resamples)


def _some(grouped: np.ndarray, random: np.random.Generator) -> np.ndarray:
    who = np.flatnonzero(grouped)
    count = min(LARGEST, max(2, round(KEPT * len(who))))
    keep = np.zeros(len(grouped), dtype=bool)
    keep[random.choice(who, min(count, len(who)), replace=False)] = True
    return keep


def adjusted_rand(one: Counts, other: Counts) -> float:
    """How two groupings of the same people agree (Hubert and Arabie, 1985).

    Of all pairs, how many both put together or both apart, beyond what chance would give; 1 for the
    same grouping under other names, also where neither has two groups.
    """
    if not len(one):
        return 0.0
    rows, columns = int(one.max()) + 1, int(other.max()) + 1
    table = np.bincount(one * columns + other, minlength=rows * columns).reshape(rows, columns)
    together = _pairs(table).sum()
    in_one, in_other = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    every = _pairs(np.array([len(one)])).sum()
    by_chance = in_one * in_other / every if every else 0.0
    most = (in_one + in_other) / 2
    return 1.0 if most == by_chance else float((together - by_chance) / (most - by_chance))


def _pairs(counts: np.ndarray) -> np.ndarray:
    return np.asarray(counts * (counts - 1) / 2)
