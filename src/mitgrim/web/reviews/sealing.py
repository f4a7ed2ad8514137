"""The sealed folder of an adoption: the plan's files, what was decided of them, and the seal."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from mitgrim.adoption.folders import SEAL_FILE
from mitgrim.adoption.keys import read_key
from mitgrim.adoption.seal import Manifest, Seal, SealedFile, sealed, written
from mitgrim.codec import SCHEMA, plan_files
from mitgrim.web.reviews.models import Item
from mitgrim.web.reviews.refusals import ReviewRefusal
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import manifest, plan_of

DECISION_FILE: Final = "decision.json"
# The moment that a zip needs and that says nothing: the same content gives the same bytes.
MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def signing_key() -> Ed25519PrivateKey:
    """The key of this installation. Raises ReviewRefusal where there is none, and SealError or
    FileError where its file is not as a private key must be kept."""
    file = settings.ENVIRONMENT.seal_file()
    if file is None:
        raise ReviewRefusal("no-key")
    return read_key(file)


def decision_of(
    revision: StoredRevision, item: Item | None, decision: str, name: str
) -> dict[str, Any]:
    """What was decided, by whom, of which state: it is sealed beside the plan's files."""
    said: dict[str, Any] = {
        "decision": decision,
        "name": name,
        "plan": revision.workspace_id,
        "revision": {
            "number": revision.number,
            "digest": revision.digest,
            "moment": revision.moment.isoformat(),
            "sections": dict(manifest(revision)),
        },
        "schema": SCHEMA,
    }
    if item is not None:
        motion = item.motions.filter(outcome="carried", amendment=None).last()
        said["committee"] = {
            "name": item.sitting.committee.name_ko,
            "section": item.sitting.committee.section,
            "sitting": item.sitting.day.isoformat(),
            "verdict": item.verdict,
            "votes": motion.count if motion else {},
            "conditions": [
                {
                    "text": own.text,
                    "places": own.places,
                    "before_adoption": own.first,
                    "met_by": own.revision.digest if own.revision else None,
                }
                for own in item.conditions.select_related("revision")
            ],
        }
    return said


def sealed_folder(
    revision: StoredRevision,
    key: Ed25519PrivateKey,
    *,
    decision: str,
    told: Mapping[str, Any],
    at: datetime,
    before: str | None,
) -> tuple[Seal, dict[str, bytes]]:
    """The seal of a revision's files with what was decided, and all of it by path."""
    files = plan_files(plan_of(manifest(revision)))
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files[DECISION_FILE] = text.encode()
    seal = sealed(
        Manifest(
            plan=revision.workspace_id,
            decision=decision,
            at=at,
            files=tuple(_sealed(path, files[path]) for path in sorted(files)),
            before=before,
        ),
        key,
    )
    return seal, {**files, SEAL_FILE: written(seal)}


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """Files as a zip with one folder in it; equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{path}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            made.writestr(entry, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of such a zip, by their path in its folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {own.partition("/")[2]: package.read(own) for own in package.namelist()}


def _sealed(path: str, data: bytes) -> SealedFile:
    return SealedFile(path=path, size=len(data), digest=hashlib.sha256(data).hexdigest())
