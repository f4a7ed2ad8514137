"""§4: which statements stand for a group, and which for all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from mitgrim.deliberation.machine import count_into
from mitgrim.deliberation.votes import AGREE, DISAGREE, Counts, Numbers, Votes

SURE: Final = 1.2815515655446004  # a test value above it is met by chance once in ten
HALF: Final = 0.5
MOST_SHOWN: Final = 5
UNDECIDED: Final = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Tally:
    """§4: groups × statements: who agrees, who disagrees, who voted at all."""

    agree: Counts
    disagree: Counts
    seen: Counts

    @property
    def rest(self) -> "Tally":
        """The same of everybody who is in another group."""
        return Tally(
            agree=self.agree.sum(axis=0) - self.agree,
            disagree=self.disagree.sum(axis=0) - self.disagree,
            seen=self.seen.sum(axis=0) - self.seen,
        )

    def shares(self, direction: int) -> Numbers:
        """§4: the share that agrees or disagrees, as if one more had done so and one had not."""
        own = self.agree if direction == AGREE else self.disagree
        return np.asarray((own + 1) / (self.seen + 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a group, or everybody, says to a statement: how many of how many, and how surely.

    `elsewhere` is the share of the others, of whom `others` saw it, and `ratio` how many times
    theirs is one's own; of a consensus they are 1. Test values are standard deviations from what
    chance would give.
    """

    statement: str
    direction: int
    count: int
    seen: int
    share: float
    test: float
    elsewhere: float = 1.0
    ratio: float = 1.0
    ratio_test: float = 0.0
    others: int = 0


def tally(votes: Votes, group: Counts, groups: int) -> Tally:
    """§4: the votes of every group on every statement; who is in no group does not count."""
    found = np.zeros((groups, len(votes.statements), 3), dtype=np.int64)
    count_into(found, group, votes.first, votes.statement, votes.vote)
    return Tally(
        agree=found[:, :, 1 + AGREE].copy(),
        disagree=found[:, :, 1 + DISAGREE].copy(),
        seen=found.sum(axis=2),
    )


def representative(
    statements: Sequence[str], own: Tally, most: int = MOST_SHOWN
) -> tuple[tuple[Stand, ...], ...]:
    """§4: for each group the statements on which it stands surely, and otherwise than the others.

    The statement that it agrees with best comes first, so that every group has one to be known by;
    then the rest by share × ratio × both tests. Where nothing is sure, what differs most.
    """
    return tuple(
        _of_group(list(_stands(statements, own, group)), most) for group in range(len(own.seen))
    )


def _stands(statements: Sequence[str], own: Tally, group: int) -> Iterator[tuple[Stand, Stand]]:
    """What the group says to every statement, as agreeing and as disagreeing."""
    rest = own.rest
    both = []
    for direction in (AGREE, DISAGREE):
        counts, others = (
            each.agree if direction == AGREE else each.disagree for each in (own, rest)
        )
        share, elsewhere = own.shares(direction)[group], rest.shares(direction)[group]
        test = one_share(counts[group], own.seen[group])
        against = two_shares(counts[group], own.seen[group], others[group], rest.seen[group])
        both.append(
            [
                Stand(
                    statement=statement,
                    direction=direction,
                    count=int(counts[group, at]),
                    seen=int(own.seen[group, at]),
                    share=float(share[at]),
                    test=float(test[at]),
                    elsewhere=float(elsewhere[at]),
                    ratio=float(share[at] / elsewhere[at]),
                    ratio_test=float(against[at]),
                    others=int(rest.seen[group, at]),
                )
                for at, statement in enumerate(statements)
            ]
        )
    return zip(*both, strict=True)


def _of_group(stands: Sequence[tuple[Stand, Stand]], most: int) -> tuple[Stand, ...]:
    best = _best_agreed([agree for agree, _ in stands])
    # Of a statement, the direction that differs more; in both nothing can be sure.
    sure = [
        max(both, key=lambda own: own.ratio_test)
        for both in stands
        if any(own.test > SURE and own.ratio_test > SURE for own in both)
    ]
    if not sure:
        voted = [own for both in stands for own in both if own.seen]
        different = max(voted, key=lambda own: own.ratio_test, default=None)
        head = [own for own in (best or different,) if own]
        return tuple(head)
    sure.sort(key=_weight, reverse=True)
    head = [best] if best else []
    rest = [own for own in sure if not head or own.statement != head[0].statement]
    return tuple([*head, *rest][:most])


def _weight(own: Stand) -> float:
    return own.share * own.test * own.ratio * own.ratio_test


def _best_agreed(agrees: Sequence[Stand]) -> Stand | None:
    """The statement that a group agrees with most surely, first of all where others do not."""
    best: Stand | None = None
    for own in agrees:
        if not own.count and not own.seen:
            continue
        if best is None:
            if own.test > SURE or (own.ratio > 1 and own.share > HALF):
                best = own
        elif best.ratio > 1:
            best = own if _weight(own) > _weight(best) else best
        elif own.share * own.test > best.share * best.test:
            best = own
    return best


def consensus(votes: Votes, most: int = MOST_SHOWN) -> dict[int, tuple[Stand, ...]]:
    """§4: what more than half of everybody surely agrees with, and disagrees with; best first."""
    everybody = tally(votes, np.zeros(len(votes.participants), dtype=np.int64), 1)
    found = {}
    for direction, counts in ((AGREE, everybody.agree[0]), (DISAGREE, everybody.disagree[0])):
        share = everybody.shares(direction)[0]
        test = one_share(counts, everybody.seen[0])
        kept = np.flatnonzero((share > HALF) & (test > SURE))
        best = kept[np.argsort(-(share * test)[kept], kind="stable")][:most]
        found[direction] = tuple(
            Stand(
                statement=votes.statements[at],
                direction=direction,
                count=int(counts[at]),
                seen=int(everybody.seen[0, at]),
                share=float(share[at]),
                test=float(test[at]),
            )
            for at in best.tolist()
        )
    return found


def shared(own: Tally, direction: int = AGREE) -> Numbers:
    """§4: group-informed consensus of every statement: the product of all groups' shares."""
    return np.asarray(own.shares(direction).prod(axis=0))


def one_share(count: Counts, seen: Counts) -> Numbers:
    """§4: how far a share lies from a half, in standard deviations, one more counted for it."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - HALF))


def two_shares(count: Counts, seen: Counts, other: Counts, other_seen: Counts) -> Numbers:
    """§4: how far a share lies from another one, in standard deviations, one more counted in each.

    0 where everybody agrees, and nothing tells one from the other.
    """
    one, two = (count + 1) / (seen + 1), (other + 1) / (other_seen + 1)
    both = (count + other + 2) / (seen + other_seen + 2)
    spread = both * (1 - both) * (1 / (seen + 1) + 1 / (other_seen + 1))
    told = spread > UNDECIDED**2
    found: Numbers = np.divide(
        one - two, np.sqrt(np.where(told, spread, 1.0)), out=np.zeros(len(one)), where=told
    )
    return found
