"""Prose shows its figures with the particles that fit them."""

import pytest

from mitgrim.figures import FigureProblem, Shown, cut, in_words
from mitgrim.wording import Lang
from tests.cast import small_plan
from tests.work import calls_of


@pytest.mark.parametrize(
    ("text", "ko"),
    [
        ("울산은 [[합계 도시=울산]]을(를) 씁니다.", "울산은 130억원을 씁니다."),
        ("[[이름 도시=jeju]]은(는) [[개수 사업 도시=제주]](으)로", "제주는 2개로"),
        ("[[이름 도시=울산]]은/는", "울산은"),
        ("국비가 [[비율 재원=국비]]을(를)", "국비가 42.0%를"),
        ("약 [[합계 | 조원 2]]", "약 0.03조원"),
        ("[[합계 | 조원 2]]", "약 0.03조원"),
        ("약[[합계]]", "약250억원"),
        ("[[[[합계]]", "[[합계]]"),
        ("[[합계 도시=부산]]을(를)", "[[합계 도시=부산]]을(를)"),
        ("글뿐입니다.", "글뿐입니다."),
        ("", ""),
    ],
)
def test_figures_are_put_in(text: str, ko: str) -> None:
    assert in_words(small_plan(), text) == ko


def test_english_has_no_particles() -> None:
    text = "[[total city=ulsan]]을(를) of [[total]]"
    assert in_words(small_plan(), text, Lang.EN) == "KRW 13 billion of KRW 25 billion"


def test_a_document_gets_the_value_apart_from_its_particle() -> None:
    before, shown, after = cut(small_plan(), "모두 [[합계]]을(를) 씁니다.")
    assert isinstance(shown, Shown)
    assert (before, shown.value_text(), shown.particle(), after) == (
        "모두 ",
        "250억원",
        "을",
        " 씁니다.",
    )
    assert shown.problem is None


def test_a_figure_without_a_value_stays_as_it_was_typed() -> None:
    _, shown = cut(small_plan(), "모두 [[합계 도시=부산]]")
    assert isinstance(shown, Shown)
    assert isinstance(shown.problem, FigureProblem)
    assert shown.problem.column == len("모두 [[합계 도시=") + 1
    assert shown.text() == "[[합계 도시=부산]]"


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "[[합계 " * 2_000, "[[" + "합계 " * 90 + "]]" * 99, "[[x]]" * 2_000],
    ids=["brackets", "opened", "long", "many"],
)
def test_hostile_prose_is_no_more_work_to_show_than_it_is_long(text: str) -> None:
    plan = small_plan()
    assert calls_of(lambda: in_words(plan, text)) < 150 * len(text)
