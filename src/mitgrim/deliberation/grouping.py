"""§3: groups of people whose places lie together: k-means, with as many groups as fit best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mitgrim.deliberation.machine import distances, leftmost, lloyd
from mitgrim.deliberation.votes import Counts, Numbers

FEWEST_VOTES: Final = 7  # who voted on fewer statements has a place, and no group
MOST_GROUPS: Final = 5
MOST_STEPS: Final = 300
STARTS: Final = 2  # of k-means, beside the one that Polis takes
EXACT: Final = 4_000  # places, up to which all distances are computed one by one
CELLS: Final = 112  # on each side of the map, into which more places are gathered


@dataclass(frozen=True, kw_only=True, eq=False)
class Grouping:
    """§3: everybody's group, or -1 for who is in none; the groups' centres, largest group first.

    `silhouettes` says how well each number of groups would fit, from -1 to 1.
    """

    group: Counts
    centres: Numbers
    silhouettes: Mapping[int, float]

    @property
    def count(self) -> int:
        """How many groups there are."""
        return len(self.centres)


def grouping(
    places: Numbers, seen: Counts, *, most: int = MOST_GROUPS, fewest: int = FEWEST_VOTES
) -> Grouping:
    """§3: the groups of everybody who voted on enough statements.

    Of 2 to `most` groups, the number with the highest silhouette. Nobody has a group where there
    are not two different places.
    """
    who = np.flatnonzero(seen >= fewest)
    own = np.ascontiguousarray(places[who])
    first = leftmost(own, most)
    group = np.full(len(places), -1, dtype=np.int64)
    # A silhouette asks for more people than groups.
    counts = range(2, min(len(first), len(own) - 1) + 1)
    if not counts:
        return Grouping(group=group, centres=np.zeros((0, 2)), silhouettes={})
    found = [_k_means(own, first[:count]) for count in counts]
    fits = silhouettes(own, [labels for labels, _ in found])
    best = int(np.argmax(fits))
    labels, centres = _by_size(*found[best])
    group[who] = labels
    return Grouping(group=group, centres=centres, silhouettes=dict(zip(counts, fits, strict=True)))


def _k_means(places: Numbers, first: Numbers) -> tuple[Counts, Numbers]:
    """The best of some starts: the first places there are, as Polis takes them, and some spread."""
    count = len(first)
    random = np.random.default_rng(count)
    starts = [first, *(_spread(places, count, random) for _ in range(STARTS))]
    runs = [lloyd(places, np.ascontiguousarray(own), MOST_STEPS) for own in starts]
    labels, centres, _ = min(runs, key=lambda own: float(own[2]))
    return labels, centres


def _spread(places: Numbers, count: int, random: np.random.Generator) -> Numbers:
    """k-means++: each next place by chance, the likelier the farther from those before."""
    chosen = [places[random.integers(len(places))]]
    far = np.full(len(places), np.inf)
    for _ in range(count - 1):
        across, down = (places - chosen[-1]).T
        far = np.minimum(far, across**2 + down**2)
        total = far.sum()
        chance = far / total if total > 0 else None
        chosen.append(places[random.choice(len(places), p=chance)])
    return np.array(chosen)


def silhouettes(places: Numbers, groupings: Sequence[Counts]) -> list[float]:
    """How well groupings fit the same places: the mean of (b − a) ÷ max(a, b) over everybody.

    a is the mean distance to others of one's group, b to those of the nearest other one; who is
    alone in a group counts as 0. Of more than 4,000 places those that lie in one cell of a fine
    grid count as lying at their middle, which moves the mean by less than 0.001.
    """
    where, weight, own = _gathered(places, np.stack(groupings, axis=1))
    # Who is in the same group in every grouping is of one class: the sums of classes make those of
    # groups, and a distance is computed once for all groupings.
    classes, of = np.unique(own, axis=0, return_inverse=True)
    order = np.argsort(of, kind="stable")
    begin = np.searchsorted(of[order], np.arange(len(classes) + 1))
    x, y = np.ascontiguousarray(where[order].T)
    sums = np.empty((len(where), len(classes)))
    sums[order] = distances(x, y, weight[order], begin)
    return [
        _silhouette(sums @ np.eye(groups.max() + 1)[groups], weight, own[:, at])
        for at, groups in enumerate(classes.T)
    ]


def _gathered(places: Numbers, labels: Counts) -> tuple[Numbers, Numbers, Counts]:
    """Places with how many lie there, and their labels; those alike in one cell count as one."""
    if len(places) <= EXACT:
        return places, np.ones(len(places)), labels
    low, high = places.min(axis=0), places.max(axis=0)
    cell = ((places - low) / np.maximum(high - low, 1e-12) * (CELLS - 1)).astype(np.int64)
    key = cell[:, 0] * CELLS + cell[:, 1]
    for at in range(labels.shape[1]):
        key = key * (int(labels[:, at].max()) + 1) + labels[:, at]
    _, first, number, weight = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    middles = np.stack([np.bincount(number, places[:, axis]) / weight for axis in (0, 1)], axis=1)
    return middles, weight.astype(float), labels[first]


def _silhouette(sums: Numbers, weight: Numbers, own: Counts) -> float:
    sizes = np.bincount(own, weight, sums.shape[1])
    at = np.arange(len(own))
    others = sums / np.maximum(sizes, 1)
    a = sums[at, own] / np.maximum(sizes[own] - 1, 1)
    others[at, own] = np.inf
    b = others.min(axis=1)
    most = np.maximum(a, b)
    fit = np.divide(b - a, most, out=np.zeros(len(own)), where=most > 0)
    fit[sizes[own] <= 1] = 0.0
    return float(fit @ weight / weight.sum())


def _by_size(labels: Counts, centres: Numbers) -> tuple[Counts, Numbers]:
    """The largest group first; groups of one size from left to right."""
    sizes = np.bincount(labels, minlength=len(centres))
    order = np.lexsort((centres[:, 1], centres[:, 0], -sizes))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[labels], centres[order]
