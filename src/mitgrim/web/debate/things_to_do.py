"""What debates expect of a moderator: statements to look at before they are put to the vote."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse

from mitgrim.web.debate.kinds import Shown
from mitgrim.web.debate.models import Statement
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure.things_to_do import ToDo


def moderation(person: Person) -> Iterator[ToDo]:
    """The statements that wait, debate by debate."""
    if not may(person, "debate.moderate"):
        return
    rows = Statement.objects.filter(state=Shown.WAITING).values(
        "debate", "debate__title", "debate__workspace"
    )
    for own in rows.annotate(count=Count("pk")).order_by("debate"):
        url = reverse("debate:moderation", args=(own["debate__workspace"], own["debate"]))
        text = say("debate.to-do.moderate", n=own["count"], title=own["debate__title"])
        yield ToDo(text=text, due=None, url=url)
