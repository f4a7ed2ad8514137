"""A sitting: on its own day, with those who came, stamped one after another."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from mitgrim.plan import NATION
from mitgrim.web.reviews.kinds import ItemKind, SittingState
from mitgrim.web.reviews.models import Sitting
from mitgrim.web.reviews.queries import attendance_of, rule_on
from mitgrim.web.reviews.services.docket import add_item
from mitgrim.web.reviews.services.members import change_seat, keep_committee
from mitgrim.web.reviews.services.sittings import (
    call_sitting,
    close_sitting,
    enter,
    leave,
    move_sitting,
    open_sitting,
    write_minutes,
)
from mitgrim.web.revisions.queries import city_section
from tests.cast import ULSAN_SCHOOL
from tests.web.cast import Cast, renamed
from tests.web.procedure.asking import by_the_act
from tests.web.reviews.conftest import Later
from tests.web.reviews.story import (
    DAY,
    FOR,
    assembled,
    committee,
    refused,
    room,
    saved,
    seated,
    somebody,
)


def quorate(sitting: Sitting) -> tuple[int, int, int]:
    """Who is there, of how many, and how many are needed."""
    own = attendance_of(sitting, rule_on(sitting.committee, sitting.day))
    assert own is not None
    return own.present, own.members, own.quorum


def test_a_sitting_opens_on_its_own_day_with_members_and_a_known_quorum(
    cast: Cast, later: Later
) -> None:
    own, by, today = committee(cast), cast.jeju_secretary, timezone.localdate()
    with refused("day-past"):
        call_sitting(by=by, committee=own, title="어제", day=today - DAY)
    sitting = call_sitting(by=by, committee=own, title="내일", day=today + DAY)
    with refused("another-day"):
        open_sitting(by=by, sitting=sitting)
    later(DAY)
    with refused("no-members"):
        open_sitting(by=by, sitting=sitting)
    seated(cast, own)
    assert open_sitting(by=by, sitting=sitting).state == SittingState.OPEN
    with refused("not-called"):
        open_sitting(by=by, sitting=sitting)


def test_a_sitting_is_postponed_until_it_begins(cast: Cast, later: Later) -> None:
    own, by, today = committee(cast), cast.jeju_secretary, timezone.localdate()
    seated(cast, own)
    sitting = call_sitting(by=by, committee=own, title="제1차", day=today)
    with refused("day-past"):
        move_sitting(by=by, sitting=sitting, title="제1차", day=today - DAY)
    moved = move_sitting(by=by, sitting=sitting, title="제1차(연기)", day=today + DAY, place="본관")
    assert (moved.title, moved.day, moved.place) == ("제1차(연기)", today + DAY, "본관")
    with refused("another-day"):
        open_sitting(by=by, sitting=sitting)
    later(DAY)
    open_sitting(by=by, sitting=sitting)
    with refused("not-called"):
        move_sitting(by=by, sitting=sitting, title="제1차", day=today + 2 * DAY)


def test_the_page_to_postpone_begins_with_what_holds(cast: Cast, client: Client) -> None:
    own, by, today = committee(cast), cast.jeju_secretary, timezone.localdate()
    sitting = call_sitting(by=by, committee=own, title="제1차", day=today, place="본관")
    client.force_login(by, "django.contrib.auth.backends.ModelBackend")
    path = f"/work/small-2018/committees/sittings/{sitting.pk}/move/"
    page: Any = client.get(path)
    kept = {name: page.context["form"].initial[name] for name in ("title", "day", "place")}
    assert kept == {"title": "제1차", "day": today, "place": "본관"}
    client.post(path, kept | {"day": (today + DAY).isoformat()})
    sitting.refresh_from_db()
    assert (sitting.title, sitting.day) == ("제1차", today + DAY)


def test_a_committee_whose_quorum_nobody_knows_does_not_sit(cast: Cast) -> None:
    own = keep_committee(
        by=cast.officer, workspace=by_the_act(cast), section=NATION, ko="국가위원회"
    )
    seated(cast, own)
    sitting = call_sitting(by=cast.officer, committee=own, title="1차", day=timezone.localdate())
    with refused("rule-unknown"):
        open_sitting(by=cast.officer, sitting=sitting)


def test_members_come_once_and_leave_once(cast: Cast) -> None:
    there = room(cast, present=0)
    first = there.seats[0]
    came = enter(by=there.by, sitting=there.sitting, seat=first)
    with refused("there-already"):
        enter(by=there.by, sitting=there.sitting, seat=first)
    leave(by=there.by, presence=came)
    with refused("left-already"):
        leave(by=there.by, presence=came)
    again = enter(by=there.by, sitting=there.sitting, seat=first)
    assert again.came >= came.came
    assert quorate(there.sitting) == (1, 3, 2)


def test_who_is_no_member_on_that_day_does_not_come(cast: Cast, later: Later) -> None:
    own = committee(cast)
    first, *_ = seated(cast, own, since=timezone.localdate() - 2 * DAY)
    change_seat(by=cast.jeju_secretary, seat=first, valid_to=timezone.localdate() - DAY)
    there = room(cast, own=own, present=0)
    with refused("not-a-member"):
        enter(by=there.by, sitting=there.sitting, seat=first)
    assert quorate(there.sitting) == (0, 2, 2)


def test_deputies_come_only_where_they_are_allowed_and_sit_for_one(cast: Cast) -> None:
    deputy = somebody("deputy", "대리인")
    there = room(cast, present=0)
    with refused("no-deputies"):
        enter(by=there.by, sitting=there.sitting, seat=there.seats[0], deputy=deputy)
    close_sitting(by=there.by, sitting=there.sitting)
    keep_committee(
        by=there.by, workspace=cast.workspace, section="jeju", ko="위원회", deputies=True
    )
    there.committee.refresh_from_db()
    again = room(cast, own=there.committee, present=0)
    first, second, third = again.seats
    enter(by=again.by, sitting=again.sitting, seat=first, deputy=deputy)
    with refused("sits-for-another"):  # for two members
        enter(by=again.by, sitting=again.sitting, seat=second, deputy=deputy)
    with refused("sits-for-another"):  # a member for another
        enter(by=again.by, sitting=again.sitting, seat=second, deputy=third.person)
    assert quorate(again.sitting) == (1, 3, 2)


def test_nothing_happens_in_a_sitting_that_is_not_open_or_on_another_day(
    cast: Cast, later: Later
) -> None:
    there = room(cast, present=2)
    later(DAY)
    with refused("another-day"):
        enter(by=there.by, sitting=there.sitting, seat=there.seats[2])
    later(0 * DAY)
    close_sitting(by=there.by, sitting=there.sitting)
    with refused("not-open"):
        enter(by=there.by, sitting=there.sitting, seat=there.seats[2])
    with refused("not-open"):
        close_sitting(by=there.by, sitting=there.sitting)
    with refused("not-open"):
        add_item(by=there.by, sitting=there.sitting, kind=ItemKind.SECTION, title="늦은 안건")
    assert there.sitting.presences.filter(left=None).count() == 0
    assert write_minutes(by=there.by, sitting=there.sitting, minutes=" 발언 ").minutes == "발언"


def test_a_clock_that_was_set_back_is_refused_and_nothing_is_lost(cast: Cast, later: Later) -> None:
    there = room(cast, present=2)
    before = there.sitting.presences.count()
    later(-timedelta(seconds=30))
    with refused("clock-back"):
        enter(by=there.by, sitting=there.sitting, seat=there.seats[2])
    assert there.sitting.presences.count() == before
    later(timedelta(seconds=1))
    enter(by=there.by, sitting=there.sitting, seat=there.seats[2])
    assert quorate(there.sitting) == (3, 3, 2)


def test_a_sitting_does_not_close_over_an_open_vote(cast: Cast) -> None:
    there = room(cast)
    question = there.put()
    with refused("question-open"):
        close_sitting(by=there.by, sitting=there.sitting)
    there.close(there.vote(question, FOR, FOR, FOR))
    closed = close_sitting(by=there.by, sitting=there.sitting)
    assert (closed.state, closed.closed is not None) == (SittingState.CLOSED, True)


def test_the_docket_takes_a_revision_of_the_committees_own_draft(cast: Cast) -> None:
    there = room(cast)
    put = {"by": there.by, "sitting": there.sitting, "title": "안건"}
    with refused("item-kind"):
        add_item(**put, kind=ItemKind.PLAN)  # type: ignore[arg-type]
    with refused("nothing-adopted"):
        add_item(**put, kind=ItemKind.CHANGE)  # type: ignore[arg-type]
    ulsan = city_section(cast.draft("ulsan"))
    elsewhere = assembled(cast, renamed(ulsan, ULSAN_SCHOOL, "고친 학교"))
    with refused("not-of-this-draft"):
        add_item(**put, kind=ItemKind.SECTION, revision=elsewhere)  # type: ignore[arg-type]
    own = add_item(**put, kind=ItemKind.SECTION)  # type: ignore[arg-type]
    later_one = saved(cast)
    own.refresh_from_db()
    assert (own.number, own.revision.number < later_one.number) == (2, True)
