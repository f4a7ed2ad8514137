"""Opinions, the parts of them that are answered, and the answers; links by which people give them.

What somebody said and what it was about is written once. Personal data stands in `name`, `person`,
`address` and `link` alone and is erased without the opinion going with it.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mitgrim.web.opinions.kinds import (
    PROMISES,
    DispositionKind,
    ImportState,
    Moderation,
    OpinionSource,
    Progress,
    Who,
)
from mitgrim.web.opinions.privacy import masked_name
from mitgrim.web.revisions.models import CompressedField, StoredRevision, Workspace
from mitgrim.wording import Text

LONGEST_PLACE = 400
LONGEST_TEXT = 10_000
LONGEST_BEGINNING = 60


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


class Intake(models.Model):
    """의견 접수: who may say something about a plan, and how; what is empty is as the rules say."""

    workspace = models.OneToOneField(
        Workspace, models.PROTECT, primary_key=True, related_name="intake"
    )
    open = models.BooleanField(default=True)
    who = models.CharField(max_length=20, choices=_choices(Who), blank=True)
    moderated = models.BooleanField(null=True, blank=True)
    a_day = models.PositiveIntegerField(null=True, blank=True)
    a_day_from_an_address = models.PositiveIntegerField(null=True, blank=True)
    kept_days = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.workspace_id)


class Invitation(models.Model):
    """A way to give opinions without an account: its secret is kept as a digest alone."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="invitations")
    section = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    ends = models.DateField()  # the last day on which it works
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.purpose

    @property
    def works(self) -> bool:
        """Whether it leads anywhere today."""
        return self.revoked is None and timezone.localdate() <= self.ends


class BroughtTable(models.Model):
    """A table of opinions that somebody brought; its content goes as soon as it is taken in."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="+")
    section = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    body = CompressedField(null=True)  # rows as JSON
    asked = models.JSONField(default=dict)  # columns, and what holds for all rows
    state = models.CharField(
        max_length=20, choices=_choices(ImportState), default=ImportState.BROUGHT.value
    )
    taken = models.PositiveIntegerField(default=0)
    wrong = models.JSONField(default=list)  # [row, ko, en] of what was not taken in

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class Opinion(models.Model):
    """의견: what was said, by whom, about which place of which revision."""

    code = models.CharField(max_length=80, unique=True)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="opinions")
    section = models.CharField(max_length=64)  # whose planners answer: `nation` or a city's id
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    place = models.CharField(max_length=LONGEST_PLACE, blank=True)
    quote = models.TextField(blank=True)  # the passage of the text at the place
    draft = models.CharField(max_length=64, blank=True)  # whose revision it is; empty: public
    about_ko = models.CharField(max_length=600)  # the place as it was called then
    about_en = models.CharField(max_length=600)
    source = models.CharField(max_length=20, choices=_choices(OpinionSource))
    round = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    text = models.TextField(max_length=LONGEST_TEXT)
    text_key = models.CharField(max_length=64)
    letters = models.TextField()  # what a search looks through: never a name
    name = models.CharField(max_length=100, blank=True)
    body = models.CharField(max_length=200, blank=True)  # an organisation: no personal data
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    link = models.ForeignKey(
        Invitation, models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    address = models.CharField(max_length=64, blank=True)
    receipt = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001, RUF100
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    brought = models.ForeignKey(
        BroughtTable, models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    said_on = models.DateField()
    received = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=20, choices=_choices(Moderation), default=Moderation.WAITING.value
    )
    state_reason = models.TextField(blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    moderated = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    appealed = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    erased = models.DateTimeField(null=True, blank=True)  # when its personal data went

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "section", "-id"]),
            models.Index(fields=["workspace", "state", "-id"]),
            models.Index(fields=["workspace", "text_key"]),
            models.Index(
                fields=["address"], condition=~Q(address=""), name="opinion_of_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def about(self) -> Text:
        """The place as it was called when the opinion was given."""
        return Text(self.about_ko, self.about_en)

    @property
    def who(self) -> str:
        """Who said it, as anyone may read it: people masked, organisations whole."""
        return " ".join(own for own in (self.body, masked_name(self.name)) if own)

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it; one about a draft is as closed as the draft."""
        return self.state == Moderation.SHOWN and self.withdrawn is None and not self.draft


class Disposition(models.Model):
    """조치: the one answer to an opinion, or to several that say the same."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="dispositions")
    section = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=_choices(DispositionKind), blank=True)
    reason = models.TextField(blank=True)
    places = models.JSONField(default=list)
    met = models.BooleanField(default=False)  # the plan had it already, at `places`
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    decided = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey(
        StoredRevision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["workspace", "section", "-id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed__isnull=True)
                | ~Q(kind__in=sorted(own.value for own in PROMISES))
                | Q(revision__isnull=False),
                name="a_promise_is_closed_by_a_revision",
            ),
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | (~Q(kind="") & ~Q(reason="")),
                name="closed_with_a_kind_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def progress(self) -> Progress:
        """How far it is."""
        if self.closed:
            return Progress.CLOSED
        return Progress.DECIDED if self.kind else Progress.GROUPED

    @property
    def is_promise(self) -> bool:
        """Whether a revision must carry it out."""
        return self.kind in PROMISES


class Segment(models.Model):
    """A part of an opinion that is answered by itself: the whole of it, until somebody cuts it."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="segments")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    place = models.CharField(max_length=LONGEST_PLACE, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due = models.DateField(null=True, blank=True)
    disposition = models.ForeignKey(
        Disposition, models.PROTECT, null=True, blank=True, related_name="segments"
    )

    class Meta:
        ordering: ClassVar = ["opinion", "start"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opinion", "start"], name="one_part_from_a_place"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="a_part_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.start}–{self.end}"

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.opinion.text)[self.start : self.end]

    @property
    def beginning(self) -> str:
        """Its first words, by which an answer that nobody named is called."""
        return " ".join(self.text.split())[:LONGEST_BEGINNING]

    @property
    def progress(self) -> Progress:
        """How far its answer is."""
        return self.disposition.progress if self.disposition else Progress.OPEN
