"""Committees and their seats, sittings, dockets, votes; what was decided, and what was adopted.

What was voted is written once: a roll is frozen when its vote closes, and so is the count.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from mitgrim.adoption.voting import Choice, Outcome, Verdict
from mitgrim.plan import Label
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Organisation
from mitgrim.web.reviews.kinds import AmendmentState, ItemKind, SittingState
from mitgrim.web.revisions.models import Baseline, StoredRevision, Workspace


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


def _person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


class Committee(models.Model):
    """위원회: the body that reviews a section, a city's own or the whole plan's (`nation`)."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="committees")
    section = models.CharField(max_length=64)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    deputies = models.BooleanField(default=False)  # 대리출석: whether members may send somebody
    before_hand_in = models.BooleanField(default=False)  # a city hands in only what was approved

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "section"], name="one_committee_a_section")
        ]

    def __str__(self) -> str:
        return self.name_ko

    @property
    def name(self) -> Label:
        """What it is called."""
        return Label(ko=self.name_ko, en=self.name_en)


class CommitteeRule(models.Model):
    """정족수 설정: a quorum and a majority that the law's data lacks, as somebody read it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="rules")
    valid_from = models.DateField()
    quorum = models.PositiveSmallIntegerField()  # percent
    quorum_over = models.BooleanField(default=True)
    majority = models.PositiveSmallIntegerField()  # percent
    majority_over = models.BooleanField(default=True)
    source = models.CharField(max_length=300)
    by = _person()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-valid_from", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quorum__lte=100) & Q(majority__lte=100), name="shares_are_percentages"
            )
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.valid_from}"


class Seat(models.Model):
    """위원: somebody on a committee for a time, and whom they stand for."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    person = _person()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=30, blank=True)  # 위원 구분 of the programme
    chair = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-chair", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="seat_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.person_id}"


class Sitting(models.Model):
    """회의: a committee meets on a day; `held_at` is when something last happened in it."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="sittings")
    title = models.CharField(max_length=200)
    day = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=20, choices=_choices(SittingState), default=SittingState.CALLED.value
    )
    opened = models.DateTimeField(null=True, blank=True)
    closed = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(blank=True)  # what the data does not say

    class Meta:
        ordering: ClassVar = ["-day", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def state_name(self) -> str:
        """How far it is, in the language of the page."""
        return say(f"reviews.sitting-state.{self.state}")

    @property
    def is_on(self) -> bool:
        """Whether it has begun, has not ended, and it is still its day."""
        return self.state == SittingState.OPEN and not self.is_late

    @property
    def is_late(self) -> bool:
        """Whether it was not closed on its day: nothing can happen in it but that it is closed."""
        return self.state == SittingState.OPEN and self.day != timezone.localdate()


class Presence(models.Model):
    """출석: a member, or who sits for them, came and left."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="presences")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="presences")
    deputy = _person(null=True, blank=True)
    came = models.DateTimeField()
    left = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["came", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "seat"], condition=Q(left__isnull=True), name="there_once"
            ),
            models.UniqueConstraint(
                fields=["sitting", "deputy"],
                condition=Q(left__isnull=True) & Q(deputy__isnull=False),
                name="sits_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.seat_id}"


class Item(models.Model):
    """안건: a state of the plan that is put before a sitting, and what was decided of it."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=_choices(ItemKind))
    title = models.CharField(max_length=200)
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    other_law = models.TextField(blank=True)  # what another law has fixed, if that is the ground
    verdict = models.CharField(max_length=30, choices=_choices(Verdict), blank=True)
    reason = models.TextField(blank=True)
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "number"], name="one_item_of_a_number")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_name(self) -> str:
        """What is asked, in the language of the page."""
        return say(f"reviews.item-kind.{self.kind}")

    @property
    def verdict_name(self) -> str:
        """What was decided, in the language of the page."""
        return say(f"reviews.verdict.{self.verdict}") if self.verdict else ""


class Interest(models.Model):
    """이해관계: that a member does not vote on an item, and why."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="interests")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    by = _person()
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "seat"], name="declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.seat_id}"


class Amendment(models.Model):
    """수정안: another state of the plan, proposed against that of the item."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    mover = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.ForeignKey(StoredRevision, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=_choices(AmendmentState), default=AmendmentState.PROPOSED.value
    )
    merged = models.ForeignKey(
        StoredRevision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = _person()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="one_amendment_of_a_number")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_name(self) -> str:
        """What became of it, in the language of the page."""
        return say(f"reviews.amendment-state.{self.state}")


class Motion(models.Model):
    """표결: a question that is voted: an amendment, or the decision on the item."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="motions")
    amendment = models.ForeignKey(
        Amendment, models.PROTECT, null=True, blank=True, related_name="motions"
    )
    verdict = models.CharField(max_length=30, choices=_choices(Verdict), blank=True)
    reason = models.TextField(blank=True)
    conditions = models.JSONField(default=list)  # {text, places, first} of each
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True, blank=True)
    roll = models.JSONField(default=list)  # who could vote, frozen at the close
    count = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20, choices=_choices(Outcome), blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed__isnull=True), name="one_open_question"
            ),
            models.CheckConstraint(
                condition=Q(amendment__isnull=False) ^ ~Q(verdict=""), name="one_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.pk}"

    @property
    def outcome_name(self) -> str:
        """What it came to, in the language of the page."""
        return say(f"reviews.outcome.{self.outcome}") if self.outcome else ""

    @property
    def verdict_name(self) -> str:
        """What is asked to be decided, in the language of the page."""
        return say(f"reviews.verdict.{self.verdict}") if self.verdict else ""


class Vote(models.Model):
    """표: what a member said to a question, once."""

    motion = models.ForeignKey(Motion, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=_choices(Choice))
    by = _person()  # the member, or who sits for them
    moment = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "seat"], name="one_vote_a_seat"),
            models.UniqueConstraint(fields=["motion", "by"], name="one_vote_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id} {self.seat_id}"

    @property
    def choice_name(self) -> str:
        """What was said, in the language of the page."""
        return say(f"reviews.choice.{self.choice}")


class Condition(models.Model):
    """조건: what must still be changed, where, and the revision that did it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    places = models.JSONField()
    first = models.BooleanField(default=True)  # before the plan is adopted
    revision = models.ForeignKey(
        StoredRevision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    met_by = _person(null=True, blank=True)
    met = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="one_condition_of_a_number"),
            models.CheckConstraint(
                condition=Q(met__isnull=True) | Q(revision__isnull=False), name="met_by_a_revision"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Adoption(models.Model):
    """확정: the plan as it was adopted, sealed; announced later. Nothing of it is ever changed."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="adoptions")
    item = models.OneToOneField(
        Item, models.PROTECT, null=True, blank=True, related_name="adoption"
    )
    baseline = models.OneToOneField(Baseline, models.PROTECT, related_name="adoption")
    decision = models.CharField(max_length=300)  # as the seal has it
    digest = models.CharField(max_length=64, unique=True)  # of the seal
    public_key = models.CharField(max_length=64)
    folder = models.BinaryField()  # the sealed folder as a zip
    before = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")
    by = _person()
    moment = models.DateTimeField()
    notice = models.CharField(max_length=100, blank=True)  # 고시 번호, as typed
    notice_day = models.DateField(null=True, blank=True)
    notice_text = models.TextField(blank=True)
    announced = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list)  # bodies that were written to

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(announced__isnull=True) | (~Q(notice="") & Q(notice_day__isnull=False)),
                name="announced_with_number_and_day",
            ),
            # Two adoptions after none: both would be the first of the chain.
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(before__isnull=True), name="one_first_adoption"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workspace_id} {self.digest[:12]}"

    @property
    def address(self) -> str:
        """What its permanent address calls it."""
        return self.digest[:16]


class Correction(models.Model):
    """정정고시: what an announcement said wrongly, said anew; what it said before stays."""

    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="corrections")
    notice = models.CharField(max_length=100)
    notice_day = models.DateField()
    text = models.TextField()  # what was wrong
    by = _person()
    moment = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.notice
