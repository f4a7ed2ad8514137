"""Totals of a plan's money: any dimensions, every won counted once.

The nation counts a joint project once; a city counts its own share of it. A tree counts the shares
of its crosswalk. Money whose class, sector or node is not known is kept under the key `""`, so
that a table always sums to what was put in.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from mitgrim.plan.kinds import Dimension, FundingSource, Phase
from mitgrim.plan.money import FundingLine, largest_remainder
from mitgrim.plan.plan import Nation, Plan
from mitgrim.plan.projects import Project
from mitgrim.plan.records import numbered

UNKNOWN = ""

Key = str | int
Splits = tuple[tuple[str, ...], tuple[int | Decimal, ...]]
Parts = Iterable[tuple[str, int]]
WHOLE: Splits = ((UNKNOWN,), (1,))
_OF_LINES = frozenset({Dimension.YEAR, Dimension.SOURCE, Dimension.SOURCE_CLASS})
_OF_PROJECTS = frozenset({Dimension.TOTAL, Dimension.CITY, Dimension.SECTOR, Dimension.TREE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A plan's money in one phase, in won; the keys are ids in the plan's own order."""

    total: int
    by_year: dict[int, int]
    by_source: dict[str, int]
    by_city: dict[str, int]
    by_sector: dict[str, int]
    by_tree: dict[str, dict[str, int]]
    projects: int


def totals(plan: Plan, phase: Phase = Phase.PLANNED) -> Totals:
    """The plan's money by year, source, city, sector and tree; a known key without money is 0."""
    nation = plan.nation

    def by(dimension: Dimension, keys: Sequence[str], tree: str = "") -> dict[str, int]:
        found = {
            str(key): won for (key,), won in money(plan, dimension, tree=tree, phase=phase).items()
        }
        known = {key: found.get(key, 0) for key in keys}
        return known | {key: found[key] for key in sorted(found) if key not in known}

    by_year = by(Dimension.YEAR, [str(year) for year in nation.period.years])
    return Totals(
        total=sum(sum(section.ledger.amounts(phase)) for section in plan.cities),
        by_year={int(year): won for year, won in by_year.items()},
        by_source=by(Dimension.SOURCE, [source.value for source in FundingSource]),
        by_city=by(Dimension.CITY, nation.cities),
        by_sector=by(Dimension.SECTOR, [sector.id for sector in numbered(nation.sectors)]),
        by_tree={
            tree.id: by(Dimension.TREE, [node.id for node in numbered(tree.nodes)], tree.id)
            for tree in nation.trees
        },
        projects=sum(len(section.projects) for section in plan.cities),
    )


def money(
    plan: Plan, *dimensions: Dimension, tree: str = "", phase: Phase = Phase.PLANNED
) -> dict[tuple[Key, ...], int]:
    """Won by any dimensions at once: `money(plan, Dimension.CITY, Dimension.YEAR)`.

    City and tree each split a line's amount, so only one of them may be asked for at a time: the
    parts would not foot with both margins. Raises ValueError when both are.
    """
    if Dimension.CITY in dimensions and Dimension.TREE in dimensions:
        raise ValueError("money by city and by tree at once does not foot: ask for one of them")
    if dimensions and _OF_LINES.issuperset(dimensions):
        return _lines_by(plan, dimensions, phase)
    split = _split(plan.nation, dimensions, tree)
    if _OF_PROJECTS.issuperset(dimensions):
        return _projects_by(plan, dimensions, phase, split)
    keys = [_key(plan.nation, dimension) for dimension in dimensions]
    table: dict[tuple[Key, ...], int] = {}
    for project in plan.projects():
        for line, part, amount in _parts(project, phase, split(project)):
            key = tuple([key(project, line, part) for key in keys])
            table[key] = table.get(key, 0) + amount
    return table


def _lines_by(
    plan: Plan, dimensions: Sequence[Dimension], phase: Phase
) -> dict[tuple[Key, ...], int]:
    """Won by what lines say themselves: nothing is split, so all lines are asked at once."""
    asked = [_asked(plan.nation, dimension) for dimension in dimensions]
    table: dict[tuple[Key, ...], int] = {}
    for section in plan.cities:
        ledger = section.ledger
        keys = zip(*(map(key, ledger.column(name, phase)) for name, key in asked), strict=True)
        for key, won in zip(keys, ledger.column("amount", phase), strict=True):
            table[key] = table.get(key, 0) + won
    return table


def _projects_by(
    plan: Plan, dimensions: Sequence[Dimension], phase: Phase, split: Callable[[Project], Splits]
) -> dict[tuple[Key, ...], int]:
    """Won by what projects say: each is asked as a whole, and its lines are not."""
    keys = [_project_key(plan.nation, dimension) for dimension in dimensions]
    table: dict[tuple[Key, ...], int] = {}
    for section in plan.cities:
        for project, won in zip(section.projects, section.ledger.amounts(phase), strict=True):
            for name, part in _split_up(won, *split(project)) if won else ():
                key = tuple([key(project, name) for key in keys])
                table[key] = table.get(key, 0) + part
    return table


def city_shares(project: Project) -> Splits:
    """What each city pays of a project, as weights: the partners their shares, the lead the rest.

    Money of every phase is split in the proportions of the planned one. Shares that are negative
    or exceed the planned total are findings of the checks; the money then counts for the lead.
    """
    if not project.shares:
        return (project.city,), (1,)
    rest = project.amount() - sum(share.amount for share in project.shares)
    weights = (*(share.amount for share in project.shares), rest)
    if min(weights) < 0 or not any(weights):
        return (project.city,), (1,)
    return (*(share.city for share in project.shares), project.city), weights


def node_shares(nation: Nation, tree: str) -> Callable[[Project], Splits]:
    """A function from a project to the nodes of a tree and their shares.

    The nearest mapping counts: the project's own, else its action's, else its sector's. What is
    missing to a whole stays unknown; shares above a whole are scaled down.
    """
    mappings: dict[str, dict[str, Decimal]] = {}
    for crosswalk in nation.crosswalks:
        if crosswalk.tree == tree:
            for mapping in crosswalk.mappings:
                mappings.setdefault(mapping.item, {})[mapping.node] = mapping.share
    sectors = sector_of_action(nation)

    def shares(project: Project) -> Splits:
        for item in (project.id, project.action, sectors.get(project.action, UNKNOWN)):
            nodes = {node: share for node, share in mappings.get(item, {}).items() if share > 0}
            if nodes:
                missing = 1 - sum(nodes.values(), Decimal(0))
                if missing > 0:
                    nodes[UNKNOWN] = missing
                return tuple(nodes), tuple(nodes.values())
        return WHOLE

    return shares


def sector_of_action(nation: Nation) -> dict[str, str]:
    """The sector of every action in the catalogue."""
    return {action.id: action.sector for action in nation.actions}


def _split_up(won: int, names: tuple[str, ...], weights: tuple[int | Decimal, ...]) -> Parts:
    parts = (won,) if len(names) == 1 else largest_remainder(won, weights)
    return zip(names, parts, strict=True)


def _split(
    nation: Nation, dimensions: Sequence[Dimension], tree: str
) -> Callable[[Project], Splits]:
    if Dimension.CITY in dimensions:
        return city_shares
    if Dimension.TREE in dimensions:
        return node_shares(nation, tree)
    return lambda project: WHOLE


def _parts(project: Project, phase: Phase, split: Splits) -> Iterator[tuple[FundingLine, str, int]]:
    """The project's lines in a phase with each part of their amounts."""
    return split_lines((line for line in project.money if line.phase is phase), split)


def split_lines(
    lines: Iterable[FundingLine], split: Splits
) -> Iterator[tuple[FundingLine, str, int]]:
    """Lines with each part of their amounts, by the names and weights of a split.

    What is split is the amount so far, not each line by itself: after the last line every part
    is exactly its share of the whole.
    """
    names, weights = split
    so_far, before = 0, (0,) * len(names)
    for line in lines:
        if len(names) == 1:
            yield line, names[0], line.amount
            continue
        so_far += line.amount
        after = largest_remainder(so_far, weights)
        for name, now, then in zip(names, after, before, strict=True):
            yield line, name, now - then
        before = after


def _asked(nation: Nation, dimension: Dimension) -> tuple[str, Callable[[Any], Key]]:
    """The attribute of a line that a dimension asks for, and the key that it gives."""
    match dimension:
        case Dimension.YEAR:
            return "year", int
        case Dimension.SOURCE:
            return "source", attrgetter("value")
    classes = {source: kind.id for kind in nation.source_classes for source in kind.sources}
    return "source", lambda source: classes.get(source, UNKNOWN)


def _project_key(nation: Nation, dimension: Dimension) -> Callable[[Project, str], Key]:
    match dimension:
        case Dimension.SECTOR:
            sectors = sector_of_action(nation)
            return lambda project, part: sectors.get(project.action, UNKNOWN)
        case Dimension.CITY | Dimension.TREE:
            return lambda project, part: part
    return lambda project, part: UNKNOWN


def _key(nation: Nation, dimension: Dimension) -> Callable[[Project, FundingLine, str], Key]:
    if dimension in _OF_PROJECTS:
        of_project = _project_key(nation, dimension)
        return lambda project, line, part: of_project(project, part)
    name, key = _asked(nation, dimension)
    return lambda project, line, part: key(getattr(line, name))
