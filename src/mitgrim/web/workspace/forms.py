"""Forms of hand-in, decisions and files; their words are in the catalogue under `form.`."""

from typing import Any

from django import forms

from mitgrim.web.pages.words import say
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.workspace.packages import LARGEST_UPLOAD

LONGEST_MESSAGE = 500
LONGEST_REASON = 2000


class Worded(forms.Form):
    """A form whose labels and help come from the catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                field.label = say(f"workspace.form.{name}")
                field.error_messages["required"] = say("workspace.form.required")
                field.error_messages["invalid"] = say("workspace.form.invalid")


class FilterForm(Worded):
    """What of a history is wanted."""

    author = forms.ChoiceField(required=False)
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, authors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = forms.ChoiceField(
            required=False, choices=[("", say("workspace.form.everybody")), *authors]
        )
        chosen.label = say("workspace.form.author")
        chosen.error_messages["invalid_choice"] = say("workspace.form.invalid")
        self.fields["author"] = chosen


class HearingForm(Worded):
    """Who was heard, when, and what they said."""

    kind = forms.ChoiceField()
    body = forms.CharField(max_length=200)
    held = forms.DateField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    said = forms.CharField(required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(own.value, say(f"revisions.hearing.{own.value}")) for own in HearingKind]
        self.fields["kind"] = forms.ChoiceField(choices=kinds, label=say("workspace.form.kind"))
        self.fields["said"].help_text = say("workspace.form.said.help")
        self.order_fields(["kind", "body", "held", "said"])


class ReasonForm(Worded):
    """A reason that will be read by others."""

    reason = forms.CharField(max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 4}))


class UndoForm(Worded):
    """Why a draft goes back to an earlier revision, from which newest one."""

    head = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=LONGEST_MESSAGE)


class WaiverForm(Worded):
    """Which finding is accepted, and why."""

    check_id = forms.CharField(max_length=100, widget=forms.HiddenInput)
    place = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=LONGEST_REASON)


class MessageForm(Worded):
    """What a revision is for."""

    message = forms.CharField(max_length=LONGEST_MESSAGE)


class BaselineForm(Worded):
    """What a baseline is called."""

    name = forms.CharField(max_length=100)


class UploadForm(Worded):
    """A file that is to become the draft, and the revision that its bringer started from."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(allow_empty_file=True, widget=forms.FileInput({"accept": ".json,.zip"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = LARGEST_UPLOAD // 2**20
        self.fields["file"].help_text = say("workspace.form.file.help", limit=limit)
