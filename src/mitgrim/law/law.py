"""A programme's law: its tables, read from a package."""

from dataclasses import dataclass
from functools import cache

from mitgrim.law import reading
from mitgrim.law.bodies import Bodies
from mitgrim.law.clocks import Clocks
from mitgrim.law.parameters import Parameters
from mitgrim.law.regions import Regions


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters, regions, bodies and clocks of one law, for any day."""

    parameters: Parameters
    regions: Regions
    bodies: Bodies
    clocks: Clocks

    @staticmethod
    @cache
    def load(package: str) -> "Law":
        """The law in the four CSV files of a package; the same object every time.

        Raises LawError for a cell that can't be read; `problems` finds what is read and wrong.
        """
        return Law(
            Parameters(reading.parameters(reading.file(package, "parameters.csv"))),
            Regions(reading.regions(reading.file(package, "regions.csv"))),
            Bodies(reading.bodies(reading.file(package, "bodies.csv"))),
            Clocks(reading.clocks(reading.file(package, "clocks.csv"))),
        )
