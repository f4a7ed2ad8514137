"""What is public, and whose a token is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from mitgrim.plan import Label, Plan
from mitgrim.web.api.models import Token
from mitgrim.web.people.models import Person
from mitgrim.web.people.secrets import secret_digest
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import public_at, published_plan, sections_of
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import Manifest


@dataclass(frozen=True, slots=True)
class Version:
    """공개본: a revision of a plan that is public, since when and under what title."""

    publication: Publication

    @property
    def plan_id(self) -> str:
        """The id of the plan."""
        return self.publication.workspace_id

    @property
    def revision(self) -> StoredRevision:
        """The revision that is public."""
        return self.publication.revision

    @property
    def moment(self) -> datetime:
        """Since when it is public."""
        return self.publication.moment

    @property
    def title(self) -> Label:
        """What it is called."""
        return self.publication.title

    @property
    def note(self) -> Label:
        """What is said about it."""
        return self.publication.note

    @property
    def address(self) -> str:
        """What addresses call it."""
        return self.publication.address

    @property
    def sections(self) -> Manifest:
        """The names and digests of its sections."""
        return sections_of(self.publication)

    @property
    def plan(self) -> Plan:
        """The plan as published."""
        return published_plan(self.publication)


def public_versions(plan: str, day: date | None = None) -> tuple[Version, ...]:
    """A plan's public versions, the oldest first; what becomes public later is not among them.

    With a day, those that were public when it ended, as is known now.
    """
    found = public_at(timezone.now(), day)
    return tuple(Version(own) for own in found if own.workspace_id == plan)


def public_plans() -> tuple[tuple[Version, ...], ...]:
    """The public versions of every plan that has any, plan by plan."""
    by_plan: dict[str, list[Version]] = {}
    for own in public_at(timezone.now()):
        by_plan.setdefault(own.workspace_id, []).append(Version(own))
    return tuple(tuple(by_plan[plan]) for plan in sorted(by_plan))


def token_of(secret: str) -> Token | None:
    """The token that a secret belongs to, if it may still be used."""
    rows = Token.objects.select_related("person").filter(
        digest=secret_digest(secret),
        revoked__isnull=True,
        expires__gt=timezone.now(),
        person__is_active=True,
        person__generation=F("generation"),
    )
    return rows.first()


def tokens_of(person: Person) -> QuerySet[Token]:
    """Somebody's tokens, the newest first, revoked and expired ones too."""
    return Token.objects.filter(person=person)
