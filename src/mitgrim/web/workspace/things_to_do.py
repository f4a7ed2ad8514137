"""Action items of the task force, as "my work" lists them."""

from dataclasses import dataclass
from datetime import date

from mitgrim.web.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something that somebody promised to do, until when, and the address where it stands."""

    text: str
    due: date | None
    url: str


def things_to_do(person: Person) -> tuple[ToDo, ...]:
    """What the task force expects of somebody; nothing where there is no task force."""
    return ()
