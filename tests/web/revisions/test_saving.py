"""Saving drafts: three-way merges, clashes, undo, who wrote what."""

import unicodedata
from dataclasses import replace

import pytest

from mitgrim.web.people.models import AuditEntry
from mitgrim.web.revisions.models import Attribution, ProjectRow, StoredRevision
from mitgrim.web.revisions.projection import rebuild, rows_of, said_by
from mitgrim.web.revisions.queries import (
    city_section,
    draft_plan,
    history_of,
    manifest,
    national_branch,
    plan_of,
    value_of,
    writer_of,
)
from mitgrim.web.revisions.services import Clash, DraftRefusal, Saved, save_section, undo_to
from mitgrim.wording import Refusal
from tests.cast import JEJU_JOINT, JEJU_PARK, small_plan
from tests.web.cast import Cast, project_of, renamed, with_project

pytestmark = pytest.mark.django_db
NAME = f"jeju/projects/{JEJU_PARK}/name/ko"


def saved(cast: Cast, section: object, message: str = "고침", **how: object) -> Saved:
    branch = cast.draft()
    options = {"by": cast.jeju, "base": branch.head} | how
    done = save_section(branch=branch, section=section, message=message, **options)  # type: ignore[arg-type]
    assert isinstance(done, Saved)
    return done


def test_an_opened_plan_comes_back_as_it_was(cast: Cast) -> None:
    assert plan_of(manifest(national_branch(cast.workspace).head)) == small_plan()
    assert city_section(cast.draft()) == small_plan().section("jeju")


def test_every_save_is_a_revision_that_names_its_author_and_its_parent(cast: Cast) -> None:
    before = cast.draft().head
    done = saved(cast, renamed(city_section(cast.draft()), JEJU_PARK, "새 이름"))
    value = value_of(done.revision)
    assert (value.author, value.message, value.parents) == ("제주 담당자", "고침", (before.digest,))
    assert cast.draft().head == done.revision
    assert list(history_of(cast.draft())) == [done.revision, before]


def test_a_save_that_changes_nothing_makes_no_revision(cast: Cast) -> None:
    done = saved(cast, city_section(cast.draft()))
    assert done.changes == ()
    assert StoredRevision.objects.filter(author=cast.jeju).count() == 0


def test_two_who_change_different_things_both_keep_their_work(cast: Cast) -> None:
    base = cast.draft().head
    section = city_section(cast.draft())
    saved(cast, renamed(section, JEJU_PARK, "제주의 이름"))
    mine = with_project(section, JEJU_PARK, owner="동료")
    done = saved(cast, mine, by=cast.jeju_colleague, base=base)
    park = project_of(cast.draft(), JEJU_PARK)
    assert done.merged
    assert (park.name.ko, park.owner) == ("제주의 이름", "동료")


def test_a_true_clash_saves_nothing_and_shows_all_three_sides(cast: Cast) -> None:
    base = cast.draft().head
    section = city_section(cast.draft())
    first = saved(cast, renamed(section, JEJU_PARK, "가"))
    clash = save_section(
        by=cast.jeju_colleague, branch=cast.draft(), base=base,
        section=renamed(section, JEJU_PARK, "나"), message="",
    )  # fmt: skip
    assert isinstance(clash, Clash)
    assert [(c.place, c.base, c.ours, c.theirs) for c in clash.conflicts] == [
        (NAME, "제주 정주 예시사업 2", "나", "가")
    ]
    assert (clash.head, cast.draft().head) == (first.revision, first.revision)


@pytest.mark.parametrize(("decision", "name"), [("ours", "나"), ("theirs", "가")])
def test_a_decided_clash_is_saved_as_decided(cast: Cast, decision: str, name: str) -> None:
    base = cast.draft().head
    section = city_section(cast.draft())
    saved(cast, renamed(section, JEJU_PARK, "가"))
    mine = with_project(renamed(section, JEJU_PARK, "나"), JEJU_JOINT, owner="동료")
    saved(cast, mine, by=cast.jeju_colleague, base=base, decisions={NAME: decision})
    assert project_of(cast.draft(), JEJU_PARK).name.ko == name
    assert project_of(cast.draft(), JEJU_JOINT).owner == "동료"


def test_undo_makes_a_new_revision_and_forgets_nothing(cast: Cast) -> None:
    first = cast.draft().head
    done = saved(cast, renamed(city_section(cast.draft()), JEJU_PARK, "새 이름"))
    undone = undo_to(by=cast.jeju, branch=cast.draft(), revision=first, message="되돌림")
    assert city_section(cast.draft()) == small_plan().section("jeju")
    assert list(history_of(cast.draft())) == [undone.revision, done.revision, first]


def test_nobody_can_undo_to_a_revision_of_another_draft(cast: Cast) -> None:
    with pytest.raises(DraftRefusal, match="이 초안의 판이 아닙니다"):
        undo_to(by=cast.jeju, branch=cast.draft(), revision=cast.draft("ulsan").head, message="")


def test_who_wrote_a_number_is_answered_from_the_digest(cast: Cast) -> None:
    first = cast.draft().head
    line = f"jeju/projects/{JEJU_PARK}/owner"
    assert writer_of(cast.draft(), line).author is None
    done = saved(cast, with_project(city_section(cast.draft()), JEJU_PARK, owner="새 담당"))
    assert writer_of(cast.draft(), line) == done.revision
    assert writer_of(cast.draft(), NAME).author is None
    undo_to(by=cast.jeju_colleague, branch=cast.draft(), revision=first, message="")
    assert writer_of(cast.draft(), line).author is None


def test_a_draft_reads_the_plan_around_it(cast: Cast) -> None:
    saved(cast, renamed(city_section(cast.draft()), JEJU_PARK, "새 이름"))
    plan = draft_plan(cast.draft())
    assert plan.section("jeju") == city_section(cast.draft())
    assert plan.section("ulsan") == small_plan().section("ulsan")


def test_every_save_leaves_an_entry_in_the_audit_record(cast: Cast) -> None:
    done = saved(cast, renamed(city_section(cast.draft()), JEJU_PARK, "새 이름"))
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.verb, entry.subject, entry.person, entry.detail) == (
        "draft.save", "small-2018/jeju", cast.jeju, {"revision": done.revision.number},
    )  # fmt: skip


def rows(cast: Cast) -> list[dict[str, object]]:
    return [said_by(own, "branch") for own in ProjectRow.objects.filter(branch=cast.draft())]


def test_the_list_kept_in_step_is_the_list_made_anew(cast: Cast) -> None:
    section = city_section(cast.draft())
    park = project_of(cast.draft(), JEJU_PARK)
    fresh = replace(park, id="jeju-p-222222", action="industry.01")
    for changed in (
        renamed(section, JEJU_PARK, "새 이름"),
        replace(section, projects=(*section.projects, fresh)),
        with_project(section, JEJU_PARK, action="talent.01"),
        replace(section, projects=section.projects[:1]),
        with_project(section, JEJU_PARK, money=()),
    ):
        saved(cast, changed)
        kept = rows(cast)
        assert kept == [
            said_by(own, "branch") for own in rows_of(cast.draft(), draft_plan(cast.draft()))
        ]
        rebuild(cast.draft())
        assert rows(cast) == kept


def test_an_attribution_is_kept_once_a_digest(cast: Cast) -> None:
    before = Attribution.objects.count()
    saved(cast, renamed(city_section(cast.draft()), JEJU_PARK, "새 이름"))
    assert Attribution.objects.count() == before + 1


def test_a_text_that_could_not_be_read_back_is_refused_before_anything_is_saved(
    cast: Cast,
) -> None:
    decomposed = unicodedata.normalize("NFD", "새 이름")
    with pytest.raises(Refusal):
        saved(cast, renamed(city_section(cast.draft()), JEJU_PARK, decomposed))
    assert city_section(cast.draft()) == small_plan().section("jeju")
