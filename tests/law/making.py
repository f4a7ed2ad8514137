"""Small tables of a made-up law, to plant faults in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mitgrim.law import Bodies, Body, Clock, Clocks, Law, Parameter, Parameters, Region, Regions
from mitgrim.wording import Text

NAME: Final = Text("비율", "Rate")
GROUND: Final[dict[str, Any]] = {"article": "제1조", "source": "act", "confidence": "primary"}

OLD: Final = Parameter(
    id="rate",
    name=NAME,
    value=Decimal(18),
    unit="percent",
    valid_from=date(2018, 1, 1),
    valid_to=date(2018, 12, 31),
    **GROUND,
)
NEW: Final = replace(OLD, value=Decimal(21), valid_from=date(2019, 1, 1), valid_to=None)
REGION: Final = Region(
    rule="hiring", city="jeju", areas=("jeju",), valid_from=date(2018, 1, 1), **GROUND
)
OFFICE: Final = Body(
    id="committee",
    name=Text("옛 위원회", "Old Committee"),
    valid_from=date(2018, 1, 1),
    valid_to=date(2018, 3, 19),
    **GROUND,
)
RENAMED: Final = replace(
    OFFICE, name=Text("새 위원회", "New Committee"), valid_from=date(2018, 3, 20), valid_to=None
)
REPORT: Final = Clock(
    id="report",
    name=Text("보고", "Report"),
    month=2,
    day="last",
    who=("committee",),
    whom=("committee",),
    valid_from=date(2018, 1, 1),
    **GROUND,
)


def law_of(*parameters: Parameter, clocks: tuple[Clock, ...] = (REPORT,)) -> Law:
    """A law with these parameters, sound in everything else."""
    return Law(
        Parameters(parameters or (OLD, NEW)),
        Regions([REGION]),
        Bodies([OFFICE, RENAMED]),
        Clocks(clocks),
    )
