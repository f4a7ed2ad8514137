"""What opinions expect of somebody: parts to answer, and opinions to look at first."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from mitgrim.web.opinions.models import Segment
from mitgrim.web.opinions.queries import waiting_for_a_moderator
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure.things_to_do import ToDo
from mitgrim.web.revisions.models import Workspace


def answers(person: Person) -> Iterator[ToDo]:
    """The parts of opinions that are assigned to somebody and not closed, plan by plan."""
    rows = Segment.objects.filter(
        assignee=person, disposition__closed__isnull=True, opinion__withdrawn__isnull=True
    )
    plans = rows.values("opinion__workspace").annotate(count=Count("pk"), due=Min("due"))
    for own in plans.order_by("opinion__workspace"):
        url = reverse("opinions:list", args=(own["opinion__workspace"],))
        text = say("opinions.to-do.answer", n=own["count"])
        yield ToDo(text=text, due=own["due"], url=f"{url}?mine=on")


def moderation(person: Person) -> Iterator[ToDo]:
    """The opinions that wait to be made public, plan by plan."""
    if not may(person, "opinion.moderate"):
        return
    for workspace in Workspace.objects.all():
        if count := waiting_for_a_moderator(workspace).count():
            url = reverse("opinions:moderation", args=(workspace.pk,))
            text = say("opinions.to-do.moderate", n=count, plan=named(workspace.name))
            yield ToDo(text=text, due=None, url=url)
