"""An officer publishes the whole plan from a moment on, and takes back only what is to come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mitgrim.plan import Label
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.models import Publication, PublishedProject
from mitgrim.web.publish.project_rows import rebuild, rows_of
from mitgrim.web.publish.queries import public_versions, published_plan
from mitgrim.web.publish.services import PublishRefusal, publish, withdraw
from mitgrim.web.revisions.projection import said_by
from mitgrim.web.revisions.queries import national_branch
from tests.cast import JEJU_PARK
from tests.web.cast import Cast
from tests.web.publish.stories import ADOPTED, SIX, brought_in, published, with_park, without


def scheduled(cast: Cast, **changes: object) -> Publication:
    said = {
        "by": cast.officer,
        "workspace": cast.workspace,
        "revision": national_branch(cast.workspace).head,
        "channel": Channel.WEB,
        "moment": timezone.now() + timedelta(days=1),
        "title": Label(ko="예시 판"),
    }
    return publish(**(said | changes))  # type: ignore[arg-type]


def test_a_version_becomes_public_by_itself_at_its_moment(cast: Cast) -> None:
    own = scheduled(cast)
    assert public_versions(own.moment - timedelta(microseconds=1)) == ()
    assert public_versions(own.moment) == (own,)


def test_without_a_moment_it_is_public_at_once(cast: Cast) -> None:
    own = scheduled(cast, moment=None)
    assert public_versions(timezone.now()) == (own,)


def test_nobody_changes_what_was_public_by_naming_a_moment_that_has_passed(cast: Cast) -> None:
    with pytest.raises(PublishRefusal, match="이미 지난 시각"):
        scheduled(cast, moment=timezone.now() - timedelta(minutes=1))
    assert Publication.objects.count() == 0


def test_a_title_is_asked_for(cast: Cast) -> None:
    with pytest.raises(PublishRefusal, match="제목을"):
        scheduled(cast, title=Label(ko="  "))


def test_a_citys_draft_is_never_published(cast: Cast) -> None:
    with pytest.raises(PublishRefusal, match="한 도시의 초안"):
        scheduled(cast, revision=cast.draft().head)


def test_a_revision_is_published_once_through_a_channel(cast: Cast) -> None:
    scheduled(cast)
    scheduled(cast, channel=Channel.PRINT)
    with pytest.raises(PublishRefusal, match="이미 공개했거나 예약"):
        scheduled(cast)
    assert Publication.objects.count() == 2


def test_what_is_to_come_can_be_taken_back_and_published_again(cast: Cast) -> None:
    own = scheduled(cast)
    withdraw(by=cast.officer, publication=own)
    assert public_versions(own.moment) == ()
    assert PublishedProject.objects.count() == 0
    assert public_versions(scheduled(cast).moment) != ()


def test_what_has_been_public_is_not_taken_back(cast: Cast) -> None:
    own = published(cast)
    with pytest.raises(PublishRefusal, match="거둘 수 없습니다"):
        withdraw(by=cast.officer, publication=own)
    late = scheduled(cast, revision=brought_in(cast, with_park("공원")))
    with pytest.raises(PublishRefusal, match="거둘 수 없습니다"):
        withdraw(by=cast.officer, publication=late, now=late.moment)


def test_publishing_and_taking_back_stand_in_the_audit_record(cast: Cast) -> None:
    withdraw(by=cast.officer, publication=scheduled(cast))
    entries = AuditEntry.objects.filter(subject=cast.workspace.pk, person=cast.officer)
    assert [own.verb for own in entries.order_by("id")] == ["plan.publish", "plan.withdraw"]


def test_a_list_copied_where_nothing_changed_is_the_list_made_anew(cast: Cast) -> None:
    published(cast)
    for plan in (with_park("숲"), without(JEJU_PARK)):
        revision = brought_in(cast, plan)
        own = published(cast, ADOPTED, revision=revision)
        kept = [said_by(row, "publication") for row in own.projects.order_by("position")]
        assert kept == [said_by(row, "publication") for row in rows_of(own, published_plan(own))]
        rebuild(own)
        assert [said_by(row, "publication") for row in own.projects.order_by("position")] == kept


def test_a_list_is_not_copied_from_one_that_was_taken_back(cast: Cast) -> None:
    withdraw(by=cast.officer, publication=scheduled(cast))
    own = published(cast, SIX, revision=brought_in(cast, with_park("숲")))
    assert own.projects.count() == 4
