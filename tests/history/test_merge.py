"""Two people's edits in one plan: what joins by itself, and what a person must decide."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mitgrim.history import ABSENT, Change, Conflict, Merge, apply, merge, merge_sections
from mitgrim.plan import CityPlan, Label, Measure, Period, Plan, Project
from tests.cast import (
    EOK,
    JEJU_JOINT,
    JEJU_PARK,
    PEOPLE,
    jeju,
    joint_project,
    park,
    small_plan,
    ulsan,
)

JOINT = f"jeju/projects/{JEJU_JOINT}"
PARK = f"jeju/projects/{JEJU_PARK}"
Edit = Callable[[CityPlan], CityPlan]


def edited(**fields: Any) -> Edit:
    """An edit of the joint project."""
    project = replace(joint_project(), **fields)
    return lambda section: replace(section, projects=(project, park()))


def added(project: Project) -> Edit:
    return lambda section: replace(section, projects=(*section.projects, project))


def without_joint(section: CityPlan) -> CityPlan:
    return replace(section, projects=(park(),))


def plan_after(edit: Edit) -> Plan:
    return replace(small_plan(), cities=(edit(jeju()), ulsan()))


def joined(ours: Edit, theirs: Edit) -> Merge:
    """What a planner in Jeju and her colleague made of the same section, merged."""
    return merge(small_plan(), plan_after(ours), plan_after(theirs))


def test_two_planners_in_different_projects_never_collide() -> None:
    noted = replace(park(), notes="글")
    made = joined(
        edited(notes="글"), lambda section: replace(section, projects=(joint_project(), noted))
    )
    assert made.conflicts == ()
    assert made.plan == plan_after(
        lambda section: replace(section, projects=(replace(joint_project(), notes="글"), noted))
    )


def test_edits_of_different_fields_of_one_project_join() -> None:
    made = joined(edited(notes="글"), edited(owner="새 담당"))
    assert made == Merge(plan=plan_after(edited(notes="글", owner="새 담당")))


def test_edits_of_different_lines_of_money_join() -> None:
    money = joint_project().money
    more, less = replace(money[0], amount=11 * EOK), replace(money[3], amount=29 * EOK)
    made = joined(
        edited(money=(more, *money[1:])),
        edited(money=(*money[:3], less)),
    )
    assert made == Merge(plan=plan_after(edited(money=(more, money[1], money[2], less))))


def test_the_ends_of_a_period_and_the_languages_of_a_label_join() -> None:
    korean, both = Label(ko="새 이름"), Label(ko="새 이름", en="New name")
    made = joined(
        edited(name=korean, period=Period(first=2019, last=2020)),
        edited(
            name=replace(joint_project().name, en="New name"), period=Period(first=2018, last=2021)
        ),
    )
    assert made == Merge(plan=plan_after(edited(name=both, period=Period(first=2019, last=2021))))


def test_a_true_clash_shows_the_base_and_both_and_keeps_ours() -> None:
    made = joined(edited(notes="우리 글"), edited(notes="그들 글"))
    assert made == Merge(
        plan=plan_after(edited(notes="우리 글")),
        conflicts=(Conflict(f"{JOINT}/notes", "", "우리 글", "그들 글"),),
    )


def test_an_edit_inside_a_removed_project_is_one_clash_and_keeps_the_project() -> None:
    changed = replace(joint_project(), notes="글", owner="새 담당")
    keep = plan_after(edited(notes="글", owner="새 담당"))
    assert joined(without_joint, edited(notes="글", owner="새 담당")) == Merge(
        plan=keep, conflicts=(Conflict(JOINT, joint_project(), ABSENT, changed),)
    )
    assert joined(edited(notes="글", owner="새 담당"), without_joint) == Merge(
        plan=keep, conflicts=(Conflict(JOINT, joint_project(), changed, ABSENT),)
    )


def test_an_edit_in_a_removed_section_is_one_clash_and_keeps_the_section() -> None:
    gone = replace(small_plan(), cities=(ulsan(),))
    changed = plan_after(edited(notes="글"))
    made = merge(small_plan(), gone, changed)
    assert made.plan == changed
    assert made.conflicts == (Conflict("jeju", jeju(), ABSENT, changed.section("jeju")),)


def test_a_project_that_both_remove_is_gone() -> None:
    assert joined(without_joint, without_joint) == Merge(plan=plan_after(without_joint))


def test_one_id_added_twice_joins_field_by_field() -> None:
    first, second, *_ = joint_project().money
    ours = Project(id="jeju-p-222222", city="jeju", name=Label(ko="가"), notes="글", money=(first,))
    theirs = Project(id="jeju-p-222222", city="jeju", name=Label(ko="나"), money=(second,))
    made = joined(added(ours), added(theirs))
    where = "jeju/projects/jeju-p-222222"
    assert made.plan == plan_after(added(replace(ours, money=(first, second))))
    assert made.conflicts == (
        Conflict(f"{where}/name/ko", ABSENT, "가", "나"),
        Conflict(f"{where}/notes", ABSENT, "글", ""),
    )


@pytest.mark.parametrize("year", [2017, 2018])
def test_half_of_one_measurement_is_never_joined_with_half_of_another(year: int) -> None:
    plan = small_plan()
    indicator = next(own for own in plan.nation.indicators if own.id == PEOPLE)
    plan = replace(plan, nation=replace(plan.nation, indicators=(indicator,)))
    base = indicator.baseline
    assert base is not None

    def measured(measure: Measure) -> Plan:
        changed = replace(indicator, baseline=measure)
        return replace(plan, nation=replace(plan.nation, indicators=(changed,)))

    ours = replace(base, year=2018)
    theirs = replace(base, year=year, value=Decimal(17401))
    made = merge(plan, measured(ours), measured(theirs))
    where = f"nation/indicators/{PEOPLE}/baseline"
    assert made.conflicts == (Conflict(where, base, ours, theirs),)


def test_records_under_one_key_clash_as_a_whole() -> None:
    money = joint_project().money
    twice, less = (money[0], *money), money[1:]
    made = joined(edited(money=twice), edited(money=less))
    assert made == Merge(
        plan=plan_after(edited(money=twice)),
        conflicts=(Conflict(f"{JOINT}/money", money, twice, less),),
    )


def test_a_plan_with_one_city_twice_clashes_as_a_whole() -> None:
    twice = replace(small_plan(), cities=(jeju(), jeju()))
    theirs = plan_after(edited(notes="글"))
    assert merge(small_plan(), twice, theirs) == Merge(
        plan=twice, conflicts=(Conflict("", small_plan(), twice, theirs),)
    )


def test_a_clash_is_decided_for_them_by_a_change_from_what_was_kept() -> None:
    made = joined(edited(notes="우리 글"), edited(notes="그들 글"))
    (clash,) = made.conflicts
    decided = apply(made.plan, [Change(clash.place, clash.kept, clash.theirs)])
    assert decided == plan_after(edited(notes="그들 글"))


def test_one_section_merges_alone() -> None:
    made = merge_sections(jeju(), edited(notes="글")(jeju()), edited(owner="새 담당")(jeju()))
    assert made.section == edited(notes="글", owner="새 담당")(jeju())
    assert merge_sections(jeju(), None, jeju()).section is None
    assert merge_sections(None, None, None).section is None


def test_sections_of_two_cities_do_not_merge() -> None:
    with pytest.raises(ValueError, match="sections of jeju, ulsan"):
        merge_sections(jeju(), jeju(), ulsan())
