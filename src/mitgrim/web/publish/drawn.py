"""Parts of a document as parts of a page: the book's outline in the look of the site."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from mitgrim.documents.html_tables import NUMERIC
from mitgrim.documents.markup import Markup, Node, element, joined
from mitgrim.documents.outline import (
    Bullets,
    Cell,
    Column,
    ColumnKind,
    DefinitionList,
    Figure,
    KeyFigures,
    Mark,
    Note,
    Paragraph,
    Prose,
    Row,
    Run,
    Section,
    Step,
    Steps,
    StepState,
    Table,
)
from mitgrim.web.pages.words import say

Href = Callable[[str], str]
_WIDE: Final = 7  # columns from which a table keeps its first one in sight


def safe(markup: Node) -> SafeString:
    """Markup that was escaped when it was made."""
    return mark_safe(str(joined(markup)))  # noqa: S308, RUF100  # `joined` escapes all that is no markup


def badge(mark: Mark | None) -> Markup | None:
    """Where a value comes from, in a word."""
    if mark is None:
        return None
    return element("span", say(f"pages.badge.{mark.value}"), class_=f"badge {mark.value}")


@dataclass(slots=True)
class Drawn:
    """Writes blocks of an outline; `href` tells where a target is on the site, or nothing."""

    href: Href = lambda target: ""
    level: int = 2

    def blocks(self, blocks: Iterable[object]) -> SafeString:
        """Blocks one after the other; None is nothing."""
        return safe([self.block(own) for own in blocks if own is not None])

    @singledispatchmethod
    def block(self, block: object) -> Node:
        """One block as markup."""
        raise TypeError(f"no way to draw a {type(block).__name__}")

    @block.register
    def _(self, block: Section) -> Node:
        inner = Drawn(self.href, self.level + 1)
        head = f"h{min(self.level, 5)}"
        return element(
            "section",
            element(head, block.heading, " ", badge(block.mark), id=f"{block.id}-head"),
            [inner.block(own) for own in block.blocks],
            id=block.id,
            aria_labelledby=f"{block.id}-head",
        )

    @block.register
    def _(self, block: Paragraph) -> Node:
        return element("p", runs(block.text, self.href))

    @block.register
    def _(self, block: Note) -> Node:
        return element("div", element("p", runs(block.text, self.href)), class_="notice")

    @block.register
    def _(self, block: Bullets) -> Node:
        items = [
            element("li", runs(own.text, self.href),
                    element("ul", [element("li", runs(one, self.href)) for one in own.items])
                    if own.items else None)
            for own in block.items
        ]  # fmt: skip
        return element("div", element("ul", items), class_="prose")

    @block.register
    def _(self, block: DefinitionList) -> Node:
        items = [
            element("div", element("dt", own.term), element("dd", runs(own.text, self.href)))
            for own in block.items
        ]
        return element("dl", items, class_="facts")

    @block.register
    def _(self, block: KeyFigures) -> Node:
        items = [
            element(
                "div",
                element("dt", own.label, " ", badge(own.mark)),
                element("dd", own.value, class_="value"),
                element("dd", own.under, class_="under") if own.under else None,
            )
            for own in block.items
        ]
        return element("dl", items, class_="keys")

    @block.register
    def _(self, block: Steps) -> Node:
        return element("ol", [_step(own) for own in block.items], class_="steps stages")

    @block.register
    def _(self, block: Figure) -> Node:
        small = float(block.width) < 1
        picture = element(
            "figure",
            element("figcaption", block.title, " ", badge(block.mark),
                    element("span", block.unit, class_="unit") if block.unit else None),
            Markup(block.svg),
        )  # fmt: skip
        table = self.block(block.table) if list(block.table.rows) else None
        kind = "figure beside" + (" small" if small else "")
        return element("div", picture, table, class_=kind)

    @block.register
    def _(self, block: Table) -> Node:
        marked = any(row.mark for row in (*block.rows, *block.totals))
        columns = [*block.columns]
        if marked:
            columns.append(Column(head=say("publish.origin"), kind=ColumnKind.LABEL))
        wide = len(columns) >= _WIDE
        caption = element(
            "caption", block.caption, " ", badge(block.mark),
            element("span", block.unit, class_="unit") if block.unit else None,
        )  # fmt: skip
        inside = element(
            "table",
            caption,
            element("thead", element("tr", [_column(own) for own in columns])),
            [self._body(block, rows, head, len(columns), marked)
             for rows, head in ((b.rows, f"{b.head} {b.count}".strip()) for b in block.bodies)],
            element("tfoot", [self._row(block, row, marked) for row in block.totals])
            if block.totals else None,
            class_="table wide" if wide else "table",
        )  # fmt: skip
        notes = [element("p", note, class_="table-note") for note in block.notes]
        region = element(
            "div", inside, class_="scroll", role="region", aria_label=block.caption, tabindex=0
        )
        return element("div", region, notes, class_="tabled")

    def _body(
        self, table: Table, rows: Iterable[Row], head: str, width: int, marked: bool
    ) -> Markup:
        group = None
        if head:
            group = element(
                "tr", element("th", head, scope="rowgroup", colspan=width), class_="group"
            )
        return element("tbody", group, [self._row(table, row, marked) for row in rows])

    def _row(self, table: Table, row: Row, marked: bool) -> Markup:
        cells = [
            self._cell(cell, column.kind, head=place == table.row_head)
            for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True))
        ]
        if marked:
            cells.append(element("td", badge(row.mark)))
        return element("tr", cells, id=row.id or None)

    def _cell(self, cell: Cell, kind: ColumnKind, *, head: bool) -> Markup:
        address = self.href(cell.target) if cell.target else ""
        said: Node = element("a", cell.text, href=address) if address else cell.text
        mark = badge(cell.mark)
        if mark:
            said = joined(mark, " ", said) if kind in NUMERIC else joined(said, " ", mark)
        return element(
            "th" if head else "td",
            said,
            element("span", cell.under, class_="under") if cell.under else None,
            element("ul", [element("li", own) for own in cell.items]) if cell.items else None,
            scope="row" if head else None,
            class_=_kind(kind),
        )


def _kind(kind: ColumnKind) -> str | None:
    if kind in NUMERIC:
        return "n"
    return "label" if kind is ColumnKind.LABEL else None


def _column(column: Column) -> Markup:
    return element(
        "th", column.head, " ", badge(column.mark), scope="col", class_=_kind(column.kind)
    )


def _step(step: Step) -> Markup:
    passed = step.state in (StepState.DONE, StepState.PASSED)
    return element(
        "li",
        element("p", step.name, " ", badge(step.mark), class_="name"),
        element("p", f"{step.state_text} · {step.when}" if step.when else step.state_text,
                class_="when"),
        [element("p", line, class_="when") for line in step.lines],
        class_="done" if passed else None,
        aria_current="step" if step.state is StepState.NEXT else None,
    )  # fmt: skip


def runs(text: Prose, href: Href) -> Node:
    """Runs of text with their marks and links."""
    return [_run(own, href) for own in text]


def _run(run: Run, href: Href) -> Node:
    address = href(run.target) if run.target else ""
    said: Node = element("a", run.text, href=address) if address else run.text
    return joined(said, " ", badge(run.mark)) if run.mark else said
