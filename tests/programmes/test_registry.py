"""Programmes are found by their ids, and a new plan starts with the catalogue alone."""

import subprocess
import sys

import pytest

from mitgrim.checks import Severity, check
from mitgrim.plan import Label, Period, Plan
from mitgrim.programmes import programme, programmes
from mitgrim.programmes.innovation_cities import (
    empty_city,
    empty_nation,
    innovation_cities_2018,
)

NEXT = Period(first=2028, last=2032)
NAME = Label(ko="새 계획", en="New plan")


def test_the_innovation_cities_are_the_one_programme() -> None:
    (only,) = programmes()
    assert programme("innovation-cities") is only
    assert (only.cycle.first, only.cycle.last) == (2018, 2022)


def test_an_unknown_programme_is_none() -> None:
    assert programme("new-towns") is None


def test_the_programme_has_its_example() -> None:
    (only,) = programmes()
    assert dict(only.examples) == {"innovation-cities-2018": innovation_cities_2018}


def test_the_example_names_its_programme() -> None:
    assert programme(innovation_cities_2018().nation.programme) is not None


def test_the_basemap_knows_every_city() -> None:
    (only,) = programmes()
    assert set(only.basemap()["anchors"]) == set(innovation_cities_2018().nation.cities)


def test_the_basemap_is_not_read_before_it_is_asked_for() -> None:
    code = (
        "from mitgrim.programmes import programmes\n"
        "from mitgrim.programmes.innovation_cities import basemap, reading\n"
        "print(basemap.cache_info().currsize, reading.rows.cache_info().currsize)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["0", "0"]


def test_a_new_plan_has_the_catalogue_and_nothing_of_2018() -> None:
    nation = empty_nation("innovation-cities-2028", NEXT, NAME)
    assert (nation.period, nation.name, len(nation.cities)) == (NEXT, NAME, 10)
    assert (len(nation.sectors), len(nation.actions)) == (5, 53)
    assert [nation.indicators, nation.declared, nation.forums, nation.passages] == [()] * 4
    assert [stage.id for stage in nation.stages if stage.starts or stage.ends or stage.done] == []


def test_a_new_plan_can_be_for_no_city_or_for_some() -> None:
    assert empty_nation("p", NEXT, NAME, ()).cities == ()
    assert empty_nation("p", NEXT, NAME, ("ulsan", "jeju")).cities == ("ulsan", "jeju")


def test_a_new_plan_cites_only_sources_that_it_has() -> None:
    nation = empty_nation("innovation-cities-2028", NEXT, NAME)
    plan = Plan(nation=nation, cities=tuple(empty_city(nation.id, id) for id in nation.cities))
    unmet = [f for f in check(plan) if f.id in ("reference-missing", "source-missing")]
    assert unmet == []
    assert [f for f in check(plan) if f.severity is Severity.ERROR and "source" in f.id] == []


def test_a_city_that_the_programme_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        empty_city("innovation-cities-2028", "daejeon")
