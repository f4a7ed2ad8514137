"""A plan of national size: 250 cities × 60 projects × 5 years × 4 sources = 300,000 lines.

Made up from a seed, with planted faults of every kind the dozen rules look for; written as a plan
folder for us, and for the peers as one CSV of the same lines with the lists they are held against.
"""

import csv
import json
import random
from datetime import date
from pathlib import Path

from benchmarks.peers.side import COLUMNS
from mitgrim.codec import write_plan
from mitgrim.plan import (
    Action,
    Area,
    Ceiling,
    Certainty,
    City,
    CityPlan,
    FundingLine,
    FundingSource,
    Label,
    Nation,
    Period,
    Plan,
    ProgrammeLine,
    Project,
    Sector,
    Theme,
    Use,
)

PERIOD = Period(first=2018, last=2022)
SOURCES = (
    FundingSource.NATIONAL,
    FundingSource.PROVINCIAL,
    FundingSource.MUNICIPAL,
    FundingSource.PRIVATE,
)
SECTORS = {"industry": 16, "settlement": 11, "smart-city": 10, "talent": 8, "shared-growth": 8}
MILLION = 1_000_000


def national_plan(cities: int = 250, projects: int = 60, seed: int = 1) -> Plan:
    """The plan: one project in a hundred has a fault, and one ceiling is exceeded."""
    chance = random.Random(seed)
    actions = tuple(
        Action(id=f"{sector}.{n:02}", sector=sector, number=n, title=Label(ko=f"과제 {n}"))
        for sector, count in SECTORS.items()
        for n in range(1, count + 1)
    )
    lines = tuple(
        ProgrammeLine(
            id=f"line-{n}",
            name=Label(ko=f"내역사업 {n}"),
            ministry="예시 부처",
            ceilings=tuple(
                Ceiling(year=year, amount=_ceiling(n, year, cities * projects))
                for year in PERIOD.years
            ),
        )
        for n in range(3)
    )
    nation = Nation(
        id="national",
        name=Label(ko="전국 예시계획"),
        period=PERIOD,
        cities=tuple(f"c{n:03}" for n in range(cities)),
        sectors=tuple(
            Sector(id=id, number=n, name=Label(ko=id)) for n, id in enumerate(SECTORS, start=1)
        ),
        actions=actions,
        programme_lines=lines,
    )
    sections = tuple(_city(id, projects, actions, chance) for id in nation.cities)
    return Plan(nation=nation, cities=sections)


def _ceiling(line: int, year: int, projects: int) -> int:
    """Above what is planned, some 500 million won a project, but for one line in one year."""
    exceeded = (line, year) == (1, 2020)
    return projects * (400 if exceeded else 600) * MILLION


def _city(id: str, projects: int, actions: tuple[Action, ...], chance: random.Random) -> CityPlan:
    return CityPlan(
        plan="national",
        city=City(
            id=id,
            name=Label(ko=f"도시 {id}"),
            short=Label(ko=id),
            hosts=(Area(code=f"a-{id}", name=Label(ko=id)),),
        ),
        themes=(Theme(valid_from=date(2018, 1, 1), text=Label(ko=f"주제 {id}"), reason="예시"),),
        projects=tuple(_project(f"{id}-p-{n}", id, actions, chance) for n in range(projects)),
    )


def _project(id: str, city: str, actions: tuple[Action, ...], chance: random.Random) -> Project:
    use = chance.choice(list(Use))
    money = [
        FundingLine(
            year=year,
            source=source,
            use=use,
            amount=chance.randrange(1, 300) * 10 * MILLION,
            certainty=chance.choice(list(Certainty)),
            programme_line=f"line-{chance.randrange(3)}" if source is SOURCES[0] else "",
        )
        for year in PERIOD.years
        for source in SOURCES
    ]
    declared = sum(line.amount for line in money)
    action = chance.choice(actions).id
    period = PERIOD
    match chance.randrange(1_200):
        case 0:
            action = "industry.99"
        case 1:
            declared += 1
        case 2:
            period = Period(first=2018, last=2021)
        case 3:
            period = Period(first=2022, last=2018)
        case n if n < 12:
            money[n] = _spoilt(money[n], n)
            declared = sum(line.amount for line in money)
    return Project(
        id=id,
        city=city,
        name=Label(ko=f"사업 {id}"),
        action=action,
        description="예시",
        lead="예시 부서",
        owner="예시 담당",
        due=date(2022, 12, 31),
        areas=(f"a-{city}",),
        period=period,
        money=tuple(money),
        declared_total=declared,
    )


def _spoilt(line: FundingLine, how: int) -> FundingLine:
    changes: dict[int, dict[str, object]] = {
        4: {"year": 2023},
        5: {"amount": -line.amount},
        6: {"amount": 60_000_000_000_000},
        7: {"certainty": None},
        8: {"programme_line": "line-9"},
        9: {"year": line.year + 1},  # the same key as next year's line
        10: {"year": 2017},
        11: {"amount": -1},
    }
    values = {name: getattr(line, name) for name in FundingLine.__dataclass_fields__}
    return FundingLine(**(values | changes[how]))


def write(plan: Plan, folder: Path) -> None:
    """The plan as the folder `plan`, its lines as `lines.csv`, its lists as `reference.json`."""
    write_plan(plan, folder / "plan")
    nation = plan.nation
    reference = {
        "period": [nation.period.first, nation.period.last],
        "cities": nation.cities,
        "actions": {action.id: action.sector for action in nation.actions},
        "ceilings": [
            [line.id, line.source.value, ceiling.year, ceiling.amount]
            for line in nation.programme_lines
            for ceiling in line.ceilings
        ],
    }
    (folder / "reference.json").write_text(json.dumps(reference), encoding="utf-8")
    with (folder / "lines.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for project in plan.projects():
            assert project.period is not None
            head = [
                project.city, project.id, project.action, project.period.first,
                project.period.last, project.declared_total,
            ]  # fmt: skip
            for line in project.money:
                certainty = line.certainty.value if line.certainty else ""
                rows.writerow(
                    [*head, line.year, line.source.value, line.phase.value, line.use.value,
                     line.amount, certainty, line.programme_line]
                )  # fmt: skip
