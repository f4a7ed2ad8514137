"""Forms of rounds: to open one, to say what concerns a body, to give time, to answer."""

from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import Case, When

from mitgrim.law import Basis, Counting
from mitgrim.plan import FundingSource, Plan, label_of, numbered
from mitgrim.web.pages.language import current
from mitgrim.web.pages.templatetags.pages import day
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.forms import day_field, labelled
from mitgrim.web.people.kinds import OrganisationKind
from mitgrim.web.people.models import Organisation
from mitgrim.web.people.queries import organisations_on
from mitgrim.web.procedure.concerns import Concern
from mitgrim.web.procedure.forms.task_force import Bodies
from mitgrim.web.procedure.kinds import ReturnKind
from mitgrim.web.procedure.law import bases_for
from mitgrim.web.procedure.models import Invitation, Round
from mitgrim.web.revisions.models import Baseline, StoredRevision, Workspace
from mitgrim.web.revisions.queries import national_branch

MOST_DAYS: Final = 365
LONGEST: Final = 20_000


class Revisions(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The plan as it is now, or a baseline of it."""

    frozen: dict[int, str]

    def label_from_instance(self, obj: Any) -> str:
        if obj.pk in self.frozen:
            return say("procedure.round.frozen", name=self.frozen[obj.pk], number=obj.pk)
        return say("procedure.round.revision-text", number=obj.pk, moment=day(obj.moment))


class RoundForm(forms.Form):
    """Which bodies are asked about which revision, on what basis, from when."""

    title = forms.CharField(max_length=200)
    revision = Revisions(queryset=StoredRevision.objects.none())
    basis = forms.ChoiceField(required=False)
    starts = day_field(required=True)
    days = forms.IntegerField(required=False, min_value=1, max_value=MOST_DAYS)
    counting = forms.ChoiceField()
    bodies = Bodies(queryset=Organisation.objects.none())
    letter = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, workspace: Workspace, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("title", "revision", "basis", "starts", "days", "counting", "bodies", "letter")
        labels = {name: say(f"procedure.round-field.{name}") for name in names}
        helps = {name: say(f"procedure.round-help.{name}") for name in ("basis", "days", "bodies")}
        labelled(self, labels, **helps)
        self._offer_revisions(workspace)
        self.fields["basis"].choices = [  # type: ignore[attr-defined]
            (own.id, basis_text(own)) for own in bases_for(workspace, today)
        ] or [("", say("procedure.round.basis-none"))]
        self.fields["counting"].choices = [  # type: ignore[attr-defined]
            (own.value, say(f"procedure.counting.{own.value}")) for own in Counting
        ]
        first = Case(When(kind=OrganisationKind.MINISTRY, then=0), default=1)
        bodies = organisations_on(today).order_by(first, "kind", "name_ko")
        self.fields["bodies"].queryset = bodies  # type: ignore[attr-defined]

    def _offer_revisions(self, workspace: Workspace) -> None:
        held = Baseline.objects.filter(workspace=workspace)
        frozen = dict(held.values_list("revision", "name"))
        head = national_branch(workspace).head_id
        choice = self.fields["revision"]
        assert isinstance(choice, Revisions)
        choice.frozen = frozen
        choice.queryset = StoredRevision.objects.filter(pk__in=[head, *frozen])
        choice.initial, choice.empty_label = head, None

    def clean(self) -> dict[str, Any]:
        """What `open_round` takes."""
        found = super().clean() or {}
        if "counting" in found:
            found["counting"] = Counting(found["counting"])
        if "bodies" in found:
            found["bodies"] = tuple(found["bodies"])
        return found


class ConcernForm(forms.Form):
    """What of the plan concerns a body; with nothing chosen, all of it."""

    cities = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    sectors = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    sources = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    lines = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    names = forms.CharField(
        required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nation = plan.nation
        labelled(
            self,
            {name: say(f"procedure.concern.{name}") for name in self.fields},
            names=say("procedure.concern.names-help"),
        )
        choices = {
            "cities": [(own.city.id, named(own.city.name, own.city.id)) for own in plan.cities],
            "sectors": [(own.id, named(own.name, own.id)) for own in numbered(nation.sectors)],
            "sources": [(own.value, named(label_of(own))) for own in FundingSource],
            "lines": [(own.id, named(own.name, own.id)) for own in nation.programme_lines],
        }
        for name, offered in choices.items():
            if offered:
                self.fields[name].choices = offered  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What `adjust_concern` takes: names stand on lines of their own."""
        found = super().clean() or {}
        names = (own.strip() for own in str(found.get("names", "")).splitlines())
        chosen = {
            name: tuple(found.get(name, ())) for name in ("cities", "sectors", "sources", "lines")
        }
        return {"concern": Concern(names=tuple(filter(None, names)), **chosen)}


class Asked(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the bodies of a round, by its name."""

    def label_from_instance(self, obj: Any) -> str:
        return named(obj.organisation.name)


class ExtensionForm(forms.Form):
    """Until when, for whom, and why."""

    invitation = Asked(queryset=Invitation.objects.none(), required=False)
    until = day_field(required=True)
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {name: say(f"procedure.extension.{name}") for name in self.fields}
        labelled(self, labels)
        choice = self.fields["invitation"]
        assert isinstance(choice, Asked)
        choice.queryset = round.invitations.select_related("organisation")
        choice.empty_label = say("procedure.round.everybody")


class AnswerForm(forms.Form):
    """What a body answers: that it has opinions, or none."""

    kind = forms.ChoiceField(widget=forms.RadioSelect)
    reference = forms.CharField(required=False, max_length=200)
    note = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {name: say(f"procedure.answer.{name}") for name in self.fields}
        labelled(self, labels, note=say("procedure.answer.note-help"))
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (own.value, say(f"procedure.return-kind.{own.value}")) for own in ReturnKind
        ]

    def clean_kind(self) -> ReturnKind:
        """One of the kinds."""
        return ReturnKind(self.cleaned_data["kind"])


class PaperForm(AnswerForm):
    """The same from a letter, and the day on which it came."""

    received = day_field(required=True)
    field_order = ("kind", "received", "reference", "note")


def basis_text(own: Basis) -> str:
    """A basis with its days and article, as it is chosen."""
    days = (say("procedure.round.days", n=own.days),) if own.days else ()
    return " · ".join((own.name.in_(current()), *days, own.article))
