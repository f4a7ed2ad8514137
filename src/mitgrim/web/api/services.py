"""Making and revoking tokens; answers that are kept for a day."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.models import KeptAnswer, Token
from mitgrim.web.people.models import Person
from mitgrim.web.people.secrets import new_secret, secret_digest
from mitgrim.web.people.services import record

MARK: Final = "mitgrim_"
SHOWN: Final = len(MARK) + 6
NOTED_AFTER: Final = timedelta(hours=1)
KEPT_FOR: Final = timedelta(days=1)


@transaction.atomic
def make_token(*, by: Person, name: str, scope: TokenScope, days: int) -> tuple[Token, str]:
    """A new token and its secret, which nobody can read again."""
    secret = MARK + new_secret()
    made = Token.objects.create(
        person=by,
        name=name.strip(),
        prefix=secret[:SHOWN],
        digest=secret_digest(secret),
        scope=scope.value,
        generation=by.generation,
        expires=timezone.now() + timedelta(days=days),
    )
    record(by, "token.make", made.prefix, scope=scope.value, days=days)
    return made, secret


@transaction.atomic
def revoke_token(*, by: Person, token: Token) -> None:
    """End a token now; one that has ended stays as it is."""
    if token.revoked is None:
        token.revoked = timezone.now()
        token.save(update_fields=["revoked"])
        record(by, "token.revoke", token.prefix)


def note_use(token: Token) -> None:
    """Note that a token was used; once an hour is enough for its owner to see."""
    now = timezone.now()
    if token.used is None or now - token.used > NOTED_AFTER:
        Token.objects.filter(pk=token.pk).update(used=now)


def keep_answer(*, by: Person, key: str, request: str, status: int, body: str) -> None:
    """Keep an answer under a key, and forget those that are older than a day."""
    KeptAnswer.objects.filter(moment__lt=timezone.now() - KEPT_FOR).delete()
    KeptAnswer.objects.create(person=by, key=key, request=request, status=status, body=body)


def kept_answer(person: Person, key: str) -> KeptAnswer | None:
    """What was answered under a key within a day."""
    since = timezone.now() - KEPT_FOR
    KeptAnswer.objects.filter(person=person, key=key, moment__lt=since).delete()
    return KeptAnswer.objects.filter(person=person, key=key).first()
