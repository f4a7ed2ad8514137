"""§6: counting votes, against the law's own rule and by what must hold of any vote."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.adoption.voting import Choice, Outcome, Rule, Threshold, Voter, attendance, counted
from mitgrim.programmes.innovation_cities.law import act, sitting

DAY = date(2018, 8, 16)
HALF = Threshold(Fraction(1, 2), over=True)
MAJORITY = Rule(quorum=HALF, majority=HALF)


def voter(seat: int, *, present: bool = True, recused: bool = False) -> Voter:
    return Voter(seat=seat, name=f"위원 {seat}", present=present, recused=recused)


def room(members: int, present: int) -> list[Voter]:
    return [voter(seat, present=seat < present) for seat in range(members)]


def said(*choices: Choice) -> dict[int, Choice]:
    return dict(enumerate(choices))


FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@given(members=st.integers(1, 40), data=st.data())
def test_a_vote_without_interests_is_decided_as_the_act_decides_it(
    members: int, data: st.DataObject
) -> None:
    """The oracle is the programme's own rule of 시행령 제32조."""
    present = data.draw(st.integers(0, members))
    in_favour = data.draw(st.integers(0, present))
    own = counted(MAJORITY, room(members, present), dict.fromkeys(range(in_favour), FOR))
    law = sitting("city-committee", DAY, members=members, present=present, in_favour=in_favour)
    assert own.attendance.quorum == law.quorum
    assert own.attendance.is_quorate is law.quorate
    assert (own.outcome is Outcome.CARRIED) is law.carried


def test_the_acts_shares_are_those_of_a_majority() -> None:
    of = act().parameters
    shares = [of.at(f"city-committee.{name}", DAY) for name in ("quorum", "majority")]
    assert all(own.unit == "percent-over" for own in shares)
    assert [own.share for own in shares] == [HALF.share, HALF.share]


@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from([*Choice, None])), min_size=1)
)
def test_nobody_is_counted_twice_and_nobody_is_lost(
    people: list[tuple[bool, bool, Choice | None]],
) -> None:
    roll = [voter(at, present=here, recused=own) for at, (here, own, _) in enumerate(people)]
    votes = {at: vote for at, (here, own, vote) in enumerate(people) if vote and here and not own}
    own = counted(MAJORITY, roll, votes)
    assert own.in_favour + own.against + own.abstained + own.silent == own.deciding
    assert own.silent >= 0
    assert own.deciding == sum(each.may_vote for each in roll)


@given(members=st.integers(1, 20), data=st.data())
def test_one_more_in_favour_never_loses_a_vote(members: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(1, members))
    few = data.draw(st.integers(0, present - 1))
    before = counted(MAJORITY, room(members, present), dict.fromkeys(range(few), FOR))
    after = counted(MAJORITY, room(members, present), dict.fromkeys(range(few + 1), FOR))
    assert before.outcome is not Outcome.CARRIED or after.outcome is Outcome.CARRIED


def test_a_tie_is_lost() -> None:
    assert counted(MAJORITY, room(4, 4), said(FOR, FOR, AGAINST, AGAINST)).outcome is Outcome.LOST


def test_to_abstain_is_not_to_agree() -> None:
    own = counted(MAJORITY, room(4, 4), said(FOR, FOR, ABSTAIN, ABSTAIN))
    assert (own.outcome, own.needed) == (Outcome.LOST, 3)


def test_who_has_an_interest_makes_up_the_quorum_and_not_the_majority() -> None:
    roll = [voter(0), voter(1), voter(2, recused=True), *room(5, 0)[3:]]
    own = counted(MAJORITY, roll, said(FOR, FOR))
    assert own.attendance.is_quorate
    assert (own.deciding, own.needed, own.outcome) == (2, 2, Outcome.CARRIED)


def test_who_left_after_voting_took_part_and_is_missed_in_the_quorum() -> None:
    roll = [voter(0, present=False), voter(1), voter(2)]
    own = counted(MAJORITY, roll, said(FOR, FOR, AGAINST))
    assert (own.deciding, own.outcome) == (3, Outcome.CARRIED)
    emptied = counted(MAJORITY, room(3, 1), said(FOR, FOR, FOR))
    assert emptied.outcome is Outcome.INQUORATE


def test_two_thirds_of_seven_are_five() -> None:
    least = Threshold(Fraction(2, 3), over=False)
    assert [least.least_of(own) for own in (6, 7, 9)] == [4, 5, 6]


def test_nobody_is_no_quorum_of_nobody() -> None:
    assert not attendance(MAJORITY, []).is_quorate


@pytest.mark.parametrize("recused", [True, False])
def test_a_vote_that_could_not_be_cast_is_an_error(recused: bool) -> None:
    roll = [voter(0, recused=recused)]
    with pytest.raises(ValueError, match="could not vote"):
        counted(MAJORITY, roll, {0 if recused else 7: FOR})
