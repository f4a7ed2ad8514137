"""The task force (전담팀): its members, meetings and action items; and who was reminded when."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Organisation
from mitgrim.web.procedure.kinds import ItemState
from mitgrim.web.revisions.models import Workspace


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


class Member(models.Model):
    """Somebody who belongs to a plan's task force for a time, for the body they were sent by."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    duty = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["organisation__name_ko", "person__name", "id"]

    def __str__(self) -> str:
        return f"{self.workspace_id} {self.person_id}"


class Meeting(models.Model):
    """A meeting of the task force: when and where, which bodies came, what was said."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    held = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    attended = models.ManyToManyField(Organisation, blank=True, related_name="+")
    minutes = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-held", "-id"]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """An action item: what somebody promised to do, until when; maybe about a place of the plan."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="items")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="items"
    )
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due = models.DateField()
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=20, choices=_choices(ItemState), default=ItemState.OPEN.value
    )
    ended = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        indexes: ClassVar = [models.Index(fields=["owner", "state", "due"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == ItemState.OPEN.value

    @property
    def state_name(self) -> str:
        """How far it is, in the language of the page."""
        return say(f"procedure.state.{self.state}")


class Reminder(models.Model):
    """That somebody was written to on a day: one mail a person and day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    lines = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "day"], name="one_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
