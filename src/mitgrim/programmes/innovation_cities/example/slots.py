"""Which projects the example plan has: one slot for each of the 131, from the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from mitgrim.plan import City, Label, Sector, mint, numbered
from mitgrim.programmes.innovation_cities import catalogue
from mitgrim.programmes.innovation_cities.reading import Row, label, rows

EXAMPLE_ID = "innovation-cities-2018"
CENTRE_SECTOR = "settlement"
CENTRE_ACTION = f"{CENTRE_SECTOR}.03"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for one project, before it has money.

    `declared` is a published total in 억원, `source` the source of a published name; `centre` is
    the total of an innovation centre in 억원.
    """

    id: str
    city: City
    sector: Sector
    number: int
    action: str
    name: Label
    kind: str
    declared: int = 0
    source: str = ""
    centre: int = 0
    partner: str = ""
    partner_percent: int = 0

    @property
    def bucket(self) -> str:
        """The item of `example_totals.csv` whose total it counts towards."""
        return self.action if self.action in totals_by_item() else self.sector.id


def randomness(*words: object) -> Random:
    """A generator for one purpose, so that a new project leaves all others as they were."""
    return Random(" ".join([EXAMPLE_ID, *map(str, words)]))


@cache
def totals_by_item() -> dict[str, int]:
    """The calibrated totals in 억원 by sector, and by action where a crosswalk sets it apart."""
    return {row["item"]: int(row["eok"]) for row in rows("example_totals.csv")}


@cache
def kinds_by_action() -> dict[str, str]:
    """What kind of project each titled action gets in the example."""
    return {row["action"]: row["kind"] for row in rows("example_actions.csv")}


def slots() -> tuple[Slot, ...]:
    """The 131 slots, city by city and sector by sector."""
    counts = {row["city"]: row for row in rows("example_cities.csv")}
    actions = {sector.id: _rotation(sector.id) for sector in catalogue.sectors()}
    return tuple(
        slot
        for city in catalogue.cities()
        for sector in numbered(catalogue.sectors())
        for slot in _sector_slots(city, sector, counts[city.id], actions[sector.id])
    )


def _sector_slots(city: City, sector: Sector, row: Row, actions: Iterator[str]) -> Iterator[Slot]:
    named = {
        int(named["number"]): named
        for named in rows("example_named.csv")
        if (named["city"], named["sector"]) == (city.id, sector.id)
    }
    generic = 0
    for number in range(1, int(row[sector.id]) + 1):
        if number in named:
            yield _named(city, sector, number, named[number])
        elif sector.id == CENTRE_SECTOR and number == 1:
            yield _centre(city, sector, int(row["centre"]))
        else:
            generic += 1
            yield _generic(city, sector, number, generic, next(actions))


def _rotation(sector: str) -> Iterator[str]:
    """The sector's titled actions in turn, for ever; the innovation centres have theirs."""
    titled = [action for action in kinds_by_action() if action.startswith(f"{sector}.")]
    while True:
        yield from titled


def _id(city: City, sector: Sector, number: int) -> str:
    return mint(city.id, "p", randomness(city.id, sector.id, number))


def _named(city: City, sector: Sector, number: int, row: Row) -> Slot:
    return Slot(
        id=_id(city, sector, number),
        city=city,
        sector=sector,
        number=number,
        action=row["action"],
        name=label(row),
        kind=kinds_by_action()[row["action"]],
        declared=int(row["eok"] or 0),
        source=row["source"],
    )


def _centre(city: City, sector: Sector, eok: int) -> Slot:
    return Slot(
        id=_id(city, sector, 1),
        city=city,
        sector=sector,
        number=1,
        action=CENTRE_ACTION,
        name=Label(
            ko=f"{city.short.ko} 복합혁신센터 건립(예시)",
            en=f"{city.short.en} innovation centre (example)",
        ),
        kind="innovation-centre",
        centre=eok,
    )


def _generic(city: City, sector: Sector, number: int, shown: int, action: str) -> Slot:
    joint = next(
        (
            row
            for row in rows("example_joint.csv")
            if (row["city"], row["sector"], int(row["number"])) == (city.id, sector.id, number)
        ),
        None,
    )
    partner = next((c for c in catalogue.cities() if joint and c.id == joint["partner"]), None)
    return Slot(
        id=_id(city, sector, number),
        city=city,
        sector=sector,
        number=number,
        action=action,
        name=_generic_name(city, sector, shown, partner),
        kind=kinds_by_action()[action],
        partner=partner.id if partner else "",
        partner_percent=int(joint["percent"]) if joint else 0,
    )


def _generic_name(city: City, sector: Sector, shown: int, partner: City | None) -> Label:
    ko = f"{city.short.ko} {sector.name.ko} 예시사업 {shown}"
    en = f"{city.short.en} example project {shown}, {sector.name.en.lower()}"
    if partner is None:
        return Label(ko=ko, en=en)
    return Label(ko=f"{ko}({partner.short.ko} 공동)", en=f"{en}, with {partner.short.en}")
