"""What a stage needs before the next begins: each app says which needs it can answer for.

An app's `AppConfig` lists its `Need`s in an attribute `needs`. Which stage needs what is data of
the programme (`stage_rules`). A need that no app answers for counts as not met: nobody has looked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.utils.module_loading import import_string

from mitgrim.wording import Text

if TYPE_CHECKING:
    from mitgrim.web.revisions.models import Workspace

    Answer = Callable[[Workspace], Text | None]
    """What is missing for the plan, or None where nothing is."""


@dataclass(frozen=True, slots=True)
class Need:
    """A need by its name, the message that says it, and where its answer is: a dotted path.

    The path, not the function: apps are named before any model may be loaded.
    """

    name: str
    says: str
    answer: str

    def missing(self, workspace: "Workspace") -> Text | None:
        """What is missing for the plan, or None where nothing is."""
        return cast("Answer", import_string(self.answer))(workspace)


def need_of(name: str) -> Need | None:
    """A need by its name, or None where no app answers for it."""
    return next((own for own in _needs() if own.name == name), None)


def _needs() -> Iterator[Need]:
    for app in apps.get_app_configs():
        yield from getattr(app, "needs", ())
