"""What is public, and whose a token is."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from mitgrim.plan import Label, Plan
from mitgrim.web.api.models import Token
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import Baseline, StoredRevision, Workspace
from mitgrim.web.revisions.queries import Manifest, manifest, plan_of

ADDRESS: Final = 12
NO_NOTE: Final = Label()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """공개본: a revision of a plan that is public, since when and under what title."""

    plan_id: str
    revision: StoredRevision
    moment: datetime
    title: Label
    note: Label = NO_NOTE

    @property
    def address(self) -> str:
        """What addresses call it."""
        return self.revision.digest[:ADDRESS]

    @property
    def sections(self) -> Manifest:
        """The names and digests of its sections."""
        return manifest(self.revision)

    @property
    def plan(self) -> Plan:
        """The plan as published."""
        return plan_of(self.sections)


def public_versions(workspace: str, until: datetime | None = None) -> tuple[Version, ...]:
    """A plan's public versions, the oldest first; what becomes public later is not among them.

    `until` is a moment of the past to ask for; one of the future asks for now.
    """
    now = timezone.now()
    rows = Baseline.objects.filter(workspace=workspace, moment__lte=min(until or now, now))
    return tuple(
        Version(
            plan_id=workspace,
            revision=own.revision,
            moment=own.moment,
            title=Label(ko=own.name),
        )
        for own in rows.select_related("revision").order_by("moment", "id")
    )


def public_plans() -> tuple[tuple[Version, ...], ...]:
    """The public versions of every plan that has any."""
    ids = Workspace.objects.order_by("id").values_list("id", flat=True)
    return tuple(found for own in ids if (found := public_versions(own)))


def end_of(day: date) -> datetime:
    """The last moment of a day by the site's own clock."""
    midnight = datetime.combine(day, time.min, timezone.get_current_timezone())
    return midnight + timedelta(days=1, microseconds=-1)


def digest_of_secret(secret: str) -> str:
    """What is kept of a token; it has 256 random bits, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token that a secret belongs to, if it may still be used."""
    rows = Token.objects.select_related("person").filter(
        digest=digest_of_secret(secret),
        revoked__isnull=True,
        expires__gt=timezone.now(),
        person__is_active=True,
    )
    return rows.first()


def tokens_of(person: Person) -> QuerySet[Token]:
    """Somebody's tokens, the newest first, revoked and expired ones too."""
    return Token.objects.filter(person=person)
