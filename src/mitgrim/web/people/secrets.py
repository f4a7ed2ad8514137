"""Secrets of links and tokens: told once, and kept as a digest."""

import hashlib
import secrets
from typing import Final

BYTES: Final = 32


def new_secret() -> str:
    """A secret that nobody guesses, as it stands in an address."""
    return secrets.token_urlsafe(BYTES)


def secret_digest(secret: str) -> str:
    """What is kept of a secret; it has so many random bits that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
