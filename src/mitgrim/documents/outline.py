"""The outline of a document: what it says, in order, and not how it looks.

One outline, several writers: a page on the web, a printed book, a word processor's file. A figure
is an SVG that stands alone, with its text alternative and the table of its numbers. Every value
can carry a mark of where it comes from; the nearest mark counts: cell, row or column, table. A run
of text can carry a note, which a writer puts at the foot and numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from mitgrim.plan import ProvenanceKind
from mitgrim.wording import Lang

Mark = ProvenanceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text; `target` is the id of a section, table or project of this document.

    `note` says at the foot of the page or chapter how the text, a bound figure say, came to be.
    """

    text: str
    mark: Mark | None = None
    target: str = ""
    note: "Prose" = ()


Prose = tuple[Run, ...]


def prose(*parts: str | Run) -> Prose:
    """Text with runs in it: `prose("모두 ", Run(text="131개", mark=Mark.EXAMPLE))`."""
    return tuple(Run(text=part) if isinstance(part, str) else part for part in parts)


class ColumnKind(StrEnum):
    """How a column's values read, and so how they are aligned."""

    TEXT = "text"
    LABEL = "label"
    AMOUNT = "amount"
    NUMBER = "number"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with its head, and where its values come from if they all share that."""

    head: str
    kind: ColumnKind = ColumnKind.TEXT
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: its text, a smaller line under it, and items where it holds a list."""

    text: str = ""
    under: str = ""
    items: tuple[str, ...] = ()
    mark: Mark | None = None
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of cells, one for each column; `id` lets other places of the document point here."""

    cells: tuple[Cell, ...]
    mark: Mark | None = None
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Rows that belong together, under a head of their own where they have one."""

    rows: tuple[Row, ...]
    head: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: `row_head` is the column that names each row, `unit` the line over it."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    bodies: tuple[Body, ...]
    totals: tuple[Row, ...] = ()
    unit: str = ""
    mark: Mark | None = None
    row_head: int = 0
    notes: tuple[str, ...] = ()
    label: str = ""

    @property
    def rows(self) -> Iterator[Row]:
        """Every row except the totals."""
        return (row for body in self.bodies for row in body.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture as an SVG, what it shows in words, and its numbers as a table.

    `width` is how much of the page's width it takes, from 0 to 1.
    """

    id: str
    svg: str
    title: str
    description: str
    table: Table
    unit: str = ""
    mark: Mark | None = None
    label: str = ""
    width: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of text."""

    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """A point of a list, with finer points under it."""

    text: Prose
    items: tuple[Prose, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Points in the order they are made."""

    items: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An aside that explains or warns."""

    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A term with what is said of it."""

    term: str
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionList:
    """Terms with what is said of each."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One number worth remembering, with what it counts and a line that puts it in its place."""

    label: str
    value: str
    under: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """The few numbers of the whole document."""

    items: tuple[KeyFigure, ...]


class StepState(StrEnum):
    """Whether a step of a procedure is done, passed on an unknown day, next, or further on."""

    DONE = "done"
    PASSED = "passed"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its name, when, and lines on who acts and on what ground."""

    name: str
    state: StepState
    state_text: str
    when: str = ""
    lines: tuple[str, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The steps of a procedure in order."""

    items: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAt:
    """Where something was found and what; `waiver` says why it was accepted, if it was."""

    where: str
    message: str
    target: str = ""
    waiver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one check found at one or more places, with what to do about it, once."""

    check: str
    hint: str
    reference: str
    places: tuple[FoundAt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Findings of one severity."""

    severity: str
    items: tuple[Found, ...]


Block: TypeAlias = (
    "Paragraph | Bullets | Note | Table | Figure | DefinitionList | KeyFigures | Steps | Findings"
    " | Section"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the document under a heading; `label` is its number as it reads (제1장, 2.).

    With `new_page` it begins on a page of its own, where there are pages.
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]
    mark: Mark | None = None
    label: str = ""
    new_page: bool = False

    @property
    def sections(self) -> Iterator["Section"]:
        """The sections directly inside this one."""
        return (block for block in self.blocks if isinstance(block, Section))


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The title page: what kind of document, its title, its facts, a warning if it needs one."""

    kicker: str
    title: str
    facts: tuple[Definition, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkWords:
    """A mark as the page shows it, and what it means."""

    mark: Mark
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterWords:
    """What a writer says around the outline: names of its navigation, and of the marks."""

    skip: str
    contents: str
    top: str
    legend: str
    back: str
    marks: tuple[MarkWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document in one language; `words` holds what a writer itself has to say.

    A `short` one, of a few pages, needs no title page and no contents.
    """

    lang: Lang
    title: str
    front: Front
    sections: tuple[Section, ...]
    colophon: tuple[str, ...] = ()
    words: WriterWords
    short: bool = False


def blocks_of(section: Section) -> Iterator[Block]:
    """Every block of a section and of the sections inside it, in reading order."""
    for block in section.blocks:
        yield block
        if isinstance(block, Section):
            yield from blocks_of(block)
