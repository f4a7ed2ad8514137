"""Where values come from, as marks: on each value where they differ, once where they agree."""

from collections.abc import Iterable
from dataclasses import replace

from mitgrim.documents.outline import Cell, Mark, Row, Table
from mitgrim.documents.words import NONE
from mitgrim.plan import Project, Provenance


def combined(marks: Iterable[Mark]) -> Mark | None:
    """The mark of a value made of others: one example in it makes it an example.

    What is published and what was typed here give something new, which is the typist's own.
    """
    found = set(marks)
    if not found:
        return None
    if Mark.EXAMPLE in found:
        return Mark.EXAMPLE
    return Mark.PUBLISHED if found == {Mark.PUBLISHED} else Mark.OWN


def of(provenance: Provenance, *fields: str) -> Mark:
    """The mark of a record, or of those fields of it together."""
    if not fields:
        return provenance.kind
    return combined(provenance.of(field).kind for field in fields) or provenance.kind


def money_mark(projects: Iterable[Project]) -> Mark | None:
    """The mark of an amount that sums these projects' money."""
    return combined(of(project.provenance, "money") for project in projects)


def amount_mark(project: Project, won: int) -> Mark:
    """The mark of a project's cost; one that somebody printed keeps that origin."""
    if project.declared_total == won:
        return of(project.provenance, "declared_total")
    return of(project.provenance, "money")


def settled(table: Table) -> Table:
    """The same table with every mark said once.

    A mark that all rows share moves to the table, one that a column's cells share to its head.
    """
    lines = [_settled_row(row) for row in (*table.rows, *table.totals)]
    marks = {row.mark for row in lines}
    if table.mark is None and len(marks) == 1:
        table = replace(table, mark=marks.pop())
        lines = [replace(row, mark=None) for row in lines]
    plain = table.mark is None and all(row.mark is None for row in lines)
    shared = [_shared(lines, place, plain) for place in range(len(table.columns))]
    columns = tuple(
        replace(column, mark=mark) for column, mark in zip(table.columns, shared, strict=True)
    )
    bare = iter([_without(row, shared) for row in lines])
    bodies = tuple(
        replace(body, rows=tuple(next(bare) for _ in body.rows)) for body in table.bodies
    )
    return replace(table, columns=columns, bodies=bodies, totals=tuple(bare))


def _settled_row(row: Row) -> Row:
    cells = tuple(replace(cell, mark=None) if cell.mark is row.mark else cell for cell in row.cells)
    return replace(row, cells=cells)


def _shared(lines: list[Row], place: int, plain: bool) -> Mark | None:
    """The mark that a column's cells share, cells without a value aside; two cells at least.

    In a plain table, where no row has a mark, a cell without one has none to lose.
    """
    cells = [row.cells[place] for row in lines]
    marks = {cell.mark for cell in cells if _has_value(cell)}
    if plain:
        marks.discard(None)
    count = sum(cell.mark is not None for cell in cells)
    return marks.pop() if len(marks) == 1 and count > 1 else None


def _has_value(cell: Cell) -> bool:
    return bool(cell.items) or cell.text not in ("", NONE)


def _without(row: Row, shared: list[Mark | None]) -> Row:
    cells = tuple(
        replace(cell, mark=None) if mark is not None else cell
        for cell, mark in zip(row.cells, shared, strict=True)
    )
    return replace(row, cells=cells)


def row_of(*texts: str | Cell, mark: Mark | None = None) -> Row:
    """A row from texts and cells."""
    cells = tuple(text if isinstance(text, Cell) else Cell(text=text) for text in texts)
    return Row(cells=cells, mark=mark)
