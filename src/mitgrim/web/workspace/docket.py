"""What other apps have to say about a state of the plan that is put before a committee.

An app's `AppConfig` lists its `DocketPart`s in an attribute `docket_parts`: nothing need be
imported from there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.utils.module_loading import import_string

from mitgrim.wording import Text

if TYPE_CHECKING:
    from mitgrim.web.people.models import Person
    from mitgrim.web.revisions.models import Branch, StoredRevision

    Answer = Callable[[Person, Branch, StoredRevision], tuple["DocketLine", ...]]


@dataclass(frozen=True, slots=True)
class DocketLine:
    """A line of a docket, and where there is more."""

    text: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class DocketPart:
    """A part of a docket: the message that heads it, and where its lines are: a dotted path.

    The function behind it takes the reader, the draft and the revision, and gives only what this
    reader may know.
    """

    says: str
    answer: str

    def lines(
        self, person: "Person", branch: "Branch", revision: "StoredRevision"
    ) -> tuple[DocketLine, ...]:
        """What it says of a revision."""
        return cast("Answer", import_string(self.answer))(person, branch, revision)


def docket_parts() -> Iterator[DocketPart]:
    """Every part that an app has, in the order of the apps."""
    for app in apps.get_app_configs():
        yield from getattr(app, "docket_parts", ())
