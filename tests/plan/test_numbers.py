"""The numbers and names that people know projects and cities by."""

from dataclasses import replace

from mitgrim.plan import (
    City,
    Label,
    city_label,
    display_numbers,
    ordered_projects,
    section_numbers,
)
from tests.cast import JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE, ULSAN_SCHOOL, jeju, small_plan


def test_a_project_is_numbered_by_city_sector_and_place() -> None:
    assert {id: number.ko for id, number in display_numbers(small_plan()).items()} == {
        ULSAN_CENTRE: "울산 1-1",
        ULSAN_SCHOOL: "울산 4-1",
        JEJU_JOINT: "제주 1-1",
        JEJU_PARK: "제주 2-1",
    }


def test_a_section_is_numbered_without_the_others_and_in_both_languages() -> None:
    city = replace(jeju().city, short=Label(ko="제주", en="Jeju"))
    assert section_numbers(small_plan().nation, replace(jeju(), city=city)) == {
        JEJU_JOINT: Label(ko="제주 1-1", en="Jeju 1-1"),
        JEJU_PARK: Label(ko="제주 2-1", en="Jeju 2-1"),
    }


def test_a_project_without_a_known_action_is_numbered_under_no_sector() -> None:
    lost = tuple(replace(project, action="") for project in jeju().projects)
    numbers = section_numbers(small_plan().nation, replace(jeju(), projects=lost))
    assert [number.ko for number in numbers.values()] == ["제주 0-1", "제주 0-2"]


def test_a_city_is_called_by_what_it_has_of_a_name() -> None:
    full = City(id="jeju", name=Label(ko="제주 서귀포 혁신도시", en="Jeju Seogwipo"))
    assert city_label(full) == full.name
    assert city_label(replace(full, short=Label(ko="제주"))) == Label(ko="제주", en="제주")
    assert city_label(City(id="jeju")) == Label(ko="jeju", en="jeju")


def test_projects_of_one_action_stand_as_their_names_count() -> None:
    plan = small_plan()
    section = plan.cities[1]
    project = section.projects[0]
    names = ("제주 예시사업 10", "제주 예시사업 2")
    projects = tuple(
        replace(project, id=f"jeju-p-22222{n}", name=Label(ko=name)) for n, name in enumerate(names)
    )
    ordered = ordered_projects(plan.nation, replace(section, projects=projects))
    assert [str(one.name) for one in ordered] == ["제주 예시사업 2", "제주 예시사업 10"]
