"""The map of opinions as SVG: marks of several people, each group with a shape and a colour."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Final

from mitgrim.documents.drawing import (
    PAPER,
    PHONE_SIZE,
    RULE,
    WIDTH,
    Caption,
    Colour,
    colour,
    drawing,
    width_of,
    words,
)
from mitgrim.documents.markup import Markup, element, number

if TYPE_CHECKING:
    from mitgrim.deliberation.picture import Mark, Picture

SIDE: Final = 560
_LEAST, _MOST = 4.0, 14.0
_MARGIN: Final = _MOST + 4
_LINE: Final = 40
_ROUND: Final = 1
# Corners, and how far they are turned; by their number of corners none is taken for another.
_SHAPES: Final = ((_ROUND, 0.0), (4, pi / 4), (3, -pi / 2), (4, 0.0), (6, 0.0))


def opinion_map(caption: Caption, picture: "Picture", names: Sequence[str]) -> str:
    """A map of opinions with a legend; `names` are what the groups are called, with their sizes.

    The figures stand in the table beside it. Nobody is drawn alone.
    """
    foot, legend = _legend(names)
    left = (WIDTH - SIDE) / 2
    most = max((mark.people for mark in picture.marks), default=1)
    ordered = sorted(picture.marks, key=lambda own: -own.people)
    return drawing(
        caption,
        legend,
        element("rect", x=left, y=foot, width=SIDE, height=SIDE, fill="none", stroke=RULE,
                class_="frame"),
        [_mark(mark, left, foot, most) for mark in ordered],
        width=WIDTH,
        height=foot + SIDE + 2,
        kind="opinions",
    )  # fmt: skip


def _legend(names: Sequence[str]) -> tuple[float, list[Markup]]:
    """Shapes with names, as many in a line as fit in the large text of a phone; its height."""
    marks: list[Markup] = []
    x, y = 0.0, _LINE / 2
    for group, name in enumerate(names):
        width = 34 + width_of(name, PHONE_SIZE) + 24
        if x and x + width > WIDTH:
            x, y = 0.0, y + _LINE
        marks.append(shape(group, x + 12, y, 10))
        marks.append(words(name, x + 34, y))
        x += width
    return y + _LINE / 2 + 8, marks


def _mark(mark: "Mark", left: float, top: float, most: int) -> Markup:
    reach = SIDE - 2 * _MARGIN
    x = left + _MARGIN + mark.x * reach
    y = top + _MARGIN + (1 - mark.y) * reach
    return shape(mark.group, x, y, _LEAST + (_MOST - _LEAST) * sqrt(mark.people / most))


def shape(group: int, x: float, y: float, size: float) -> Markup:
    """A group's shape with its colour, around a point."""
    corners, turn = _SHAPES[group % len(_SHAPES)]
    fill = _colour(group)
    if corners == _ROUND:
        return element("circle", cx=x, cy=y, r=size, class_=fill.name, fill=fill.fill,
                       stroke=PAPER, stroke_width=1)  # fmt: skip
    at = [turn + 2 * pi * corner / corners for corner in range(corners)]
    points = " ".join(
        f"{number(x + 1.2 * size * cos(a))},{number(y + 1.2 * size * sin(a))}" for a in at
    )
    return element("polygon", points=points, class_=fill.name, fill=fill.fill, stroke=PAPER,
                   stroke_width=1)  # fmt: skip


def _colour(group: int) -> Colour:
    """Colours that are dark enough to be told from the paper, the farthest apart first."""
    return colour((0, 2, 4, 1, 6)[group % len(_SHAPES)])
