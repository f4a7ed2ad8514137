"""What is filled in for committees: members, sittings, items, amendments, decisions, adoption."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.utils import timezone

from mitgrim.adoption.voting import APPROVING, Verdict
from mitgrim.plan import NATION, CityPlan, Plan, Section, section_name, section_numbers
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.forms import dates_in_order, day_field, labelled
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.procedure.forms.task_force import Bodies, PersonChoice
from mitgrim.web.reviews.kinds import ItemKind
from mitgrim.web.reviews.models import Item, Seat
from mitgrim.web.reviews.refusals import day_text
from mitgrim.web.reviews.services.voting import Asked
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.workspace.wording import section_text
from mitgrim.wording import Text

CONDITIONS: Final = 5
LARGEST_FILE: Final = 16 * 2**20
Choices = list[tuple[str, Any]]


def _named(form: forms.Form, *helped: str) -> None:
    """Labels of all fields, and help where there is some to say."""
    keys = {name: name.replace("_", "-") for name in form.fields}
    labels = {name: say(f"reviews.form.{key}") for name, key in keys.items()}
    helps = {name: say(f"reviews.form.{keys[name]}-help") for name in helped}
    labelled(form, labels, **helps)


class CommitteeForm(forms.Form):
    """What a committee is called, and how it works."""

    ko = forms.CharField(max_length=200)
    en = forms.CharField(max_length=200, required=False)
    deputies = forms.BooleanField(required=False)
    before_hand_in = forms.BooleanField(required=False)

    def __init__(self, *args: Any, section: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if section == NATION:
            del self.fields["before_hand_in"]
        _named(self, "deputies", *(() if section == NATION else ("before_hand_in",)))


class RuleForm(forms.Form):
    """A quorum and a majority that the law's data does not give."""

    valid_from = day_field(required=True)
    quorum = forms.IntegerField(min_value=1, max_value=100, initial=50)
    quorum_over = forms.BooleanField(required=False, initial=True)
    majority = forms.IntegerField(min_value=1, max_value=100, initial=50)
    majority_over = forms.BooleanField(required=False, initial=True)
    source = forms.CharField(max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "source")


class SeatForm(forms.Form):
    """Somebody new on a committee."""

    person = PersonChoice(queryset=Person.objects.none())
    kind = forms.ChoiceField(required=False)
    chair = forms.BooleanField(required=False)
    valid_from = day_field(required=True)
    valid_to = day_field()

    def __init__(self, *args: Any, kinds: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "valid_to")
        _offer_kinds(self, kinds)
        people = Person.objects.filter(is_active=True).select_related("organisation")
        self.fields["person"].queryset = people.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A seat ends after it begins."""
        own = super().clean() or {}
        dates_in_order(self, own)
        return own


class SeatChangeForm(forms.Form):
    """Until when somebody is on a committee, and for whom."""

    kind = forms.ChoiceField(required=False)
    chair = forms.BooleanField(required=False)
    valid_to = day_field()

    def __init__(self, *args: Any, kinds: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "valid_to")
        _offer_kinds(self, kinds)


def _offer_kinds(form: forms.Form, kinds: dict[str, Text]) -> None:
    field: Any = form.fields["kind"]
    field.choices = [("", "–"), *((own, text.in_(current())) for own, text in kinds.items())]


class SittingForm(forms.Form):
    """When and where a committee meets."""

    title = forms.CharField(max_length=200)
    day = day_field(required=True)
    place = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self)


class PresenceForm(forms.Form):
    """Who came in whose place."""

    deputy = PersonChoice(queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True).select_related("organisation")
        self.fields["deputy"].queryset = people.order_by("name")  # type: ignore[attr-defined]
        _named(self)


class ItemForm(forms.Form):
    """What a committee is asked about which state of the plan."""

    kind = forms.ChoiceField()
    title = forms.CharField(max_length=200)
    revision = forms.TypedChoiceField(coerce=int)
    other_law = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, section: str, revisions: Iterable[StoredRevision], changes: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        kinds = [ItemKind.PLAN if section == NATION else ItemKind.SECTION]
        kinds += [ItemKind.CHANGE] if changes else []
        _choose(self, "kind", [(own.value, say(f"reviews.item-kind.{own.value}")) for own in kinds])
        _choose(self, "revision", revision_choices(revisions))
        if not changes:
            del self.fields["other_law"]
        _named(self, "revision", *(("other_law",) if changes else ()))


class InterestForm(forms.Form):
    """Which member has which interest of their own."""

    seat = forms.TypedChoiceField(coerce=int)
    reason = forms.CharField(max_length=500)

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "seat", seat_choices(seats))
        _named(self)


class AmendmentForm(forms.Form):
    """Another state of a section: a later revision of the draft, or a file."""

    title = forms.CharField(max_length=200)
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    mover = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    section = forms.ChoiceField()
    revision = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    file = forms.FileField(required=False)

    def __init__(
        self, *args: Any, seats: Iterable[Seat], sections: Choices,
        revisions: Iterable[StoredRevision], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        _choose(self, "mover", [("", "–"), *seat_choices(seats)])
        _choose(self, "section", sections)
        _choose(self, "revision", [("", "–"), *revision_choices(revisions)])
        _named(self, "section", "revision", "file")

    def clean(self) -> dict[str, Any]:
        """Either a revision or a file."""
        own = super().clean() or {}
        if not self.errors and bool(own.get("revision")) is bool(own.get("file")):
            self.add_error("file", say("reviews.wrong.revision-or-file"))
        file = own.get("file")
        if file and file.size > LARGEST_FILE:
            self.add_error("file", say("reviews.wrong.file-size", limit=LARGEST_FILE // 2**20))
        return own


class DecisionForm(forms.Form):
    """What to decide, why, and under which conditions."""

    verdict = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdicts = [(own.value, say(f"reviews.verdict.{own.value}")) for own in Verdict]
        _choose(self, "verdict", verdicts)
        _named(self, "reason")
        for at in range(1, CONDITIONS + 1):
            self._add_condition(at, places)

    def _add_condition(self, at: int, places: Choices) -> None:
        self.fields[f"text_{at}"] = forms.CharField(
            required=False, max_length=1000, label=say("reviews.form.condition", n=at)
        )
        self.fields[f"place_{at}"] = forms.ChoiceField(
            required=False, choices=[("", "–"), *places],
            label=say("reviews.form.condition-place", n=at),
        )  # fmt: skip
        self.fields[f"first_{at}"] = forms.BooleanField(
            required=False, initial=True, label=say("reviews.form.condition-first", n=at)
        )

    @property
    def decision_fields(self) -> list[Any]:
        """The verdict and its reason."""
        return [self["verdict"], self["reason"]]

    @property
    def condition_fields(self) -> Iterator[list[Any]]:
        """The fields of each condition."""
        for at in range(1, CONDITIONS + 1):
            yield [self[f"text_{at}"], self[f"place_{at}"], self[f"first_{at}"]]

    def clean(self) -> dict[str, Any]:
        """A condition has both a text and a place, and stands only where conditions are meant."""
        own = super().clean() or {}
        for at in range(1, CONDITIONS + 1):
            if bool(own.get(f"text_{at}")) is not bool(own.get(f"place_{at}")):
                self.add_error(f"place_{at}", say("reviews.wrong.condition"))
        verdict = own.get("verdict")
        if verdict and (verdict == Verdict.CONDITIONAL) is not bool(self.asked(own)):
            self.add_error("verdict", say("reviews.wrong.conditions-and-verdict"))
        if verdict and verdict not in APPROVING and not own.get("reason", "").strip():
            self.add_error("reason", say("reviews.wrong.reason"))
        return own

    def asked(self, own: dict[str, Any]) -> list[Asked]:
        """The conditions as they are put."""
        return [
            Asked(
                text=own[f"text_{at}"], places=(own[f"place_{at}"],), first=own[f"first_{at}"]
            )
            for at in range(1, CONDITIONS + 1)
            if own.get(f"text_{at}") and own.get(f"place_{at}")
        ]  # fmt: skip


class MinutesForm(forms.Form):
    """What the record of a sitting does not say by itself."""

    minutes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 16}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "minutes")


class MeetForm(forms.Form):
    """The revision that meets a condition."""

    revision = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, revisions: Iterable[StoredRevision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "revision", revision_choices(revisions))
        _named(self)
        self.fields["revision"].help_text = say("reviews.form.meets-help")


class AdoptForm(forms.Form):
    """Which revision is adopted, under what name, by which decision."""

    revision = forms.TypedChoiceField(coerce=int)
    name = forms.CharField(max_length=100)
    decision = forms.CharField(max_length=300)

    def __init__(self, *args: Any, revisions: Iterable[StoredRevision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "revision", revision_choices(revisions))
        _named(self, "name", "decision")
        self.fields["revision"].help_text = say("reviews.form.adopted-help")


class MinorForm(forms.Form):
    """Which decisions of cities' committees make a minor change one that is adopted."""

    items = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(max_length=100)
    decision = forms.CharField(max_length=300)

    def __init__(self, *args: Any, offered: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(own.pk), f"{own.sitting.committee.name_ko} · {own}") for own in offered]
        _choose(self, "items", choices)
        _named(self, "name", "decision")


class AnnounceForm(forms.Form):
    """고시: its number and day as printed, what it says, and who is written to."""

    notice = forms.CharField(max_length=100)
    day = day_field(required=True)
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    bodies = Bodies(queryset=Organisation.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "notice", "bodies")
        self.fields["day"].label = say("reviews.form.notice-day")
        today = timezone.localdate()
        rows = Organisation.objects.exclude(valid_to__lt=today)
        self.fields["bodies"].queryset = rows.exclude(valid_from__gt=today)  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """정정고시: its number and day as printed, and what was wrong."""

    notice = forms.CharField(max_length=100)
    day = day_field(required=True)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _named(self, "notice")
        self.fields["day"].label = say("reviews.form.notice-day")
        self.fields["text"].label = say("reviews.correct.text")


def revision_choices(revisions: Iterable[StoredRevision]) -> Choices:
    """Revisions by number, day and message."""
    return [
        (
            str(own.number),
            say(
                "reviews.revision", n=own.number, message=own.message,
                day=day_text(timezone.localtime(own.moment).date()),
            ),
        )
        for own in revisions
    ]  # fmt: skip


def seat_choices(seats: Iterable[Seat]) -> Choices:
    """Members by name."""
    return [(str(own.pk), own.person.name) for own in seats]


def place_choices(plan: Plan, section: str) -> Choices:
    """The places that a condition may name: projects and their money, passages, city by city."""
    sections = plan.cities if section == NATION else ()
    own = plan.section(section)
    held = [*([own] if own is not None else []), *sections]
    groups = [(section_text(each), list(_places(plan, each))) for each in held]
    return [group for group in groups if group[1]]


def _places(plan: Plan, section: Section) -> Iterator[tuple[str, str]]:
    name = section_name(section)
    if isinstance(section, CityPlan):
        numbers = section_numbers(plan.nation, section)
        for own in section.projects:
            title = f"{named(numbers[own.id])} {named(own.name)}" if own.id in numbers else own.id
            yield f"{name}/projects/{own.id}", title
            yield f"{name}/projects/{own.id}/money", say("reviews.place.money", title=title)
    for passage in section.passages:
        yield (
            f"{name}/passages/{passage.id}",
            say("reviews.place.passage", title=named(passage.title) or passage.id),
        )


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    field: Any = form.fields[name]
    field.choices = choices
