"""§2: a map of opinions: the two directions in which votes differ most, and everybody's place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from mitgrim.deliberation.machine import centred, pairs, placed
from mitgrim.deliberation.votes import Numbers, Votes


@dataclass(frozen=True, kw_only=True, eq=False)
class Components:
    """§2: the mean vote of every statement, and two axes (2 × statements) of length 1.

    `spread` is the variance along each axis, as a part of all of it. Of each axis the largest part
    is positive, so that the same votes always give the same map.
    """

    mean: Numbers
    axes: Numbers
    spread: Numbers


def components(votes: Votes) -> Components:
    """§2: the principal components of the votes, in which who has not seen a statement is average.

    A vote counts as its distance from the statement's mean, and what was not seen as no distance:
    so the matrix stays as sparse as the votes, and its products are sums over pairs of statements.
    """
    return components_of(pairs(votes.first, votes.statement, votes.vote, len(votes.statements)))


def components_of(sums: NDArray[np.int32]) -> Components:
    """The same from sums over pairs of statements, as `machine.pairs` has them."""
    mean, products = centred(sums)
    count = len(mean)
    # On matrices of this size more threads wait for each other.
    with threadpool_limits(1):
        values, vectors = np.linalg.eigh(products)
    axes = np.zeros((2, count))
    spread = np.zeros(2)
    every = float(np.trace(products))
    for at in range(min(2, count)):
        if values[-1 - at] > 0:
            axes[at] = vectors[:, -1 - at]
            spread[at] = values[-1 - at] / every
    return Components(mean=mean, axes=upright(axes), spread=spread)


def upright(axes: Numbers) -> Numbers:
    """The axes, each turned so that its largest part is positive."""
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    return np.asarray(np.where(largest < 0, -axes, axes))


def places(votes: Votes, own: Components) -> Numbers:
    """Everybody's place on the map: participants × 2."""
    found: Numbers = placed(votes.first, votes.statement, votes.vote, own.mean, own.axes)
    return found
