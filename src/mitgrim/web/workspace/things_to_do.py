"""Action items of the task force, as "my work" lists them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure.queries import items_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something that somebody promised to do, until when, and the address where it stands."""

    text: str
    due: date | None
    url: str


def things_to_do(person: Person) -> tuple[ToDo, ...]:
    """What the task force expects of somebody; nothing where there is no task force."""
    if not may(person, "task-force.read"):
        return ()
    return tuple(
        ToDo(
            text=own.title,
            due=own.due,
            url=f"{reverse('procedure:task-force', args=(own.workspace_id,))}#item-{own.pk}",
        )
        for own in items_of(person)
    )
