"""Two states side by side, in words that a reader knows."""

from dataclasses import replace

import pytest

from mitgrim.history import ChangeKind, PieceKind
from mitgrim.plan import CityPlan, FundingSource, Label, Use
from mitgrim.web.workspace.comparison import (
    RecordChange,
    compare,
    in_words,
    money_of,
    summary_line,
)
from mitgrim.web.workspace.money import signed
from mitgrim.web.workspace.wording import names_of, place_text
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, jeju, nation, park, small_plan
from tests.web.cast import with_project
from tests.web.workspace.story import line

NAMES = names_of(small_plan())


def records(before: CityPlan | None, after: CityPlan | None) -> tuple[RecordChange, ...]:
    comparison = compare(nation(), before, after)
    return in_words(comparison, comparison.touched, NAMES)


def edited(**changes: object) -> RecordChange:
    (record,) = records(jeju(), with_project(jeju(), JEJU_PARK, **changes))
    return record


def test_equal_states_have_nothing_to_show() -> None:
    assert records(jeju(), jeju()) == ()


def test_fields_are_called_as_the_attribute_tables_call_them() -> None:
    record = edited(action="talent.01", lead="제주 새 부서", areas=())
    assert (record.title, record.kind) == ("제주 4-1 제주 정주 예시사업 2", ChangeKind.CHANGED)
    assert [(own.label, own.before, own.after) for own in record.fields] == [
        ("세부과제", "정주 예시과제", "인재 예시과제"),
        ("주관 기관", "제주 예시부서", "제주 새 부서"),
        ("위치", "서귀포시", ""),
    ]


def test_a_reworded_text_is_shown_by_word() -> None:
    (field,) = edited(description="공원 새 예시사업").fields
    assert [own.text for own in field.pieces if own.kind is PieceKind.ADDED] == ["새 "]


def test_markup_stays_text() -> None:
    (field,) = edited(notes="<script>alert(1)</script>").fields
    assert field.after == "<script>alert(1)</script>"


def test_money_is_a_table_of_years_and_sources_with_totals() -> None:
    money = (
        line(2020, FundingSource.NATIONAL, Use.STUDY, 5),
        line(2021, FundingSource.MUNICIPAL, Use.EQUIPMENT, 30),
        line(2022, FundingSource.PROVINCIAL, Use.EQUIPMENT, 40),
    )
    (table,) = edited(money=money).money
    assert table.years == ("2020", "2021", "2022")
    assert [(row.label, row.total.before, row.total.after, row.total.difference)
            for row in table.rows] == [
        ("시·도비 · 장비", "–", "4,000", "+4,000"),
        ("시·군·구비 · 장비", "4,500", "3,000", "△1,500"),
        ("바뀌지 않은 재원", "500", "500", ""),
    ]  # fmt: skip
    assert table.footer is not None
    assert table.footer.total.difference == "+2,500"


def test_money_that_only_changes_its_use_is_not_hidden() -> None:
    moved = replace(park().money[0], use=Use.DESIGN)
    (table,) = edited(money=(moved, *park().money[1:])).money
    assert [row.label for row in table.rows] == [
        "국비 · 설계", "국비 · 조사", "바뀌지 않은 재원",
    ]  # fmt: skip


def test_an_amount_that_is_no_whole_million_is_shown_to_the_won() -> None:
    odd = replace(park().money[0], amount=park().money[0].amount + 1)
    (table,) = edited(money=(odd, *park().money[1:])).money
    assert (table.unit, table.rows[0].total.difference) == ("원", "+1")


def test_a_record_that_goes_is_shown_whole() -> None:
    left = tuple(own for own in jeju().projects if own.id == JEJU_JOINT)
    (record,) = records(jeju(), replace(jeju(), projects=left))
    assert record.kind is ChangeKind.REMOVED
    assert [own.label for own in record.fields] == [
        "사업명", "세부과제", "사업 내용", "주관 기관", "담당", "기한", "위치", "진행 상태",
        "사업 기간", "선행 사업", "효과", "성과지표", "출처",
    ]  # fmt: skip


def test_a_section_that_was_not_there_comes_with_all_its_records() -> None:
    comparison = compare(nation(), None, jeju())
    assert (comparison.summary.added, comparison.summary.after) == (2, 150 * EOK)


def test_a_summary_is_a_line() -> None:
    after = with_project(jeju(), JEJU_PARK, name=Label(ko="새 이름"), money=())
    assert summary_line(compare(nation(), jeju(), after).summary) == "사업 1건 수정 · △50억원"


def test_money_of_sections_by_source_and_year() -> None:
    (table,) = money_of([compare(nation(), jeju(), with_project(jeju(), JEJU_PARK, money=()))])
    assert [(row.label, row.total.difference) for row in table.rows] == [
        ("국비", "△500"), ("시·도비", ""), ("시·군·구비", "△4,500"),
    ]  # fmt: skip
    assert table.footer is not None
    assert table.footer.total.after == "10,000"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("jeju", "제주"),
        (f"jeju/projects/{JEJU_PARK}/name/ko", "사업 · 제주 정주 예시사업 2 · 사업명 · 한국어"),
        (
            f"jeju/projects/{JEJU_PARK}/money/2020,national,planned,study,/amount",
            "사업 · 제주 정주 예시사업 2 · 사업비 · 2020 국비 계획 조사 · 금액",
        ),
        ("jeju/projects/gone", "사업 · gone"),
    ],
)
def test_a_place_in_words(place: str, text: str) -> None:
    assert place_text(jeju(), place, NAMES) == text


def test_a_difference_has_its_sign() -> None:
    assert [signed(own * EOK) for own in (3, -5, 0)] == ["+3억원", "△5억원", ""]
