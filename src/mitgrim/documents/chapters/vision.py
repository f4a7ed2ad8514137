"""The first chapter: what the plan is for, the plan in numbers, and its goals."""

from collections.abc import Mapping

from mitgrim.checks import Severity
from mitgrim.documents import marks
from mitgrim.documents.chapters import passages
from mitgrim.documents.chapters.declared import printed
from mitgrim.documents.chapters.indicators import measure_cell
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Body,
    Bullet,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    prose,
)
from mitgrim.documents.words import NONE
from mitgrim.plan import Dimension, Indicator, ProvenanceKind, numbered
from mitgrim.plan.totals import UNKNOWN


def chapter(material: Material) -> Section:
    words = material.words
    goals = _goals(material)
    return Section(
        id="vision",
        heading=words("vision.heading"),
        blocks=(
            _glance(material),
            *passages.of_the_whole(material),
            *([goals] if goals else []),
        ),
    )


def _glance(material: Material) -> Section:
    return Section(
        id="glance",
        heading=material.words("vision.glance"),
        blocks=(key_figures(material), Bullets(items=tuple(_points(material)))),
    )


def key_figures(material: Material) -> KeyFigures:
    """The few numbers of the whole plan."""
    words, totals, nation = material.words, material.totals, material.plan.nation
    items = (
        KeyFigure(
            label=words("vision.total"),
            value=words.prose(totals.total),
            under=_published_total(material) or words.years(nation.period),
            mark=marks.money_mark(material.projects),
        ),
        KeyFigure(
            label=words("vision.projects"),
            value=words("vision.count", n=totals.projects),
            under=words.years(nation.period),
            mark=marks.combined(marks.of(project.provenance) for project in material.projects),
        ),
        KeyFigure(
            label=words("vision.cities"),
            value=words("vision.places", n=len(nation.cities)),
            under=words("vision.sections", n=len(material.plan.cities)),
        ),
        KeyFigure(
            label=words("vision.actions"),
            value=words("vision.count", n=len(nation.actions)),
            under=words("vision.sectors", n=len(nation.sectors)),
        ),
    )
    return KeyFigures(items=items)


def _published_total(material: Material) -> str:
    """The total as it was announced, beside the one that is computed."""
    for total in material.plan.nation.declared:
        published = total.provenance.kind is ProvenanceKind.PUBLISHED
        if total.dimension is Dimension.TOTAL and published and total.unit.value.endswith("won"):
            return material.words("vision.published", value=printed(total, material.words))
    return ""


def _points(material: Material) -> list[Bullet]:
    words, nation = material.words, material.plan.nation
    said = [
        words(
            "vision.point-projects",
            cities=len(nation.cities),
            sectors=len(nation.sectors),
            actions=len(nation.actions),
            projects=material.totals.projects,
        )
    ]
    if sources := _shares(material, material.by_class(), material.class_names()):
        said.append(words("vision.point-sources", parts=sources))
    tree = material.adopted_tree
    if tree is not None:
        names = {node.id: words.name(node.name, node.id) for node in numbered(tree.nodes)}
        parts = _shares(material, material.totals.by_tree.get(tree.id, {}), names)
        said += [words("vision.point-fields", tree=words.name(tree.name), parts=parts)]
    bullets = [Bullet(text=prose(text)) for text in said]
    more = Run(text=words("vision.more"), target="findings")
    return [*bullets, Bullet(text=prose(f"{_checked(material)} ", more))]


def _shares(material: Material, won: Mapping[str, int], names: Mapping[str, str]) -> str:
    """`국비 1조 7,150억원(39.9%), 지방비 …`, largest precision that a sentence bears."""
    words, whole = material.words, material.totals.total
    if not whole:
        return ""
    return ", ".join(
        words(
            "money.part",
            name=names.get(key, material.unknown),
            amount=words.prose(amount),
            share=words.share(amount, whole),
        )
        for key, amount in won.items()
        if amount or key != UNKNOWN
    )


def _checked(material: Material) -> str:
    open_ = [finding for finding in material.findings if finding.waived is None]
    counts = {
        severity: sum(finding.severity is severity for finding in open_) for severity in Severity
    }
    return material.words(
        "vision.point-findings",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
        waived=len(material.findings) - len(open_),
    )


def _goals(material: Material) -> Section | None:
    """What the plan's indicators are to reach; how, is said in the chapter of the outcomes."""
    words = material.words
    aimed = [one for one in material.plan.nation.indicators if one.target]
    if not aimed:
        return None
    columns = (
        Column(head=words("indicators.name")),
        Column(head=words("indicators.unit"), kind=ColumnKind.LABEL),
        Column(head=words("indicators.baseline"), kind=ColumnKind.NUMBER),
        Column(head=words("indicators.target"), kind=ColumnKind.NUMBER),
    )
    table = Table(
        id="goals",
        caption=words("vision.goals-caption"),
        columns=columns,
        bodies=(Body(rows=tuple(_goal(material, one) for one in aimed)),),
    )
    lead = words("vision.goals-lead", n=len(aimed), year=material.plan.nation.period.last)
    more = Run(text=words("vision.goals-more"), target="outcomes")
    return Section(
        id="goal-section",
        heading=words("vision.goals"),
        blocks=(Paragraph(text=prose(f"{lead} ", more)), marks.settled(table)),
    )


def _goal(material: Material, one: Indicator) -> Row:
    words = material.words
    return marks.row_of(
        Cell(text=words.name(one.name, one.id), mark=marks.of(one.provenance, "name")),
        one.unit or NONE,
        measure_cell(material, one, "baseline", one.baseline),
        measure_cell(material, one, "target", one.target),
    )
