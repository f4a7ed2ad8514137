"""§4: a seal from a file that nobody vouches for: strictly, before anything in it is believed."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from mitgrim.adoption.seal import FORMAT, Manifest, Seal, SealedFile, SealError
from mitgrim.codec import read_bytes

LARGEST_SEAL: Final = 16 * 1024 * 1024
MOST_FILES: Final = 100_000
LONGEST: Final = 1_000
_HEX: Final = re.compile(r"[0-9a-f]+")
DIGEST: Final = 64  # letters of a SHA-256, and of a public key
SIGNATURE: Final = 128


def read_seal(file: Path) -> Seal:
    """The seal in a file. Raises SealError or FileError, which say what is wrong in it."""
    return seal_in(read_bytes(file, LARGEST_SEAL))


def seal_in(data: bytes) -> Seal:
    """The same from what a file holds."""
    try:
        said = json.loads(data.decode(), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise SealError("not-json") from None
    own = _fields(said, "", ("format", "manifest", "public_key", "signature"))
    if own["format"] != FORMAT:
        raise SealError("format", found=str(own["format"])[:40], known=FORMAT)
    return Seal(
        manifest=_manifest(own["manifest"]),
        public_key=_hex(own, "public_key", DIGEST),
        signature=_hex(own, "signature", SIGNATURE),
    )


def _manifest(said: object) -> Manifest:
    own = _fields(said, "manifest", ("plan", "decision", "at", "files", "before"))
    files = own["files"]
    if not isinstance(files, list) or len(files) > MOST_FILES:
        raise SealError("wrong", place="manifest.files")
    found = tuple(_file(each, f"manifest.files[{at}]") for at, each in enumerate(files))
    paths = [each.path for each in found]
    if paths != sorted(set(paths)):
        raise SealError("files-order")
    return Manifest(
        plan=_text(own, "plan"),
        decision=_text(own, "decision"),
        at=_time(own["at"]),
        files=found,
        before=None if own["before"] is None else _hex(own, "before", DIGEST),
    )


def _file(said: object, place: str) -> SealedFile:
    own = _fields(said, place, ("path", "size", "digest"))
    path, size = own["path"], own["size"]
    if not isinstance(path, str) or not is_inside(path):
        raise SealError("path", place=f"{place}.path")
    if type(size) is not int or size < 0:
        raise SealError("wrong", place=f"{place}.size")
    return SealedFile(path=path, size=size, digest=_hex(own, "digest", DIGEST))


def is_inside(path: str) -> bool:
    """Whether a path stays under its folder, on every system, and can be seen for what it is."""
    parts = PurePosixPath(path).parts
    return (
        0 < len(path) <= LONGEST
        and path.isprintable()
        and path == unicodedata.normalize("NFC", path) == "/".join(parts)
        and not any(own in ("", ".", "..", "/") or "\\" in own or ":" in own for own in parts)
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are said once: said twice, two readers would read two things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _fields(said: object, place: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(said, dict) or set(said) != set(names):
        raise SealError("fields", place=place or "—", names=", ".join(names))
    return said


def _text(own: Mapping[str, Any], name: str) -> str:
    value = own[name]
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise SealError("wrong", place=name)
    return value


def _hex(own: Mapping[str, Any], name: str, length: int) -> str:
    value = own[name]
    if not isinstance(value, str) or len(value) != length or not _HEX.fullmatch(value):
        raise SealError("wrong", place=name)
    return value


def _time(said: object) -> datetime:
    read: Callable[[str], datetime] = datetime.fromisoformat
    try:
        found = read(said) if isinstance(said, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.isoformat() != said:
        raise SealError("wrong", place="manifest.at")
    return found
