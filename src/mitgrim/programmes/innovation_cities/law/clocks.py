"""The yearly clocks with the names that their bodies bear on the day."""

from dataclasses import dataclass
from datetime import date

from mitgrim.law import Duty, Law, duties
from mitgrim.programmes.innovation_cities.law.act import act
from mitgrim.wording import Text


@dataclass(frozen=True, slots=True)
class NamedDuty:
    """A duty of one year, and who owes it to whom by the names of that day."""

    duty: Duty
    who: tuple[Text, ...]
    whom: tuple[Text, ...]

    @property
    def due(self) -> date | None:
        return self.duty.due


def duties_of(year: int, body: str = "", law: Law | None = None) -> tuple[NamedDuty, ...]:
    """What falls due in a year, by date; with `body`, only what that body owes."""
    known = law or act()
    return tuple(
        NamedDuty(own, _names(known, own.clock.who, own), _names(known, own.clock.whom, own))
        for own in duties(known.clocks, year)
        if not body or body in own.clock.who
    )


def _names(law: Law, bodies: tuple[str, ...], duty: Duty) -> tuple[Text, ...]:
    day = duty.due or date(duty.year, 12, 31)
    return tuple(law.bodies.at(body, day).name for body in bodies)
