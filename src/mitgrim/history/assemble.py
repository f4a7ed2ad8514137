"""취합: the cities' sections become one plan."""

from collections.abc import Iterable

from mitgrim.history.errors import AssembleError
from mitgrim.plan import CityPlan, Nation, Plan


def assemble(nation: Nation, sections: Iterable[CityPlan]) -> Plan:
    """The plan of these sections, handed in in any order; a missing city is a check's matter.

    Raises `AssembleError` for a section of another plan, a second section of one city, and a city
    that the nation does not know; of several, for the first by the city's id.
    """
    handed_in = sorted(sections, key=lambda section: (section.city.id, section.plan))
    seen: set[str] = set()
    for section in handed_in:
        city = section.city
        if section.plan != nation.id:
            raise AssembleError("other-plan", nation.id, city, section.plan)
        if city.id not in nation.cities:
            raise AssembleError("unknown-city", nation.id, city)
        if city.id in seen:
            raise AssembleError("twice", nation.id, city)
        seen.add(city.id)
    return Plan(nation=nation, cities=tuple(handed_in))
