"""A draft may lack anything or say it wrongly; its book is built all the same."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mitgrim.documents import html, write_html
from mitgrim.documents.outline import Steps, blocks_of
from mitgrim.documents.words import Words
from mitgrim.plan import (
    CityPlan,
    DeclaredTotal,
    DeclaredUnit,
    Dimension,
    FundingLine,
    FundingSource,
    Indicator,
    Label,
    Measure,
    Nation,
    Observation,
    Period,
    Plan,
    Project,
    Stage,
    Statistic,
    Use,
)
from mitgrim.wording import Lang
from tests.cast import PERIOD, PLAN, jeju, nation, small_plan
from tests.documents.reading import read
from tests.documents.stock import small_book


@pytest.fixture(autouse=True)
def _without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting them takes most of a page's time, and says nothing here."""
    monkeypatch.setattr(html, "font_faces", lambda text: "")


def one_project(project: Project) -> Plan:
    return Plan(nation=nation(), cities=(replace(jeju(), projects=(project,)),))


def amount(won: int, year: int = 2018) -> FundingLine:
    return FundingLine(year=year, source=FundingSource.NATIONAL, use=Use.WORKS, amount=won)


def odd_indicator(baseline: str, target: str) -> Indicator:
    return Indicator(
        id="odd",
        baseline=Measure(year=2017, value=Decimal(baseline)),
        milestones=(Measure(year=2020, value=Decimal(baseline)),),
        target=Measure(year=2022, value=Decimal(target)),
    )


def odd_total(value: str, unit: DeclaredUnit, places: int = 0) -> DeclaredTotal:
    return DeclaredTotal(dimension=Dimension.TOTAL, unit=unit, value=Decimal(value), places=places)


BARE = Nation(id=PLAN, period=PERIOD)
DRAFTS = {
    "nothing": Plan(nation=BARE),
    "a reversed period": Plan(nation=replace(nation(), period=Period(first=2022, last=2018))),
    "a period of centuries": replace(
        small_plan(), nation=replace(nation(), period=Period(first=1, last=9999))
    ),
    "a city without anything": Plan(
        nation=replace(BARE, cities=("jeju", "ulsan")),
        cities=(CityPlan(plan=PLAN, city=replace(jeju().city, name=Label(), short=Label())),),
    ),
    "a project without anything": one_project(Project(id="jeju-p-222222", city="jeju")),
    "an unknown action": one_project(
        Project(id="jeju-p-222222", city="jeju", action="?", money=(amount(5),))
    ),
    "less than nothing": one_project(
        Project(id="jeju-p-222222", city="jeju", money=(amount(-5), amount(3, 2030)))
    ),
    "an endless indicator": Plan(
        nation=replace(nation(), indicators=(odd_indicator("NaN", "Infinity"),))
    ),
    "an indicator that stands still": Plan(
        nation=replace(nation(), indicators=(odd_indicator("5", "5"),))
    ),
    "a declared total beyond all bounds": Plan(
        nation=replace(
            nation(),
            declared=(
                odd_total("1E+40", DeclaredUnit.JO),
                odd_total("NaN", DeclaredUnit.PERCENT),
                odd_total("3", DeclaredUnit.PROJECTS, places=-3),
            ),
        )
    ),
    "a statistic of another place": replace(
        small_plan(),
        nation=replace(nation(), statistics=(Statistic(id="people"),)),
        cities=(
            replace(
                jeju(),
                observations=(
                    Observation(statistic="people", area="99999", year=2015, value=Decimal(1)),
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS.keys())
def test_a_draft_makes_a_page(draft: Plan, lang: Lang) -> None:
    page = read(write_html(small_book(draft, lang)))
    assert len(list(page.all("h2"))) > 3


def stages(*done: date | None) -> Plan:
    named = tuple(
        Stage(id=f"s{n}", number=n, name=Label(ko=f"단계 {n}"), done=day)
        for n, day in enumerate(done, start=1)
    )
    return replace(small_plan(), nation=replace(nation(), stages=named))


def states(plan: Plan) -> list[str]:
    (steps,) = [
        block
        for chapter in small_book(plan).sections
        for block in blocks_of(chapter)
        if isinstance(block, Steps)
    ]
    return [step.state.value for step in steps.items]


def test_the_procedure_shows_what_is_done_and_what_is_next() -> None:
    assert states(stages(date(2018, 8, 16), None, None)) == ["done", "next", "later"]


def test_a_stage_before_a_later_one_that_is_done_is_passed_without_a_date_of_its_own() -> None:
    assert states(stages(None, date(2018, 8, 16), None)) == ["passed", "done", "next"]


def test_dates_of_a_whole_month_read_as_the_month() -> None:
    words = Words(Lang.KO)
    assert words.days(date(2018, 10, 1), date(2018, 10, 31)) == "2018. 10."
    assert words.days(date(2018, 10, 1), None) == "2018. 10. 1."
    assert words.days(date(9999, 12, 1), date(9999, 12, 31)) == "9999. 12."
    assert words.days(date(2018, 10, 2), date(2018, 11, 1)) == "2018. 10. 2. ~ 2018. 11. 1."
