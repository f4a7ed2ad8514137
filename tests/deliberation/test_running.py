"""§7: one more vote at a time comes to what a beginning from scratch comes to."""

import numpy as np
import pytest

from benchmarks.deliberation_votes import columns, made_up
from mitgrim.deliberation.groups import opinion_groups
from mitgrim.deliberation.places import components, places
from mitgrim.deliberation.running import GROWN, Running
from mitgrim.deliberation.statements import tally
from mitgrim.deliberation.votes import Votes, votes_of


def rows_of(votes: Votes) -> set[tuple[str, str, int]]:
    return {
        (votes.participants[who], votes.statements[what], vote)
        for who, what, vote in zip(
            votes.participant.tolist(), votes.statement.tolist(), votes.vote.tolist(), strict=True
        )
    }


def taken(count: int, seed: int = 3) -> tuple[Running, list[tuple[str, str, int]]]:
    """A debate, and so many more votes: of people who were there, changed ones, of new people."""
    running = Running(made_up(300, 30, 0.4, seed))
    random = np.random.default_rng(seed)
    more = []
    for _ in range(count):
        person = f"{random.integers(320)}"  # some are new
        statement, vote = f"{random.integers(30)}", int(random.choice([-1, 0, 1]))
        running.take(person, statement, vote)
        more.append((person, statement, vote))
    return running, more


def test_votes_are_what_was_said_last() -> None:
    running, more = taken(60)
    known = {(who, what): vote for who, what, vote in rows_of(made_up(300, 30, 0.4, 3))}
    known |= {(who, what): vote for who, what, vote in more}
    assert rows_of(running.votes()) == {(*key, vote) for key, vote in known.items()}


def test_tallies_of_the_groups_stay_exact() -> None:
    """§7: after every change, as if counted anew with the groups as they stand."""
    running, _ = taken(80)
    votes, before = running.votes(), running.found.votes
    number = {own: at for at, own in enumerate(before.participants)}
    group = np.array(
        [
            running.found.grouping.group[number[own]] if own in number else -1
            for own in votes.participants
        ]
    )
    counted = tally(votes, group, running.found.grouping.count)
    for name in ("agree", "disagree", "seen"):
        assert np.array_equal(getattr(running.tally, name), getattr(counted, name))


def test_axes_and_ones_own_place_follow() -> None:
    """§7: the axes are those of all votes, to a hundredth, and so is the voter's place."""
    running, _ = taken(40)
    where = running.take("7", "3", 1)
    votes = running.votes()
    exact = components(votes)
    assert running.axes == pytest.approx(exact.axes, abs=1e-2)
    at = votes.participants.index("7")
    assert where == pytest.approx(places(votes, exact)[at], abs=5e-2)


def test_refreshed_is_a_beginning_from_scratch() -> None:
    running, _ = taken(100)
    votes = running.votes()
    refreshed, anew = running.refreshed(), opinion_groups(votes, resamples=0)
    assert refreshed.members == anew.members
    assert np.array_equal(refreshed.places, anew.places)
    assert not running.is_due


def test_it_is_due_when_enough_has_come() -> None:
    running = Running(votes_of(*columns(100, 20, 0.5, 1)))
    enough = int(GROWN * len(running.found.votes.vote)) + 1
    assert not running.is_due
    for number in range(enough):
        running.take(f"new-{number}", "1", 1)
    assert running.is_due


def test_only_votes_on_known_statements_are_taken() -> None:
    running = Running(made_up(50, 10, 0.8, 1))
    before = rows_of(running.votes())
    with pytest.raises(KeyError):
        running.take("1", "unheard of", 1)
    with pytest.raises(ValueError, match="A vote is 1, 0 or -1"):
        running.take("1", "1", 2)
    assert rows_of(running.votes()) == before
