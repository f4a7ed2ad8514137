"""What committees expect of somebody stands in their own list, and goes when it is done."""

from django.utils import timezone

from mitgrim.web.people.models import Person
from mitgrim.web.procedure.things_to_do import things_to_do
from mitgrim.web.reviews.services.docket import declare
from mitgrim.web.reviews.services.sittings import call_sitting, close_sitting, open_sitting
from tests.web.cast import Cast
from tests.web.reviews.conftest import Later
from tests.web.reviews.story import DAY, FOR, committee, room, seated

AT = "/work/small-2018/committees/"


def listed(person: Person) -> list[str]:
    return [own.text for own in things_to_do(person)]


def test_members_are_called_and_their_secretary_opens_and_closes(cast: Cast, later: Later) -> None:
    own, by, day = committee(cast), cast.jeju_secretary, timezone.localdate() + DAY
    seated(cast, own)
    sitting = call_sitting(by=by, committee=own, title="제1차 회의", day=day)
    (called,) = things_to_do(cast.member)
    assert (called.text, called.due, called.url) == (
        "jeju 위원회(예시) 제1차 회의 참석", day, f"{AT}sittings/{sitting.pk}/",
    )  # fmt: skip
    assert (listed(by), listed(cast.stranger)) == ([], [])
    later(DAY)
    assert listed(by) == ["jeju 위원회(예시) 제1차 회의 열기"]
    open_sitting(by=by, sitting=sitting)
    assert (listed(by), listed(cast.member)) == (["jeju 위원회(예시) 제1차 회의 마치기"], [])
    later(2 * DAY)
    assert listed(by) == ["jeju 위원회(예시) 제1차 회의 마치기"], "it was forgotten"
    close_sitting(by=by, sitting=sitting)
    assert listed(by) == []


def test_a_question_waits_for_those_who_may_vote_and_have_not(cast: Cast) -> None:
    there = room(cast)
    first, second, third = (own.person for own in there.seats)
    declare(by=there.by, item=there.item, seat=there.seats[2], reason="토지를 가짐")
    question = there.vote(there.put(), FOR)
    assert [listed(own) for own in (first, second, third)] == [[], ["‘계획안’ 표결"], []]
    (own,) = things_to_do(second)
    assert own.url == f"{AT}items/{there.item.pk}/#question"
    there.close(question)
    assert listed(second) == []
