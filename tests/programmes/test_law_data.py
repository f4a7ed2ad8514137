"""The Act as data: nothing overlaps, everything cites its article, and the cases hold."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from mitgrim.law import Case, Law, Terms, problems, read_cases, run_case
from mitgrim.plan import Confidence
from mitgrim.programmes import programmes
from mitgrim.programmes.innovation_cities import RULES, case_files, cities, terms
from mitgrim.programmes.innovation_cities.law import act, joint_cities
from mitgrim.programmes.innovation_cities.law.act import MESSAGES
from mitgrim.programmes.innovation_cities.law.committees import Seat
from mitgrim.programmes.innovation_cities.law.recruitment import HiringException, Rounding
from mitgrim.programmes.innovation_cities.reading import rows

PACKAGE = "mitgrim.programmes.innovation_cities.law"
CASES = [case for file in case_files() for case in read_cases(file, file.name)]
FIRST, LAST = date(2018, 3, 27), date(2026, 12, 31)
LATER = {"consultation.upper-plan"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}:{case.number}")
def test_a_case_of_the_act_holds(case: Case) -> None:
    assert run_case(case, RULES, terms()).messages == ()


def test_there_are_cases_of_every_rule_and_every_exception() -> None:
    assert len(CASES) >= 30
    assert {terms().id_of(case.rule) for case in CASES} == set(RULES)
    outputs = [terms().translated(case.output) for case in CASES]
    fields = [field for own in outputs for field in own.get("fields", [])]
    named = {terms().id_of(word) for own in fields for word in own.get("exceptions", [])}
    assert named == set(HiringException)


def test_a_case_that_says_something_else_fails() -> None:
    """Every case, with one answer changed: none passes because nothing was compared."""
    for case in CASES:
        key = next(iter(case.output))
        assert not run_case(replace(case, output={key: "다른 답"}), RULES, terms()).passed, (
            case.name
        )


def test_the_data_have_no_problem() -> None:
    assert problems(act()) == ()


def test_every_parameter_has_a_value_on_every_day_from_2018_to_2026() -> None:
    parameters = act().parameters
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    for id in sorted(set(parameters.ids) - LATER):
        for row in parameters.history(id):
            assert row.known or id.startswith("national-committee."), id
        held = [
            sum(row.valid_from <= day <= (row.valid_to or LAST) for row in parameters.history(id))
            for day in days
        ]
        assert set(held) == {1}, id


def test_local_hiring_is_compulsory_since_25_january_2018() -> None:
    (first, *_) = act().parameters.history("hiring.rate")
    assert first.valid_from == date(2018, 1, 25)


def test_the_rate_of_each_year_is_the_published_one() -> None:
    rates = {
        year: act().parameters.at("hiring.rate", date(year, 7, 1)).number
        for year in range(2018, 2027)
    }
    assert rates == {2018: 18, 2019: 21, 2020: 24, 2021: 27} | dict.fromkeys(range(2022, 2027), 30)


def test_what_is_not_read_in_the_text_says_so() -> None:
    weak = {own.id for own in act().parameters if own.confidence != "primary"}
    assert weak == {
        "hiring.rate", "hiring.rounding", "hiring.official.excludes",
        "period.first-day", "period.rest-days",
    }  # fmt: skip
    for own in act().parameters:
        assert own.confidence in set(Confidence)
        assert own.note.ko
        assert own.note.en


def test_every_source_is_listed_and_every_listed_one_is_cited() -> None:
    text = (files(PACKAGE) / "sources.csv").read_text("utf-8")
    own = {row["id"] for row in csv.DictReader(text.splitlines())}
    law = act()
    cited = {row.source for table in (law.parameters, law.regions) for row in table}
    cited |= {row.source for row in law.bodies} | {row.source for row in law.clocks}
    assert cited <= own | {row["id"] for row in rows("sources.csv")}
    assert own <= cited


def test_every_city_has_a_hiring_and_a_purchase_region() -> None:
    for city in cities():
        for rule in ("hiring", "purchase"):
            assert act().regions.of(rule, city.id, LAST).areas
    assert {own.city for own in act().regions} == {city.id for city in cities()}


def test_regions_only_ever_grow() -> None:
    regions = act().regions
    for id in regions.ids:
        history = regions.history(id)
        for one, other in pairwise(history):
            assert set(one.areas) < set(other.areas)


def test_a_region_is_mutual() -> None:
    """Where one city's region reaches another's province, the other's reaches back."""
    for day in (date(2018, 6, 1), date(2021, 6, 1), date(2024, 6, 1)):
        region = {city.id: act().regions.of("hiring", city.id, day).areas for city in cities()}
        for city, areas in region.items():
            for other in set(areas) & set(region):
                assert set(region[other]) == set(areas), (city, other)


def test_the_joint_city_is_the_one_with_two_provinces_to_buy_in() -> None:
    two = {own.city for own in act().regions if own.rule == "purchase" and len(own.areas) > 1}
    assert two == set(joint_cities(FIRST))


def test_the_words_of_the_data_are_words_of_the_code() -> None:
    parameters = act().parameters
    assert set(parameters.at("hiring.official.excludes", LAST).words) == set(HiringException)
    assert parameters.at("hiring.rounding", LAST).words[0] in set(Rounding)
    for committee in ("city-committee", "joint-committee"):
        assert set(parameters.at(f"{committee}.seats", LAST).words) == set(Seat)


def test_every_choice_of_a_case_has_a_word_in_korean() -> None:
    choices = [*HiringException, *Rounding, *Seat, *RULES]
    areas = {area for own in act().regions for area in own.areas}
    for id in [*choices, *areas, *(city.id for city in cities())]:
        name = terms().name_of(id)
        assert name.ko != id
        assert terms().id_of(name.ko) == id
        assert terms().id_of(name.en) == id


def test_every_message_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []


def test_the_programme_brings_its_law() -> None:
    (programme,) = programmes()
    assert programme.cases is RULES
    assert isinstance(programme.case_terms(), Terms)
    assert isinstance(Law.load(PACKAGE), Law)
