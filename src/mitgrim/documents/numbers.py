"""Display numbers of projects: 부산 1-3 is the third project of Busan's first sector.

They are computed for each document and stored nowhere; a project's id stays what it is.
"""

import re
from collections import Counter

from mitgrim.documents.words import Words
from mitgrim.plan import City, CityPlan, Nation, Plan, Project, is_id, sector_of_action


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


def project_numbers(plan: Plan, words: Words) -> dict[str, str]:
    """The display number of every project, by its id."""
    numbers = {sector.id: sector.number for sector in plan.nation.sectors}
    sectors = sector_of_action(plan.nation)
    shown: dict[str, str] = {}
    for section in plan.cities:
        so_far: Counter[int] = Counter()
        for project in ordered_projects(plan.nation, section):
            sector = numbers.get(sectors.get(project.action, ""), 0)
            so_far[sector] += 1
            shown[project.id] = f"{city_name(section.city, words)} {sector}-{so_far[sector]}"
    return shown


def city_name(city: City, words: Words) -> str:
    """What a city is called in tables and charts."""
    return words.name(city.short) or words.name(city.name) or city.id


def anchor(kind: str, id: str) -> str:
    """Where links to a record lead; an id that is none leads nowhere."""
    return f"{kind}-{id}" if is_id(id) else ""


def _natural(text: str) -> list[tuple[int, str]]:
    """`예시사업 2` before `예시사업 10`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
