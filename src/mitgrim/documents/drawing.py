"""What charts and maps share: the frame of an SVG, its colours, and how wide text is.

Every drawing stands alone: its colours are attributes, which a page's style sheet may replace
through the classes. Text is set at `SIZE`, and a page on a phone sets it at `PHONE_SIZE` to keep
it readable when the drawing shrinks, so a drawing leaves room for that.
"""

from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

from mitgrim.documents.markup import Markup, Node, element

WIDTH: Final = 720
SIZE: Final = 15
PHONE_SIZE: Final = 25
INK: Final = "#1e2124"
QUIET: Final = "#58616a"
RULE: Final = "#b1b8be"
PAPER: Final = "#ffffff"
FONTS: Final = "'Pretendard GOV', Pretendard, 'Noto Sans KR', sans-serif"

_WIDE: Final = 0.87
_NARROW: Final = {" ": 0.29, ",": 0.29, ".": 0.29, "·": 0.3, "%": 0.87, "M": 0.86, "m": 0.86}
_LATIN: Final = 0.58


@dataclass(frozen=True, slots=True)
class Colour:
    """A fill, and the colour of the text on it; `name` is the class a style sheet knows it by."""

    name: str
    fill: str
    ink: str


# Dark to light, so that they stay apart in grey print and for those who do not see hues.
COLOURS: Final = (
    Colour("c1", "#063a74", PAPER),
    Colour("c2", "#346fb2", PAPER),
    Colour("c3", "#90b0d5", INK),
    Colour("c4", "#bacbde", INK),
    Colour("c5", "#61758f", PAPER),
    Colour("c6", "#b1b8be", INK),
    Colour("c7", "#464c53", PAPER),
)


def colour(number: int) -> Colour:
    """The colour of the n-th series from 0; they recur after the last."""
    return COLOURS[number % len(COLOURS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a drawing shows, for those who do not see it; `id` is its place in the document."""

    id: str
    title: str
    description: str


def drawing(
    caption: Caption,
    *children: Node,
    width: float,
    height: float,
    kind: str,
    leads: bool = False,
) -> str:
    """An SVG with a title and a description that assistive technology reads in its place.

    One that `leads` somewhere is not read as one picture, which would hide its links.
    """
    id = caption.id
    return element(
        "svg",
        element("title", caption.title, id=f"{id}-title"),
        element("desc", caption.description, id=f"{id}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"drawing {kind}",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="group" if leads else "img",
        aria_labelledby=f"{id}-title {id}-desc",
        font_family=FONTS,
        font_size=SIZE,
        fill=INK,
    )


def link(href: str, *drawn: Node) -> Node:
    """A part of a drawing that leads somewhere; as it is where there is nowhere to go."""
    return element("a", *drawn, href=href, class_="leads") if href else drawn


def box(x: float, y: float, width: float, height: float, fill: Colour) -> Markup:
    return element(
        "rect", x=x, y=y, width=max(width, 0), height=max(height, 0), class_=fill.name,
        fill=fill.fill,
    )  # fmt: skip


def words(
    text: str,
    x: float,
    y: float,
    *,
    anchor: str = "start",
    fill: str = INK,
    class_: str | None = None,
    bold: bool = False,
    size: float | None = None,
) -> Markup:
    """A line of text; `y` is its middle."""
    return element(
        "text",
        text,
        x=x,
        y=y,
        dy="0.35em",
        text_anchor=None if anchor == "start" else anchor,
        font_weight=700 if bold else None,
        font_size=size,
        fill=None if fill == INK else fill,
        class_=class_,
    )


def rule(x1: float, y1: float, x2: float, y2: float, stroke: str = RULE) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=1, class_="rule")


def width_of(text: str, size: float = SIZE) -> float:
    """About how wide a text is, in the units of the drawing."""
    return size * sum(map(_advance, text))


def _advance(sign: str) -> float:
    return _WIDE if east_asian_width(sign) in "WF" else _NARROW.get(sign, _LATIN)


def wrapped(text: str, width: float, size: float, lines: int) -> tuple[str, ...]:
    """A text in at most so many lines, broken at spaces; what does not fit ends in an ellipsis."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width_of(longer, size) <= width:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return tuple(_cut(line, width, size) for line in found)


def _cut(text: str, width: float, size: float) -> str:
    if width_of(text, size) <= width:
        return text
    while text and width_of(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
