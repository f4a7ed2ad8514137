"""The chapter of the plan's prose, and where it answers what the Act asks for."""

from collections.abc import Iterator, Sequence

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
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
from mitgrim.plan import Passage, Scope, StatutoryItem, numbered


def chapter(material: Material) -> Section | None:
    words, nation = material.words, material.plan.nation
    blocks: list[Block] = list(passages(material, nation.passages, "passage"))
    if nation.statutory_items:
        blocks.append(_statutory(material))
    if not blocks:
        return None
    return Section(id="content", heading=words("content.heading"), blocks=tuple(blocks))


def passages(material: Material, some: Sequence[Passage], prefix: str) -> Iterator[Section]:
    """Passages as sections in order, a paragraph for every stretch between empty lines."""
    for number, passage in enumerate(numbered(some), start=1):
        texts = [text.strip() for text in passage.text.split("\n\n")]
        yield Section(
            id=f"{prefix}-{number}",
            heading=material.words.name(passage.title, passage.id),
            blocks=tuple(Paragraph(text=prose(text)) for text in texts if text),
            mark=marks.of(passage.provenance),
        )


def _statutory(material: Material) -> Section:
    words = material.words
    columns = (
        Column(head=words("content.code"), kind=ColumnKind.LABEL),
        Column(head=words("content.item")),
        Column(head=words("content.reference")),
        Column(head=words("content.answered")),
    )
    items = material.plan.nation.statutory_items
    bodies = tuple(
        Body(
            head=words(f"content.scope-{scope.value}"),
            rows=tuple(_item(material, item) for item in items if item.scope is scope),
        )
        for scope in Scope
        if any(item.scope is scope for item in items)
    )
    table = Table(
        id="statutory-items",
        caption=words("content.statutory-caption"),
        columns=columns,
        bodies=bodies,
        row_head=1,
    )
    return Section(id="statutory", heading=words("content.statutory"), blocks=(table,))


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
        answer = Cell(text=words("content.cities", n=count, of=len(plan.cities)))
    return marks.row_of(
        item.code, words.name(item.title, item.code), item.reference or NONE, answer
    )
