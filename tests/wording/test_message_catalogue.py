"""The catalogue says a message in both languages or says why it can't."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.wording import Catalogue, CatalogueError, Lang, Text

MESSAGES = """
[funding.over-ceiling]
ko = "{city|은/는} 국비 {amount|을/를} 한도보다 더 계획했습니다."
en = "{city} plans {amount} of national money above its ceiling."

[funding.over-ceiling.action]
ko = "{amount|을/를} 줄이십시오."
en = "Cut {amount}."

[project.unnamed]
ko = "‘{title}’{|은/는} 사업 {count:,}건 가운데 {number}번째입니다."
en = "‘{title}’ is number {number} of {count:,} projects."

[braces]
ko = "{{{name}}}"
en = "{{{name}}}"
"""
BUSAN = Text("부산", "Busan")


def catalogue_of(toml: str) -> Catalogue:
    return Catalogue("messages.toml", lambda: toml)


def problems_of(toml: str) -> list[str]:
    return catalogue_of(toml).problems()


@pytest.fixture
def messages() -> Catalogue:
    return catalogue_of(MESSAGES)


def test_a_message_is_said_in_both_languages_with_the_right_particles(messages: Catalogue) -> None:
    amount = Text("527억원", "KRW 52.7 billion")
    assert messages.both("funding.over-ceiling", city=BUSAN, amount=amount) == Text(
        ko="부산은 국비 527억원을 한도보다 더 계획했습니다.",
        en="Busan plans KRW 52.7 billion of national money above its ceiling.",
    )


def test_one_language_is_said_alone(messages: Catalogue) -> None:
    said = messages.text("funding.over-ceiling", Lang.KO, city="대구", amount="20%")
    assert said == "대구는 국비 20%를 한도보다 더 계획했습니다."


def test_a_message_may_have_others_under_it(messages: Catalogue) -> None:
    assert messages.ids() == (
        "funding.over-ceiling",
        "funding.over-ceiling.action",
        "project.unnamed",
        "braces",
    )


def test_a_particle_may_follow_a_closing_quote_and_counts_have_separators(
    messages: Catalogue,
) -> None:
    assert messages.both("project.unnamed", title="오픈랩", count=8717, number=2018) == Text(
        ko="‘오픈랩’은 사업 8,717건 가운데 2018번째입니다.",
        en="‘오픈랩’ is number 2018 of 8,717 projects.",
    )


def test_doubled_braces_are_braces(messages: Catalogue) -> None:
    assert messages.text("braces", Lang.KO, name="사업") == "{사업}"


def test_values_a_message_does_not_mention_are_ignored(messages: Catalogue) -> None:
    said = messages.both("funding.over-ceiling.action", city=BUSAN, amount=3)
    assert said == Text("3을 줄이십시오.", "Cut 3.")


def test_a_value_may_be_called_id_or_lang() -> None:
    messages = catalogue_of('[m]\nko = "{id} {lang} {self}"\nen = "{id} {lang} {self}"')
    assert messages.text("m", Lang.EN, id="a", lang="b", self="c") == "a b c"


def test_an_unknown_message_names_the_catalogue(messages: Catalogue) -> None:
    with pytest.raises(CatalogueError, match=r"messages\.toml has no message 'funding\.none'"):
        messages.both("funding.none")


def test_a_missing_value_is_named(messages: Catalogue) -> None:
    with pytest.raises(CatalogueError, match=r"over-ceiling: no value for \{amount\}"):
        messages.both("funding.over-ceiling", city=BUSAN)


@pytest.mark.parametrize("value", [1.5, True, None, ["부산"]])
def test_only_texts_and_whole_numbers_are_values(messages: Catalogue, value: object) -> None:
    with pytest.raises(CatalogueError, match="amount must be a text or a whole number"):
        messages.both("funding.over-ceiling.action", amount=value)  # type: ignore[arg-type]


def test_only_a_whole_number_has_separators(messages: Catalogue) -> None:
    with pytest.raises(CatalogueError, match="count must be a whole number"):
        messages.both("project.unnamed", title="오픈랩", count="많음", number=1)


def test_a_complete_catalogue_has_no_problems(messages: Catalogue) -> None:
    assert messages.problems() == []


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ('[m]\nko = "가"', "en is empty"),
        ('[m]\nko = " "\nen = "a"', "ko is empty"),
        ('[m]\nko = "{a}"\nen = "b"', "{a} is in ko only"),
        ('[m]\nko = "가"\nen = "{b}"', "{b} is in en only"),
        ('[m]\nko = "{a}"\nen = "{a|을/를}"', "en has a particle, {a|을/를}; only Korean has them"),
        (
            '[m]\nko = "{a|를/을}"\nen = "{a}"',
            "ko has no such particles as '를/을'; write 을/를, 은/는 …",
        ),
        ('[m]\nko = "가 {"\nen = "a"', "ko has a {…} that can't be read at '{'"),
        ('[m]\nko = "가"\nen = "a {}"', "en has a {…} that can't be read at '{}'"),
        ('[m]\nko = "가"\nen = "a"\nkr = "가"', "kr is not a language; use ko and en"),
    ],
)
def test_a_problem_is_found_beforehand_and_raised_when_said(toml: str, problem: str) -> None:
    messages = catalogue_of(toml)
    assert messages.problems() == [f"messages.toml: m: {problem}"]
    with pytest.raises(CatalogueError) as refused:
        messages.text("m", Lang.KO, a="a", b="b")
    assert str(refused.value) == f"messages.toml: m: {problem}"


def test_an_empty_message_is_empty_in_both_languages() -> None:
    assert problems_of("[m]") == ["messages.toml: m: ko is empty", "messages.toml: m: en is empty"]


def test_two_messages_of_one_id_are_refused() -> None:
    with pytest.raises(CatalogueError, match=r"two messages 'a\.b'"):
        problems_of('[a.b]\nko = "가"\nen = "a"\n["a.b"]\nko = "나"\nen = "b"')


def test_a_file_that_is_no_toml_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"messages\.toml can't be read"):
        problems_of("[m")


def test_a_catalogue_is_read_from_its_package_once_and_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "speaking_package").mkdir()
    (tmp_path / "speaking_package" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    messages = Catalogue.load("speaking_package", "messages.toml")
    file = tmp_path / "speaking_package" / "messages.toml"
    file.write_text(MESSAGES, encoding="utf-8")
    assert messages.text("funding.over-ceiling.action", Lang.EN, amount=1) == "Cut 1."
    file.unlink()
    assert messages.text("funding.over-ceiling.action", Lang.EN, amount=2) == "Cut 2."
    assert Catalogue.load("speaking_package", "messages.toml") is messages


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"no-such\.toml can't be read"):
        Catalogue.load("mitgrim.wording", "no-such.toml").problems()


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_a_value_is_said_as_it_is_whatever_it_holds(value: str) -> None:
    messages = catalogue_of("[m]\nko = '<{name}>'\nen = '<{name}>'")
    assert messages.both("m", name=value) == Text(f"<{value}>", f"<{value}>")
