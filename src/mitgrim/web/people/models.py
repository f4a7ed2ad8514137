"""Organisations, people and roles, each valid from a day to a day; and what was done by whom."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from mitgrim.plan import Label
from mitgrim.web.pages.words import say
from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.wording import Lang


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


class Organisation(models.Model):
    """A body, under the name it has in its time; a renamed one has a successor."""

    id = models.SlugField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=20, choices=_choices(OrganisationKind))
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=64, blank=True)  # the id of the city it belongs to
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["kind", "name_ko"]

    def __str__(self) -> str:
        return self.name_ko

    @property
    def name(self) -> Label:
        """What it is called."""
        return Label(ko=self.name_ko, en=self.name_en)

    @property
    def kind_name(self) -> str:
        """What kind of body it is, in the language of the page."""
        return say(f"people.organisation-kind.{self.kind}")


class People(BaseUserManager["Person"]):
    """People are found by their login."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(login=username)


class Person(AbstractBaseUser):
    """Somebody who signs in."""

    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    mail = models.EmailField(blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)
    reminders = models.BooleanField(default=True)
    lang = models.CharField(max_length=2, choices=_choices(Lang), default=Lang.KO.value)  # of mail
    generation = models.PositiveIntegerField(default=0)  # of sessions: a higher one ends all others

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "mail"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = People()

    class Meta:
        ordering: ClassVar = ["login"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares it with what a session holds: an older generation is signed out.
        value = f"{self.generation}:{self.password}"
        salt = "mitgrim.people.session"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class Role(models.Model):
    """What a person may do, for one city or, with an empty `city`, for the nation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=_choices(RoleKind))
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    city = models.CharField(max_length=64, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "city"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "city", "organisation"], name="one_role_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="role_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.city}".strip()

    @property
    def kind_name(self) -> str:
        """What the role is called, in the language of the page."""
        return say(f"people.role.{self.kind}")


class _Kept(models.QuerySet["AuditEntry"]):
    """Entries are added and read; there is no other way with them."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("an audit entry is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("an audit entry is never deleted")


class AuditEntry(models.Model):
    """A write, or a reading of personal data: who, when, what. Nobody changes or deletes one.

    The database refuses it as well, whoever asks (migration `0002`).
    """

    moment = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=100, blank=True)  # as it was then
    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    objects = _Kept.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an audit entry is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("an audit entry is never deleted")
