"""A promise is closed by the revision that keeps it, and by no other."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from mitgrim.plan import NATION
from mitgrim.web.opinions.answering import close, decide, group, ungroup
from mitgrim.web.opinions.carrying import changed_lines
from mitgrim.web.opinions.kinds import DispositionKind, Progress
from mitgrim.web.opinions.models import Disposition
from mitgrim.web.opinions.services import OpinionRefusal
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.revisions.kinds import RevisionKind
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import advance_plan
from tests.cast import JEJU_JOINT, JEJU_PARK, ULSAN_SCHOOL
from tests.web.cast import Cast, renamed
from tests.web.opinions.story import (
    PARK,
    given,
    halved,
    part_of,
    promised,
    put_back,
    renamed_park,
    saved,
)

JOINT = f"jeju/projects/{JEJU_JOINT}"


def refused(answer: Disposition, revision: StoredRevision | None, by: object) -> str:
    with pytest.raises(OpinionRefusal) as refusal:
        close(by=by, disposition=answer, revision=revision)  # type: ignore[arg-type]
    answer.refresh_from_db()
    assert (answer.closed, answer.revision) == (None, None)
    return refusal.value.reason


def test_the_revision_that_changes_the_place_closes_the_promise(cast: Cast) -> None:
    answer = promised(cast, given(cast), given(cast, "줄여 주세요"))
    revision = halved(cast)
    done = close(by=cast.jeju, disposition=answer, revision=revision)
    assert (done.progress, done.revision, done.places) == (Progress.CLOSED, revision, [PARK])
    told = AuditEntry.objects.get(verb="opinion.close")
    assert told.detail == {"kind": "accepted", "revision": revision.number, "met": False}


def test_nothing_is_closed_without_a_change(cast: Cast) -> None:
    answer = promised(cast, given(cast))
    assert refused(answer, None, cast.jeju) == "revision-missing"
    elsewhere = saved(cast, renamed(city_section(cast.draft()), JEJU_JOINT, "다른 이름"))
    assert refused(answer, elsewhere, cast.jeju) == "unchanged"


def test_a_revision_from_before_the_opinion_does_not_count(cast: Cast) -> None:
    revision = halved(cast)
    answer = promised(cast, given(cast))
    assert refused(answer, revision, cast.jeju) == "revision-before"


def test_a_revision_of_another_citys_section_does_not_count(cast: Cast) -> None:
    answer = promised(cast, given(cast))
    halved(cast)
    ulsan = saved(
        cast, renamed(city_section(cast.draft("ulsan")), ULSAN_SCHOOL, "다른 학교"), cast.ulsan
    )
    assert refused(answer, ulsan, cast.jeju) == "elsewhere"


def test_what_is_changed_and_changed_back_does_not_count(cast: Cast) -> None:
    answer = promised(cast, given(cast))
    first = halved(cast)
    back = put_back(cast)
    assert refused(answer, back, cast.jeju) == "unchanged"
    assert refused(answer, first, cast.jeju) == "taken-back"


def test_every_place_that_was_named_must_change(cast: Cast) -> None:
    answer = promised(cast, given(cast), places=[f"{PARK}/money", f"{PARK}/name"])
    first = halved(cast)
    assert refused(answer, first, cast.jeju) == "unchanged"
    second = renamed_park(cast)
    done = close(by=cast.jeju, disposition=answer, revision=second)
    assert done.revision == second


def test_a_whole_city_is_no_promise(cast: Cast) -> None:
    answer = promised(cast, given(cast, place="jeju"))
    assert answer.places == ["jeju"]
    revision = halved(cast)
    assert refused(answer, revision, cast.jeju) == "too-wide"
    decide(by=cast.jeju, disposition=answer, kind=DispositionKind.PARTLY, reason="공원만",
           places=[PARK])  # fmt: skip
    assert close(by=cast.jeju, disposition=answer, revision=revision).revision == revision


def test_the_assembled_plan_carries_out_what_the_city_changed(cast: Cast) -> None:
    answer = promised(cast, given(cast))
    halved(cast)
    whole = advance_plan(
        by=cast.officer, branch=cast.draft(NATION), sections={"jeju": city_section(cast.draft())},
        parents=(), message="취합", kind=RevisionKind.ASSEMBLY,
    )  # fmt: skip
    assert close(by=cast.officer, disposition=answer, revision=whole).revision == whole


def test_each_opinion_of_a_group_is_held_against_what_it_was_about(cast: Cast) -> None:
    before = given(cast)
    halved(cast)
    after = given(cast, "더 줄여 주세요", revision=cast.draft().head)
    answer = promised(cast, before, after, places=[f"{PARK}/money"])
    assert refused(answer, renamed_park(cast), cast.jeju) == "unchanged"
    again = halved(cast)
    assert close(by=cast.jeju, disposition=answer, revision=again).revision == again


def test_what_the_plan_had_already_is_closed_by_naming_where(cast: Cast) -> None:
    own = given(cast, "공원이 있어야 합니다")
    answer = promised(cast, own, places=[f"{PARK}/name"])
    done = close(by=cast.jeju, disposition=answer, met=True)
    assert (done.met, done.revision, done.closed is not None) == (True, own.revision, True)


def test_what_the_plan_did_not_have_is_not_met(cast: Cast) -> None:
    for place in (f"{PARK}/point", "jeju/projects/jeju-p-222222", "ulsan/nothing"):
        answer = promised(cast, given(cast, place), places=[place])
        with pytest.raises(OpinionRefusal) as refusal:
            close(by=cast.jeju, disposition=answer, met=True)
        assert refusal.value.reason == "not-there"


@pytest.mark.parametrize("kind", [DispositionKind.NOT_ACCEPTED, DispositionKind.NOTED])
def test_what_changes_nothing_is_closed_with_its_reason(cast: Cast, kind: DispositionKind) -> None:
    answer = promised(cast, given(cast), kind=kind)
    done = close(by=cast.jeju, disposition=answer)
    assert (done.progress, done.revision, done.places) == (Progress.CLOSED, None, [])


def test_what_is_closed_stays_as_it_is(cast: Cast) -> None:
    own, other = given(cast), given(cast, "다른 글")
    answer = promised(cast, own, kind=DispositionKind.NOTED)
    close(by=cast.jeju, disposition=answer)
    part = part_of(own)
    for change in (
        lambda: decide(by=cast.jeju, disposition=answer, kind=DispositionKind.NOTED, reason="새"),
        lambda: close(by=cast.jeju, disposition=answer),
        lambda: ungroup(by=cast.jeju, segment=part),
        lambda: group(by=cast.jeju, segments=[part]),
        lambda: group(by=cast.jeju, segments=[part_of(other)], into=answer),
    ):
        with pytest.raises(OpinionRefusal) as refusal:
            change()
        assert refusal.value.reason == "closed-already"
    answer.refresh_from_db()
    assert answer.reason == "줄이겠습니다."


def test_the_database_refuses_a_promise_that_was_closed_by_nothing(cast: Cast) -> None:
    answer = promised(cast, given(cast))
    rows = Disposition.objects.filter(pk=answer.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(closed=answer.decided)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(closed=answer.decided, kind="noted", reason="")


def test_nothing_is_closed_that_was_not_decided(cast: Cast) -> None:
    answer = group(by=cast.jeju, segments=[part_of(given(cast))])
    assert refused(answer, halved(cast), cast.jeju) == "undecided"


def test_the_changed_lines_are_those_of_the_places_alone(cast: Cast) -> None:
    before = cast.draft("nation").head
    renamed_park(cast, "다른 이름")
    after = halved(cast)
    (money,) = changed_lines(before, after, [f"{PARK}/money"])
    assert (money.fields, len(money.money)) == ((), 1)
    (name,) = changed_lines(before, after, [f"{PARK}/name"])
    assert ([own.after for own in name.fields], name.money) == (["다른 이름"], ())
    assert changed_lines(before, after, [JOINT]) == []
    assert changed_lines(before, after, ["ulsan"]) == []


def test_a_project_that_came_tells_nothing_of_who_does_it_until_when(cast: Cast) -> None:
    before = cast.draft("nation").head
    section = city_section(cast.draft())
    without = tuple(own for own in section.projects if own.id != JEJU_PARK)
    saved(cast, replace(section, projects=without))
    removed = cast.draft().head
    (record,) = changed_lines(removed, before, [PARK])
    places = {own.place.rpartition("/")[2] for own in record.fields}
    assert "name" in places
    assert places & {"owner", "due", "provenance"} == set()


def test_a_name_does_not_count_as_money(cast: Cast) -> None:
    answer = promised(cast, given(cast), places=[f"{PARK}/money"])
    assert refused(answer, renamed_park(cast), cast.jeju) == "unchanged"
