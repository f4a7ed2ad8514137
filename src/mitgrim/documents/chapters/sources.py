"""The appendix of sources, and which records are published and which made up."""

from collections.abc import Iterator

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Body,
    Cell,
    Column,
    ColumnKind,
    Mark,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import Plan, Source


def chapter(material: Material) -> Section | None:
    words = material.words
    if not material.plan.nation.sources:
        return None
    blocks = (Paragraph(text=prose(words("sources.lead"))), _sources(material))
    return Section(id="sources", heading=words("sources.heading"), blocks=blocks)


def record_marks(plan: Plan) -> Iterator[tuple[str, Mark]]:
    """Where each record comes from, by the name of its collection."""
    nation = plan.nation
    for section in plan.cities:
        yield from (("themes", marks.of(theme.provenance)) for theme in section.themes)
        yield from (("institutions", marks.of(i.provenance)) for i in section.institutions)
        yield from (("passages", marks.of(passage.provenance)) for passage in section.passages)
        yield from (("indicators", marks.of(one.provenance)) for one in section.indicators)
    yield from (("actions", marks.of(action.provenance)) for action in nation.actions)
    for project in plan.projects():
        yield "projects", marks.of(project.provenance)
        yield "amounts", marks.of(project.provenance, "money")
    yield from (("indicators", marks.of(one.provenance)) for one in nation.indicators)
    yield from (("statistics", marks.of(one.provenance)) for one in nation.statistics)
    yield from (("stages", marks.of(stage.provenance)) for stage in nation.stages)
    yield from (("forums", marks.of(forum.provenance)) for forum in nation.forums)
    yield from (("upper-plans", marks.of(upper.provenance)) for upper in nation.upper_plans)
    yield from (("crosswalks", marks.of(one.provenance)) for one in nation.crosswalks)
    yield from (("declared", marks.of(one.provenance)) for one in nation.declared)
    yield from (("passages", marks.of(passage.provenance)) for passage in nation.passages)


def has_examples(plan: Plan) -> bool:
    """Whether anything in the plan is made up, so that a document must say so."""
    return any(mark is Mark.EXAMPLE for _, mark in record_marks(plan))


def kinds(material: Material) -> Table:
    """How many records of each kind are published, made up, and typed here."""
    words = material.words
    counts: dict[str, dict[Mark, int]] = {}
    for kind, mark in record_marks(material.plan):
        own = counts.setdefault(kind, dict.fromkeys(Mark, 0))
        own[mark] += 1
    rows = [
        marks.row_of(
            words(f"sources.kind-{kind}"),
            *(words.count(own[mark]) for mark in Mark),
            words.count(sum(own.values())),
        )
        for kind, own in counts.items()
    ]
    columns = (
        Column(head=words("sources.kind")),
        *(Column(head=words.choice(mark), kind=ColumnKind.NUMBER) for mark in Mark),
        Column(head=words("table.total"), kind=ColumnKind.NUMBER),
    )
    return Table(
        id="provenance",
        caption=words("sources.kinds-caption"),
        unit=words.unit_of(words("sources.records")),
        columns=columns,
        bodies=(Body(rows=tuple(rows)),),
    )


def _sources(material: Material) -> Table:
    words = material.words
    columns = (
        Column(head=words("sources.title")),
        Column(head=words("sources.publisher")),
        Column(head=words("sources.published"), kind=ColumnKind.LABEL),
        Column(head=words("sources.confidence"), kind=ColumnKind.LABEL),
    )
    return Table(
        id="source-list",
        caption=words("sources.caption"),
        columns=columns,
        bodies=(Body(rows=tuple(_source(material, s) for s in material.plan.nation.sources)),),
    )


def _source(material: Material, source: Source) -> Row:
    words = material.words
    under = " · ".join(part for part in (source.address, source.licence) if part)
    return marks.row_of(
        Cell(text=words.name(source.title, source.id), under=under),
        source.publisher or NONE,
        words.day(source.published) or NONE,
        words.choice(source.confidence) if source.confidence else NONE,
    )
