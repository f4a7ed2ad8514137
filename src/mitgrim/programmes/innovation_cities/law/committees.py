"""혁신도시발전위원회 (혁신도시법 제31조, 시행령 제32조): who sits on it, when it has decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from mitgrim.checks import Finding, Severity
from mitgrim.law import Law, Parameter
from mitgrim.law.errors import refuse
from mitgrim.plan import NATION
from mitgrim.programmes.innovation_cities.law.act import MESSAGES, act, joint_cities
from mitgrim.wording import Text, Value

CITY: Final = "city-committee"
JOINT: Final = "joint-committee"
NATIONAL: Final = "national-committee"


class Seat(StrEnum):
    """위원 구분: whom a member stands for."""

    HEAD = "head"
    PLANNER = "planner"
    INSTITUTION = "institution"
    TENANT = "tenant"
    UNIVERSITY = "university"
    LABORATORY = "laboratory"
    ECONOMIC_BODY = "economic-body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """A committee as it is appointed; the chairs are among the members."""

    members: int
    chairs: int
    seats: Mapping[Seat, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A vote: who has to be there, who has to be in favour, and whether it came to a decision."""

    quorum: int
    quorate: bool
    needed: int
    carried: bool


def committee_of(section: str, day: date, law: Law | None = None) -> str:
    """Which committee reviews a section: a city's own, a joint city's, or the national one."""
    if section == NATION:
        return NATIONAL
    return JOINT if section in joint_cities(day, law) else CITY


def composition(
    committee: str, appointed: Committee, day: date, law: Law | None = None
) -> tuple[Finding, ...]:
    """What is wrong with how a committee is made up; empty when all is well."""
    known = law or act()

    def of(part: str) -> Parameter:
        return known.parameters.at(f"{committee}.{part}", day)

    members, chairs, least = of("members"), of("chairs"), of("seats.least")
    found = []
    if appointed.members > members.whole:
        found.append(_finding("members", members, count=appointed.members, most=members.whole))
    if appointed.chairs != chairs.whole:
        found.append(_finding("chairs", chairs, count=appointed.chairs, right=chairs.whole))
    for seat in of("seats").words:
        if (count := appointed.seats.get(Seat(seat), 0)) < least.whole:
            name = MESSAGES.both(f"law.committee.seat.{seat}")
            found.append(_finding("seat", least, seat=name, count=count, least=least.whole))
    return tuple(found)


def seat_names() -> dict[str, Text]:
    """The kinds of seats, as they are called."""
    return {own.value: MESSAGES.both(f"law.committee.seat.{own.value}") for own in Seat}


def composed(
    section: str, day: date, *, members: int, chairs: int, seats: Mapping[str, int]
) -> tuple[Finding, ...]:
    """The same for the committee of a section; nothing is known of how the national one is."""
    committee = committee_of(section, day)
    if committee == NATIONAL:
        return ()
    kinds = {Seat(own): count for own, count in seats.items() if own in set(Seat)}
    appointed = Committee(members=members, chairs=chairs, seats=kinds)
    return composition(committee, appointed, day)


def sitting(
    committee: str,
    day: date,
    *,
    members: int,
    present: int,
    in_favour: int,
    law: Law | None = None,
) -> Sitting:
    """Whether a committee met in sufficient number and decided.

    Raises LawError where the committee's rule is not known, as with the national one.
    """
    if not 0 <= in_favour <= present <= members:
        counts = {"members": members, "present": present, "favour": in_favour}
        raise refuse("law.committee.counts", messages=MESSAGES, **counts)
    parameters = (law or act()).parameters
    quorum = parameters.at(f"{committee}.quorum", day).least_of(members)
    needed = parameters.at(f"{committee}.majority", day).least_of(present)
    quorate = present >= quorum
    return Sitting(quorum, quorate, needed, carried=quorate and in_favour >= needed)


def _finding(id: str, parameter: Parameter, /, **values: Value) -> Finding:
    said: dict[str, Value | Text] = {"name": parameter.name, **values}
    return Finding(
        id=f"committee-{id}",
        severity=Severity.ERROR,
        place="",
        message=MESSAGES.both(f"law.committee.{id}", **said),
        hint=MESSAGES.both(f"law.committee.{id}.hint", **said),
        reference=parameter.article,
    )
