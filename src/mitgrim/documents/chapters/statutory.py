"""The appendix of what the Act asks for, and where the plan's prose answers it."""

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Body,
    Cell,
    Column,
    ColumnKind,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import Scope, StatutoryItem, numbered


def chapter(material: Material) -> Section | None:
    words = material.words
    if not material.plan.nation.statutory_items:
        return None
    return Section(
        id="statutory",
        heading=words("statutory.heading"),
        blocks=(Paragraph(text=prose(words("statutory.lead"))), _table(material)),
    )


def _table(material: Material) -> Table:
    words = material.words
    columns = (
        Column(head=words("statutory.code"), kind=ColumnKind.LABEL),
        Column(head=words("statutory.item")),
        Column(head=words("statutory.reference")),
        Column(head=words("statutory.answered")),
    )
    items = material.plan.nation.statutory_items
    bodies = tuple(
        Body(
            head=words(f"statutory.scope-{scope.value}"),
            rows=tuple(_item(material, item) for item in items if item.scope is scope),
        )
        for scope in Scope
        if any(item.scope is scope for item in items)
    )
    return Table(
        id="statutory-items",
        caption=words("statutory.caption"),
        columns=columns,
        bodies=bodies,
        row_head=1,
    )


def _item(material: Material, item: StatutoryItem) -> Row:
    words, plan = material.words, material.plan
    if item.scope is Scope.NATION:
        answering = [
            words.name(passage.title, passage.id)
            for passage in numbered(plan.nation.passages)
            if item.code in passage.items
        ]
        answer = Cell(text=", ".join(answering) or NONE)
    else:
        count = sum(any(item.code in p.items for p in city.passages) for city in plan.cities)
        answer = Cell(text=words("statutory.cities", n=count, of=len(plan.cities)))
    return marks.row_of(
        item.code, words.name(item.title, item.code), item.reference or NONE, answer
    )
