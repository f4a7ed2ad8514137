"""Faults planted into the example of 2018: each a way in which such plans really go wrong."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from mitgrim.plan import (
    CityPlan,
    FieldProvenance,
    FundingLine,
    FundingSource,
    JointShare,
    Label,
    Mapping,
    Measure,
    Observation,
    Period,
    Phase,
    Plan,
    Prerequisite,
    PrintedRow,
    PrintedShare,
    PrintedTable,
    Project,
    Provenance,
    ProvenanceKind,
    ShareKind,
    Use,
    Waiver,
)
from mitgrim.programmes.innovation_cities import innovation_cities_2018

PUBLISHED = Provenance(kind=ProvenanceKind.PUBLISHED, source="molit-2018-08-15")
Plant = Callable[[Plan, random.Random], tuple[Plan, str]]
PLANTS: list[tuple[str, Plant]] = []


@dataclass(frozen=True)
class Spot:
    """A project somewhere in the example."""

    section: CityPlan
    project: Project

    @property
    def place(self) -> str:
        return f"{self.section.city.id}/projects/{self.project.id}"


def plants(rule: str) -> Callable[[Plant], Plant]:
    def keep(plant: Plant) -> Plant:
        PLANTS.append((rule, plant))
        return plant

    return keep


def somewhere(plan: Plan, chance: random.Random, fits: Callable[[Project], object] = bool) -> Spot:
    spots = [Spot(s, own) for s in plan.cities for own in s.projects if fits(own)]
    return chance.choice(spots)


def in_section(plan: Plan, city: str, /, **changes: Any) -> Plan:
    sections = [replace(own, **changes) if own.city.id == city else own for own in plan.cities]
    return replace(plan, cities=tuple(sections))


def in_project(plan: Plan, spot: Spot, **changes: Any) -> Plan:
    projects = tuple(
        replace(own, **changes) if own.id == spot.project.id else own
        for own in spot.section.projects
    )
    return in_section(plan, spot.section.city.id, projects=projects)


def in_nation(plan: Plan, **changes: Any) -> Plan:
    return replace(plan, nation=replace(plan.nation, **changes))


def with_line(plan: Plan, spot: Spot, **changes: Any) -> Plan:
    """One planned line of the project changed, the first that is not the centre's story."""
    first = next(own for own in spot.project.money if own.phase is Phase.PLANNED)
    money = tuple(replace(own, **changes) if own is first else own for own in spot.project.money)
    return in_project(plan, spot, money=money)


def more_money(plan: Plan, spot: Spot, *lines: FundingLine) -> Plan:
    return in_project(plan, spot, money=(*spot.project.money, *lines))


def a_line(year: int, phase: Phase, amount: int, **more: Any) -> FundingLine:
    values = {"source": FundingSource.NATIONAL, "use": Use.OPERATION} | more
    return FundingLine(year=year, phase=phase, amount=amount, **values)


def two_hands(project: Project) -> bool:
    return not project.shares


@plants("attribute-missing")
def _name_lost(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return in_project(plan, spot, name=Label()), spot.place


@plants("attribute-missing-for-adoption")
def _owner_lost(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return in_project(plan, spot, owner=""), spot.place


@plants("reference-unknown")
def _action_mistyped(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return in_project(plan, spot, action="industry.99"), f"{spot.place}/action"


@plants("money-does-not-foot")
def _action_lost(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    return in_project(plan, somewhere(plan, chance), action="industry.99"), ""


@plants("id-duplicate")
def _project_copied_to_a_neighbour(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    other = chance.choice([own for own in plan.cities if own != spot.section])
    copied = (*other.projects, replace(spot.project, city=other.city.id))
    return in_section(plan, other.city.id, projects=copied), spot.place


@plants("key-duplicate")
def _line_typed_twice(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return more_money(plan, spot, spot.project.money[0]), f"{spot.place}/money"


@plants("year-outside-period")
def _year_slipped(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return with_line(plan, spot, year=2032), f"{spot.place}/money"


@plants("year-outside-project")
def _money_before_the_project(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance, lambda own: own.period and own.period.first > 2018)
    return with_line(plan, spot, year=2018), f"{spot.place}/money"


@plants("dates-reversed")
def _period_reversed(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return in_project(plan, spot, period=Period(first=2022, last=2018)), f"{spot.place}/period"


@plants("project-outside-period")
def _period_of_another_plan(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return in_project(plan, spot, period=Period(first=2023, last=2027)), f"{spot.place}/period"


@plants("amount-negative")
def _amount_negative(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return with_line(plan, spot, amount=-chance.randrange(1, 10**9)), f"{spot.place}/money"


@plants("amount-implausible")
def _thousands_twice(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return with_line(plan, spot, amount=10**14), f"{spot.place}/money"


@plants("amount-in-wrong-unit")
def _typed_in_millions(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    money = tuple(replace(own, amount=own.amount // 10**6) for own in spot.project.money)
    return in_project(plan, spot, money=money), spot.place


@plants("declared-total-differs")
def _project_forgotten(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    rest = tuple(own for own in spot.section.projects if own != spot.project)
    return in_section(plan, spot.section.city.id, projects=rest), "nation/declared"


@plants("project-total-differs")
def _printed_total_old(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return in_project(plan, spot, declared_total=spot.project.amount() + 1), spot.place


@plants("joint-share-exceeds-total")
def _partners_pay_too_much(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance, lambda own: own.city != "busan")
    share = JointShare(city="busan", amount=spot.project.amount() + 1)
    return in_project(plan, spot, shares=(share,)), f"{spot.place}/shares"


@plants("joint-partner-is-lead")
def _lead_is_partner(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    share = JointShare(city=spot.project.city, amount=1)
    return in_project(plan, spot, shares=(share,)), f"{spot.place}/shares"


@plants("project-in-wrong-section")
def _lead_mistyped(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    other = chance.choice([own.city.id for own in plan.cities if own != spot.section])
    return in_project(plan, spot, city=other), f"{spot.place}/city"


@plants("project-twice")
def _project_twice_under_two_actions(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance, two_hands)
    name = Label(ko=f" {spot.project.name.ko.replace(' ', '·')} ")
    again = replace(spot.project, id=f"{spot.project.id}x", name=name, action="talent.01")
    projects = (*spot.section.projects, again)
    return in_section(plan, spot.section.city.id, projects=projects), spot.section.city.id


@plants("money-before-gate")
def _gate_delayed(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance, lambda own: any(gate.kind == "design" for gate in own.gates))
    gates = tuple(
        replace(own, planned=date(2022, 12, 30)) if own.kind == "design" else own
        for own in spot.project.gates
    )
    return in_project(plan, spot, gates=gates), spot.place


@plants("gate-missing")
def _gate_forgotten(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    builds = lambda own: any(line.use is Use.WORKS for line in own.money)  # noqa: E731
    spot = somewhere(plan, chance, builds)
    return in_project(plan, spot, gates=()), spot.place


@plants("gate-dates-impossible")
def _gate_after_the_end(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance, lambda own: own.gates)
    gates = (replace(spot.project.gates[0], planned=date(2031, 1, 1)), *spot.project.gates[1:])
    return in_project(plan, spot, gates=gates), spot.place


@plants("start-before-prerequisite")
def _start_too_early(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    late = lambda own: own.period and own.period.last == 2022  # noqa: E731
    spot, first = somewhere(plan, chance), somewhere(plan, chance, late)
    needs = (Prerequisite(project=first.project.id),)
    return in_project(plan, spot, prerequisites=needs), spot.place


@plants("prerequisite-cycle")
def _each_waits_for_the_other(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    section = chance.choice(plan.cities)
    one, other = chance.sample(section.projects, 2)
    waits = {one.id: other.id, other.id: one.id}
    projects = tuple(
        replace(own, prerequisites=(Prerequisite(project=waits[own.id]),))
        if own.id in waits
        else own
        for own in section.projects
    )
    return in_section(plan, section.city.id, projects=projects), section.city.id


@plants("execution-behind")
def _little_was_spent(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    lines = [a_line(2020, phase, amount) for phase, amount in _LADDER.items()]
    return more_money(plan, spot, *lines), spot.place


_LADDER = {Phase.APPROPRIATED: 10**9, Phase.DISBURSED: 10**9, Phase.EXECUTED: 10**8}


@plants("ladder-broken")
def _more_spent_than_sent(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    lines = (a_line(2020, Phase.DISBURSED, 10**9), a_line(2020, Phase.EXECUTED, 2 * 10**9))
    return more_money(plan, spot, *lines), spot.place


@plants("line-vanished")
def _appropriated_but_never_sent(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    lines = (
        a_line(2020, Phase.APPROPRIATED, 10**9),
        a_line(2020, Phase.APPROPRIATED, 10**9, source=FundingSource.FUND),
        a_line(2020, Phase.DISBURSED, 10**9),
    )
    return more_money(plan, spot, *lines), spot.place


@plants("certainty-missing")
def _certainty_lost(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    national = lambda own: own.money[0].source is FundingSource.NATIONAL  # noqa: E731
    spot = somewhere(plan, chance, national)
    return with_line(plan, spot, certainty=None), spot.place


@plants("ceiling-exceeded")
def _ceiling_broken(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    line = a_line(2019, Phase.PLANNED, 10**12, programme_line="innovation-centre")
    return more_money(plan, spot, line), "nation/programme_lines/innovation-centre"


@plants("ratio-exceeded")
def _state_pays_too_much(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    share = spot.project.amount() * 9
    line = a_line(2018, Phase.PLANNED, share, programme_line="innovation-centre")
    return more_money(plan, spot, line), spot.place


@plants("crosswalk-double-counting")
def _shares_above_one(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    return _with_mapping(plan, chance, Decimal("0.7"))


@plants("crosswalk-incomplete")
def _shares_below_one(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    return _with_mapping(plan, chance, Decimal("0.3"))


def _with_mapping(plan: Plan, chance: random.Random, share: Decimal) -> tuple[Plan, str]:
    """Two mappings of one project, so that its shares sum to twice the given one."""
    item = somewhere(plan, chance).project.id
    nodes = ("field-settlement", "field-specialisation")
    extra = tuple(Mapping(item=item, node=node, share=share) for node in nodes)
    crosswalks = tuple(
        replace(own, mappings=(*own.mappings, *extra)) if own.tree == "three-fields" else own
        for own in plan.nation.crosswalks
    )
    return in_nation(plan, crosswalks=crosswalks), "nation/crosswalks/three-fields"


@plants("action-uncovered")
def _action_without_project(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    action = chance.choice([own for own in plan.nation.actions if own.title])
    for section in plan.cities:
        kept = tuple(
            own
            for own in section.projects
            if action.id != own.action and action.id not in own.other_actions
        )
        plan = in_section(plan, section.city.id, projects=kept)
    return plan, "nation/actions"


@plants("source-missing")
def _published_without_source(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    nowhere = Provenance(kind=ProvenanceKind.PUBLISHED)
    return in_project(plan, spot, provenance=nowhere), f"{spot.place}/provenance"


@plants("provenance-field-unknown")
def _field_mistyped(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    wrong = FieldProvenance(field="monye", kind=ProvenanceKind.EXAMPLE)
    changed = replace(spot.project.provenance, fields=(wrong,))
    return in_project(plan, spot, provenance=changed), f"{spot.place}/provenance"


@plants("city-missing")
def _city_not_handed_in(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    gone = chance.choice(plan.cities)
    return replace(plan, cities=tuple(own for own in plan.cities if own != gone)), "nation/cities"


@plants("section-of-another-plan")
def _section_of_last_time(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    city = chance.choice(plan.cities).city.id
    return in_section(plan, city, plan="innovation-cities-2013"), f"{city}/plan"


@plants("personal-data")
def _resident_number(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    number = f"8{chance.randrange(10)}0101-1{chance.randrange(10**6):06}"
    return in_project(plan, spot, notes=f"담당 홍길동 {number}"), spot.place


@plants("personal-contact")
def _telephone(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    text = f"문의 010-{chance.randrange(10**4):04}-{chance.randrange(10**4):04}"
    return in_project(plan, spot, description=text), spot.place


@plants("figure-unknown")
def _figure_of_a_lost_project(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    text = "이 사업은 [[사업 busan-p-999999 사업비]]을(를) 쓴다."
    return in_project(plan, spot, description=text), spot.place


@plants("figure-typed-by-hand")
def _total_typed_by_hand(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    whole = lambda own: own.amount() % 10**8 == 0 and own.amount() >= 10**10  # noqa: E731
    spot = somewhere(plan, chance, whole)
    text = f"총사업비 {spot.project.amount() // 10**8:,}억원을 들인다."
    return in_project(plan, spot, description=text), spot.place


@plants("printed-share-wrong")
def _growth_of_the_end_value(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    base, part = chance.randrange(10_000, 99_999), chance.randrange(5_000, 9_999)
    printed = PrintedShare(
        id="growth",
        title=Label(ko="늘어난 주택"),
        kind=ShareKind.GROWTH,
        part=Decimal(part),
        base=Decimal(base),
        unit="호",
        percent=round(Decimal(100 * part) / (base + part), 1),
        provenance=PUBLISHED,
    )
    return in_nation(plan, printed_shares=(printed,)), "nation/printed_shares/growth"


@plants("printed-table-does-not-foot")
def _table_off_by_more_than_rounding(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    cells = [Decimal(chance.randrange(100, 900)) for _ in range(4)]
    rows = tuple(
        PrintedRow(id=f"row-{n}", number=n, label=Label(ko=f"행 {n}"), cells=(cell,))
        for n, cell in enumerate(cells, start=1)
    )
    table = PrintedTable(
        id="money",
        title=Label(ko="사업비"),
        unit="억원",
        columns=("사업비",),
        rows=rows,
        total=(sum(cells, Decimal(chance.randrange(20, 90))),),
        provenance=PUBLISHED,
    )
    return in_nation(plan, printed_tables=(table,)), "nation/printed_tables/money"


@plants("unit-implausible-between-areas")
def _square_kilometres(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    """Population typed in thousands for one area: a factor of 1,000 off all others."""
    section = chance.choice([own for own in plan.cities if len(own.city.hosts) == 1])
    observed = tuple(
        replace(own, value=own.value / 1000)
        if (own.statistic, own.year) == ("population", 2020)
        else own
        for own in section.observations
    )
    return in_section(plan, section.city.id, observations=observed), section.city.id


@plants("values-conflict")
def _two_sources_differ(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    section = chance.choice(plan.cities)
    known = chance.choice([own for own in section.observations if own.year == 2020])
    other = Observation(
        statistic=known.statistic,
        area=known.area,
        year=known.year,
        value=known.value * 2,
        source="molit-2018-08-15",
    )
    observed = (*section.observations, other)
    return in_section(plan, section.city.id, observations=observed), section.city.id


@plants("sector-without-indicator")
def _sector_unmeasured(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    sector = chance.choice(plan.nation.sectors).id
    plan = in_nation(
        plan, indicators=tuple(own for own in plan.nation.indicators if own.sector != sector)
    )
    for section in plan.cities:
        kept = tuple(own for own in section.indicators if own.sector != sector)
        plan = in_section(plan, section.city.id, indicators=kept)
    return plan, ""


@plants("target-against-direction")
def _target_below_the_baseline(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    section = chance.choice([own for own in plan.cities if own.indicators])
    first, *rest = section.indicators
    assert first.baseline
    worse = Measure(year=2022, value=first.baseline.value - 1, evidence="예시")
    changed = (replace(first, target=worse), *rest)
    return in_section(plan, section.city.id, indicators=changed), section.city.id


@plants("link-item-of-another-plan")
def _item_of_another_plan(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance, lambda own: own.links)
    link = spot.project.links[0]
    foreign = next(
        item.id
        for upper in plan.nation.upper_plans
        for item in upper.items
        if upper.id != link.upper_plan
    )
    links = (replace(link, item=foreign), *spot.project.links[1:])
    return in_project(plan, spot, links=links), spot.place


@plants("statute-incomplete")
def _passage_forgotten(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    kept = tuple(own for own in plan.nation.passages if "N7" not in own.items)
    return in_nation(plan, passages=kept), "nation"


@plants("body-not-valid")
def _body_of_yesterday(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    spot = somewhere(plan, chance)
    return in_project(plan, spot, partners=("지역발전위원회",)), spot.place


@plants("waiver-without-reason")
def _waived_without_a_reason(plan: Plan, chance: random.Random) -> tuple[Plan, str]:
    city = chance.choice(plan.cities).city.id
    waiver = Waiver(check="money-before-gate", place=city)
    return in_section(plan, city, waivers=(waiver,)), f"{city}/waivers"


def example() -> Plan:
    """The example as it is shipped."""
    return innovation_cities_2018()
