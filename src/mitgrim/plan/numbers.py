"""Display numbers of projects: 부산 1-3 is the third project of Busan's first sector.

They are computed from what a plan holds now and stored nowhere; a project's id stays what it is.
"""

import re
from collections import Counter

from mitgrim.plan.cities import City, CityPlan
from mitgrim.plan.plan import Nation, Plan
from mitgrim.plan.projects import Project
from mitgrim.plan.records import Label
from mitgrim.plan.totals import sector_of_action


def display_numbers(plan: Plan) -> dict[str, Label]:
    """The display number of every project, by its id."""
    shown: dict[str, Label] = {}
    for section in plan.cities:
        shown |= section_numbers(plan.nation, section)
    return shown


def section_numbers(nation: Nation, section: CityPlan) -> dict[str, Label]:
    """The display numbers of one city's projects, which need no other city's section.

    They are in the order of `ordered_projects`.
    """
    numbers = {sector.id: sector.number for sector in nation.sectors}
    sectors = sector_of_action(nation)
    city = city_label(section.city)
    so_far: Counter[int] = Counter()
    shown: dict[str, Label] = {}
    for project in ordered_projects(nation, section):
        sector = numbers.get(sectors.get(project.action, ""), 0)
        so_far[sector] += 1
        number = f"{sector}-{so_far[sector]}"
        shown[project.id] = Label(ko=f"{city.ko} {number}", en=f"{city.en} {number}")
    return shown


def ordered_projects(nation: Nation, section: CityPlan) -> list[Project]:
    """A city's projects by sector and action, then as their names count."""
    sectors = {sector.id: sector.number for sector in nation.sectors}
    actions = {action.id: action for action in nation.actions}

    def place(project: Project) -> tuple[int, int, list[tuple[int, str]], str]:
        action = actions.get(project.action)
        sector = sectors.get(action.sector, 0) if action else 0
        number = action.number if action else 0
        return sector, number, _natural(str(project.name)), project.id

    return sorted(section.projects, key=place)


def city_label(city: City) -> Label:
    """What a city is called in tables and charts, in both languages, whatever it lacks."""
    short, name = city.short, city.name
    return Label(
        ko=short.ko or short.en or name.ko or name.en or city.id,
        en=short.en or short.ko or name.en or name.ko or city.id,
    )


def _natural(text: str) -> list[tuple[int, str]]:
    """`예시사업 2` before `예시사업 10`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
