"""Votes from a file are those of its rows, and what is wrong is told with its line."""

import re
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.deliberation.cells import FEW
from mitgrim.deliberation.reading import votes_in
from mitgrim.deliberation.votes import Votes, VotesError, votes_of

HEAD = "participant,statement,vote,city"
CITIES = ("jeju", "ulsan", "")
IDS = st.text("가나다abc019", min_size=1, max_size=3)
SPACES = st.sampled_from(["", " ", "\t"])
MANY = FEW * 2 + 1


def held(votes: Votes) -> dict[str, Any]:
    return {
        name: own.tolist() if isinstance(own, np.ndarray) else own
        for name, own in asdict(votes).items()
    }


@given(st.dictionaries(st.tuples(IDS, IDS), st.sampled_from([-1, 0, 1]), min_size=1), st.data())
def test_a_file_has_the_votes_of_its_rows(
    votes: dict[tuple[str, str], int], data: st.DataObject
) -> None:
    lives = {who: CITIES[len(who) % 3] for who, _ in votes}
    rows = [(who, what, str(vote), lives[who]) for (who, what), vote in votes.items()]
    around = [[data.draw(SPACES) + own + data.draw(SPACES) for own in row] for row in rows]
    file = "\n".join([HEAD, *(",".join(row) for row in around)]).encode()
    who, what, vote, city = zip(*rows, strict=True)
    assert held(votes_in(file)) == held(votes_of(who, what, list(map(int, vote)), city))


@pytest.mark.parametrize("number", [1, FEW, FEW + 1, MANY])
@pytest.mark.parametrize(
    ("wrong", "id"),
    [("p,s", "cells"), (",s,1", "id"), ("p,s,2", "vote"), ("p1,s1,1", "twice")],
)
def test_what_is_wrong_is_told_with_its_line_however_far_down(
    number: int, wrong: str, id: str
) -> None:
    rows = [f"q{own},s1,1" for own in range(MANY)]
    rows[number - 1] = wrong
    # A row on two lines, and an empty one.
    before = ["participant,statement,vote", 'p1,s1,"1', '"', ""]
    text = "\n".join([*before, *rows])
    with pytest.raises(VotesError) as refused:
        votes_in(text.encode())
    assert refused.value.id == id
    assert str(number + len(before)) in re.findall(r"\d+", str(refused.value))


def test_bytes_that_are_no_text_are_told_however_far_down() -> None:
    rows = "".join(f"q{own},s1,1\n" for own in range(MANY))
    with pytest.raises(VotesError) as refused:
        votes_in(f"participant,statement,vote\n{rows}".encode() + "가,나,1".encode("cp949"))
    assert refused.value.id == "not-utf8"
