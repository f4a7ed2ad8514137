"""The hiring rule against brute force, and what must hold of every recruitment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.checks import Severity
from mitgrim.law import LawError
from mitgrim.programmes.innovation_cities.law import (
    Branch,
    ExamField,
    ExamStage,
    Hires,
    HiringException,
    Rounding,
    StageResult,
    counts_as_local,
    hiring,
)
from mitgrim.programmes.innovation_cities.law.splitting import stem

RATES = {2018: 18, 2019: 21, 2020: 24, 2021: 27, 2022: 30, 2026: 30}
years = st.sampled_from(sorted(RATES))


def of_stage(year: int, stage: ExamStage, rounding: Rounding | None = None) -> StageResult:
    """What the rule says of one stage of a field large enough to be bound."""
    field = ExamField(announced=date(year, 6, 1), name="사무", planned=100, stages=(stage,))
    (result,) = hiring("jeju", year, [field], rounding=rounding).fields
    return result.stages[0]


def field_of(**changes: Any) -> ExamField:
    sound = ExamField(announced=date(2022, 6, 1), name="사무", planned=20)
    return replace(sound, **changes)


def exceptions_of(*fields: ExamField, city: str = "jeju") -> list[tuple[HiringException, ...]]:
    return [own.exceptions for own in hiring(city, 2022, fields).fields]


@st.composite
def stages(draw: st.DrawFn) -> ExamStage:
    passers = draw(st.integers(0, 60))
    return ExamStage(
        planned=draw(st.integers(0, 60)),
        passers=passers,
        local_passers=draw(st.integers(0, passers)),
        cut_score=draw(st.none() | st.integers(0, 10).map(Decimal)),
        waiting=draw(st.none() | st.lists(st.integers(0, 10).map(Decimal), max_size=20).map(tuple)),
    )


@st.composite
def fields(draw: st.DrawFn) -> ExamField:
    hired = draw(st.none() | st.integers(0, 30))
    everyone = draw(st.none() | st.integers(0, 30))
    return ExamField(
        announced=date(2022, draw(st.integers(1, 12)), 1),
        name=draw(st.sampled_from(["사무", "사무1", "전산", "사무(본사)"])),
        planned=draw(st.integers(0, 12)),
        hired=hired,
        local_hired=None if hired is None else draw(st.integers(0, hired)),
        applicants=everyone,
        local_applicants=None if everyone is None else draw(st.integers(0, everyone)),
        career=draw(st.booleans()),
        stages=tuple(draw(st.lists(stages(), max_size=1))) if hired is not None else (),
    )


def test_the_minimum_and_the_extra_passes_are_those_of_counting_one_by_one() -> None:
    """Brute force: the first count of locals that reaches rate × planned, for every small stage."""
    for year, planned, local in product(RATES, range(31), range(13)):
        enough = next(n for n in range(32) if Fraction(n) >= Fraction(RATES[year], 100) * planned)
        more = next(n for n in range(45) if local + n >= enough)
        found = of_stage(year, ExamStage(planned=planned, passers=40, local_passers=local))
        assert (found.minimum, found.missing, found.extra) == (enough, more, more)


def test_candidates_above_the_cut_are_taken_one_by_one() -> None:
    """Brute force over who waits: the extra passes are found by letting candidates in singly."""
    for scores in product(range(3), repeat=3):
        waiting = tuple(map(Decimal, scores))
        stage = ExamStage(
            planned=10, passers=10, local_passers=1, cut_score=Decimal(1), waiting=waiting
        )
        found, taken, refused = of_stage(2022, stage), 0, 0
        for score in sorted(waiting, reverse=True):
            if 1 + taken < found.minimum and score >= 1:
                taken += 1
            elif score < 1 and refused < found.minimum - 1 - taken:
                refused += 1
        assert (found.extra, found.excused) == (taken, refused)


@given(years, stages())
def test_what_is_missing_is_granted_excused_or_cannot_be_filled(
    year: int, stage: ExamStage
) -> None:
    found = of_stage(year, stage)
    assert found.missing == found.extra + found.excused + found.unfilled
    assert min(found.extra, found.excused, found.unfilled) >= 0
    assert stage.local_passers + found.missing >= found.minimum
    if stage.waiting is not None:
        assert found.extra <= len(stage.waiting)


@given(years, stages(), st.integers(0, 20))
def test_more_locals_never_need_more_extra_passes(year: int, stage: ExamStage, more: int) -> None:
    better = replace(stage, passers=stage.passers + more, local_passers=stage.local_passers + more)
    one, other = of_stage(year, stage), of_stage(year, better)
    assert other.minimum == one.minimum
    assert other.missing <= one.missing
    assert other.extra <= one.extra


@given(stages())
def test_a_later_year_never_asks_for_fewer(stage: ExamStage) -> None:
    minimums = [of_stage(year, stage).minimum for year in sorted(RATES)]
    assert minimums == sorted(minimums)


@given(years, stages())
def test_rounding_moves_the_minimum_by_less_than_a_person(year: int, stage: ExamStage) -> None:
    exact = Fraction(RATES[year], 100) * stage.planned
    found = {own: of_stage(year, stage, own).minimum for own in Rounding}
    assert found[Rounding.DOWN] <= exact <= found[Rounding.UP]
    assert abs(found[Rounding.NEAREST] - exact) <= Fraction(1, 2)
    assert found[Rounding.UP] - found[Rounding.DOWN] in (0, 1)
    assert of_stage(year, stage).minimum == found[Rounding.UP]


@given(st.lists(fields(), max_size=6))
def test_the_official_hires_are_part_of_all_hires(announced: list[ExamField]) -> None:
    found = hiring("jeju", 2022, announced)
    assert 0 <= found.official.local <= found.overall.local
    assert found.official.all <= found.overall.all
    known = [own.hires for own in announced if own.hires]
    assert found.overall == sum(known, Hires(0, 0))
    assert len(found.undecided) == len(announced) - len(known)


@given(st.lists(fields(), max_size=6))
def test_a_field_is_bound_or_has_an_exception(announced: list[ExamField]) -> None:
    for own in hiring("jeju", 2022, announced).fields:
        assert own.applies or not own.stages
        assert bool(own.exceptions) or len(own.stages) == len(own.field.stages)
        assert list(own.exceptions) == [e for e in HiringException if e in own.exceptions]


@given(st.lists(st.integers(1, 8), min_size=1, max_size=6))
def test_the_exception_of_a_few_recruits_does_not_depend_on_how_a_year_is_cut(
    parts: list[int],
) -> None:
    whole = hiring("jeju", 2022, [field_of(planned=sum(parts))])
    cut = hiring(
        "jeju", 2022, [field_of(planned=own, notice=str(n)) for n, own in enumerate(parts)]
    )
    assert {own.exceptions for own in cut.fields} == {whole.fields[0].exceptions}


def test_career_hires_do_not_count_to_the_five_a_year() -> None:
    assert exceptions_of(field_of(planned=4), field_of(planned=9, career=True)) == [
        (HiringException.FEW,),
        (HiringException.CAREER,),
    ]


def test_a_branch_inside_the_region_counts_to_the_five_a_year() -> None:
    branch = Branch(area="jeju", hires=True)
    assert exceptions_of(field_of(planned=4), field_of(planned=9, branch=branch)) == [(), ()]


def test_several_exceptions_are_all_named() -> None:
    both = field_of(career=True, applicants=10, local_applicants=1)
    assert exceptions_of(both) == [(HiringException.CAREER, HiringException.FEW_LOCALS)]


def test_where_nobody_applied_there_is_no_share_to_be_too_small() -> None:
    assert exceptions_of(field_of(applicants=0, local_applicants=0)) == [()]


def test_the_two_rates_of_2023_are_both_told() -> None:
    """As the audit of 2026 has it: 40.7 % officially, 17.6 % of all hires."""
    found = hiring(
        "jeju",
        2022,
        [
            field_of(hired=1000, local_hired=407),
            field_of(name="경력", hired=1790, local_hired=84, career=True),
        ],
    )
    assert (found.official.text, found.overall.text) == ("40.7%", "17.6%")


def test_a_rate_of_nobody_is_no_rate() -> None:
    assert hiring("jeju", 2022, []).official.text == "—"


def test_hires_are_those_of_the_last_stage_unless_they_are_given() -> None:
    stage = ExamStage(planned=20, passers=20, local_passers=7)
    assert field_of(stages=(stage, replace(stage, passers=10))).hires == Hires(7, 10)
    assert field_of(stages=(stage,), hired=9, local_hired=3).hires == Hires(3, 9)
    assert field_of().hires is None


def test_a_year_split_into_small_announcements_is_found() -> None:
    parts = [field_of(notice=str(n), planned=3) for n in (1, 2)]
    (finding,) = hiring("jeju", 2022, parts).findings
    assert (finding.id, finding.severity) == ("hiring-split-over-year", Severity.WARNING)
    assert finding.place == "1/사무"
    assert finding.message.ko == (
        "‘사무’를 2번에 나누어 공고했지만 한 해 합계가 6명으로 예외 상한 5명을 넘습니다."
    )
    assert "제30조의2제4항" in finding.reference


def test_small_fields_of_like_names_are_pointed_at() -> None:
    parts = [field_of(name=name, planned=4) for name in ("전산A", "전산 B", "토목")]
    (finding,) = hiring("jeju", 2022, parts).findings
    assert finding.id == "hiring-split-by-name"
    assert "전산A, 전산 B" in finding.message.ko
    assert "8" in finding.message.en


@pytest.mark.parametrize("names", [("전산", "토목"), ("IT", "IP"), ("사무", "사무보조")])
def test_other_names_are_left_alone(names: tuple[str, str]) -> None:
    assert hiring("jeju", 2022, [field_of(name=own, planned=5) for own in names]).findings == ()


@pytest.mark.parametrize(
    "name",
    ["사무", "사무1", "사무 2", "사무A", "사무-가", "사무(일반)", "사무Ⅱ", "사무②", "[본사] 사무"],
)
def test_what_tells_two_halves_apart_is_no_part_of_a_name(name: str) -> None:
    assert stem(name) == "사무"


@pytest.mark.parametrize("name", ["(일반)", "1", "IT", ""])
def test_a_name_never_vanishes(name: str) -> None:
    assert stem(name) == name


def test_a_claim_that_does_not_hold_is_an_error() -> None:
    wrong = field_of(claimed=HiringException.RESEARCH)
    (finding,) = hiring("jeju", 2022, [wrong]).findings
    assert (finding.id, finding.severity) == ("hiring-claim", Severity.ERROR)
    right = field_of(claimed=HiringException.CAREER, career=True)
    assert hiring("jeju", 2022, [right]).findings == ()


def test_an_announcement_of_another_year_or_before_the_rule_is_refused() -> None:
    with pytest.raises(LawError) as other:
        hiring("jeju", 2023, [field_of()])
    assert other.value.id == "law.hiring.other-year"
    with pytest.raises(LawError) as early:
        hiring("jeju", 2018, [field_of(announced=date(2018, 1, 24))])
    assert early.value.id == "not-in-force"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ExamStage(planned=1, passers=1, local_passers=2),
        lambda: ExamStage(planned=1, passers=1, local_passers=-1),
        lambda: ExamStage(planned=-1, passers=1, local_passers=1),
        lambda: field_of(planned=-1),
        lambda: field_of(hired=1, local_hired=2),
        lambda: field_of(applicants=1, local_applicants=2),
    ],
)
def test_counts_that_cannot_be_are_refused(wrong: Any) -> None:
    with pytest.raises(LawError) as refused:
        wrong()
    assert refused.value.id == "law.hiring.counts"


def test_the_highest_school_decides_who_is_local() -> None:
    day = date(2021, 6, 1)
    assert counts_as_local("chungbuk", day, {"university": "sejong", "high-school": "seoul"})
    assert not counts_as_local("chungbuk", day, {"university": "seoul", "high-school": "chungbuk"})
    assert counts_as_local("chungbuk", day, {"high-school": "chungbuk"})
    assert not counts_as_local("chungbuk", day, {})
