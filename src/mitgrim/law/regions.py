"""Regions: which 시·도 count as a city's region, for which rule, and since when."""

from dataclasses import dataclass
from datetime import date

from mitgrim.law.errors import NO_TEXT
from mitgrim.law.tables import Table
from mitgrim.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """이전지역: the areas that one rule takes as the region of one city."""

    rule: str
    city: str
    areas: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    article: str
    source: str
    confidence: str
    note: Text = NO_TEXT

    @property
    def id(self) -> str:
        """The rule and the city: `hiring.busan`."""
        return f"{self.rule}.{self.city}"

    @property
    def name(self) -> Text:
        return Text(self.id, self.id)

    @property
    def known(self) -> bool:
        return bool(self.areas)


class Regions(Table[Region]):
    """Regions by rule, city and day."""

    kind = "region"

    def of(self, rule: str, city: str, day: date) -> Region:
        """The region of a city by a rule on a day; raises LawError like `at`."""
        return self.at(f"{rule}.{city}", day)
