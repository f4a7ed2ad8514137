"""What machine code computes is what the plain way of computing it gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mitgrim.deliberation.machine import leftmost, lloyd
from mitgrim.deliberation.votes import Numbers

# Whole numbers: sums of them are exact in whatever order, and many places are alike.
PLACES = arrays(np.float64, st.tuples(st.integers(1, 60), st.just(2)), elements=st.integers(-9, 9))


def plainly(places: Numbers, centres: Numbers) -> tuple[list[int], Numbers, float]:
    """k-means as its definition has it."""
    labels = [-1] * len(places)
    while True:
        far = ((places[:, None] - centres[None]) ** 2).sum(axis=2)
        new = far.argmin(axis=1).tolist()
        if new == labels:
            return labels, centres, float(far.min(axis=1).sum())
        labels = new
        own = [places[np.array(labels) == at] for at in range(len(centres))]
        centres = np.array(
            [each.mean(axis=0) if len(each) else centres[at] for at, each in enumerate(own)]
        )


@given(PLACES, st.data())
def test_k_means_gives_everybody_the_nearest_centre_and_centres_their_middle(
    places: Numbers, data: st.DataObject
) -> None:
    some = data.draw(st.lists(st.integers(0, len(places) - 1), min_size=1, max_size=5))
    start = np.ascontiguousarray(places[some])
    labels, centres, total = lloyd(places, start, 300)
    expected, middles, squares = plainly(places, start)
    assert labels.tolist() == expected
    np.testing.assert_allclose(centres, middles)
    np.testing.assert_allclose(total, squares, atol=1e-9)


@given(PLACES, st.integers(1, 7))
def test_the_first_places_are_different_and_stand_from_left_to_right(
    places: Numbers, most: int
) -> None:
    expected = sorted(set(map(tuple, places.tolist())))[:most]
    assert list(map(tuple, leftmost(places, most).tolist())) == expected
