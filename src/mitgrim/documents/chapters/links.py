"""The chapter of the links to other plans, above this one and beside it."""

from mitgrim.documents import marks
from mitgrim.documents.chapters import passages
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
    Body,
    Cell,
    Column,
    ColumnKind,
    Paragraph,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import Plan, PlanLink, Project, UpperPlan


def chapter(material: Material) -> Section | None:
    words = material.words
    blocks: list[Block] = [*passages.of_chapter(material, "links")]
    linked = [(p, link) for p in material.plan.projects() for link in p.links]
    if material.plan.nation.upper_plans:
        lead = Paragraph(text=prose(words("links.lead", n=len(linked))))
        blocks.append(
            Section(
                id="plans-above",
                heading=words("links.plans"),
                blocks=(lead, _upper_plans(material, linked)),
            )
        )
    if linked:
        blocks.append(
            Section(
                id="by-project",
                heading=words("links.by-project"),
                blocks=(_linked(material, linked),),
            )
        )
    if not blocks:
        return None
    return Section(id="links", heading=words("links.heading"), blocks=tuple(blocks))


def _upper_plans(material: Material, linked: list[tuple[Project, PlanLink]]) -> Table:
    words = material.words
    columns = (
        Column(head=words("links.plan")),
        Column(head=words("links.validity"), kind=ColumnKind.LABEL),
        Column(head=words("links.items")),
        Column(head=words("links.linked"), kind=ColumnKind.NUMBER),
    )
    rows = [
        marks.row_of(
            words.name(upper.name, upper.id),
            _validity(upper),
            Cell(text="" if upper.items else NONE, items=_items(material, upper)),
            words.count(len({p.id for p, link in linked if link.upper_plan == upper.id})),
            mark=marks.of(upper.provenance),
        )
        for upper in material.plan.nation.upper_plans
    ]
    return marks.settled(
        Table(
            id="upper-plans",
            caption=words("links.plans-caption"),
            columns=columns,
            bodies=(Body(rows=tuple(rows)),),
        )
    )


def _validity(upper: UpperPlan) -> str:
    years = [str(year) if year else "" for year in (upper.valid_from, upper.valid_to)]
    return "–".join(years) if any(years) else NONE


def _items(material: Material, upper: UpperPlan) -> tuple[str, ...]:
    return tuple(material.words.name(item.title, item.id) for item in upper.items)


def _linked(material: Material, linked: list[tuple[Project, PlanLink]]) -> Table:
    words = material.words
    columns = (
        Column(head=words("projects.number"), kind=ColumnKind.LABEL),
        Column(head=words("projects.name")),
        Column(head=words("links.plan")),
        Column(head=words("links.relies-on")),
    )
    rows = [
        marks.row_of(
            Cell(
                text=material.numbers.get(project.id, NONE),
                target=material.project_anchor(project.id),
            ),
            words.name(project.name, project.id),
            Cell(text=_plan(material, link), under=_item(material.plan, material, link)),
            link.relies_on or NONE,
            mark=marks.of(project.provenance, "links"),
        )
        for project, link in _in_order(material, linked)
    ]
    return marks.settled(
        Table(
            id="plan-links",
            caption=words("links.links-caption"),
            columns=columns,
            bodies=(Body(rows=tuple(rows)),),
            row_head=1,
        )
    )


def _in_order(
    material: Material, linked: list[tuple[Project, PlanLink]]
) -> list[tuple[Project, PlanLink]]:
    places = {id: place for place, id in enumerate(material.numbers)}
    return sorted(linked, key=lambda pair: places.get(pair[0].id, len(places)))


def _upper(plan: Plan, link: PlanLink) -> UpperPlan | None:
    return next((u for u in plan.nation.upper_plans if u.id == link.upper_plan), None)


def _plan(material: Material, link: PlanLink) -> str:
    upper = _upper(material.plan, link)
    return material.words.name(upper.name, upper.id) if upper else link.upper_plan


def _item(plan: Plan, material: Material, link: PlanLink) -> str:
    upper = _upper(plan, link)
    found = next((item for item in upper.items if item.id == link.item), None) if upper else None
    return material.words.name(found.title, found.id) if found else link.item
