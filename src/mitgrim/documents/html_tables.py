"""The inside of a table as HTML: heads, bodies under their heads, totals."""

from collections.abc import Sequence
from typing import Protocol

from mitgrim.documents.markup import Markup, Node, element, joined
from mitgrim.documents.outline import Body, Cell, Column, ColumnKind, Mark, Row, Table, WriterWords

NUMERIC = (ColumnKind.AMOUNT, ColumnKind.NUMBER, ColumnKind.PERCENT)


class Writes(Protocol):
    """What a table needs of the writer: texts and marks."""

    @property
    def words(self) -> WriterWords: ...
    def text(self, text: str) -> Node: ...
    def mark(self, mark: Mark | None) -> Markup | None: ...


def table_rows(writer: Writes, table: Table) -> Markup:
    """Head, bodies and foot; rows that differ in where they come from get a column that says so."""
    marked = any(row.mark for row in (*table.rows, *table.totals))
    columns = list(table.columns)
    if marked:
        columns.append(Column(head=writer.words.legend, kind=ColumnKind.LABEL))
    width = len(columns)
    foot = [_row(writer, table, row, marked, total=True) for row in table.totals]
    return joined(
        _head(writer, columns),
        [_body(writer, table, body, marked, width) for body in table.bodies],
        element("tfoot", foot) if foot else None,
    )


def _head(writer: Writes, columns: Sequence[Column]) -> Markup:
    return element("thead", element("tr", [_column_head(writer, column) for column in columns]))


def _column_head(writer: Writes, column: Column) -> Markup:
    mark = writer.mark(column.mark)
    said = joined(column.head, " ", mark) if mark else column.head
    return element("th", said, scope="col", class_=_kind(column.kind))


def _body(writer: Writes, table: Table, body: Body, marked: bool, width: int) -> Markup:
    head = None
    if body.head:
        count = element("span", writer.text(body.count), class_="count") if body.count else None
        head = element(
            "tr",
            element(
                "th", writer.text(body.head), " ", count, scope="rowgroup", colspan=width,
            ),
            class_="group",
        )  # fmt: skip
    rows = [_row(writer, table, row, marked) for row in body.rows]
    return element("tbody", head, rows)


def _row(writer: Writes, table: Table, row: Row, marked: bool, *, total: bool = False) -> Markup:
    cells = [
        _cell(writer, cell, column.kind, head=place == table.row_head)
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
    ]
    if marked:
        cells.append(element("td", writer.mark(row.mark), class_="label"))
    return element("tr", cells, id=row.id or None, class_="total" if total else None)


def _cell(writer: Writes, cell: Cell, kind: ColumnKind, *, head: bool) -> Markup:
    said: Node = writer.text(cell.text)
    if cell.target:
        said = element("a", said, href=f"#{cell.target}")
    mark = writer.mark(cell.mark)
    if mark:
        said = joined(mark, " ", said) if kind in NUMERIC else joined(said, " ", mark)
    under = element("span", writer.text(cell.under), class_="under") if cell.under else None
    items = [element("li", writer.text(item)) for item in cell.items]
    return element(
        "th" if head else "td",
        said,
        under,
        element("ul", items) if items else None,
        scope="row" if head else None,
        class_=_kind(kind),
    )


def _kind(kind: ColumnKind) -> str | None:
    if kind in NUMERIC:
        return "n"
    return "label" if kind is ColumnKind.LABEL else None
