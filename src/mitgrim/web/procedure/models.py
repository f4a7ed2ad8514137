"""The task force (전담팀), rounds of consultation, forums that were held, stages that were passed.

What follows from days is not stored: how a body stands in a round, whether a deadline is past.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from mitgrim.law import Counting
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Organisation
from mitgrim.web.procedure.kinds import ItemState, ReturnKind
from mitgrim.web.revisions.models import StoredRevision, Workspace


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


class Round(models.Model):
    """부처 협의: bodies asked for their opinions on a revision of the plan, until a day.

    `due` is the day that the bodies were told; on what it rests and how it was counted stands
    beside it. Longer time is given by an `Extension`.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=200)
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    letter = models.TextField(blank=True)
    basis = models.CharField(max_length=64)  # the id of a parameter of the programme's law
    starts = models.DateField()
    days = models.PositiveSmallIntegerField()
    counting = models.CharField(max_length=20, choices=_choices(Counting))
    due = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-starts", "-id"]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """A body that a round asks, and what of the plan concerns it (`concerns.Concern` as JSON)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    concern = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["organisation__name_ko", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "organisation"], name="asked_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.organisation_id}"


class Extension(models.Model):
    """More time for all bodies of a round, or for one; given by whom, and why."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="extensions")
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, blank=True)
    until = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.until}"


class Return(models.Model):
    """회신: that a body answered, on which day, with which kind; of several the last one counts.

    The opinions themselves belong to the app of opinions.
    """

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="returns")
    kind = models.CharField(max_length=20, choices=_choices(ReturnKind))
    received = models.DateField()
    reference = models.CharField(max_length=200, blank=True)  # number of the official letter
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.kind}"

    @property
    def kind_name(self) -> str:
        """What was answered, in the language of the page."""
        return say(f"procedure.standing.{self.kind}")


class HeldForum(models.Model):
    """How a forum of the plan went: what is not in its programme. `forum` is its id in the plan."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="held_forums")
    forum = models.CharField(max_length=200)
    minutes = models.TextField(blank=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "forum"], name="one_record_a_forum")
        ]

    def __str__(self) -> str:
        return f"{self.workspace_id} {self.forum}"


class Attendance(models.Model):
    """How many came to a forum from a body."""

    held = models.ForeignKey(HeldForum, models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["organisation__kind", "organisation__name_ko"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["held", "organisation"], name="counted_once_a_forum")
        ]

    def __str__(self) -> str:
        return f"{self.held_id} {self.organisation_id} {self.people}"


class Speaker(models.Model):
    """Who spoke at a forum, in which session (by its start) and about what."""

    held = models.ForeignKey(HeldForum, models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=100)
    body = models.CharField(max_length=200, blank=True)  # as it was said: a speaker has no account
    session = models.TimeField(null=True, blank=True)
    topic = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["session", "id"]

    def __str__(self) -> str:
        return self.name


class StageMove(models.Model):
    """That somebody said that a stage of the plan is done, with the conditions as they were then.

    The day itself stands in the plan. `override` is why it was done though something was missing.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="stage_moves")
    stage = models.CharField(max_length=200)
    done = models.DateField()
    missing = models.JSONField(default=list)  # names of the conditions that were not met
    override = models.TextField(blank=True)
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.workspace_id} {self.stage}"
