import re
from decimal import Decimal
from itertools import combinations

import pytest

from mitgrim.documents.charts import (
    Item,
    Pair,
    Series,
    Spot,
    Stop,
    Track,
    bars,
    curve,
    divided_bar,
    pairs,
    stacked_columns,
    tracks,
)
from mitgrim.documents.drawing import PHONE_SIZE, SIZE, WIDTH, Caption, width_of, wrapped
from mitgrim.documents.maps import Place, city_map
from mitgrim.wording import Lang
from tests.documents.reading import Element, read
from tests.documents.stock import basemap

CAPTION = Caption(id="c", title="그림", description="설명")
CITIES = ("busan", "daegu", "gwangju-jeonnam", "ulsan", "gangwon", "chungbuk", "jeonbuk",
          "gyeongbuk", "gyeongnam", "jeju")  # fmt: skip
LEADER = re.compile(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)H([\d.]+)")


def drawn(svg: str) -> Element:
    return next(read(svg).all("svg"))


def named(svg: Element, kind: str) -> list[Element]:
    return [text for text in svg.all("text") if kind in text.classes]


def country(cities: tuple[str, ...] = CITIES) -> Element:
    places = [Place(id=city, name=f"도시{n}", theme="발전 주제") for n, city in enumerate(cities)]
    return drawn(city_map(CAPTION, basemap(), places, Lang.KO))


def test_every_city_is_named_on_the_map() -> None:
    assert sorted(text.text for text in named(country(), "name")) == [f"도시{n}" for n in range(10)]


def test_names_on_the_map_do_not_overlap_even_in_the_large_text_of_a_phone() -> None:
    names = [(float(t.attributes["x"]), float(t.attributes["y"])) for t in named(country(), "name")]
    for (x1, y1), (x2, y2) in combinations(names, 2):
        assert x1 != x2 or abs(y1 - y2) >= 60


def test_names_stay_clear_of_the_islands_in_the_sea() -> None:
    found = country()
    right = [float(t.attributes["y"]) for t in named(found, "name") if "text-anchor" not in
             t.attributes]  # fmt: skip
    assert min(right) > max(float(t.attributes["y"]) for t in named(found, "islet-name")) + 10


def test_lines_to_the_names_do_not_cross() -> None:
    paths = [e.attributes["d"] for e in country().all("path") if "leader" in e.classes]
    lines = [tuple(map(float, LEADER.fullmatch(path).groups()[:4])) for path in paths]  # type: ignore[union-attr]
    assert [(a, b) for a, b in combinations(lines, 2) if _cross(a, b)] == []


def _cross(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    def side(line: tuple[float, ...], x: float, y: float) -> float:
        x1, y1, x2, y2 = line
        return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)

    return side(a, *b[:2]) * side(a, *b[2:]) < 0 and side(b, *a[:2]) * side(b, *a[2:]) < 0


@pytest.mark.parametrize("cities", [(), ("jeju",), ("nowhere", "busan")])
def test_a_map_shows_the_cities_it_knows(cities: tuple[str, ...]) -> None:
    assert len(named(country(cities), "name")) == len(set(cities) & set(CITIES))


def test_everything_on_the_map_is_inside_it() -> None:
    found = country()
    width = float(found.attributes["width"])
    (shift,) = [
        float(moved[1])
        for group in found.all("g")
        if (
            moved := re.fullmatch(r"translate\(([\d.]+) 0\)", group.attributes.get("transform", ""))
        )
    ]
    for text in named(found, "name"):
        x, wide = float(text.attributes["x"]) + shift, width_of(text.text, 30)
        left = text.attributes.get("text-anchor") == "end"
        assert (x - wide >= 0) if left else (x + wide <= width)


def test_a_stacked_column_stands_on_the_ones_below_it() -> None:
    svg = drawn(
        stacked_columns(
            CAPTION,
            ["2018년"],
            [
                Series(name="국비", values=(3,), texts=("3",)),
                Series(name="지방비", values=(1,), texts=("1",)),
            ],
            ["4"],
            plot=280,
        )
    )
    lower, upper = [rect for g in svg.all("g") for rect in g.all("rect")]
    assert float(lower.attributes["y"]) == float(upper.attributes["y"]) + 70
    heights = [float(rect.attributes["height"]) + 1 for rect in (lower, upper)]
    assert heights == [210, 70]


def test_bars_are_as_long_as_their_values_and_nothing_below_zero_is_drawn() -> None:
    items = [Item(name="부산", value=4, text="4"), Item(name="제주", value=2, text="2"),
             Item(name="빚", value=-1, text="△1")]  # fmt: skip
    lengths = [float(rect.attributes["width"]) for rect in drawn(bars(CAPTION, items)).all("rect")]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=0.02)
    assert lengths[2] == 0


def test_a_bars_name_and_value_fit_beside_it_in_the_large_text_of_a_phone() -> None:
    items = [Item(name="광주전남", value=9, text="12,345"), Item(name="제주", value=1, text="1")]
    svg = drawn(bars(CAPTION, items))
    rect = next(svg.all("rect"))
    assert float(rect.attributes["x"]) >= width_of("광주전남", PHONE_SIZE)
    end = float(rect.attributes["x"]) + float(rect.attributes["width"])
    assert end + width_of("12,345", PHONE_SIZE) <= WIDTH


def test_a_pair_of_bars_shows_an_earlier_and_a_later_value_by_one_scale() -> None:
    items = [
        Pair(name="부산", first=Decimal(4), last=Decimal(2), text="2"),
        Pair(name="제주", first=Decimal(-1), last=Decimal("0.5"), text="0.5"),
    ]
    svg = drawn(pairs(CAPTION, ("2015년", "2020년"), items))
    early, late, none, least = [float(r.attributes["width"]) for r in svg.all("rect")][2:]
    assert early == pytest.approx(2 * late, abs=0.02)
    assert none == 0
    assert least == pytest.approx(late / 4, abs=0.02)
    assert {"2015년", "2020년", "2", "0.5"} <= {text.text for text in svg.all("text")}


def test_a_divided_bar_names_every_part_with_its_value_and_share() -> None:
    items = [Item(name="가", value=3, text="30", under="75.0%"),
             Item(name="나", value=1, text="10", under="25.0%")]  # fmt: skip
    texts = [text.text for text in drawn(divided_bar(CAPTION, items)).all("text")]
    assert {"가", "30", "75.0%", "나", "10", "25.0%"} <= set(texts)


def test_charts_of_nothing_are_empty() -> None:
    assert list(drawn(bars(CAPTION, [])).all("rect")) == []
    assert list(drawn(divided_bar(CAPTION, [])).all("rect")) == []
    assert list(drawn(stacked_columns(CAPTION, [], [], [])).all("rect")) == []
    assert list(drawn(tracks(CAPTION, [])).all("circle")) == []


def test_a_milestone_stands_where_it_is_on_the_way() -> None:
    svg = drawn(
        tracks(
            CAPTION,
            [Track(name="이주율", first="40%", last="80%", stops=(Stop(at=0.5, text="60", under="2020"),))],
        )
    )  # fmt: skip
    assert [float(c.attributes["cx"]) for c in svg.all("circle")] == [WIDTH / 2, 9, WIDTH - 9]


def test_a_long_theme_is_broken_at_spaces_and_cut_with_an_ellipsis() -> None:
    lines = wrapped("신재생에너지 기반 에너지신산업 그리고 아주 긴 나머지", 122, SIZE, 2)
    assert lines[0] == "신재생에너지 기반"
    assert lines[1].endswith("…")
    assert all(width_of(line) <= 122 for line in lines)


def test_a_curve_goes_from_left_to_right_and_up_where_its_values_rise() -> None:
    spots = [
        Spot(x=x, y=y, name=f"{x}", text=f"{y:.0%}") for x, y in ((130, 0.9), (70, 0.5), (100, 0.8))
    ]
    found = drawn(curve(CAPTION, ("달성", "예산"), spots, marked=2))
    points = [
        tuple(map(float, own.split(",")))
        for own in next(found.all("polyline")).attributes["points"].split()
    ]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    marked = [own for own in found.all("circle") if "c1" in own.classes]
    middle = [(float(own.attributes["cx"]), float(own.attributes["cy"])) for own in marked]
    assert middle == [points[1]]


def test_a_curve_of_one_point_is_drawn() -> None:
    found = drawn(curve(CAPTION, ("달성", "예산"), [Spot(x=1, y=1, name="하나", text="100%")]))
    assert len(list(found.all("circle"))) == 1
