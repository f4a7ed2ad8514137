"""The blocks of an outline as HTML elements."""

import re
from dataclasses import dataclass, field
from typing import Final

from mitgrim.documents.html_tables import table_rows
from mitgrim.documents.markup import Markup, Node, element, joined
from mitgrim.documents.outline import (
    Block,
    Bullet,
    Bullets,
    DefinitionList,
    Figure,
    Findings,
    Found,
    FoundAt,
    KeyFigures,
    Mark,
    Note,
    Paragraph,
    Prose,
    Run,
    Section,
    Step,
    Steps,
    Table,
    WriterWords,
)
from mitgrim.wording import Lang

_HANGUL: Final = re.compile("[\u3131-\u318e\uac00-\ud7a3]")
_NAMESPACE: Final = ' xmlns="http://www.w3.org/2000/svg"'
_FIRST_HEADING: Final = 2
_LAST_HEADING: Final = 6
# A table with more columns may be wider than a phone: its box scrolls, so it takes the focus.
_NARROW_COLUMNS: Final = 3
# A table with no more lines stays on one page of paper.
_SHORT_LINES: Final = 13


@dataclass(slots=True)
class Writer:
    """Writes blocks in one language; notes wait in `notes` for the end of their chapter."""

    lang: Lang
    words: WriterWords
    notes: list[Prose] = field(default_factory=list)
    written: int = 0

    def section(self, section: Section, level: int = _FIRST_HEADING) -> Markup:
        """A section with its heading, which names it, and everything in it."""
        heading = f"{section.id}-h"
        label = element("span", section.label, class_="label") if section.label else None
        tag = f"h{min(level, _LAST_HEADING)}"
        return element(
            "section",
            element(
                tag,
                label,
                " " if label else None,
                self.text(section.heading),
                " " if section.mark else None,
                self.mark(section.mark),
                id=heading,
            ),
            [self.block(block, level + 1) for block in section.blocks],
            self._notes() if level == _FIRST_HEADING else None,
            id=section.id,
            class_=f"level-{level}",
            # A landmark for every chapter; one for every section would be noise.
            aria_labelledby=heading if level == _FIRST_HEADING else None,
        )

    def block(self, block: Block, level: int) -> Markup:  # noqa: PLR0911 (one for each kind)
        match block:
            case Section():
                return self.section(block, level)
            case Paragraph():
                return element("p", self.prose(block.text))
            case Note():
                return element("p", self.prose(block.text), class_="note")
            case Bullets():
                return element("ul", [self._bullet(item) for item in block.items], class_="points")
            case Table():
                return self.table(block)
            case Figure():
                return self._figure(block)
            case DefinitionList():
                return self._definitions(block)
            case KeyFigures():
                return self._key_figures(block)
            case Steps():
                return element("ol", [self._step(step) for step in block.items], class_="steps")
            case Findings():
                return self._findings(block)

    def text(self, text: str) -> Node:
        """A text, with its language where that is not the page's."""
        if self.lang != Lang.KO and _HANGUL.search(text):
            return element("span", text, lang=Lang.KO.value)
        return text

    def prose(self, runs: Prose) -> Markup:
        return joined([self._run(run) for run in runs])

    def _run(self, run: Run) -> Node:
        said = self.text(run.text)
        if run.target:
            said = element("a", said, href=f"#{run.target}")
        mark = self.mark(run.mark)
        note = self._noted(run.note) if run.note else None
        return joined(said, note, "\u00a0" if mark else None, mark)

    def _noted(self, note: Prose) -> Markup:
        """A raised number that leads to the note at the chapter's end."""
        self.notes.append(note)
        number = len(self.notes)
        link = element("a", f"{number})", href=f"#note-{number}", id=f"note-{number}-from")
        return element("sup", link)

    def _notes(self) -> Markup | None:
        """The notes since the chapter before, each with the way back."""
        first = self.written
        own = self.notes[first:]
        if not own:
            return None
        self.written = len(self.notes)
        return element(
            "ol",
            [
                element(
                    "li",
                    self.prose(note),
                    " ",
                    element("a", "↩", href=f"#note-{n}-from", aria_label=self.words.back),
                    id=f"note-{n}",
                    value=n,
                )
                for n, note in enumerate(own, start=first + 1)
            ],
            class_="notes",
        )

    def mark(self, mark: Mark | None) -> Markup | None:
        """A mark as a small word, or nothing for what needs none."""
        name = next((words.name for words in self.words.marks if words.mark is mark), "")
        if mark is None or mark is Mark.OWN or not name:
            return None
        return element("span", name, class_=f"mark {mark.value}")

    def table(self, table: Table) -> Markup:
        """A table in a box of its own, which scrolls where the page is too narrow."""
        caption = f"{table.id}-c"
        wide = len(table.columns) > _NARROW_COLUMNS
        lines = sum(len(body.rows) + bool(body.head) for body in table.bodies)
        short = lines <= _SHORT_LINES
        return element(
            "div",
            element(
                "div",
                element(
                    "table",
                    element("caption", self._caption(table), id=caption),
                    table_rows(self, table),
                ),
                class_="scroll",
                role="region" if wide else None,
                tabindex=0 if wide else None,
                aria_labelledby=caption if wide else None,
            ),
            [element("p", self.text(note), class_="table-note") for note in table.notes],
            class_=f"table{' wide' if wide else ''}{' short' if short else ''}",
            id=table.id,
        )

    def _caption(self, table: Table) -> Markup:
        unit = element("span", self.text(table.unit), class_="unit") if table.unit else None
        return element(
            "div",
            element(
                "span",
                element("span", table.label, class_="label") if table.label else None,
                " ",
                self.text(table.caption),
                " ",
                self.mark(table.mark),
            ),
            " ",
            unit,
            class_="caption",
        )

    def _figure(self, figure: Figure) -> Markup:
        return element(
            "div",
            element(
                "figure",
                element(
                    "figcaption",
                    element(
                        "span",
                        element("span", figure.label, class_="label") if figure.label else None,
                        " ",
                        self.text(figure.title),
                        " ",
                        self.mark(figure.mark),
                    ),
                    " ",
                    element("span", self.text(figure.unit), class_="unit") if figure.unit else None,
                    class_="caption",
                ),
                # A page of HTML knows the namespace of its drawings.
                Markup(figure.svg.replace(_NAMESPACE, "", 1)),
                id=figure.id,
            ),
            self.table(figure.table),
            class_="figure" if figure.width == 1 else "figure beside",
        )

    def _bullet(self, bullet: Bullet) -> Markup:
        inner = [element("li", self.prose(item)) for item in bullet.items]
        return element("li", self.prose(bullet.text), element("ul", inner) if inner else None)

    def _definitions(self, block: DefinitionList) -> Markup:
        return element(
            "dl",
            [
                element("div", element("dt", item.term), element("dd", self.prose(item.text)))
                for item in block.items
            ],
            class_="facts",
        )

    def _key_figures(self, block: KeyFigures) -> Markup:
        return element(
            "dl",
            [
                element(
                    "div",
                    element("dt", item.label, " ", self.mark(item.mark)),
                    element("dd", self.text(item.value), class_="value"),
                    element("dd", self.text(item.under), class_="under") if item.under else None,
                )
                for item in block.items
            ],
            class_="keys",
        )

    def _step(self, step: Step) -> Markup:
        return element(
            "li",
            element("span", step.state_text, class_="state"),
            element(
                "div",
                element("p", self.text(step.name), " ", self.mark(step.mark), class_="name"),
                [element("p", self.text(line), class_="line") for line in step.lines],
            ),
            element("p", step.when, class_="when"),
            class_=step.state.value,
            aria_current="step" if step.state.value == "next" else None,
        )

    def _findings(self, block: Findings) -> Markup:
        items = [self._found(item) for item in block.items]
        return element("ul", items, class_=f"findings by-{block.severity}")

    def _found(self, item: Found) -> Markup:
        return element(
            "li",
            element("ul", [self._found_at(place) for place in item.places]),
            element("p", self.text(item.hint), class_="hint") if item.hint else None,
            element(
                "p",
                element("span", item.check, class_="check"),
                element("span", self.text(item.reference)) if item.reference else None,
                class_="reference",
            ),
        )

    def _found_at(self, place: FoundAt) -> Markup:
        where: Node = self.text(place.where)
        if place.target:
            where = element("a", where, href=f"#{place.target}")
        return element(
            "li",
            element("p", where, class_="where"),
            element("p", self.text(place.message), class_="message"),
            element("p", self.text(place.waiver), class_="waiver") if place.waiver else None,
        )
