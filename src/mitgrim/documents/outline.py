"""The outline of a document: what it says, in order, and not how it looks.

One outline, several writers: a page on the web, a printed book, a word processor's file. A figure
is an SVG that stands alone, with its text alternative and the table of its numbers. Every value
can carry a mark of where it comes from; the nearest mark counts: cell, row or column, table.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from mitgrim.plan import ProvenanceKind
from mitgrim.wording import Lang

Mark = ProvenanceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text; `target` is the id of a section, table or project of this document."""

    text: str
    mark: Mark | None = None
    target: str = ""


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
    """A picture as an SVG, what it shows in words, and its numbers as a table."""

    id: str
    svg: str
    title: str
    description: str
    table: Table
    unit: str = ""
    mark: Mark | None = None
    label: str = ""


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
    """A part of the document under a heading; `label` is its number as it reads (제1장)."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    mark: Mark | None = None
    label: str = ""

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
    marks: tuple[MarkWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document in one language; `words` holds what a writer itself has to say."""

    lang: Lang
    title: str
    front: Front
    sections: tuple[Section, ...]
    colophon: tuple[str, ...] = ()
    words: WriterWords


def blocks_of(section: Section) -> Iterator[Block]:
    """Every block of a section and of the sections inside it, in reading order."""
    for block in section.blocks:
        yield block
        if isinstance(block, Section):
            yield from blocks_of(block)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How chapters, tables and figures are numbered: `제{n}장`, `표 {c}-{n}`, `그림 {c}-{n}`."""

    chapter: str
    table: str
    figure: str


def numbered_sections(sections: tuple[Section, ...], numbering: Numbering) -> tuple[Section, ...]:
    """The chapters with their numbers, and the tables and figures of each numbered through."""
    return tuple(
        replace(
            _labelled(chapter, number, numbering, _Counter()),
            label=numbering.chapter.format(n=number),
        )
        for number, chapter in enumerate(sections, start=1)
    )


class _Counter:
    """The tables and figures of one chapter so far."""

    def __init__(self) -> None:
        self.tables = 0
        self.figures = 0


def _labelled(section: Section, chapter: int, numbering: Numbering, so_far: _Counter) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        match block:
            case Table():
                so_far.tables += 1
                label = numbering.table.format(c=chapter, n=so_far.tables)
                blocks.append(replace(block, label=label))
            case Figure():
                so_far.figures += 1
                so_far.tables += 1
                label = numbering.figure.format(c=chapter, n=so_far.figures)
                table = numbering.table.format(c=chapter, n=so_far.tables)
                numbers = replace(block.table, label=table)
                blocks.append(replace(block, label=label, table=numbers))
            case Section():
                blocks.append(_labelled(block, chapter, numbering, so_far))
            case _:
                blocks.append(block)
    return replace(section, blocks=tuple(blocks))
