"""What a planner fills in: a scenario in fields, or as a file; a link; an adoption."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone

from mitgrim.funding.adopting import Unchosen
from mitgrim.funding.parameters import Estimate, Parameters, open_projects
from mitgrim.plan import Certainty, FundingSource, Plan, city_label, label_of
from mitgrim.web.funding.conditions import Purse, Wrong, in_eok, purses_of, read, written
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say

SECONDS: Final = (10, 30, 60, 180, 600)
GAPS: Final = ("0", "0.001", "0.005", "0.01")
LARGEST_SEED: Final = 2**31 - 1
LONGEST_FILE: Final = 200_000
LONGEST_LINK: Final = 365  # days


class ScenarioForm(forms.Form):
    """What every scenario has: a name, and how long and how exactly to look."""

    name = forms.CharField(max_length=200)
    seconds = forms.TypedChoiceField(coerce=int, initial=30)
    gap = forms.TypedChoiceField(coerce=float, initial="0.001")
    seed = forms.IntegerField(min_value=1, max_value=LARGEST_SEED, initial=1)

    yaml: str
    parameters: Parameters

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        for name in ("name", "seconds", "gap", "seed"):
            self.fields[name].label = say(f"funding.form.{name}")
        self.fields["seconds"].choices = [  # type: ignore[attr-defined]
            (own, say("funding.form.seconds-of", n=own)) for own in SECONDS
        ]
        self.fields["gap"].choices = [  # type: ignore[attr-defined]
            (own, say("funding.form.gap-of", share=f"{float(own):.1%}")) for own in GAPS
        ]

    def asked(self) -> dict[str, Any]:
        """What `make_scenario` takes."""
        own = self.cleaned_data
        return {
            "name": own["name"], "seconds": own["seconds"], "gap": own["gap"],
            "seed": own["seed"], "yaml": self.yaml, "parameters": self.parameters,
        }  # fmt: skip

    def take(self, text: str) -> None:
        """Read the conditions, or say at its field what is wrong with them."""
        try:
            self.yaml, self.parameters = text, read(text, self.plan)
        except Wrong as wrong:
            self.wrong(wrong)

    def wrong(self, wrong: Wrong) -> None:
        """An error at the field of a place; where there is none, of the whole form."""
        message = wrong.message.in_(current())
        place = wrong.place
        while place and place not in self.fields:
            place = place.rpartition(".")[0]
        if place:
            self.add_error(place, message)
        else:
            self.add_error(None, f"{wrong.place}: {message}" if wrong.place else message)


class FileForm(ScenarioForm):
    """A scenario whose conditions are a YAML text, typed or brought as a file."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST_FILE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )
    file = forms.FileField(required=False, allow_empty_file=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = say("funding.form.text")
        self.fields["text"].help_text = say("funding.form.text-help")
        self.fields["file"].label = say("funding.form.file")

    def clean(self) -> dict[str, Any]:
        """The file, where one was brought, else the text."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.take(self._brought() or cleaned.get("text", ""))
        return cleaned

    def wrong(self, wrong: Wrong) -> None:
        message = wrong.message.in_(current())
        self.add_error("text", f"{wrong.place}: {message}" if wrong.place else message)

    def _brought(self) -> str:
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > LONGEST_FILE:
            raise forms.ValidationError(say("funding.form.wrong.file-too-large"))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(say("funding.form.wrong.not-utf8")) from error


class ConditionsForm(ScenarioForm):
    """A scenario in fields, of the sources, cities, sectors and projects of a plan."""

    carry_over = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    delay = forms.TypedChoiceField(coerce=int)
    effects = forms.ChoiceField(widget=forms.RadioSelect, initial=Estimate.LIKELY.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purses = purses_of(self.plan)
        self._choices()
        for own in self.purses:
            self._add(own.place, say("funding.form.percent"), kind="percent")
            if not own.city and not any(other.city and other.source is own.source
                                        for other in self.purses):  # fmt: skip
                for year, won in own.won.items():
                    self._add(f"{own.place}.{year}", str(year), placeholder=in_eok(won))
        for certainty in Certainty:
            self._add(f"counts.{certainty}", named(label_of(certainty)), kind="percent")
        for kind, id, name in self._groups():
            for side in ("floors", "ceilings"):
                label = f"{name} {say(f'funding.form.{side}')}"
                self._add(f"{side}.{kind}.{id}", label)
        for project in open_projects(self.plan):
            field = forms.ChoiceField(required=False, label=named(project.name, project.id))
            field.choices = [
                ("", say("funding.form.choice.free")),
                ("must", say("funding.form.choice.must")),
                ("must_not", say("funding.form.choice.must-not")),
            ]
            self.fields[f"project.{project.id}"] = field

    def clean(self) -> dict[str, Any]:
        """The fields as YAML, read as a file is."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.take(written(cleaned, self.plan))
            except Wrong as wrong:
                self.wrong(wrong)
        return cleaned

    def sources(self) -> Iterator[tuple[Purse, str, Any, list[Any], list[tuple[str, Purse, Any]]]]:
        """Each source: its name, its percentage, its years, and the percentage of each city."""
        for own in self.purses:
            if own.city:
                continue
            years = [self[f"{own.place}.{year}"] for year in own.won
                     if f"{own.place}.{year}" in self.fields]  # fmt: skip
            cities = [
                (self._city(other.city), other, self[other.place])
                for other in self.purses
                if other.city and other.source is own.source
            ]
            yield own, named(label_of(own.source)), self[own.place], years, cities

    def counts(self) -> list[Any]:
        """The fields of what part of money of each certainty counts."""
        return [self[f"counts.{own}"] for own in Certainty]

    def groups(self) -> list[tuple[str, list[tuple[str, tuple[Any, Any]]]]]:
        """The floor and the ceiling of each city, and of each sector."""
        found: dict[str, list[tuple[str, tuple[Any, Any]]]] = {"cities": [], "sectors": []}
        for kind, id, name in self._groups():
            fields = self[f"floors.{kind}.{id}"], self[f"ceilings.{kind}.{id}"]
            found[kind].append((name, fields))
        return [(say(f"funding.form.of-{kind}"), rows) for kind, rows in found.items() if rows]

    @property
    def opened(self) -> set[str]:
        """The parts in which something is said, so that it is not hidden."""
        found = set()
        for name in self.fields:
            part, *rest = name.split(".")
            if self[name].value() and rest:
                if part == "budgets" and len(rest) > 1:
                    found.add(f"{part}.{rest[0]}")
                elif part in ("floors", "ceilings"):
                    found.add("bounds")
        return found

    def projects(self) -> list[tuple[str, list[Any], int]]:
        """The projects by city, and of how many of each something is said."""
        found: dict[str, list[Any]] = {}
        for project in open_projects(self.plan):
            found.setdefault(project.city, []).append(self[f"project.{project.id}"])
        return [
            (self._city(city), own, sum(bool(each.value()) for each in own))
            for city, own in found.items()
        ]

    def _choices(self) -> None:
        years = len(self.plan.nation.period.years)
        for name in ("carry_over", "delay", "effects"):
            self.fields[name].label = say(f"funding.form.{name.replace('_', '-')}")
        self.fields["carry_over"].choices = [  # type: ignore[attr-defined]
            (own.value, named(label_of(own)))
            for own in FundingSource
            if any(purse.source is own for purse in self.purses)
        ]
        self.fields["delay"].choices = [  # type: ignore[attr-defined]
            (own, say("funding.form.delay-of", n=own) if own else say("funding.form.delay-none"))
            for own in range(max(years, 1))
        ]
        self.fields["delay"].initial = max(years - 1, 0)
        self.fields["effects"].choices = [  # type: ignore[attr-defined]
            (own.value, say(f"funding.form.effects-of.{own}")) for own in Estimate
        ]

    def _add(self, name: str, label: str, *, kind: str = "amount", placeholder: str = "") -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": kind}
        if placeholder:
            attributes["placeholder"] = placeholder
        self.fields[name] = forms.CharField(
            required=False, max_length=40, label=label, widget=forms.TextInput(attrs=attributes)
        )

    def _groups(self) -> Iterator[tuple[str, str, str]]:
        if len(self.plan.cities) > 1:
            for section in self.plan.cities:
                yield "cities", section.city.id, named(city_label(section.city), section.city.id)
        for sector in self.plan.nation.sectors:
            yield "sectors", sector.id, named(sector.name, sector.id)

    def _city(self, id: str) -> str:
        section = self.plan.section(id)
        return named(city_label(section.city), id) if section else id


class LinkForm(forms.Form):
    """For whom a link is, and until when."""

    purpose = forms.CharField(max_length=200)
    ends = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("purpose", "ends"):
            self.fields[name].label = say(f"funding.share.{name}")
        self.fields["ends"].initial = timezone.localdate() + timedelta(days=14)

    def clean_ends(self) -> Any:
        """A day from today on, within a year."""
        ends, today = self.cleaned_data["ends"], timezone.localdate()
        if not today <= ends <= today + timedelta(days=LONGEST_LINK):
            raise forms.ValidationError(say("funding.share.wrong-end", days=LONGEST_LINK))
        return ends


class AdoptionForm(forms.Form):
    """What becomes of projects that were not chosen, and what the revision is to say."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    unchosen = forms.TypedChoiceField(
        coerce=Unchosen,
        widget=forms.HiddenInput,
        choices=[(own.value, own.value) for own in Unchosen],
    )
    message = forms.CharField(max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = say("funding.adopt.message")
