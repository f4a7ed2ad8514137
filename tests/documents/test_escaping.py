"""Titles come from files that strangers wrote."""

from dataclasses import replace

import pytest

from mitgrim.documents import html, write_html
from mitgrim.documents.markup import element, joined
from mitgrim.plan import City, Label, Nation, Plan, Sector, Stage
from tests.cast import small_plan
from tests.documents.reading import Element, read
from tests.documents.stock import small_book

EVIL = '</title><script>alert(\'1\')</script>"onload="x" <b>&amp;\x00\ud800'
SAFE = '</title><script>alert(\'1\')</script>"onload="x" <b>&amp;\ufffd\ufffd'
LABEL = Label(ko=EVIL, en=EVIL)


@pytest.fixture(autouse=True)
def _without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting them takes most of a page's time, and says nothing here."""
    monkeypatch.setattr(html, "font_faces", lambda text: "")


def spoilt() -> Plan:
    """The small plan with a script in every name that a title, a chart or an attribute shows."""
    plan = small_plan()
    cities = tuple(
        replace(
            section,
            city=replace(section.city, name=LABEL, short=LABEL),
            projects=tuple(
                replace(project, name=LABEL, lead=EVIL, description=EVIL)
                for project in section.projects
            ),
            themes=tuple(replace(theme, text=LABEL) for theme in section.themes),
        )
        for section in plan.cities
    )
    return Plan(nation=_spoilt(plan.nation), cities=cities)


def _spoilt(nation: Nation) -> Nation:
    return replace(
        nation,
        name=LABEL,
        sectors=tuple(replace(sector, name=LABEL) for sector in nation.sectors),
        source_classes=tuple(replace(kind, name=LABEL) for kind in nation.source_classes),
        indicators=tuple(replace(one, name=LABEL, unit=EVIL) for one in nation.indicators),
        stages=(Stage(id="draft", number=1, name=LABEL),),
    )


def page() -> Element:
    return read(write_html(small_book(spoilt())))


def test_a_script_in_a_name_comes_out_as_text() -> None:
    found = page()
    assert list(found.all("script")) == []
    assert next(found.all("h1")).text == SAFE
    assert next(found.all("title")).text.startswith(SAFE)


def test_a_script_in_a_name_comes_out_as_text_in_charts_too() -> None:
    texts = [text.text for svg in page().all("svg") for text in svg.all("text")]
    assert any(text.startswith("</title><script>") for text in texts)


def test_no_name_becomes_an_attribute() -> None:
    assert [
        e.tag for e in page().all() if any(name.startswith("on") for name in e.attributes)
    ] == []


def test_an_id_that_is_none_is_no_anchor() -> None:
    plan = small_plan()
    odd = 'x" onclick="y'
    nation = replace(plan.nation, sectors=(Sector(id=odd, number=1, name=Label(ko="가")),))
    cities = tuple(
        replace(s, city=City(id=odd, number=1, name=Label(ko="나")), projects=())
        for s in plan.cities[:1]
    )
    found = read(write_html(small_book(Plan(nation=nation, cities=cities), found=())))
    ids = {e.attributes["id"] for e in found.all() if "id" in e.attributes}
    assert [id for id in ids if '"' in id or " " in id] == []


def test_elements_escape_texts_and_attributes_but_not_elements() -> None:
    inner = element("b", "<i>")
    assert inner == "<b>&lt;i&gt;</b>"
    assert element("td", inner, class_='"') == '<td class="&quot;"><b>&lt;i&gt;</b></td>'
    assert joined(None, ["a", ["&"]], inner) == "a&amp;<b>&lt;i&gt;</b>"


def test_elements_write_attributes_in_the_order_given() -> None:
    assert element("input", aria_label="x", disabled=True, hidden=False, x=1.50) == (
        '<input aria-label="x" disabled x="1.5">'
    )
