"""A reader sees what a version changed in the one before, record by record and word by word."""

from dataclasses import replace

from django.test import Client

from mitgrim.history import PieceKind
from mitgrim.plan import FundingSource, Label, Use
from mitgrim.web.publish.changes import (
    counted,
    places_changed,
    project_history,
    record_changes,
)
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.reading import Reading
from mitgrim.wording import Lang
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, line
from tests.web.cast import Cast, with_project
from tests.web.publish.stories import ADOPTED, SIX, brought_in, changed, published, without

LONG = "바닷가에 나무를 심고 길을 내어 누구나 쉬는 예시 공원을 만듭니다."
LATER = "바닷가에 나무를 심고 길을 내어 누구나 쉬는 예시 숲을 만듭니다."


def read(*versions: Publication) -> Reading:
    return Reading(versions=versions, lang=Lang.KO)


def with_description(text: str, amount: int = 45) -> object:
    def change(section: object) -> object:
        money = (
            line(2020, FundingSource.NATIONAL, Use.STUDY, 5),
            line(2021, FundingSource.MUNICIPAL, Use.EQUIPMENT, amount),
        )
        return with_project(section, JEJU_PARK, description=text, money=money)  # type: ignore[arg-type]

    return change


def two(cast: Cast) -> tuple[Publication, Publication]:
    before = brought_in(cast, changed("jeju", with_description(LONG)))
    after = brought_in(cast, changed("jeju", with_description(LATER, 46)))
    return published(cast, SIX, revision=before), published(cast, ADOPTED, revision=after)


def test_a_version_counts_what_it_changed(cast: Cast) -> None:
    told = counted(*two(cast))
    summary = told.summary
    assert (summary.added, summary.removed, summary.changed, summary.others) == (0, 0, 1, 0)
    assert (summary.difference, told.by_section) == (EOK, (("jeju", 1),))


def test_projects_that_come_and_go_are_told_apart(cast: Cast) -> None:
    whole = published(cast, SIX)
    less = published(cast, ADOPTED, revision=brought_in(cast, without(JEJU_PARK)))
    gone, came = counted(whole, less).summary, counted(less, whole).summary
    assert (gone.added, gone.removed, gone.changed) == (0, 1, 0)
    assert (came.added, came.removed, came.changed) == (1, 0, 0)


def test_a_difference_says_where_before_and_after_as_a_reader_would(cast: Cast) -> None:
    reading = read(*two(cast))
    [(record, url)] = record_changes(reading, places_changed(reading))
    assert (record.title, url) == ("제주 2-1 제주 정주 예시사업 2", f"/projects/{JEJU_PARK}/")
    [text] = record.fields
    assert text.label == "사업 내용"
    assert [own.text for own in text.pieces if own.kind is not PieceKind.SAME] == ["공원을", "숲을"]
    [money] = record.money
    [row] = [own for own in money.rows if own.total.tone]
    assert (row.label, row.total.before, row.total.after) == ("시·군·구비 · 장비", "4,500", "4,600")


def test_a_project_tells_in_which_versions_it_changed(cast: Cast) -> None:
    versions = two(cast)
    gone = published(cast, ADOPTED.replace(hour=12), revision=brought_in(cast, without(JEJU_PARK)))
    told = project_history(read(*versions, gone), JEJU_PARK)
    assert [(version, own.kind.value) for version, own in told] == [
        (gone, "removed"), (versions[1], "changed"), (versions[0], "added"),
    ]  # fmt: skip
    assert [own.kind.value for _, own in project_history(read(*versions), JEJU_JOINT)] == ["added"]


def test_the_page_of_a_version_shows_words_that_went_and_came(client: Client, cast: Cast) -> None:
    _, after = two(cast)
    said = client.get(f"/history/{after.address}/").content.decode()
    assert "<del>공원을</del>" in said
    assert "<ins>숲을</ins>" in said
    assert f'<a href="/projects/{JEJU_PARK}/">제주 2-1 제주 정주 예시사업 2</a>' in said


def test_a_renamed_city_is_a_change_of_its_own(cast: Cast) -> None:
    before = published(cast, SIX)
    plan = changed("jeju", lambda own: replace(own, city=replace(own.city, short=Label(ko="탐라"))))
    after = published(cast, ADOPTED, revision=brought_in(cast, plan))
    [(own, _)] = record_changes(read(before, after), places_changed(read(before, after)))
    assert [(one.before, one.after) for one in own.fields] == [("제주", "탐라")]
