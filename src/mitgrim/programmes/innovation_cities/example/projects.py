"""The example projects themselves: slots with money, gates, effects and links."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from mitgrim.plan import (
    Action,
    Certainty,
    Effect,
    FieldProvenance,
    FundingLine,
    JointShare,
    Period,
    PlanLink,
    Prerequisite,
    PrerequisiteKind,
    Project,
    Provenance,
    ProvenanceKind,
    Status,
    Variant,
)
from mitgrim.programmes.innovation_cities import catalogue
from mitgrim.programmes.innovation_cities.example import lines
from mitgrim.programmes.innovation_cities.example.amounts import class_splits, project_totals
from mitgrim.programmes.innovation_cities.example.outcomes import effects, scaled
from mitgrim.programmes.innovation_cities.example.slots import Slot, randomness, slots
from mitgrim.programmes.innovation_cities.reading import label, rows

BUDGET_OFFICE = "nabo-2019-accounts"
WITH_LINK = 70
WITH_VARIANTS = 20
WITH_PREREQUISITE = 30


def projects(plan: Period) -> dict[str, tuple[Project, ...]]:
    """The 131 projects by city."""
    everything = slots()
    amounts = project_totals(everything)
    splits = class_splits(everything, amounts)
    titles = {action.id: action for action in catalogue.actions()}
    by_city: dict[str, list[Project]] = {slot.city.id: [] for slot in everything}
    for slot in everything:
        money = lines.planned(slot, splits[slot.id])
        by_city[slot.city.id].append(
            _project(slot, money, amounts[slot.id], titles[slot.action], plan)
        )
    return {
        city: tuple(_after_another(project, found) for project in found)
        for city, found in by_city.items()
    }


def _project(
    slot: Slot, money: tuple[FundingLine, ...], eok: int, action: Action, plan: Period
) -> Project:
    years = lines.period(money)
    found = effects(slot, eok, years, plan)
    return Project(
        id=slot.id,
        city=slot.city.id,
        name=slot.name,
        action=slot.action,
        description=_description(slot, action),
        lead=f"{slot.city.short.ko} 혁신도시 사업 추진 기관(예시)",
        partners=_partners(slot),
        owner=f"{slot.city.short.ko} 혁신도시 사업 담당(예시)",
        due=date(years.last, 12, 31),
        areas=_areas(slot),
        status=Status.PREPARATION if years.first == plan.first else Status.IDENTIFICATION,
        period=years,
        variants=_variants(slot, money, found),
        gates=lines.gates(slot, money),
        money=(*money, *lines.centre_story()) if slot.centre else money,
        declared_total=slot.declared * lines.EOK or sum(line.amount for line in money),
        shares=_shares(slot, eok),
        effects=found,
        indicators=tuple(effect.indicator for effect in found),
        links=_links(slot),
        certainty=_mostly(money),
        notes=_notes(slot),
        provenance=_provenance(slot),
    )


def _description(slot: Slot, action: Action) -> str:
    if slot.source:
        return (
            f"사업명은 공개된 것이고, 세부과제 ‘{action.title}’에 넣은 것과 "
            "연도별·재원별 사업비는 예시입니다."
        )
    if slot.centre:
        return (
            "복합혁신센터를 짓는 사업의 예시입니다. 2018년에 교부되고 집행된 금액만 공개된 것이고, "
            "그 용도와 나머지 금액, 사전절차의 날짜는 예시입니다."
        )
    return (
        f"세부과제 ‘{action.title}’에 드는 사업의 예시입니다. "
        "사업비와 시기는 지어낸 값이며 실제 사업과 관계없습니다."
    )


def _notes(slot: Slot) -> str:
    if slot.centre:
        return "2018년에 열 도시에 10억원씩 교부되었고, 그해 집행률은 0 %였습니다."
    return ""


def _partners(slot: Slot) -> tuple[str, ...]:
    if slot.partner:
        name = next(city.short.ko for city in catalogue.cities() if city.id == slot.partner)
        return (f"{name} 혁신도시 사업 추진 기관(예시)",)
    return ("이전 공공기관(예시)",) if slot.sector.id in ("talent", "shared-growth") else ()


def _areas(slot: Slot) -> tuple[str, ...]:
    hosts = slot.city.hosts
    return (hosts[randomness("area", slot.id).randrange(len(hosts))].code,)


def _variants(
    slot: Slot, money: Sequence[FundingLine], found: Sequence[Effect]
) -> tuple[Variant, ...]:
    """Three scales for some of the projects; effects grow more slowly than the money."""
    if (
        slot.source
        or slot.centre
        or randomness("variants", slot.id).randrange(100) >= WITH_VARIANTS
    ):
        return ()
    return tuple(
        Variant(
            id=row["id"],
            name=label(row),
            money=tuple(
                replace(line, amount=int(line.amount * Decimal(row["money"]))) for line in money
            ),
            effects=scaled(found, Decimal(row["effect"])),
        )
        for row in rows("example_variants.csv")
    )


def _shares(slot: Slot, eok: int) -> tuple[JointShare, ...]:
    if not slot.partner:
        return ()
    return (JointShare(city=slot.partner, amount=eok * slot.partner_percent // 100 * lines.EOK),)


def _links(slot: Slot) -> tuple[PlanLink, ...]:
    chance = randomness("link", slot.id)
    if chance.randrange(100) >= WITH_LINK:
        return ()
    row = chance.choice([r for r in rows("example_links.csv") if r["sector"] == slot.sector.id])
    return (PlanLink(upper_plan=row["upper_plan"], item=row["item"], relies_on=row["relies_on"]),)


def _mostly(money: Sequence[FundingLine]) -> Certainty:
    """How sure the greater part of the money is; of equal parts the surer."""
    return max(
        Certainty,
        key=lambda known: sum(line.amount for line in money if line.certainty is known),
    )


def _after_another(project: Project, others: Sequence[Project]) -> Project:
    """The project, for some with a project of the city that starts sooner as its prerequisite."""
    chance = randomness("prerequisite", project.id)
    years = {before.id: before.period for before in others if before.period}
    found = [id for id in years if project.period and years[id].first < project.period.first]
    if chance.randrange(100) >= WITH_PREREQUISITE or not found or project.period is None:
        return project
    finished = [id for id in found if years[id].last < project.period.first]
    kind = PrerequisiteKind.FINISHED if finished else PrerequisiteKind.STARTED
    before = Prerequisite(project=chance.choice(finished or found), kind=kind)
    return replace(project, prerequisites=(before,))


def _provenance(slot: Slot) -> Provenance:
    """Example throughout, but for the fields that were published."""
    fields = []
    if slot.source:
        fields.append(_published("name", slot.source))
    if slot.declared:
        fields.append(_published("declared_total", slot.source))
    if slot.centre:
        fields.append(_published("notes", BUDGET_OFFICE))
    return Provenance(kind=ProvenanceKind.EXAMPLE, fields=tuple(fields))


def _published(field: str, source: str) -> FieldProvenance:
    return FieldProvenance(field=field, kind=ProvenanceKind.PUBLISHED, source=source)
