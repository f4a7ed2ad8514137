"""A planner writes budgets and conditions in a file; what is wrong in it is named with its place."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mitgrim.funding.parameters import (
    Bound,
    Budget,
    Estimate,
    GroupKind,
    Haircut,
    Parameters,
    Score,
    as_json,
    by_purse,
    from_json,
    planned_budgets,
    scaled,
    usual_parameters,
)
from mitgrim.funding.reading import read_parameters
from mitgrim.funding.said import LARGEST_AMOUNT, MESSAGES
from mitgrim.plan import Certainty, FundingSource, Status, totals
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import Lang, Refusal
from tests.cast import EOK, JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL, small_plan
from tests.funding.bending import changed

NATIONAL, MUNICIPAL = FundingSource.NATIONAL, FundingSource.MUNICIPAL
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        file = tmp_path / "budgets.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def years(*amounts: str) -> str:
    """A line of five years' amounts, as YAML in braces."""
    pairs = (f"{year}: {amount}" for year, amount in zip(range(2018, 2023), amounts, strict=True))
    return f"{{{', '.join(pairs)}}}"


def test_usual_budgets_are_the_plans_own_money_to_the_last_won() -> None:
    """§3: every won of a plan whose projects are all open is in a budget, and only once."""
    usual = usual_parameters(small_plan())
    assert sum(own.amount for own in usual.budgets) == totals(small_plan()).total
    assert usual == Parameters(budgets=planned_budgets(small_plan()), delay=4)


def test_two_cities_pay_a_joint_project_by_their_shares() -> None:
    """§3: Ulsan pays 30 of 100 of Jeju's joint project, and so 30 % of its local money."""
    budgets = by_purse(usual_parameters(small_plan()).budgets)
    assert budgets[FundingSource.PROVINCIAL, "ulsan", 2019] == 6 * EOK
    assert budgets[FundingSource.PROVINCIAL, "jeju", 2019] == 14 * EOK
    assert budgets[MUNICIPAL, "ulsan", 2020] == 9 * EOK
    assert budgets[NATIONAL, "", 2019] == 60 * EOK


def test_money_of_a_cancelled_project_is_nobodys_budget() -> None:
    """§3: only open projects bring their money."""
    plan = changed(small_plan(), ULSAN_SCHOOL, status=Status.CANCELLED)
    assert by_purse(usual_parameters(plan).budgets)[NATIONAL, "", 2019] == 40 * EOK


def test_unsure_money_counts_in_part(write: Write) -> None:
    """§3: of a secured 억원 that counts for 0.7, 0.7억원 may be spent; what a planner says stands."""
    text = f"counts: {{secured: 0.7}}\nbudgets:\n  private: {years('0', '0', '0', '30억원', '0')}\n"
    read = read_parameters(write(text), small_plan())
    budgets = by_purse(read.budgets)
    assert read.haircuts == (Haircut(certainty=Certainty.SECURED, counts=Decimal("0.7")),)
    assert budgets[NATIONAL, "", 2019] == 42 * EOK
    assert budgets[FundingSource.PRIVATE, "", 2021] == 30 * EOK


def test_a_planner_says_everything_in_one_file(write: Write) -> None:
    text = f"""
budgets:
  national:
    2018: 1,200억원
    2019: 5조 3억원
    2020: 120000000000
    2021: 0
    2022: "7"
  municipal:
    jeju: {years("1억원", "1억원", "1억원", "1억원", "1억원")}
carry_over: [national, fund]
floors:
  cities: {{jeju: 5%, ulsan: 10억원}}
ceilings:
  cities: {{jeju: 0.5}}
  sectors: {{industry: 2조원}}
  actions: {{talent.01: 30%}}
must: [{JEJU_JOINT}]
must_not: [{ULSAN_CENTRE}]
delay: 2
effects: low
"""
    read = read_parameters(write(text), small_plan())
    said = [own for own in read.budgets if own.said]
    assert said[0] == Budget(source=NATIONAL, year=2018, amount=1200 * EOK, said=True)
    assert [own.amount for own in said[1:5]] == [50_003 * EOK, 1200 * EOK, 0, 7]
    assert {own.city for own in said[5:]} == {"jeju"}
    assert read.carried == (FundingSource.FUND, NATIONAL)
    assert read.bounds == (
        Bound(
            kind=GroupKind.CITY,
            id="jeju",
            least_share=Decimal("0.05"),
            most_share=Decimal("0.5"),
        ),
        Bound(kind=GroupKind.CITY, id="ulsan", least=10 * EOK),
        Bound(kind=GroupKind.SECTOR, id="industry", most=20_000 * EOK),
        Bound(kind=GroupKind.ACTION, id="talent.01", most_share=Decimal("0.3")),
    )
    assert (read.must, read.must_not) == ((JEJU_JOINT,), (ULSAN_CENTRE,))
    assert (read.delay, read.effects) == (2, Estimate.LOW)


def test_the_file_that_the_specification_shows_is_one(write: Write) -> None:
    page = Path(__file__).parents[2] / "docs" / "funding.md"
    _, _, under = page.read_text(encoding="utf-8").partition("## The file of budgets")
    read = read_parameters(write(under.split("```")[1]), innovation_cities_2018())
    assert sum(own.amount for own in read.budgets if own.said) == 13_110 * EOK
    assert read.delay == 2


def test_what_a_file_leaves_out_stays_as_the_plan_has_it(write: Write) -> None:
    read = read_parameters(write("effects: high\n"), small_plan())
    assert read == replace(usual_parameters(small_plan()), effects=Estimate.HIGH)


def test_a_scenario_changes_only_what_it_says(write: Write) -> None:
    first = read_parameters(
        write(f"budgets:\n  national: {years('1', '2', '3', '4', '5')}\nmust: [{JEJU_PARK}]\n"),
        small_plan(),
    )
    then = read_parameters(write("must: []\ncounts: {secured: 0}\n"), small_plan(), upon=first)
    assert then.must == ()
    assert {own.amount for own in then.budgets if own.said} == {1, 2, 3, 4, 5}
    assert {own.amount for own in then.budgets if not own.said} == {0}


def test_machines_read_parameters_back_as_won_and_texts(write: Write) -> None:
    shown = as_json(read_parameters(write("floors:\n  cities: {jeju: 5%}\n"), small_plan()))
    assert shown["groups"] == [{"kind": "city", "id": "jeju", "least_share": "0.05"}]


WRONG = [
    ("- a list", "", "not-a-mapping"),
    ("", "", "not-a-mapping"),
    ("budgts: {}", "budgts", "unknown"),
    ("budgets: {}", "budgets", "not-a-mapping"),
    ("budgets: {lottery: {2018: 1}}", "budgets.lottery", "unknown"),
    ("budgets: {national: {2017: 1}}", "budgets.national.2017", "unknown"),
    ("budgets: {national: {2018: 1}}", "budgets.national", "years-missing"),
    ("budgets: {national: {2018: }}", "budgets.national.2018", "amount-missing"),
    ("budgets: {national: {2018: -1}}", "budgets.national.2018", "amount-below-zero"),
    ("budgets: {national: {2018: △3억원}}", "budgets.national.2018", "amount-below-zero"),
    ("budgets: {national: {2018: 3.5}}", "budgets.national.2018", "amount"),
    ("budgets: {national: {2018: yes}}", "budgets.national.2018", "amount"),
    ("budgets: {national: {2018: NaN}}", "budgets.national.2018", "amount"),
    ("budgets: {national: {2018: 많이}}", "budgets.national.2018", "amount"),
    ("budgets: {national: {2018: 90000조원}}", "budgets.national.2018", "amount-too-large"),
    ("budgets: {municipal: {2018: 1}}", "budgets.municipal.2018", "unknown"),
    ("budgets: {municipal: {seoul: {2018: 1}}}", "budgets.municipal.seoul", "unknown"),
    ("carry_over: national", "carry_over", "not-a-list"),
    ("carry_over: [lottery]", "carry_over[0]", "unknown"),
    ("carry_over: [fund, fund]", "carry_over[1]", "twice"),
    ("floors: {towns: {jeju: 5%}}", "floors.towns", "unknown"),
    ("floors: {cities: {seoul: 5%}}", "floors.cities.seoul", "unknown"),
    ("floors: {sectors: {sport: 5%}}", "floors.sectors.sport", "unknown"),
    ("ceilings: {actions: {sport.01: 5%}}", "ceilings.actions.sport.01", "unknown"),
    ("floors: {cities: {jeju: 101%}}", "floors.cities.jeju", "share"),
    ("floors: {cities: {jeju: 1.5}}", "floors.cities.jeju", "share"),
    ("floors: {cities: {jeju: 1}}", "floors.cities.jeju", "one"),
    ("floors: {cities: {jeju: 60%, ulsan: 50%}}", "floors", "floors-over-one"),
    ("floors: {cities: {jeju: 60%}}\nceilings: {cities: {jeju: 50%}}", "floors", "floor-over-ceiling"),
    ("must: [nobody]", "must[0]", "unknown"),
    (f"must: [{JEJU_PARK}]\nmust_not: [{JEJU_PARK}]", "must", "must-and-must-not"),
    ("counts: {hoped-for: 0.5}", "counts.hoped-for", "unknown"),
    ("counts: {unsecured: 1.2}", "counts.unsecured", "share"),
    ("counts: {unsecured: much}", "counts.unsecured", "share"),
    ("counts: {unsecured: -10%}", "counts.unsecured", "share"),
    ("budgets: {national: -10%}", "budgets.national", "times"),
    ("budgets: {national: 1001%}", "budgets.national", "times"),
    ("budgets: {municipal: {jeju: some%}}", "budgets.municipal.jeju", "amount"),
    ("delay: 5", "delay", "delay"),
    ("delay: -1", "delay", "delay"),
    ("delay: soon", "delay", "delay"),
    ("effects: best", "effects", "unknown"),
    (f"scores: {{{JEJU_PARK}: 80}}", "scores", "scores-alone"),
    ("scores_count: 30%", "", "scores-missing"),
    (f"scores_count: 1.0\nscores: {{{JEJU_PARK}: 0}}", "scores", "scores-all-zero"),
    (f"scores_count: 1.5\nscores: {{{JEJU_PARK}: 8}}", "scores_count", "share"),
    (f"scores_count: 0.5\nscores: {{{JEJU_PARK}: -1}}", f"scores.{JEJU_PARK}", "points"),
    (f"scores_count: 0.5\nscores: {{{JEJU_PARK}: many}}", f"scores.{JEJU_PARK}", "points"),
    (f"scores_count: 0.5\nscores: {{{JEJU_PARK}: {{huge: 8}}}}", f"scores.{JEJU_PARK}.huge",
     "unknown"),
    ("scores_count: 0.5\nscores: {jeju-p-000000: 8}", "scores.jeju-p-000000", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "message"), WRONG)
def test_a_wrong_file_is_refused_with_the_place_and_what_to_do(
    write: Write, text: str, path: str, message: str
) -> None:
    file = write(text)
    with pytest.raises(Refusal) as refused:
        read_parameters(file, small_plan())
    where = f"{file}: {path}: " if path else f"{file}: "
    said = refused.value.in_(Lang.EN)
    assert said.startswith(where)
    assert said.endswith(MESSAGES.both(message, **ANY).en.rpartition("\0")[2])


ANY: Any = dict.fromkeys(("value", "kind", "known", "id", "years", "percent"), "\0") | {
    "limit": LARGEST_AMOUNT,
    "most": 4,
    "points": 1_000_000,
}


@pytest.mark.parametrize("text", ["a: .nan", "a: &x 1\nb: *x", "a: 1\na: 2", "a: [", "\0"])
def test_yaml_that_is_none_or_ambiguous_is_refused(write: Write, text: str) -> None:
    with pytest.raises(Refusal, match=r"budgets\.yaml"):
        read_parameters(write(text), small_plan())


def test_a_missing_or_huge_file_is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"none\.yaml"):
        read_parameters(tmp_path / "none.yaml", small_plan())
    with pytest.raises(Refusal, match="1,000,000 bytes"):
        read_parameters(write("#" * 1_000_001), small_plan())


def test_every_message_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []


def test_a_percentage_is_of_what_the_plan_has_in_every_year_and_city(write: Write) -> None:
    """§3: nine tenths of national money, half of Jeju's municipal money, Ulsan's as it is."""
    text = "budgets:\n  national: 90%\n  municipal: {jeju: 50%}\n"
    own = by_purse(read_parameters(write(text), small_plan()).budgets)
    planned = by_purse(planned_budgets(small_plan()))
    for purse, won in planned.items():
        parts = {NATIONAL: 90, MUNICIPAL: 50 if purse[1] == "jeju" else 100}
        assert own[purse] == won * parts.get(purse[0], 100) // 100


def test_one_percentage_is_for_all_cities_of_a_source(write: Write) -> None:
    """§3: what is said of a source alone is said of each of its cities."""
    of_all = read_parameters(write("budgets: {municipal: 80%}"), small_plan())
    of_each = read_parameters(write("budgets: {municipal: {jeju: 80%, ulsan: 80%}}"), small_plan())
    assert of_all == of_each


def test_a_percentage_is_of_money_that_counts_after_the_haircut(write: Write) -> None:
    """§3: half of secured money counts, and of that half again is the budget."""
    both = read_parameters(write("counts: {secured: 50%}\nbudgets: {national: 50%}"), small_plan())
    planned = by_purse(planned_budgets(small_plan()))
    own = by_purse(both.budgets)
    assert own[NATIONAL, "", 2019] == planned[NATIONAL, "", 2019] // 4


def test_scaling_a_source_is_saying_its_percentage(write: Write) -> None:
    """§3: what a sweep changes is what a planner could have written."""
    said = read_parameters(write("budgets: {national: 70%}"), small_plan())
    assert scaled(usual_parameters(small_plan()), NATIONAL, 70) == said


def test_points_of_a_scoring_sheet_are_read(write: Write) -> None:
    """§6: points of a project whatever its scale, and what part of the value they count."""
    text = f"scores: {{{ULSAN_SCHOOL}: 60, {JEJU_PARK}: 82.5}}\nscores_count: 30%\n"
    read = read_parameters(write(text), small_plan())
    assert read.scores == (
        Score(project=JEJU_PARK, points=Decimal("82.5")),
        Score(project=ULSAN_SCHOOL, points=Decimal(60)),
    )
    assert read.scores_count == Decimal("0.3")


def test_parameters_are_read_again_from_what_machines_get(write: Write) -> None:
    """Budgets, groups in won and shares, haircuts: each part comes back as it was."""
    said = read_parameters(
        write(
            "budgets: {municipal: {jeju: 50%}}\ncarry_over: [national]\n"
            "floors: {cities: {jeju: 5%}, sectors: {industry: 10억원}}\n"
            f"ceilings: {{actions: {{talent.01: 30%}}}}\nmust: [{JEJU_PARK}]\n"
            f"must_not: [{ULSAN_SCHOOL}]\ncounts: {{unsecured: 0.7}}\ndelay: 2\neffects: low\n"
            f"scores: {{{JEJU_PARK}: 82.5}}\nscores_count: 30%\n"
        ),
        small_plan(),
    )
    assert from_json(as_json(said)) == said
