"""What somebody asks for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.revisions.models import Branch
from mitgrim.web.runs.kinds import BookForm, RunKind
from mitgrim.web.runs.queries import draft_name
from mitgrim.wording import Lang


class StartForm(forms.Form):
    """A draft, what is to be made of it, in which form and language."""

    branch = forms.TypedChoiceField(coerce=int)
    kind = forms.ChoiceField()
    lang = forms.ChoiceField()

    def __init__(self, *args: Any, branches: Iterable[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._branches = {own.pk: own for own in branches}
        for name, field in self.fields.items():
            field.label = say(f"runs.form.{name}")
        choices: dict[str, list[tuple[Any, str]]] = {
            "branch": [(own.pk, draft_name(own).in_(current())) for own in self._branches.values()],
            "kind": [
                *((f"book-{own}", say(f"runs.choice.book-{own}")) for own in BookForm),
                ("check", say("runs.choice.check")),
            ],
            "lang": [(own.value, say(f"runs.lang.{own}")) for own in Lang],
        }
        for name, choice in choices.items():
            self.fields[name].choices = choice  # type: ignore[attr-defined]
        self.fields["lang"].initial = current().value

    def asked(self) -> dict[str, Any]:
        """What `start` takes."""
        kind, _, form = self.cleaned_data["kind"].partition("-")
        return {
            "branch": self._branches[self.cleaned_data["branch"]],
            "kind": RunKind(kind),
            "form": BookForm(form or "html"),
            "lang": Lang(self.cleaned_data["lang"]),
        }
