import re
from collections import Counter
from itertools import pairwise

import pytest

from mitgrim.documents import AssetsMissingError, assets, write_html
from mitgrim.wording import Lang
from tests.documents.reading import Element, read
from tests.documents.stock import example_book, example_elements, example_page, small_book

LANGUAGES = pytest.mark.parametrize("lang", list(Lang))
LOADING = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping"}


def style(page: Element) -> str:
    return "".join(element.text for element in page.all("style"))


@LANGUAGES
def test_the_page_refers_to_nothing_outside(lang: Lang) -> None:
    page = example_elements(lang)
    assert [e.tag for e in page.all() if LOADING & set(e.attributes)] == []
    hrefs = {e.attributes["href"] for e in page.all() if "href" in e.attributes}
    assert [href for href in hrefs if not href.startswith("#")] == []
    assert {e.tag for e in page.all()} & {"script", "link", "img", "iframe", "object", "base"} == (
        set()
    )
    assert "@import" not in style(page)
    addresses = re.findall(r"url\(([^)]{0,20})", style(page))
    assert addresses
    assert [address for address in addresses if not address.startswith("data:font/woff2")] == []


def test_a_strict_policy_forbids_what_the_page_does_not_need() -> None:
    (policy,) = [
        e.attributes["content"]
        for e in example_elements().all("meta")
        if e.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
    )


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write_html(small_book()).encode() == write_html(small_book()).encode()


@LANGUAGES
def test_headings_do_not_skip_a_level(lang: Lang) -> None:
    levels = [int(e.tag[1]) for e in example_elements(lang).all() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(upper, lower) for upper, lower in pairwise(levels) if lower > upper + 1] == []


@LANGUAGES
def test_every_link_leads_somewhere_and_no_id_is_used_twice(lang: Lang) -> None:
    page = example_elements(lang)
    ids = Counter(e.attributes["id"] for e in page.all() if "id" in e.attributes)
    assert [id for id, count in ids.items() if count > 1] == []
    targets = {e.attributes["href"][1:] for e in page.all("a")}
    named = {id for e in page.all() for id in e.attributes.get("aria-labelledby", "").split()}
    assert (targets | named) - set(ids) == set()


@LANGUAGES
def test_every_figure_says_what_it_shows_and_has_its_numbers_as_a_table(lang: Lang) -> None:
    figures = [e for e in example_elements(lang).all("div") if "figure" in e.classes]
    assert len(figures) >= 6
    for figure in figures:
        (svg,) = figure.all("svg")
        (title,) = svg.all("title")
        (desc,) = svg.all("desc")
        assert svg.attributes["role"] == "img"
        named = f"{title.attributes['id']} {desc.attributes['id']}"
        assert svg.attributes["aria-labelledby"] == named
        assert title.text
        assert desc.text
        assert len(list(figure.all("table"))) == 1


@LANGUAGES
def test_every_table_has_a_caption_and_heads_with_their_scope(lang: Lang) -> None:
    tables = list(example_elements(lang).all("table"))
    assert len(tables) > 40
    for table in tables:
        assert [caption.text for caption in table.all("caption")]
        assert {head.attributes.get("scope", "") for head in table.all("th")} >= {"col", "row"}
        assert [h.text for h in table.all("th") if "scope" not in h.attributes] == []


def test_a_table_that_may_scroll_can_be_reached_by_keyboard_and_is_named() -> None:
    boxes = [e for e in example_elements().all("div") if "scroll" in e.classes]
    wide = [box for box in boxes if len(list(next(box.all("thead")).all("th"))) > 3]
    assert len(wide) > 30
    assert {(b.attributes["role"], b.attributes["tabindex"]) for b in wide} == {("region", "0")}
    assert [box for box in wide if not box.attributes["aria-labelledby"]] == []


@LANGUAGES
def test_the_page_has_its_language_landmarks_and_a_way_past_the_navigation(lang: Lang) -> None:
    page = example_elements(lang)
    assert next(page.all("html")).attributes["lang"] == lang.value
    assert {e.tag for e in page.all()} >= {"header", "nav", "main", "footer"}
    first = next(page.all("a"))
    assert (first.classes, first.attributes["href"]) == ({"skip"}, "#main")


def test_an_english_page_marks_what_it_says_in_korean() -> None:
    """Drawings aside: they are read out by their description, which has no parts."""
    page = example_elements(Lang.EN)
    korean = re.compile("[가-힣]")

    def unmarked(element: Element) -> list[str]:
        if element.attributes.get("lang") == "ko" or element.tag == "svg":
            return []
        own = [text for text in element.children if isinstance(text, str)]
        inner = [e for e in element.children if isinstance(e, Element)]
        return [t for t in own if korean.search(t)] + [t for e in inner for t in unmarked(e)]

    body = next(page.all("main"))
    assert [text for text in unmarked(body) if text] == []


def test_a_page_with_examples_says_that_it_has_them_and_that_it_is_not_official() -> None:
    page = example_elements()
    assert "예시 값이 들어 있는 문서" in next(page.all("header")).text
    footer = next(page.all("footer")).text
    assert "예시 값이 들어 있는 문서" in footer
    assert "공식 누리집이나 간행물이 아닙니다" in footer


def test_only_the_used_values_of_the_design_system_are_in_the_page() -> None:
    css = style(example_elements())
    assert set(re.findall(r"(--krds-[\w-]+):", css)) == set(
        re.findall(r"var\((--krds-[\w-]+)", css)
    )


def test_the_fonts_have_the_signs_of_the_page_and_another_name() -> None:
    css = style(example_elements())
    assert css.count("@font-face") == 2
    assert css.count('font-family:"Mitgrim Book"') == 2


def test_without_its_fonts_a_page_says_to_run_the_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "TOKENS", "nothing.css")
    with pytest.raises(AssetsMissingError, match=r"nothing\.css.*make setup"):
        write_html(small_book())


def test_the_page_stays_small() -> None:
    """The book of ten cities: a quarter of what a page on the web weighs."""
    assert len(example_page().encode()) < 900_000


def test_the_outline_of_a_book_is_a_value() -> None:
    assert small_book() == small_book()
    assert example_book().lang is Lang.KO
    assert read(example_page()) == example_elements()
