"""Totals as they were printed elsewhere, beside what this plan's money sums to."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from mitgrim.documents import marks
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import Body, Cell, Column, ColumnKind, Row, Section, Table
from mitgrim.documents.words import NONE, Words
from mitgrim.plan import DeclaredTotal, DeclaredUnit, Dimension, label_of, numbered
from mitgrim.wording import (
    HUNDRED_MILLION,
    MILLION,
    THOUSAND,
    TRILLION,
    WON,
    MoneyUnit,
    rounded_amount,
)

_UNITS: Final = {
    DeclaredUnit.WON: WON,
    DeclaredUnit.THOUSAND: THOUSAND,
    DeclaredUnit.MILLION: MILLION,
    DeclaredUnit.EOK: HUNDRED_MILLION,
    DeclaredUnit.JO: TRILLION,
}
# A slip of the keyboard, not an amount: beyond it nothing is computed, only shown.
_LARGEST: Final = 18
_MOST_PLACES: Final = 6


def section(material: Material) -> Section | None:
    """Every declared total of the nation with the computed one at the same precision."""
    words = material.words
    declared = material.plan.nation.declared
    if not declared:
        return None
    columns = (
        Column(head=words("declared.what")),
        Column(head=words("declared.item")),
        Column(head=words("declared.printed"), kind=ColumnKind.NUMBER),
        Column(head=words("declared.computed"), kind=ColumnKind.NUMBER),
        Column(head=words("declared.agrees"), kind=ColumnKind.LABEL),
    )
    table = Table(
        id="declared-totals",
        caption=words("declared.caption"),
        columns=columns,
        bodies=(Body(rows=tuple(_row(material, total) for total in _in_order(material))),),
        row_head=1,
        notes=(words("declared.note"),),
    )
    return Section(id="declared", heading=words("declared.heading"), blocks=(marks.settled(table),))


def printed(total: DeclaredTotal, words: Words) -> str:
    """A declared total as it was printed, in its own unit and with its own decimals."""
    return _said(total.value, total, words)


def _row(material: Material, total: DeclaredTotal) -> Row:
    words = material.words
    value = _computed(material, total)
    agrees = value is not None and value == _rounded(total.value, total)
    return marks.row_of(
        words.name(label_of(total.dimension)),
        _item(material, total),
        Cell(text=printed(total, words), mark=marks.of(total.provenance)),
        NONE if value is None else _said(value, total, words),
        words("declared.yes") if agrees else words("declared.no"),
    )


def _said(value: Decimal, total: DeclaredTotal, words: Words) -> str:
    if not value.is_finite() or value.adjusted() > _LARGEST:
        return str(value)
    unit = _UNITS.get(total.unit)
    if unit is not None:
        return rounded_amount(int(value * unit.factor), unit, _places(total), words.lang)
    number = f"{value:,.{_places(total)}f}"
    return f"{number}%" if total.unit is DeclaredUnit.PERCENT else words("declared.n", n=number)


def _computed(material: Material, total: DeclaredTotal) -> Decimal | None:
    """What the plan's money gives for a declared total, rounded as that was printed."""
    if total.unit is DeclaredUnit.PROJECTS:
        count = _projects(material, total)
        return None if count is None else Decimal(count)
    won = _won(material, total)
    whole = material.totals.total
    if won is None or (total.unit is DeclaredUnit.PERCENT and not whole):
        return None
    unit = _UNITS.get(total.unit)
    exact = (
        Fraction(won, unit.factor) if isinstance(unit, MoneyUnit) else Fraction(100 * won, whole)
    )
    return _rounded(Decimal(exact.numerator) / Decimal(exact.denominator), total)


def _rounded(value: Decimal, total: DeclaredTotal) -> Decimal:
    if not value.is_finite() or value.adjusted() > _LARGEST:
        return value
    return value.quantize(Decimal(1).scaleb(-_places(total)), rounding=ROUND_HALF_UP)


def _places(total: DeclaredTotal) -> int:
    return min(max(total.places, 0), _MOST_PLACES)


def _won(material: Material, total: DeclaredTotal) -> int | None:
    return _sums(material, total).get(total.item)


def _sums(material: Material, total: DeclaredTotal) -> dict[str, int]:
    """The computed totals of a dimension by item, in the plan's own order."""
    totals = material.totals
    by: dict[Dimension, dict[str, int]] = {
        Dimension.TOTAL: {total.item: totals.total},
        Dimension.YEAR: {str(year): won for year, won in totals.by_year.items()},
        Dimension.SOURCE: totals.by_source,
        Dimension.SOURCE_CLASS: material.by_class(),
        Dimension.CITY: totals.by_city,
        Dimension.SECTOR: totals.by_sector,
        Dimension.TREE: totals.by_tree.get(total.tree, {}),
    }
    return by[total.dimension]


def _in_order(material: Material) -> list[DeclaredTotal]:
    """By dimension, then as the plan orders the items, money before shares and counts."""
    dimensions, units = list(Dimension), list(DeclaredUnit)

    def place(total: DeclaredTotal) -> tuple[int, str, int, str, int]:
        items = list(_sums(material, total))
        at = items.index(total.item) if total.item in items else len(items)
        return (
            dimensions.index(total.dimension),
            total.tree,
            at,
            total.item,
            units.index(total.unit),
        )

    return sorted(material.plan.nation.declared, key=place)


def _projects(material: Material, total: DeclaredTotal) -> int | None:
    if total.dimension is Dimension.TOTAL:
        return material.totals.projects
    section = material.plan.section(total.item)
    if total.dimension is Dimension.CITY and section:
        return len(section.projects)
    return None


def _item(material: Material, total: DeclaredTotal) -> str:
    words = material.words
    match total.dimension:
        case Dimension.TOTAL:
            return words("declared.whole")
        case Dimension.CITY:
            return material.city_label(total.item)
        case Dimension.SECTOR:
            return material.sector_names().get(total.item, total.item)
        case Dimension.SOURCE_CLASS:
            return material.class_names().get(total.item, total.item)
        case Dimension.TREE:
            return _node(material, total)
        case _:
            return total.item


def _node(material: Material, total: DeclaredTotal) -> str:
    for tree in material.plan.nation.trees:
        if tree.id == total.tree:
            for node in numbered(tree.nodes):
                if node.id == total.item:
                    return material.words.name(node.name, node.id)
    return total.item
