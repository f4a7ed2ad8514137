"""The example as it could have been known on the day of the forum."""

from datetime import date

from mitgrim.checks import UNIVERSAL, Subject, run
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.programmes.innovation_cities.example.earlier import as_known

FORUM = date(2018, 8, 16)


def test_nothing_that_came_later_is_in_it() -> None:
    plan = as_known(innovation_cities_2018(), FORUM)
    days = [own.valid_from for section in plan.cities for own in section.themes]
    days += [own.done for own in plan.nation.stages if own.done]
    days += [own.valid_from for own in plan.nation.trees if own.valid_from]
    assert [day for day in days if day > FORUM] == []
    later = {own.id for own in plan.nation.sources if own.published and own.published > FORUM}
    assert [own.id for own in plan.nation.indicators if own.provenance.source in later] == []
    years = {own.year for section in plan.cities for own in section.observations}
    assert max(years) < FORUM.year


def test_it_is_as_sound_as_the_whole_example() -> None:
    plan = innovation_cities_2018()
    errors = [own for own in run(Subject(plan=as_known(plan, FORUM)), UNIVERSAL) if own.blocks]
    assert errors == [own for own in run(Subject(plan=plan), UNIVERSAL) if own.blocks]
