"""§7: the groups of a debate that goes on: one more vote at a time, without beginning anew."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from mitgrim.deliberation.groups import OpinionGroups, opinion_groups
from mitgrim.deliberation.machine import centred, pairs
from mitgrim.deliberation.places import upright
from mitgrim.deliberation.statements import Tally
from mitgrim.deliberation.votes import AGREE, DISAGREE, VOTES, Numbers, Votes, votes_of

STEPS: Final = 3  # of the power method: one vote turns the axes by very little
BESIDE: Final = 8  # directions that are followed: the more, the sooner the first two are right
FAR: Final = 0.05  # how far the axes may have turned, as 1 − the cosine, until all is done again
GROWN: Final = 0.02  # how many votes may have come, as a part of all, until all is done again


class Running:
    """§7: votes as they come, with what they do to means, axes, one's own place and the tallies.

    Exact at every vote are the votes, the sums over pairs of statements and the tallies of the
    groups as they stand. Axes follow by a few steps of the power method. Everybody else's place and
    the groups themselves stay until `is_due` says that too much has changed; `refreshed` then does
    all anew, and comes to what a beginning from scratch comes to.
    """

    def __init__(self, votes: Votes, *, resamples: int = 0, seed: int = 1) -> None:
        self._resamples = resamples
        self._seed = seed
        self._start(opinion_groups(votes, resamples=resamples, seed=seed))

    def _start(self, found: OpinionGroups) -> None:
        votes = found.votes
        self.found = found
        self.axes: Numbers = found.components.axes.copy()
        self._directions = _first_directions(self.axes)
        self.tally = Tally(
            agree=found.tally.agree.copy(),
            disagree=found.tally.disagree.copy(),
            seen=found.tally.seen.copy(),
        )
        self._sums = pairs(votes.first, votes.statement, votes.vote, len(votes.statements))
        self._person = {own: at for at, own in enumerate(votes.participants)}
        self._statement = {own: at for at, own in enumerate(votes.statements)}
        self._changed: dict[str, dict[int, int]] = {}  # everything that these people say by now
        self._came = 0

    def take(self, participant: str, statement: str, vote: int) -> tuple[float, float]:
        """Count one vote, instead of one that they had on it; where they stand now on the map.

        Raises KeyError for a statement that nobody had voted on before: it makes another map.
        """
        if vote not in VOTES:
            raise ValueError(f"A vote is 1, 0 or -1, not {vote!r}.")
        at = self._statement[statement]
        own = self._said(participant)
        before = own.get(at)
        self._count(participant, at, before, -1)
        if before is not None:
            self._pair(own, at, before, -1)
        own[at] = vote
        self._count(participant, at, vote, 1)
        self._pair(own, at, vote, 1)
        self._came += 1
        return self._placed(own)

    @property
    def is_due(self) -> bool:
        """Whether the axes have turned, or votes have come, so far that all must be done anew."""
        turned = 1 - np.abs((self.axes * self.found.components.axes).sum(axis=1)).min()
        return bool(turned > FAR or self._came > GROWN * max(1, len(self.found.votes.vote)))

    def refreshed(self) -> OpinionGroups:
        """All of it anew from the votes as they are; what is taken from then on starts from it."""
        self._start(opinion_groups(self.votes(), resamples=self._resamples, seed=self._seed))
        return self.found

    def votes(self) -> Votes:
        """The votes as they are."""
        votes = self.found.votes
        kept = np.array([own not in self._changed for own in votes.participants], dtype=bool)
        mine = kept[votes.participant]
        rows = [
            (person, votes.statements[at], vote)
            for person, own in self._changed.items()
            for at, vote in own.items()
        ]
        city = {own: votes.cities[at] if at >= 0 else "" for own, at in
                zip(votes.participants, votes.city.tolist(), strict=True)}  # fmt: skip
        people = [votes.participants[own] for own in votes.participant[mine].tolist()]
        people += [own for own, _, _ in rows]
        return votes_of(
            people,
            [votes.statements[own] for own in votes.statement[mine].tolist()]
            + [own for _, own, _ in rows],
            votes.vote[mine].tolist() + [own for _, _, own in rows],
            [city.get(own, "") for own in people],
        )

    def _said(self, participant: str) -> dict[int, int]:
        """What somebody has said to every statement so far."""
        if participant not in self._changed:
            votes, at = self.found.votes, self._person.get(participant)
            own = slice(0, 0) if at is None else slice(votes.first[at], votes.first[at + 1])
            self._changed[participant] = dict(
                zip(votes.statement[own].tolist(), votes.vote[own].tolist(), strict=True)
            )
        return self._changed[participant]

    def _count(self, participant: str, at: int, vote: int | None, by: int) -> None:
        person = self._person.get(participant)
        group = -1 if person is None else int(self.found.grouping.group[person])
        if group < 0 or vote is None:
            return
        self.tally.seen[group, at] += by
        if vote == AGREE:
            self.tally.agree[group, at] += by
        elif vote == DISAGREE:
            self.tally.disagree[group, at] += by

    def _pair(self, own: dict[int, int], at: int, vote: int, by: int) -> None:
        """Add a vote to the sums over pairs with all that its participant said, or take it away."""
        others = np.fromiter(own, dtype=np.int64)
        said = np.fromiter(own.values(), dtype=np.int64)
        low, high = np.minimum(at, others), np.maximum(at, others)
        mine_first = others >= at
        self._sums[low, high, 0] += by * vote * said
        self._sums[low, high, 1] += by
        self._sums[low, high, 2] += by * np.where(mine_first, vote, said)
        self._sums[low, high, 3] += by * np.where(mine_first, said, vote)

    def _placed(self, own: dict[int, int]) -> tuple[float, float]:
        mean, products = centred(self._sums)
        self._directions = _turned(products, self._directions)
        self.axes = upright(np.ascontiguousarray(self._directions[:, :2].T))
        at = np.fromiter(own, dtype=np.int64)
        beyond = np.fromiter(own.values(), dtype=float) - mean[at]
        x, y = (self.axes[:, at] @ beyond * np.sqrt(len(mean) / len(own))).tolist()
        return x, y


def _first_directions(axes: Numbers) -> Numbers:
    """The axes, and some directions at right angles to them: statements × as many."""
    count = axes.shape[1]
    some = np.random.default_rng(0).normal(size=(count, min(BESIDE, count)))
    some[:, : len(axes)] = axes.T[:, : some.shape[1]]
    directions, _ = np.linalg.qr(some)
    return np.asarray(directions)


def _turned(products: NDArray[np.float64], directions: Numbers) -> Numbers:
    """Directions after a few steps of the power method, that along which most differs first."""
    for _ in range(STEPS):
        directions, _ = np.linalg.qr(products @ directions)
    values, vectors = np.linalg.eigh(directions.T @ products @ directions)
    return np.asarray(directions @ vectors[:, np.argsort(-values)])
