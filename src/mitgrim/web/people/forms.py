"""Forms of people's matters."""

from typing import Any, Final

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from mitgrim.web.pages.words import named, say
from mitgrim.web.people.kinds import LOCAL, NATIONAL, OrganisationKind, RoleKind
from mitgrim.web.people.models import Organisation, Person
from mitgrim.web.people.queries import cities, organisations_on
from mitgrim.wording import Lang

LONGEST_ID: Final = 64


def labelled(form: forms.BaseForm, labels: dict[str, str], **helps: str) -> None:
    """Give the fields of a form their labels and help, in the language of the page."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = helps.get(name, "")


def day_field(*, required: bool = False) -> forms.DateField:
    """A day, in the browser's own calendar."""
    return forms.DateField(
        required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class OrganisationChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the bodies that exist today, by its name in the language of the page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.all(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return named(obj.name)

    def offer(self, held: Organisation | None = None) -> None:
        """Offer those of today, and the one that is held already."""
        rows = organisations_on(timezone.localdate())
        self.queryset = rows | Organisation.objects.filter(pk=held.pk) if held else rows
        self.empty_label = say("people.none")


class LoginForm(AuthenticationForm):
    """A login and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = say("people.login.name")
        self.fields["password"].label = say("people.login.password")
        self.error_messages = {
            "invalid_login": say("people.login.wrong"),
            "inactive": say("people.login.wrong"),
        }


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


class PasswordForm(PasswordChangeForm):
    """The old password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)
        labelled(self, {"old_password": say("people.password.old")})
        self.error_messages["password_incorrect"] = say("people.password.wrong")


class AccountForm(forms.Form):
    """What one may change of oneself."""

    name = forms.CharField(max_length=100)
    mail = forms.EmailField(required=False)
    lang = forms.ChoiceField()
    reminders = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lang"].choices = [  # type: ignore[attr-defined]
            (own.value, say(f"people.lang.{own.value}")) for own in Lang
        ]
        labels = {
            "name": say("people.field.name"),
            "mail": say("people.field.mail"),
            "lang": say("people.field.lang"),
            "reminders": say("people.field.reminders"),
        }
        labelled(self, labels, mail=say("people.help.mail"), reminders=say("people.help.reminders"))


class PersonForm(forms.Form):
    """Somebody's name, mail and body."""

    name = forms.CharField(max_length=100)
    mail = forms.EmailField(required=False)
    organisation = OrganisationChoice(required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": say("people.field.name"),
            "mail": say("people.field.mail"),
            "organisation": say("people.field.organisation"),
        }
        labelled(self, labels, mail=say("people.help.mail"))
        choice = self.fields["organisation"]
        assert isinstance(choice, OrganisationChoice)
        choice.offer(person.organisation if person else None)


class NewPersonForm(PersonForm):
    """The same, and the login that never changes."""

    login = forms.RegexField(r"^[A-Za-z0-9@.+_-]+$", max_length=64)
    field_order = ("login", "name", "mail", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labelled(self, {"login": say("people.field.login")}, login=say("people.help.login"))
        self.fields["login"].error_messages["invalid"] = say("people.help.login")

    def clean_login(self) -> str:
        """A login that nobody has."""
        login = str(self.cleaned_data["login"])
        if Person.objects.filter(login__iexact=login).exists():
            raise ValidationError(say("people.wrong.login-taken", login=login))
        return login


class RoleForm(forms.Form):
    """A role, for which city, for which body, from when to when."""

    kind = forms.ChoiceField()
    city = forms.ChoiceField(required=False)
    organisation = OrganisationChoice(required=False)
    valid_from = day_field()
    valid_to = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "kind": say("people.field.role"),
            "city": say("people.field.city"),
            "organisation": say("people.field.organisation"),
            "valid_from": say("people.field.valid-from"),
            "valid_to": say("people.field.valid-to"),
        }
        labelled(self, labels, city=say("people.help.city"), valid_to=say("people.help.valid-to"))
        self.fields["kind"].choices = role_choices()  # type: ignore[attr-defined]
        self.fields["city"].choices = city_choices(say("people.nationwide"))  # type: ignore[attr-defined]
        choice = self.fields["organisation"]
        assert isinstance(choice, OrganisationChoice)
        choice.offer()

    def clean(self) -> dict[str, Any]:
        """A role reaches as far as its kind does, and ends after it starts."""
        found = super().clean() or {}
        kind, city = found.get("kind"), found.get("city")
        if kind in LOCAL and not city:
            self.add_error("city", say("people.wrong.role-needs-city"))
        if kind in NATIONAL and city:
            self.add_error("city", say("people.wrong.role-has-no-city"))
        dates_in_order(self, found)
        return found


class OrganisationForm(forms.Form):
    """What is known of a body."""

    kind = forms.ChoiceField()
    ko = forms.CharField(max_length=200)
    en = forms.CharField(max_length=200, required=False)
    city = forms.SlugField(max_length=LONGEST_ID, required=False)
    valid_from = day_field()
    valid_to = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "kind": say("people.field.kind"),
            "ko": say("people.field.name-ko"),
            "en": say("people.field.name-en"),
            "city": say("people.field.city-id"),
            "valid_from": say("people.field.valid-from"),
            "valid_to": say("people.field.valid-to"),
        }
        labelled(self, labels, city=say("people.help.city-id"), valid_to=say("people.help.exists"))
        kinds = [
            (own.value, say(f"people.organisation-kind.{own.value}")) for own in OrganisationKind
        ]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A body ends after it starts."""
        found = super().clean() or {}
        dates_in_order(self, found)
        return found


class NewOrganisationForm(OrganisationForm):
    """The same, and the id that never changes."""

    id = forms.SlugField(max_length=LONGEST_ID)
    field_order = ("id", "kind", "ko", "en", "city", "valid_from", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labelled(self, {"id": say("people.field.id")}, id=say("people.help.id"))

    def clean_id(self) -> str:
        """An id that no body has."""
        return free_id(str(self.cleaned_data["id"]))


class RenameForm(forms.Form):
    """A body's new name, and from which day."""

    id = forms.SlugField(max_length=LONGEST_ID)
    ko = forms.CharField(max_length=200)
    en = forms.CharField(max_length=200, required=False)
    on = day_field(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "id": say("people.field.new-id"),
            "ko": say("people.field.name-ko"),
            "en": say("people.field.name-en"),
            "on": say("people.field.renamed-on"),
        }
        labelled(self, labels, id=say("people.help.id"))

    def clean_id(self) -> str:
        """An id that no body has."""
        return free_id(str(self.cleaned_data["id"]))


class PeopleSearch(forms.Form):
    """Which people to list."""

    q = forms.CharField(required=False, max_length=100)
    role = forms.ChoiceField(required=False)
    city = forms.ChoiceField(required=False)
    past = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "q": say("people.search.words"),
            "role": say("people.field.role"),
            "city": say("people.field.city"),
            "past": say("people.search.inactive"),
        }
        labelled(self, labels)
        every = [("", say("people.search.all"))]
        self.fields["role"].choices = every + role_choices()  # type: ignore[attr-defined]
        self.fields["city"].choices = city_choices(every[0][1])  # type: ignore[attr-defined]


class OrganisationSearch(forms.Form):
    """Which bodies to list."""

    q = forms.CharField(required=False, max_length=100)
    past = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"q": say("people.search.words"), "past": say("people.search.past")}
        labelled(self, labels)


class AuditSearch(forms.Form):
    """Which entries of the audit record to list."""

    who = forms.CharField(required=False, max_length=100)
    verb = forms.ChoiceField(required=False)
    subject = forms.CharField(required=False, max_length=300)
    first = day_field()
    last = day_field()

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "who": say("people.audit.who"),
            "verb": say("people.audit.verb-column"),
            "subject": say("people.audit.subject"),
            "first": say("people.audit.first"),
            "last": say("people.audit.last"),
        }
        labelled(self, labels)
        self.fields["verb"].choices = [("", say("people.search.all")), *verbs]  # type: ignore[attr-defined]


def role_choices() -> list[tuple[str, str]]:
    """Roles by their names; a reader needs none."""
    given = [own for own in RoleKind if own is not RoleKind.READER]
    return [(own.value, say(f"people.role.{own.value}")) for own in given]


def city_choices(none: str) -> list[tuple[str, str]]:
    """Cities by the names of their planning offices, and none."""
    return [("", none), *((id, named(office.name)) for id, office in cities())]


def dates_in_order(form: forms.Form, found: dict[str, Any]) -> None:
    """Refuse an end before the start."""
    first, last = found.get("valid_from"), found.get("valid_to")
    if first and last and last < first:
        form.add_error("valid_to", say("people.wrong.ends-before"))


def free_id(id: str) -> str:
    """An id that no body has; raises ValidationError."""
    if Organisation.objects.filter(pk__iexact=id).exists():
        raise ValidationError(say("people.wrong.id-taken", id=id))
    return id


def _new_password(form: forms.BaseForm) -> None:
    labels = {
        "new_password1": say("people.password.new"),
        "new_password2": say("people.password.again"),
    }
    labelled(form, labels, new_password1=say("people.password.rules"))
