"""Searching names as Koreans type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.wording import initials, letters, matches, query_letters, search_key

SIGNS = "가각특화핚까ㄱㅌㅎㄳㅏaB1 .(%_\n"
texts = st.text(SIGNS, max_size=12) | st.text(max_size=12)
plain = st.text("가각특화핚까aB1 .(%_", max_size=3)
only_initials = st.text("ㄱㅌㅎㄲ", max_size=3)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("특화", "특화산업 육성"),
        ("화산", "특화산업 육성"),
        ("산업육성", "특화산업 육성"),
        ("특화 산업", "특화산업 육성"),
        ("ㅌㅎ", "특화산업 육성"),
        ("ㅅㅇㅇ", "특화산업 육성"),
        ("특ㅎ", "특화산업 육성"),
        ("ㅌ화ㅅ", "특화산업 육성"),
        ("\u1110\u1112", "특화산업 육성"),
        ("\u1110\u1173\u11a8화", "특화산업 육성"),
        ("\uffbc\uffbe", "특화산업 육성"),
        ("ㄳ", "고성"),
        ("smart", "Smart City (스마트시티)"),
        ("ＩＣＴ", "ict 융합"),
        ("㎢", "35 km2"),
        ("부산 1-3", "부산 1-3"),
        ("", "무엇이든"),
    ],
)
def test_a_name_is_found_by_what_was_typed_of_it(query: str, text: str) -> None:
    assert matches(query, text)
    assert query_letters(query) in letters(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("화특", "특화산업"),
        ("ㅎㅌ", "특화산업"),
        ("ㄱ", "까치"),
        ("특화산업단지", "특화산업"),
        ("트", "특화"),
        ("%", "1%"),
    ],
)
def test_what_was_not_typed_is_not_found(query: str, text: str) -> None:
    assert matches(query, text) == (search_key(query) == "")


def test_initials_are_those_of_each_syllable() -> None:
    assert initials("특화산업") == "ㅌㅎㅅㅇ"
    assert initials("빛가람 ICT 2단계") == "ㅂㄱㄹict2ㄷㄱ"


def test_a_column_holds_the_key_and_the_initials() -> None:
    assert letters("특화 산업(ICT)") == "특화산업ict\nㅌㅎㅅㅇict"


def test_a_mixed_query_may_find_too_much_in_a_column_and_nothing_too_much_in_the_end() -> None:
    assert query_letters("특ㅎ") in letters("토함산")
    assert not matches("특ㅎ", "토함산")


@given(plain | only_initials, texts)
def test_a_column_finds_exactly_what_matches(query: str, text: str) -> None:
    assert matches(query, text) == (query_letters(query) in letters(text))


@given(texts, texts)
def test_a_column_misses_nothing_that_matches(query: str, text: str) -> None:
    assert not matches(query, text) or query_letters(query) in letters(text)


@given(texts, st.integers(0, 12), st.integers(0, 12))
def test_every_part_of_a_key_and_of_its_initials_finds_the_text(
    text: str, start: int, end: int
) -> None:
    assert matches(search_key(text)[start:end], text)
    assert matches(initials(text)[start:end], text)


@given(texts)
def test_a_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
