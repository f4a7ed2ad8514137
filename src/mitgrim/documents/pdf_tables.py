"""The columns of a printed table: how wide each is, and in what size its text is set.

Widths are computed here and not by the typesetter: they depend on the table alone, a name without
spaces cannot push a column off the page, and the words of a cell that must wrap are known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Final

from mitgrim.documents.drawing import width_of
from mitgrim.documents.html_tables import NUMERIC
from mitgrim.documents.outline import Cell, Column, ColumnKind, Mark, Row, Table

PORTRAIT: Final = 170 / 25.4 * 72
LANDSCAPE: Final = 257 / 25.4 * 72
SIZES: Final = (8.6, 8.0, 7.4)
PADDING: Final = 4.5  # left and right of a cell
UNDER: Final = 0.88  # a smaller line under a cell's text, as part of its size
MARK: Final = 2.6  # the room a mark takes, in em
_LONGEST_WORD: Final = 11  # em that a word may ask for
_LONGEST_LABEL: Final = 13
_DROP: Final = 0.01
_SAFETY: Final = 1.04  # widths of signs are estimates


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths in points and the text size of a table; how many lines it takes, about."""

    size: float
    widths: tuple[float, ...]
    landscape: bool
    lines: int
    tallest: int

    def em(self, place: int) -> float:
        """The width of a column's inside in its own text size."""
        return (self.widths[place] - 2 * PADDING) / self.size


def layout(table: Table, columns: Sequence[Column], page: float = PORTRAIT) -> Layout:
    """The largest size at which a table's words fit, on a page turned aside if need be."""
    wanted = [_wanted(table, columns, place) for place in range(len(columns))]
    least = sum(want.least for want in wanted)
    room = 2 * PADDING * len(columns)
    for size in SIZES:
        if least * size + room <= page:
            return _laid(table, columns, wanted, size, page, landscape=False)
    turned = page == PORTRAIT
    return _laid(table, columns, wanted, SIZES[-1], LANDSCAPE if turned else page, landscape=turned)


@dataclass(frozen=True, slots=True)
class _Want:
    """What a column asks for in em: at the least, and to need no second line."""

    least: float
    natural: float
    stretches: bool


def _wanted(table: Table, columns: Sequence[Column], place: int) -> _Want:
    column = columns[place]
    texts = list(_texts(table, columns, place))
    natural = max(natural for natural, _ in texts)
    word = max(word for _, word in texts)
    head = max(_word(column.head), MARK if _shows(column.mark) else 0)
    if column.kind in NUMERIC:
        least = max(min(natural, _LONGEST_LABEL), head)
    elif column.kind is ColumnKind.LABEL:
        least = max(min(natural, _LONGEST_LABEL), min(head, _LONGEST_WORD))
    else:
        least = max(min(word, _LONGEST_WORD), min(head, _LONGEST_WORD))
    return _Want(least, max(natural, least), column.kind is ColumnKind.TEXT)


def _laid(
    table: Table,
    columns: Sequence[Column],
    wanted: Sequence[_Want],
    size: float,
    page: float,
    *,
    landscape: bool,
) -> Layout:
    inside = (page - 2 * PADDING * len(wanted)) / size
    ems = _shared(wanted, inside)
    widths = tuple(em * size + 2 * PADDING for em in ems)
    heights = [_lines(row, columns, ems) for row in (*table.rows, *table.totals)]
    heads = sum(bool(body.head) for body in table.bodies)
    lines = sum(heights) + heads + len(table.notes) + 2
    return Layout(size, widths, landscape, lines, max(heights, default=1))


def _shared(wanted: Sequence[_Want], inside: float) -> list[float]:
    """Room for every column: what it needs, and of the rest what it wants."""
    least = sum(want.least for want in wanted)
    natural = sum(want.natural for want in wanted)
    if least >= inside:
        return [want.least * inside / least for want in wanted]
    if natural >= inside:
        return _filled(wanted, inside)
    rest = inside - natural
    stretching = sum(want.natural for want in wanted if want.stretches)
    if not stretching:
        return [want.natural + rest / len(wanted) for want in wanted]
    # Text takes most of what is left; numbers stand apart a little.
    return [
        want.natural
        + rest * 0.5 / len(wanted)
        + (rest * 0.5 * want.natural / stretching if want.stretches else 0)
        for want in wanted
    ]


def _filled(wanted: Sequence[_Want], inside: float) -> list[float]:
    """Room shared out evenly, like water, until a column needs no more or there is none left."""
    found = [want.least for want in wanted]
    rest = inside - sum(found)
    thirsty = [n for n, want in enumerate(wanted) if want.natural > want.least]
    while thirsty and rest > _DROP:
        share = rest / len(thirsty)
        for n in thirsty:
            more = min(share, wanted[n].natural - found[n])
            found[n] += more
            rest -= more
        thirsty = [n for n in thirsty if wanted[n].natural - found[n] > _DROP]
    return found


def _texts(table: Table, columns: Sequence[Column], place: int) -> Iterator[tuple[float, float]]:
    """Of each cell in a column: how wide it is in one line, and its longest word."""
    yield 1.0, 1.0
    if place >= len(table.columns):  # the column that says where rows come from
        yield MARK, MARK
        return
    for row in (*table.rows, *table.totals):
        cell = row.cells[place]
        mark = MARK if _shows(cell.mark) else 0.0
        yield _width(cell.text) + mark, _word(cell.text)
        if cell.under:
            yield UNDER * _width(cell.under), UNDER * _word(cell.under)
        for item in cell.items:
            yield _width(item) + 1, _word(item) + 1


def _lines(row: Row, columns: Sequence[Column], ems: Sequence[float]) -> int:
    return max(
        (_cell_lines(cell, em) for cell, _, em in zip(row.cells, columns, ems, strict=False)),
        default=1,
    )


def _cell_lines(cell: Cell, em: float) -> int:
    em = max(em, 1.0)
    mark = MARK if _shows(cell.mark) else 0.0
    own = ceil((_width(cell.text) + mark) / em) if cell.text or not cell.items else 0
    under = ceil(UNDER * _width(cell.under) / em) if cell.under else 0
    return own + under + sum(ceil((_width(item) + 1) / em) for item in cell.items)


def _shows(mark: Mark | None) -> bool:
    return mark is not None and mark is not Mark.OWN


@cache
def _width(text: str) -> float:
    return width_of(text, 1) * _SAFETY


@cache
def _word(text: str) -> float:
    return max((_width(word) for word in text.split()), default=0.0)
