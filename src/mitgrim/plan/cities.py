"""Cities: where a plan happens, and each one's section of it."""

from dataclasses import dataclass
from datetime import date

from mitgrim.plan.indicators import Indicator, Observation
from mitgrim.plan.ledger import Keeper
from mitgrim.plan.money import DeclaredTotal
from mitgrim.plan.printed import PrintedShare, PrintedTable
from mitgrim.plan.procedure import Passage, Stage, Waiver
from mitgrim.plan.projects import Project
from mitgrim.plan.records import OWN, Label, Provenance, Record
from mitgrim.wording import Lang, prose_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A 시·군·구 that hosts a city, by its SGIS code, never by its name alone."""

    code: str
    name: Label = Label()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class City(Record):
    """혁신도시: a name, its place in the customary order, and its host areas."""

    id: str
    number: int = 0
    name: Label = Label()
    short: Label = Label()
    hosts: tuple[Area, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """이전 공공기관: a relocated public institution with its function group."""

    id: str
    name: Label = Label()
    function: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """발전 주제: what a city wants to be known for, from a date on; drafts change it."""

    valid_from: date
    text: Label = Label()
    reason: str = ""
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CityPlan(Keeper):
    """혁신도시별 발전계획: one city's section of a plan."""

    plan: str
    city: City
    institutions: tuple[Institution, ...] = ()
    themes: tuple[Theme, ...] = ()
    observations: tuple[Observation, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[Project, ...] = ()
    passages: tuple[Passage, ...] = ()
    stages: tuple[Stage, ...] = ()
    declared: tuple[DeclaredTotal, ...] = ()
    printed_tables: tuple[PrintedTable, ...] = ()
    printed_shares: tuple[PrintedShare, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def theme(self, on: date | None = None) -> Theme | None:
        """The theme in force on a date, or the latest."""
        valid = [theme for theme in self.themes if on is None or theme.valid_from <= on]
        return valid[-1] if valid else None

    def __repr__(self) -> str:
        theme = self.theme()
        return (
            f"<CityPlan {self.city.id} {self.city.short} «{theme.text if theme else '—'}»: "
            f"{len(self.projects)} projects, "
            f"{prose_amount(sum(self.ledger.amounts()), Lang.KO)}>"
        )
