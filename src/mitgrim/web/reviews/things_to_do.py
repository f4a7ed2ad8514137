"""What committees expect of somebody: to vote, to come, to open a sitting or to close it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import in_force
from mitgrim.web.procedure.things_to_do import ToDo
from mitgrim.web.reviews.kinds import SittingState
from mitgrim.web.reviews.models import Motion, Seat, Sitting
from mitgrim.web.reviews.queries import manages, votes_as


def votes(person: Person) -> Iterator[ToDo]:
    """The questions on which somebody, who is in the room, has not voted yet."""
    today = timezone.localdate()
    rows = Motion.objects.filter(
        closed__isnull=True, item__sitting__state=SittingState.OPEN, item__sitting__day=today
    ).select_related("item__sitting__committee")
    for own in rows:
        seat = votes_as(person, own)
        if seat is not None and not own.votes.filter(seat=seat).exists():
            plan = own.item.sitting.committee.workspace_id
            url = f"{reverse('reviews:item', args=(plan, own.item_id))}#question"
            yield ToDo(text=say("reviews.to-do.vote", title=own.item.title), due=today, url=url)


def sittings(person: Person) -> Iterator[ToDo]:
    """The sittings to which somebody is called, and those that they have to open or to close."""
    today = timezone.localdate()
    rows = Sitting.objects.exclude(state=SittingState.CLOSED).select_related("committee__workspace")
    seats = Seat.objects.filter(in_force(today), person=person)
    called_to = set(seats.values_list("committee", flat=True))
    for own in rows.order_by("day", "id"):
        is_open, keeps = own.state == SittingState.OPEN, manages(person, own.committee.section)
        if keeps and (is_open or own.day <= today):
            what = "close" if is_open else "open"
        elif not is_open and own.day >= today and own.committee_id in called_to:
            what = "come"
        else:
            continue
        text = say(f"reviews.to-do.{what}", committee=own.committee.name_ko, title=own.title)
        url = reverse("reviews:sitting", args=(own.committee.workspace_id, own.pk))
        yield ToDo(text=text, due=own.day, url=url)
