"""Forms of a forum that was held: who came, who spoke, what was said."""

from datetime import date, time
from typing import Any, Final

from django import forms

from mitgrim.plan import Session
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.forms import labelled
from mitgrim.web.people.models import Organisation
from mitgrim.web.people.queries import organisations_on
from mitgrim.wording import times_text

MOST_PEOPLE: Final = 100_000
LONGEST: Final = 500_000
PREFIX: Final = "body-"


class AttendanceForm(forms.Form):
    """A number of people for each body that exists on the day, or was counted already."""

    def __init__(self, *args: Any, on: date, counted: dict[Organisation, int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.bodies = {own.pk: own for own in (*organisations_on(on), *counted)}
        for id, body in self.bodies.items():
            self.fields[f"{PREFIX}{id}"] = forms.IntegerField(
                required=False, min_value=0, max_value=MOST_PEOPLE, label=named(body.name),
                initial=counted.get(body),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What `count_attendance` takes."""
        found = super().clean() or {}
        return {
            "people": {self.bodies[name.removeprefix(PREFIX)]: n for name, n in found.items() if n}
        }


class SpeakerForm(forms.Form):
    """Who spoke, for which body, in which session, about what."""

    name = forms.CharField(max_length=100)
    body = forms.CharField(max_length=200, required=False)
    session = forms.ChoiceField(required=False)
    topic = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, sessions: tuple[Session, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labelled(self, {name: say(f"procedure.speaker.{name}") for name in self.fields})
        self.fields["session"].choices = [  # type: ignore[attr-defined]
            ("", say("people.none")),
            *((f"{own.starts:%H:%M}", _session(own)) for own in sessions),
        ]

    def clean_session(self) -> time | None:
        """The start of a session, or none."""
        chosen = self.cleaned_data["session"]
        return time.fromisoformat(chosen) if chosen else None


class MinutesForm(forms.Form):
    """What was said."""

    minutes = forms.CharField(
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 24})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labelled(self, {"minutes": say("procedure.forum.minutes")})


def _session(own: Session) -> str:
    return f"{times_text(own.starts, own.ends, current())} {named(own.title)}"
