"""Maps as SVG: the country from a basemap given as data, with its cities named beside it.

A basemap has `provinces` and `hosts` with `rings` (x, y, x, y, …; y downwards), `anchors` by city,
`width` and `height`, optionally `islands` to be named, and its `attribution`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from mitgrim.documents.drawing import (
    INK,
    PAPER,
    QUIET,
    Caption,
    drawing,
    link,
    width_of,
    words,
    wrapped,
)
from mitgrim.documents.markup import Markup, element
from mitgrim.wording import Lang

Basemap = Mapping[str, Any]

_HEIGHT: Final = 600
_LABEL_GAP: Final = 24
_LABEL_HEIGHT: Final = 66
_NAME: Final = 20
_THEME: Final = 16
_THEME_WIDTH: Final = 200
_PHONE_NAME: Final = 30
_ISLET: Final = 14
_PHONE_ISLET: Final = 22
_MARGIN: Final = 4
# Points closer than this many units of the basemap become one. Neighbours lose the same points,
# so their common border stays common.
_GRID: Final = 3
# A ring smaller than this part of the largest is an island, which does not push labels outwards.
_ISLAND: Final = 0.05
LAND: Final = "#e6e8ea"
HOST: Final = "#346fb2"
POINT: Final = "#063a74"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city on the map: its name, the lines under it, and where they lead."""

    id: str
    name: str
    theme: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Islet:
    name: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class _Label:
    place: Place
    x: float
    y: float
    left: bool
    at: float
    edge: float

    @property
    def bend(self) -> float:
        """Where the line turns level, just before the name."""
        return self.edge + (14 if self.left else -14)


def city_map(caption: Caption, basemap: Basemap, places: Sequence[Place], lang: Lang) -> str:
    """The country with its host areas, and each city named at the side it is nearer to."""
    scale = _HEIGHT / float(basemap["height"])
    low, high = _mainland(basemap, scale)
    islands = [_islet(island, scale, lang) for island in basemap.get("islands", ())]
    edges = (low - _LABEL_GAP, high + _LABEL_GAP)
    known = [place for place in places if has_place(basemap, place.id)]
    labels = _labels(basemap, known, scale, edges, _below(islands, high))
    left = max(_room([label for label in labels if label.left]) - low, 0) + _MARGIN
    right = max(
        high + _room([label for label in labels if not label.left]),
        *(islet.x + islet.width / 2 for islet in islands),
        0,
    )
    land = element(
        "g",
        _land(basemap["provinces"], LAND, "land"),
        _land(_own(basemap["hosts"], places), HOST, "host"),
        transform=f"translate({left:.1f} 0) scale({scale * _GRID:.5f})",
    )
    over = element(
        "g",
        [link(label.place.href, _drawn(label)) for label in labels],
        [_drawn_islet(islet) for islet in islands],
        transform=f"translate({left:.1f} 0)",
    )
    width = round(left + right + _MARGIN)
    leads = any(place.href for place in known)
    return drawing(caption, land, over, width=width, height=_HEIGHT, kind="map", leads=leads)


def has_place(basemap: Basemap, city: str) -> bool:
    """Whether the basemap knows where a city is."""
    return city in basemap["anchors"]


def _mainland(basemap: Basemap, scale: float) -> tuple[float, float]:
    """How far the land reaches to the left and to the right, small islands left out."""
    rings = [ring for area in basemap["provinces"] for ring in area["rings"]]
    boxes = [(min(ring[::2]), max(ring[::2]), min(ring[1::2]), max(ring[1::2])) for ring in rings]
    sizes = [(x2 - x1) * (y2 - y1) for x1, x2, y1, y2 in boxes]
    large = [box for box, size in zip(boxes, sizes, strict=True) if size >= _ISLAND * max(sizes)]
    return min(box[0] for box in large) * scale, max(box[1] for box in large) * scale


def _own(hosts: Iterable[Mapping[str, Any]], places: Sequence[Place]) -> list[Mapping[str, Any]]:
    cities = {place.id for place in places}
    return [host for host in hosts if host["city"] in cities]


def _land(areas: Iterable[Mapping[str, Any]], fill: str, kind: str) -> Markup:
    return element(
        "g",
        [element("path", d=_path(area["rings"])) for area in areas],
        class_=kind,
        fill=fill,
        stroke=PAPER,
        stroke_width=1 if kind == "host" else 2,
        stroke_linejoin="round",
    )


def _path(rings: Iterable[Sequence[int]]) -> str:
    return "".join(_ring(ring) for ring in rings)


def _ring(ring: Sequence[int]) -> str:
    """A closed line from point to point, each as its distance from the one before."""
    points: list[tuple[int, int]] = []
    for x, y in zip(ring[::2], ring[1::2], strict=True):
        point = (round(x / _GRID), round(y / _GRID))
        if not points or points[-1] != point:
            points.append(point)
    steps = (f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _labels(
    basemap: Basemap,
    places: Sequence[Place],
    scale: float,
    edges: tuple[float, float],
    below: float,
) -> list[_Label]:
    """Which side and how high each city is named: near its height, apart, no lines crossing.

    Cities go left and right of the middle; the one nearest to it may change sides, or more of
    them where a side is full, if the names then stand nearer to their cities.
    """
    middle = sum(edges) / 2
    spots = {place.id: _spot(basemap, place.id, scale) for place in places}
    by_x = sorted(places, key=lambda place: (spots[place.id][0] - middle, place.id))
    count = sum(spots[place.id][0] <= middle for place in by_x)
    fewest = max(len(by_x) - int((_HEIGHT - below) // _LABEL_HEIGHT), 0)
    counts = {min(max(n, fewest), len(by_x)) for n in (count - 1, count, count + 1)}

    def side(some: Sequence[Place], edge: float, top: float) -> list[_Label]:
        down = sorted(some, key=lambda place: (spots[place.id][1], place.id))
        heights = _apart([spots[place.id][1] for place in down], top)
        left = edge == edges[0]
        return _uncrossed(
            [
                _Label(place, *spots[place.id], left, at, edge)
                for place, at in zip(down, heights, strict=True)
            ]
        )

    splits = [side(by_x[:n], edges[0], 0) + side(by_x[n:], edges[1], below) for n in sorted(counts)]
    return min(splits, key=lambda labels: sum(abs(label.at - label.y) for label in labels))


def _uncrossed(labels: list[_Label]) -> list[_Label]:
    """Neighbours change places while their lines cross."""
    found = list(labels)
    for _ in found:
        for n in range(len(found) - 1):
            upper, lower = found[n], found[n + 1]
            if _cross(upper, lower):
                found[n] = replace(lower, at=upper.at)
                found[n + 1] = replace(upper, at=lower.at)
    return found


def _cross(upper: _Label, lower: _Label) -> bool:
    """Whether the line of the farther city passes the nearer one on the wrong side."""
    near, far = sorted((upper, lower), key=lambda label: abs(label.bend - label.x))
    if near.x == far.x:
        return upper.y > lower.y
    passes_at = far.y + (far.at - far.y) * (near.x - far.x) / (far.bend - far.x)
    return passes_at > near.y if far is upper else passes_at < near.y


def _spot(basemap: Basemap, city: str, scale: float) -> tuple[float, float]:
    x, y = basemap["anchors"][city]
    return x * scale, y * scale


def _apart(wanted: Sequence[float], top: float) -> list[float]:
    """Heights as near as can be to the wanted ones, which rise, and a label's height apart.

    Labels that would overlap form a block around the middle of what they want; blocks that then
    overlap merge.
    """
    blocks: list[list[float]] = []
    for at in wanted:
        blocks.append([at])
        while len(blocks) > 1 and _start(blocks[-1], top) < _end(blocks[-2], top):
            last = blocks.pop()
            blocks[-1] += last
    return [
        _start(block, top) + _LABEL_HEIGHT * (n + 0.5)
        for block in blocks
        for n in range(len(block))
    ]


def _start(block: list[float], top: float) -> float:
    size = _LABEL_HEIGHT * len(block)
    middle = sum(block) / len(block)
    return max(min(middle - size / 2, _HEIGHT - size), top)


def _end(block: list[float], top: float) -> float:
    return _start(block, top) + _LABEL_HEIGHT * len(block)


def _themes(label: _Label) -> tuple[str, ...]:
    return wrapped(label.place.theme, _THEME_WIDTH, _THEME, 2)


def _room(labels: Sequence[_Label]) -> float:
    """How much room a column of labels takes beside the mainland."""
    widths = [width_of(label.place.name, _PHONE_NAME) for label in labels]
    widths += [width_of(theme, _THEME) for label in labels for theme in _themes(label)]
    return _LABEL_GAP + 6 + max(widths, default=0)


def _drawn(label: _Label) -> Markup:
    anchor = "end" if label.left else "start"
    beside = label.edge + (-6 if label.left else 6)
    return element(
        "g",
        element(
            "path",
            d=f"M{label.x:.1f} {label.y:.1f}L{label.bend:.1f} {label.at:.1f}H{label.edge:.1f}",
            fill="none",
            stroke=QUIET,
            stroke_width=1,
            class_="leader",
        ),
        element("circle", cx=label.x, cy=label.y, r=5, fill=POINT, stroke=PAPER, stroke_width=1.5,
                class_="spot"),
        words(label.place.name, beside, label.at, anchor=anchor, bold=True,
              class_="name", size=_NAME),
        [
            words(theme, beside, label.at + 22 + 19 * n, anchor=anchor,
                  fill=QUIET, class_="theme", size=_THEME)
            for n, theme in enumerate(_themes(label))
        ],
    )  # fmt: skip


def _islet(island: Mapping[str, Any], scale: float, lang: Lang) -> _Islet:
    x, y = (float(part) * scale for part in island["at"])
    name = island["ko"] if lang == Lang.KO else island["en"]
    return _Islet(name, x, y, width_of(name, _PHONE_ISLET))


def _below(islands: Sequence[_Islet], high: float) -> float:
    """Where the right column may begin: under the islands that lie in it."""
    return max((islet.y + 30 for islet in islands if islet.x > high), default=0.0)


def _drawn_islet(islet: _Islet) -> Markup:
    return element(
        "g",
        element("circle", cx=islet.x, cy=islet.y, r=2.2, fill=INK, class_="islet"),
        words(islet.name, islet.x, islet.y + 14, anchor="middle", fill=QUIET,
              class_="islet-name", size=_ISLET),
    )  # fmt: skip
