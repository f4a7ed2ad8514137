"""A case passes when the rule says what it says; what differs is told place by place."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from mitgrim.law import Case, Inputs, LawError, Terms, run_case
from mitgrim.wording import Text

TERMS = Terms(
    [
        ("double", Text("두 배", "Double")),
        ("number", Text("수", "number")),
        ("result", Text("결과", "result")),
        ("parts", Text("부분", "parts")),
        ("even", Text("짝수", "even")),
        ("kind", Text("종류", "kind")),
        ("small", Text("작음", "small")),
        ("yes", Text("예", "yes")),
        ("no", Text("아니요", "no")),
        ("error", Text("오류", "error")),
        ("unknown", Text("모름", "unknown")),
    ]
)
DAY = date(2018, 8, 16)


def double(day: date, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule for tests: twice a number, told in several ways."""
    inputs = Inputs(values, TERMS)
    number = inputs.whole("number")
    inputs.finish()
    if number == 13:
        raise LawError("unknown", Text("모릅니다", "Not known"))
    return {
        "result": 2 * number,
        "parts": [{"number": number}, {"number": number}],
        "even": True,
        "kind": "small",
        "day": day,
    }


RULES = {"double": double}


def case(values: dict[str, Any], output: dict[str, Any], rule: str = "두 배") -> Case:
    return Case("이름", DAY, rule, values, output)


@pytest.mark.parametrize(
    "output",
    [
        {"결과": 6},
        {"result": 6},
        {"결과": Decimal(6)},
        {"부분": [{"수": 3}, {}]},
        {"짝수": "예"},
        {"짝수": True},
        {"종류": "작음"},
        {"종류": "small"},
        {"day": DAY},
    ],
)
def test_a_case_passes_in_either_language_and_names_only_what_it_is_about(
    output: dict[str, Any],
) -> None:
    assert run_case(case({"수": 3}, output), RULES, TERMS).passed
    assert run_case(case({"number": 3}, output, "double"), RULES, TERMS).passed


def test_what_differs_is_told_by_place_in_both_languages() -> None:
    result = run_case(case({"수": 3}, {"결과": 7, "부분": [{"수": 3}, {"수": 4}]}), RULES, TERMS)
    assert not result.passed
    assert [(own.place, own.expected, own.actual) for own in result.differences] == [
        (("result",), 7, 6),
        (("parts", 2, "number"), 4, 3),
    ]
    assert result.messages == (
        Text("결과: 사례의 값은 7, 규칙의 답은 6", "result: should be 7, is 6."),
        Text(
            "부분 › 2 › 수: 사례의 값은 4, 규칙의 답은 3", "parts › 2 › number: should be 4, is 3."
        ),
    )


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ({"짝수": "아니요"}, "짝수: 사례의 값은 아니요, 규칙의 답은 예"),
        ({"짝수": 1}, "짝수: 사례의 값은 1, 규칙의 답은 예"),
        ({"결과": True}, "결과: 사례의 값은 예, 규칙의 답은 6"),
        ({"결과": None}, "결과: 사례의 값은 (없음), 규칙의 답은 6"),
        ({"종류": "큼"}, "종류: 사례의 값은 큼, 규칙의 답은 작음"),
        ({"부분": []}, "부분: 사례의 값은 [], 규칙의 답은 [{수: 3}, {수: 3}]"),
        ({"부분": {"수": 3}}, "부분: 사례의 값은 {수: 3}, 규칙의 답은 [{수: 3}, {수: 3}]"),
    ],
)
def test_another_kind_of_value_is_a_difference(output: dict[str, Any], message: str) -> None:
    assert [own.ko for own in run_case(case({"수": 3}, output), RULES, TERMS).messages] == [message]


def test_a_value_that_the_rule_does_not_give_is_told_with_those_it_gives() -> None:
    (message,) = run_case(case({"수": 3}, {"합계": 6}), RULES, TERMS).messages
    assert message.ko == (
        "합계: 사례의 값은 6, 규칙은 이 값을 내지 않습니다. 내는 값: 결과, 부분, 짝수, 종류, day."
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "input.missing"),
        ({"수": 3, "숫자": 4}, "input.unknown"),
        ({"수": "셋"}, "input.type"),
        ({"수": True}, "input.type"),
        ({"수": Decimal("1.5")}, "input.type"),
        ({"수": -1}, "input.below"),
        ({"수": 3, "number": 3}, "key-twice"),
        ({"수": 13}, "unknown"),
    ],
)
def test_a_case_that_asks_wrongly_fails_with_the_reason(
    values: dict[str, Any], reason: str
) -> None:
    result = run_case(case(values, {"결과": 6}), RULES, TERMS)
    assert not result.passed
    assert result.error is not None
    assert result.error.id == reason
    assert result.messages[0] == result.error.message


def test_a_case_may_say_that_there_is_no_answer() -> None:
    assert run_case(case({"수": 13}, {"오류": "모름"}), RULES, TERMS).passed
    assert not run_case(case({"수": 3}, {"오류": "모름"}), RULES, TERMS).passed
    assert not run_case(case({"수": "셋"}, {"오류": "모름"}), RULES, TERMS).passed


def test_an_unknown_rule_is_told_with_those_there_are() -> None:
    (message,) = run_case(case({"수": 3}, {"결과": 6}, "세 배"), RULES, TERMS).messages
    assert message == Text(
        "‘세 배’라는 규칙은 없습니다. 있는 규칙: 두 배.",
        "There is no rule ‘세 배’. There are: Double.",
    )


def test_numbers_are_compared_exactly() -> None:
    rules = {"third": lambda day, values: {"share": Fraction(1, 3)}}
    assert not run_case(Case("", DAY, "third", {}, {"share": Decimal("0.333333")}), rules).passed


def test_a_word_for_two_things_is_refused() -> None:
    with pytest.raises(LawError) as refused:
        Terms([("a", Text("낱말", "word")), ("b", Text("낱말", "other"))])
    assert refused.value.id == "term-twice"


def test_a_thing_may_have_two_words_and_is_named_by_the_first() -> None:
    terms = Terms([("no", Text("아니요", "no")), ("no", Text("아니오", "no"))])
    assert {terms.id_of("아니요"), terms.id_of("아니오")} == {"no"}
    assert terms.name_of("no") == Text("아니요", "no")
    more = terms.with_names({"yes": Text("예", "yes")})
    assert (more.id_of("아니오"), more.id_of("예")) == ("no", "yes")
    assert more.name_of("no") == Text("아니요", "no")
