"""Scenarios, their answers, and the links by which people without an account see one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from mitgrim.web.revisions.models import Branch, CompressedField, StoredRevision
from mitgrim.web.revisions.queries import Manifest


class Scenario(models.Model):
    """What a planner asked: the sections it is about by digest, the conditions, how long to look.

    A row is written once: who wants something else starts a new one from it.
    """

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="scenarios")
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    sections = models.JSONField()  # [name, digest] of each
    name = models.CharField(max_length=200)
    said = models.TextField(blank=True)  # the conditions as YAML, as the planner said them
    parameters = models.JSONField()  # what that comes to
    seconds = models.PositiveIntegerField()
    gap = models.FloatField()
    seed = models.PositiveIntegerField()
    key = models.CharField(max_length=64, db_index=True)  # of its answer
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)
    begun_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    offered = models.DateTimeField(null=True, blank=True)  # to the cities, to adopt their part

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def manifest(self) -> Manifest:
        """The sections it is about."""
        return tuple((name, digest) for name, digest in self.sections)


class Answer(models.Model):
    """What was found for a scenario or a question about one, as JSON, under the digest of all that
    it was made from.

    To compute it again takes time and may find another portfolio as good: backups hold it.
    """

    key = models.CharField(primary_key=True, max_length=64)
    body = CompressedField()
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class SharedLink(models.Model):
    """A way to one scenario's page for who has no account; its secret is kept as a digest alone."""

    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=200)  # for whom
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
