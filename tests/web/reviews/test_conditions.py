"""Conditions: each is open until a revision changes what it names, and the hand-in waits for it."""

from mitgrim.adoption.voting import Verdict
from mitgrim.plan import NATION
from mitgrim.web.reviews.conditions import (
    not_approved,
    unadopted,
    unannounced,
    undecided,
)
from mitgrim.web.reviews.models import Condition
from mitgrim.web.reviews.services.conditions import meet
from mitgrim.web.reviews.services.voting import Asked
from mitgrim.web.revisions.handing_in import readiness
from mitgrim.web.revisions.queries import national_branch, section_of
from tests.cast import JEJU_JOINT
from tests.web.cast import Cast
from tests.web.reviews.story import BEFORE, JOINT, Room, committee, refused, room, saved


def approved(there: Room, *asked: Asked) -> list[Condition]:
    """The conditions under which a committee approved."""
    return list(there.decide(Verdict.CONDITIONAL, conditions=asked).conditions.all())


def test_a_condition_is_met_by_the_revision_that_changes_its_place(cast: Cast) -> None:
    (own,) = approved(room(cast), BEFORE)
    there, revision = own.item.sitting, saved(cast)
    done = meet(by=cast.jeju_secretary, condition=own, revision=revision)
    assert (done.revision, done.met_by, done.met is not None) == (
        revision, cast.jeju_secretary, True,
    )  # fmt: skip
    assert there.committee.section == "jeju"
    with refused("condition-met"):
        meet(by=cast.jeju_secretary, condition=own, revision=revision)


def test_a_revision_that_does_not_change_the_place_does_not_meet_it(cast: Cast) -> None:
    (own,) = approved(room(cast), BEFORE)
    elsewhere = saved(cast, "다른 사업", id=JEJU_JOINT)
    with refused("condition-unchanged"):
        meet(by=cast.jeju_secretary, condition=own, revision=elsewhere)
    own.refresh_from_db()
    assert (own.met, own.revision) == (None, None)


def test_a_change_that_was_taken_back_does_not_meet_it(cast: Cast) -> None:
    there = room(cast)
    before = next(
        own.name.ko
        for own in section_of(dict(_sections(there))["jeju"]).projects  # type: ignore[union-attr]
        if own.id == BEFORE.places[0].rpartition("/")[2]
    )
    (own,) = approved(there, BEFORE)
    changed = saved(cast)
    saved(cast, before)
    with refused("condition-taken-back"):
        meet(by=cast.jeju_secretary, condition=own, revision=changed)


def _sections(there: Room) -> list[tuple[str, str]]:
    return [
        (each.name, each.section.digest)
        for each in there.item.revision.entries.select_related("section")
    ]


def test_only_a_later_revision_of_the_same_draft_meets_it(cast: Cast) -> None:
    there = room(cast)
    (own,) = approved(there, BEFORE)
    for revision in (there.item.revision, national_branch(cast.workspace).head):
        with refused("condition-revision"):
            meet(by=cast.jeju_secretary, condition=own, revision=revision)


def test_a_place_that_the_draft_does_not_hold_is_elsewhere(cast: Cast) -> None:
    there = room(cast)
    (own,) = approved(there, BEFORE)
    Condition.objects.filter(pk=own.pk).update(places=["ulsan/projects/none"])
    with refused("condition-elsewhere"):
        meet(by=cast.jeju_secretary, condition=own, revision=saved(cast))


def test_the_nation_may_ask_for_a_change_in_any_city(cast: Cast) -> None:
    (own,) = approved(room(cast, NATION), BEFORE)
    assert own.places == list(BEFORE.places)


def test_a_city_hands_in_only_what_its_committee_approved_where_it_says_so(cast: Cast) -> None:
    plain = committee(cast)
    assert not_approved(cast.draft()) is None
    plain = committee(cast, before_hand_in=True)
    told = not_approved(cast.draft())
    assert told is not None
    assert told.ko == "jeju 위원회(예시)의 의결이 없습니다. 위원회가 의결한 뒤에 제출하세요."
    later = Asked(text="나중에 할 일", places=(JOINT,), first=False)
    (first, _) = approved(room(cast, own=plain), BEFORE, later)
    told = not_approved(cast.draft())
    assert told is not None
    assert told.ko == f"위원회가 붙인 조건이 남았습니다: {BEFORE.text}"
    assert told in readiness(cast.draft()).conditions
    meet(by=cast.jeju_secretary, condition=first, revision=saved(cast))
    assert not_approved(cast.draft()) is None, "the later one does not hold it up"


def test_what_the_stages_need_is_said_until_it_is_there(cast: Cast) -> None:
    workspace = cast.workspace
    assert [each is None for each in (undecided(workspace), unadopted(workspace))] == [False, False]
    assert unannounced(workspace) is not None
    room(cast).decide()
    assert undecided(workspace) is not None, "a city's committee is not the nation's"
    there = room(cast, NATION)
    assert undecided(workspace) is not None
    there.decide()
    assert undecided(workspace) is None
