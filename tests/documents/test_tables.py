"""What a reader with a pencil would check."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mitgrim.documents.outline import (
    Block,
    Column,
    ColumnKind,
    Document,
    Figure,
    Row,
    Section,
    Table,
    blocks_of,
)
from mitgrim.plan import Plan
from mitgrim.wording import Lang
from tests.cast import small_plan
from tests.documents.stock import example_book, small_book

ROUNDED = {Lang.KO: "반올림", Lang.EN: "round"}


def tables(document: Document) -> list[Table]:
    blocks: list[Block] = [b for chapter in document.sections for b in blocks_of(chapter)]
    return [b for b in blocks if isinstance(b, Table)] + [
        b.table for b in blocks if isinstance(b, Figure)
    ]


def amount(text: str) -> int:
    if text == "–":
        return 0
    return int(text.replace(",", "").replace("△", "-"))


def amounts(row: Row, columns: tuple[Column, ...]) -> list[int]:
    return [
        amount(cell.text)
        for cell, column in zip(row.cells, columns, strict=True)
        if column.kind is ColumnKind.AMOUNT
    ]


def misfits(table: Table) -> list[str]:
    """Where the printed rows do not sum to the printed total, or years to their sum."""
    rows = [amounts(row, table.columns) for row in table.rows]
    (total,) = [amounts(row, table.columns) for row in table.totals]
    found = [
        f"{table.caption}: column {place}"
        for place, printed in enumerate(total)
        if sum(row[place] for row in rows) != printed
    ]
    if len(total) > 1:
        found += [f"{table.caption}: {row}" for row in [*rows, total] if sum(row[:-1]) != row[-1]]
    return found


def money_tables(document: Document) -> list[Table]:
    return [
        table
        for table in tables(document)
        if any(column.kind is ColumnKind.AMOUNT for column in table.columns)
    ]


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("book", [small_book, example_book], ids=["small", "example"])
def test_every_table_of_money_foots_as_printed_or_says_that_it_is_rounded(
    book: Callable[..., Document], lang: Lang
) -> None:
    document = book(lang=lang)
    assert len(money_tables(document)) > 5
    for table in money_tables(document):
        assert table.totals, table.caption
        if ROUNDED[lang] not in table.unit:
            assert misfits(table) == []


def test_a_city_of_a_joint_project_counts_what_it_pays_and_the_nation_counts_it_once() -> None:
    by_id = {table.id: table for table in tables(small_book())}
    jeju, ulsan = by_id["projects-10"], by_id["projects-4"]
    assert jeju.totals[0].cells[-1].text == "12,000"
    assert ulsan.totals[0].cells[-1].text == "13,000"
    assert [body.head for body in ulsan.bodies][-1] == "다른 도시가 주관하는 공동사업"
    assert by_id["money-by-city"].totals[0].cells[-2].text == "25,000"


def test_money_of_an_unknown_sector_is_shown_as_not_classified() -> None:
    plan = small_plan()
    nation = replace(plan.nation, actions=())
    table = next(t for t in tables(small_book(Plan(nation=nation, cities=plan.cities)))
                 if t.id == "money-by-sector")  # fmt: skip
    assert [row.cells[0].text for row in table.rows][-1] == "미분류"
    assert misfits(table) == []


def test_neighbouring_actions_without_a_published_title_share_a_row() -> None:
    table = next(t for t in tables(example_book()) if t.id == "actions-1")
    texts = [(row.cells[0].text, row.cells[1].text) for row in table.rows]
    assert texts == [
        ("1", "특구 지정 및 특전"),
        ("2", "국가혁신융복합단지"),
        ("3", "오픈랩(Open Lab)구축"),
        ("4", "발전지원센터 설립"),
        ("5–16", "과제명 미공개 (12개)"),
    ]


def test_tables_and_figures_are_numbered_through_each_chapter() -> None:
    labels = [table.label for table in tables(small_book())]
    assert len(set(labels)) == len(labels)
    assert {"표 1-1", "표 5-1", "표 5-2"} <= set(labels)


def test_a_rounded_table_says_so() -> None:
    plan = small_plan()
    section = plan.cities[0]
    project = replace(
        section.projects[0],
        money=tuple(replace(line, amount=line.amount + 1) for line in section.projects[0].money),
    )
    city = replace(section, projects=(project, *section.projects[1:]))
    odd = Plan(nation=plan.nation, cities=(city, *plan.cities[1:]))
    table = next(t for t in tables(small_book(odd)) if t.id == "money-by-city")
    assert "반올림" in table.unit


def test_a_section_holds_its_sections() -> None:
    chapter = next(s for s in small_book().sections if s.id == "cities")
    assert [section.id for section in chapter.sections] == ["city-ulsan", "city-jeju"]
    assert all(isinstance(section, Section) for section in chapter.sections)
