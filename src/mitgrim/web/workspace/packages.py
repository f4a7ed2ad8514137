"""Sections and plans as files to take away and to bring back: a `mitgrim` folder in a zip.

What is brought is not trusted: how large it is, how much it swells, what its names say.
"""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from mitgrim.codec import FileError, decode, encode
from mitgrim.plan import NATION, Section, section_name
from mitgrim.web.pages.words import said
from mitgrim.wording import Refusal, Value

LARGEST_UPLOAD: Final = 16 * 2**20
LARGEST_WHOLE: Final = 64 * 2**20
MOST_ENTRIES: Final = 200
MOST_SWELLING: Final = 100  # a plan's JSON shrinks to about a twentieth
SMALL: Final = 2**16  # below this, swelling hurts nobody
MANIFEST: Final = "manifest.json"
# The moment that a zip needs and that says nothing: the same content gives the same bytes.
MOMENT: Final = (1980, 1, 1, 0, 0, 0)
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED: Final = 0x1


class PackageRefusal(Refusal):
    """A file that was brought and is not taken; nothing was changed."""

    def __init__(self, reason: str, **values: Value) -> None:
        self.reason = reason
        self.message = said(f"workspace.package.{reason}", **values)
        super().__init__(self.message.ko)


@dataclass(frozen=True, slots=True)
class Brought:
    """A section that was brought, and the name of its file."""

    section: Section
    file: str


def file_of(name: str) -> str:
    """Where a section stands in a plan's folder."""
    return "nation.json" if name == NATION else f"cities/{name}.json"


def packed(sections: Mapping[str, tuple[str, Section]], header: Mapping[str, Any]) -> bytes:
    """A folder of sections with their digests, as a zip; equal content gives equal bytes."""
    files = {file_of(name): encode(section) for name, (_, section) in sections.items()}
    manifest = {
        **header,
        "sections": {name: digest for name, (digest, _) in sorted(sections.items())},
        "files": {name: hashlib.sha256(own).hexdigest() for name, own in sorted(files.items())},
    }
    told = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in sorted({**files, MANIFEST: told.encode()}.items()):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            made.writestr(entry, data)
    return out.getvalue()


def brought(data: bytes, file: str, name: str) -> Brought:
    """The section of a draft from a file, or from a folder in a zip.

    Raises PackageRefusal or FileError, which say what to do.
    """
    if len(data) > LARGEST_UPLOAD:
        raise PackageRefusal("too-large", file=file, limit=LARGEST_UPLOAD // 2**20)
    if not data.strip():
        raise PackageRefusal("empty", file=file)
    if data.startswith(b"PK"):
        inner, data = _from_zip(data, file, name)
        file = f"{file}/{inner}"
    section = decode(data, file)
    if section_name(section) != name:
        raise PackageRefusal("another-section", file=file, found=section_name(section), name=name)
    return Brought(section, file)


def _from_zip(data: bytes, file: str, name: str) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _examine(entries, file)
            entry = _wanted(entries, file, name)
            return entry.filename, _read(package, entry, file)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise PackageRefusal("damaged", file=file) from error


def _examine(entries: list[zipfile.ZipInfo], file: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise PackageRefusal("too-many", file=file, n=len(entries), limit=MOST_ENTRIES)
    if sum(own.file_size for own in entries) > LARGEST_WHOLE:
        raise PackageRefusal("swells", file=file)
    seen: set[str] = set()
    for own in entries:
        _examine_entry(own, file)
        if own.filename in seen:
            raise PackageRefusal("twice", file=file, name=own.filename)
        seen.add(own.filename)


def _examine_entry(entry: zipfile.ZipInfo, file: str) -> None:
    # `orig_filename` still has the NUL and the backslash that `filename` is rid of.
    if not _is_tame(entry.orig_filename):
        raise PackageRefusal("hostile-name", file=file, name=_printable(entry.orig_filename))
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PackageRefusal("not-a-file", file=file, name=entry.filename)
    if entry.flag_bits & ENCRYPTED:
        raise PackageRefusal("encrypted", file=file, name=entry.filename)
    if entry.compress_type not in METHODS:
        raise PackageRefusal("damaged", file=file)
    if entry.file_size > max(SMALL, entry.compress_size * MOST_SWELLING):
        raise PackageRefusal("swells", file=file)


def _is_tame(name: str) -> bool:
    """Whether a name stays inside the folder it is unpacked in, on any system."""
    parts = name.rstrip("/").split("/")
    return (
        name.isprintable()
        and "\\" not in name
        and ":" not in name
        and all(part not in ("", ".", "..") for part in parts)
    )


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in name)[:80]


def _wanted(entries: Iterable[zipfile.ZipInfo], file: str, name: str) -> zipfile.ZipInfo:
    """The section's file, in the folder itself or in a folder that was zipped as a whole."""
    wanted = PurePosixPath(file_of(name))
    found = [
        own for own in entries if not own.is_dir() and _is_at(PurePosixPath(own.filename), wanted)
    ]
    if not found:
        raise PackageRefusal("without-section", file=file, wanted=str(wanted))
    if len(found) > 1:
        raise PackageRefusal("twice", file=file, name=str(wanted))
    return found[0]


def _is_at(path: PurePosixPath, wanted: PurePosixPath) -> bool:
    return path == wanted or PurePosixPath(*path.parts[1:]) == wanted


def _read(package: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    """What an entry holds; the sizes that a zip declares may lie."""
    with package.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise PackageRefusal("damaged", file=file)
    return data


__all__ = ["Brought", "FileError", "PackageRefusal", "brought", "file_of", "packed"]
