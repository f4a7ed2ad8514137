"""A plan is a value: comparable, in the order of its keys, and worth printing."""

import random
from dataclasses import FrozenInstanceError, replace

import pytest

from mitgrim.plan import (
    CityPlan,
    FundingLine,
    FundingSource,
    Label,
    Plan,
    Use,
    Waiver,
    find,
    is_id,
    key_text,
    mint,
    place,
)
from tests.cast import JEJU_JOINT, JEJU_PARK, small_plan


def test_two_plans_typed_in_another_order_are_equal() -> None:
    plan = small_plan()
    turned = tuple(
        replace(own, projects=tuple(reversed(own.projects))) for own in reversed(plan.cities)
    )
    assert Plan(nation=plan.nation, cities=turned) == plan


def test_cities_stand_in_customary_order_and_unknown_ones_last() -> None:
    plan = small_plan()
    nation = replace(plan.nation, cities=("jeju",))
    assert [own.city.id for own in replace(plan, nation=nation).cities] == ["jeju", "ulsan"]


def test_a_plan_cannot_be_changed_by_accident() -> None:
    with pytest.raises(FrozenInstanceError):
        small_plan().nation.id = "other"  # type: ignore[misc]


def test_a_plan_prints_its_cities_themes_projects_and_money() -> None:
    assert repr(small_plan()).splitlines() == [
        "<Plan small-2018 «두 도시 예시계획» 2018–2022: 2 of 2 cities, 4 projects, 250억원",
        "  <CityPlan ulsan 울산 «울산 예시주제»: 2 projects, 100억원>",
        "  <CityPlan jeju 제주 «제주 예시주제»: 2 projects, 150억원>>",
    ]


def test_a_project_prints_what_it_is_and_costs() -> None:
    project = find(small_plan(), f"jeju/projects/{JEJU_JOINT}")
    assert repr(project) == (
        f"<Project {JEJU_JOINT} «제주 산업 예시사업 1» industry.01 2018–2020, "
        "100억원 in 4 lines, joint with ulsan, example>"
    )


def test_a_funding_line_prints_its_year_source_phase_use_and_amount() -> None:
    line = FundingLine(year=2019, source=FundingSource.NATIONAL, use=Use.WORKS, amount=3_000_000)
    assert repr(line) == "FundingLine(2019 national planned works 3,000,000 won)"


def test_a_place_leads_to_its_value() -> None:
    plan = small_plan()
    line = plan.cities[1].projects[0].money[0]
    where = place("jeju", "projects", plan.cities[1].projects[0].id, "money", key_text(line))
    assert find(plan, where) == line
    assert find(plan, f"{where}/amount") == line.amount
    assert find(plan, "nation/period/first") == 2018
    assert find(plan, "") == plan


@pytest.mark.parametrize("nowhere", ["busan", "jeju/nothing", "jeju/projects/x", "nation/id/x/y"])
def test_a_place_that_does_not_exist_leads_nowhere(nowhere: str) -> None:
    assert find(small_plan(), nowhere) is None


def test_a_key_with_slashes_and_commas_stays_one_step() -> None:
    section = small_plan().cities[0]
    assert isinstance(section, CityPlan)
    waiver = Waiver(check="a,b", place="jeju/projects~x")
    plan = replace(small_plan(), cities=(replace(section, waivers=(waiver,)),))
    where = f"ulsan/waivers/{key_text(waiver)}"
    assert key_text(waiver) == "a~2b,jeju~1projects~0x"
    assert find(plan, where) == waiver


def test_ids_are_minted_from_an_alphabet_that_survives_the_telephone() -> None:
    minted = {mint("busan", "p", random.Random(seed)) for seed in range(200)}
    assert len(minted) == 200
    assert all(is_id(own) and own.startswith("busan-p-") for own in minted)
    assert not set("01ilo") & {letter for own in minted for letter in own[8:]}


@pytest.mark.parametrize(
    "wrong", ["", "Busan", "a--b", "-a", "a_b", "부산", "../x", "a" * 65, "a\n"]
)
def test_what_is_no_id(wrong: str) -> None:
    assert not is_id(wrong)


def test_a_label_without_korean_is_empty() -> None:
    assert not Label(en="only English")
    assert str(Label(ko="부산", en="Busan")) == "부산"


def test_the_parks_prerequisite_is_the_joint_project() -> None:
    park = find(small_plan(), f"jeju/projects/{JEJU_PARK}")
    assert [own.project for own in park.prerequisites] == [JEJU_JOINT]
