"""What every chapter is made from."""

from dataclasses import dataclass
from typing import Final

from mitgrim.checks import Finding
from mitgrim.documents.maps import Basemap
from mitgrim.documents.numbers import anchor, city_name, project_numbers
from mitgrim.documents.words import Words
from mitgrim.plan import Plan, Project, SourceClass, Totals, numbered
from mitgrim.plan.totals import UNKNOWN

_MOST_YEARS: Final = 12


@dataclass(frozen=True, slots=True)
class Material:
    """A plan with what was computed from it, and the words to say it in."""

    plan: Plan
    findings: tuple[Finding, ...]
    totals: Totals
    basemap: Basemap | None
    words: Words
    numbers: dict[str, str]

    def project_anchor(self, id: str) -> str:
        """Where a project stands in this document, or nowhere."""
        return anchor("project", id) if id in self.numbers else ""

    def city_label(self, id: str) -> str:
        """A city by its id; one without a section, by the id itself."""
        section = self.plan.section(id)
        return city_name(section.city, self.words) if section else id or self.unknown

    @property
    def unknown(self) -> str:
        return self.words("table.unknown")

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
) -> Material:
    """The material of one book."""
    return Material(plan, findings, totals, basemap, words, project_numbers(plan, words))
