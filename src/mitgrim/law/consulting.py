"""On what a deadline of a consultation rests: how many days, and what silence then means.

Each basis is a parameter `consultation.…`: a number of days, or the word that there is none. Only
where another one, `….silence`, says so does silence count as no opinion.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from mitgrim.law.parameters import Parameter, Parameters
from mitgrim.law.tables import holds
from mitgrim.wording import Text

PREFIX: Final = "consultation."
SILENCE: Final = ".silence"
NO_OPINION: Final = "no-opinion"
DAYS: Final = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A ground for a deadline; `days` is None where the law names no number of them.

    `deemed` says whether silence until the deadline counts as no opinion (의견 없음으로 봄).
    """

    id: str
    name: Text
    days: int | None
    deemed: bool
    article: str
    note: Text


def bases(parameters: Parameters, day: date) -> tuple[Basis, ...]:
    """Every basis in force on a day: first those without a number of days, then by number."""
    held = {own.id: own for own in parameters if holds(own, day) and own.known}
    found = [
        _basis(own, held.get(f"{id}{SILENCE}"))
        for id, own in held.items()
        if id.startswith(PREFIX) and not id.endswith(SILENCE)
    ]
    return tuple(sorted(found, key=lambda own: (own.days or 0, own.id)))


def basis(parameters: Parameters, id: str, day: date) -> Basis | None:
    """One basis as it was in force on a day, or None."""
    return next((own for own in bases(parameters, day) if own.id == id), None)


def _basis(own: Parameter, silence: Parameter | None) -> Basis:
    return Basis(
        id=own.id,
        name=own.name,
        days=own.whole if own.unit == DAYS else None,
        deemed=silence is not None and silence.words == (NO_OPINION,),
        article=own.article,
        note=own.note,
    )
