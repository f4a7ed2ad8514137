"""What people fill in about opinions."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone

from mitgrim.codec.sheets import USUAL
from mitgrim.web.opinions.importing import Mapped
from mitgrim.web.opinions.kinds import (
    Column,
    DispositionKind,
    OpinionSource,
    Progress,
    Who,
)
from mitgrim.web.opinions.models import LONGEST_PLACE, LONGEST_TEXT
from mitgrim.web.opinions.privacy import has_resident_number
from mitgrim.web.opinions.queries import Terms, Wanted
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person

LONGEST_NAME: Final = 100
LONGEST_MINUTES: Final = 200_000
MOST_INVITED: Final = 500
LONGEST_INVITATION: Final = 365  # days
Choices = list[tuple[Any, str]]
TYPED: Final = (OpinionSource.LETTER, OpinionSource.FORUM, OpinionSource.MINISTRY)


class OpinionsForm(forms.Form):
    """A form whose labels are messages, and which keeps no resident registration number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = say(f"opinions.form.{name.replace('_', '-')}")

    def offer(self, name: str, choices: Choices) -> None:
        """The choices of a field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Every text that is typed is looked through before anything is done with it."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and has_resident_number(value):
                self.add_error(name, say("opinions.refused.resident-number"))
        return cleaned


def day_field(*, required: bool = False) -> forms.DateField:
    """A day, in the browser's own calendar."""
    return forms.DateField(
        required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def text_field(rows: int = 8, *, required: bool = True, most: int = LONGEST_TEXT) -> Any:
    """A longer text."""
    return forms.CharField(
        required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


class GiveForm(OpinionsForm):
    """What a resident says of a place."""

    text = text_field()
    quote = forms.CharField(required=False, max_length=1000)
    name = forms.CharField(required=False, max_length=LONGEST_NAME)
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, terms: Terms, quotable: bool, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = say("opinions.form.text-help", limit=LONGEST_TEXT)
        self.fields["name"].help_text = say("opinions.form.name-help")
        self.fields["quote"].help_text = say("opinions.form.quote-help")
        self.fields["agreed"].help_text = say("opinions.form.agreed-help", days=terms.kept_days)
        self.fields["name"].initial = name
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if not quotable:
            del self.fields["quote"]


class AppealForm(OpinionsForm):
    """Why an opinion should be shown after all."""

    appeal = text_field(4, most=2000)


class EnterForm(OpinionsForm):
    """An opinion that came by letter or mail, or was said at a meeting."""

    revision = forms.TypedChoiceField(coerce=int)
    place = forms.CharField(max_length=LONGEST_PLACE, widget=forms.Select())
    source = forms.ChoiceField()
    text = text_field()
    name = forms.CharField(required=False, max_length=LONGEST_NAME)
    body = forms.CharField(required=False, max_length=200)
    said_on = day_field(required=True)

    def __init__(self, *args: Any, revisions: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("revision", revisions)
        self.fields["place"].widget.choices = places
        self.offer("source", [(own.value, say(f"opinions.source.{own}")) for own in TYPED])
        self.fields["said_on"].initial = timezone.localdate()
        self.fields["name"].help_text = say("opinions.form.name-help-typed")


class RoundForm(OpinionsForm):
    """What a consulted body says about a place that concerns it."""

    place = forms.CharField(required=False, max_length=LONGEST_PLACE, widget=forms.Select())
    text = text_field()

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.choices = places


class RoundPaperForm(RoundForm):
    """The same from a letter, and the day on which it came."""

    said_on = day_field(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_on"].initial = timezone.localdate()


class MinutesForm(OpinionsForm):
    """The minutes of a meeting, to be taken apart."""

    revision = forms.TypedChoiceField(coerce=int)
    place = forms.CharField(max_length=LONGEST_PLACE, widget=forms.Select())
    said_on = day_field(required=True)
    minutes = text_field(14, most=LONGEST_MINUTES)

    def __init__(self, *args: Any, revisions: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("revision", revisions)
        self.fields["place"].widget.choices = places
        self.fields["minutes"].help_text = say("opinions.form.minutes-help")


class BringForm(OpinionsForm):
    """A table of opinions as a file."""

    file = forms.FileField(allow_empty_file=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = USUAL.size // 2**20
        self.fields["file"].help_text = say("opinions.form.file-help", limit=limit, rows=USUAL.rows)
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx"


class MapForm(OpinionsForm):
    """Which column of a table holds what."""

    text_column = forms.TypedChoiceField(coerce=int)
    name_column = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    body_column = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    said_column = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    place_column = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    revision = forms.TypedChoiceField(coerce=int)
    place = forms.CharField(max_length=LONGEST_PLACE, widget=forms.Select())

    def __init__(
        self, *args: Any, head: list[str], revisions: Choices, places: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        columns: Choices = [
            (at, own or say("opinions.form.column", n=at + 1)) for at, own in enumerate(head)
        ]
        none: Choices = [("", say("opinions.form.no-column"))]
        for own in Column:
            name = f"{own}_column"
            self.offer(name, columns if own is Column.TEXT else none + columns)
        self.offer("revision", revisions)
        self.fields["place"].widget.choices = places
        self.fields["place"].label = say("opinions.form.usual-place")
        self.fields["place_column"].help_text = say("opinions.form.place-column-help")

    def mapped(self) -> Mapped:
        """What was said, as the import takes it."""
        held = {own: self.cleaned_data[f"{own}_column"] for own in Column}
        columns = {own: int(at) for own, at in held.items() if at is not None}
        own = self.cleaned_data
        return Mapped(columns=columns, revision=own["revision"], place=own["place"])


class SearchForm(OpinionsForm):
    """Which parts of opinions to list."""

    q = forms.CharField(required=False, max_length=100)
    section = forms.ChoiceField(required=False)
    progress = forms.ChoiceField(required=False)
    source = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    mine = forms.BooleanField(required=False)
    overdue = forms.BooleanField(required=False)
    place = forms.CharField(required=False, max_length=LONGEST_PLACE, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every: Choices = [("", say("opinions.form.all"))]
        self.offer("section", every + sections)
        for name, kinds in (
            ("progress", Progress), ("source", OpinionSource), ("kind", DispositionKind),
        ):  # fmt: skip
            own = [(one.value, say(f"opinions.{name}.{one}")) for one in kinds]
            self.offer(name, every + own)

    def wanted(self, person: Person) -> Wanted:
        """What was asked; what is no choice asks for nothing."""
        own = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            query=own.get("q", ""),
            section=own.get("section", ""),
            place=own.get("place", ""),
            source=own.get("source", ""),
            progress=own.get("progress", ""),
            kind=own.get("kind", ""),
            assignee=person.pk if own.get("mine") else None,
            overdue=bool(own.get("overdue")),
        )


class DecideForm(OpinionsForm):
    """What becomes of opinions, and why."""

    kind = forms.ChoiceField(widget=forms.RadioSelect)
    reason = text_field(5, most=5000)
    places = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    more = forms.CharField(required=False, max_length=LONGEST_PLACE, widget=forms.Select())

    def __init__(self, *args: Any, places: Choices, more: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(own.value, say(f"opinions.kind.{own}")) for own in DispositionKind]
        self.offer("kind", kinds)
        self.offer("places", places)
        self.fields["more"].widget.choices = [("", "–"), *more]
        self.fields["reason"].help_text = say("opinions.form.reason-help")
        self.fields["places"].help_text = say("opinions.form.places-help")

    def named_places(self) -> list[str]:
        """The places that were ticked, and the one that was added."""
        own = self.cleaned_data
        return [*own["places"], *([own["more"]] if own["more"] else [])]


class CloseForm(OpinionsForm):
    """Which revision carries a promise out."""

    revision = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, revisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("revision", revisions)
        self.fields["revision"].label = say("opinions.form.closing-revision")


class ArrangeForm(OpinionsForm):
    """Who answers some parts of opinions until when."""

    assignee = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    due = day_field()

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="arrange_%s", **kwargs)  # beside other forms on one page
        named = [(own.pk, own.name) for own in people]
        self.offer("assignee", [("", say("opinions.nobody")), *named])


class TogetherForm(OpinionsForm):
    """One answer for several opinions at once."""

    kind = forms.ChoiceField(required=False)
    reason = text_field(3, required=False, most=5000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="together_%s", **kwargs)
        kinds = [(own.value, say(f"opinions.kind.{own}")) for own in DispositionKind]
        self.offer("kind", [("", say("opinions.form.only-group")), *kinds])


class TermsForm(OpinionsForm):
    """What holds for giving opinions."""

    open = forms.BooleanField(required=False)
    who = forms.ChoiceField(widget=forms.RadioSelect)
    moderated = forms.BooleanField(required=False)
    a_day = forms.IntegerField(min_value=1, max_value=1000)
    a_day_from_an_address = forms.IntegerField(min_value=1, max_value=100_000)
    kept_days = forms.IntegerField(min_value=30, max_value=36_500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("who", [(own.value, say(f"opinions.who.{own}")) for own in Who])


class InviteForm(OpinionsForm):
    """Links for residents without an account."""

    section = forms.ChoiceField()
    purpose = forms.CharField(max_length=200)
    count = forms.IntegerField(min_value=1, max_value=MOST_INVITED, initial=1)
    ends = day_field(required=True)

    def __init__(self, *args: Any, sections: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("section", sections)
        self.fields["ends"].initial = timezone.localdate() + timedelta(days=30)

    def clean_ends(self) -> date:
        """A day from today on, within a year."""
        ends: date = self.cleaned_data["ends"]
        today = timezone.localdate()
        if not today <= ends <= today + timedelta(days=LONGEST_INVITATION):
            raise forms.ValidationError(say("opinions.form.wrong-end", days=LONGEST_INVITATION))
        return ends
