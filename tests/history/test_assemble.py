"""The cities' sections become one plan."""

from dataclasses import replace

import pytest

from mitgrim.history import AssembleError, assemble
from mitgrim.plan import City, CityPlan, Label
from mitgrim.wording import Catalogue
from tests.cast import PLAN, jeju, nation, small_plan, ulsan


def test_sections_assemble_whoever_hands_in_first() -> None:
    assert assemble(nation(), [jeju(), ulsan()]) == small_plan()
    assert assemble(nation(), [ulsan(), jeju()]) == small_plan()


def test_a_missing_city_is_no_error_here() -> None:
    assert assemble(nation(), [jeju()]).cities == (jeju(),)


def test_a_section_of_another_plan_is_refused() -> None:
    with pytest.raises(AssembleError) as refusal:
        assemble(nation(), [ulsan(), replace(jeju(), plan="other-2023")])
    assert refusal.value.message.ko == (
        "제주 혁신도시(jeju) 부분은 ‘other-2023’에 속하므로 ‘small-2018’로 취합할 수 없습니다. "
        "그 부분의 plan 값을 확인하고, 맞으면 이 계획에서 빼세요."
    )


def test_a_second_section_of_one_city_is_refused() -> None:
    with pytest.raises(AssembleError, match="제주 혁신도시") as refusal:
        assemble(nation(), [jeju(), ulsan(), replace(jeju(), themes=())])
    assert refusal.value.reason == "twice"


def test_a_city_that_the_nation_does_not_know_is_refused() -> None:
    stranger = CityPlan(plan=PLAN, city=City(id="seoul", name=Label(ko="서울")))
    with pytest.raises(AssembleError) as refusal:
        assemble(nation(), [jeju(), stranger])
    assert refusal.value.message.en == (
        "seoul (seoul) is not among the cities of ‘small-2018’, so its section can't be "
        "assembled. Add seoul to the nation's cities, or leave the section out."
    )


def test_every_message_can_be_said_in_both_languages() -> None:
    assert Catalogue.load("mitgrim.history", "messages.toml").problems() == []
