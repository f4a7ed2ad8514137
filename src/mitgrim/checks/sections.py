"""Rules about a plan's sections: which cities are there, and whose projects they hold."""

import re
from collections.abc import Iterator

from mitgrim.checks.engine import Hit, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.plan import NATION, Plan, Project, place


@rule("city-missing", Severity.WARNING, "docs/records.md#sections")
def city_missing(plan: Plan) -> Iterator[Hit]:
    """A city of the plan has handed in no section."""
    there = {section.city.id for section in plan.cities}
    for city in plan.nation.cities:
        if city not in there:
            yield Hit(f"{NATION}/cities", city=city)


@rule("city-unknown", Severity.ERROR, "docs/records.md#ids")
def city_unknown(plan: Plan) -> Iterator[Hit]:
    """A section's city is not one of the plan's."""
    for section in plan.cities:
        if section.city.id not in plan.nation.cities:
            yield Hit(section.city.id, city=section.city.id)


@rule("section-of-another-plan", Severity.ERROR, "docs/records.md#sections")
def section_of_another_plan(plan: Plan) -> Iterator[Hit]:
    """A section was written for another plan."""
    for section in plan.cities:
        if section.plan != plan.nation.id:
            city = said(section.city.short, section.city.id)
            yield Hit(f"{section.city.id}/plan", city=city, other=section.plan, plan=plan.nation.id)


@rule("project-in-wrong-section", Severity.ERROR, "docs/records.md#projects")
def project_in_wrong_section(plan: Plan) -> Iterator[Hit]:
    """A project stands in the section of a city that does not lead it."""
    for section in plan.cities:
        for project in section.projects:
            if project.city != section.city.id:
                where = place(section.city.id, "projects", project.id, "city")
                city = said(section.city.short, section.city.id)
                yield Hit(where, name=named(project), city=city, lead=project.city)


@rule("joint-share-exceeds-total", Severity.ERROR, "docs/records.md#projects")
def joint_share_exceeds_total(plan: Plan) -> Iterator[Hit]:
    """The partners of a joint project pay more than it costs."""
    for project in plan.projects():
        shares = sum(share.amount for share in project.shares)
        if shares > project.amount():
            yield Hit(
                f"{_of(plan, project)}/shares",
                name=named(project),
                shares=f"{shares:,}",
                total=f"{project.amount():,}",
                excess=f"{shares - project.amount():,}",
            )


@rule("joint-partner-is-lead", Severity.ERROR, "docs/records.md#projects")
def joint_partner_is_lead(plan: Plan) -> Iterator[Hit]:
    """The lead city is listed among the partners, and would be counted twice."""
    for project in plan.projects():
        if any(share.city == project.city for share in project.shares):
            yield Hit(f"{_of(plan, project)}/shares", name=named(project), city=project.city)


@rule("joint-project-repeated", Severity.ERROR, "docs/records.md#projects")
def joint_project_repeated(plan: Plan) -> Iterator[Hit]:
    """A joint project stands again in a partner's section, so its money is counted twice."""
    for project in plan.projects():
        for partner in {share.city for share in project.shares} - {project.city}:
            section = plan.section(partner)
            for own in section.projects if section else ():
                if own.id != project.id and _same_name(own, project):
                    where = place(partner, "projects", own.id)
                    yield Hit(where, name=named(own), lead=project.city)


def _same_name(one: Project, other: Project) -> bool:
    """Whether two projects are called the same, but for spaces, marks and letter case."""
    names = [re.sub(r"[\W_]+", "", project.name.ko).casefold() for project in (one, other)]
    return bool(names[0]) and names[0] == names[1]


def _of(plan: Plan, project: Project) -> str:
    """The place of a project, which may stand in a section that is not its lead's."""
    holder = next(s.city.id for s in plan.cities if project in s.projects)
    return place(holder, "projects", project.id)
