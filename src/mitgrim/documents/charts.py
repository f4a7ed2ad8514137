"""Charts as SVG: stacked columns, bars, pairs of bars, a divided bar, lines to a target.

A chart is for the shape of the numbers; the numbers themselves stand in the table beside it.
Amounts below zero are not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mitgrim.documents.drawing import (
    PAPER,
    PHONE_SIZE,
    QUIET,
    SIZE,
    WIDTH,
    Caption,
    Colour,
    box,
    colour,
    drawing,
    link,
    rule,
    width_of,
    words,
)
from mitgrim.documents.markup import Markup, Node, element, number

_ROW: Final = 40
_PAIR: Final = 28
_BAR: Final = 22
_GAP: Final = 10
PLOT: Final = 230
_LEGEND: Final = 46
_SWATCH: Final = 16
_THIN: Final = 18
_TRACK: Final = 122
_STOP_LEFT: Final = 60
_STOP_RIGHT: Final = WIDTH - 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A value with its name and the way it reads."""

    name: str
    value: int
    text: str
    under: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values of one kind, one for each column."""

    name: str
    values: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An earlier and a later value of one thing, and the later one as it reads."""

    name: str
    first: Decimal
    last: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A milestone at a part of the way, from 0 to 1."""

    at: float
    text: str
    under: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The way of an indicator from its baseline to its target."""

    name: str
    first: str
    last: str
    stops: tuple[Stop, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point of a curve: where it lies, how its place on each axis reads."""

    x: float
    y: float
    name: str
    text: str


def curve(
    caption: Caption, heads: tuple[str, str], spots: Sequence[Spot], marked: int | None = None
) -> str:
    """A line through points from left to right, one of which may be marked.

    The axes go from the least to the most, not from nothing: what is seen is how one thing follows
    another. `heads` name them, the upright one first.
    """
    ordered = sorted(spots, key=lambda own: own.x)
    frame = _Frame.around(ordered)
    at = [(frame.across(own.x), frame.up(own.y)) for own in ordered]
    line = " ".join(f"{number(x)},{number(y)}" for x, y in at)
    marks: list[Node] = [
        element("polyline", points=line, fill="none", stroke=colour(1).fill, stroke_width=3,
                class_="way")
    ]  # fmt: skip
    for place, (own, (x, y)) in enumerate(zip(ordered, at, strict=True)):
        own_marked = marked is not None and spots[marked] is own
        marks.append(_point(x, y, strong=own_marked))
        ends = place in (0, len(ordered) - 1)
        if ends or own_marked:
            anchor = "start" if place == 0 else "end" if place == len(ordered) - 1 else "middle"
            class_ = None if ends else "fine"
            marks.append(words(own.name, x, frame.floor + 24, anchor=anchor, class_=class_))
    levels = sorted({own.y: own.text for own in ordered}.items())
    marks += [
        words(text, frame.left - _GAP - 6, frame.up(y), anchor="end")
        for y, text in {levels[0], levels[-1]}
    ]
    return drawing(
        caption,
        words(heads[0], 0, 14, fill=QUIET),
        rule(frame.left - 6, frame.floor, WIDTH, frame.floor, QUIET),
        marks,
        words(heads[1], WIDTH, frame.floor + 58, anchor="end", fill=QUIET),
        width=WIDTH,
        height=frame.floor + 76,
        kind="curve",
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the values of a curve lie on the drawing."""

    left: float
    floor: float
    least: tuple[float, float]
    span: tuple[float, float]

    @staticmethod
    def around(spots: Sequence[Spot]) -> "_Frame":
        xs, ys = [own.x for own in spots], [own.y for own in spots]
        texts = max(width_of(own.text, PHONE_SIZE) for own in spots)
        spans = (max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0)
        return _Frame(texts + 2 * _GAP, _LEGEND + PLOT, (min(xs), min(ys)), spans)

    def across(self, x: float) -> float:
        return self.left + _GAP + (x - self.least[0]) / self.span[0] * (WIDTH - self.left - 24)

    def up(self, y: float) -> float:
        return self.floor - 20 - (y - self.least[1]) / self.span[1] * (PLOT - 40)


def _point(x: float, y: float, *, strong: bool) -> Markup:
    if strong:
        return element("circle", cx=x, cy=y, r=9, class_="c1", fill=colour(0).fill)
    return element("circle", cx=x, cy=y, r=5, class_="c2", fill=colour(1).fill)


def stacked_columns(
    caption: Caption,
    columns: Sequence[str],
    series: Sequence[Series],
    totals: Sequence[str],
    plot: int = PLOT,
) -> str:
    """A column for each name, its series one on another, the first at the foot; `plot` is high."""
    sums = [sum(max(one.values[n], 0) for one in series) for n in range(len(columns))]
    scale = plot / max([*sums, 1])
    step = WIDTH / max(len(columns), 1)
    width = min(step * 0.62, 104)
    top = _LEGEND + PHONE_SIZE + _GAP
    floor = top + plot
    marks: list[Markup] = []
    for n, name in enumerate(columns):
        middle = step * (n + 0.5)
        height = float(floor)
        for place, one in enumerate(series):
            size = max(one.values[n], 0) * scale
            height -= size
            spot = _Spot(middle - width / 2, height, width, size)
            marks.append(_segment(spot, one.texts[n], colour(place)))
        marks.append(words(totals[n], middle, height - _GAP - 5, anchor="middle", bold=True))
        marks.append(words(name, middle, floor + 24, anchor="middle"))
    return drawing(
        caption,
        _legend([one.name for one in series]),
        marks,
        rule(0, floor, WIDTH, floor, QUIET),
        width=WIDTH,
        height=floor + 44,
        kind="columns",
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float
    width: float
    height: float


def _segment(spot: _Spot, text: str, fill: Colour) -> Markup:
    """One part of a column with its number, where the number fits."""
    parts = [box(spot.x, spot.y, spot.width, max(spot.height - 1, 0), fill)]
    fits_phone = spot.height > PHONE_SIZE and width_of(text, PHONE_SIZE) < spot.width
    if spot.height >= _THIN and width_of(text) < spot.width:
        x, y = spot.x + spot.width / 2, spot.y + spot.height / 2
        on = _on(fill, None if fits_phone else "fine")
        parts.append(words(text, x, y, anchor="middle", fill=fill.ink, class_=on))
    return element("g", parts)


def _on(fill: Colour, other: str | None) -> str:
    return f"on-{fill.name} {other}" if other else f"on-{fill.name}"


def _legend(names: Sequence[str], first: int = 0) -> list[Markup]:
    """Swatches with names in one line, wide enough for the large text of a phone.

    Colours go on from the first one, downwards where two are shown from light to dark.
    """
    marks: list[Markup] = []
    x = 0.0
    for place, name in enumerate(names):
        marks.append(box(x, _LEGEND / 2 - _SWATCH, _SWATCH, _SWATCH, colour(abs(first - place))))
        marks.append(words(name, x + _SWATCH + 8, _LEGEND / 2 - _SWATCH / 2))
        x += _SWATCH + width_of(name, PHONE_SIZE) + 36
    return marks


def bars(caption: Caption, items: Sequence[Item]) -> str:
    """A bar for each item with its name before it and its value behind it."""
    left = max([width_of(item.name, PHONE_SIZE) for item in items], default=0) + _GAP
    right = max([width_of(item.text, PHONE_SIZE) for item in items], default=0) + _GAP
    scale = max(WIDTH - left - right, 60) / max([item.value for item in items] + [1])
    marks: list[Node] = []
    for n, item in enumerate(items):
        middle = _ROW * (n + 0.5)
        length = max(item.value, 0) * scale
        marks.append(
            link(
                item.href,
                words(item.name, left - _GAP, middle, anchor="end"),
                box(left, middle - _BAR / 2, length, _BAR, colour(1)),
                words(item.text, left + length + _GAP, middle),
            )
        )
    foot = _ROW * len(items)
    return drawing(
        caption,
        marks,
        rule(left, 0, left, foot, QUIET),
        width=WIDTH,
        height=max(foot, 1),
        kind="bars",
        leads=any(item.href for item in items),
    )


def pairs(caption: Caption, heads: tuple[str, str], items: Sequence[Pair]) -> str:
    """Two bars for each item, an earlier value over a later one, and how it changed."""
    left = max([width_of(item.name, PHONE_SIZE) for item in items], default=0) + _GAP
    right = max([width_of(item.text, PHONE_SIZE) for item in items], default=0) + _GAP
    largest = max([value for item in items for value in (item.first, item.last)] + [Decimal(1)])
    scale = max(WIDTH - left - right, 60) / float(largest)
    marks: list[Markup] = []
    for n, item in enumerate(items):
        top = _LEGEND + _PAIR * n
        middle = top + _PAIR / 2
        early, late = (max(float(value), 0) * scale for value in (item.first, item.last))
        marks.append(words(item.name, left - _GAP, middle, anchor="end"))
        marks.append(box(left, middle - 10, early, 7, colour(2)))
        marks.append(box(left, middle - 2, late, 11, colour(1)))
        marks.append(words(item.text, left + max(early, late) + _GAP, middle + 3))
    foot = _LEGEND + _PAIR * len(items)
    return drawing(
        caption,
        _legend(heads, first=2),
        marks,
        rule(left, _LEGEND, left, foot, QUIET),
        width=WIDTH,
        height=foot,
        kind="pairs",
    )


def divided_bar(caption: Caption, items: Sequence[Item]) -> str:
    """One bar divided by value, and under it every part by name with its value and share."""
    whole = sum(max(item.value, 0) for item in items) or 1
    high, first = 56, 56 + 30
    marks: list[Node] = []
    x = 0.0
    for n, item in enumerate(items):
        fill = colour(n)
        width = max(item.value, 0) / whole * WIDTH
        marks.append(box(x, 0, max(width - 2, 0), high, fill))
        if width_of(item.under, SIZE) + _GAP < width:
            fine = None if width_of(item.under, PHONE_SIZE) + _GAP < width else "fine"
            marks.append(
                words(item.under, x + width / 2 - 1, high / 2, anchor="middle", fill=fill.ink,
                      class_=_on(fill, fine), bold=True)
            )  # fmt: skip
        marks.append(link(item.href, _entry(item, fill, first + _ROW * n)))
        x += width
    return drawing(
        caption,
        marks,
        width=WIDTH,
        height=first + _ROW * len(items) - _GAP,
        kind="divided",
        leads=any(item.href for item in items),
    )


def _entry(item: Item, fill: Colour, y: float) -> list[Markup]:
    middle = y + _ROW / 2 - _GAP / 2
    return [
        box(0, middle - _SWATCH / 2, _SWATCH, _SWATCH, fill),
        words(item.name, _SWATCH + 10, middle),
        words(item.text, WIDTH - 110, middle, anchor="end"),
        words(item.under, WIDTH, middle, anchor="end"),
        rule(0, y + _ROW - _GAP / 2, WIDTH, y + _ROW - _GAP / 2),
    ]


def tracks(caption: Caption, items: Sequence[Track]) -> str:
    """A line for each indicator: baseline at the left, target at the right, milestones between.

    Each has its own scale; what can be compared is how much of the way a year is to make.
    """
    marks = [link(item.href, _track(item, n * _TRACK)) for n, item in enumerate(items)]
    return drawing(
        caption,
        marks,
        width=WIDTH,
        height=max(_TRACK * len(items) - _GAP, 1),
        kind="tracks",
        leads=any(item.href for item in items),
    )


def _track(item: Track, y: float) -> Markup:
    line = y + 64
    left, right = 9, WIDTH - 9
    return element(
        "g",
        words(item.name, 0, y + 16, bold=True),
        element("line", x1=left, y1=line, x2=right, y2=line, stroke=colour(2).fill,
                stroke_width=4, class_="way"),
        [_stop(stop, left + stop.at * (right - left), line) for stop in item.stops],
        element("circle", cx=left, cy=line, r=7, fill=PAPER, stroke=colour(0).fill, stroke_width=3,
                class_="start"),
        element("circle", cx=right, cy=line, r=8, class_="c1", fill=colour(0).fill),
        words(item.first, 0, line + 26, fill=QUIET),
        words(item.last, WIDTH, line + 26, anchor="end", bold=True),
    )  # fmt: skip


def _stop(stop: Stop, x: float, line: float) -> Markup:
    """A milestone; its number would run into the others on a phone, where the table has it."""
    return element(
        "g",
        element("circle", cx=x, cy=line, r=5, class_="c2", fill=colour(1).fill),
        words(f"{stop.text} ({stop.under})", x, line - 18, anchor="middle", class_="fine",
              fill=QUIET) if _STOP_LEFT < x < _STOP_RIGHT else None,
    )  # fmt: skip
