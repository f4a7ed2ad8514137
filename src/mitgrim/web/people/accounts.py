"""One's own account, and the link by which somebody sets their password the first time."""

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from mitgrim.web.people.models import Person
from mitgrim.web.people.services import PeopleRefusal, record


@transaction.atomic
def change_account(*, person: Person, name: str, mail: str, lang: str, reminders: bool) -> Person:
    """Change what is known of oneself."""
    person.name, person.mail, person.lang, person.reminders = name, mail, lang, reminders
    person.save(update_fields=["name", "mail", "lang", "reminders"])
    record(person, "account.change", person.login)
    return person


@transaction.atomic
def choose_reminders(*, person: Person, wanted: bool) -> Person:
    """Turn the mail with reminders on or off."""
    person.reminders = wanted
    person.save(update_fields=["reminders"])
    record(person, "account.reminders", person.login, wanted=wanted)
    return person


@transaction.atomic
def sign_out_everywhere(*, by: Person, person: Person) -> Person:
    """End all sessions of somebody, on every machine."""
    person.generation += 1
    person.save(update_fields=["generation"])
    record(by, "account.sign-out-everywhere", person.login)
    return person


@transaction.atomic
def password_link(*, by: Person | None, person: Person) -> str:
    """The address at which somebody may set their password, once and within three days.

    Whoever has it can sign in as them: it is shown to the administrator alone, and kept nowhere.
    Nobody (`by=None`) is who works at the machine itself.
    """
    if not person.is_active:
        raise PeopleRefusal("link-for-inactive", name=person.name)
    record(by, "person.password-link", person.login)
    name = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return reverse("people:set-password", kwargs={"uidb64": name, "token": token})


def signed_in(person: Person) -> None:
    """Enter into the audit record that somebody signed in."""
    record(person, "account.sign-in", person.login)


def password_was_set(person: Person) -> None:
    """Enter into the audit record that somebody set a new password of their own."""
    record(person, "account.password", person.login)
