"""Votes: each member once, while the committee is quorate; frozen with the roll at the close."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from mitgrim.adoption.voting import Outcome, Verdict
from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.reviews.kinds import SittingState
from mitgrim.web.reviews.models import Motion, Vote
from mitgrim.web.reviews.services.docket import declare
from mitgrim.web.reviews.services.members import change_seat
from mitgrim.web.reviews.services.sittings import close_sitting, enter, leave
from mitgrim.web.reviews.services.voting import Asked, cast_vote
from mitgrim.web.reviews.wording import voted
from mitgrim.web.revisions.kinds import HearingKind
from tests.web.cast import Cast
from tests.web.reviews.conftest import Later
from tests.web.reviews.story import (
    ABSTAIN,
    AGAINST,
    BEFORE,
    DAY,
    FOR,
    Room,
    committee,
    refused,
    room,
    saved,
    seated,
    somebody,
)

# What moves a sitting on, of the buttons of its pages.
STEPS = {"개의", "폐회", "출석", "퇴장", "투표하기", "표결 종료"}


def roll(motion: Motion) -> dict[str, str]:
    """What each member of a closed vote's roll said."""
    (own,) = voted(Motion.objects.filter(pk=motion.pk))
    return {each.name: each.said for each in own.roll}


def condition(*places: str) -> Asked:
    return Asked(text="글", places=places)


def gone(there: Room, at: int) -> None:
    leave(by=there.by, presence=there.sitting.presences.get(seat=there.seats[at], left=None))


def test_a_committee_approves_and_the_citys_hand_in_knows_it(cast: Cast) -> None:
    there = room(cast)
    item = there.decide()
    assert (item.verdict, item.decided is not None) == (Verdict.APPROVED, True)
    heard = cast.draft().hearings.get(kind=HearingKind.CITY_COMMITTEE)
    assert (heard.body, heard.held) == (there.committee.name_ko, there.sitting.day)
    assert item.motions.get().count == {
        "members": 3, "present": 3, "quorum": 2, "deciding": 3, "in_favour": 3, "against": 0,
        "abstained": 0, "silent": 0, "needed": 2,
    }  # fmt: skip


def test_what_was_saved_after_the_reviewed_state_shows_at_hand_in(cast: Cast) -> None:
    there = room(cast)
    saved(cast, "심의 중에 바뀐 공원")
    there.decide()
    heard = cast.draft().hearings.get(kind=HearingKind.CITY_COMMITTEE)
    assert heard.revision == there.item.revision


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ((FOR, FOR, AGAINST), Outcome.CARRIED),
        ((FOR, AGAINST, ABSTAIN), Outcome.LOST),
        ((FOR, None, None), Outcome.LOST),
        ((FOR, FOR, None), Outcome.CARRIED),
    ],
)
def test_the_majority_is_of_those_who_could_vote(
    cast: Cast, said: tuple[Any, ...], outcome: Outcome
) -> None:
    there = room(cast)
    there.close(there.vote(there.put(), *said))
    there.item.refresh_from_db()
    assert there.item.motions.get().outcome == outcome
    assert bool(there.item.verdict) is (outcome is Outcome.CARRIED)


def test_a_member_votes_once(cast: Cast) -> None:
    there = room(cast)
    question = there.vote(there.put(), FOR)
    with refused("voted-already"):
        cast_vote(by=there.seats[0].person, motion=question, choice=AGAINST)
    assert [own.choice for own in question.votes.all()] == [FOR]


def test_two_votes_at_once_are_held_apart_by_the_database(cast: Cast) -> None:
    """Two requests that both saw no vote yet: the second one's row is refused."""
    there = room(cast)
    question = there.vote(there.put(), FOR)
    own = question.votes.get()
    for again in (
        Vote(motion=question, seat=own.seat, by=there.seats[1].person, choice=FOR),
        Vote(motion=question, seat=there.seats[1], by=own.by, choice=FOR),
    ):
        again.moment = own.moment
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


def test_nobody_votes_after_the_close_and_nobody_closes_twice(cast: Cast) -> None:
    there = room(cast)
    question = there.close(there.vote(there.put(), FOR, FOR))
    with refused("vote-closed"):
        there.vote(question, None, None, FOR)
    with refused("vote-closed"):
        there.close(question)
    assert question.votes.count() == 2
    assert roll(question)["셋째 위원"] == "투표하지 않음"


def test_who_is_not_in_the_room_does_not_vote(cast: Cast) -> None:
    there = room(cast, present=2)
    question = there.put()
    for person in (there.seats[2].person, cast.jeju_secretary, cast.stranger):
        with refused("may-not-vote"):
            cast_vote(by=person, motion=question, choice=FOR)
    gone(there, 1)
    with refused("may-not-vote"):
        there.vote(question, None, FOR)
    assert not Vote.objects.exists()


def test_quorum_lost_in_mid_sitting_stops_votes_and_decides_nothing(cast: Cast) -> None:
    there = room(cast, present=2)
    question = there.vote(there.put(), FOR)
    gone(there, 0)
    with refused("no-quorum"):
        there.vote(question, None, FOR)
    closed = there.close(question)
    there.item.refresh_from_db()
    assert (closed.outcome, there.item.verdict) == (Outcome.INQUORATE, "")
    assert closed.votes.count() == 1, "what was said before stays on record"
    with refused("no-quorum"):
        there.put()
    enter(by=there.by, sitting=there.sitting, seat=there.seats[2])
    there.close(there.vote(there.put(), None, FOR, FOR))
    there.item.refresh_from_db()
    assert there.item.verdict == Verdict.APPROVED


def test_nothing_is_put_without_a_quorum_and_the_figures_are_said(cast: Cast) -> None:
    there = room(cast, present=1)
    with refused("no-quorum") as told:
        there.put()
    assert told.value.message.ko.startswith(
        "정족수가 모자랍니다. 재적 3명 가운데 2명이 있어야 하는데 1명이 있습니다."
    )


def test_a_member_with_an_interest_counts_for_the_quorum_and_does_not_vote(cast: Cast) -> None:
    there = room(cast, present=2)
    declare(by=cast.member, item=there.item, seat=there.seats[0], reason="토지 소유")
    question = there.put()
    with refused("may-not-vote"):
        there.vote(question, FOR)
    closed = there.close(there.vote(question, None, FOR))
    assert (closed.outcome, closed.count["deciding"], closed.count["needed"]) == ("carried", 1, 1)
    assert roll(closed) == {
        "위원회 위원": "이해관계로 표결하지 않음", "둘째 위원": "찬성", "셋째 위원": "자리에 없음",
    }  # fmt: skip


def test_an_interest_is_declared_with_a_reason_before_voting_and_once(cast: Cast) -> None:
    there = room(cast)
    say = {"by": cast.member, "item": there.item, "seat": there.seats[0]}
    with refused("interest-without-reason"):
        declare(**say, reason=" ")  # type: ignore[arg-type]
    declare(**say, reason="토지 소유")  # type: ignore[arg-type]
    declare(**say, reason="다시")  # type: ignore[arg-type]
    assert there.item.interests.get().reason == "토지 소유"
    there.vote(there.put(), None, FOR)
    with refused("voted-already"):
        declare(by=there.by, item=there.item, seat=there.seats[1], reason="늦게")


def test_a_deputy_votes_for_the_member_whose_place_they_take(cast: Cast) -> None:
    own = committee(cast, deputies=True)
    seats, deputy = seated(cast, own), somebody("deputy", "대리인")
    there = room(cast, own=own, present=0)
    enter(by=there.by, sitting=there.sitting, seat=seats[0], deputy=deputy)
    enter(by=there.by, sitting=there.sitting, seat=seats[1])
    question = there.put()
    with refused("may-not-vote"):  # who sent somebody is not there
        there.vote(question, FOR)
    cast_vote(by=deputy, motion=question, choice=AGAINST)
    closed = there.close(there.vote(question, None, FOR))
    (said,) = voted([closed])
    assert [(own.name, own.deputy, own.said) for own in said.roll] == [
        ("위원회 위원", "대리인", "반대"), ("둘째 위원", "", "찬성"),
        ("셋째 위원", "", "자리에 없음"),
    ]  # fmt: skip


def test_the_roll_stays_as_it_was_when_members_change_later(cast: Cast) -> None:
    there = room(cast)
    closed = there.close(there.vote(there.put(), FOR, FOR, AGAINST))
    before = roll(closed)
    close_sitting(by=there.by, sitting=there.sitting)
    change_seat(by=there.by, seat=there.seats[2], valid_to=there.sitting.day)
    Person.objects.filter(pk=there.seats[0].person_id).update(name="다른 이름")
    assert roll(closed) == before
    assert before == {"위원회 위원": "찬성", "둘째 위원": "찬성", "셋째 위원": "반대"}


def test_one_question_at_a_time_and_a_decided_item_is_decided(cast: Cast) -> None:
    there = room(cast)
    question = there.put()
    with refused("question-open"):
        there.put()
    there.close(there.vote(question, FOR, FOR))
    with refused("decided-already"):
        there.put()
    with refused("decided-already"):
        declare(by=there.by, item=there.item, seat=there.seats[2], reason="늦게")


def test_a_question_is_one_that_can_be_followed(cast: Cast) -> None:
    there = room(cast)
    for reason, verdict, more in (
        ("no-verdict", None, {}),
        ("conditions-and-verdict", Verdict.CONDITIONAL, {}),
        ("conditions-and-verdict", Verdict.APPROVED, {"conditions": [BEFORE]}),
        ("verdict-without-reason", Verdict.RETURNED, {}),
        ("condition-without-place", Verdict.CONDITIONAL, {"conditions": [condition()]}),
        ("condition-place", Verdict.CONDITIONAL, {"conditions": [condition("jeju")]}),
        ("condition-place", Verdict.CONDITIONAL, {"conditions": [condition("jeju/")]}),
        ("condition-place", Verdict.CONDITIONAL, {"conditions": [condition("ulsan/x/y")]}),
    ):
        with refused(reason):
            there.put(verdict, **more)  # type: ignore[arg-type]
    there.put(Verdict.CONDITIONAL, conditions=[BEFORE])
    assert Motion.objects.count() == 1


def test_a_plan_that_is_returned_is_not_approved(cast: Cast) -> None:
    there = room(cast)
    item = there.decide(Verdict.RETURNED, reason="근거가 없음")
    assert (item.verdict, item.reason) == (Verdict.RETURNED, "근거가 없음")
    assert not cast.draft().hearings.exists()


def test_a_vote_is_of_its_day(cast: Cast, later: Later) -> None:
    there = room(cast)
    question = there.put()
    later(DAY)
    with refused("another-day"):
        there.vote(question, FOR)
    with refused("another-day"):
        there.put()


def test_a_vote_that_nobody_ended_on_its_day_decides_nothing(cast: Cast, later: Later) -> None:
    there = room(cast)
    question = there.vote(there.put(), FOR, FOR, FOR)
    later(DAY)
    assert there.close(question).outcome == Outcome.LAPSED
    there.item.refresh_from_db()
    assert (there.item.verdict, question.votes.count()) == ("", 3)


def test_a_sitting_that_was_forgotten_is_closed_and_the_question_put_in_the_next(
    cast: Cast, later: Later
) -> None:
    there = room(cast)
    question = there.put()
    later(DAY)
    with refused("question-open"):
        close_sitting(by=there.by, sitting=there.sitting)
    there.close(question)
    assert close_sitting(by=there.by, sitting=there.sitting).state == SittingState.CLOSED
    assert room(cast, own=there.committee).decide().verdict == Verdict.APPROVED


def test_the_page_of_a_forgotten_sitting_says_what_is_left_to_do(
    cast: Cast, client: Client, later: Later
) -> None:
    there = room(cast)
    there.put()
    later(DAY)
    client.force_login(there.by, "django.contrib.auth.backends.ModelBackend")
    at = "/work/small-2018/committees"
    sitting, item = (
        client.get(f"{at}/{path}/").content.decode()
        for path in (f"sittings/{there.sitting.pk}", f"items/{there.item.pk}")
    )
    buttons = [set(re.findall(r"<button[^>]*>([^<]+)<", own)) & STEPS for own in (sitting, item)]
    assert buttons == [{"폐회"}, {"표결 종료"}]
    assert all("회의 날짜가 지났습니다." in own for own in (sitting, item))


def test_who_voted_is_recorded_and_how_is_on_the_roll_alone(cast: Cast) -> None:
    there = room(cast)
    question = there.vote(there.put(), FOR)
    steps = AuditEntry.objects.filter(verb="review.vote")
    assert [(own.person, own.detail) for own in steps] == [(cast.member, {"motion": question.pk})]


def test_a_second_vote_on_the_page_is_refused_in_words_and_recorded(
    cast: Cast, client: Client
) -> None:
    there = room(cast)
    question = there.vote(there.put(), FOR)
    client.force_login(cast.member, "django.contrib.auth.backends.ModelBackend")
    path = f"/work/small-2018/committees/motions/{question.pk}/vote/"
    page: Any = client.post(path, {"choice": "against"}, follow=True)
    assert (
        "위원회 위원님은 이미 투표했습니다. 한 사람은 한 번만 투표합니다." in page.content.decode()
    )
    tried = AuditEntry.objects.get(verb="review.refused")
    assert (tried.person, tried.subject, tried.detail) == (
        cast.member, path, {"reason": "voted-already"},
    )  # fmt: skip
    assert [own.choice for own in question.votes.all()] == [FOR]
