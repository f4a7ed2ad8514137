"""The form that ends a stage: on which day, and why though something is missing."""

from typing import Any

from django import forms

from mitgrim.web.pages.words import say
from mitgrim.web.people.forms import day_field, labelled


class EndForm(forms.Form):
    """The day, and a reason only where something is missing."""

    done = day_field(required=True)
    override = forms.CharField(
        required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, complete: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {name: say(f"procedure.stage.{name}") for name in ("done", "override")}
        labelled(self, labels, override=say("procedure.stage.override-help"))
        if complete:
            del self.fields["override"]
