"""The money grid: what it shows, what it reads, what it refuses."""

from dataclasses import replace

import pytest
from django.test import Client

from mitgrim.plan import Certainty, FundingLine, FundingSource, Phase, Use
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK
from tests.web.cast import Cast, project_of, with_project
from tests.web.drafting.forms import DRAFT, fields_of, opened, sent, signed_in

pytestmark = pytest.mark.django_db
MONEY = f"{DRAFT}projects/{JEJU_JOINT}/money/planned/"
MILLION = 1_000_000


@pytest.fixture
def jeju(cast: Cast) -> Client:
    return signed_in(cast.jeju)


def lines(cast: Cast) -> tuple[FundingLine, ...]:
    return project_of(cast.draft(), JEJU_JOINT).money


def amounts(fields: dict[str, list[str]]) -> dict[str, str]:
    """The cells of a grid that have something in them."""
    return {own: texts[0] for own, texts in fields.items() if ".y" in own and texts[0]}


def test_a_grid_has_a_line_for_each_source_and_use(jeju: Client) -> None:
    fields = opened(jeju, MONEY)
    assert amounts(fields) == {
        "rows.0.y2018": "1,000",
        "rows.1.y2019": "4,000",
        "rows.2.y2019": "2,000",
        "rows.3.y2020": "3,000",
    }
    assert [fields[f"rows.{n}.source"][0] for n in range(4)] == [
        "national", "national", "provincial", "municipal",
    ]  # fmt: skip
    assert "(단위: 백만원)" in jeju.get(MONEY).content.decode()


def test_what_is_typed_into_a_cell_is_won(cast: Cast, jeju: Client) -> None:
    answer = sent(
        jeju, MONEY, opened(jeju, MONEY), rows__0__y2019="1,200.5", rows__3__y2020="",
        rows__4__source="private", rows__4__use="works", rows__4__y2021="12억",
        rows__4__certainty="to_compete", declared_total="△100",
    )  # fmt: skip
    assert answer.status_code == 302
    money = {(own.year, own.source.value, own.use.value): own.amount for own in lines(cast)}
    assert money == {
        (2018, "national", "design"): 10 * EOK,
        (2019, "national", "design"): 1_200_500_000,
        (2019, "national", "works"): 40 * EOK,
        (2019, "provincial", "works"): 20 * EOK,
        (2021, "private", "works"): 12 * EOK,
    }
    assert project_of(cast.draft(), JEJU_JOINT).declared_total == -100 * MILLION


def test_a_zero_is_an_amount_and_an_empty_cell_is_none(cast: Cast, jeju: Client) -> None:
    sent(jeju, MONEY, opened(jeju, MONEY), rows__0__y2018="0", rows__1__y2019=" ")
    assert [own.amount for own in lines(cast) if own.source is FundingSource.NATIONAL] == [0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("많이", "금액으로 읽을 수 없습니다"),
        ("12,34", "금액으로 읽을 수 없습니다"),
        ("0.0000001", "1원보다 작은 돈"),
        ("1 200", "금액으로 읽을 수 없습니다"),
    ],
)
def test_a_bad_cell_is_marked_and_nothing_is_saved(
    cast: Cast, jeju: Client, text: str, said: str
) -> None:
    before = lines(cast)
    answer = sent(jeju, MONEY, opened(jeju, MONEY), rows__0__y2019=text, rows__1__y2019="5,000")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert amounts(fields_of(page))["rows.0.y2019"] == text
    assert amounts(fields_of(page))["rows.1.y2019"] == "5,000"
    assert lines(cast) == before


def test_money_without_a_source_is_asked_whose_it_is(cast: Cast, jeju: Client) -> None:
    before = lines(cast)
    answer = sent(jeju, MONEY, opened(jeju, MONEY), rows__4__y2018="5", rows__4__use="works")
    assert answer.status_code == 422
    assert lines(cast) == before


def test_one_cell_of_a_year_in_two_lines_is_refused(cast: Cast, jeju: Client) -> None:
    answer = sent(
        jeju, MONEY, opened(jeju, MONEY), rows__4__source="national", rows__4__use="works",
        rows__4__y2019="1",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "같은 금액이 둘입니다" in answer.content.decode()


def test_amounts_that_are_no_whole_millions_are_shown_to_the_won(cast: Cast, jeju: Client) -> None:
    odd = FundingLine(year=2018, source=FundingSource.FUND, use=Use.STUDY, amount=1_234_567)
    section = with_project(city_section(cast.draft()), JEJU_JOINT, money=(odd,))
    save_section(
        by=cast.jeju, branch=cast.draft(), base=cast.draft().head, section=section, message=""
    )
    assert amounts(opened(jeju, MONEY)) == {"rows.0.y2018": "1.234567"}
    assert amounts(opened(jeju, f"{MONEY}?unit=won")) == {"rows.0.y2018": "1,234,567"}
    assert amounts(opened(jeju, f"{MONEY}?unit=eok")) == {"rows.0.y2018": "0.01234567"}
    for unit in ("won", "million", "eok"):
        sent(jeju, MONEY, opened(jeju, f"{MONEY}?unit={unit}"))
        assert lines(cast) == (odd,)


def test_another_unit_shows_the_same_money(cast: Cast, jeju: Client) -> None:
    fields = opened(jeju, MONEY)
    page = sent(jeju, MONEY, fields, _do="unit:eok", rows__0__y2018="2,500", rows__0__y2019="많이")
    shown = fields_of(page.content.decode())
    assert "(단위: 억원)" in page.content.decode()
    assert (amounts(shown)["rows.0.y2018"], amounts(shown)["rows.0.y2019"]) == ("25", "많이")
    sent(jeju, MONEY, shown, rows__0__y2019="")
    assert lines(cast)[0].amount == 25 * EOK


def test_a_unit_that_nobody_knows_is_refused(jeju: Client) -> None:
    assert jeju.get(f"{MONEY}?unit=gold").status_code == 400


def test_another_phase_leaves_this_one_as_it_is(cast: Cast, jeju: Client) -> None:
    before = lines(cast)
    path = MONEY.replace("planned", "carried_over")
    sent(
        jeju,
        path,
        opened(jeju, path),
        rows__0__source="fund",
        rows__0__use="study",
        rows__0__y2019="7",
    )
    new = FundingLine(
        year=2019,
        source=FundingSource.FUND,
        phase=Phase.CARRIED_OVER,
        use=Use.STUDY,
        amount=7 * MILLION,
    )
    assert sorted(lines(cast), key=repr) == sorted((*before, new), key=repr)


def test_years_of_one_source_with_two_certainties_stand_in_two_lines(
    cast: Cast, jeju: Client
) -> None:
    first, *rest = lines(cast)
    other = replace(first, year=2020, certainty=Certainty.UNSECURED)
    section = with_project(city_section(cast.draft()), JEJU_JOINT, money=(first, other, *rest))
    save_section(
        by=cast.jeju, branch=cast.draft(), base=cast.draft().head, section=section, message=""
    )
    fields = opened(jeju, MONEY)
    assert [fields[f"rows.{n}.certainty"][0] for n in (0, 1)] == ["secured", "unsecured"]
    before = lines(cast)
    sent(jeju, MONEY, fields)
    assert lines(cast) == before


def test_two_who_change_different_cells_both_keep_their_work(cast: Cast, jeju: Client) -> None:
    colleague = signed_in(cast.jeju_colleague)
    mine, theirs = opened(jeju, MONEY), opened(colleague, MONEY)
    sent(colleague, MONEY, theirs, rows__0__y2018="1,100")
    answer = sent(jeju, MONEY, mine, rows__1__y2019="4,400")
    assert answer.status_code == 302
    assert [own.amount // MILLION for own in lines(cast)][:2] == [1_100, 4_400]


def test_one_cell_changed_twice_is_a_clash_in_won(cast: Cast, jeju: Client) -> None:
    colleague = signed_in(cast.jeju_colleague)
    mine, theirs = opened(jeju, MONEY), opened(colleague, MONEY)
    sent(colleague, MONEY, theirs, rows__0__y2018="1,100")
    answer = sent(jeju, MONEY, mine, rows__0__y2018="1,300")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "10억원" in page
    assert "2018 국비 계획 설계" in page
    sent(jeju, MONEY, fields_of(page), _choice__1="ours")
    assert lines(cast)[0].amount == 1_300 * MILLION


def test_sums_and_the_residue_are_there_without_a_script(jeju: Client) -> None:
    page = sent(
        jeju, MONEY, opened(jeju, MONEY), _do="show", declared_total="12,000"
    ).content.decode()
    assert "<output data-total>10,000</output>" in page
    assert '<output data-residue class="off">2,000</output>' in page


def test_what_the_checks_say_of_the_money_stands_under_it(cast: Cast, jeju: Client) -> None:
    early = replace(lines(cast)[1], year=2010)
    section = with_project(city_section(cast.draft()), JEJU_JOINT, money=(early,))
    save_section(
        by=cast.jeju, branch=cast.draft(), base=cast.draft().head, section=section, message=""
    )
    said = jeju.get(MONEY.replace("planned", "findings")).content.decode()
    assert '<ul class="findings">' in said
    assert "2010" in said


def test_a_project_without_money_has_an_empty_grid(cast: Cast, jeju: Client) -> None:
    path = f"{DRAFT}projects/{JEJU_PARK}/money/bill/"
    assert amounts(opened(jeju, path)) == {}
