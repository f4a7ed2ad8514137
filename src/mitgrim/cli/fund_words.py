"""What `mitgrim fund` calls limits, groups, projects, scales and shares."""

import math
from typing import TYPE_CHECKING

from mitgrim.cli.console import Console
from mitgrim.plan import FundingSource, Label, Plan, Project, city_label, label_of
from mitgrim.wording import Lang, prose_amount

if TYPE_CHECKING:
    from mitgrim.funding.problem import Limit, Problem


def share_text(number: float) -> str:
    """A share of one as a percentage; a dash for what is not known."""
    return f"{number:.2%}" if math.isfinite(number) else "—"


def limit_text(console: Console, plan: Plan, limit: "Limit") -> str:
    """A limit in words: `국비 2019년`, `시·군·구비 제주 2021년까지`."""
    lang = console.lang
    lines = {own.id: own.name for own in plan.nation.programme_lines}
    year = "fund.up-to" if limit.carried else "fund.in"
    parts = (
        in_words(label_of(FundingSource(limit.source)), lang),
        city_text(plan, limit.city, lang),
        (in_words(lines[limit.line], lang) or limit.line) if limit.line else "",
        console.text(year, year=str(limit.year)) if limit.year else "",
    )
    return " ".join(part for part in parts if part)


def limit_json(limit: "Limit") -> dict[str, object]:
    """A limit for machines."""
    return {
        "source": limit.source,
        "year": limit.year,
        "city": limit.city,
        "line": limit.line,
        "carried": limit.carried,
    }


def option_json(problem: "Problem", option: int) -> dict[str, object]:
    """The option that a project takes, for machines."""
    return {
        "id": problem.projects[problem.project[option]],
        "variant": problem.variants[problem.variant[option]],
        "start": int(problem.start[option]),
    }


def heading(console: Console, message: str, count: int = 0) -> None:
    """An empty line and a line in bold."""
    console.line("")
    console.say(message, style="bold", count=count)


def project_text(console: Console, project: Project) -> str:
    """A project's name and the id by which it can be asked about."""
    name = in_words(project.name, console.lang)
    return f"{name} ({project.id})" if name else project.id


def option_values(
    console: Console, project: Project, problem: "Problem", option: int
) -> dict[str, str]:
    """An option as values of a message: its scale, first year and amount."""
    return {
        "scale": variant_text(console, project, problem.variants[problem.variant[option]]),
        "year": str(problem.start[option]),
        "amount": prose_amount(round(problem.cost[option]), console.lang),
    }


def group_text(console: Console, plan: Plan, kind: str, id: str) -> str:
    """A group in words: the name of its city, sector or action."""
    lang = console.lang
    if kind == "city":
        return city_text(plan, id, lang)
    sectors = {own.id: own.name for own in plan.nation.sectors}
    actions = {own.id: own.title for own in plan.nation.actions}
    return in_words((sectors if kind == "sector" else actions).get(id, Label()), lang) or id


def city_and_name(console: Console, plan: Plan, project: Project) -> tuple[str, str]:
    """A project's city and its name, as two cells of a table."""
    lang = console.lang
    return city_text(plan, project.city, lang), in_words(project.name, lang) or project.id


def city_text(plan: Plan, id: str, lang: Lang) -> str:
    """What a city is called, or what stands for one that the plan does not have."""
    section = plan.section(id)
    return in_words(city_label(section.city), lang) if section else id


def variant_text(console: Console, project: Project, id: str) -> str:
    """What a scale of a project is called."""
    found = next((own for own in project.variants if own.id == id), None)
    if found is None:
        return console.text("fund.as-planned")
    return in_words(found.name, console.lang) or id


def in_words(label: Label, lang: Lang) -> str:
    """A label in one language; its Korean where it has no English."""
    return (label.en or label.ko) if lang == Lang.EN else label.ko
