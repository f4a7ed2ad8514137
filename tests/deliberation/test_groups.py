"""Opinion groups: against dense matrices, all distances and the definitions."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.deliberation_votes import columns, made_up
from mitgrim.deliberation import grouping as grouping_module
from mitgrim.deliberation.grouping import FEWEST_VOTES, grouping, silhouettes
from mitgrim.deliberation.groups import FEWEST_TOLD, bridging, by_city, opinion_groups
from mitgrim.deliberation.machine import PACKED, pairs
from mitgrim.deliberation.picture import picture
from mitgrim.deliberation.places import components, places
from mitgrim.deliberation.stability import adjusted_rand
from mitgrim.deliberation.statements import (
    consensus,
    one_share,
    representative,
    shared,
    tally,
    two_shares,
)
from mitgrim.deliberation.votes import AGREE, DISAGREE, Numbers, Votes, part, votes_of


def dense(votes: Votes) -> Numbers:
    """Participants × statements, and NaN for what was not seen."""
    table = np.full((len(votes.participants), len(votes.statements)), np.nan)
    table[votes.participant, votes.statement] = votes.vote
    return table


@st.composite
def some_votes(draw: st.DrawFn) -> Votes:
    people, statements = draw(st.integers(2, 12)), draw(st.integers(1, 8))
    cells = st.sampled_from([None, -1, 0, 1])
    table = [[draw(cells) for _ in range(statements)] for _ in range(people)]
    rows = [
        (person, statement, vote)
        for person, own in enumerate(table)
        for statement, vote in enumerate(own)
        if vote is not None
    ] or [(0, 0, 1)]
    return votes_of(*zip(*rows, strict=True))


def test_sums_over_pairs_are_those_of_dense_matrices_however_many_vote() -> None:
    people = 2 * PACKED + 1_000
    random = np.random.default_rng(1)
    table = random.integers(-1, 2, (people, 3)).astype(float)
    table[:, 0] = AGREE  # in one statement, and against another, the sums are the largest there are
    table[:, 1] = DISAGREE
    table[random.random(people) < 0.5, 2] = np.nan
    who, what = np.nonzero(~np.isnan(table))
    votes = votes_of(who, what, table[who, what].astype(int))
    said, seen = np.nan_to_num(table), (~np.isnan(table)).astype(float)
    expected = np.stack([said.T @ said, seen.T @ seen, said.T @ seen, seen.T @ said], axis=-1)
    upper = np.triu_indices(3)
    found = pairs(votes.first, votes.statement, votes.vote, 3)
    assert (found[upper] == expected[upper]).all()


@given(votes=some_votes())
def test_the_map_is_that_of_the_dense_matrix_in_which_the_unseen_is_average(votes: Votes) -> None:
    """§2: singular values and everybody's place, from the whole matrix filled with means."""
    table = dense(votes)
    mean = np.nanmean(table, axis=0)
    filled = np.where(np.isnan(table), mean, table) - mean
    own = components(votes)
    _, sizes, _ = np.linalg.svd(filled)
    every = (filled**2).sum()
    for at, spread in enumerate(own.spread[: min(len(sizes), 2)]):
        assert spread == pytest.approx(sizes[at] ** 2 / every if every else 0.0, abs=1e-9)
    stretch = np.sqrt(table.shape[1] / np.maximum(1, (~np.isnan(table)).sum(axis=1)))
    expected = filled @ own.axes.T * stretch[:, None]
    assert places(votes, own) == pytest.approx(expected, abs=1e-9)
    assert np.allclose(own.axes @ own.axes.T, np.diag((own.spread > 0).astype(float)), atol=1e-9)


@given(votes=some_votes(), seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(votes: Votes, seed: int) -> None:
    """§1: votes are the same in whatever order they come."""
    order = np.random.default_rng(seed).permutation(len(votes.vote))
    other = votes_of(
        [votes.participants[own] for own in votes.participant[order]],
        [votes.statements[own] for own in votes.statement[order]],
        votes.vote[order],
    )
    assert other.participants == votes.participants
    assert np.array_equal(dense(other), dense(votes), equal_nan=True)


@given(
    where=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=20),
    data=st.data(),
)
def test_silhouettes_are_those_of_the_definition(
    where: list[tuple[int, int]], data: st.DataObject
) -> None:
    """§3: (b − a) ÷ max(a, b) of everybody, from all distances, for several groupings at once."""
    own = np.array(where, dtype=float)
    groupings = [
        np.array([*range(count), *(data.draw(st.integers(0, count - 1)) for _ in own[count:])])
        for count in (2, 3)
    ]
    for found, labels in zip(silhouettes(own, groupings), groupings, strict=True):
        assert found == pytest.approx(defined(own, labels))


def defined(own: Numbers, labels: np.ndarray) -> float:
    fits = []
    for at, label in enumerate(labels):
        far = np.hypot(*(own - own[at]).T)
        mine = (labels == label) & (np.arange(len(own)) != at)
        if not mine.any():
            fits.append(0.0)
            continue
        a = far[mine].mean()
        b = min(far[labels == other].mean() for other in set(labels) - {label})
        fits.append((b - a) / max(a, b) if max(a, b) else 0.0)
    return float(np.mean(fits))


def test_gathering_places_into_cells_moves_a_silhouette_by_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """§3: of many places, beside all distances one by one."""
    votes = made_up(3_500, 60, 0.4, 7)
    where = places(votes, components(votes))
    found = grouping(where, votes.seen)
    exact = list(found.silhouettes.values())
    monkeypatch.setattr(grouping_module, "EXACT", 100)
    again = grouping(where, votes.seen)
    assert list(again.silhouettes.values()) == pytest.approx(exact, abs=1e-3)
    assert np.array_equal(again.group, found.group)


@pytest.mark.parametrize("count", [2, 3])
def test_planted_groups_are_found_and_hold(count: int) -> None:
    """§3, §5: groups that think quite differently, in votes of which most were never cast."""
    random = np.random.default_rng(count)
    group = np.arange(600) % count
    opinion = random.choice([-1, 1], (count, 60))
    seen = random.random((600, 60)) < 0.5
    meant = np.where(random.random((600, 60)) < 0.9, opinion[group], -opinion[group])
    who, what = np.nonzero(seen)
    found = opinion_groups(votes_of(who, what, meant[who, what]))
    assert found.grouping.count == count
    assert adjusted_rand(group, found.grouping.group) > 0.95
    assert found.stability.holds


def test_votes_by_chance_have_no_groups_that_hold() -> None:
    """§5: k-means draws a line through anything; it is not spoken of as found."""
    random = np.random.default_rng(3)
    who, what = np.nonzero(random.random((500, 40)) < 0.5)
    found = opinion_groups(votes_of(who, what, random.choice([-1, 0, 1], len(who))))
    assert found.grouping.count
    assert not found.stability.holds


def test_who_voted_on_few_statements_has_a_place_and_no_group() -> None:
    """§3: fewer than seven votes say too little."""
    votes = made_up(300, 30, 0.4, 1)
    found = opinion_groups(votes, resamples=2)
    assert len(found.places) == 300
    assert np.array_equal(found.grouping.group >= 0, votes.seen >= FEWEST_VOTES)


def test_everybody_at_one_place_is_no_group() -> None:
    votes = votes_of(np.repeat(np.arange(20), 8), np.tile(np.arange(8), 20), np.ones(160, int))
    found = opinion_groups(votes, resamples=2)
    assert found.grouping.count == 0
    assert found.members == ()
    assert found.representative == ()
    assert not found.stability.holds


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_the_adjusted_rand_index_counts_pairs(labels: list[tuple[int, int]]) -> None:
    """§5: by going through all pairs, and what chance would give by the same table's sums."""
    one, other = (np.array(own) for own in zip(*labels, strict=True))
    pairs = list(combinations(range(len(one)), 2))
    both = sum(one[a] == one[b] and other[a] == other[b] for a, b in pairs)
    first = sum(one[a] == one[b] for a, b in pairs)
    second = sum(other[a] == other[b] for a, b in pairs)
    chance, most = first * second / len(pairs), (first + second) / 2
    expected = 1.0 if most == chance else (both - chance) / (most - chance)
    assert adjusted_rand(one, other) == pytest.approx(expected)


@given(votes=some_votes(), data=st.data())
def test_a_tally_counts_every_groups_votes(votes: Votes, data: st.DataObject) -> None:
    """§4: from the dense matrix."""
    group = np.array([data.draw(st.integers(-1, 1)) for _ in votes.participants])
    own, table = tally(votes, group, 2), dense(votes)
    for at in range(2):
        mine = table[group == at]
        assert own.agree[at].tolist() == (mine == AGREE).sum(axis=0).tolist()
        assert own.disagree[at].tolist() == (mine == DISAGREE).sum(axis=0).tolist()
        assert own.seen[at].tolist() == (~np.isnan(mine)).sum(axis=0).tolist()
    assert shared(own) == pytest.approx(np.prod((own.agree + 1) / (own.seen + 2), axis=0))


def test_tests_of_shares_are_those_of_the_formula() -> None:
    """§4: 8 of 10 beside 3 of 12, with one more counted in each."""
    eight, ten, three, twelve = (np.array([own]) for own in (8, 10, 3, 12))
    assert one_share(eight, ten)[0] == pytest.approx((9 / 11 - 0.5) / (0.5 / np.sqrt(11)))
    together = 13 / 24
    error = np.sqrt(together * (1 - together) * (1 / 11 + 1 / 13))
    against = two_shares(eight, ten, three, twelve)
    assert against[0] == pytest.approx((9 / 11 - 4 / 13) / error)
    assert two_shares(ten, ten, twelve, twelve)[0] == 0


def test_a_group_is_known_by_what_it_agrees_with_and_others_do_not() -> None:
    """§4: group 0 agrees with statement a, group 1 disagrees; b both support, c nobody tells."""
    rows = []
    for person in range(40):
        first = person < 20
        rows += [(person, "a", 1 if first else -1), (person, "b", 1)]
        rows.append((person, "c", 1 if person % 2 else -1))
    votes = votes_of(*zip(*rows, strict=True))
    group = np.array([0 if person < 20 else 1 for person in range(40)])
    one, other = representative(votes.statements, tally(votes, group, 2))
    assert (one[0].statement, one[0].direction, one[0].count, one[0].seen) == ("a", AGREE, 20, 20)
    assert ("a", DISAGREE) in [(own.statement, own.direction) for own in other]
    agreed = consensus(votes)
    assert [own.statement for own in agreed[AGREE]] == ["b"]
    assert agreed[DISAGREE] == ()


def two_cities(support: int) -> Votes:
    """Two cities, in each two groups that differ on eight statements; the ninth so many support."""
    random = np.random.default_rng(5)
    rows, city = [], []
    for person in range(200):
        side = 1 if person % 2 else -1
        for statement in range(8):
            vote = side if random.random() < 0.9 else -side
            rows.append((person, f"s{statement}", vote))
        rows.append((person, "bridge", 1 if random.integers(100) < support else -1))
        city += ["jeju" if person < 100 else "ulsan"] * 9
    people, statements, cast = zip(*rows, strict=True)
    return votes_of(people, statements, cast, city)


def test_a_bridge_is_what_every_group_in_every_city_supports() -> None:
    """§6: with the figures of each."""
    votes = two_cities(support=90)
    whole, cities = opinion_groups(votes), by_city(votes)
    assert list(cities) == ["jeju", "ulsan"]
    assert [own.grouping.count for own in cities.values()] == [2, 2]
    [bridge] = bridging(whole, cities)
    assert bridge.statement == "bridge"
    assert [(own.city, own.group) for own in bridge.supports] == [
        ("jeju", 0), ("jeju", 1), ("ulsan", 0), ("ulsan", 1)
    ]  # fmt: skip
    assert bridge.least == min((own.agree + 1) / (own.seen + 2) for own in bridge.supports)
    assert sum(own.seen for own in bridge.supports) == 200


def test_what_one_group_does_not_support_is_no_bridge() -> None:
    votes = two_cities(support=45)
    assert bridging(opinion_groups(votes), by_city(votes)) == ()


def test_a_city_of_few_is_left_out_and_one_without_groups_counts_as_one() -> None:
    """§6: of four people nothing is told; ten who agree on everything are one side."""
    votes = two_cities(support=90)
    few = part(votes, np.isin(votes.city, [0]))
    rows = [(own, few.participants[own], few.city[own]) for own in range(len(few.participants))]
    assert len(rows) == 100
    small = replace(few, cities=("jeju", "ulsan"), city=np.where(np.arange(100) < 4, 1, 0))
    bridges = bridging(opinion_groups(small), by_city(small))
    assert {own.city for bridge in bridges for own in bridge.supports} == {"jeju"}


@given(seed=st.integers(0, 20))
@settings(max_examples=5, deadline=None)
def test_the_same_votes_and_seed_give_the_same_groups(seed: int) -> None:
    votes = votes_of(*columns(150, 25, 0.5, seed))
    one, other = (opinion_groups(votes, resamples=3, seed=seed) for _ in range(2))
    assert one.members == other.members
    assert one.stability == other.stability


@pytest.mark.parametrize("people", [40, 400])
def test_every_mark_of_the_map_is_several_people(people: int) -> None:
    """§6: at least five of one group each, nobody twice, within the square."""
    found = opinion_groups(made_up(people, 40, 0.5, 3), resamples=2)
    own = picture(found)
    assert all(mark.people >= FEWEST_TOLD for mark in own.marks)
    for group, size in enumerate(own.sizes):
        assert sum(mark.people for mark in own.marks if mark.group == group) <= size
    assert own.hidden == sum(own.sizes) - sum(mark.people for mark in own.marks)
    assert all(0 <= at <= 1 for mark in own.marks for at in (mark.x, mark.y))
