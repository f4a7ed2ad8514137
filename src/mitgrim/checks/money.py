"""Rules about sums: everything foots, and printed totals are the computed ones."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain, compress, count, repeat
from operator import ne
from typing import Final

from mitgrim.checks.engine import Hit, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.plan import (
    NATION,
    CityPlan,
    DeclaredTotal,
    DeclaredUnit,
    Dimension,
    FundingSource,
    Label,
    Nation,
    Plan,
    key_text,
    label_of,
    money,
    place,
    sector_of_action,
)
from mitgrim.wording import Text

FACTORS: Final = {
    DeclaredUnit.WON: 1,
    DeclaredUnit.THOUSAND: 1_000,
    DeclaredUnit.MILLION: 1_000_000,
    DeclaredUnit.EOK: 100_000_000,
    DeclaredUnit.JO: 1_000_000_000_000,
}
Known = dict[str, int]
# Nobody prints more, and a decimal of a million places would hold the program.
MOST_PLACES: Final = 12


@rule("money-does-not-foot", Severity.ERROR, "docs/records.md#money")
def money_does_not_foot(plan: Plan) -> Iterator[Hit]:
    """The sums of a breakdown differ from the total: some money belongs nowhere."""
    total = sum(sum(section.ledger.amounts()) for section in plan.cities)
    for dimension, tree, name in _breakdowns(plan):
        residue = _belongs_nowhere(plan, dimension, tree)
        if residue:
            where = place(NATION, "trees", tree) if tree else ""
            foots = total - residue
            yield Hit(
                where, name=name, sum=f"{foots:,}", total=f"{total:,}", residue=f"{residue:,}"
            )


def _belongs_nowhere(plan: Plan, dimension: Dimension, tree: str) -> int:
    """Planned won under ids that the plan does not know; only sections that name one are summed."""
    known, named = _ids(plan.nation, dimension, tree), _named_by(plan.nation, dimension)
    sections = [own for own in plan.cities if not known.issuperset(named(own))]
    if dimension is Dimension.YEAR:
        sections = [_only_beyond(own, known) for own in sections]
    table = money(Plan(nation=plan.nation, cities=tuple(sections)), dimension, tree=tree)
    return sum(won for (key,), won in table.items() if str(key) not in known)


def _only_beyond(section: CityPlan, years: frozenset[str]) -> CityPlan:
    """A section with those projects alone that have money before or after some years."""
    spans = zip(section.projects, section.ledger.spans, strict=True)
    beyond = (own for own, span in spans if span and not years.issuperset(map(str, span)))
    return replace(section, projects=tuple(beyond))


def _named_by(nation: Nation, dimension: Dimension) -> Callable[[CityPlan], Iterable[str]]:
    """The ids under which a section's money may stand; `?` where to tell would be to sum."""
    sectors = sector_of_action(nation)

    def named_by(section: CityPlan) -> Iterable[str]:
        match dimension:
            case Dimension.YEAR:
                return map(str, section.ledger.witnesses("year"))
            case Dimension.CITY:
                partners = chain.from_iterable(section.register.column("shares"))
                cities = section.register.witnesses("city")
                return chain(cities, (share.city for share in partners))
            case Dimension.SECTOR:
                return map(sectors.get, section.register.witnesses("action"), repeat(""))
        return ("?",)

    return named_by


def _breakdowns(plan: Plan) -> Iterator[tuple[Dimension, str, Text]]:
    dimensions = [Dimension.YEAR, Dimension.CITY, Dimension.SECTOR]
    if plan.nation.source_classes:
        dimensions.append(Dimension.SOURCE_CLASS)
    for dimension in dimensions:
        yield dimension, "", said(label_of(dimension), dimension.value)
    for tree in plan.nation.trees:
        yield Dimension.TREE, tree.id, said(tree.name, tree.id)


def _known(plan: Plan, dimension: Dimension, tree: str = "") -> Known:
    """Planned won by the ids that the plan knows; money of others is left out."""
    table = {str(key): won for (key,), won in money(plan, dimension, tree=tree).items()}
    return {key: table.get(key, 0) for key in _ids(plan.nation, dimension, tree)}


def _ids(nation: Nation, dimension: Dimension, tree: str) -> frozenset[str]:
    """The ids of a dimension that the plan knows."""
    trees = {own.id: {node.id for node in own.nodes} for own in nation.trees}
    ids: dict[Dimension, Iterable[str]] = {
        Dimension.TOTAL: {""},
        Dimension.YEAR: {str(year) for year in nation.period.years},
        Dimension.SOURCE: FundingSource,
        Dimension.SOURCE_CLASS: {own.id for own in nation.source_classes},
        Dimension.CITY: nation.cities,
        Dimension.SECTOR: {own.id for own in nation.sectors},
        Dimension.TREE: trees.get(tree, set()),
    }
    return frozenset(ids[dimension])


@rule("project-total-differs", Severity.ERROR, "docs/records.md#projects")
def project_total_differs(plan: Plan) -> Iterator[Hit]:
    """A project's printed total is not the sum of its planned lines."""
    for section in plan.cities:
        printed, sums = section.register.column("declared_total"), section.ledger.amounts()
        for index in compress(count(), map(ne, printed, sums)):
            project, declared, lines = section.projects[index], printed[index], sums[index]
            if declared is not None:
                yield Hit(
                    place(section.city.id, "projects", project.id, "declared_total"),
                    name=named(project),
                    declared=f"{declared:,}",
                    lines=f"{lines:,}",
                    residue=f"{declared - lines:,}",
                )


@rule("declared-total-differs", Severity.ERROR, "docs/records.md#money")
def declared_total_differs(plan: Plan) -> Iterator[Hit]:
    """A printed total, share or count is not the computed one, at its own precision."""
    for where, computed, declared in _declared(plan):
        if computed is not None and _rounded(computed, declared.places) != declared.value:
            yield Hit(
                where,
                name=_of_what(plan, declared),
                printed=_printed(declared.value, declared),
                computed=_printed(_rounded(computed, declared.places), declared),
                residue=_printed(declared.value - _rounded(computed, declared.places), declared),
            )


@rule("declared-total-of-nothing", Severity.ERROR, "docs/records.md#money")
def declared_total_of_nothing(plan: Plan) -> Iterator[Hit]:
    """A printed total is of something that the plan does not have, so it can't be compared."""
    for where, computed, declared in _declared(plan):
        if computed is None:
            yield Hit(where, name=_of_what(plan, declared))


def _declared(plan: Plan) -> Iterator[tuple[str, Fraction | None, DeclaredTotal]]:
    """Every declared total with its computed value: of the whole plan, or of one city's section."""
    sums = _Sums(plan)
    for declared in plan.nation.declared:
        yield place(NATION, "declared", key_text(declared)), sums.of(declared), declared
    for section in plan.cities:
        # A city sees its own projects; those that others lead are their totals.
        own = _Sums(Plan(nation=plan.nation, cities=(section,)))
        for declared in section.declared:
            where = place(section.city.id, "declared", key_text(declared))
            yield where, own.of(declared), declared


class _Sums:
    """The computed values of declared totals; each breakdown is summed once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._known: dict[tuple[Dimension, str], Known] = {}

    def of(self, declared: DeclaredTotal) -> Fraction | None:
        """The value in the declared unit, or None where the plan has no such thing."""
        if declared.unit is DeclaredUnit.PROJECTS:
            return self._count(declared)
        won = self._won(declared.dimension, declared.tree, declared.item)
        if won is None:
            return None
        if declared.unit is not DeclaredUnit.PERCENT:
            return Fraction(won, FACTORS[declared.unit])
        total = self._won(Dimension.TOTAL, "", "")
        return Fraction(100 * won, total) if total else None

    def _won(self, dimension: Dimension, tree: str, item: str) -> int | None:
        if (dimension, tree) not in self._known:
            self._known[dimension, tree] = _known(self._plan, dimension, tree)
        return self._known[dimension, tree].get(item)

    def _count(self, declared: DeclaredTotal) -> Fraction | None:
        match declared.dimension:
            case Dimension.TOTAL:
                return Fraction(sum(len(section.projects) for section in self._plan.cities))
            case Dimension.CITY if section := self._plan.section(declared.item):
                return Fraction(len(section.projects))
        return None


def _rounded(value: Fraction, places: int) -> Decimal:
    places = max(-MOST_PLACES, min(places, MOST_PLACES))
    scaled = value * 10**places
    whole = int(abs(scaled) + Fraction(1, 2))
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def _of_what(plan: Plan, declared: DeclaredTotal) -> Text:
    """What a declared total is of, by its dimension and the name of its item."""
    nation, item = plan.nation, declared.item
    nodes = {own.id: own.nodes for own in nation.trees}
    names: dict[Dimension, dict[str, Label]] = {
        Dimension.SOURCE: {own.value: label_of(own) for own in FundingSource},
        Dimension.SOURCE_CLASS: {own.id: own.name for own in nation.source_classes},
        Dimension.CITY: {own.city.id: own.city.short for own in plan.cities},
        Dimension.SECTOR: {own.id: own.name for own in nation.sectors},
        Dimension.TREE: {own.id: own.name for own in nodes.get(declared.tree, ())},
    }
    dimension = label_of(declared.dimension)
    if not item:
        return said(dimension, "")
    name = said(names.get(declared.dimension, {}).get(item, Label()), item)
    return Text(f"{dimension.ko}({name.ko})", f"{dimension.en} ({name.en})")


def _printed(value: Decimal, declared: DeclaredTotal) -> Text:
    unit = label_of(declared.unit)
    text = f"{value:,.{max(0, min(declared.places, MOST_PLACES))}f}"
    return Text(f"{text}{unit.ko}", f"{text} {unit.en}".replace(" %", "%"))
