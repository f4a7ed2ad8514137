"""A plan: the nation's section and one section per city."""

from collections.abc import Iterator
from dataclasses import dataclass

from mitgrim.plan.cities import CityPlan
from mitgrim.plan.indicators import Indicator, Statistic
from mitgrim.plan.money import DeclaredTotal, ProgrammeLine, SourceClass
from mitgrim.plan.printed import PrintedShare, PrintedTable
from mitgrim.plan.procedure import (
    Forum,
    Passage,
    Source,
    Stage,
    StatutoryItem,
    UpperPlan,
    Waiver,
)
from mitgrim.plan.projects import GateKind, Project
from mitgrim.plan.records import Label, Period, Record
from mitgrim.plan.trees import Action, Crosswalk, Sector, Strategy, Tree
from mitgrim.wording import Lang, prose_amount


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Nation(Record):
    """The national section: what holds for every city of a plan."""

    id: str
    programme: str = ""
    name: Label = Label()
    period: Period
    cities: tuple[str, ...] = ()
    sectors: tuple[Sector, ...] = ()
    strategies: tuple[Strategy, ...] = ()
    actions: tuple[Action, ...] = ()
    trees: tuple[Tree, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    source_classes: tuple[SourceClass, ...] = ()
    programme_lines: tuple[ProgrammeLine, ...] = ()
    gate_kinds: tuple[GateKind, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    upper_plans: tuple[UpperPlan, ...] = ()
    statutory_items: tuple[StatutoryItem, ...] = ()
    stages: tuple[Stage, ...] = ()
    forums: tuple[Forum, ...] = ()
    passages: tuple[Passage, ...] = ()
    declared: tuple[DeclaredTotal, ...] = ()
    printed_tables: tuple[PrintedTable, ...] = ()
    printed_shares: tuple[PrintedShare, ...] = ()
    sources: tuple[Source, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def __repr__(self) -> str:
        return (
            f"<Nation {self.id} «{self.name}» {self.period}: {len(self.cities)} cities, "
            f"{len(self.sectors)} sectors, {len(self.actions)} actions>"
        )


Section = Nation | CityPlan


@dataclass(frozen=True, slots=True, weakref_slot=True, kw_only=True, repr=False)
class Plan:
    """종합발전계획: a national section and the sections of its cities, in customary order."""

    nation: Nation
    cities: tuple[CityPlan, ...] = ()

    def __post_init__(self) -> None:
        order = {city: number for number, city in enumerate(self.nation.cities)}
        last = len(order)
        cities = sorted(self.cities, key=lambda s: (order.get(s.city.id, last), s.city.id))
        object.__setattr__(self, "cities", tuple(cities))

    def projects(self) -> Iterator[Project]:
        """Every project once, city by city in customary order."""
        for section in self.cities:
            yield from section.projects

    @property
    def sections(self) -> tuple[Section, ...]:
        """The national section, then the cities'."""
        return (self.nation, *self.cities)

    def section(self, city: str) -> CityPlan | None:
        """A city's section, or None where it is not handed in."""
        return next((section for section in self.cities if section.city.id == city), None)

    def __repr__(self) -> str:
        count = sum(len(section.projects) for section in self.cities)
        won = sum(sum(section.ledger.amounts()) for section in self.cities)
        head = (
            f"<Plan {self.nation.id} «{self.nation.name}» {self.nation.period}: "
            f"{len(self.cities)} of {len(self.nation.cities)} cities, {count} projects, "
            f"{prose_amount(won, Lang.KO)}"
        )
        return "\n  ".join([head, *map(repr, self.cities)]) + ">"
