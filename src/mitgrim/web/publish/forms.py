"""What readers look for, and what an officer says when publishing."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from mitgrim.web.pages.words import say
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.revisions.models import StoredRevision

_LONGEST: Final = 200


class PublishForm(forms.Form):
    """Which revision becomes public, through which channel, from when, under what title."""

    revision = forms.ChoiceField()
    channel = forms.ChoiceField(widget=forms.RadioSelect)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    title_ko = forms.CharField(max_length=_LONGEST)
    title_en = forms.CharField(max_length=_LONGEST, required=False)
    note_ko = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    note_en = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, offered: list[tuple[StoredRevision, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = {str(own.number): own for own, _ in offered}
        choices = [(str(own.number), _named(own, name)) for own, name in offered]
        for name, field in self.fields.items():
            field.label = say(f"publish.form.{name.replace('_', '-')}")
        self.fields["revision"].choices = choices  # type: ignore[attr-defined]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (own.value, say(f"publish.channel.{own.value}")) for own in Channel
        ]
        self.fields["time"].help_text = say("publish.form.time-help")
        self.fields["revision"].help_text = say("publish.form.revision-help")

    @property
    def chosen(self) -> StoredRevision:
        """The revision that was chosen."""
        return self._offered[self.cleaned_data["revision"]]

    @property
    def through(self) -> Channel:
        """The channel that was chosen."""
        return Channel(self.cleaned_data["channel"])

    @property
    def moment(self) -> datetime:
        """The moment that was chosen, by the site's own clock."""
        naive = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(naive)


def _named(revision: StoredRevision, baseline: str) -> str:
    day = timezone.localtime(revision.moment).date().isoformat()
    said = say("publish.form.revision-is", n=revision.number, day=day, message=revision.message)
    return f"{baseline} · {said}" if baseline else said
