"""Law as data: values with a unit, an article and the days on which they hold, and cases.

The engine only; a programme brings its law as tables (`Law.load`) and its rules as functions, and
anyone may write cases for them.
"""

from mitgrim.law.bodies import Bodies, Body
from mitgrim.law.casefiles import case_files_in, read_cases
from mitgrim.law.cases import Case, CaseFunction, CaseResult, Difference, run_case
from mitgrim.law.clocks import Clock, Clocks, Duty, duties
from mitgrim.law.consulting import Basis, bases, basis
from mitgrim.law.counting import Counting, DaysOff, Reckoning, reckon
from mitgrim.law.errors import CaseFileError, LawError
from mitgrim.law.inputs import Inputs
from mitgrim.law.law import Law
from mitgrim.law.parameters import UNITS, Parameter, Parameters
from mitgrim.law.problems import Problem, problems
from mitgrim.law.regions import Region, Regions
from mitgrim.law.tables import Dated, Table
from mitgrim.law.terms import Terms

__all__ = [
    "UNITS",
    "Basis",
    "Bodies",
    "Body",
    "Case",
    "CaseFileError",
    "CaseFunction",
    "CaseResult",
    "Clock",
    "Clocks",
    "Counting",
    "Dated",
    "DaysOff",
    "Difference",
    "Duty",
    "Inputs",
    "Law",
    "LawError",
    "Parameter",
    "Parameters",
    "Problem",
    "Reckoning",
    "Region",
    "Regions",
    "Table",
    "Terms",
    "bases",
    "basis",
    "case_files_in",
    "duties",
    "problems",
    "read_cases",
    "reckon",
    "run_case",
]
