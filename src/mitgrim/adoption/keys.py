"""§5: keys of seals: a private one that nobody else may read, a public one for everybody."""

import os
import stat
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from mitgrim.adoption.reading import DIGEST
from mitgrim.adoption.seal import SealError
from mitgrim.codec import from_system, read_bytes

LARGEST_KEY: Final = 10_000
FOR_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def make_key(file: Path) -> str:
    """Write a new private key, readable by its owner alone; the public key that belongs to it.

    Nothing is overwritten. Raises FileError.
    """
    key = Ed25519PrivateKey.generate()
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise SealError("key-exists", file=str(file)) from None
    except OSError as error:
        raise from_system(file, error) from None
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    return public_of(key)


def read_key(file: Path) -> Ed25519PrivateKey:
    """A private key that nobody but its owner can read. Raises SealError or FileError."""
    data = read_bytes(file, LARGEST_KEY)
    if file.stat().st_mode & FOR_OTHERS:
        raise SealError("key-open", file=str(file))
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SealError("no-key", file=str(file)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SealError("no-key", file=str(file))
    return key


def public_of(key: Ed25519PrivateKey) -> str:
    """The public key of a private one, in hex."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def public_key(text: str) -> str:
    """A public key as somebody wrote it. Raises SealError."""
    own = text.strip().lower()
    if len(own) != DIGEST or any(letter not in "0123456789abcdef" for letter in own):
        raise SealError("no-public-key", value=text[:80])
    return own
