"""§1: a seal: the digests of a plan's files as they were adopted, signed, each after the last."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mitgrim.wording import Catalogue, Lang, Refusal, Value

MESSAGES: Final = Catalogue.load("mitgrim.adoption", "messages.toml")
FORMAT: Final = "mitgrim-seal/1"


class SealError(Refusal):
    """A seal that can't be made or read: why, and what to do."""

    def __init__(self, id: str, /, **values: Value) -> None:
        self.id = id
        self.message = MESSAGES.both(id, **values)
        super().__init__(self.in_(Lang.EN))


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file by its path under the folder, with its size in bytes and its SHA-256 digest."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """§1: what was adopted, by which decision, when; `before` is the digest of the seal before it.

    Files stand in the order of their paths.
    """

    plan: str
    decision: str
    at: datetime
    files: tuple[SealedFile, ...]
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """§1: a manifest with the public key and the signature that it was signed with, in hex."""

    manifest: Manifest
    public_key: str
    signature: str

    @property
    def digest(self) -> str:
        """What the next seal names this one by."""
        return hashlib.sha256(_canonical(as_json(self))).hexdigest()

    @property
    def is_signed(self) -> bool:
        """§2: whether the signature is that of the key, over this manifest and no other."""
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
        try:
            key.verify(bytes.fromhex(self.signature), _signed_part(self.manifest))
        except InvalidSignature:
            return False
        return True


def sealed(manifest: Manifest, key: Ed25519PrivateKey) -> Seal:
    """The seal of a manifest."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Seal(
        manifest=manifest,
        public_key=public.hex(),
        signature=key.sign(_signed_part(manifest)).hex(),
    )


def follows(seal: Seal, before: Seal) -> bool:
    """§3: whether a seal is the next one after another: it names it, and is no earlier."""
    return seal.manifest.before == before.digest and seal.manifest.at >= before.manifest.at


def as_json(seal: Seal) -> dict[str, Any]:
    """A seal as it is written."""
    return {
        "format": FORMAT,
        "manifest": _manifest(seal.manifest),
        "public_key": seal.public_key,
        "signature": seal.signature,
    }


def written(seal: Seal) -> bytes:
    """A seal's file."""
    return json.dumps(as_json(seal), ensure_ascii=False, indent=1).encode() + b"\n"


def _manifest(own: Manifest) -> dict[str, Any]:
    return {**asdict(own), "at": own.at.isoformat(), "files": [asdict(each) for each in own.files]}


def _signed_part(manifest: Manifest) -> bytes:
    return _canonical({"format": FORMAT, "manifest": _manifest(manifest)})


def _canonical(value: object) -> bytes:
    """§1: keys in order, no spaces, text as it is in UTF-8; there are no numbers but integers."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
