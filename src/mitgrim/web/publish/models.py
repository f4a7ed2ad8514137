"""What is public from when, the project lists of published versions, and their books."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from mitgrim.plan import Label
from mitgrim.web.publish.kinds import BookFormat, Channel
from mitgrim.web.revisions.models import ListedProject, StoredRevision, Workspace


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


class Publication(models.Model):
    """공개: a revision of the plan as it becomes public through one channel at a moment.

    Nobody edits one. Before its moment it may be withdrawn; after it, it has been public.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="publications")
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="publications")
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    moment = models.DateTimeField(db_index=True)
    title_ko = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    note_ko = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-moment", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["revision", "channel"],
                condition=models.Q(withdrawn__isnull=True),
                name="published_once_a_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.title_ko}"

    @property
    def title(self) -> Label:
        """What the version is called."""
        return Label(ko=self.title_ko, en=self.title_en)

    @property
    def note(self) -> Label:
        """What is said about the version."""
        return Label(ko=self.note_ko, en=self.note_en)

    @property
    def address(self) -> str:
        """What its permanent address calls it: it tells nothing of how many others there are."""
        return self.revision.digest[:12]


class PublishedProject(ListedProject):
    """A project of a published version, with what a reader may choose by."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="projects")
    sources = models.CharField(max_length=200)  # " national municipal "
    years = models.CharField(max_length=1000)  # " 2018 2019 "

    class Meta:
        ordering: ClassVar = ["publication", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication", "project"], name="one_row_a_published_project"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["publication", "city", "position"]),
            models.Index(fields=["project"]),
        ]


class Book(models.Model):
    """The book of a revision in one language and form: what was made once is valid for ever."""

    is_projection: ClassVar = True  # made anew when asked for; no backup keeps it

    digest = models.CharField(max_length=64)  # of the revision
    maker = models.CharField(max_length=64)  # the code that made it
    lang = models.CharField(max_length=5)
    format = models.CharField(max_length=5, choices=_choices(BookFormat))
    body = models.BinaryField()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest", "maker", "lang", "format"], name="one_book_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.lang} {self.format}"
