"""What changed between two plans, and the changes applied again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mitgrim.history import (
    ABSENT,
    Change,
    ChangeDoesNotApply,
    ChangeKind,
    apply,
    diff,
    diff_sections,
)
from mitgrim.plan import Label, Plan, Point, Project
from tests.cast import JEJU_JOINT, JEJU_PARK, PEOPLE, jeju, joint_project, park, small_plan, ulsan


def with_project(plan: Plan, project: Project) -> Plan:
    """The plan with a project of that id replaced, or added to its city."""
    section = plan.section(project.city)
    assert section is not None
    others = tuple(other for other in section.projects if other.id != project.id)
    return with_section(plan, replace(section, projects=(*others, project)))


def with_section(plan: Plan, section: Any) -> Plan:
    others = (other for other in plan.cities if other.city.id != section.city.id)
    return replace(plan, cities=(*others, section))


def changes_of(**fields: Any) -> tuple[Change, ...]:
    """The changes that setting these fields of the joint project makes."""
    return diff(small_plan(), with_project(small_plan(), replace(joint_project(), **fields)))


def test_equal_plans_do_not_differ() -> None:
    assert diff(small_plan(), small_plan()) == ()


def test_a_field_changes_at_its_own_place() -> None:
    assert changes_of(notes="늦어짐") == (
        Change(f"jeju/projects/{JEJU_JOINT}/notes", "", "늦어짐"),
    )


def test_a_line_of_money_changes_by_its_amount() -> None:
    money = joint_project().money
    more = replace(money[0], amount=money[0].amount + 1)
    assert changes_of(money=(more, *money[1:])) == (
        Change(
            f"jeju/projects/{JEJU_JOINT}/money/2018,national,planned,design,/amount",
            1_000_000_000,
            1_000_000_001,
        ),
    )


def test_a_line_moved_to_another_year_goes_and_comes() -> None:
    first, *rest = joint_project().money
    moved = replace(first, year=2019)
    changes = changes_of(money=(moved, *rest))
    assert [(change.kind, change.before, change.after) for change in changes] == [
        (ChangeKind.REMOVED, first, ABSENT),
        (ChangeKind.ADDED, ABSENT, moved),
    ]


def test_records_in_another_order_are_no_change() -> None:
    assert changes_of(money=tuple(reversed(joint_project().money))) == ()


def test_a_list_without_keys_changes_as_a_whole() -> None:
    assert changes_of(areas=("39020", "39010")) == (
        Change(f"jeju/projects/{JEJU_JOINT}/areas", ("39020",), ("39020", "39010")),
    )


def test_a_label_changes_by_language() -> None:
    name = replace(joint_project().name, en="Example")
    assert changes_of(name=name) == (Change(f"jeju/projects/{JEJU_JOINT}/name/en", "", "Example"),)


def test_a_point_moves_as_a_whole() -> None:
    here = Point(longitude=Decimal("126.5"), latitude=Decimal("33.2"))
    there = replace(here, latitude=Decimal("33.3"))
    before = with_project(small_plan(), replace(joint_project(), point=here))
    after = with_project(small_plan(), replace(joint_project(), point=there))
    assert diff(before, after) == (Change(f"jeju/projects/{JEJU_JOINT}/point", here, there),)


def test_a_measurement_of_another_year_is_another_one() -> None:
    plan = small_plan()
    indicator = next(own for own in plan.nation.indicators if own.id == PEOPLE)
    plan = replace(plan, nation=replace(plan.nation, indicators=(indicator,)))
    assert indicator.baseline is not None
    corrected = replace(indicator.baseline, value=Decimal(17401))
    remeasured = replace(corrected, year=2018)

    def changes(measure: Any) -> tuple[Change, ...]:
        changed = replace(indicator, baseline=measure)
        return diff(plan, replace(plan, nation=replace(plan.nation, indicators=(changed,))))

    where = f"nation/indicators/{PEOPLE}/baseline"
    assert changes(corrected) == (Change(f"{where}/value", Decimal(17400), Decimal(17401)),)
    assert changes(remeasured) == (Change(where, indicator.baseline, remeasured),)
    assert changes(None) == (Change(where, indicator.baseline, None),)


def test_a_record_or_a_section_comes_and_goes_whole() -> None:
    without_park = with_section(small_plan(), replace(jeju(), projects=(joint_project(),)))
    without_ulsan = replace(small_plan(), cities=(jeju(),))
    assert diff(without_park, small_plan()) == (
        Change(f"jeju/projects/{JEJU_PARK}", ABSENT, park()),
    )
    assert diff(small_plan(), without_ulsan) == (Change("ulsan", ulsan(), ABSENT),)


def test_changes_come_nation_first_then_cities_in_customary_order() -> None:
    plan = small_plan()
    changed = replace(plan, nation=replace(plan.nation, programme="다른 제도"))
    for section in plan.cities:
        changed = with_section(changed, replace(section, themes=()))
    day = date(2018, 8, 16)
    assert [change.place for change in diff(plan, changed)] == [
        "nation/programme",
        f"ulsan/themes/{day}",
        f"jeju/themes/{day}",
    ]


def test_records_under_one_key_are_compared_as_a_whole_never_half() -> None:
    first = joint_project().money[0]
    twice = (first, *joint_project().money)
    assert changes_of(money=twice) == (
        Change(f"jeju/projects/{JEJU_JOINT}/money", joint_project().money, twice),
    )


def test_a_plan_with_one_city_twice_is_compared_as_a_whole() -> None:
    twice = replace(small_plan(), cities=(jeju(), jeju()))
    assert diff(small_plan(), twice) == (Change("", small_plan(), twice),)
    assert diff(twice, twice) == ()


def test_a_plan_with_a_nameless_city_is_compared_as_a_whole() -> None:
    nameless = replace(jeju(), city=replace(jeju().city, id=""))
    before = replace(small_plan(), cities=(nameless,))
    assert diff(before, small_plan()) == (Change("", before, small_plan()),)


def test_sections_of_two_cities_have_nothing_in_common() -> None:
    assert diff_sections(jeju(), ulsan()) == (
        Change("jeju", jeju(), ABSENT),
        Change("ulsan", ABSENT, ulsan()),
    )
    assert diff_sections(None, jeju()) == (Change("jeju", ABSENT, jeju()),)
    assert diff_sections(None, None) == ()


def test_a_change_reads_as_what_happened() -> None:
    assert repr(Change("jeju/city/number", 10, 9)) == "<changed jeju/city/number: 10 → 9>"
    assert repr(Change("jeju", ABSENT, 1)) == "<added jeju: 1>"
    assert repr(Change("jeju", 1, ABSENT)) == "<removed jeju: 1>"
    assert repr(ABSENT) == "ABSENT"


# Applying


def test_a_change_that_expects_something_else_does_not_apply() -> None:
    where = f"jeju/projects/{JEJU_JOINT}/notes"
    with pytest.raises(ChangeDoesNotApply) as refusal:
        apply(small_plan(), [Change(where, "예전 글", "새 글")])
    assert (refusal.value.place, refusal.value.expected, refusal.value.found) == (
        where,
        "예전 글",
        "",
    )
    assert where in refusal.value.message.ko
    assert "'예전 글'" in refusal.value.message.en
    assert str(refusal.value) == refusal.value.message.ko


@pytest.mark.parametrize(
    "place",
    [
        "busan/projects/busan-p-2/notes",
        f"jeju/projects/{JEJU_JOINT}/colour",
        f"jeju/projects/{JEJU_JOINT}/point/longitude",
        f"jeju/projects/{JEJU_JOINT}/areas/39020",
        f"jeju/projects/{JEJU_JOINT}/notes/deeper",
        "jeju/projects/jeju-p-222222/notes",
    ],
)
def test_a_change_at_a_place_that_is_not_there_does_not_apply(place: str) -> None:
    with pytest.raises(ChangeDoesNotApply) as refusal:
        apply(small_plan(), [Change(place, "", "글")])
    assert (refusal.value.place, refusal.value.found) == (place, ABSENT)


def test_adding_what_is_there_already_does_not_apply() -> None:
    with pytest.raises(ChangeDoesNotApply):
        apply(small_plan(), [Change(f"jeju/projects/{JEJU_PARK}", ABSENT, park())])


def test_two_changes_at_or_inside_one_place_do_not_apply() -> None:
    where = f"jeju/projects/{JEJU_PARK}"
    removal, edit = Change(where, park(), ABSENT), Change(f"{where}/notes", "", "글")
    for changes in ([removal, edit], [edit, removal], [edit, edit]):
        with pytest.raises(ChangeDoesNotApply):
            apply(small_plan(), changes)


def test_a_change_of_the_whole_plan_applies_alone() -> None:
    other = replace(small_plan(), cities=())
    whole, edit = Change("", small_plan(), other), Change("nation/programme", "예시 제도", "글")
    assert apply(small_plan(), [whole]) == other
    for changes in ([whole, edit], [edit, whole]):
        with pytest.raises(ChangeDoesNotApply):
            apply(small_plan(), changes)


def test_a_plan_with_one_city_twice_takes_no_change_inside() -> None:
    twice = replace(small_plan(), cities=(jeju(), jeju()))
    assert apply(twice, []) == twice
    with pytest.raises(ChangeDoesNotApply):
        apply(twice, [Change("nation/programme", "예시 제도", "글")])


def test_a_field_or_the_nation_cannot_be_removed_and_a_record_must_fit_its_place() -> None:
    plan = small_plan()
    with pytest.raises(ValueError, match="emptied, not removed"):
        apply(
            plan,
            [
                Change(
                    "jeju/city/name", Label(ko="제주 혁신도시", en="Jeju Innovation City"), ABSENT
                )
            ],
        )
    with pytest.raises(ValueError, match="national section"):
        apply(plan, [Change("nation", plan.nation, ABSENT)])
    with pytest.raises(ValueError, match="leads to jeju-p-222222"):
        apply(plan, [Change("jeju/projects/jeju-p-222222", ABSENT, park())])
