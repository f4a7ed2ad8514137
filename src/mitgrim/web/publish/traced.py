"""Prose with its figures put in, each leading to how it came to be, back to the records."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from django.utils.safestring import SafeString

from mitgrim.documents.markup import Markup, Node, element, joined
from mitgrim.documents.marks import combined
from mitgrim.figures import FigureProblem, Shown, Step, Used, Value, cut
from mitgrim.figures.values import Kind
from mitgrim.plan import Passage
from mitgrim.web.pages.words import say
from mitgrim.web.publish.drawn import badge, safe
from mitgrim.web.publish.reading import Reading
from mitgrim.wording import Lang

STEPS_SHOWN: Final = 3
RECORDS_SHOWN: Final = 5
_PROJECT_STEPS: Final = 3


class Traced:
    """Writes a page's prose; its figures are numbered through the page."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._numbers = count(1)

    def text(self, text: str) -> SafeString:
        """Paragraphs, and under them how the figures in them came to be."""
        return safe(self._text(text))

    def _text(self, text: str) -> Node:
        notes: list[Node] = []
        stretches = (own.strip() for own in text.split("\n\n"))
        said = [
            element("p", list(self._pieces(stretch, notes))) for stretch in stretches if stretch
        ]
        own = None if self._reading.lang is Lang.KO else Lang.KO.value
        return [element("div", said, class_="prose", lang=own), self._noted(notes)]

    def passages(self, some: tuple[Passage, ...], level: int = 3) -> SafeString:
        """Passages under their titles, in order."""
        words = self._reading.words
        return safe(
            [
                [
                    element(f"h{level}", words.name(own.title, own.id), " ",
                            badge(own.provenance.kind)),
                    self._text(own.text),
                ]
                for own in some
            ]
        )  # fmt: skip

    def _pieces(self, text: str, notes: list[Node]) -> Iterator[Node]:
        for part in cut(self._reading.plan, text):
            yield part if isinstance(part, str) else self._figure(part, notes)

    def _figure(self, shown: Shown, notes: list[Node]) -> Node:
        number = next(self._numbers)
        text = shown.value_text(Lang.KO)  # a plan's prose is Korean
        notes.append(
            element("li", element("b", text), " ", self._trace(shown.value), id=f"note-{number}",
                    value=number)
        )  # fmt: skip
        return joined(
            element("a", text, href=f"#note-{number}", class_="bound"), shown.particle(Lang.KO)
        )

    def _noted(self, notes: list[Node]) -> Node:
        if not notes:
            return None
        return element(
            "details",
            element("summary", say("publish.figures-of-text", n=len(notes))),
            element("ol", notes),
            class_="notes",
        )

    def _trace(self, value: Value | FigureProblem) -> Node:
        lang = self._reading.lang
        if isinstance(value, FigureProblem):
            return value.message.in_(lang)
        kinds = [used.origin.kind for step in value.steps for used in step.records]
        steps = [self._step(step, value.kind) for step in value.steps[:STEPS_SHOWN]]
        return [badge(combined(kinds)), element("ul", steps) if steps else None]

    def _step(self, step: Step, kind: Kind) -> Markup:
        lang = self._reading.lang
        records, rest = step.first(RECORDS_SHOWN)
        items = [self._record(own) for own in records]
        if rest is not None:
            items.append(element("li", rest.in_(lang)))
        said = f"{step.rule.in_(lang)} = {step.result.in_(lang)}"
        return element("li", said, element("ul", items) if items else None)

    def _record(self, used: Used) -> Markup:
        reading = self._reading
        address = address_of(reading, used.place)
        name: Node = used.name.in_(reading.lang)
        said = element("a", name, href=address) if address else name
        parts = [used.value.in_(reading.lang), used.origin.text.in_(reading.lang)]
        return element("li", said, " · ", " · ".join(part for part in parts if part))


def address_of(reading: Reading, place: str) -> str:
    """The page of the record at a place of the plan, or nothing."""
    section, *steps = place.split("/")
    if len(steps) >= _PROJECT_STEPS - 1 and steps[0] == "projects":
        known = steps[1] in reading.index
        return reading.url("publish:project", steps[1]) if known else ""
    kinds = {"indicators": "indicator", "sectors": "sector", "actions": "action"}
    if len(steps) > 1 and steps[0] in kinds:
        return reading.href(f"{kinds[steps[0]]}-{steps[1]}")
    return reading.href(f"city-{section}") if reading.plan.section(section) else ""
