"""What the Act asks of the plans of the ten cities: content, procedure, changes, names, clocks."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from mitgrim.checks import Finding, Rule, Severity, Subject, run
from mitgrim.law import Bodies, Body
from mitgrim.plan import (
    CityPlan,
    Label,
    Period,
    Plan,
    ProgrammeLine,
    Project,
    Scope,
    Stage,
    Status,
    find,
)
from mitgrim.programmes.innovation_cities import (
    catalogue,
    empty_city,
    empty_nation,
    innovation_cities_2018,
)
from mitgrim.programmes.innovation_cities.reading import rows
from mitgrim.programmes.innovation_cities.statute import MESSAGES, STATUTE_RULES, misnamed
from mitgrim.wording import Text
from tests.laws.strategies import plans

CITIES = 10


@cache
def example() -> Plan:
    return innovation_cities_2018()


def found(plan: Plan, id: str, **subject: Any) -> list[Finding]:
    return [own for own in run(Subject(plan=plan, **subject), STATUTE_RULES) if own.id == id]


def in_nation(**changes: Any) -> Plan:
    return replace(example(), nation=replace(example().nation, **changes))


def in_every_city(**changes: Any) -> Plan:
    return replace(example(), cities=tuple(replace(own, **changes) for own in example().cities))


def in_city(id: str, **changes: Any) -> Plan:
    cities = [replace(own, **changes) if own.city.id == id else own for own in example().cities]
    return replace(example(), cities=tuple(cities))


def section(id: str) -> CityPlan:
    own = example().section(id)
    assert own is not None
    return own


def in_project(id: str, **changes: Any) -> Plan:
    """The example with the first project of a city changed."""
    first, *others = section(id).projects
    return in_city(id, projects=(replace(first, **changes), *others))


# Content.


def test_the_example_contains_all_that_the_act_asks_for() -> None:
    assert found(example(), "statute-incomplete") == []


def test_what_no_passage_names_is_missing_from_the_national_plan() -> None:
    kept = tuple(
        own for own in example().nation.passages if own.id not in ("roles", "purpose", "themes")
    )
    (finding,) = found(in_nation(passages=kept), "statute-incomplete")
    assert finding.place == "nation/passages"
    assert "종합발전계획에 법이 정한 기재사항 2개가 아직 없습니다: N1 " in finding.message.ko
    assert "N7 중앙행정기관, 지방자치단체, 이전공공기관의 역할분담" in finding.message.ko


def test_an_empty_passage_answers_nothing() -> None:
    passages = tuple(
        replace(own, text="  ") if own.id == "roles" else own for own in example().nation.passages
    )
    (finding,) = found(in_nation(passages=passages), "statute-incomplete")
    assert "N7" in finding.message.ko


def test_projects_of_a_sector_answer_its_item_and_cancelled_ones_do_not() -> None:
    without = tuple(own for own in example().nation.passages if own.id != "talent")
    assert found(in_nation(passages=without), "statute-incomplete") == []
    cities = [
        replace(own, projects=tuple(_cancelled(p) if _of_talent(p) else p for p in own.projects))
        for own in example().cities
    ]
    plan = replace(in_nation(passages=without), cities=tuple(cities))
    (finding,) = found(plan, "statute-incomplete")
    assert "N4 지역인재 양성" in finding.message.ko


def _of_talent(project: Project) -> bool:
    return project.action.startswith("talent.")


def _cancelled(project: Project) -> Project:
    return replace(project, status=Status.CANCELLED)


def test_a_city_is_told_which_part_of_an_item_is_missing() -> None:
    jeju = section("jeju")
    kept = tuple(own for own in jeju.passages if own.id != "sectors")
    assert found(in_city("jeju", passages=kept), "statute-incomplete") == []
    projects = tuple(own for own in jeju.projects if not _of_talent(own))
    (finding,) = found(in_city("jeju", passages=kept, projects=projects), "statute-incomplete")
    assert finding.place == "jeju/passages"
    assert finding.message.ko.startswith("제주 발전계획에 법이 정한 기재사항 1개가")
    assert "(그 가운데 지역인재)" in finding.message.ko


def test_what_the_minister_has_not_notified_is_not_asked_for() -> None:
    passages = tuple(
        replace(own, items=tuple(code for code in own.items if code != "N9c"))
        for own in example().nation.passages
    )
    assert found(in_nation(passages=passages), "statute-incomplete") == []


def test_an_empty_plan_is_told_everything_once_for_each_section() -> None:
    period = Period(first=2028, last=2032)
    plan = Plan(
        nation=empty_nation("new-2028", period),
        cities=tuple(empty_city("new-2028", own.id) for own in catalogue.cities()),
    )
    findings = found(plan, "statute-incomplete")
    assert len(findings) == 1 + CITIES
    assert "10개가" in findings[0].message.ko
    assert "6개가" in findings[1].message.ko
    assert not any(own.blocks for own in findings)  # a plan just made has no errors


def test_every_item_of_the_act_says_what_answers_it() -> None:
    answers = {row["code"]: row for row in rows("statutory_answers.csv")}
    assert set(answers) == {own.code for own in catalogue.statutory_items()}
    sectors = {own.id for own in catalogue.sectors()}
    for row in answers.values():
        assert set(row["sectors"].split()) <= sectors
        assert row["asked"] in ("always", "if-notified")
    assert [code for code, row in answers.items() if row["asked"] == "if-notified"] == [
        "N9c",
        "C4d",
    ]
    assert {own.scope for own in catalogue.statutory_items()} == set(Scope)


# Procedure.


def stage(id: str, done: date | None = None) -> Stage:
    return Stage(id=id, name=Label(ko=f"{id} 예시"), done=done)


HEARD = (stage("hearing", date(2018, 6, 1)), stage("city-committee", date(2018, 6, 20)))
PROCEDURE = ("hearing-missing", "city-committee-missing")


@pytest.mark.parametrize("id", PROCEDURE)
def test_what_no_city_has_recorded_is_one_finding_with_all_cities(id: str) -> None:
    (finding,) = found(example(), id)
    assert (finding.place, finding.severity) == ("nation/stages", Severity.WARNING)
    assert all(own.city.short.ko in finding.message.ko for own in example().cities)
    assert "적혀 있지 않은 도시가 있습니다" in finding.message.ko


@pytest.mark.parametrize("id", PROCEDURE)
def test_what_was_done_before_hand_in_is_fine(id: str) -> None:
    assert found(in_every_city(stages=HEARD), id) == []
    handed_in = (*HEARD, stage("hand-in", date(2018, 6, 30)))
    assert found(in_every_city(stages=handed_in), id) == []


@pytest.mark.parametrize("id", PROCEDURE)
def test_what_came_after_hand_in_is_told_at_the_city_with_both_days(id: str) -> None:
    plan = in_every_city(stages=HEARD)
    late = (*HEARD, stage("hand-in", date(2018, 5, 1)))
    cities = [replace(own, stages=late) if own.city.id == "jeju" else own for own in plan.cities]
    (finding,) = found(replace(plan, cities=tuple(cities)), id)
    assert finding.place == "jeju/stages"
    assert "제출한 날보다 늦은 도시가 있습니다: 제주(2018. 6. " in finding.message.ko
    assert "제출 2018. 5. 1.)" in finding.message.ko


def test_a_hearing_in_two_parts_needs_both() -> None:
    districts = stage("hearing-districts", date(2018, 6, 1))
    one = in_every_city(stages=(districts, stage("hearing-institutions")))
    assert len(found(one, "hearing-missing")) == 1
    both = in_every_city(stages=(districts, stage("hearing-institutions", date(2018, 6, 2))))
    assert found(both, "hearing-missing") == []


def test_a_stage_done_for_the_nation_is_done_for_cities_that_have_none() -> None:
    stages = tuple(
        replace(own, done=date(2018, 6, 1)) if own.id == "hearing" else own
        for own in example().nation.stages
    )
    assert found(in_nation(stages=stages), "hearing-missing") == []


# Changes.


def scaled(percents: dict[str, int]) -> Plan:
    """The example with the money of some cities at a percentage of what it was."""
    cities = []
    for own in example().cities:
        percent = percents.get(own.city.id, 100)
        projects = tuple(
            replace(
                project,
                money=tuple(
                    replace(line, amount=line.amount * percent // 100) for line in project.money
                ),
                shares=tuple(replace(s, amount=s.amount * percent // 100) for s in project.shares),
            )
            for project in own.projects
        )
        cities.append(replace(own, projects=projects))
    return replace(example(), cities=tuple(cities))


def change(plan: Plan, **subject: Any) -> list[tuple[str, str]]:
    findings = run(Subject(plan=plan, earlier=example(), **subject), STATUTE_RULES)
    return [(own.id, own.message.ko) for own in findings if own.id.startswith("change-")]


def test_a_plan_that_says_the_same_or_has_no_earlier_one_has_not_changed() -> None:
    assert change(example()) == []
    assert found(scaled({"jeju": 50}), "change-not-minor") == []


def test_a_change_within_ten_percent_everywhere_is_minor() -> None:
    ((id, message),) = change(scaled({"jeju": 109, "busan": 95}))
    assert id == "change-minor"
    assert "가장 많이 바뀐 도시는 제주 +9.0%(" in message
    assert "총액과 모든 도시가 10% 안이어서 경미한 변경입니다" in message


def test_one_city_over_ten_percent_makes_a_change_that_is_not_minor() -> None:
    ((id, message),) = change(scaled({"jeju": 112}))
    assert id == "change-not-minor"
    assert "변동이 10%를 넘는 도시는 제주 +12.0%(" in message
    assert "총액의 변동" not in message


def test_a_total_over_ten_percent_is_not_minor_either() -> None:
    everywhere = {own.city.id: 88 for own in example().cities}
    ((id, message),) = change(scaled(everywhere))
    assert id == "change-not-minor"
    assert "4조 3,000억원에서 " in message
    assert "-12.0%" in message
    assert "총액의 변동이 10%를 넘습니다; 변동이 10%를 넘는 도시는 부산 -12.0%(" in message


def test_exactly_ten_percent_is_still_minor() -> None:
    ((id, _),) = change(scaled({own.city.id: 90 for own in example().cities}))
    assert id == "change-minor"


def test_a_city_that_comes_or_goes_is_not_minor() -> None:
    gone = replace(example(), cities=example().cities[:-1])
    ((id, message),) = change(gone)
    assert (id, "제주 -100.0%(" in message) == ("change-not-minor", True)
    came = [own.message.ko for own in found(example(), "change-not-minor", earlier=gone)]
    assert len(came) == 1
    assert "제주(이전에는 사업비가 없었음 → " in came[0]


def test_a_change_of_words_alone_is_minor() -> None:
    ((id, message),) = change(in_project("jeju", notes="바꾼 글"))
    assert id == "change-minor"
    assert "0.0% 바뀌었고" in message


def test_before_the_rule_was_in_force_nothing_is_said_of_it() -> None:
    assert change(scaled({"jeju": 112}), day=date(2018, 1, 2)) == []


# Names.


def test_the_example_calls_every_body_by_the_name_of_its_day() -> None:
    for day in (None, date(2018, 10, 25), date(2022, 12, 31), date(2026, 11, 22)):
        assert found(example(), "body-not-valid", day=day) == []


@pytest.mark.parametrize(
    ("name", "now"),
    [("지역발전위원회", "국가균형발전위원회"), ("지방시대위원회", "국가균형발전위원회")],
)
def test_a_stage_with_a_name_of_another_time_is_found(name: str, now: str) -> None:
    stages = tuple(
        replace(own, who=Label(ko=f"대통령 직속 {name}가"))
        if own.id == "national-committee"
        else own
        for own in example().nation.stages
    )
    (finding,) = found(in_nation(stages=stages), "body-not-valid")
    assert finding.place == "nation/stages/national-committee"
    assert f"‘{name}’는 2018. 10. 25.에 쓰이던 이름이 아닙니다" in finding.message.ko
    assert f"그날의 이름은 {now}입니다" in finding.message.ko


@pytest.mark.parametrize("field", ["lead", "partners"])
def test_a_project_that_names_a_body_of_the_past_is_found(field: str) -> None:
    value = "지역발전위원회" if field == "lead" else ("나주시", "지역발전위원회")
    (finding,) = found(in_project("jeju", **{field: value}), "body-not-valid")
    assert find(in_project("jeju"), finding.place) == section("jeju").projects[0]


def test_a_name_that_changed_after_the_project_ended_was_right() -> None:
    plan = in_project("jeju", lead="국가균형발전위원회", period=Period(first=2018, last=2022))
    assert found(plan, "body-not-valid", day=date(2026, 11, 22)) == []
    longer = in_project("jeju", lead="국가균형발전위원회", period=Period(first=2018, last=2030))
    assert found(longer, "body-not-valid") == []
    (finding,) = found(longer, "body-not-valid", day=date(2026, 11, 22))
    assert "그날의 이름은 지방시대위원회입니다" in finding.message.ko


def test_a_longer_name_is_another_body() -> None:
    for lead in ("강원지역발전위원회", "혁신도시발전위원회"):
        assert found(in_project("jeju", lead=lead), "body-not-valid") == []


def test_the_ministry_of_a_budget_line_is_looked_at_with_any_bodies() -> None:
    bodies = Bodies(
        Body(id="m", name=Text(name, name), valid_from=first, valid_to=last,
             article="예시", source="act", confidence="primary")
        for name, first, last in (
            ("옛 예시부", date(2000, 1, 1), date(2018, 6, 30)),
            ("새 예시부", date(2018, 7, 1), None),
        )
    )  # fmt: skip
    lines = (ProgrammeLine(id="line", name=Label(ko="예시사업"), ministry="옛 예시부"),)
    (hit,) = misnamed(Subject(plan=in_nation(programme_lines=lines)), bodies)
    assert hit.place == "nation/programme_lines/line/ministry"
    assert hit.values["now"] == Text("새 예시부", "새 예시부")


# Clocks.


def test_deadlines_that_have_passed_this_year_are_noted_with_who_and_to_whom() -> None:
    (note,) = found(example(), "deadline-passed", day=date(2020, 3, 1))
    assert note.severity is Severity.NOTE
    assert "2020. 3. 1. 현재 2020년에 해마다 오는 기한 2개가 지났습니다" in note.message.ko
    assert (
        "2020. 2. 29. 올해 지역발전계획과 지난해 추진실적 제출(이전공공기관 → 국토교통부"
        in note.message.ko
    )


@pytest.mark.parametrize(
    "day", [None, date(2020, 2, 29), date(2018, 12, 31), date(2017, 12, 31), date(2026, 11, 22)]
)
def test_no_deadline_passes_without_a_day_on_it_or_outside_the_plan(day: date | None) -> None:
    """In 2018 the clocks began after the last day of February."""
    assert found(example(), "deadline-passed", day=day) == []


def test_the_results_of_the_last_year_fall_due_in_the_year_after() -> None:
    assert len(found(example(), "deadline-passed", day=date(2023, 3, 1))) == 1


# What must hold of every rule of the Act.


@pytest.mark.parametrize("rule", STATUTE_RULES, ids=lambda rule: rule.id)
def test_a_rule_of_the_act_says_what_it_finds_and_names_its_article(rule: Rule) -> None:
    assert rule.finds.endswith(".")
    assert {rule.id, f"{rule.id}.hint"} <= set(MESSAGES.ids())
    assert rule.reference.startswith("혁신도시법")


def test_every_message_of_the_act_can_be_said_and_is() -> None:
    assert MESSAGES.problems() == []
    source = (Path(catalogue.__file__).parent / "statute.py").read_text("utf-8")
    ids = {id.removesuffix(".hint") for id in MESSAGES.ids()}
    assert sorted(id for id in ids if f'"{id}"' not in source) == []


def test_the_example_of_2018_has_only_what_is_true() -> None:
    findings = run(Subject(plan=example()), STATUTE_RULES)
    assert [(own.id, own.place, own.blocks) for own in findings] == [
        ("city-committee-missing", "nation/stages", False),
        ("hearing-missing", "nation/stages", False),
    ]


def test_a_finding_of_the_act_leads_to_something_in_the_plan() -> None:
    day = date(2022, 5, 1)
    subjects = (
        Subject(plan=example(), day=day),
        Subject(plan=scaled({"jeju": 50}), earlier=example(), day=day),
        Subject(plan=in_city("jeju", passages=())),
    )
    for subject in subjects:
        for finding in run(subject, STATUTE_RULES):
            assert find(subject.plan, finding.place) is not None, finding


@given(plans(), plans())
def test_no_plan_breaks_a_rule_of_the_act(plan: Plan, earlier: Plan) -> None:
    subject = Subject(plan=plan, earlier=earlier, day=date(2020, 5, 1))
    assert "check-failed" not in {own.id for own in run(subject, STATUTE_RULES)}
