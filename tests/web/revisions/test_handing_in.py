"""From a city's draft to the plan: hearings, hand-in, return, assembly, baselines."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mitgrim.plan import NATION
from mitgrim.web.revisions.handing_in import (
    assemble_plan,
    freeze,
    hand_in,
    preview,
    readiness,
    record_hearing,
    return_draft,
    waiting,
)
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.revisions.queries import city_section, manifest, may_read, national_branch, plan_of
from mitgrim.web.revisions.services import DraftRefusal, Saved, save_section
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, renamed, with_project

pytestmark = pytest.mark.django_db
DAY = date(2018, 9, 3)


def heard(cast: Cast, *kinds: HearingKind) -> None:
    for kind in kinds or HearingKind:
        record_hearing(
            by=cast.jeju_editor, branch=cast.draft(), kind=kind, body="예시 기관", held=DAY
        )


def edited(cast: Cast, name: str = "새 이름") -> Saved:
    branch = cast.draft()
    section = renamed(city_section(branch), JEJU_PARK, name)
    done = save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
    assert isinstance(done, Saved)
    return done


def test_a_draft_is_handed_in_after_everybody_was_heard(cast: Cast) -> None:
    assert readiness(cast.draft()).missing == tuple(HearingKind)
    with pytest.raises(DraftRefusal, match="시장·군수·구청장, 이전 공공기관"):
        hand_in(by=cast.jeju_editor, branch=cast.draft())
    heard(cast)
    handed = hand_in(by=cast.jeju_editor, branch=cast.draft())
    assert waiting(cast.workspace) == (handed,)


def test_hearings_are_written_into_the_plans_own_stages(cast: Cast) -> None:
    heard(cast, HearingKind.LOCAL_HEADS)
    assert city_section(cast.draft()).stages == ()
    heard(cast, HearingKind.INSTITUTIONS)
    assert [(own.id, own.done) for own in city_section(cast.draft()).stages] == [("hearing", DAY)]


def test_a_hearing_can_not_lie_in_the_future(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(DraftRefusal, match="아직 오지 않은 날"):
        record_hearing(
            by=cast.jeju_editor, branch=cast.draft(), kind=HearingKind.LOCAL_HEADS, body="예시",
            held=tomorrow,
        )  # fmt: skip


def test_a_draft_with_errors_is_not_handed_in(cast: Cast) -> None:
    heard(cast)
    branch = cast.draft()
    broken = with_project(city_section(branch), JEJU_PARK, action="industry.99")
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=broken, message="")
    with pytest.raises(DraftRefusal, match="오류 1건"):
        hand_in(by=cast.jeju_editor, branch=cast.draft())


def test_what_changed_after_the_committees_review_is_shown(cast: Cast) -> None:
    heard(cast)
    assert readiness(cast.draft()).since_review == ()
    edited(cast)
    assert [own.place for own in readiness(cast.draft()).since_review] == [
        f"jeju/projects/{JEJU_PARK}/name/ko"
    ]


def test_a_draft_that_is_handed_in_is_locked_until_it_is_returned(cast: Cast) -> None:
    heard(cast)
    hand_in(by=cast.jeju_editor, branch=cast.draft())
    with pytest.raises(DraftRefusal, match="제출한 초안"):
        edited(cast)
    with pytest.raises(DraftRefusal, match="반려 사유"):
        return_draft(by=cast.officer, branch=cast.draft(), reason=" ")
    return_draft(by=cast.officer, branch=cast.draft(), reason="합계를 고치세요")
    assert edited(cast).changes != ()


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("jeju", True, True),
        ("jeju_colleague", True, True),
        ("jeju_editor", True, True),
        ("jeju_secretary", True, True),
        ("ulsan", False, False),
        ("ulsan_editor", False, False),
        ("officer", False, True),
        ("researcher", False, True),
        ("member", False, True),
        ("consulted", False, False),
        ("institution", False, False),
        ("moderator", False, False),
        ("administrator", False, False),
        ("resident", False, False),
        ("stranger", False, False),
    ],
)
def test_who_may_read_jejus_draft_before_and_after_hand_in(
    cast: Cast, who: str, before: bool, after: bool
) -> None:
    person = getattr(cast, who)
    heard(cast)
    assert may_read(person, cast.draft()) is before
    hand_in(by=cast.jeju_editor, branch=cast.draft())
    assert may_read(person, cast.draft()) is after


def test_what_is_handed_in_becomes_the_plan_in_one_revision(cast: Cast) -> None:
    edited(cast)
    heard(cast)
    hand_in(by=cast.jeju_editor, branch=cast.draft())
    changes = preview(cast.workspace, waiting(cast.workspace))
    assert f"jeju/projects/{JEJU_PARK}/name/ko" in [own.place for own in changes["jeju"]]
    saved = assemble_plan(
        by=cast.officer, workspace=cast.workspace, hand_ins=waiting(cast.workspace), message="취합"
    )
    assert plan_of(manifest(saved)).section("jeju") == city_section(cast.draft())
    assert waiting(cast.workspace) == ()
    assert {own.in_branches.first().branch.name for own in saved.parents.all()} == {"jeju", NATION}  # type: ignore[union-attr]
    with pytest.raises(DraftRefusal, match="이미 취합"):
        assemble_plan(by=cast.officer, workspace=cast.workspace, hand_ins=(), message="")


def test_a_baseline_keeps_its_revision_whatever_comes_later(cast: Cast) -> None:
    frozen = freeze(by=cast.officer, workspace=cast.workspace, name="2018년 확정본")
    before = plan_of(manifest(frozen.revision))
    edited(cast)
    heard(cast)
    hand_in(by=cast.jeju_editor, branch=cast.draft())
    assemble_plan(
        by=cast.officer, workspace=cast.workspace, hand_ins=waiting(cast.workspace), message=""
    )
    frozen.refresh_from_db()
    assert plan_of(manifest(frozen.revision)) == before
    assert frozen.revision != national_branch(cast.workspace).head
    with pytest.raises(DraftRefusal, match="이미 있는 이름"):
        freeze(by=cast.officer, workspace=cast.workspace, name="2018년 확정본")
