"""Sections by digest, revisions as manifests, branches, and what happens to a city's draft.

Rows of sections, revisions and manifests are written once and never changed. A branch is a name
for the newest revision of a draft: only its `head` moves. The project list is a projection of the
heads, rebuilt from documents at any time.
"""

import zlib
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models

from mitgrim.plan import Label
from mitgrim.web.revisions.kinds import BranchState, HandInState, HearingKind, RevisionKind

_QUICKLY: Final = 1


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


class CompressedField(models.BinaryField):  # type: ignore[type-arg]  # generic in the stubs alone
    """Bytes that the database holds compressed: documents repeat themselves, to a tenth of it."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As the database holds it."""
        held = value if value is None else zlib.compress(bytes(value), _QUICKLY)
        return super().get_db_prep_value(held, connection, prepared)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """As it was given; what is not compressed or damaged as it is, for its digest tells."""
        if value is None:
            return None
        held = bytes(value)
        try:
            return zlib.decompress(held)
        except zlib.error:
            return held


class Workspace(models.Model):
    """One plan that is worked on: its branches and all their revisions."""

    id = models.SlugField(primary_key=True, max_length=64)  # the plan's id
    programme = models.CharField(max_length=64, blank=True)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-made", "id"]

    def __str__(self) -> str:
        return self.name_ko

    @property
    def name(self) -> Label:
        """What the plan is called."""
        return Label(ko=self.name_ko, en=self.name_en)


class StoredSection(models.Model):
    """The canonical bytes of a section, under their SHA-256."""

    digest = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=64)  # `nation` or a city's id
    body = CompressedField()

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:8]}"


class StoredRevision(models.Model):
    """판: the header of a revision; `digest` is the SHA-256 of all that it says."""

    number = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=20, choices=_choices(RevisionKind))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    author_name = models.CharField(max_length=100)  # as it was then
    message = models.CharField(max_length=500, blank=True)
    moment = models.DateTimeField()
    parents = models.ManyToManyField("self", symmetrical=False, related_name="children")

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.message}"


class ManifestEntry(models.Model):
    """Which section a revision holds under a name."""

    revision = models.ForeignKey(StoredRevision, models.CASCADE, related_name="entries")
    name = models.CharField(max_length=64)
    section = models.ForeignKey(StoredSection, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "name"], name="one_section_of_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.name}"


class Branch(models.Model):
    """초안: a city's draft (`jeju`), or the plan as assembled so far (`nation`)."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="branches")
    name = models.CharField(max_length=64)
    head = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=_choices(BranchState), default=BranchState.OPEN.value
    )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_branch_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class BranchRevision(models.Model):
    """That a revision was the head of a branch: the branch's history in the order it happened."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="history")
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="in_branches")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "revision"], name="once_in_a_branch")
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.revision_id}"


class Attribution(models.Model):
    """Who wrote what in a section: the revision that set each place, computed once a digest."""

    section = models.OneToOneField(StoredSection, models.CASCADE, primary_key=True)
    body = models.JSONField()

    def __str__(self) -> str:
        return str(self.section_id)


class Hearing(models.Model):
    """의견 청취 or 심의: that a body was heard on a city's draft, when, and what it said."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=20, choices=_choices(HearingKind))
    body = models.CharField(max_length=200)
    held = models.DateField()
    said = models.TextField(blank=True)  # empty: it was heard and had no opinion
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["held", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.body}"


class HandIn(models.Model):
    """제출: a city's section as it was handed in, and what became of it."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="hand_ins")
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=20, choices=_choices(HandInState), default=HandInState.WAITING.value
    )
    reason = models.TextField(blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.revision_id} {self.state}"


class Baseline(models.Model):
    """A revision of the plan that is frozen under a name; there is no way to change one."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="baselines")
    name = models.CharField(max_length=100)
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="baselines")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_baseline_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Autosave(models.Model):
    """What somebody has typed into a form and not saved: theirs alone, and no revision."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    branch = models.ForeignKey(Branch, models.CASCADE, related_name="+")
    place = models.CharField(max_length=300)
    base = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    fields = models.JSONField()
    moment = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "branch", "place"], name="one_buffer_a_form")
        ]

    def __str__(self) -> str:
        return self.place


class ListedProject(models.Model):
    """A project as lists and searches show it: made from documents, never edited."""

    is_projection: ClassVar = True

    city = models.CharField(max_length=64)
    project = models.CharField(max_length=64)
    position = models.PositiveIntegerField()  # 부산 1-3: the order within the plan
    number_ko = models.CharField(max_length=80)
    number_en = models.CharField(max_length=80)
    name_ko = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    action = models.CharField(max_length=64, blank=True)
    sector = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=20)
    first = models.PositiveSmallIntegerField(null=True, blank=True)
    last = models.PositiveSmallIntegerField(null=True, blank=True)
    planned = models.BigIntegerField()
    provenance = models.CharField(max_length=20)
    letters = models.TextField()  # what a search looks through, with 초성

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number_ko} {self.name_ko}"

    @property
    def number(self) -> Label:
        """Its display number: 부산 1-3."""
        return Label(ko=self.number_ko, en=self.number_en)

    @property
    def name(self) -> Label:
        """What it is called."""
        return Label(ko=self.name_ko, en=self.name_en)


class ProjectRow(ListedProject):
    """A project of a branch's head, with who is to finish it until when."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="project_rows")
    owner = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["branch", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "project"], name="one_row_a_project")
        ]
        indexes: ClassVar = [models.Index(fields=["branch", "city", "position"])]
