"""The small plan bent for the rules about projects, and what one of them finds in it."""

from dataclasses import replace
from datetime import date
from typing import Any

from mitgrim.checks import Finding, Subject, run
from mitgrim.checks.project_rules import PROJECT_RULES
from mitgrim.plan import (
    Certainty,
    FundingLine,
    FundingSource,
    Label,
    Phase,
    Plan,
    Project,
    Use,
    find,
)
from tests.cast import EOK, small_plan


def in_nation(plan: Plan | None = None, /, **changes: Any) -> Plan:
    """The plan with its national section changed."""
    plan = plan or small_plan()
    return replace(plan, nation=replace(plan.nation, **changes))


def in_city(city: str, plan: Plan | None = None, /, **changes: Any) -> Plan:
    """The plan with one city's section changed."""
    plan = plan or small_plan()
    sections = [replace(own, **changes) if own.city.id == city else own for own in plan.cities]
    return replace(plan, cities=tuple(sections))


def in_project(id: str, plan: Plan | None = None, /, **changes: Any) -> Plan:
    """The plan with one project changed."""
    plan = plan or small_plan()
    section = next(s for s in plan.cities if any(p.id == id for p in s.projects))
    projects = [replace(own, **changes) if own.id == id else own for own in section.projects]
    return in_city(section.city.id, plan, projects=tuple(projects))


def with_project(city: str, project: Project, plan: Plan | None = None, /) -> Plan:
    """The plan with one more project in a city's section."""
    plan = plan or small_plan()
    section = plan.section(city)
    assert section
    return in_city(city, plan, projects=(*section.projects, replace(project, city=city)))


def project(id: str, name: str, eok: int = 0, **more: Any) -> Project:
    """A bare project with a name and, if told so, money of one year."""
    money = (line(2019, eok),) if eok else ()
    values: dict[str, Any] = {"id": id, "city": "jeju", "action": "industry.01", "money": money}
    return Project(name=Label(ko=name), **(values | more))


def line(
    year: int,
    eok: float,
    source: FundingSource = FundingSource.NATIONAL,
    phase: Phase = Phase.PLANNED,
    use: Use = Use.WORKS,
    **more: Any,
) -> FundingLine:
    """A line in 억원."""
    values: dict[str, Any] = {"certainty": Certainty.SECURED} | more
    return FundingLine(
        year=year, source=source, phase=phase, use=use, amount=int(eok * EOK), **values
    )


def found(check: str, plan: Plan, day: date | None = None) -> list[Finding]:
    """What one rule finds; every finding leads to something in the plan."""
    (rule,) = (own for own in PROJECT_RULES if own.id == check)
    findings = run(Subject(plan=plan, day=day), [rule])
    assert [own for own in findings if own.id != check] == []
    assert [own.place for own in findings if find(plan, own.place) is None] == []
    return list(findings)


def places(check: str, plan: Plan, day: date | None = None) -> list[str]:
    """Where one rule finds something."""
    return [own.place for own in found(check, plan, day)]
