"""Action items of the task force, as "my work" lists them."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, Final

from django.apps import apps
from django.urls import reverse

from mitgrim.web.people.models import Person

PROCEDURE: Final = "mitgrim.web.procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something that somebody promised to do, until when, and the address where it stands."""

    text: str
    due: date | None
    url: str


def things_to_do(person: Person) -> tuple[ToDo, ...]:
    """What the task force expects of somebody; nothing where there is no task force."""
    if not apps.is_installed(PROCEDURE):
        return ()
    items: Any = import_module(f"{PROCEDURE}.queries").items_of(person)
    return tuple(_to_do(own) for own in items)


def _to_do(item: Any) -> ToDo:
    url = reverse("procedure:task-force", args=(item.workspace_id,))
    return ToDo(text=item.title, due=item.due, url=url)
