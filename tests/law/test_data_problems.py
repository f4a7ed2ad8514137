"""A fault planted in the law's tables is found, and sound tables have none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mitgrim.law import Law, LawError, Parameter, Region, Regions, problems, reading
from mitgrim.wording import Text
from tests.law.making import NEW, OLD, REGION, REPORT, law_of

HEAD = "id,ko,en,value,unit,valid_from,valid_to,article,source,confidence,note_ko,note_en"
ROW = "rate,비율,Rate,18,percent,2018-01-01,,제1조,act,primary,,"


def found(law: Law) -> list[tuple[str, str]]:
    return [(own.id, own.row) for own in problems(law)]


def test_sound_tables_have_no_problem() -> None:
    assert problems(law_of()) == ()


@pytest.mark.parametrize(
    ("problem", "parameters"),
    [
        ("overlap", (OLD, replace(NEW, valid_from=date(2018, 12, 31)))),
        ("overlap", (replace(OLD, valid_to=None), NEW)),
        ("gap", (replace(OLD, valid_to=date(2018, 12, 30)), NEW)),
        ("reversed", (replace(OLD, valid_to=date(2017, 12, 31)),)),
        ("unit-missing", (replace(OLD, unit=""),)),
        ("unit-unknown", (replace(OLD, unit="miles"),)),
        ("article-missing", (replace(OLD, article=""),)),
        ("source-missing", (replace(OLD, source=""),)),
        ("confidence-missing", (replace(OLD, confidence=""),)),
        ("gap-without-note", (replace(OLD, value=None),)),
        ("name-missing", (replace(OLD, name=Text("비율", "")),)),
    ],
)
def test_a_planted_fault_is_found(problem: str, parameters: tuple[Parameter, ...]) -> None:
    assert found(law_of(*parameters)) == [(problem, "rate")]


def test_a_gap_that_is_stated_is_no_problem() -> None:
    gap = replace(OLD, value=None, note=Text("읽지 못함", "Not read"))
    assert problems(law_of(gap, NEW)) == ()


def test_a_region_without_areas_states_a_gap_and_must_say_why() -> None:
    empty: Region = replace(REGION, areas=())
    assert found(replace(law_of(), regions=Regions([empty]))) == [
        ("gap-without-note", "hiring.jeju")
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "29"},
        {"day": "30"},
        {"day": "0"},
        {"day": ""},
        {"day": "end"},
        {"month": 13, "day": "last"},
        {"month": 0, "day": "15"},
    ],
)
def test_a_day_that_does_not_come_every_year_is_found(wrong: dict[str, Any]) -> None:
    assert found(law_of(clocks=(replace(REPORT, **wrong),))) == [("no-such-day", "report")]


def test_a_clock_of_a_body_that_nobody_knows_is_found() -> None:
    wrong = replace(REPORT, whom=("nobody",))
    (problem,) = problems(law_of(clocks=(wrong,)))
    assert problem.id == "body-unknown"
    assert "‘nobody’가 bodies.csv에 없습니다" in problem.message.ko


def test_a_problem_says_in_both_languages_what_to_do() -> None:
    (problem,) = problems(law_of(replace(OLD, valid_to=date(2018, 12, 30)), NEW))
    assert problem.message == Text(
        "rate: 2018. 1. 1.~2018. 12. 30.의 값과 2019. 1. 1.~의 값 사이가 비어 있습니다. 이어 적거나, "
        "값을 비운 줄을 두고 note에 까닭을 적으세요.",
        "rate: nothing is said between 1 January 2018 – 30 December 2018 and 1 January 2019 –. "
        "Close the gap, or add a row without a value and say why in its note.",
    )


def read(text: str) -> list[Parameter]:
    return list(reading.parameters(reading.Table("parameters.csv", text)))


def test_a_row_is_read_as_it_stands() -> None:
    assert read(f"{HEAD}\n{ROW}\n") == [replace(OLD, valid_to=None)]


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        (HEAD.replace("unit", "units"), "table.head", "units"),
        ("", "table.head", "parameters.csv"),
        (f"{HEAD}\n{ROW},more", "table.cells", "2번째 줄"),
        (f"{HEAD}\nrate,비율", "table.cells", "2번째 줄"),
        (f"{HEAD}\n{ROW.replace('2018-01-01', '2018-02-30')}", "table.cell", "valid_from"),
        (f"{HEAD}\n{ROW.replace('18,percent', 'many,percent')}", "table.cell", "value"),
        (f"{HEAD}\n{ROW.replace('18,percent', 'NaN,percent')}", "table.cell", "value"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_by_file_line_and_column(
    text: str, reason: str, said: str
) -> None:
    with pytest.raises(LawError) as refused:
        read(text)
    assert refused.value.id == reason
    assert "parameters.csv" in refused.value.message.ko
    assert said in refused.value.message.ko
