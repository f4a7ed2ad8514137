"""What people fill in about debates."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone

from mitgrim.codec.sheets import USUAL
from mitgrim.web.debate.kinds import AgeBand, PhaseKind, Who
from mitgrim.web.debate.models import LONGEST_BACKGROUND, LONGEST_STATEMENT, Debate
from mitgrim.web.debate.papers import LARGEST
from mitgrim.web.debate.queries import standing_of
from mitgrim.web.debate.services import Timetable, usual
from mitgrim.web.opinions.forms import MOST_INVITED, Choices, day_field, text_field
from mitgrim.web.opinions.privacy import has_resident_number
from mitgrim.web.pages.words import say

LONGEST_FIRST: Final = 20_000
MOST_A_DAY: Final = 1_000
MOST_FROM_AN_ADDRESS: Final = 1_000_000


class DebateForm(forms.Form):
    """A form whose labels are messages, and which keeps no resident registration number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            says = name.replace("_", "-")
            field.label = say(f"debate.form.{says}")

    def offer(self, name: str, choices: Choices) -> None:
        """The choices of a field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def help(self, **texts: str) -> None:
        """What is said beside fields."""
        for name, text in texts.items():
            self.fields[name].help_text = text

    def clean(self) -> dict[str, Any]:
        """Every text that is typed is looked through before anything is done with it."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and has_resident_number(value):
                self.add_error(name, say("opinions.refused.resident-number"))
        return cleaned


class JoinForm(DebateForm):
    """What a participant says of themselves, if they wish."""

    city = forms.ChoiceField(required=False)
    age_band = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, cities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unsaid: Choices = [("", say("debate.form.unsaid"))]
        self.offer("city", unsaid + cities)
        bands = [(own.value, say(f"debate.age.{own}")) for own in AgeBand]
        self.offer("age_band", unsaid + bands)
        if len(cities) < 2:  # noqa: PLR2004, RUF100  # nothing to choose
            del self.fields["city"]

    def told(self) -> dict[str, Any]:
        """What was said, as joining takes it."""
        own = self.cleaned_data
        band = own["age_band"]
        return {"city": own.get("city", ""), "age_band": AgeBand(band) if band else None}


class StatementForm(DebateForm):
    """A statement, of a length that can be taken in at a glance."""

    # The service says what is wrong with its length: no browser cuts off what is pasted.
    text = forms.CharField(
        required=False, max_length=10 * LONGEST_STATEMENT, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help(text=say("debate.form.text-help", limit=LONGEST_STATEMENT))


class OpenForm(DebateForm):
    """A debate: the question, its days, who takes part."""

    title = forms.CharField(max_length=200)
    section = forms.ChoiceField()
    question = forms.CharField(max_length=300)
    background = text_field(5, required=False, most=LONGEST_BACKGROUND)
    statements_from = day_field(required=True)
    votes_from = day_field(required=True)
    last_day = day_field(required=True)
    statements_while_voting = forms.BooleanField(required=False)
    results_while_voting = forms.BooleanField(required=False)
    who = forms.ChoiceField(widget=forms.RadioSelect)
    moderated = forms.BooleanField(required=False)
    statements_a_day = forms.IntegerField(min_value=1, max_value=MOST_A_DAY)
    joining_from_an_address = forms.IntegerField(min_value=1, max_value=MOST_FROM_AN_ADDRESS)
    first = text_field(6, required=False, most=LONGEST_FIRST)

    def __init__(self, *args: Any, sections: Choices, **kwargs: Any) -> None:
        initial = {**self.usual(), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.offer("section", sections)
        self.offer("who", [(own.value, say(f"debate.who.{own}")) for own in Who])
        self.help(
            question=say("debate.form.question-help"),
            background=say("debate.form.background-help"),
            last_day=say("debate.form.last-day-help"),
            results_while_voting=say("debate.form.results-while-voting-help"),
            first=say("debate.form.first-help"),
        )

    @staticmethod
    def usual() -> dict[str, Any]:
        """What a new debate begins with."""
        today = timezone.localdate()
        return {
            "statements_from": today + timedelta(days=7),
            "votes_from": today + timedelta(days=21),
            "last_day": today + timedelta(days=34),
            "who": Who.ANYONE.value,
            "moderated": True,
            "statements_a_day": usual("statements_a_day"),
            "joining_from_an_address": usual("joining_from_an_address"),
        }

    def clean(self) -> dict[str, Any]:
        """Days in their order, too."""
        own = super().clean()
        names = ("statements_from", "votes_from", "last_day")
        days: list[date] = [own[name] for name in names if own.get(name)]
        if len(days) == len(names) and not days[0] < days[1] <= days[2]:
            self.add_error("votes_from", say("debate.form.last-day-early"))
        return own

    def timetable(self) -> Timetable:
        """The days as moments: a phase begins at midnight, and the last day is whole."""
        own = self.cleaned_data
        return Timetable(
            statements_from=midnight(own["statements_from"]),
            votes_from=midnight(own["votes_from"]),
            closes=midnight(own["last_day"] + timedelta(days=1)),
            statements_while_voting=own["statements_while_voting"],
            results_while_voting=own["results_while_voting"],
        )

    def terms(self) -> dict[str, Any]:
        """What opening and changing take."""
        own = self.cleaned_data
        names = ("title", "question", "background", "moderated", "statements_a_day",
                 "joining_from_an_address")  # fmt: skip
        return {
            **{name: own[name] for name in names},
            "who": Who(own["who"]), "timetable": self.timetable(),
        }  # fmt: skip

    def first_statements(self) -> list[str]:
        """One a line."""
        return [own for own in self.cleaned_data.get("first", "").splitlines() if own.strip()]


class ChangeForm(OpenForm):
    """The same of a debate that is there."""

    def __init__(self, *args: Any, debate: Debate, **kwargs: Any) -> None:
        super().__init__(*args, sections=[], initial=_as_it_is(debate), **kwargs)
        del self.fields["section"], self.fields["first"]


def midnight(day: date) -> datetime:
    """The beginning of a day, in the site's own time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _as_it_is(debate: Debate) -> dict[str, Any]:
    phases = {own.kind: own for own in standing_of(debate).phases}
    voting, closed = phases[PhaseKind.VOTING], phases[PhaseKind.CLOSED]
    names = ("title", "question", "background", "who", "moderated", "statements_a_day",
             "joining_from_an_address")  # fmt: skip
    return {
        **{name: getattr(debate, name) for name in names},
        "statements_from": timezone.localtime(phases[PhaseKind.STATEMENTS].starts).date(),
        "votes_from": timezone.localtime(voting.starts).date(),
        "last_day": timezone.localtime(closed.starts - timedelta(seconds=1)).date(),
        "statements_while_voting": voting.takes_statements,
        "results_while_voting": voting.shows_results,
    }


class LinksForm(DebateForm):
    """Links to be handed out."""

    purpose = forms.CharField(max_length=200)
    count = forms.IntegerField(min_value=1, max_value=MOST_INVITED, initial=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help(purpose=say("debate.form.purpose-help"))


class PaperForm(DebateForm):
    """Votes on paper, pasted or as a file."""

    name = forms.CharField(max_length=200)
    held_on = day_field(required=True)
    city = forms.ChoiceField(required=False)
    votes = text_field(10, required=False, most=LARGEST)
    file = forms.FileField(required=False, allow_empty_file=False)

    def __init__(self, *args: Any, cities: Choices, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none: Choices = [("", say("debate.form.no-city"))] if whole else []
        self.offer("city", none + cities)
        self.fields["city"].label = say("debate.form.meeting-city")
        self.fields["city"].required = not whole
        self.fields["held_on"].initial = timezone.localdate()
        self.help(votes=say("debate.form.votes-help"))
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx"

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        own = super().clean()
        if not own.get("votes", "").strip() and not own.get("file") and not self.errors:
            self.add_error("votes", say("debate.form.nothing-to-take"))
        return own

    def file_bytes(self) -> bytes:
        """The file, as far as a table may be long; the rest is refused by its reader."""
        file = self.cleaned_data["file"]
        return b"" if file is None else bytes(file.read(USUAL.size + 1))
