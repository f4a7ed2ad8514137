"""An outline as the data that the typesetter reads: nothing in it is markup, all of it is text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

from mitgrim.documents.drawing import width_of
from mitgrim.documents.markup import legible
from mitgrim.documents.outline import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Document,
    Figure,
    Mark,
    Row,
    Section,
    Table,
    blocks_of,
)
from mitgrim.documents.pdf_tables import PORTRAIT, UNDER, Layout, layout

Data = dict[str, Any]
Wrapping = str | list[str | list[str]]

_BLANK: Final = re.compile("[\\s\u0085\u2028\u2029]+")
_HANGUL: Final = re.compile("[\u3131-\u318e\uac00-\ud7a3]{2}")
# Fields whose text runs over lines; the others are ids, names of things, and headings.
_FLOWING: Final = frozenset(
    {
        "text",
        "term",
        "caption",
        "hint",
        "message",
        "where",
        "waiver",
        "reference",
        "notice",
        "meaning",
    }
)
_LONGEST: Final = 18  # em: a word that is longer may break anywhere
_SHORT: Final = 20  # lines of a table that stays on one page
_TALL: Final = 30  # lines of a row that may go on overleaf
_BESIDE: Final = 12  # points between a picture and the table beside it
_LINE_HEIGHT: Final = 17.5  # points that a line of a table takes, about
_PAGE: Final = 690  # points of a page that a picture and its table may fill together
_SQUARE: Final = 0.72  # a picture that is higher than this part of its width is tall
_TALL_PART: Final = 0.7
_VIEW: Final = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def as_data(document: Document) -> Data:
    """Everything the typesetter needs, as dictionaries, lists, texts and numbers."""
    known = frozenset(_ids(document))
    return _Maker(known, document).document()


def _ids(document: Document) -> Iterator[str]:
    """Where a link in the document may lead."""
    for chapter in document.sections:
        yield chapter.id
        for block in blocks_of(chapter):
            match block:
                case Section():
                    yield block.id
                case Table():
                    yield from _of_table(block)
                case Figure():
                    yield block.id
                    yield from _of_table(block.table)


def _of_table(table: Table) -> Iterator[str]:
    yield table.id
    yield from (row.id for row in table.rows if row.id)


class _Maker:
    """Makes data of one document; `known` are the ids that links may lead to."""

    def __init__(self, known: frozenset[str], document: Document) -> None:
        self._known = known
        self._document = document
        self._origin = document.words.legend

    def document(self) -> Data:
        document = self._document
        return {
            "lang": document.lang.value,
            "title": text(document.title),
            "short": document.short,
            "front": self.value(document.front),
            "words": self.value(document.words),
            "colophon": [text(line) for line in document.colophon],
            "sections": [self.block(section) for section in document.sections],
        }

    def block(self, block: Block) -> Data:
        match block:
            case Section():
                own = [self.block(inner) for inner in block.blocks]
                return {**self.record(block, "blocks"), "blocks": own}
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case _:
                return self.record(block)

    def figure(self, figure: Figure) -> Data:
        width = float(figure.width)
        page = PORTRAIT if width == 1 else PORTRAIT * (1 - width) - _BESIDE
        return {
            **self.record(figure, "svg", "width", "table"),
            "svg": figure.svg,
            "width": width,
            "part": _part(figure),
            "together": self._together(figure),
            "table": self.table(figure.table, page),
        }

    def _together(self, figure: Figure) -> bool:
        """Whether a picture and its table go on one page: both are there, and neither is tall."""
        found = _VIEW.search(figure.svg)
        high = float(found[2]) / float(found[1]) * PORTRAIT if found else 0.0
        lines = layout(figure.table, figure.table.columns).lines
        return high + lines * _LINE_HEIGHT < _PAGE

    def table(self, table: Table, page: float = PORTRAIT) -> Data:
        """A table with its layout; rows that differ in where they come from get a column for it."""
        marked = any(row.mark for row in (*table.rows, *table.totals))
        columns = [*table.columns]
        if marked:
            columns.append(Column(head=self._origin, kind=ColumnKind.LABEL))
        laid = layout(table, columns, page)
        return {
            **self.record(table, "columns", "bodies", "totals"),
            "size": laid.size,
            "widths": [round(width, 2) for width in laid.widths],
            "landscape": laid.landscape,
            "together": laid.lines <= _SHORT,
            "whole-rows": laid.tallest <= _TALL,
            "columns": [
                {**self.record(column, "head"), "head": wrapping(column.head, laid.em(place))}
                for place, column in enumerate(columns)
            ],
            "bodies": [
                {
                    **self.record(body, "rows"),
                    "rows": [self.row(row, columns, laid) for row in body.rows],
                }
                for body in table.bodies
            ],
            "totals": [self.row(row, columns, laid) for row in table.totals],
        }

    def row(self, row: Row, columns: Sequence[Column], laid: Layout) -> Data:
        cells = [self.cell(cell, laid.em(place)) for place, cell in enumerate(row.cells)]
        if len(columns) > len(row.cells):
            cells.append({"mark": row.mark.value} if row.mark else {})
        return {"id": row.id, "cells": cells} if row.id else {"cells": cells}

    def cell(self, cell: Cell, em: float) -> Data:
        found: Data = {"text": wrapping(cell.text, em)}
        if cell.under:
            found["under"] = wrapping(cell.under, em / UNDER)
        if cell.items:
            found["items"] = [wrapping(item, em) for item in cell.items]
        if cell.mark is not None and cell.mark is not Mark.OWN:
            found["mark"] = cell.mark.value
        if cell.target in self._known:
            found["target"] = cell.target
        return found

    def record(self, record: Any, *without: str) -> Data:
        """A record by its fields, those that are empty left out; links that lead nowhere too."""
        found: Data = {"is": type(record).__name__.lower()}
        for field in fields(record):
            value = getattr(record, field.name)
            if field.name in without or value in (None, False, "", ()):
                continue
            if field.name == "target" and value not in self._known:
                continue
            flows = isinstance(value, str) and field.name in _FLOWING
            said = wrapping(value, 0) if flows else self.value(value)
            found[field.name.replace("_", "-")] = said
        return found

    def value(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, str):
            return text(value)
        if isinstance(value, tuple):
            return [self.value(one) for one in value]
        return self.record(value) if is_dataclass(value) else value


def _part(figure: Figure) -> float:
    """How much of its room a picture takes: less for a tall one, to leave space for its table."""
    found = _VIEW.search(figure.svg)
    return _TALL_PART if found and float(found[2]) > _SQUARE * float(found[1]) else 1.0


def text(text: str) -> str:
    """A text in one line, with nothing in it that cannot be written."""
    return _BLANK.sub(" ", legible(text))


def wrapping(said: str, em: float) -> Wrapping:
    """A text that fits as it is, another as its words, each of which stays on one line.

    Running text, of no width, is always its words. A word that is wider than
    the line is a list of parts between which it may break.
    """
    one = text(said)
    if width_of(one, 1) <= em or not _HANGUL.search(one):
        return one
    widest = min(em, _LONGEST) if em else _LONGEST
    return [_parts(word, widest) for word in one.split(" ")]


def _parts(word: str, em: float) -> str | list[str]:
    if width_of(word, 1) <= em:
        return word
    size = max(int(em * 0.9), 1)
    return [word[start : start + size] for start in range(0, len(word), size)]
