"""A small map of one city: the districts that host it, in the land around them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from mitgrim.documents.drawing import INK, PAPER, QUIET, Caption, drawing, width_of, words
from mitgrim.documents.maps import HOST, LAND, POINT, Basemap
from mitgrim.documents.markup import Markup, element
from mitgrim.wording import Lang

WIDTH: Final = 380
HEIGHT: Final = 300
SEA: Final = "#f0f4f9"
_AROUND: Final = 0.7  # how much land is shown at each side, as a part of the districts' own extent
_LEAST: Final = 180  # units of the basemap that are shown at least
_NAME: Final = 17
_PHONE_NAME: Final = 22
_GRID: Final = 0.8  # points of the picture that are nearer to each other become one
_BEYOND: Final = 0.05

Point = tuple[float, float]


def host_map(caption: Caption, basemap: Basemap, city: str, lang: Lang) -> str:
    """The districts of a city named on the land around them; needs a city the basemap knows."""
    hosts = [host for host in basemap["hosts"] if host["city"] == city]
    frame = _Frame([ring for host in hosts for ring in host["rings"]], basemap["anchors"][city])
    names = [_Name(host, frame, lang) for host in hosts]
    names = [name.at(y) for name, y in zip(names, _apart([n.y for n in names]), strict=True)]
    return drawing(
        caption,
        element("rect", width=WIDTH, height=HEIGHT, fill=SEA, class_="sea"),
        _areas(basemap["provinces"], frame, LAND),
        _areas(hosts, frame, HOST),
        _spot(frame, basemap["anchors"][city]),
        [name.drawn() for name in names],
        width=WIDTH,
        height=HEIGHT,
        kind="hosts",
    )


def knows(basemap: Basemap, city: str) -> bool:
    """Whether the basemap has a city's districts."""
    return city in basemap["anchors"] and any(h["city"] == city for h in basemap["hosts"])


class _Frame:
    """The part of the basemap that is shown, as a change of coordinates."""

    def __init__(self, rings: Iterable[Sequence[int]], anchor: Sequence[int]) -> None:
        every = [tuple(anchor), *((x, y) for ring in rings for x, y in _points(ring))]
        left, right = min(x for x, _ in every), max(x for x, _ in every)
        top, foot = min(y for _, y in every), max(y for _, y in every)
        wide = max((right - left) * (1 + 2 * _AROUND), _LEAST)
        high = max((foot - top) * (1 + 2 * _AROUND), _LEAST)
        self.scale = min(WIDTH / wide, HEIGHT / high)
        self.x = (left + right) / 2 - WIDTH / self.scale / 2
        self.y = (top + foot) / 2 - HEIGHT / self.scale / 2

    def point(self, x: float, y: float) -> Point:
        return (x - self.x) * self.scale, (y - self.y) * self.scale


class _Name:
    """A district's name at the middle of its largest part."""

    def __init__(self, host: Mapping[str, Any], frame: _Frame, lang: Lang) -> None:
        self.text: str = host["name"] if lang == Lang.KO else host["en"]
        ring = max(host["rings"], key=len)
        placed = [frame.point(x, y) for x, y in _points(ring)]
        half = width_of(self.text, _PHONE_NAME) / 2
        middle = (min(x for x, _ in placed) + max(x for x, _ in placed)) / 2
        self.x = min(max(middle, half), WIDTH - half)
        self.y = (min(y for _, y in placed) + max(y for _, y in placed)) / 2

    def at(self, y: float) -> "_Name":
        self.y = y
        return self

    def drawn(self) -> Markup:
        """The name in ink on a rim of paper, so that it reads on land, sea and district."""
        return element(
            "g",
            element("g", words(self.text, self.x, self.y, anchor="middle", fill=PAPER, bold=True,
                               class_="name", size=_NAME),
                    stroke=PAPER, stroke_width=4, stroke_linejoin="round"),
            words(self.text, self.x, self.y, anchor="middle", fill=INK, bold=True, class_="name",
                  size=_NAME),
            aria_hidden="true",
        )  # fmt: skip


def _apart(wanted: Sequence[float]) -> list[float]:
    """Heights at least a name's height apart, in the order of the districts from the top."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    found = list(wanted)
    for upper, lower in pairwise(order):
        found[lower] = max(found[lower], found[upper] + _PHONE_NAME + 2)
    over = max([*found, 0.0]) - (HEIGHT - _PHONE_NAME)
    return [y - max(over, 0) for y in found]


def _spot(frame: _Frame, anchor: Sequence[int]) -> Markup:
    x, y = frame.point(*anchor)
    return element(
        "circle", cx=x, cy=y, r=5, fill=POINT, stroke=PAPER, stroke_width=1.5, class_="spot"
    )


def _areas(areas: Iterable[Mapping[str, Any]], frame: _Frame, fill: str) -> Markup:
    """Areas cut off a little beyond the picture; those outside it are left out."""
    paths = ("".join(_path(ring, frame) for ring in area["rings"]) for area in areas)
    return element(
        "g",
        [element("path", d=path) for path in paths if path],
        transform=f"scale({_GRID:g})",
        fill=fill,
        stroke=PAPER if fill != LAND else QUIET,
        stroke_width=(1.2 if fill != LAND else 0.6) / _GRID,
        stroke_linejoin="round",
    )


def _path(ring: Sequence[int], frame: _Frame) -> str:
    points = _clipped([frame.point(x, y) for x, y in _points(ring)])
    if not points:
        return ""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        point = (round(x / _GRID), round(y / _GRID))
        if not kept or kept[-1] != point:
            kept.append(point)
    steps = (f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _clipped(points: list[Point]) -> list[Point]:
    """A ring cut at the four sides of the picture, one after the other (Sutherland, Hodgman)."""
    beyond_x, beyond_y = WIDTH * _BEYOND, HEIGHT * _BEYOND
    sides: tuple[Callable[[Point], float], ...] = (
        lambda p: p[0] + beyond_x,
        lambda p: WIDTH + beyond_x - p[0],
        lambda p: p[1] + beyond_y,
        lambda p: HEIGHT + beyond_y - p[1],
    )
    for inside in sides:
        points = _cut(points, inside)
    return points


def _cut(points: list[Point], inside: Callable[[Point], float]) -> list[Point]:
    """The part of a ring where `inside`, a distance, is not negative."""
    found: list[Point] = []
    for before, point in zip(points[-1:] + points[:-1], points, strict=True):
        was, is_ = inside(before), inside(point)
        if (was < 0) != (is_ < 0):
            part = was / (was - is_)
            x, y = (a + part * (b - a) for a, b in zip(before, point, strict=True))
            found.append((x, y))
        if is_ >= 0:
            found.append(point)
    return found


def _points(ring: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(ring[::2], ring[1::2], strict=True))
