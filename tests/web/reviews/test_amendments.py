"""Amendments: another state of a section, voted by itself, taken into the draft when carried."""

from typing import Any

from mitgrim.adoption.voting import Verdict
from mitgrim.plan import NATION, CityPlan
from mitgrim.web.reviews.kinds import AmendmentState
from mitgrim.web.reviews.models import Amendment
from mitgrim.web.reviews.services.docket import amend, section_at, withdraw_amendment
from mitgrim.web.reviews.services.sittings import close_sitting
from mitgrim.web.reviews.services.voting import merge_amendment, put, reviewed_state
from mitgrim.web.revisions.kinds import BranchState
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import city_section, national_branch
from tests.cast import JEJU_JOINT, JEJU_PARK
from tests.web.cast import Cast, project_of, renamed
from tests.web.reviews.conftest import Later
from tests.web.reviews.story import AGAINST, DAY, FOR, Room, refused, room, saved

NEW = "수정안의 공원"


def proposed(cast: Cast, there: Room, name: str = NEW) -> Amendment:
    """An amendment of the item's state that renames the park of Jeju."""
    return amend(
        by=there.by, item=there.item, title="공원 이름", reason="알기 쉽게", mover=there.seats[1],
        section=section(cast, there, name),
    )  # fmt: skip


def section(cast: Cast, there: Room, name: str) -> CityPlan:
    return renamed(city_section(cast.draft(), there.item.revision), JEJU_PARK, name)


def voted(there: Room, amendment: Amendment, *said: Any) -> Amendment:
    question = put(by=there.by, item=there.item, amendment=amendment)
    there.close(there.vote(question, *said))
    amendment.refresh_from_db()
    return amendment


def name_of(branch: Branch, id: str = JEJU_PARK) -> str:
    return project_of(branch, id).name.ko


def test_a_carried_amendment_goes_into_the_draft_with_all_since(cast: Cast) -> None:
    there = room(cast)
    own = proposed(cast, there)
    saved(cast, "그사이의 사업", id=JEJU_JOINT)
    assert name_of(cast.draft()) != NEW, "a proposal is in nobody's draft"
    voted(there, own, FOR, FOR, AGAINST)
    draft = cast.draft()
    assert (own.state, own.merged) == (AmendmentState.CARRIED, draft.head)
    assert (name_of(draft), name_of(draft, JEJU_JOINT)) == (NEW, "그사이의 사업")
    assert reviewed_state(there.item) == draft.head


def test_a_lost_amendment_changes_nothing(cast: Cast) -> None:
    there = room(cast)
    own, before = proposed(cast, there), cast.draft().head
    voted(there, own, FOR, AGAINST, AGAINST)
    assert (own.state, own.merged, cast.draft().head) == (AmendmentState.LOST, None, before)
    with refused("amendment-not-carried"):
        merge_amendment(by=there.by, amendment=own)
    with refused("amendment-voted"):
        put(by=there.by, item=there.item, amendment=own)


def test_without_a_quorum_at_the_close_it_is_put_again(cast: Cast) -> None:
    there = room(cast, present=2)
    own = proposed(cast, there)
    question = put(by=there.by, item=there.item, amendment=own)
    there.sitting.presences.filter(seat=there.seats[0]).update(left=there.sitting.opened)
    there.close(question)
    own.refresh_from_db()
    assert own.state == AmendmentState.PROPOSED
    there.sitting.presences.filter(seat=there.seats[0]).update(left=None)
    assert voted(there, own, FOR, FOR).state == AmendmentState.CARRIED


def test_one_whose_vote_nobody_ended_on_its_day_is_still_proposed(cast: Cast, later: Later) -> None:
    there = room(cast)
    own = proposed(cast, there)
    question = there.vote(put(by=there.by, item=there.item, amendment=own), FOR, FOR, FOR)
    later(DAY)
    there.close(question)
    own.refresh_from_db()
    assert (own.state, own.merged) == (AmendmentState.PROPOSED, None)


def test_what_clashes_stands_as_carried_until_it_is_settled(cast: Cast) -> None:
    there = room(cast)
    own, before = proposed(cast, there), name_of(cast.draft())
    saved(cast, "다른 이름")
    voted(there, own, FOR, FOR, FOR)
    assert (own.state, own.merged, name_of(cast.draft())) == ("carried", None, "다른 이름")
    with refused("amendment-clashes") as told:
        merge_amendment(by=there.by, amendment=own)
    assert f"jeju/projects/{JEJU_PARK}/name" in told.value.message.ko
    saved(cast, before)
    merge_amendment(by=there.by, amendment=own)
    assert name_of(cast.draft()) == NEW


def test_a_locked_draft_takes_it_when_it_comes_back(cast: Cast) -> None:
    there = room(cast)
    own = proposed(cast, there)
    Branch.objects.filter(name="jeju").update(state=BranchState.HANDED_IN)
    voted(there, own, FOR, FOR, FOR)
    assert (own.state, own.merged) == (AmendmentState.CARRIED, None)
    with refused("amendment-handed-in"):
        merge_amendment(by=there.by, amendment=own)
    Branch.objects.filter(name="jeju").update(state=BranchState.OPEN)
    assert merge_amendment(by=there.by, amendment=own).merged == cast.draft().head


def test_the_nations_amendment_of_a_city_goes_into_the_citys_draft_too(cast: Cast) -> None:
    there = room(cast, NATION)
    own = proposed(cast, there)
    voted(there, own, FOR, FOR, FOR)
    nation = city_section(cast.draft(), national_branch(cast.workspace).head)
    names = {each.id: each.name.ko for each in nation.projects}
    assert (names[JEJU_PARK], name_of(cast.draft())) == (NEW, NEW)


def test_amendments_come_before_the_decision(cast: Cast) -> None:
    there = room(cast)
    own = proposed(cast, there)
    with refused("amendments-first"):
        there.put()
    withdraw_amendment(by=there.by, amendment=own)
    with refused("amendment-voted"):
        withdraw_amendment(by=there.by, amendment=own)
    with refused("amendment-voted"):
        put(by=there.by, item=there.item, amendment=own)
    assert there.decide().verdict == Verdict.APPROVED
    with refused("decided-already"):
        proposed(cast, there)


def test_an_amendment_that_is_being_voted_is_not_withdrawn(cast: Cast) -> None:
    there = room(cast)
    own = proposed(cast, there)
    put(by=there.by, item=there.item, amendment=own)
    with refused("amendment-voted"):
        withdraw_amendment(by=there.by, amendment=own)


def test_an_amendment_is_of_this_draft_and_this_sitting(cast: Cast) -> None:
    there, elsewhere = room(cast), national_branch(cast.workspace).head
    with refused("not-of-this-draft"):
        section_at(there.item, elsewhere, "jeju")
    with refused("not-of-this-draft"):
        section_at(there.item, there.item.revision, "ulsan")
    close_sitting(by=there.by, sitting=there.sitting)
    with refused("not-open"):
        proposed(cast, there)
