"""Rules about printed figures: shares, tables and percentages that others can recompute."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import Final

from mitgrim.checks.engine import Hit, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.checks.unit_table import is_counted, is_scaled, unit_of
from mitgrim.checks.words import (
    MESSAGES,
    areas,
    at,
    day,
    decimals,
    figure,
    joined,
    part,
    rounded,
    some,
)
from mitgrim.plan import (
    CityPlan,
    DeclaredTotal,
    DeclaredUnit,
    Dimension,
    FundingSource,
    Nation,
    Observation,
    Plan,
    PrintedRow,
    PrintedShare,
    PrintedTable,
    Section,
    SeriesKind,
    ShareKind,
    Source,
    Statistic,
    label_of,
    place,
    section_name,
)
from mitgrim.wording import Text

MOST_PLACES: Final = 15
HUNDRED: Final = 100
WHOLE: Final = Fraction(HUNDRED)
# Of years, or of percentages, the rows of a table are not parts of a whole.
NOT_SUMMED: Final = (SeriesKind.CUMULATIVE, SeriesKind.RATE)


@rule("printed-share-wrong", Severity.ERROR, "docs/records.md#provenance", messages=MESSAGES)
def printed_share_wrong(plan: Plan) -> Iterator[Hit]:
    """A printed percentage is not what its part and its base give at its own precision."""
    for section, share in _shares(plan):
        where = (section, "printed_shares", share)
        if not share.base:
            yield Hit(at(*where), **_printed(share), computed="—", why=part("share.of-nothing"))
        elif not _agrees(share) and not _agrees_rounded(share):
            computed = rounded(_exact(share), max(_places(share.places), 1))
            why = part(_cause(share), **_printed(share), end=_with_unit(_end(share), share.unit))
            yield Hit(at(*where), **_printed(share), computed=f"{figure(computed)}%", why=why)


def _shares(plan: Plan) -> Iterator[tuple[Section, PrintedShare]]:
    return ((section, own) for section in plan.sections for own in section.printed_shares)


def _tables(plan: Plan) -> Iterator[tuple[Section, PrintedTable]]:
    return ((section, own) for section in plan.sections for own in section.printed_tables)


def _printed(share: PrintedShare) -> dict[str, Text | str]:
    return {
        "name": named(share),
        "percent": f"{share.percent:,.{max(_places(share.places), decimals(share.percent))}f}%",
        "part": _with_unit(share.part, share.unit),
        "base": _with_unit(share.base, share.unit),
        "kind": _called(share.kind),
    }


def _called(choice: ShareKind | Dimension) -> Text:
    """A choice within a sentence."""
    name = label_of(choice)
    return Text(name.ko, name.en.lower())


def _with_unit(value: Decimal, unit: str) -> str:
    return f"{figure(value)}{unit}"


def _exact(share: PrintedShare) -> Fraction:
    """The percentage that the part is of the base."""
    return HUNDRED * Fraction(share.part) / Fraction(share.base)


def _end(share: PrintedShare) -> Decimal:
    """What a growth leads to."""
    return share.base + share.part


def _places(places: int) -> int:
    return min(max(places, 0), MOST_PLACES)


def _half(places: int) -> Fraction:
    """Half a unit of the last decimal place: how far a rounded figure may be off."""
    return Fraction(1, 2 * 10 ** _places(places))


def _near(share: PrintedShare, percent: Fraction) -> bool:
    return abs(Fraction(share.percent) - percent) <= _half(share.places)


def _agrees(share: PrintedShare) -> bool:
    return _near(share, _exact(share))


def _agrees_rounded(share: PrintedShare) -> bool:
    """Whether the percentage fits figures that these part and base were rounded from."""
    places = max(decimals(share.part), decimals(share.base))
    if not places and not is_scaled(share.unit):
        return False
    half = _half(places)
    bases = [Fraction(share.base) - half, Fraction(share.base) + half]
    if bases[0] <= 0 <= bases[1]:
        return False
    parts = [Fraction(share.part) - half, Fraction(share.part) + half]
    possible = [HUNDRED * one / other for one in parts for other in bases]
    printed, slack = Fraction(share.percent), _half(share.places)
    return min(possible) - slack <= printed <= max(possible) + slack


def _cause(share: PrintedShare) -> str:
    """What the printed percentage is instead: the id of the sentence that says so."""
    growth = share.kind is ShareKind.GROWTH
    one, whole = Fraction(share.part), Fraction(share.base)
    if whole + one and _near(share, HUNDRED * one / (whole + one)):
        return "share.of-the-end" if growth else "share.of-the-sum"
    if whole - one and _near(share, HUNDRED * one / (whole - one)):
        return "share.base-is-the-end" if growth else "share.of-the-rest"
    scale = 10 ** _places(share.places)
    if Fraction(floor(_exact(share) * scale), scale) == Fraction(share.percent):
        return "share.cut-off"
    return "share.unexplained"


@rule(
    "printed-table-does-not-foot",
    Severity.ERROR,
    "docs/records.md#provenance",
    messages=MESSAGES,
)
def printed_table_does_not_foot(plan: Plan) -> Iterator[Hit]:
    """The rows of a printed table do not sum to its printed total, or a row lacks a cell."""
    for section, table in _tables(plan):
        faults = [*_misfits(table), *(_said(own, table) for own in _residues(table) if own.beyond)]
        if faults:
            where = at(section, "printed_tables", table)
            yield Hit(where, name=named(table), faults=some(faults, "; "), unit=table.unit or "—")


def _misfits(table: PrintedTable) -> Iterator[Text]:
    """Rows, or a total, with more or fewer cells than there are columns."""
    columns = len(table.columns)
    total = PrintedRow(id="total", cells=table.total)
    for row in (*table.rows, *([total] if table.total else [])):
        if len(row.cells) != columns:
            name = part("table.total") if row is total else said(row.label, row.id)
            yield part("table.cells", row=name, cells=len(row.cells), columns=columns)


@dataclass(frozen=True, slots=True)
class _Residue:
    """What is left of a column's rows when its printed total is taken away."""

    column: str
    rows: Decimal
    total: Decimal
    allowed: Fraction

    @property
    def left(self) -> Decimal:
        return self.rows - self.total

    @property
    def beyond(self) -> bool:
        """Whether rounding does not explain it."""
        return abs(Fraction(self.left)) > self.allowed


def _residues(table: PrintedTable) -> Iterator[_Residue]:
    """The columns that do not foot, whatever the reason; where cells lack, nothing can be said."""
    if not table.total or not table.rows or table.kind in NOT_SUMMED or any(_misfits(table)):
        return
    counted = is_counted(table.unit) and not table.places
    allowed = (
        Fraction(0) if counted or len(table.rows) == 1 else len(table.rows) * _half(table.places)
    )
    for index, (column, total) in enumerate(zip(table.columns, table.total, strict=True)):
        rows = sum((row.cells[index] for row in table.rows), Decimal(0))
        if rows != total:
            yield _Residue(column, rows, total, allowed)


def _said(residue: _Residue, table: PrintedTable) -> Text:
    return part(
        "table.residue",
        column=residue.column,
        rows=_with_unit(residue.rows, table.unit),
        total=_with_unit(residue.total, table.unit),
        residue=_with_unit(residue.left, table.unit),
    )


@rule("printed-percentages-sum", Severity.ERROR, "docs/records.md#provenance", messages=MESSAGES)
def printed_percentages_sum(plan: Plan) -> Iterator[Hit]:
    """Printed percentages of one whole sum to something else than 100, and rounding is not why."""
    for own in _wholes(plan):
        if own.beyond:
            yield Hit(own.place, **_summed(own))


@dataclass(frozen=True, slots=True)
class _Whole:
    """Percentages of one whole: all of its parts (`complete`), or those that are known."""

    place: str
    name: Text
    percents: tuple[Decimal, ...]
    places: tuple[int, ...]
    complete: bool

    @property
    def sum(self) -> Decimal:
        return sum(self.percents, Decimal(0))

    @property
    def allowed(self) -> Fraction:
        return sum(map(_half, self.places), Fraction(0))

    @property
    def beyond(self) -> bool:
        off = Fraction(self.sum) - WHOLE
        return off > self.allowed or (self.complete and -off > self.allowed)

    @property
    def rounded(self) -> bool:
        return self.complete and not self.beyond and self.sum != HUNDRED


def _summed(own: _Whole) -> dict[str, Text | str | int]:
    return {
        "name": own.name,
        "percents": " + ".join(figure(percent) for percent in own.percents),
        "sum": f"{figure(own.sum)}%",
        "count": len(own.percents),
        "allowed": f"{figure(rounded(own.allowed, max(own.places) + 1).normalize())}%p",
    }


def _wholes(plan: Plan) -> Iterator[_Whole]:
    yield from _series_wholes(plan)
    for section in plan.sections:
        for key, group in groupby(section.declared, key=lambda own: (own.dimension, own.tree)):
            percents = [own for own in group if own.unit is DeclaredUnit.PERCENT]
            inside = place(section_name(section), "declared")
            yield from _declared_whole(plan.nation, inside, *key, percents)


def _declared_whole(
    nation: Nation, inside: str, dimension: Dimension, tree: str, percents: list[DeclaredTotal]
) -> Iterator[_Whole]:
    """The declared percentages of a dimension; of a tree, those of its top."""
    wanted = _items(nation, dimension, tree)
    found = [own for own in percents if own.item in wanted]
    if len(found) > 1:
        known = next((own for own in nation.trees if own.id == tree), None)
        yield _Whole(
            inside,
            part("declared.tree", tree=named(known)) if known else _called(dimension),
            tuple(own.value for own in found),
            tuple(own.places for own in found),
            complete={own.item for own in found} == wanted,
        )


def _items(nation: Nation, dimension: Dimension, tree: str) -> set[str]:
    """Every item that a dimension has."""
    trees = [own for own in nation.trees if own.id == tree]
    items: dict[Dimension, Iterable[str]] = {
        Dimension.TOTAL: (),
        Dimension.YEAR: map(str, nation.period.years),
        Dimension.SOURCE: FundingSource,
        Dimension.SOURCE_CLASS: (own.id for own in nation.source_classes),
        Dimension.CITY: nation.cities,
        Dimension.SECTOR: (own.id for own in nation.sectors),
        Dimension.TREE: (node.id for own in trees for node in own.nodes if not node.parent),
    }
    return set(items[dimension])


def _series_wholes(plan: Plan) -> Iterator[_Whole]:
    """The shares that one release gives of one base, if their parts make up the base or more."""
    releases: dict[tuple[object, ...], list[tuple[Section, PrintedShare]]] = defaultdict(list)
    for section, share in _shares(plan):
        if share.series and share.kind is ShareKind.SHARE and share.base > 0:
            releases[*_release(share), share.base, share.unit].append((section, share))
    for release in releases.values():
        shares = [share for _, share in release]
        left = sum((share.part for share in shares), Decimal(0)) - shares[0].base
        slack = len(shares) * _half(max(map(decimals, (shares[0].base, *(s.part for s in shares)))))
        if len(shares) > 1 and Fraction(left) >= -slack:
            yield _Whole(
                at(release[0][0], "printed_shares", shares[0]),
                part("share.series", series=shares[0].series),
                tuple(share.percent for share in shares),
                tuple(share.places for share in shares),
                complete=abs(Fraction(left)) <= slack,
            )


def _release(share: PrintedShare) -> tuple[str, date | None, str]:
    return share.series, share.released, share.provenance.source


@rule("printed-rounding", Severity.NOTE, "docs/records.md#provenance", messages=MESSAGES)
def printed_rounding(plan: Plan) -> Iterator[Hit]:
    """Printed figures do not foot for no other reason than that each of them was rounded."""
    for section, table in _tables(plan):
        found = [own for own in _residues(table) if not own.beyond]
        if found:
            columns = some([_said(own, table) for own in found], "; ")
            what = part("rounding.table", columns=columns, count=len(table.rows))
            yield Hit(at(section, "printed_tables", table), name=named(table), what=what)
    for whole in _wholes(plan):
        if whole.rounded:
            yield Hit(whole.place, name=whole.name, what=part("rounding.sum", **_summed(whole)))
    for section, share in _shares(plan):
        if share.base and not _agrees(share) and _agrees_rounded(share):
            computed = f"{figure(rounded(_exact(share), max(_places(share.places), 1)))}%"
            what = part("rounding.share", **_printed(share), computed=computed)
            yield Hit(at(section, "printed_shares", share), name=named(share), what=what)


@rule("base-changed-silently", Severity.WARNING, "docs/records.md#provenance", messages=MESSAGES)
def base_changed_silently(plan: Plan) -> Iterator[Hit]:
    """Releases about the same thing give percentages of different bases."""
    series: dict[str, list[tuple[Section, PrintedShare]]] = defaultdict(list)
    for section, share in _shares(plan):
        if share.series:
            series[share.series].append((section, share))
    for name, found in series.items():
        releases: dict[tuple[object, ...], set[tuple[str, Fraction]]] = defaultdict(set)
        for _, share in found:
            releases[_release(share)].add(_base(share))
        if len(set(map(frozenset, releases.values()))) > 1:
            newest = sorted(found, key=lambda own: own[1].released or date.min, reverse=True)
            yield Hit(
                at(newest[0][0], "printed_shares", newest[0][1]),
                series=name,
                releases=some([_of_release(share) for _, share in newest], "; "),
                rebased=_rebased(newest[0][1], newest[-1][1]),
            )


def _base(share: PrintedShare) -> tuple[str, Fraction]:
    """The base in the smallest unit of its quantity, so that 6.5만호 and 65,000호 are the same."""
    unit = unit_of(share.unit)
    if unit is None:
        return share.unit, Fraction(share.base)
    return unit.quantity, Fraction(share.base) * unit.size


def _of_release(share: PrintedShare) -> Text:
    return part("share.release", **_printed(share), released=day(share.released))


def _rebased(newest: PrintedShare, oldest: PrintedShare) -> Text:
    """What the newest part would be of the oldest base."""
    (quantity, base), (other, now) = _base(oldest), _base(newest)
    if quantity != other or not base or not now:
        return part("share.not-comparable")
    percent = rounded(_exact(newest) * now / base, max(_places(newest.places), 1))
    return part("share.rebased", **_printed(oldest), rebased=f"{figure(percent)}%")


@rule("values-conflict", Severity.NOTE, "docs/records.md#provenance", messages=MESSAGES)
def values_conflict(plan: Plan) -> Iterator[Hit]:
    """Sources give different values of one statistic for the same area and year."""
    found: dict[tuple[str, str, int], list[tuple[CityPlan, Observation]]] = defaultdict(list)
    for section in plan.cities:
        for own in section.observations:
            found[own.statistic, own.area, own.year].append((section, own))
    statistics = {own.id: own for own in plan.nation.statistics}
    sources = {own.id: own for own in plan.nation.sources}
    for (id, area, year), values in found.items():
        if len(values) > 1 and len({own.value for _, own in values}) > 1:
            statistic = statistics.get(id) or Statistic(id=id)
            listed = _newest_first(values, sources)
            yield Hit(
                at(listed[0][0], "observations", listed[0][1]),
                name=named(statistic),
                area=areas(plan).get(area, Text(area, area)),
                year=str(year),
                values=joined([_as_published(own, statistic, sources) for _, own in listed], "; "),
                spread=_spread([own.value for _, own in listed], statistic.unit),
            )


def _newest_first(
    values: Sequence[tuple[CityPlan, Observation]], sources: dict[str, Source]
) -> list[tuple[CityPlan, Observation]]:
    def published(own: tuple[CityPlan, Observation]) -> date:
        source = sources.get(own[1].source)
        return source.published or date.min if source else date.min

    return sorted(values, key=published, reverse=True)


def _as_published(own: Observation, statistic: Statistic, sources: dict[str, Source]) -> Text:
    source = sources.get(own.source)
    return part(
        "values.one",
        value=_with_unit(own.value, statistic.unit),
        source=named(source) if source else own.source or "—",
        published=day(source.published if source else None),
    )


def _spread(values: Sequence[Decimal], unit: str) -> Text:
    low, high = min(values), max(values)
    apart = _with_unit(high - low, unit)
    if low <= 0:
        return Text(apart, apart)
    more = rounded(HUNDRED * (Fraction(high) / Fraction(low) - 1), 1)
    return Text(f"{apart}, {figure(more)}%", f"{apart}, {figure(more)}%")
