"""The chapter of the forum with its programme, and of the links to other plans."""

from dataclasses import replace
from datetime import time

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
    Body,
    Bullet,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Definition,
    DefinitionList,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import Forum, Plan, PlanLink, Project, Session, UpperPlan
from mitgrim.wording import times_text


def chapter(material: Material) -> Section | None:
    words, nation = material.words, material.plan.nation
    blocks: list[Block] = [
        _forum(material, forum, number) for number, forum in enumerate(nation.forums, start=1)
    ]
    if nation.upper_plans:
        blocks.append(_links(material))
    if not blocks:
        return None
    return Section(id="discussion", heading=words("discussion.heading"), blocks=tuple(blocks))


def _forum(material: Material, forum: Forum, number: int) -> Section:
    words = material.words
    title = words.name(forum.title, forum.id)
    blocks: list[Block] = [_facts(material, forum)]
    if forum.topics:
        points = Bullets(items=_topics(forum))
        heading = words("discussion.topics")
        blocks.append(Section(id=f"forum-{number}-topics", heading=heading, blocks=(points,)))
    if forum.sessions:
        blocks.append(_programme(material, forum, number))
    return Section(id=f"forum-{number}", heading=title, blocks=tuple(blocks))


def _topics(forum: Forum) -> tuple[Bullet, ...]:
    """The topics, each with the footnotes (`* …`) that follow it."""
    found: list[Bullet] = []
    for topic in forum.topics:
        if found and topic.startswith("*"):
            found[-1] = replace(found[-1], items=(*found[-1].items, prose(topic)))
        else:
            found.append(Bullet(text=prose(topic)))
    return tuple(found)


def _attendance(forum: Forum) -> str:
    groups = [group for group in forum.attendance if not group.startswith("*")]
    footnotes = [group for group in forum.attendance if group.startswith("*")]
    return " ".join([", ".join(groups), *footnotes]).strip()


def _facts(material: Material, forum: Forum) -> DefinitionList:
    words = material.words
    starts = min((session.starts for session in forum.sessions), default=None)
    ends = max((session.ends for session in forum.sessions), default=None)
    when = words.day(forum.day, weekday=True)
    if starts and ends:
        when = f"{when} {times_text(starts, ends, words.lang)}".strip()
    said = (
        ("purpose", forum.purpose),
        ("when", " / ".join(part for part in (when, forum.place) if part)),
        ("organiser", forum.organiser),
        ("attendance", _attendance(forum)),
    )
    return DefinitionList(
        items=tuple(
            Definition(term=words(f"discussion.{term}"), text=prose(text))
            for term, text in said
            if text
        )
    )


def _programme(material: Material, forum: Forum, number: int) -> Table:
    words = material.words
    columns = (
        Column(head=words("discussion.time"), kind=ColumnKind.LABEL),
        Column(head=words("discussion.minutes"), kind=ColumnKind.LABEL),
        Column(head=words("discussion.item")),
        Column(head=words("discussion.remark")),
    )
    return Table(
        id=f"programme-{number}",
        caption=words("discussion.programme"),
        columns=columns,
        bodies=(Body(rows=tuple(_session(material, s) for s in forum.sessions)),),
        row_head=2,
        mark=marks.of(forum.provenance),
    )


def _session(material: Material, session: Session) -> Row:
    words = material.words
    minutes = _minutes(session.ends) - _minutes(session.starts)
    return marks.row_of(
        times_text(session.starts, session.ends, words.lang),
        words("discussion.duration", n=minutes) if minutes > 0 else NONE,
        Cell(text=words.name(session.title), items=session.topics),
        session.remark,
    )


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _links(material: Material) -> Section:
    words = material.words
    linked = [(p, link) for p in material.plan.projects() for link in p.links]
    blocks: list[Block] = [Paragraph(text=prose(words("discussion.links-lead", n=len(linked))))]
    blocks.append(_upper_plans(material, linked))
    if linked:
        blocks.append(_linked(material, linked))
    return Section(id="links", heading=words("discussion.links"), blocks=tuple(blocks))


def _upper_plans(material: Material, linked: list[tuple[Project, PlanLink]]) -> Table:
    words = material.words
    columns = (
        Column(head=words("discussion.plan")),
        Column(head=words("discussion.validity"), kind=ColumnKind.LABEL),
        Column(head=words("discussion.items")),
        Column(head=words("discussion.linked"), kind=ColumnKind.NUMBER),
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
            caption=words("discussion.plans-caption"),
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
        Column(head=words("discussion.plan")),
        Column(head=words("discussion.relies-on")),
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
            caption=words("discussion.links-caption"),
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
