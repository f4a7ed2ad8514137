"""혁신도시 종합발전계획: the Act's ten cities and five sectors, and the example plan of 2018.

Content is data in `content/`, `data/` and `law/`; nothing is read before it is asked for.
"""

import json
from functools import cache
from typing import Any

from mitgrim.checks import Rule
from mitgrim.programmes.innovation_cities.catalogue import cities
from mitgrim.programmes.innovation_cities.example import innovation_cities_2018
from mitgrim.programmes.innovation_cities.law import (
    act,
    committee_of,
    composed,
    days_off,
    minor_change,
    seat_names,
)
from mitgrim.programmes.innovation_cities.law.rules import RULES, case_files, terms
from mitgrim.programmes.innovation_cities.new import (
    FIRST_CYCLE,
    PROGRAMME,
    empty_city,
    empty_nation,
)
from mitgrim.programmes.innovation_cities.procedure import stage_rules
from mitgrim.programmes.innovation_cities.reading import text

__all__ = [
    "FIRST_CYCLE",
    "PROGRAMME",
    "RULES",
    "act",
    "basemap",
    "case_files",
    "cities",
    "committee_of",
    "composed",
    "days_off",
    "empty_city",
    "empty_nation",
    "innovation_cities_2018",
    "minor_change",
    "rules",
    "seat_names",
    "stage_rules",
    "terms",
]


@cache
def basemap() -> dict[str, Any]:
    """Provinces and host areas as rings of whole numbers; `data/README.md` describes them.

    The same object every time: read it, don't change it.
    """
    content: dict[str, Any] = json.loads(text("data", "basemap.json"))
    return content


def rules() -> tuple[Rule, ...]:
    """The checks of the Act, loaded when a plan is checked."""
    from mitgrim.programmes.innovation_cities.statute import STATUTE_RULES

    return STATUTE_RULES
