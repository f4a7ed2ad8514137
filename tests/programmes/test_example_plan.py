"""The example plan adds up to what was published, and says what is made up."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from mitgrim.checks import Severity, check
from mitgrim.plan import (
    DeclaredUnit,
    Dimension,
    FieldProvenance,
    FundingSource,
    Phase,
    Plan,
    PrerequisiteKind,
    Project,
    Provenance,
    ProvenanceKind,
    Use,
    money,
    totals,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from mitgrim.wording import TRILLION, Lang, percent, rounded_amount

EOK = 100_000_000
TOTAL = 4_300_000_000_000
BY_CLASS = {
    "national": 1_715_000_000_000,
    "local": 1_320_000_000_000,
    "private-and-other": 1_265_000_000_000,
}
BY_FIELD = {
    "field-specialisation": 2_881_000_000_000,
    "field-settlement": 1_118_000_000_000,
    "field-shared-growth": 301_000_000_000,
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return innovation_cities_2018()


def by_class(plan: Plan) -> dict[str, int]:
    return {str(key): won for (key,), won in money(plan, Dimension.SOURCE_CLASS).items()}


def by_field(plan: Plan) -> dict[str, int]:
    table = money(plan, Dimension.TREE, tree="three-fields")
    return {str(key): won for (key,), won in table.items()}


def origins(value: Any) -> Iterator[Provenance | FieldProvenance]:
    """Where every record in a value, and every field that differs from its record, comes from."""
    if isinstance(value, Provenance | FieldProvenance):
        yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from origins(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from origins(part)


def centres(plan: Plan) -> list[Project]:
    return [project for project in plan.projects() if "복합혁신센터" in project.name.ko]


def test_ten_cities_plan_131_projects_for_4_3_trillion(plan: Plan) -> None:
    sums = totals(plan)
    assert (len(plan.cities), sums.projects, sums.total) == (10, 131, TOTAL)


def test_every_source_class_has_its_total_to_the_won(plan: Plan) -> None:
    assert by_class(plan) == BY_CLASS


def test_every_field_has_its_total_to_the_won(plan: Plan) -> None:
    assert by_field(plan) == BY_FIELD


def test_both_published_roundings_come_out(plan: Plan) -> None:
    amounts = by_class(plan) | by_field(plan) | {"": totals(plan).total}
    printed = {
        DeclaredUnit.JO: lambda won: rounded_amount(won, TRILLION, 1).removesuffix("조원"),
        DeclaredUnit.PERCENT: lambda won: percent(won, TOTAL, 0).removesuffix("%"),
    }
    declared = [d for d in plan.nation.declared if d.unit in printed]
    assert len(declared) == 13
    for one in declared:
        assert printed[one.unit](amounts[one.item]) == str(one.value), one


def test_the_number_of_projects_is_the_declared_one(plan: Plan) -> None:
    declared = [d.value for d in plan.nation.declared if d.unit is DeclaredUnit.PROJECTS]
    assert declared == [totals(plan).projects]


def test_cities_plan_between_2_000_and_8_000_eok(plan: Plan) -> None:
    amounts = [won // EOK for won in totals(plan).by_city.values()]
    assert min(amounts) > 2_000
    assert max(amounts) < 8_000
    assert len(set(amounts)) == 10


def test_projects_cost_between_20_and_1_500_eok(plan: Plan) -> None:
    amounts = [project.amount() // EOK for project in plan.projects()]
    assert min(amounts) > 20
    assert max(amounts) < 1_500


def test_money_comes_in_steps_of_ten_million_won(plan: Plan) -> None:
    lines = [line for project in plan.projects() for line in project.money]
    assert [line for line in lines if line.amount % 10_000_000] == []
    assert {line.year for line in lines} == {2018, 2019, 2020, 2021, 2022}
    assert all(line.amount > 0 for line in lines if line.phase is Phase.PLANNED)
    assert all(line.certainty for line in lines)


def test_every_titled_action_has_a_project(plan: Plan) -> None:
    titled = {action.id for action in plan.nation.actions if action.title}
    assert {project.action for project in plan.projects()} == titled


def test_the_same_code_gives_the_same_plan(plan: Plan) -> None:
    assert innovation_cities_2018() == plan


def test_another_process_gives_the_same_plan(plan: Plan) -> None:
    """Strings hash differently there, so a set's order would show."""
    code = (
        "from mitgrim.programmes.innovation_cities import innovation_cities_2018 as make\n"
        "import hashlib\n"
        "plan = make()\n"
        "whole = repr([(p.id, p.money, p.gates, p.effects) for p in plan.projects()])\n"
        "print(hashlib.sha256((repr(plan) + whole).encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_no_two_records_share_an_id(plan: Plan) -> None:
    projects = list(plan.projects())
    ids = Counter(
        [
            *(section.city.id for section in plan.cities),
            *(project.id for project in projects),
            *(gate.id for project in projects for gate in project.gates),
            *(indicator.id for section in plan.cities for indicator in section.indicators),
            *(indicator.id for indicator in plan.nation.indicators),
        ]
    )
    assert [id for id, count in ids.items() if count > 1] == []


def test_every_record_is_published_or_an_example(plan: Plan) -> None:
    assert {origin.kind for origin in origins(plan)} == {
        ProvenanceKind.PUBLISHED,
        ProvenanceKind.EXAMPLE,
    }


def test_what_is_published_names_a_source_that_exists(plan: Plan) -> None:
    known = {source.id for source in plan.nation.sources}
    named = {own.source for own in origins(plan) if own.kind is ProvenanceKind.PUBLISHED}
    assert named <= known


def test_every_source_is_cited(plan: Plan) -> None:
    cited = {own.source for own in origins(plan)}
    assert {source.id for source in plan.nation.sources} <= cited


def test_generated_titles_say_that_they_are_examples(plan: Plan) -> None:
    published = {
        project.name.ko
        for project in plan.projects()
        if project.provenance.of("name").kind is ProvenanceKind.PUBLISHED
    }
    assert published == {
        "STEM 빌리지",
        "뇌연구 실용화센터",
        "에너지 사이언스파크",
        "이차전지 인증센터",
        "부유식 해상풍력",
        "스마트 응급의료",
        "태양광 지원센터",
        "첨단 미래교통안전 클러스터",
    }
    rest = [p.name.ko for p in plan.projects() if p.name.ko not in published]
    assert [name for name in rest if "예시" not in name] == []


def test_two_projects_have_published_totals(plan: Plan) -> None:
    declared = {
        project.name.ko: (project.declared_total, project.amount())
        for project in plan.projects()
        if project.provenance.of("declared_total").kind is ProvenanceKind.PUBLISHED
    }
    assert declared == {
        "뇌연구 실용화센터": (527 * EOK, 527 * EOK),
        "첨단 미래교통안전 클러스터": (1_088 * EOK, 1_088 * EOK),
    }


def test_bodies_and_owners_are_posts_marked_as_examples(plan: Plan) -> None:
    named = [
        name
        for project in plan.projects()
        for name in (project.lead, project.owner, *project.partners)
    ]
    assert [name for name in named if "(예시)" not in name] == []


def test_every_centre_got_10_eok_in_2018_and_spent_nothing(plan: Plan) -> None:
    assert [project.city for project in centres(plan)] == list(plan.nation.cities)
    for project in centres(plan):
        assert project.amount(Phase.DISBURSED) == 10 * EOK
        executed = [line for line in project.money if line.phase is Phase.EXECUTED]
        assert [(line.year, line.amount) for line in executed] == [(2018, 0)]


def test_the_centres_money_comes_before_its_feasibility_study(plan: Plan) -> None:
    for project in centres(plan):
        (study,) = (gate for gate in project.gates if gate.kind == "feasibility")
        design = [line.year for line in project.money if line.use is Use.DESIGN]
        assert study.planned
        assert study.planned.year > max(design)


def test_the_centres_are_paid_half_by_the_nation(plan: Plan) -> None:
    for project in centres(plan):
        national = sum(
            line.amount
            for line in project.money
            if line.phase is Phase.PLANNED and line.source is FundingSource.NATIONAL
        )
        assert national * 2 == project.amount()
        assert project.amount() <= 100 * EOK


def test_elsewhere_gates_come_in_the_years_before_the_money_they_open(plan: Plan) -> None:
    opens = {kind.id: kind.opens for kind in plan.nation.gate_kinds}
    gated = [p for p in plan.projects() if p.gates and p not in centres(plan)]
    assert len(gated) > 30
    for project in gated:
        for gate in project.gates:
            years = [line.year for line in project.money if line.use in opens[gate.kind]]
            assert gate.planned
            assert gate.planned.year < min(years), project


def test_prerequisites_start_or_finish_first(plan: Plan) -> None:
    years = {project.id: project.period for project in plan.projects()}
    kinds = set()
    for project in plan.projects():
        for before in project.prerequisites:
            own, other = project.period, years[before.project]
            assert own
            assert other
            kinds.add(before.kind)
            finished = before.kind is PrerequisiteKind.FINISHED
            assert (other.last if finished else other.first) < own.first
    assert kinds == set(PrerequisiteKind)


def test_joint_projects_are_counted_once_and_shared(plan: Plan) -> None:
    joint = {
        project.city: [share.city for share in project.shares]
        for project in plan.projects()
        if project.shares
    }
    assert joint == {"daegu": ["gyeongbuk"], "ulsan": ["gyeongnam"]}
    assert sum(totals(plan).by_city.values()) == TOTAL


def test_variants_are_half_whole_and_one_and_a_half(plan: Plan) -> None:
    scaled = [project for project in plan.projects() if project.variants]
    assert len(scaled) > 10
    for project in scaled:
        sums = {v.id: sum(line.amount for line in v.money) for v in project.variants}
        assert sums == {
            "half": project.amount() // 2,
            "planned": project.amount(),
            "one-and-a-half": project.amount() * 3 // 2,
        }


def test_effects_are_ranges_with_a_ramp_to_the_whole(plan: Plan) -> None:
    effects = [effect for project in plan.projects() for effect in project.effects]
    assert len(effects) > 100
    for effect in effects:
        assert effect.low <= effect.likely <= effect.high
        assert list(effect.ramp) == sorted(effect.ramp)
        assert len(effect.ramp) == len(plan.nation.period.years)


def test_the_nation_and_the_cities_answer_every_statutory_item(plan: Plan) -> None:
    codes = {item.code for item in plan.nation.statutory_items}
    national = {item for passage in plan.nation.passages for item in passage.items}
    assert national == {code for code in codes if code.startswith("N")}
    for section in plan.cities:
        answered = {item for passage in section.passages for item in passage.items}
        assert answered == {code for code in codes if code.startswith("C")}


def test_observations_are_of_the_statistics_and_the_hosts(plan: Plan) -> None:
    statistics = {statistic.id for statistic in plan.nation.statistics}
    for section in plan.cities:
        hosts = {host.code for host in section.city.hosts}
        assert {o.area for o in section.observations} == hosts
        assert {o.statistic for o in section.observations} == statistics


def test_the_checks_find_no_error(plan: Plan) -> None:
    assert [
        (finding.id, finding.place, finding.message.in_(Lang.KO))
        for finding in check(plan)
        if finding.severity is Severity.ERROR
    ] == []


@pytest.mark.parametrize("seed", range(20))
def test_a_slip_in_any_amount_is_found(plan: Plan, seed: int) -> None:
    """One won more or less in one line of one project: its total and its city's differ."""
    chance = random.Random(seed)
    section = chance.choice(plan.cities)
    project = chance.choice(section.projects)
    number = chance.choice([n for n, own in enumerate(project.money) if own.phase is Phase.PLANNED])
    lines = list(project.money)
    lines[number] = replace(lines[number], amount=lines[number].amount + chance.choice([-1, 1]))
    slipped = replace(project, money=tuple(lines))
    projects = tuple(slipped if own is project else own for own in section.projects)
    cities = [replace(own, projects=projects) if own is section else own for own in plan.cities]
    found = {own.place for own in check(replace(plan, cities=tuple(cities))) if own.blocks}
    assert f"{section.city.id}/projects/{project.id}/declared_total" in found
    assert f"{section.city.id}/declared/total,,,won" in found
