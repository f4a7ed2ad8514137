"""What every chapter is made from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from mitgrim.checks import Finding
from mitgrim.documents.maps import Basemap
from mitgrim.documents.numbers import anchor, city_name, project_numbers
from mitgrim.documents.words import Words
from mitgrim.plan import (
    Dimension,
    Plan,
    Project,
    SourceClass,
    Totals,
    Tree,
    money,
    numbered,
    sector_of_action,
)
from mitgrim.plan.totals import UNKNOWN

Href = Callable[[str], str]
"""Where a target of the document, such as `city-busan`, is on the web; nothing, if nowhere."""

_ClassYears = dict[tuple[str, int], int]

_MOST_YEARS: Final = 12


@dataclass(frozen=True, slots=True)
class Material:
    """A plan with what was computed from it, and the words to say it in.

    `sectors` has the sector of every action; `by_city` what each city pays by class and year.
    """

    plan: Plan
    findings: tuple[Finding, ...]
    totals: Totals
    basemap: Basemap | None
    words: Words
    numbers: dict[str, str]
    sectors: dict[str, str]
    by_city: dict[str, _ClassYears] = field(default_factory=dict)
    href: Href | None = None

    def project_anchor(self, id: str) -> str:
        """Where a project stands in this document, or nowhere."""
        return anchor("project", id) if id in self.numbers else ""

    def city_label(self, id: str) -> str:
        """A city by its id; one without a section, by the id itself."""
        section = self.plan.section(id)
        return city_name(section.city, self.words) if section else id or self.unknown

    def address(self, target: str) -> str:
        """Where a target of the document is on the web, or nothing."""
        return self.href(target) if self.href and target else ""

    @property
    def unknown(self) -> str:
        return self.words("table.unknown")

    @property
    def adopted_tree(self) -> Tree | None:
        """The latest tree of the plan's categories, where it is not the sectors themselves."""
        nation = self.plan.nation
        sectors = {sector.id for sector in nation.sectors}
        others = [tree for tree in nation.trees if {node.id for node in tree.nodes} != sectors]
        return max(others, key=lambda tree: (str(tree.valid_from or ""), tree.id), default=None)

    @property
    def projects(self) -> list[Project]:
        return list(self.plan.projects())

    @property
    def years(self) -> list[int]:
        """The years of a table: all of the period, or if it is long, those with money."""
        by_year = self.totals.by_year
        if len(by_year) <= _MOST_YEARS:
            return list(by_year)
        return [year for year, won in by_year.items() if won]

    def sector_of(self, project: Project) -> str:
        """The id of a project's sector, or the empty string."""
        return self.sectors.get(project.action, UNKNOWN)

    def sector_names(self) -> dict[str, str]:
        return {
            sector.id: self.words.name(sector.name, sector.id)
            for sector in numbered(self.plan.nation.sectors)
        }

    def class_names(self) -> dict[str, str]:
        return {
            kind.id: self.words.name(kind.name, kind.id)
            for kind in numbered(self.plan.nation.source_classes)
        }

    def by_class(self) -> dict[str, int]:
        """Won by class of source; what belongs to no class under the empty key."""
        classes = numbered(self.plan.nation.source_classes)
        known = {kind.id: _of_class(kind, self.totals) for kind in classes}
        rest = self.totals.total - sum(known.values())
        return {**known, UNKNOWN: rest} if rest else known


def _of_class(kind: SourceClass, totals: Totals) -> int:
    return sum(totals.by_source.get(source.value, 0) for source in kind.sources)


def material(
    plan: Plan,
    findings: tuple[Finding, ...],
    totals: Totals,
    basemap: Basemap | None,
    words: Words,
    *,
    href: Href | None = None,
) -> Material:
    """The material of one book, or of figures that lead to pages of the web."""
    return Material(
        plan=plan,
        findings=findings,
        totals=totals,
        basemap=basemap,
        words=words,
        numbers=project_numbers(plan, words),
        sectors=sector_of_action(plan.nation),
        by_city=_by_city(plan),
        href=href,
    )


def _by_city(plan: Plan) -> dict[str, _ClassYears]:
    """What each city pays, by class of source and year; summed once for all cities."""
    found: dict[str, _ClassYears] = {}
    wanted = (Dimension.CITY, Dimension.SOURCE_CLASS, Dimension.YEAR)
    for (city, kind, year), won in money(plan, *wanted).items():
        found.setdefault(str(city), {})[str(kind), int(year)] = won
    return found
