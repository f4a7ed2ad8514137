"""The Act and its decree as dated data, and the rules that read them.

No number that the law gives stands in code: each is a row of `parameters.csv`, `regions.csv`,
`bodies.csv` or `clocks.csv`, with the article and the days on which it holds.
"""

from mitgrim.programmes.innovation_cities.law.act import act, joint_cities
from mitgrim.programmes.innovation_cities.law.clocks import NamedDuty, duties_of
from mitgrim.programmes.innovation_cities.law.committees import (
    Committee,
    Seat,
    Sitting,
    committee_of,
    composed,
    composition,
    seat_names,
    sitting,
)
from mitgrim.programmes.innovation_cities.law.days_off import days_off
from mitgrim.programmes.innovation_cities.law.hiring import counts_as_local, hiring
from mitgrim.programmes.innovation_cities.law.minor_change import (
    CostChange,
    MinorChange,
    minor_change,
)
from mitgrim.programmes.innovation_cities.law.recruitment import (
    Branch,
    ExamField,
    ExamStage,
    FieldResult,
    Hires,
    Hiring,
    HiringException,
    Rounding,
    StageResult,
)

__all__ = [
    "Branch",
    "Committee",
    "CostChange",
    "ExamField",
    "ExamStage",
    "FieldResult",
    "Hires",
    "Hiring",
    "HiringException",
    "MinorChange",
    "NamedDuty",
    "Rounding",
    "Seat",
    "Sitting",
    "StageResult",
    "act",
    "committee_of",
    "composed",
    "composition",
    "counts_as_local",
    "days_off",
    "duties_of",
    "hiring",
    "joint_cities",
    "minor_change",
    "seat_names",
    "sitting",
]
