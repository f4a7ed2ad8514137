"""Laws of history: what must hold of every two plans, every merge and every graph of revisions."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mitgrim.history import (
    ABSENT,
    Change,
    Conflict,
    Revision,
    apply,
    apply_to_section,
    assemble,
    common_ancestor,
    diff,
    diff_revisions,
    diff_sections,
    merge,
    merge_revisions,
)
from mitgrim.plan import Plan, Section, find, section_name
from tests.laws.strategies import careless, edited, few, histories, one_edit, plans

law = few(40)
History = tuple[Plan, Plan, Plan]


def seen(value: Any) -> Any:
    """A value as `find` shows it: what is not there looks like an empty field."""
    return None if value is ABSENT else value


def swapped(conflict: Conflict) -> Conflict:
    return Conflict(conflict.place, conflict.base, conflict.theirs, conflict.ours)


def covers(conflict: Conflict, place: str) -> bool:
    return not conflict.place or f"{place}/".startswith(f"{conflict.place}/")


# Differences


@law
@given(plans(), plans())
def test_applying_the_difference_of_any_two_plans_gives_the_second(a: Plan, b: Plan) -> None:
    assert apply(a, diff(a, b)) == b


@law
@given(histories())
def test_applying_the_difference_of_an_edited_plan_gives_it(history: History) -> None:
    base, ours, _ = history
    assert apply(base, diff(base, ours)) == ours
    assert apply(ours, diff(ours, base)) == base


@law
@given(histories())
def test_a_section_takes_its_own_changes_as_its_plan_would(history: History) -> None:
    base, ours, _ = history
    for section in base.sections:
        other = ours.nation if section is base.nation else ours.section(section_name(section))
        if other:
            assert apply_to_section(section, diff_sections(section, other)) == other


@law
@given(plans().flatmap(lambda plan: st.tuples(st.just(plan), careless(plan))))
def test_what_was_entered_twice_is_compared_whole_and_comes_back_whole(
    pair: tuple[Plan, Plan],
) -> None:
    plan, twice = pair
    assert apply(plan, diff(plan, twice)) == twice
    assert apply(twice, diff(twice, plan)) == plan


@law
@given(histories(), st.randoms(use_true_random=False))
def test_changes_apply_in_any_order(history: History, randomness: Any) -> None:
    base, ours, _ = history
    changes = list(diff(base, ours))
    randomness.shuffle(changes)
    assert apply(base, changes) == ours


@law
@given(histories())
def test_a_change_names_what_stands_at_its_place_on_either_side(history: History) -> None:
    base, ours, _ = history
    for change in diff(base, ours):
        assert change.before != change.after
        assert find(base, change.place) == seen(change.before)
        assert find(ours, change.place) == seen(change.after)


@law
@given(plans())
def test_a_plan_does_not_differ_from_itself(plan: Plan) -> None:
    assert diff(plan, plan) == ()


# Merges


@law
@given(histories())
def test_what_both_sides_made_alike_merges_to_it(history: History) -> None:
    base, x, _ = history
    made = merge(base, x, x)
    assert made.plan == x
    assert made.conflicts == ()


@law
@given(histories())
def test_what_one_side_alone_made_merges_to_it(history: History) -> None:
    base, x, _ = history
    assert merge(base, base, x) == merge(base, x, base)
    assert merge(base, base, x).plan == x
    assert merge(base, base, x).conflicts == ()


@law
@given(histories())
def test_swapped_sides_give_the_same_conflicts_swapped(history: History) -> None:
    base, ours, theirs = history
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.conflicts == tuple(map(swapped, other.conflicts))
    if not one.conflicts:
        assert one.plan == other.plan


@law
@given(histories())
def test_without_conflicts_a_merge_is_one_sides_changes_after_the_others(
    history: History,
) -> None:
    base, ours, theirs = history
    made = merge(base, ours, theirs)
    mine = diff(base, ours)
    others = [change for change in diff(base, theirs) if change not in mine]
    overlap = any(
        f"{a.place}/".startswith(f"{b.place}/") or f"{b.place}/".startswith(f"{a.place}/")
        for a in mine
        for b in others
    )
    if not overlap and "" not in {change.place for change in (*mine, *others)}:
        assert made.conflicts == ()
        assert made.plan == apply(apply(base, mine), others)


@law
@given(plans(), st.data())
def test_edits_of_different_sections_never_collide(base: Plan, data: st.DataObject) -> None:
    ours, theirs = data.draw(edited(base)), data.draw(one_edit(base))
    touched = {change.place.split("/")[0] for change in diff(base, ours)}
    theirs_touched = {change.place.split("/")[0] for change in diff(base, theirs)}
    if not touched & theirs_touched:
        assert merge(base, ours, theirs).conflicts == ()


@law
@given(histories())
def test_a_conflict_names_the_base_and_both_values(history: History) -> None:
    made = merge(*history)
    for conflict in made.conflicts:
        values = [conflict.base, conflict.ours, conflict.theirs]
        assert [find(plan, conflict.place) for plan in history] == list(map(seen, values))
        assert all(one != other for one, other in zip(values, values[1:] + values[:1], strict=True))
        assert find(made.plan, conflict.place) == seen(conflict.kept)


@law
@given(histories())
def test_a_merge_loses_nothing_that_either_side_made(history: History) -> None:
    base, *sides = history
    made = merge(*history)
    for side in sides:
        for change in diff(made.plan, side):
            untouched = find(base, change.place) == seen(change.after)
            assert untouched or any(covers(found, change.place) for found in made.conflicts)


@law
@given(histories())
def test_deciding_every_conflict_for_them_is_merging_from_their_side(history: History) -> None:
    base, ours, theirs = history
    made = merge(base, ours, theirs)
    decided = [
        Change(conflict.place, conflict.kept, conflict.theirs)
        for conflict in made.conflicts
        if conflict.theirs is not ABSENT
    ]
    assert apply(made.plan, decided) == merge(base, theirs, ours).plan


# Revisions


def by_name(plan: Plan) -> dict[str, Section]:
    sections: list[Section] = [plan.nation, *plan.cities]
    return {section_name(section): section for section in sections}


def revision(plan: Plan, store: dict[str, Section]) -> Revision:
    sections = by_name(plan)
    digests = {name: str(hash(section)) for name, section in sections.items()}
    store.update({digests[name]: section for name, section in sections.items()})
    moment = datetime(2018, 8, 16, tzinfo=UTC)
    return Revision(
        id="r", sections=tuple(digests.items()), author="담당자", message="", moment=moment
    )


tidy_histories = plans().flatmap(
    lambda plan: st.tuples(st.just(plan), edited(plan), edited(plan)),
)


@law
@given(tidy_histories)
def test_revisions_differ_as_their_plans_do(history: History) -> None:
    store: dict[str, Section] = {}
    base, ours, _ = (revision(plan, store) for plan in history)
    expected = diff(history[0], history[1])
    assert sorted(diff_revisions(base, ours, store.__getitem__), key=repr) == sorted(
        expected, key=repr
    )


@law
@given(tidy_histories)
def test_revisions_merge_as_their_plans_do(history: History) -> None:
    store: dict[str, Section] = {}
    base, ours, theirs = (revision(plan, store) for plan in history)
    made = merge_revisions(base, ours, theirs, store.__getitem__)
    expected = merge(*history)
    sections = [*(store[digest] for _, digest in made.standing), *made.merged]
    whole = {section_name(section): section for section in sections}
    assert whole == by_name(expected.plan)
    assert sorted(made.conflicts, key=repr) == sorted(expected.conflicts, key=repr)


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Revisions a, b, c …, each with up to two parents before it."""
    graph: dict[str, tuple[str, ...]] = {}
    for name in "abcdefgh"[: draw(st.integers(1, 8))]:
        earlier = st.sets(st.sampled_from(sorted(graph)), max_size=2) if graph else st.just(set())
        graph[name] = tuple(sorted(draw(earlier)))
    return graph


def ancestors(graph: dict[str, tuple[str, ...]], name: str) -> set[str]:
    return {name}.union(*(ancestors(graph, parent) for parent in graph[name]))


@few(200)
@given(graphs(), st.data())
def test_the_common_ancestor_is_before_no_other_one(
    graph: dict[str, tuple[str, ...]], data: st.DataObject
) -> None:
    a, b = data.draw(st.sampled_from(sorted(graph))), data.draw(st.sampled_from(sorted(graph)))
    common = ancestors(graph, a) & ancestors(graph, b)
    nearest = {
        name
        for name in common
        if not any(name in ancestors(graph, other) for other in common - {name})
    }
    found = common_ancestor(a, b, graph.__getitem__)
    assert found == common_ancestor(b, a, graph.__getitem__)
    assert found in nearest if nearest else found is None


# Assembly


@law
@given(plans(), st.randoms(use_true_random=False))
def test_sections_assemble_to_one_plan_in_any_order(plan: Plan, randomness: Any) -> None:
    sections = list(plan.cities)
    randomness.shuffle(sections)
    assert assemble(plan.nation, sections) == plan
