"""What a worker computes for a scenario: once, told on the way, given up, kept."""

import json
import sys
from dataclasses import replace
from typing import Any

import pytest

from mitgrim.funding.answers import as_json
from mitgrim.funding.from_plan import pose
from mitgrim.funding.parameters import from_json, scaled
from mitgrim.funding.solving import solve
from mitgrim.plan import FundingSource, Prerequisite
from mitgrim.web.funding import works
from mitgrim.web.funding.kinds import Question
from mitgrim.web.funding.models import Answer, Scenario
from mitgrim.web.funding.queries import PERCENTS, answer_at, plan_for
from mitgrim.web.funding.services import ask
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import Saved, save_section
from mitgrim.web.runs.kinds import RunState
from mitgrim.web.runs.models import Result, Run
from mitgrim.web.runs.progress import Progress
from mitgrim.web.runs.services import again, cancel, perform
from tests.cast import JEJU_JOINT, JEJU_PARK, ULSAN_CENTRE
from tests.web.cast import Cast, renamed
from tests.web.funding.story import (
    answer_of,
    answered,
    asked,
    asked_about,
    with_citys_indicators,
    work,
)

TOO_MUCH = f"must: [{JEJU_PARK}]\nbudgets: {{national: 0%}}\n"


def test_an_answer_is_the_engines_own(cast: Cast) -> None:
    made = answered(cast.officer, cast.draft("nation"), "budgets: {national: 80%}")
    plan, parameters = plan_for(made), from_json(made.parameters)
    posed = pose(plan, parameters)
    own = as_json(plan, parameters, posed, solve(posed.problem, gap=made.gap))
    told = answer_of(made)
    assert {name: told[name] for name in own} == json.loads(json.dumps(own))
    assert sum(told["cost"].values()) == sum(
        won for by_source in told["money"].values() for won in by_source.values()
    )


def test_a_citys_scenario_is_of_its_own_projects_alone(cast: Cast) -> None:
    made = answered(cast.jeju, cast.draft("jeju"))
    assert [name for name, _ in made.sections] == ["jeju", "nation"]
    told = answer_of(made)
    ids = {own["id"] for own in (*told["projects"], *told["not_chosen"])}
    assert ids == {JEJU_JOINT, JEJU_PARK}


def test_the_same_scenario_is_computed_once(cast: Cast) -> None:
    first = answered(cast.officer, cast.draft("nation"), "delay: 4\n")
    second = asked(cast.researcher, cast.draft("nation"), "{delay: 4}", "같은 것")
    assert (second.key, second.parameters) == (first.key, first.parameters)
    assert (Answer.objects.count(), Run.objects.count()) == (1, 1)


def test_another_revision_is_another_scenario_and_the_old_answer_stays(cast: Cast) -> None:
    branch = cast.draft("jeju")
    before = answered(cast.jeju, branch)
    section = renamed(city_section(branch), JEJU_PARK, "다른 이름")
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
    after = answered(cast.jeju, cast.draft("jeju"))
    assert before.key != after.key
    assert {own.name.ko for own in plan_for(before).projects()} != {
        own.name.ko for own in plan_for(after).projects()
    }


def test_an_answer_outlasts_the_table_of_results(cast: Cast) -> None:
    made = answered(cast.officer, cast.draft("nation"))
    told = answer_of(made)
    Result.objects.all().delete()
    again_asked = asked(cast.researcher, cast.draft("nation"))
    assert (Run.objects.count(), answer_of(again_asked)) == (1, told)


def test_how_far_it_is_is_told_with_value_bound_and_gap(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[float, str]] = []

    def heard(self: Progress, part: float, text: Any) -> None:
        seen.append((part, text.en))

    monkeypatch.setattr(Progress, "report", heard)
    monkeypatch.setattr("mitgrim.funding.solving.solve", _told_twice)
    answered(cast.officer, cast.draft("nation"))
    assert seen == [
        (0.0, "Reading the plan."),
        (0.4, "4 s: best so far 50.00%, at most 80.00%, gap 37.50%"),
    ]


def _told_twice(problem: Any, *, progress: Any, **limits: Any) -> Any:
    """Tells a step, and another at once, which comes too soon to be worth writing down."""
    from mitgrim.funding.exact import Progress as Step

    for _ in range(2):
        progress(Step(seconds=4.0, value=0.5, bound=0.8))
    return solve(problem, **limits)


def test_a_cancelled_search_ends_and_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(cast.officer, cast.draft("nation"))
    run = Run.objects.get()
    reached = []

    def cancelled_in_the_middle(problem: Any, *, progress: Any, **limits: Any) -> Any:
        from mitgrim.funding.exact import Progress as Step

        cancel(by=cast.officer, run=run)
        progress(Step(seconds=1.0, value=0.5, bound=0.8))
        reached.append("the end")

    monkeypatch.setattr("mitgrim.funding.solving.solve", cancelled_in_the_middle)
    perform.call(run.pk)
    run.refresh_from_db()
    assert (run.state, reached, answer_at(made.key)) == (RunState.CANCELLED, [], None)


def test_what_cannot_be_met_is_said_with_the_smallest_conflict(cast: Cast) -> None:
    made = answered(cast.officer, cast.draft("nation"), TOO_MUCH)
    told = answer_of(made)
    assert (told["status"], told["projects"]) == ("infeasible", [])
    items = [own["ko"] for own in told["conflict"] if own["kind"] == "item"]
    assert items == ["국비의 예산(모든 해)", f"꼭 할 사업 제주 정주 예시사업 2 ({JEJU_PARK})"]


def test_a_plan_that_cannot_be_asked_about_says_why_and_is_no_answer(cast: Cast) -> None:
    """Ulsan's centre waits for a project that was taken out of the plan."""
    branch = cast.draft("ulsan")
    section = city_section(branch)
    waiting = tuple(
        replace(own, prerequisites=(Prerequisite(project=JEJU_PARK),))
        if own.id == ULSAN_CENTRE
        else own
        for own in section.projects
    )
    changed = replace(section, projects=waiting)
    save_section(by=cast.ulsan, branch=branch, base=branch.head, section=changed, message="")
    made = asked(cast.ulsan, cast.draft("ulsan"))
    work()
    run = Run.objects.get()
    assert (run.state, answer_at(made.key)) == (RunState.FAILED, None)
    assert f"waits for ‘{JEJU_PARK}’, which is not in the plan" in run.said.en


def test_without_time_it_is_not_known_and_may_be_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(cast.officer, cast.draft("nation"), f"must: [{JEJU_PARK}]\n")
    no_time: Any = works._solved

    def at_once(problem: Any, asked: Any, telling: Any = None) -> Any:
        return no_time(problem, {**asked, "seconds": 0}, telling)

    monkeypatch.setattr(works, "_solved", at_once)
    work()
    run = Run.objects.get()
    assert (run.state, answer_at(made.key)) == (RunState.FAILED, None)
    assert "in time" in run.said.en
    monkeypatch.undo()
    again(by=cast.officer, run=run)
    work()
    assert answer_of(made)["status"] == "optimal"


def test_without_the_packages_it_says_what_to_install(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(cast.officer, cast.draft("nation"))
    monkeypatch.delitem(sys.modules, "mitgrim.funding.solving", raising=False)
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    work()
    run = Run.objects.get()
    assert run.state == RunState.FAILED
    assert "pip install mitgrim[funding]" in run.said.ko


def test_each_step_of_a_source_is_what_a_scenario_with_that_budget_finds(cast: Cast) -> None:
    made = answered(cast.officer, cast.draft("nation"))
    told = asked_about(made, Question.SENSITIVITY, source="national")
    assert [own["percent"] for own in told["steps"]] == list(PERCENTS)
    for step in told["steps"]:
        parameters = scaled(from_json(made.parameters), FundingSource.NATIONAL, step["percent"])
        found = solve(pose(plan_for(made), parameters).problem)
        assert step["value"] == pytest.approx(found.value)
    same = next(own for own in told["steps"] if own["percent"] == 100)
    assert same["projects"] == answer_of(made)["projects"]


def test_more_money_never_gives_less(cast: Cast) -> None:
    made = answered(cast.officer, cast.draft("nation"))
    steps = asked_about(made, Question.SENSITIVITY, source="national")["steps"]
    values = [own["value"] for own in steps]
    assert values == sorted(values)


def test_a_project_is_explained_in_sentences(cast: Cast) -> None:
    made = answered(cast.officer, cast.draft("nation"), f"must_not: [{JEJU_PARK}]\n")
    told = asked_about(made, Question.EXPLAIN, project=JEJU_PARK)
    assert [own["ko"] for own in told["sentences"]] == [
        f"제주 정주 예시사업 2 ({JEJU_PARK})는 고를 수 없습니다.",
        "하지 않기로 정했습니다(must_not).",
    ]


def test_where_no_city_has_an_indicator_fairness_has_no_price(cast: Cast) -> None:
    made = answered(cast.officer, cast.draft("nation"))
    ask(by=cast.officer, scenario=made, question=Question.FRONTIER)
    work()
    newest = Run.objects.all()[0]
    assert newest.state == RunState.FAILED
    assert "no city is worst off" in newest.said.en


def test_what_fairness_costs_is_computed(cast: Cast) -> None:
    made = answered(cast.officer, with_citys_indicators(cast))
    told = asked_about(made, Question.FRONTIER)
    assert [set(own["cities"]) for own in told["frontier"]] == [{"jeju", "ulsan"}]


def test_asking_is_on_the_record(cast: Cast) -> None:
    made = asked(cast.jeju, cast.draft("jeju"))
    entries = AuditEntry.objects.filter(person=cast.jeju).values_list("verb", "subject")
    assert list(entries) == [
        ("run.start", "small-2018/jeju"),
        ("funding.scenario", "small-2018/jeju"),
    ]
    assert Scenario.objects.get() == made


def test_a_saved_draft_is_no_part_of_a_scenario_asked_before(cast: Cast) -> None:
    branch = cast.draft("jeju")
    made = asked(cast.jeju, branch)
    section = renamed(city_section(branch), JEJU_PARK, "나중 이름")
    saved = save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
    assert isinstance(saved, Saved)
    work()
    assert "나중 이름" not in {own.name.ko for own in plan_for(made).projects()}
