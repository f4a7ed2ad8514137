"""Tokens for people's own programs, and answers that are given again."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from mitgrim.web.api.kinds import TokenScope


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(own.value, own.value) for own in kind]


class Token(models.Model):
    """접근 토큰: lets a program act for a person until a day. Only its hash is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)  # what it is for
    prefix = models.CharField(max_length=16)  # shown, so that its owner knows it again
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=_choices(TokenScope))
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)
    # That of its owner when it was made: who signs out everywhere ends it too.
    generation = models.PositiveIntegerField(default=0)
    used = models.DateTimeField(null=True, blank=True)  # within the hour

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class KeptAnswer(models.Model):
    """What was answered to a request with an idempotency key, to be answered again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    request = models.CharField(max_length=64)  # the SHA-256 of method, path and body
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    moment = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key")
        ]

    def __str__(self) -> str:
        return self.key
