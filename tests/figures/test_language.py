"""Prose is cut into text and figures, and put together again to the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.figures import Expression, Figure, FigureProblem, parse, read, written
from mitgrim.figures.language import LONGEST
from tests.work import calls_of

SIGNS = "[]|=/\"'“”‘’ \n가나합계도시부산을를()a1%{}"


def asks(text: str) -> Expression:
    asked = read(text).asks
    assert isinstance(asked, Expression), asked
    return asked


def problem(text: str) -> FigureProblem:
    asked = read(text).asks
    assert isinstance(asked, FigureProblem), asked
    return asked


def test_prose_is_cut_at_its_figures() -> None:
    before, figure, after = parse("모두 [[합계 도시=부산 | 억원]]을(를) 씁니다.")
    assert (before, after) == ("모두 ", " 씁니다.")
    assert isinstance(figure, Figure)
    assert (figure.written, figure.column, figure.pair) == (
        "[[합계 도시=부산 | 억원]]을(를)",
        4,
        "을/를",
    )


def test_an_expression_has_a_keyword_conditions_a_unit_and_places() -> None:
    asked = asks('합계 도시 = 부산 재원="민간 등" | 조원 1')
    assert [str(word) for word in (asked.keyword, *asked.words)] == [
        "합계",
        "도시=부산",
        "재원=민간 등",
    ]
    assert asked.unit is not None
    assert (asked.unit.text, asked.places) == ("조원", 1)
    assert [(word.column, word.value_column) for word in asked.words] == [(4, 9), (12, 15)]


@pytest.mark.parametrize("quoted", ['"민간 등"', "'민간 등'", "“민간 등”", "‘민간 등’"])
def test_any_quotation_marks_of_a_word_processor_will_do(quoted: str) -> None:
    assert asks(f"합계 재원={quoted}").words[0].value == "민간 등"


def test_what_a_share_is_of_stands_after_a_slash() -> None:
    asked = asks("비율 재원=국비 / 도시=부산")
    assert [str(word) for word in asked.words] == ["재원=국비"]
    assert [str(word) for word in asked.over or ()] == ["도시=부산"]


@pytest.mark.parametrize(
    ("spelt", "pair"),
    [("을(를)", "을/를"), ("를(을)", "을/를"), ("은/는", "은/는"), ("(으)로", "으로/로"),
     ("{이/가}", "이/가"), ("와(과)", "과/와"), ("(으)로부터", "으로부터/로부터"), ("을", ""), ("", "")],
)  # fmt: skip
def test_a_particle_left_open_belongs_to_the_figure(spelt: str, pair: str) -> None:
    figure = parse(f"[[합계]]{spelt} 씁니다")[0]
    assert isinstance(figure, Figure)
    assert figure.pair == pair


def test_doubled_brackets_are_brackets() -> None:
    assert parse("글자 [[[[합계]]는") == ("글자 [[합계]]는",)
    assert written(("글자 [[합계]]는",)) == "글자 [[[[합계]]는"


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("합계 도시=", 7, "값"),
        ("합계 [도시", 4, "["),
        ("합계 재원='민간", 7, "따옴표"),
        ("합계 | ", 4, "단위"),
        ("합계 | 조원 12", 6, "소수"),
        ("합계 | 억원 | 원", 4, "단위"),
        ("비율 가 / 나 / 다", 10, "한 번"),
        ("도시=부산", 1, "도시=부산"),
        ("[[합계 도시=]]", 9, "값"),
        ("[[합계", 1, "]]"),
        ("", 1, "비어"),
        ("[[ ]]", 3, "비어"),
    ],
)
def test_a_mistake_is_told_with_its_column(text: str, column: int, word: str) -> None:
    wrong = problem(text)
    assert wrong.column == column
    assert word in wrong.message.ko
    assert wrong.message.en


def test_a_figure_left_open_does_not_swallow_the_next_one() -> None:
    first, second = parse("[[합계 [[합계]]")
    assert isinstance(first, Figure)
    assert isinstance(second, Figure)
    assert isinstance(first.asks, FigureProblem)
    assert isinstance(second.asks, Expression)


@given(st.text(alphabet=SIGNS, max_size=60))
def test_what_is_cut_is_put_together_again(text: str) -> None:
    parts = parse(text)
    assert written(parts) == text
    assert "" not in parts


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[[ " * 10_000,
        "[[합계]] " * 2_000,
        "[[" + "가" * 100_000 + "]]",
        "[[" + "a=" * 190 + "]]" * 5_000,
        "[[합계 " + '"' * 301 + "]]",
        "\x00[[\ud800]]\u202e",
    ],
    ids=["brackets", "opened", "many", "long", "equals", "quotes", "odd"],
)
def test_hostile_prose_is_no_more_work_than_it_is_long(text: str) -> None:
    assert written(parse(text)) == text
    assert calls_of(lambda: parse(text)) < 20 * len(text)


def test_an_endless_expression_is_refused() -> None:
    assert str(LONGEST) in problem("합계 " + "가" * 10_000).message.ko
