"""Runs, and their results: a result is kept once for everybody who asks for the same."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.runs.kinds import ACTIVE, RunKind, RunState
from mitgrim.wording import Text


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


class Result(models.Model):
    """What a run made, under the digest of all that it was made from: it never goes out of date.

    It can be made again, so no backup holds it.
    """

    is_projection = True

    key = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)  # of the file
    media = models.CharField(max_length=100)
    body = models.BinaryField()
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """Something that somebody asked for, and how far it is."""

    kind = models.CharField(max_length=20, choices=_choices(RunKind))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="runs")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    of_ko = models.CharField(max_length=300)  # the draft, as it was called then
    of_en = models.CharField(max_length=300)
    parameters = models.JSONField()
    key = models.CharField(max_length=64, db_index=True)  # of its result
    page = models.CharField(max_length=200, blank=True)  # of this site, that shows its result
    state = models.CharField(
        max_length=20, choices=_choices(RunState), default=RunState.QUEUED.value
    )
    progress = models.FloatField(default=0)  # 0 to 1
    said_ko = models.TextField(blank=True)
    said_en = models.TextField(blank=True)
    attempt = models.CharField(max_length=32, blank=True)  # whose it is: only they may end it
    beat = models.DateTimeField(null=True, blank=True)  # when its worker last showed life
    made = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["person", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def of(self) -> Text:
        """The draft it was asked for of, as it was called then."""
        return Text(self.of_ko, self.of_en)

    @property
    def said(self) -> Text:
        """What it does right now, or how it ended."""
        return Text(self.said_ko, self.said_en)

    @property
    def what(self) -> str:
        """The kind, and its form if it has several: `book-pdf`, `check`, `fund-answer`."""
        form = self.parameters.get("form")
        return f"{self.kind}-{form}" if form else str(self.kind)

    @property
    def active(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in ACTIVE

    @property
    def percent(self) -> int:
        """How far it is, of a hundred."""
        return round(self.progress * 100)
