"""Amounts: exact where possible, rounded half up where not, and saying so."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.wording import (
    HUNDRED_MILLION,
    MILLION,
    MONEY_UNITS,
    THOUSAND,
    TRILLION,
    WON,
    Lang,
    MoneyUnit,
    percent,
    prose_amount,
    rounded_amount,
    table_amount,
    table_note,
)

AMOUNTS = st.one_of(
    st.integers(-(10**16), 10**16),
    st.builds(
        lambda digits, zeros: digits * 10**zeros, st.integers(-9999, 9999), st.integers(0, 13)
    ),
)
STEPS = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
SCALES = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "": 1}


def won_of(text: str) -> int:
    """The oracle: won from prose, by what a reader knows of 조, 억 and 만 or of trillions."""
    sign = -1 if text.startswith("-") else 1
    text = text.removeprefix("-")
    if text.startswith("KRW "):
        number, _, scale = text.removeprefix("KRW ").partition(" ")
        won = Fraction(number.replace(",", "")) * SCALES[scale]
        assert won.denominator == 1
        return sign * int(won)
    steps = text.removesuffix("원").split(" ")
    counted = [re.fullmatch(r"([\d,]+)([조억만]?)", step) for step in steps]
    return sign * sum(int(step[1].replace(",", "")) * STEPS[step[2]] for step in counted if step)


@pytest.mark.parametrize(
    ("won", "ko", "en"),
    [
        (4_300_000_000_000, "4조 3,000억원", "KRW 4.3 trillion"),
        (52_700_000_000, "527억원", "KRW 52.7 billion"),
        (325_000_000, "3억 2,500만원", "KRW 325 million"),
        (1_715_000_000_000, "1조 7,150억원", "KRW 1.715 trillion"),
        (12_345_678, "1,234만 5,678원", "about KRW 12.346 million"),
        (5_000, "5,000원", "KRW 5,000"),
        (1, "1원", "KRW 1"),
        (0, "0원", "KRW 0"),
        (-300_000_000, "-3억원", "-KRW 300 million"),
        (1_715_034_567_891, "약 1조 7,150억원", "about KRW 1.715 trillion"),
        (-1_715_034_567_891, "약 -1조 7,150억원", "about -KRW 1.715 trillion"),
        (999_999_999_999, "약 1조원", "about KRW 1 trillion"),
        (1_000_000_000_001, "약 1조원", "about KRW 1 trillion"),
        (12_000_000_000_000_000, "12,000조원", "KRW 12,000 trillion"),
    ],
)
def test_prose_says_an_amount_as_people_do(won: int, ko: str, en: str) -> None:
    assert (prose_amount(won), prose_amount(won, Lang.EN)) == (ko, en)


@given(AMOUNTS, st.sampled_from(Lang))
def test_prose_without_about_reads_back_as_the_same_won(won: int, lang: Lang) -> None:
    said = prose_amount(won, lang)
    exact = said.removeprefix("약 ").removeprefix("about ")
    assert (won_of(exact) == won) == (exact == said)


@given(AMOUNTS, st.sampled_from(Lang))
def test_about_is_never_off_by_more_than_a_thousandth(won: int, lang: Lang) -> None:
    said = prose_amount(won, lang).removeprefix("약 ").removeprefix("about ")
    assert abs(won_of(said) - won) * 2_000 <= abs(won)


@pytest.mark.parametrize(
    ("won", "unit", "ko", "en"),
    [
        (1_715_000_000_000, MILLION, "1,715,000", "1,715,000"),
        (1_499_999, MILLION, "1", "1"),
        (1_500_000, MILLION, "2", "2"),
        (-1_500_000, MILLION, "△2", "-2"),
        (-400_000, MILLION, "0", "0"),
        (52_700_000_000, HUNDRED_MILLION, "527", "527"),
        (1_500, THOUSAND, "2", "2"),
        (1_500, WON, "1,500", "1,500"),
    ],
)
def test_a_table_counts_in_its_unit(won: int, unit: MoneyUnit, ko: str, en: str) -> None:
    assert (table_amount(won, unit), table_amount(won, unit, Lang.EN)) == (ko, en)


@given(AMOUNTS, st.sampled_from(MONEY_UNITS))
def test_a_table_is_off_by_half_a_unit_at_most(won: int, unit: MoneyUnit) -> None:
    shown = int(table_amount(won, unit, Lang.EN).replace(",", ""))
    assert abs(shown * unit.factor - won) * 2 <= unit.factor


@given(AMOUNTS, st.sampled_from(MONEY_UNITS))
def test_a_cut_reads_as_the_mirror_of_the_rise(won: int, unit: MoneyUnit) -> None:
    cut, rise = table_amount(-abs(won), unit), table_amount(abs(won), unit)
    assert cut.removeprefix("△") == rise
    assert cut.startswith("△") == (rise != "0")


def test_a_table_warns_only_if_it_loses_something() -> None:
    assert table_note([1_000_000, 0]) == "(단위: 백만원)"
    assert table_note([1_000_000, 1]) == "(단위: 백만원, 반올림으로 합계가 일치하지 않을 수 있음)"
    assert table_note([10**8], HUNDRED_MILLION, Lang.EN) == "(unit: KRW 100 million)"
    assert table_note([1], MILLION, Lang.EN) == (
        "(unit: KRW million; rounded, so totals may differ)"
    )


@pytest.mark.parametrize(
    ("won", "unit", "places", "ko", "en"),
    [
        (1_715_000_000_000, TRILLION, 1, "1.7조원", "KRW 1.7 trillion"),
        (1_265_000_000_000, TRILLION, 1, "1.3조원", "KRW 1.3 trillion"),
        (1_250_000_000_000, TRILLION, 1, "1.3조원", "KRW 1.3 trillion"),
        (-1_250_000_000_000, TRILLION, 1, "-1.3조원", "-KRW 1.3 trillion"),
        (52_749_999_999, HUNDRED_MILLION, 0, "527억원", "KRW 52.7 billion"),
        (52_750_000_000, HUNDRED_MILLION, 0, "528억원", "KRW 52.8 billion"),
        (1_715_000_000_000, MILLION, 0, "1,715,000백만원", "KRW 1,715,000 million"),
        (1_500, THOUSAND, 1, "1.5천원", "KRW 1.5 thousand"),
        (1_500, WON, 0, "1,500원", "KRW 1,500"),
    ],
)
def test_a_headline_counts_in_one_unit(
    won: int, unit: MoneyUnit, places: int, ko: str, en: str
) -> None:
    assert rounded_amount(won, unit, places) == ko
    assert rounded_amount(won, unit, places, Lang.EN) == en


@given(AMOUNTS, st.sampled_from(MONEY_UNITS), st.integers(0, 3))
def test_a_headline_is_off_by_half_its_last_place_at_most(
    won: int, unit: MoneyUnit, places: int
) -> None:
    said = rounded_amount(won, unit, places).removesuffix(unit.ko).replace(",", "")
    assert abs(Fraction(said) * unit.factor - won) * 2 <= Fraction(unit.factor, 10**places)


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "said"),
    [
        (407, 1000, 1, "40.7%"),
        (1, 8, 1, "12.5%"),
        (1, 8, 0, "13%"),
        (-1, 8, 0, "-13%"),
        (1, 3, 2, "33.33%"),
        (41, 100, 2, "41.00%"),
        (-1, 10_000, 1, "0.0%"),
        (25, 2, 0, "1,250%"),
        (Decimal("0.145"), 1, 0, "15%"),
        (Fraction(1, 7), Fraction(2, 7), 1, "50.0%"),
    ],
)
def test_a_share_is_rounded_once_from_the_exact_fraction(
    numerator: int | Decimal | Fraction, denominator: int | Fraction, places: int, said: str
) -> None:
    assert percent(numerator, denominator, places) == said


def test_the_published_shares_of_the_plan_come_out_by_rounding() -> None:
    sources = [1_715_000_000_000, 1_320_000_000_000, 1_265_000_000_000]
    assert [percent(won, sum(sources), 0) for won in sources] == ["40%", "31%", "29%"]


def test_a_share_of_nothing_is_no_percentage() -> None:
    with pytest.raises(ZeroDivisionError, match="no base"):
        percent(3, 0)


@given(st.data(), st.integers(1, 10**15), st.integers(0, 4))
def test_a_part_is_between_0_and_100_percent_and_off_by_half_a_place(
    data: st.DataObject, whole: int, places: int
) -> None:
    part = data.draw(st.integers(0, whole))
    said = Fraction(percent(part, whole, places).removesuffix("%"))
    assert 0 <= said <= 100
    assert abs(said - Fraction(part * 100, whole)) * 2 <= Fraction(1, 10**places)
