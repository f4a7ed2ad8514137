"""The books that the tests read, each made once."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from mitgrim.checks import Finding, Severity, check
from mitgrim.documents import Document, book, write_html
from mitgrim.plan import Plan, Waiver, totals
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import Lang, Text
from tests.cast import JEJU_PARK, MINISTRY_OFFICER, small_plan
from tests.documents.reading import Element, read

FOUND = (
    Finding(
        id="unfunded",
        severity=Severity.ERROR,
        place=f"jeju/projects/{JEJU_PARK}",
        message=Text("제주 공원에 국비가 없습니다.", "The park in Jeju has no national money."),
        hint=Text("재원을 적으세요.", "Name its sources."),
        reference="docs/records.md#money",
    ),
    Finding(
        id="late-gate",
        severity=Severity.WARNING,
        place="nation",
        message=Text("설계가 늦습니다.", "The design is late."),
        hint=Text("날짜를 보세요.", "Look at the dates."),
        reference="",
        waived=Waiver(check="late-gate", place="nation", reason="협의를 마침", by=MINISTRY_OFFICER),
    ),
)


@cache
def basemap() -> dict[str, Any]:
    data = files("mitgrim.programmes.innovation_cities") / "data/basemap.json"
    found: dict[str, Any] = json.loads(data.read_text("utf-8"))
    return found


def small_book(
    plan: Plan | None = None, lang: Lang = Lang.KO, found: tuple[Finding, ...] = FOUND
) -> Document:
    """The book of the small plan, or of another, without a map."""
    plan = plan or small_plan()
    return book(plan, found, totals(plan), lang=lang)


@cache
def example_book(lang: Lang = Lang.KO) -> Document:
    plan = innovation_cities_2018()
    return book(plan, check(plan), totals(plan), basemap(), lang)


@cache
def example_page(lang: Lang = Lang.KO) -> str:
    return write_html(example_book(lang))


@cache
def example_elements(lang: Lang = Lang.KO) -> Element:
    return read(example_page(lang))
