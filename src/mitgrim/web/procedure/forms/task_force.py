"""Forms of the task force."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from mitgrim.web.pages.words import named, say
from mitgrim.web.people.forms import OrganisationChoice, dates_in_order, day_field, labelled
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.procedure.models import Meeting
from mitgrim.web.procedure.queries import bodies_on, meetings_in, members_on
from mitgrim.web.revisions.models import Workspace

PLACE: Final = re.compile(r"[a-z0-9-]+(/[A-Za-z0-9._-]+)*")


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody by their name, with the body they belong to."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {named(obj.organisation.name)}" if obj.organisation else obj.name


class Bodies(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Bodies by their names, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return named(obj.name)


class MemberForm(forms.Form):
    """What is known of a member, but who it is."""

    duty = forms.CharField(max_length=200, required=False)
    valid_from = day_field()
    valid_to = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "duty": say("procedure.field.duty"),
            "valid_from": say("procedure.field.from"),
            "valid_to": say("procedure.field.to"),
        }
        labelled(self, labels, valid_to=say("procedure.help.to"))

    def clean(self) -> dict[str, Any]:
        """A member leaves after they came."""
        found = super().clean() or {}
        dates_in_order(self, found)
        return found


class NewMemberForm(MemberForm):
    """The same, and who it is."""

    person = PersonChoice(queryset=Person.objects.none())
    organisation = OrganisationChoice(required=False)
    field_order = ("person", "organisation", "duty", "valid_from", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "person": say("procedure.field.person"),
            "organisation": say("procedure.field.body"),
        }
        labelled(self, labels, organisation=say("procedure.help.body"))
        people = Person.objects.filter(is_active=True).select_related("organisation")
        self.fields["person"].queryset = people.order_by("name")  # type: ignore[attr-defined]
        choice = self.fields["organisation"]
        assert isinstance(choice, OrganisationChoice)
        choice.offer()


class MeetingForm(forms.Form):
    """When and where, who came, what was said."""

    title = forms.CharField(max_length=200)
    held = day_field(required=True)
    starts = forms.TimeField(
        required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(max_length=200, required=False)
    attended = Bodies(queryset=Organisation.objects.none(), required=False)
    minutes = forms.CharField(required=False, widget=forms.Textarea)

    def __init__(
        self, *args: Any, workspace: Workspace, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "title": say("procedure.field.title"),
            "held": say("procedure.field.held"),
            "starts": say("procedure.field.starts"),
            "place": say("procedure.field.where"),
            "attended": say("procedure.field.attended"),
            "minutes": say("procedure.field.minutes"),
        }
        labelled(self, labels, attended=say("procedure.help.attended"))
        ever = Organisation.objects.filter(pk__in=workspace.members.values("organisation"))
        bodies = bodies_on(workspace, meeting.held) | meeting.attended.all() if meeting else ever
        self.fields["attended"].queryset = bodies.distinct()  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    """What is to be done, by whom, until when."""

    title = forms.CharField(max_length=300)
    owner = PersonChoice(queryset=Person.objects.none())
    due = day_field(required=True)
    meeting = forms.ModelChoiceField(queryset=Meeting.objects.none(), required=False)
    place = forms.CharField(max_length=300, required=False)
    note = forms.CharField(required=False, widget=forms.Textarea)

    def __init__(
        self, *args: Any, workspace: Workspace, on: Any, owner: Person | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "title": say("procedure.field.task"),
            "owner": say("procedure.field.owner"),
            "due": say("procedure.field.due"),
            "meeting": say("procedure.field.meeting"),
            "place": say("procedure.field.place"),
            "note": say("procedure.field.note"),
        }
        labelled(self, labels, owner=say("procedure.help.owner"), place=say("procedure.help.place"))
        known = [*members_on(workspace, on).values_list("person", flat=True)]
        people = Person.objects.filter(pk__in=[*known, owner.pk] if owner else known)
        self.fields["owner"].queryset = people.select_related("organisation")  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = meetings_in(workspace)  # type: ignore[attr-defined]
        self.sections = {*workspace.branches.values_list("name", flat=True)}

    def clean_place(self) -> str:
        """A place is in one of the plan's sections; whether there is something is not said."""
        place = str(self.cleaned_data["place"]).strip()
        if place and (not PLACE.fullmatch(place) or place.split("/")[0] not in self.sections):
            raise ValidationError(say("procedure.wrong.place"))
        return place
