"""How a text was reworded, as its reader sees it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.history import Piece, PieceKind, word_diff
from mitgrim.history.text_diff import MOST_EDITS

SIGNS = {PieceKind.SAME: "=", PieceKind.REMOVED: "-", PieceKind.ADDED: "+"}
WORDS = ["혁신도시", "사업을", "사업은", "추진한다", ".", ",", " ", "  ", "\n", "a", "가"]
proses = st.lists(st.sampled_from(WORDS), max_size=30).map("".join) | st.text(max_size=20)
NUMBERS = " ".join(map(str, range(MOST_EDITS)))


def shown(before: str, after: str) -> list[str]:
    return [SIGNS[piece.kind] + piece.text for piece in word_diff(before, after)]


def joined(pieces: tuple[Piece, ...], kind: PieceKind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in {kind, PieceKind.SAME})


def holds(before: str, after: str) -> bool:
    pieces = word_diff(before, after)
    return (joined(pieces, PieceKind.REMOVED), joined(pieces, PieceKind.ADDED)) == (before, after)


def test_a_word_that_was_replaced_stands_between_those_that_stayed() -> None:
    assert shown("혁신도시에 공원을 만든다.", "혁신도시에 도서관을 만든다.") == [
        "=혁신도시에 ",
        "-공원을",
        "+도서관을",
        "= 만든다.",
    ]


def test_a_word_that_came_brings_its_space() -> None:
    assert shown("공원을 만든다.", "공원을 새로 만든다.") == ["=공원을 ", "+새로 ", "=만든다."]


def test_words_replaced_one_after_another_read_as_one_span() -> None:
    assert shown("지역 인재를 우선 채용한다.", "청년 주민을 함께 채용한다.") == [
        "-지역 인재를 우선",
        "+청년 주민을 함께",
        "= 채용한다.",
    ]


def test_a_short_word_between_longer_changes_changes_with_them() -> None:
    assert shown("연구개발단지 및 창업지원센터", "산학연협력지구 및 기술사업화센터") == [
        "-연구개발단지 및 창업지원센터",
        "+산학연협력지구 및 기술사업화센터",
    ]


def test_paragraphs_that_both_changed_stay_apart() -> None:
    assert shown("첫째 문단\n둘째 문단", "첫번째 문단\n두번째 문단") == [
        "-첫째",
        "+첫번째",
        "= 문단\n",
        "-둘째",
        "+두번째",
        "= 문단",
    ]


def test_equal_texts_are_one_piece_and_empty_ones_none() -> None:
    assert word_diff("같은 글", "같은 글") == (Piece(PieceKind.SAME, "같은 글"),)
    assert word_diff("", "") == ()


def test_texts_far_apart_are_compared_between_the_sentences_they_share() -> None:
    one, other = NUMBERS, NUMBERS.replace(" ", " +-")
    between = ".\n그대로 남은 문장이다. "
    assert shown(f"{one}{between}끝났다.", f"{other}{between}끝난다.") == [
        f"-{one}.\n",
        f"+{other}.\n",
        "=그대로 남은 문장이다. ",
        "-끝났다",
        "+끝난다",
        "=.",
    ]


@pytest.mark.parametrize("sign", ["가 나 ", "가\n나\n", "가", "가. "])
def test_long_texts_that_have_nothing_in_common_are_one_change(sign: str) -> None:
    before, after = sign * 20_000, sign.translate({ord("가"): "다", ord("나"): "라"}) * 20_000
    assert holds(before, after)


@given(proses, proses)
def test_what_stayed_with_what_went_is_before_and_with_what_came_after(
    before: str, after: str
) -> None:
    assert holds(before, after)


@given(proses, proses)
def test_pieces_alternate(before: str, after: str) -> None:
    kinds = [piece.kind for piece in word_diff(before, after)]
    order = [PieceKind.SAME, PieceKind.REMOVED, PieceKind.ADDED]
    for one, other in pairwise(kinds):
        assert one != other
        assert PieceKind.SAME in {one, other} or order.index(one) < order.index(other)
