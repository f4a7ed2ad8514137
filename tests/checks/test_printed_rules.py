"""Printed figures: what is wrong is found, what rounding explains is explained, nothing else told.

The published figures here are typed in as they were printed, with their sources.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.checks import Finding, Rule, Subject, run
from mitgrim.checks.figure_rules import FIGURE_RULES
from mitgrim.checks.words import MESSAGES
from mitgrim.plan import (
    Confidence,
    DeclaredTotal,
    DeclaredUnit,
    Dimension,
    FundingSource,
    Label,
    Observation,
    Plan,
    PrintedRow,
    PrintedShare,
    PrintedTable,
    Provenance,
    ProvenanceKind,
    SeriesKind,
    ShareKind,
    Source,
    SourceClass,
    Statistic,
    find,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import small_plan
from tests.laws.strategies import plans

ROOT = Path(__file__).parents[2]
D = Decimal


def cited(source: str) -> Provenance:
    return Provenance(kind=ProvenanceKind.PUBLISHED, source=source)


def plan_with(**changes: Any) -> Plan:
    """The small plan with more in its national section."""
    plan = small_plan()
    return replace(plan, nation=replace(plan.nation, **changes))


def found(plan: Plan, *ids: str) -> list[Finding]:
    return [own for own in run(Subject(plan=plan), FIGURE_RULES) if own.id in ids]


PRINTED = (
    "printed-share-wrong", "printed-table-does-not-foot", "printed-percentages-sum",
    "printed-rounding", "base-changed-silently", "values-conflict",
)  # fmt: skip


def told(plan: Plan) -> list[str]:
    """Which rules about printed figures find something."""
    return [own.id for own in found(plan, *PRINTED)]


def with_share(share: PrintedShare) -> Plan:
    return plan_with(printed_shares=(share,))


# 2022년 9월 주택 관련 보도자료: 65,106호에서 19,222호 늘어 "22.8 %" 증가라고 인쇄되었다.
HOUSING = PrintedShare(
    id="housing-2022",
    title=Label(ko="혁신도시 주택 증가", en="Homes added in the innovation cities"),
    kind=ShareKind.GROWTH,
    part=D(19_222),
    base=D(65_106),
    unit="호",
    percent=D("22.8"),
    places=1,
    provenance=cited("release-2022-09"),
)


def test_a_growth_that_is_a_share_of_the_end_is_found_and_named() -> None:
    (finding,) = found(with_share(HOUSING), "printed-share-wrong")
    assert finding.place == "nation/printed_shares/housing-2022"
    assert finding.blocks
    assert finding.message.ko == (
        "‘혁신도시 주택 증가’: 증감률 22.8%로 인쇄되었지만 19,222호를 65,106호로 나누면 29.5%입니다. "
        "22.8%는 늘어난 뒤의 84,328호로 나눈 비율입니다. 증감률은 이전 값으로 나눕니다."
    )
    assert "22.8% is the share of the end value, 84,328호" in finding.message.en


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"percent": D("41.9")}, "이전 값이 아니라 늘어난 뒤의 값이라면"),
        ({"percent": D("29.6"), "base": D(64_804)}, None),  # 29.66: cut off
        ({"kind": ShareKind.SHARE}, "부분과 기준을 더한 84,328호로"),
        ({"kind": ShareKind.SHARE, "percent": D("41.9")}, "나머지로 나눈"),
        ({"percent": D(50)}, "이 값은 나오지 않습니다"),
        ({"base": D(0)}, "0으로 나눈"),
    ],
)
def test_a_wrong_percentage_says_what_it_is_instead(
    changes: dict[str, Any], why: str | None
) -> None:
    (finding,) = found(with_share(replace(HOUSING, **changes)), "printed-share-wrong")
    assert (why or "버린 값") in finding.message.ko


@pytest.mark.parametrize(
    ("part", "base", "percent", "places"),
    [
        ("19222", "65106", "29.5", 1),
        ("19222", "65106", "30", 0),
        ("232632", "267000", "87.1", 1),  # 2022년 6월 인구와 계획인구 (보도)
        ("32478", "49499", "65.6", 1),  # 빛가람 2019 (보도)
        ("1", "8", "12", 0),  # 12.5: either way of rounding the half
        ("1", "8", "13", 0),
        ("-3", "24", "-12.5", 1),
    ],
)
def test_a_right_percentage_is_left_alone(part: str, base: str, percent: str, places: int) -> None:
    share = replace(HOUSING, part=D(part), base=D(base), percent=D(percent), places=places)
    assert told(with_share(share)) == []


def test_a_percentage_of_rounded_figures_is_explained_not_called_wrong() -> None:
    """지방비 1.3조 of 4.3조 was announced as 31 %; from the rounded figures it would be 30.2 %."""
    local = PrintedShare(
        id="local",
        title=Label(ko="지방비 비율"),
        part=D("1.3"),
        base=D("4.3"),
        unit="조원",
        percent=D(31),
        places=0,
        provenance=cited("imaeil-2018-10-25"),
    )
    assert told(with_share(local)) == ["printed-rounding"]
    (note,) = found(with_share(local), "printed-rounding")
    assert "30.2%이지만, 두 값이 반올림된 것이어서 31%라고 인쇄될 수 있습니다" in note.message.ko
    assert told(with_share(replace(local, percent=D(33)))) == ["printed-share-wrong"]


def test_a_count_has_no_rounding_to_hide_behind() -> None:
    share = replace(HOUSING, kind=ShareKind.SHARE, part=D(10), base=D(25), percent=D(39), places=0)
    assert told(with_share(share)) == ["printed-share-wrong"]


def table(*rows: Sequence[str], total: Sequence[str], **changes: Any) -> Plan:
    """The small plan with a printed table of these rows."""
    own = PrintedTable(
        id="table",
        title=Label(ko="연도별 사업비"),
        unit="억원",
        columns=tuple(f"{2018 + n}년" for n in range(len(total or rows[0]))),
        rows=tuple(
            PrintedRow(id=f"r{n}", number=n, label=Label(ko=f"행 {n}"), cells=tuple(map(D, row)))
            for n, row in enumerate(rows)
        ),
        total=tuple(map(D, total)),
        provenance=cited("act"),
    )
    return plan_with(printed_tables=(replace(own, **changes),))


def test_a_table_that_does_not_foot_shows_the_residue_of_each_column() -> None:
    plan = table(("10", "20"), ("30", "40"), ("5", "6"), total=("50", "66"))
    (finding,) = found(plan, "printed-table-does-not-foot")
    assert finding.message.ko == (
        "인쇄된 표 ‘연도별 사업비’(단위: 억원)가 맞지 않습니다: "
        "2018년 행의 합 45억원, 인쇄된 합계 50억원, 차이 -5억원."
    )
    assert finding.place == "nation/printed_tables/table"


def test_a_table_foots_or_its_residue_is_rounding_or_it_is_wrong() -> None:
    rows = (("1.7",), ("1.3",), ("1.3",))
    assert told(table(*rows, total=("4.3",), places=1, unit="조원")) == []
    assert told(table(*rows, total=("4.4",), places=1, unit="조원")) == ["printed-rounding"]
    wrong = ["printed-table-does-not-foot"]
    assert told(table(*rows, total=("4.5",), places=1, unit="조원")) == wrong
    assert told(table(("3",), total=("4",))) == wrong  # one row is its own total


def test_people_are_counted_and_foot_to_the_person() -> None:
    rows, total = (("112",), ("19",), ("22",)), ("154",)
    assert told(table(*rows, total=("153",), unit="개")) == []  # 이전 공공기관 153 (보도)
    assert told(table(*rows, total=total, unit="개")) == ["printed-table-does-not-foot"]
    assert told(table(*rows, total=total, unit="천명")) == ["printed-rounding"]


def test_a_row_with_too_few_cells_is_told_instead_of_a_sum() -> None:
    plan = table(("10", "20"), ("30",), total=("40", "60"))
    (finding,) = found(plan, "printed-table-does-not-foot")
    assert "행 ‘행 1’의 칸이 1개로 열 2개와 다름" in finding.message.ko


@pytest.mark.parametrize("kind", [SeriesKind.RATE, SeriesKind.CUMULATIVE])
def test_rates_and_cumulative_values_are_never_summed(kind: SeriesKind) -> None:
    assert told(table(("40",), ("50",), total=("45",), kind=kind)) == []


def test_a_table_without_a_total_has_nothing_to_foot() -> None:
    assert told(table(("40",), ("50",), total=())) == []


def composition(*percents: str, parts: Sequence[str], base: str = "4.3") -> Plan:
    """The small plan with the shares of one release."""
    return plan_with(
        printed_shares=tuple(
            PrintedShare(
                id=f"s{n}",
                title=Label(ko=f"재원 {n}"),
                part=D(part),
                base=D(base),
                unit="조원",
                percent=D(percent),
                places=0,
                series="재원별",
                released=date(2018, 10, 25),
                provenance=cited("ytn-2018-10-25"),
            )
            for n, (percent, part) in enumerate(zip(percents, parts, strict=True))
        )
    )


def test_the_shares_of_a_whole_sum_to_a_hundred_but_for_rounding() -> None:
    parts = ("1.7", "1.3", "1.3")
    announced = composition("40", "31", "29", parts=parts)  # 국비, 지방비, 민간 등 (보도)
    assert found(announced, "printed-percentages-sum", "printed-share-wrong") == []
    (note,) = [
        own
        for own in found(composition("40", "30", "29", parts=parts), "printed-rounding")
        if "계열" in own.message.ko
    ]
    assert "40 + 30 + 29 = 99%는 저마다 반올림해서 100%와 다릅니다(±1.5%p까지)" in note.message.ko
    (wrong,) = found(composition("40", "31", "24", parts=parts), "printed-percentages-sum")
    assert "40 + 31 + 24 = 95%입니다" in wrong.message.ko


def test_a_release_that_gives_only_some_shares_need_not_sum_to_a_hundred() -> None:
    assert found(composition("40", "30", parts=("1.7", "1.3")), "printed-percentages-sum") == []


def test_shares_that_together_exceed_the_whole_are_found() -> None:
    plan = composition("60", "60", parts=("2.6", "2.6"))
    assert [own.id for own in found(plan, "printed-percentages-sum")] == ["printed-percentages-sum"]


def declared(*percents: str, items: Sequence[str]) -> Plan:
    return plan_with(
        declared=tuple(
            DeclaredTotal(
                dimension=Dimension.SOURCE_CLASS,
                item=item,
                unit=DeclaredUnit.PERCENT,
                value=D(percent),
            )
            for percent, item in zip(percents, items, strict=True)
        )
    )


def test_declared_percentages_of_a_dimension_sum_to_a_hundred() -> None:
    everything = ("national", "local", "others")
    assert found(declared("42", "38", "20", items=everything), *PRINTED) == []
    assert told(declared("42", "38", "19", items=everything)) == ["printed-rounding"]
    (finding,) = found(declared("42", "38", "10", items=everything), "printed-percentages-sum")
    assert finding.place == "nation/declared"
    assert "재원 구분의 비율 3개를 더하면" in finding.message.ko
    assert told(declared("42", "38", items=everything[:2])) == []


def releases(*bases: tuple[int, str, str, str]) -> Plan:
    """Shares of one series: day of release, part, base, percentage."""
    return plan_with(
        printed_shares=tuple(
            PrintedShare(
                id=f"release-{year}",
                title=Label(ko="계획인구 달성률"),
                part=D(part),
                base=D(base),
                unit="명",
                percent=D(percent),
                series="계획인구 달성률",
                released=date(year, 6, 30),
                provenance=cited("act"),
            )
            for year, part, base, percent in bases
        )
    )


def test_a_base_that_changes_between_releases_is_told_with_both() -> None:
    """빛가람: 32,478 people in 2019 were reported as 65.6 % of 49,499; in 2007 50,000 were planned.

    The release of 2018 is made up.
    """
    plan = releases((2018, "30000", "50000", "60.0"), (2019, "32478", "49499", "65.6"))
    (finding,) = found(plan, "base-changed-silently")
    assert finding.place == "nation/printed_shares/release-2019"
    assert finding.message.ko == (
        "‘계획인구 달성률’은 발표마다 기준이 다릅니다: "
        "2019. 6. 30. 32,478명 ÷ 49,499명 = 65.6%; 2018. 6. 30. 30,000명 ÷ 50,000명 = 60.0%. "
        "가장 오래된 기준 50,000명으로 나누면 새 비율은 65.0%입니다."
    )


def test_releases_on_one_base_are_left_alone_in_whatever_unit() -> None:
    plan = releases((2018, "30000", "50000", "60.0"), (2019, "32500", "50000", "65.0"))
    assert told(plan) == []
    first, second = plan.nation.printed_shares
    in_thousands = replace(second, part=D("32.5"), base=D(50), unit="천명")
    assert told(plan_with(printed_shares=(first, in_thousands))) == []


def test_sources_that_disagree_stand_side_by_side_the_newest_first() -> None:
    """전북의 면적은 세 보도에서 9,852, 10,145, 9,900천㎡로 다르다."""
    papers = (
        ("kmib", "9852", date(2020, 1, 2)),
        ("local", "10145", date(2015, 3, 4)),
        ("old", "9900", None),
    )
    plan = plan_with(
        statistics=(Statistic(id="area", name=Label(ko="면적"), unit="천㎡"),),
        sources=tuple(
            Source(id=id, title=Label(ko=f"보도 {id}"), published=day, confidence=Confidence.PRESS)
            for id, _, day in papers
        ),
    )
    values = tuple(
        Observation(statistic="area", area="jeju", year=2012, value=D(value), source=id)
        for id, value, _ in papers
    )
    jeju = replace(plan.cities[1], observations=values)
    (finding,) = found(replace(plan, cities=(plan.cities[0], jeju)), "values-conflict")
    assert finding.message.ko == (
        "제주 2012년 면적이 출처마다 다릅니다: 9,852천㎡(보도 kmib, 2020. 1. 2.); "
        "10,145천㎡(보도 local, 2015. 3. 4.); 9,900천㎡(보도 old, 날짜 미상)(차이 293천㎡, 3.0%)."
    )
    same = tuple(replace(own, value=D(9852)) for own in values)
    assert told(replace(plan, cities=(plan.cities[0], replace(jeju, observations=same)))) == []


# What must hold of every rule about figures.


@pytest.mark.parametrize("rule", FIGURE_RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_finds_and_where_that_is_explained(rule: Rule) -> None:
    assert rule.finds.endswith(".")
    assert {rule.id, f"{rule.id}.hint"} <= set(MESSAGES.ids())
    page, _, anchor = rule.reference.partition("#")
    headings = [own for own in (ROOT / page).read_text("utf-8").splitlines() if own[:2] == "##"]
    assert anchor in {own.strip("# ").lower() for own in headings}


def test_every_message_can_be_said_and_no_rule_stands_twice() -> None:
    assert MESSAGES.problems() == []
    assert len({rule.id for rule in FIGURE_RULES}) == len(FIGURE_RULES)


def test_every_message_is_said_somewhere() -> None:
    sources = [own.read_text("utf-8") for own in (ROOT / "src/mitgrim/checks").glob("*.py")]
    ids = {id.removesuffix(".hint") for id in MESSAGES.ids()}
    made = {"moved.target", "moved.baseline"}  # completed with the attribute's name
    assert {id for id in ids - made if not any(f'"{id}"' in text for text in sources)} == set()


def test_the_small_plan_is_sound() -> None:
    assert found(small_plan(), *(rule.id for rule in FIGURE_RULES)) == []


def test_the_example_of_2018_has_no_error_and_only_what_is_true() -> None:
    everything = run(Subject(plan=innovation_cities_2018()), FIGURE_RULES)
    assert [(own.id, own.place, own.blocks) for own in everything] == [
        ("rate-without-parts", "nation/indicators", False),
        ("target-incomplete", "nation/indicators/family-moves", False),
        ("basis-missing", "nation/indicators/tenant-jobs", False),
        ("link-out-of-date", "nation/upper_plans/land-plan", False),
    ]


def test_a_finding_about_figures_leads_to_something_in_the_plan() -> None:
    for plan in (innovation_cities_2018(), with_share(HOUSING), table(("1",), total=("2",))):
        for finding in run(Subject(plan=plan), FIGURE_RULES):
            assert find(plan, finding.place) is not None, finding


figures = st.decimals(-10, 100_000, places=1) | st.sampled_from([D(0), D("1E+29"), D("1E-15")])
shares = st.builds(
    PrintedShare,
    id=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from(ShareKind),
    part=figures,
    base=figures,
    unit=st.sampled_from(["", "호", "천호", "%", "조원"]),
    percent=figures,
    places=st.integers(-2, 40),
    series=st.sampled_from(["", "가"]),
    released=st.none() | st.dates(),
)
rows = st.builds(
    PrintedRow, id=st.sampled_from(["a", "b"]), cells=st.lists(figures, max_size=2).map(tuple)
)
tables = st.builds(
    PrintedTable,
    id=st.sampled_from(["a", "b"]),
    unit=st.sampled_from(["", "명", "천명"]),
    places=st.integers(-2, 40),
    columns=st.lists(st.sampled_from(["", "가"]), max_size=2).map(tuple),
    rows=st.lists(rows, max_size=3, unique_by=lambda row: row.id).map(tuple),
    total=st.lists(figures, max_size=2).map(tuple),
)
observations = st.builds(
    Observation,
    statistic=st.sampled_from(["people", "area", "unknown"]),
    area=st.sampled_from(["26010", "39020", "jeju", "x"]),
    year=st.integers(2018, 2022),
    value=figures,
    source=st.sampled_from(["", "act"]),
)


@given(
    plans(),
    st.lists(shares, max_size=4, unique_by=lambda own: own.id),
    st.lists(tables, max_size=2, unique_by=lambda own: own.id),
    st.lists(
        observations,
        max_size=12,
        unique_by=lambda own: (own.statistic, own.area, own.year, own.source),
    ),
)
def test_no_figures_break_a_rule(
    plan: Plan,
    own_shares: list[PrintedShare],
    own_tables: list[PrintedTable],
    values: list[Observation],
) -> None:
    nation = replace(
        plan.nation,
        printed_shares=tuple(own_shares),
        printed_tables=tuple(own_tables),
        statistics=(Statistic(id="people", unit="명"), Statistic(id="area", unit="㎢")),
        source_classes=(SourceClass(id="national", sources=(FundingSource.NATIONAL,)),),
    )
    cities = tuple(replace(own, observations=tuple(values)) for own in plan.cities)
    subject = Subject(
        plan=replace(plan, nation=nation, cities=cities), earlier=plan, others=(plan,)
    )
    assert "check-failed" not in {finding.id for finding in run(subject, FIGURE_RULES)}
