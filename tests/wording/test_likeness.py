"""Which opinions say the same: found as exactly as by comparing each with each."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.wording import alike, groups, search_key

PARK = (
    "공원 조성 사업에 반대합니다. 주차장이 더 필요합니다.",
    "공원 조성사업을 반대해요 주차장이 더 필요해요",
    "공원 말고 주차장이 더 필요합니다",
)
BUS = ("버스 노선을 늘려 주세요", "버스노선을 늘려주십시오")
WORD = st.text("가나다라마바", min_size=1, max_size=3)
TEXTS = st.lists(st.lists(WORD, max_size=6).map(" ".join), max_size=12)


def by_comparing_all(texts: list[str], least: float) -> dict[tuple[int, int], float]:
    """The oracle: every two texts, by the definition."""
    keys = [search_key(own) for own in texts]
    sets = [{key[at : at + 2] for at in range(max(len(key) - 1, 1))} - {""} for key in keys]
    counts = Counter(pair for own in sets for pair in own)

    def weight(pair: str) -> float:
        return math.log(1 + len(texts) / counts[pair])

    def length(own: set[str]) -> float:
        return math.sqrt(sum(weight(pair) ** 2 for pair in own)) or 1.0

    found = {}
    for second, two in enumerate(sets):
        for first, one in enumerate(sets[:second]):
            value = sum(weight(pair) ** 2 for pair in one & two) / length(one) / length(two)
            if value >= least:
                found[first, second] = min(value, 1.0)
    return found


@given(TEXTS, st.sampled_from([0.15, 0.401, 0.7, 0.93]))
def test_all_that_are_like_and_no_others_are_found(texts: list[str], least: float) -> None:
    found = {(own.first, own.second): own.likeness for own in alike(texts, least)}
    expected = by_comparing_all(texts, least)
    assert found.keys() == expected.keys()
    assert all(math.isclose(found[own], expected[own]) for own in expected)


@given(TEXTS)
def test_everything_in_a_group_is_like_its_first(texts: list[str]) -> None:
    least = 0.401
    like = {own for pair in by_comparing_all(texts, least) for own in (pair, pair[::-1])}
    made = groups(texts, least)
    assert all((first, own) in like for first, *others in made for own in others)
    members = [own for group in made for own in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in made)


def test_korean_is_grouped_whatever_its_endings_and_spaces() -> None:
    texts = [PARK[0], BUS[0], PARK[1], "좋은 계획입니다", BUS[1], PARK[2]]
    assert groups(texts) == ((0, 2, 5), (1, 4))


@pytest.mark.parametrize("texts", [[], ["혼자"], ["", ""], ["!", "?"]])
def test_nothing_is_like_nothing(texts: list[str]) -> None:
    assert groups(texts) == ()
