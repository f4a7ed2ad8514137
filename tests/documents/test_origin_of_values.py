"""Whether a value is published or made up, said once and never wrongly."""

from mitgrim.documents.marks import combined, row_of, settled
from mitgrim.documents.outline import Body, Cell, Column, Mark, Row, Table
from tests.documents.stock import example_elements

EXAMPLE, PUBLISHED, OWN = Mark.EXAMPLE, Mark.PUBLISHED, Mark.OWN


def table(*rows: Row, mark: Mark | None = None) -> Table:
    columns = tuple(Column(head=f"{n}") for n in range(len(rows[0].cells)))
    return Table(id="t", caption="표", columns=columns, bodies=(Body(rows=rows),), mark=mark)


def marked(text: str, mark: Mark | None) -> Cell:
    return Cell(text=text, mark=mark)


def test_a_sum_with_one_example_in_it_is_an_example() -> None:
    assert combined([PUBLISHED, EXAMPLE, OWN]) is EXAMPLE
    assert combined([PUBLISHED, PUBLISHED]) is PUBLISHED
    assert combined([PUBLISHED, OWN]) is OWN
    assert combined([]) is None


def test_a_mark_that_all_rows_share_is_said_once_for_the_table() -> None:
    found = settled(table(row_of("가", mark=EXAMPLE), row_of("나", mark=EXAMPLE)))
    assert found.mark is EXAMPLE
    assert [row.mark for row in found.rows] == [None, None]


def test_rows_that_differ_keep_their_marks() -> None:
    found = settled(table(row_of("가", mark=EXAMPLE), row_of("나", mark=PUBLISHED)))
    assert found.mark is None
    assert [row.mark for row in found.rows] == [EXAMPLE, PUBLISHED]


def test_a_cell_that_differs_from_its_row_keeps_its_mark() -> None:
    found = settled(
        table(
            row_of(marked("가", PUBLISHED), marked("1", EXAMPLE), mark=EXAMPLE),
            row_of(marked("나", EXAMPLE), marked("2", EXAMPLE), mark=EXAMPLE),
        )
    )
    assert found.mark is EXAMPLE
    assert [[cell.mark for cell in row.cells] for row in found.rows] == [
        [PUBLISHED, None],
        [None, None],
    ]


def test_a_mark_that_a_column_shares_is_said_once_at_its_head() -> None:
    found = settled(
        table(row_of("가", marked("1", PUBLISHED)), row_of("나", marked("2", PUBLISHED)))
    )
    assert [column.mark for column in found.columns] == [None, PUBLISHED]
    assert [row.cells[1].mark for row in found.rows] == [None, None]


def test_a_column_does_not_speak_for_a_cell_that_inherits_another_mark() -> None:
    found = settled(
        table(
            row_of(marked("가", PUBLISHED), mark=EXAMPLE),
            row_of(marked("나", PUBLISHED), mark=EXAMPLE),
            row_of(marked("다", EXAMPLE), mark=EXAMPLE),
        )
    )
    assert found.columns[0].mark is None
    assert [row.cells[0].mark for row in found.rows] == [PUBLISHED, PUBLISHED, None]


def test_the_published_name_and_cost_of_a_project_stand_out_among_examples() -> None:
    rows = [row for row in example_elements().all("tr") if "뇌연구 실용화센터" in row.text]
    marks = [mark.text for mark in rows[0].all("span") if "mark" in mark.classes]
    assert marks == ["공표", "공표"]
    assert "52,700" in rows[0].text


def test_every_mark_is_a_word_and_the_legend_explains_it() -> None:
    page = example_elements()
    assert {m.text for m in page.all("span") if "mark" in m.classes} == {"공표", "예시"}
    (legend,) = [aside.text for aside in page.all("aside")]
    assert "공개된 자료에서 옮긴 값" in legend
    assert "보기를 들려고 지어낸 값" in legend
