"""§6: whether a committee is quorate, who may vote, and what a vote came to.

Pure counting: the shares are somebody else's to know, the law's or a setting's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class Choice(StrEnum):
    """찬성, 반대, 기권: what a member says to a question."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What a vote came to."""

    CARRIED = "carried"
    LOST = "lost"
    INQUORATE = "inquorate"
    LAPSED = "lapsed"  # not counted on its day


class Verdict(StrEnum):
    """심의 결과: what a committee decides of an item."""

    APPROVED = "approved"
    CONDITIONAL = "approved-with-conditions"
    RETURNED = "returned"
    REJECTED = "rejected"
    DEFERRED = "deferred"


APPROVING = frozenset({Verdict.APPROVED, Verdict.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of a whole that must be reached or, with `over`, exceeded (과반수: over a half)."""

    share: Fraction
    over: bool

    def least_of(self, whole: int) -> int:
        """The smallest count out of `whole` that is enough; never less than one."""
        exact = self.share * whole
        return max(1, floor(exact) + 1 if self.over else ceil(exact))


@dataclass(frozen=True, slots=True)
class Rule:
    """의사정족수 and 의결정족수: who has to be there, and who has to be in favour."""

    quorum: Threshold
    majority: Threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """A member on the roll of a vote; `recused` has a conflict of interest, `deputy` sits for them.

    `present` says that the member, or the deputy, is in the room.
    """

    seat: int
    name: str
    present: bool
    recused: bool = False
    deputy: str = ""

    @property
    def may_vote(self) -> bool:
        """Whether they are there and have no interest of their own."""
        return self.present and not self.recused


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who is in the room, of how many, and how many are needed."""

    members: int
    present: int
    quorum: int

    @property
    def is_quorate(self) -> bool:
        """Whether enough members are there to decide anything."""
        return self.present >= self.quorum


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A vote as it was counted; `deciding` are the members of whom the majority is taken."""

    attendance: Attendance
    deciding: int
    in_favour: int
    against: int
    abstained: int
    needed: int

    @property
    def silent(self) -> int:
        """Those who could vote and did not."""
        return self.deciding - self.in_favour - self.against - self.abstained

    @property
    def outcome(self) -> Outcome:
        """What the vote came to; a tie is lost, and who is silent is not in favour."""
        if not self.attendance.is_quorate:
            return Outcome.INQUORATE
        return Outcome.CARRIED if self.in_favour >= self.needed else Outcome.LOST


def attendance(rule: Rule, roll: Iterable[Voter]) -> Attendance:
    """Whether a committee can decide: all members count, those with an interest among them."""
    every = tuple(roll)
    return Attendance(
        members=len(every),
        present=sum(own.present for own in every),
        quorum=rule.quorum.least_of(len(every)),
    )


def counted(rule: Rule, roll: Iterable[Voter], votes: Mapping[int, Choice]) -> Count:
    """Count a vote, by the seats of those who voted.

    The majority is taken of those who may vote: a member with an interest counts for the quorum
    and not for the majority. Who voted and left before the end took part, but no longer makes up
    the quorum. Raises ValueError for a vote of somebody who is not on the roll or is recused.
    """
    every = tuple(roll)
    known = {own.seat: own for own in every}
    for seat in votes:
        if seat not in known or known[seat].recused:
            raise ValueError(f"seat {seat} could not vote")
    deciding = sum(own.may_vote or own.seat in votes for own in every)
    said = list(votes.values())
    return Count(
        attendance=attendance(rule, every),
        deciding=deciding,
        in_favour=said.count(Choice.FOR),
        against=said.count(Choice.AGAINST),
        abstained=said.count(Choice.ABSTAIN),
        needed=rule.majority.least_of(deciding),
    )
