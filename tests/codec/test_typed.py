"""What planners type into forms and paste from spreadsheets, as values and back."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.codec import Mistyped, typed, typed_back
from mitgrim.codec.characters import hidden_in
from mitgrim.plan import FundingSource, Label, Phase, Use
from mitgrim.plan.attributes import Attribute, record_types, table
from mitgrim.wording import MILLION, MONEY_UNITS, Lang, MoneyUnit, date_text, prose_amount


def attribute(record: str, name: str) -> Attribute:
    return next(own for own in table(record) if own.name == name)


AMOUNT = attribute("FundingLine", "amount")
TOTAL = attribute("Project", "declared_total")
DAY = attribute("Gate", "planned")
VALUE = attribute("Measure", "value")
SOURCE = attribute("FundingLine", "source")
OPENS = attribute("Gate", "opens")
PARTNERS = attribute("Project", "partners")
RAMP = attribute("Effect", "ramp")
ACTION = attribute("Project", "action")
NAME = attribute("Project", "name")
YEAR = attribute("FundingLine", "year")
STARTS = attribute("Session", "starts")


def reason(own: Attribute, text: str, **others: Any) -> str:
    """Which message refuses a text."""
    with pytest.raises(Mistyped) as refused:
        typed(own, text, **others)
    assert (refused.value.attribute, refused.value.text) == (own, text)
    return refused.value.reason


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("1200", 1_200),
        ("1,200", 1_200),
        ("１，２００", 1_200),
        ("1,200원", 1_200),
        ("\t1,200 \t", 1_200),
        ("₩1,200", 1_200),
        ("￦1,200", 1_200),
        ("KRW 1,200", 1_200),
        ("12억", 1_200_000_000),
        ("12억원", 1_200_000_000),
        ("1.5억", 150_000_000),
        ("1.23456789억", 123_456_789),
        ("3조 2,000억원", 3_200_000_000_000),
        ("3조2천억", 3_200_000_000_000),
        ("350백만원", 350_000_000),
        ("1,715,000백만원", 1_715_000_000_000),
        ("5천만원", 50_000_000),
        ("1,200천원", 1_200_000),
        ("1억 500원", 100_000_500),
        ("1억 500만 20원", 105_000_020),
        ("KRW 4.3 trillion", 4_300_000_000_000),
        ("1.2 billion", 1_200_000_000),
        ("0", 0),
        ("-1,200", -1_200),
        ("−1,200", -1_200),
        ("(1,200)", -1_200),
        ("（1,200）", -1_200),
        ("△1,200", -1_200),
        ("△3억", -300_000_000),
    ],
)
def test_an_amount_is_read_as_koreans_write_it(text: str, won: int) -> None:
    assert typed(AMOUNT, text) == won


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1,20", "not-an-amount"),
        ("1200,000", "not-an-amount"),
        ("1 200", "not-an-amount"),
        ("12억 3조", "not-an-amount"),
        ("1억 20000만", "not-an-amount"),
        ("1.5조 200억", "not-an-amount"),
        ("억", "not-an-amount"),
        ("원", "not-an-amount"),
        ("-", "not-an-amount"),
        ("▲1,200", "not-an-amount"),
        ("(-1,200)", "not-an-amount"),
        ("--1", "not-an-amount"),
        ("약 12억", "not-an-amount"),
        ("12달러", "not-an-amount"),
        ("1e9", "not-an-amount"),
        ("1억 500", "unit-missing"),
        ("0.5", "part-of-a-won"),
        ("1.234567891억", "part-of-a-won"),
        ("9223372036854775808", "out-of-range"),
        ("\ufeff1,200", "control-character"),
        ("", "empty"),
        (" \t", "empty"),
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused(text: str, why: str) -> None:
    assert reason(AMOUNT, text) == why


def test_a_bare_number_counts_the_unit_of_the_table_and_one_with_a_unit_does_not() -> None:
    assert typed(AMOUNT, "1,200", unit=MILLION) == 1_200_000_000
    assert typed(AMOUNT, "(0.5)", unit=MILLION) == -500_000
    assert typed(AMOUNT, "1,200원", unit=MILLION) == 1_200
    assert typed(AMOUNT, "12억", unit=MILLION) == 1_200_000_000
    assert typed_back(AMOUNT, 1_200_000_000, unit=MILLION) == "1,200"
    assert typed_back(AMOUNT, 1_500_000, unit=MILLION) == "1.5"


def test_nothing_typed_is_nothing_and_not_zero() -> None:
    assert typed(TOTAL, "") is None
    assert typed(TOTAL, "0") == 0
    assert (typed_back(TOTAL, None), typed_back(TOTAL, 0)) == ("", "0")


@pytest.mark.parametrize(
    "text",
    [
        "2018-08-16",
        "2018-8-16",
        "2018.8.16.",
        "2018. 8. 16.",
        "2018. 08. 16",
        "2018. 8. 16.(목)",
        "2018/8/16",
        "20180816",
        "2018년 8월 16일",
        "２０１８．８．１６．",
    ],
)
def test_a_date_is_read_as_koreans_write_it(text: str) -> None:
    assert typed(DAY, text) == date(2018, 8, 16)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("8/16/2018", "not-a-date"),
        ("2018. 8.", "not-a-date"),
        ("43328", "not-a-date"),
        ("2018-08/16", "not-a-date"),
        ("2018-02-30", "no-such-day"),
        ("2018. 8. 16.(금)", "other-weekday"),
    ],
)
def test_what_is_no_day_is_refused(text: str, why: str) -> None:
    assert reason(DAY, text) == why


def test_years_times_and_decimals_are_read() -> None:
    assert (typed(YEAR, "2018"), typed(YEAR, "２０１８년")) == (2018, 2018)
    assert (typed(STARTS, "14:00"), typed(STARTS, "14시 30분")) == (time(14), time(14, 30))
    assert (typed(VALUE, "1,234.5"), typed(VALUE, "△0.5")) == (Decimal("1234.5"), Decimal("-0.5"))
    assert typed(replace(VALUE, unit="%"), "12.5 %") == Decimal("12.5")
    assert typed(attribute("City", "number"), "１０") == 10


@pytest.mark.parametrize(
    ("own", "text", "why"),
    [
        (YEAR, "18", "wrong-year"),
        (YEAR, "20180", "wrong-year"),
        (YEAR, "1899", "wrong-year"),
        (STARTS, "25:00", "not-a-time"),
        (STARTS, "2pm", "not-a-time"),
        (VALUE, "12,5", "not-a-number"),
        (VALUE, "12.5%", "not-a-number"),
        (VALUE, "1." + "1" * 31, "not-a-number"),
        (attribute("City", "number"), "1.5", "not-a-whole-number"),
        (attribute("Project", "id"), "Jeju P", "not-an-id"),
        (NAME, "가\nA\nB", "not-a-label"),
    ],
)
def test_what_does_not_fit_an_attribute_is_refused(own: Attribute, text: str, why: str) -> None:
    assert reason(own, text) == why


def test_a_choice_is_read_by_its_value_and_by_either_label() -> None:
    for text in ("provincial", "시·도비", "시도비", "Provincial", " PROVINCIAL "):
        assert typed(SOURCE, text) is FundingSource.PROVINCIAL
    assert typed(attribute("FundingLine", "phase"), "") is Phase.PLANNED


def test_a_choice_that_is_none_is_refused_with_all_there_are() -> None:
    with pytest.raises(Mistyped) as refused:
        typed(SOURCE, "지방비")
    assert refused.value.message.ko == (
        "‘재원’에 적은 ‘지방비’는 고를 수 있는 값이 아닙니다. 쓸 수 있는 값: national(국비), "
        "provincial(시·도비), municipal(시·군·구비), institution(공공기관), private(민간), fund(기금)"
    )


def test_a_reference_is_read_by_id_or_by_name_among_what_is_known() -> None:
    known = {
        "industry.01": Label(ko="특화산업 육성"),
        "talent.01": Label(ko="인재 채용"),
        "talent.02": Label(ko="인재채용"),
    }
    assert typed(ACTION, "industry.01", known=known) == "industry.01"
    assert typed(ACTION, "특화산업육성", known=known) == "industry.01"
    assert typed(ACTION, "", known=known) == ""
    assert typed(ACTION, "industry.99") == "industry.99"
    assert reason(ACTION, "industry.99", known=known) == "unknown-reference"
    with pytest.raises(Mistyped, match=r"talent\.01, talent\.02$"):
        typed(ACTION, "인재 채용", known=known)


def test_a_list_is_divided_at_commas_or_at_lines() -> None:
    assert typed(OPENS, "공사, design,") == (Use.WORKS, Use.DESIGN)
    assert typed(PARTNERS, "가 대학, 나 연구원") == ("가 대학", "나 연구원")
    assert typed(PARTNERS, "가, 나 대학\r\n다 연구원\r\n") == ("가, 나 대학", "다 연구원")
    assert typed(PARTNERS, "") == ()
    assert typed_back(PARTNERS, ("가, 나 대학",)) == "가, 나 대학\n"


def test_commas_inside_and_between_numbers_are_not_guessed_apart() -> None:
    assert typed(RAMP, "0.2, 0.3,0.5") == (Decimal("0.2"), Decimal("0.3"), Decimal("0.5"))
    assert typed(RAMP, "1,200\n1,300") == (Decimal(1200), Decimal(1300))
    assert reason(RAMP, "1,200, 1,300") == "one-number-or-two"


def test_text_is_composed_and_keeps_its_lines() -> None:
    notes = attribute("Project", "notes")
    assert typed(notes, normalize("NFD", "각\r\n나")) == "각\n나"
    assert typed(notes, "  ") == ""
    assert reason(notes, "가\u200b나") == "control-character"


def test_a_label_has_its_english_in_a_second_line() -> None:
    assert typed(NAME, "공원\nPark") == Label(ko="공원", en="Park")
    assert typed(NAME, "공원") == Label(ko="공원")


def test_records_have_no_text() -> None:
    with pytest.raises(TypeError, match="money holds records"):
        typed(attribute("Project", "money"), "1")


visible = st.text(max_size=8).map(lambda text: " ".join(normalize("NFC", text).split()))
spoken = visible.filter(lambda text: bool(text) and not hidden_in(text))
decimals = st.decimals(-(10**9), 10**9, places=4)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "won": st.integers(-(2**63) + 1, 2**63 - 1),
    "integer": st.integers(-(10**9), 10**9),
    "decimal": decimals,
    "year": st.integers(1900, 2200),
    "date": st.dates(),
    "time": st.times().map(lambda moment: moment.replace(microsecond=0)),
    "text": spoken,
    "label": st.builds(Label, ko=spoken, en=st.just("") | spoken),
    "id": st.sampled_from(["jeju-p-2", "21040"]),
    "ref": st.sampled_from(["industry.01", "N9c"]),
}
EVERY = [
    own for record in record_types() for own in table(record) if not own.element.startswith("rec")
]


@st.composite
def values(draw: st.DrawFn) -> tuple[Attribute, Any, MoneyUnit]:
    """An attribute of some record, with a value that may stand in it."""
    import mitgrim.plan

    own = draw(st.sampled_from(EVERY))
    kind, _, name = own.element.partition(":")
    one = st.sampled_from(getattr(mitgrim.plan, name)) if kind == "choice" else VALUES[kind]
    made = st.lists(one, max_size=3).map(tuple) if own.is_list else one
    empty = st.none() if own.default == "null" else st.nothing()
    return own, draw(made | empty), draw(st.sampled_from(MONEY_UNITS))


@given(values())
def test_what_a_value_is_written_as_is_read_as_that_value(
    drawn: tuple[Attribute, Any, MoneyUnit],
) -> None:
    own, value, unit = drawn
    assert typed(own, typed_back(own, value, unit=unit), unit=unit) == value


@given(
    st.sampled_from(EVERY),
    st.text(max_size=12) | st.text("0123456789,.-()△억조만원 년:", max_size=12),
)
def test_anything_typed_is_a_value_that_is_read_again_or_a_refusal(
    own: Attribute, text: str
) -> None:
    try:
        value = typed(own, text)
    except Mistyped:
        return
    assert typed(own, typed_back(own, value)) == value


@given(st.integers(0, 10**15))
def test_an_amount_in_words_is_read_as_what_it_says(won: int) -> None:
    for lang in Lang:
        words = prose_amount(won, lang)
        if not words.startswith(("약 ", "about ")):
            assert typed(AMOUNT, words) == won


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_in_words_is_read_as_that_day(day: date) -> None:
    assert typed(DAY, date_text(day)) == day
