"""A map of opinions in which nobody is to be found: marks that stand for several people each."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from mitgrim.deliberation.groups import FEWEST_TOLD, OpinionGroups
from mitgrim.deliberation.votes import Numbers

FINEST: Final = 32  # cells across
EDGE: Final = 0.01  # of the people on each side, who are drawn at the edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """People of one group who stand near one another: their middle, from 0 to 1, y upwards."""

    group: int
    x: float
    y: float
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a map of opinions shows; `sizes` are the groups', `hidden` the people in no mark."""

    marks: tuple[Mark, ...]
    sizes: tuple[int, ...]
    hidden: int


def picture(groups: OpinionGroups) -> Picture:
    """§6: marks of at least five people of a group, as fine as there are people for.

    People who are alone in their cell are drawn with those of a coarser one; who is alone even in
    the coarsest is in no mark. A group of fewer people is not drawn.
    """
    places, group = _within(groups), groups.grouping.group
    marks = tuple(
        mark for own in range(groups.grouping.count) for mark in _marks(places[group == own], own)
    )
    sizes = tuple(map(len, groups.members))
    hidden = sum(sizes) - sum(mark.people for mark in marks)
    return Picture(marks=marks, sizes=sizes, hidden=hidden)


def _within(groups: OpinionGroups) -> Numbers:
    """Places from 0 to 1 in a square around those who are in groups."""
    grouped = groups.places[groups.grouping.group >= 0]
    if not len(grouped):
        return groups.places
    low, high = np.quantile(grouped, (EDGE, 1 - EDGE), axis=0)
    middle, reach = (low + high) / 2, float((high - low).max()) / 2 or 1.0
    found: Numbers = np.clip((groups.places - middle) / reach / 2 + 0.5, 0, 1)
    return found


def _marks(places: Numbers, group: int) -> list[Mark]:
    found: list[Mark] = []
    left, across = places, FINEST
    while across and len(left):
        cell = np.minimum((left * across).astype(np.int64), across - 1)
        cells = cell[:, 0] * across + cell[:, 1]
        _, own, counts = np.unique(cells, return_inverse=True, return_counts=True)
        for number in np.flatnonzero(counts >= FEWEST_TOLD):
            x, y = left[own == number].mean(axis=0).tolist()
            found.append(Mark(group=group, x=x, y=y, people=int(counts[number])))
        left, across = left[counts[own] < FEWEST_TOLD], across // 2
    return found
