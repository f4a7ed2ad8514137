"""The law of a plan's programme, as rounds ask it: bases of deadlines, and days that are off."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings

from mitgrim.law import Basis, Counting, Reckoning, bases, basis, reckon
from mitgrim.programmes import programme, programmes
from mitgrim.web.pages.words import said
from mitgrim.web.revisions.models import Workspace
from mitgrim.wording import Text


def bases_for(workspace: Workspace, day: date) -> tuple[Basis, ...]:
    """The bases on which a round may rest on a day; none for a plan of no programme."""
    known = programme(workspace.programme)
    return bases(known.law().parameters, day) if known else ()


def basis_for(workspace: Workspace, id: str, day: date) -> Basis | None:
    """A basis as it was in force on a day, or None."""
    known = programme(workspace.programme)
    return basis(known.law().parameters, id, day) if known else None


def deadline(workspace: Workspace, starts: date, days: int, counting: Counting) -> Reckoning:
    """The deadline of so many days from a day, as the law counts them. Raises LawError.

    How days are counted is the country's law and no programme's own: a plan of a programme that
    is not known here is counted by the rules that the first one has.
    """
    known = programme(workspace.programme) or programmes()[0]
    days_off = known.days_off(_proclaimed())
    return reckon(known.law().parameters, starts, days, counting, days_off)


def _proclaimed() -> Mapping[date, Text]:
    """Holidays that this installation adds: `MITGRIM_DAYS_OFF`."""
    return dict.fromkeys(settings.ENVIRONMENT.days_off, said("procedure.round.proclaimed"))
