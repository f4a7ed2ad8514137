"""The groups of a debate, each with what it stands for; in each city, and across cities."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from mitgrim.deliberation.grouping import Grouping, grouping
from mitgrim.deliberation.places import Components, components, places
from mitgrim.deliberation.stability import RESAMPLES, Stability, stability
from mitgrim.deliberation.statements import (
    HALF,
    MOST_SHOWN,
    Stand,
    Tally,
    consensus,
    representative,
    tally,
)
from mitgrim.deliberation.votes import AGREE, Numbers, Votes, part

FEWEST_TOLD: Final = 5  # people; of fewer nothing is told, for it might be told who said it


@dataclass(frozen=True, kw_only=True, eq=False)
class OpinionGroups:
    """Everything that is known of the groups of some votes."""

    votes: Votes
    components: Components
    places: Numbers
    grouping: Grouping
    tally: Tally
    representative: tuple[tuple[Stand, ...], ...]
    consensus: Mapping[int, tuple[Stand, ...]]
    stability: Stability

    @property
    def members(self) -> tuple[tuple[str, ...], ...]:
        """The participants of each group, in the order of their ids; the largest group first."""
        group = self.grouping.group
        return tuple(
            tuple(self.votes.participants[own] for own in np.flatnonzero(group == at).tolist())
            for at in range(self.grouping.count)
        )

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(own):,}" for own in self.members)
        held = "hold" if self.stability.holds else "do not hold"
        return f"<OpinionGroups: {self.grouping.count} of {sizes or 'nobody'}, which {held}>"


def opinion_groups(votes: Votes, *, resamples: int = RESAMPLES, seed: int = 1) -> OpinionGroups:
    """The groups of everybody who voted, and how far they hold; a seed always finds the same."""
    own = components(votes)
    where = places(votes, own)
    found = grouping(where, votes.seen)
    counted = tally(votes, found.group, found.count)
    return OpinionGroups(
        votes=votes,
        components=own,
        places=where,
        grouping=found,
        tally=counted,
        representative=representative(votes.statements, counted),
        consensus=consensus(votes),
        stability=stability(votes, found.group, resamples=resamples, seed=seed),
    )


def by_city(votes: Votes, *, resamples: int = RESAMPLES, seed: int = 1) -> dict[str, OpinionGroups]:
    """The groups of each city, from the votes of those who live there."""
    return {
        city: opinion_groups(part(votes, votes.city == number), resamples=resamples, seed=seed)
        for number, city in enumerate(votes.cities)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What a group of a city says to a statement; group -1 is a city that has no groups."""

    city: str
    group: int
    agree: int
    seen: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """§6: a statement that every group in every city supports; `least` is the lowest share."""

    statement: str
    least: float
    supports: tuple[Support, ...]


def bridging(
    whole: OpinionGroups, cities: Mapping[str, OpinionGroups], most: int = MOST_SHOWN
) -> tuple[Bridge, ...]:
    """§6: statements with which more than half of every group in every city agrees.

    Each group must have at least five votes on it. Those come first whose lowest share is highest.
    Without cities it is every group of all; a city in which nobody is grouped counts as one group,
    and one in which fewer than five people voted is left out.
    """
    sides = [(city, *own) for city, each in (cities or {"": whole}).items() for own in _sides(each)]
    if not sides:
        return ()
    found = []
    for at, statement in enumerate(whole.votes.statements):
        supports = tuple(
            Support(
                city=city,
                group=group,
                agree=int(own.agree[row, at]),
                seen=int(own.seen[row, at]),
                share=float(own.shares(AGREE)[row, at]),
            )
            for city, group, row, own in sides
        )
        if all(own.seen >= FEWEST_TOLD and own.share > HALF for own in supports):
            least = min(own.share for own in supports)
            found.append(Bridge(statement=statement, least=least, supports=supports))
    return tuple(sorted(found, key=lambda own: -own.least)[:most])


def _sides(own: OpinionGroups) -> list[tuple[int, int, Tally]]:
    """Every group with its row of a tally, or the whole city as one."""
    if len(own.votes.participants) < FEWEST_TOLD:
        return []
    if own.grouping.count:
        return [(group, group, own.tally) for group in range(own.grouping.count)]
    everybody = np.zeros(len(own.votes.participants), dtype=np.int64)
    return [(-1, 0, tally(own.votes, everybody, 1))]
