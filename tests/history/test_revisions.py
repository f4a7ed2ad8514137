"""Revisions: manifests of digests, compared and merged without opening what did not change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mitgrim.history import (
    ABSENT,
    Change,
    Conflict,
    Revision,
    RevisionMerge,
    changed_sections,
    common_ancestor,
    diff_revisions,
    merge_revisions,
)
from mitgrim.plan import Section
from tests.cast import JEJU_PLANNER, jeju, nation, ulsan

NOON = datetime(2018, 8, 16, 12, tzinfo=UTC)
JEJU_OURS, JEJU_THEIRS = replace(jeju(), themes=()), replace(jeju(), passages=())


class Shelf:
    """Sections by digest, which remembers what was taken from it."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.sections: dict[str, Section] = {
            "n1": nation(),
            "j1": jeju(),
            "j2": JEJU_OURS,
            "j3": JEJU_THEIRS,
            "u1": ulsan(),
            "u2": replace(ulsan(), themes=()),
        }

    def load(self, digest: str) -> Section:
        self.taken.append(digest)
        return self.sections[digest]


def revision(**digests: str) -> Revision:
    return Revision(
        id="-".join(digests.values()),
        sections=tuple(digests.items()),
        author=JEJU_PLANNER,
        message="예시",
        moment=NOON,
    )


BASE = revision(nation="n1", ulsan="u1", jeju="j1")


def test_a_revision_keeps_its_manifest_sorted() -> None:
    assert BASE.sections == (("jeju", "j1"), ("nation", "n1"), ("ulsan", "u1"))
    assert BASE.digests["ulsan"] == "u1"


def test_a_revision_needs_a_time_zone_and_one_digest_for_each_section() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(BASE, moment=NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="two digests"):
        replace(BASE, sections=(("jeju", "j1"), ("jeju", "j2")))


def test_changed_sections_are_those_of_other_digests_the_nation_first() -> None:
    other = revision(nation="n2", jeju="j2", ulsan="u1", busan="b1")
    assert changed_sections(BASE, other) == ("nation", "busan", "jeju")
    assert changed_sections(BASE, BASE) == ()


def test_a_difference_loads_only_what_changed() -> None:
    shelf = Shelf()
    without_ulsan = revision(nation="n1", jeju="j2")
    changes = diff_revisions(BASE, without_ulsan, shelf.load)
    theme = jeju().themes[0]
    assert changes == (
        Change(f"jeju/themes/{theme.valid_from}", theme, ABSENT),
        Change("ulsan", ulsan(), ABSENT),
    )
    assert shelf.taken == ["j1", "j2", "u1"]


def test_a_merge_of_different_sections_loads_nothing() -> None:
    shelf = Shelf()
    ours = revision(nation="n1", ulsan="u1", jeju="j2")
    theirs = revision(nation="n1", ulsan="u2", jeju="j1")
    assert merge_revisions(BASE, ours, theirs, shelf.load) == RevisionMerge(
        standing=(("jeju", "j2"), ("nation", "n1"), ("ulsan", "u2"))
    )
    assert shelf.taken == []


def test_a_merge_loads_the_three_states_of_what_both_changed() -> None:
    shelf = Shelf()
    ours = revision(nation="n1", ulsan="u2", jeju="j2")
    theirs = revision(nation="n1", ulsan="u1", jeju="j3")
    assert merge_revisions(BASE, ours, theirs, shelf.load) == RevisionMerge(
        standing=(("nation", "n1"), ("ulsan", "u2")),
        merged=(replace(jeju(), themes=(), passages=()),),
    )
    assert shelf.taken == ["j1", "j2", "j3"]


def test_a_section_removed_here_and_changed_there_stays_with_its_clash() -> None:
    shelf = Shelf()
    ours = revision(nation="n1", ulsan="u1")
    theirs = revision(nation="n1", jeju="j3")
    assert merge_revisions(BASE, ours, theirs, shelf.load) == RevisionMerge(
        standing=(("nation", "n1"),),
        merged=(JEJU_THEIRS,),
        conflicts=(Conflict("jeju", jeju(), ABSENT, JEJU_THEIRS),),
    )
    assert shelf.taken == ["j1", "j3"]


# Ancestors

# a before b before c, a before d; e and f both have c and d for parents, g and h both a and c.
GRAPH: Mapping[str, tuple[str, ...]] = {
    "a": (),
    "b": ("a",),
    "c": ("b",),
    "d": ("a",),
    "e": ("c", "d"),
    "f": ("d", "c"),
    "g": ("a", "c"),
    "h": ("c", "a"),
    "x": (),
}


@pytest.mark.parametrize(
    ("one", "other", "ancestor"),
    [
        ("c", "c", "c"),
        ("c", "b", "b"),
        ("c", "d", "a"),
        ("e", "d", "d"),
        ("e", "f", "c"),  # crossed: c and d are as near, and c is the smaller id
        ("g", "h", "c"),  # a is no farther, but it is before c
        ("e", "x", None),
    ],
)
def test_the_common_ancestor_is_the_nearest_either_way_round(
    one: str, other: str, ancestor: str | None
) -> None:
    assert common_ancestor(one, other, GRAPH.__getitem__) == ancestor
    assert common_ancestor(other, one, GRAPH.__getitem__) == ancestor
