"""§2: a folder and its seal: whether its files are those that were adopted."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mitgrim.adoption.reading import is_inside
from mitgrim.adoption.seal import Manifest, SealedFile, SealError
from mitgrim.codec import from_system

SEAL_FILE: Final = "seal.json"  # in the sealed folder itself, and not one of its files


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """§2: what a folder has otherwise than its manifest; all empty where it is as adopted."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether every file is the one that was adopted, and there is no other."""
        return not (self.changed or self.missing or self.added)


def files_in(folder: Path) -> tuple[SealedFile, ...]:
    """§1: every file under a folder but its seal, with its digest, in the order of their paths.

    Raises SealError for a link or anything else that is no ordinary file, and for a name that other
    systems would read otherwise; FileError where something can't be read.
    """
    found = [_sealed(path, name) for name, path in _walk(folder, "") if name != SEAL_FILE]
    return tuple(sorted(found, key=lambda own: own.path))


def difference(manifest: Manifest, folder: Path) -> Difference:
    """§2: what a folder has otherwise than a manifest."""
    sealed = {own.path: own for own in manifest.files}
    there = {own.path: own for own in files_in(folder)}
    return Difference(
        changed=tuple(own for own in sealed if own in there and there[own] != sealed[own]),
        missing=tuple(own for own in sealed if own not in there),
        added=tuple(own for own in there if own not in sealed),
    )


def _walk(folder: Path, before: str) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda own: own.name)
    except OSError as error:
        raise from_system(folder, error) from None
    for own in entries:
        name = f"{before}{own.name}"
        if own.is_symlink() or not (own.is_dir() or own.is_file()):
            raise SealError("not-a-file", path=_shown(name))
        if not is_inside(name):
            raise SealError("name", path=_shown(name))
        if own.is_dir():
            yield from _walk(Path(own.path), f"{name}/")
        else:
            yield name, Path(own.path)


def _shown(name: str) -> str:
    return name.encode(errors="backslashreplace").decode()[:200]


def _sealed(file: Path, name: str) -> SealedFile:
    try:
        # A link that takes the file's place meanwhile is not followed.
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise from_system(file, error) from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise SealError("not-a-file", path=_shown(name))
        digest = hashlib.file_digest(stream, "sha256")
        return SealedFile(path=name, size=stream.tell(), digest=digest.hexdigest())
