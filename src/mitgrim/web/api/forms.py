"""The form of a new token."""

from typing import Any, Final

from django import forms

from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.pages.words import say

DAYS: Final = (30, 90, 365)


class TokenForm(forms.Form):
    """What a token is for, what it may do, and how long it lasts."""

    name = forms.CharField(max_length=100)
    scope = forms.ChoiceField(widget=forms.RadioSelect)
    days = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "scope", "days"):
            self.fields[name].label = say(f"api.token.{name}")
        self.fields["name"].help_text = say("api.token.name-help")
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            (own.value, say(f"api.scope.{own.value}")) for own in TokenScope
        ]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (days, say("api.token.some-days", days=days)) for days in DAYS
        ]
        self.fields["scope"].initial = TokenScope.READ.value
        self.fields["days"].initial = DAYS[1]
