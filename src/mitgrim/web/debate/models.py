"""Debates, their dated phases, statements, who takes part, and votes.

A participant is no person: what leads back to one is the signed cookie in their browser alone, or
their account where a debate asks for one. Votes are written by one upsert each and by nothing else.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mitgrim.web.debate.kinds import AgeBand, Choice, PhaseKind, Refused, Shown, Who
from mitgrim.web.revisions.models import CompressedField, Workspace

LONGEST_STATEMENT = 140
LONGEST_BACKGROUND = 5_000


def _choices(kind: Any) -> list[tuple[Any, str]]:
    return [(own.value, str(own.value)) for own in kind]


class Debate(models.Model):
    """공론화: a question about a plan, put to those who live with it."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="debates")
    section = models.CharField(max_length=64)  # `nation` for all cities, or a city's id
    title = models.CharField(max_length=200)
    question = models.CharField(max_length=300)
    background = models.TextField(max_length=LONGEST_BACKGROUND, blank=True)
    who = models.CharField(max_length=20, choices=_choices(Who))
    moderated = models.BooleanField(default=True)
    statements_a_day = models.PositiveIntegerField()
    joining_from_an_address = models.PositiveIntegerField()
    example = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["workspace", "-id"])]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"{self.workspace_id}/debates/{self.pk}"


class Phase(models.Model):
    """From when on what is allowed: the last one that has begun holds."""

    debate = models.ForeignKey(Debate, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=20, choices=_choices(PhaseKind))
    starts = models.DateTimeField()
    takes_statements = models.BooleanField(default=False)
    takes_votes = models.BooleanField(default=False)
    shows_results = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["debate", "starts"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["debate", "kind"], name="a_phase_once"),
            models.UniqueConstraint(fields=["debate", "starts"], name="one_phase_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.debate_id} {self.kind}"

    def begun(self, now: datetime) -> bool:
        """Whether it has begun."""
        return self.starts <= now


class Link(models.Model):
    """초대 주소: a way in for one person, once; its secret is kept as a digest alone."""

    debate = models.ForeignKey(Debate, models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(null=True, blank=True)  # no moment: it would tell who came by it
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.purpose


class Meeting(models.Model):
    """A meeting whose votes on paper somebody typed in, all at once."""

    debate = models.ForeignKey(Debate, models.PROTECT, related_name="meetings")
    name = models.CharField(max_length=200)
    held_on = models.DateField()
    city = models.CharField(max_length=64, blank=True)
    votes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)  # of the votes, their day and city
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["debate", "digest"], condition=~Q(digest=""), name="votes_on_paper_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """Somebody who takes part: one browser, one link, one account, or one sheet of paper.

    Which link it was is not kept: who handed them out could tell what its holder voted.
    """

    debate = models.ForeignKey(Debate, models.PROTECT, related_name="participants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="participants"
    )
    sheet = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=64, blank=True)
    age_band = models.CharField(max_length=20, choices=_choices(AgeBand), blank=True)
    address = models.CharField(max_length=64, blank=True)  # the digest of one day's address
    joined_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["debate", "person"],
                condition=Q(person__isnull=False),
                name="a_person_takes_part_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "sheet"],
                condition=Q(meeting__isnull=False),
                name="a_sheet_counts_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["debate", "address"], condition=~Q(address=""), name="who_came_from_there"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Statement(models.Model):
    """의견: one sentence that others agree with or not."""

    debate = models.ForeignKey(Debate, models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=LONGEST_STATEMENT)
    text_key = models.CharField(max_length=64)
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=20, choices=_choices(Shown), default=Shown.WAITING.value)
    state_reason = models.CharField(max_length=1_000, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderated = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["debate", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["debate", "number"], name="a_number_once"),
            models.UniqueConstraint(fields=["debate", "text_key"], name="a_statement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Vote(models.Model):
    """What a participant says to a statement: the newest holds, so it is one row."""

    # The constraint's index finds the votes of a participant; one more would slow every vote.
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="votes", db_index=False
    )
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=_choices(Choice))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_each"),
            models.CheckConstraint(
                condition=Q(value__in=sorted(map(int, Choice))), name="a_vote_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.statement_id} {self.value}"


class RefusedAct(models.Model):
    """How often something was refused on a day: a flood leaves a number, not a flood of rows."""

    debate = models.ForeignKey(Debate, models.CASCADE, related_name="refused")
    day = models.DateField()
    reason = models.CharField(max_length=20, choices=_choices(Refused))
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-day", "reason"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["debate", "day", "reason"], name="a_day_of_refusals"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason} {self.count}"


class Outcome(models.Model):
    """What the votes come to, as anyone may read it: computed once for many readers."""

    debate = models.OneToOneField(Debate, models.CASCADE, related_name="outcome")
    votes = models.PositiveIntegerField()  # how many were counted
    newest = models.DateTimeField(null=True)  # the newest of them
    looked = models.DateTimeField()  # when it was last compared with the votes
    made = models.DateTimeField(default=timezone.now)
    queued = models.DateTimeField(null=True, blank=True)  # when a worker was asked for a newer one
    body = CompressedField()  # JSON; tells nothing of fewer than five

    def __str__(self) -> str:
        return str(self.debate_id)
