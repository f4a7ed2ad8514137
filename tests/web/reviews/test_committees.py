"""A committee is set up: its quorum, its members, each with the days on which they hold."""

from collections import Counter
from datetime import date

from django.utils import timezone

from mitgrim.plan import NATION
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.reviews.models import Committee
from mitgrim.web.reviews.queries import committees_for, composition_of, rule_on, seats_on
from mitgrim.web.reviews.services.members import (
    add_seat,
    change_seat,
    keep_committee,
    keep_rule,
)
from mitgrim.web.reviews.services.sittings import close_sitting
from mitgrim.web.reviews.wording import rule_text
from mitgrim.wording import Text
from tests.web.cast import Cast
from tests.web.procedure.asking import by_the_act
from tests.web.reviews.story import DAY, committee, refused, room, seated, somebody


def test_a_citys_quorum_is_the_acts_and_nobody_can_set_another(cast: Cast) -> None:
    own, today = committee(cast), timezone.localdate()
    known = rule_on(own, today)
    assert known is not None
    assert (known.is_setting, known.source.ko) == (False, "혁신도시법 시행령 제32조")
    assert rule_text(known) == Text(
        "재적위원 과반수 출석, 표결할 수 있는 출석위원 과반수 찬성",
        "more than half of the members present, more than half of those who can vote in favour",
    )
    with refused("rule-of-law"):
        keep_rule(
            by=cast.jeju_secretary, committee=own, valid_from=today, quorum=1, majority=1,
            source="예시",
        )  # fmt: skip


def test_the_nations_quorum_is_not_known_until_somebody_sets_it_and_says_where_from(
    cast: Cast,
) -> None:
    own = keep_committee(
        by=cast.officer, workspace=by_the_act(cast), section=NATION, ko="국가위원회"
    )
    assert rule_on(own, timezone.localdate()) is None
    told = {"by": cast.officer, "committee": own, "quorum": 66, "majority": 50}
    with refused("rule-without-source"):
        keep_rule(**told, valid_from=date(2018, 1, 1), source=" ")  # type: ignore[arg-type]
    keep_rule(**told, valid_from=date(2018, 1, 1), source="예시 세칙", quorum_over=False)  # type: ignore[arg-type]
    known = rule_on(own, timezone.localdate())
    assert known is not None
    assert (known.is_setting, known.source.ko) == (True, "설정: 예시 세칙")
    said = rule_text(known)
    assert said is not None
    assert said.ko == "재적위원 66.0% 이상 출석, 표결할 수 있는 출석위원 과반수 찬성"


def test_a_rule_holds_from_its_day_on(cast: Cast) -> None:
    own, today = committee(cast, NATION), timezone.localdate()
    keep_rule(
        by=cast.officer, committee=own, valid_from=today, quorum=67, majority=67, source="새 세칙"
    )
    sources = [rule_on(own, day) for day in (today - DAY, today)]
    assert [each and each.source.ko for each in sources] == [
        "설정: 예시 운영세칙 제5조",
        "설정: 새 세칙",
    ]
    assert rule_on(own, date(2017, 12, 31)) is None


def test_whose_days_have_not_come_or_are_over_is_no_member(cast: Cast) -> None:
    own, today = committee(cast), timezone.localdate()
    first, *_ = seated(cast, own, since=today - 10 * DAY)
    change_seat(by=cast.jeju_secretary, seat=first, valid_to=today - DAY)
    coming = add_seat(
        by=cast.jeju_secretary, committee=own, person=cast.member, valid_from=today + DAY
    )
    names = [[each.person.name for each in seats_on(own, day)] for day in (today, today + DAY)]
    assert names == [["둘째 위원", "셋째 위원"], ["둘째 위원", "셋째 위원", "위원회 위원"]]
    assert coming.organisation == cast.member.organisation


def test_nobody_has_two_seats_at_once_and_no_seat_ends_before_it_begins(cast: Cast) -> None:
    own, today = committee(cast), timezone.localdate()
    first, *_ = seated(cast, own)
    add = {"by": cast.jeju_secretary, "committee": own, "person": cast.member}
    with refused("member-already"):
        add_seat(**add, valid_from=today + DAY)  # type: ignore[arg-type]
    with refused("days-out-of-order"):
        change_seat(by=cast.jeju_secretary, seat=first, valid_to=today - DAY)
    change_seat(by=cast.jeju_secretary, seat=first, valid_to=today)
    again = add_seat(**add, valid_from=today + DAY)  # type: ignore[arg-type]
    with refused("member-already"):
        change_seat(by=cast.jeju_secretary, seat=first, valid_to=again.valid_from)
    assert own.seats.count() == 4


def test_members_rule_and_deputies_stay_while_a_sitting_is_open(cast: Cast) -> None:
    there = room(cast, NATION)
    own, by, today = there.committee, there.by, timezone.localdate()
    with refused("during-sitting"):
        add_seat(by=by, committee=own, person=cast.researcher, valid_from=today)
    with refused("during-sitting"):
        change_seat(by=by, seat=there.seats[0], valid_to=today)
    with refused("during-sitting"):
        keep_rule(by=by, committee=own, valid_from=today, quorum=1, majority=1, source="예시")
    same = {"by": by, "workspace": cast.workspace, "section": NATION}
    with refused("during-sitting"):
        keep_committee(**same, ko="위원회", deputies=True)  # type: ignore[arg-type]
    keep_committee(**same, ko="새 이름(예시)")  # type: ignore[arg-type]
    close_sitting(by=by, sitting=there.sitting)
    keep_committee(**same, ko="새 이름(예시)", deputies=True)  # type: ignore[arg-type]
    own.refresh_from_db()
    assert (own.name_ko, own.deputies, Committee.objects.count()) == ("새 이름(예시)", True, 1)


def test_what_the_act_has_against_how_a_committee_is_made_up_is_said(cast: Cast) -> None:
    own = committee(cast)
    assert composition_of(own, timezone.localdate()) == ()
    seated(cast, own)
    found = Counter(each.id for each in composition_of(own, timezone.localdate()))
    assert found == {"committee-chairs": 1, "committee-seat": 7}  # two chairs, seven kinds of seats


def test_only_members_and_those_who_work_on_the_section_see_its_committee(cast: Cast) -> None:
    own = committee(cast)
    committee(cast, NATION)
    seated(cast, own)
    somebody("fourth", "넷째")
    seen = {
        name: [each.section for each in committees_for(getattr(cast, name), cast.workspace)]
        for name in ("jeju", "jeju_editor", "member", "ulsan", "officer", "resident", "stranger")
    }
    assert seen == {
        "jeju": ["jeju"], "jeju_editor": ["jeju"], "member": ["jeju"], "ulsan": [],
        "officer": [NATION], "resident": [], "stranger": [],
    }  # fmt: skip
    assert committees_for(somebody("fourth", "넷째"), cast.workspace) == []


def test_every_step_is_recorded(cast: Cast) -> None:
    seated(cast, committee(cast, NATION))
    steps = AuditEntry.objects.filter(subject=f"{cast.workspace.pk}/nation").order_by("id")
    assert list(steps.values_list("verb", flat=True)) == [
        "review.committee", "review.rule", *["review.member-add"] * 3,
    ]  # fmt: skip
