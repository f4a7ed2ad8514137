"""A seal proves what was adopted: any byte that is not as it was breaks it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from mitgrim.adoption.folders import Difference, difference, files_in
from mitgrim.adoption.reading import is_inside, seal_in
from mitgrim.adoption.seal import MESSAGES, Manifest, Seal, SealedFile, SealError, follows, sealed
from mitgrim.adoption.seal import written as seal_bytes

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AT = datetime(2018, 10, 25, 15, 0, tzinfo=UTC)
NAMES = st.text("abc가나_-.", min_size=1, max_size=6).filter(is_inside)
FILES = st.dictionaries(NAMES, st.binary(max_size=40), min_size=1, max_size=5)


def seal_of(files: tuple[SealedFile, ...], before: str | None = None) -> Seal:
    manifest = Manifest(
        plan="small-2018", decision="예시 위원회 2018. 10. 25.", at=AT, files=files, before=before
    )
    return sealed(manifest, KEY)


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)


@given(files=FILES)
@settings(max_examples=40)
def test_a_seal_is_read_as_it_was_written(
    files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """§1: reading gives the same seal, and its signature and its files hold."""
    folder = tmp_path_factory.mktemp("sealed")
    write(folder, files)
    seal = seal_of(files_in(folder))
    (folder / "seal.json").write_bytes(seal_bytes(seal))
    again = seal_in((folder / "seal.json").read_bytes())
    assert again == seal
    assert again.digest == seal.digest
    assert again.is_signed
    assert difference(again.manifest, folder) == Difference()


@given(files=FILES, data=st.data())
@settings(max_examples=60)
def test_any_changed_byte_breaks_it(
    files: dict[str, bytes], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """§2: of a file one byte is another; the file is named, and no other."""
    folder = tmp_path_factory.mktemp("sealed")
    write(folder, files)
    seal = seal_of(files_in(folder))
    name = data.draw(st.sampled_from(sorted(files)))
    content = files[name] or b"\0"
    at = data.draw(st.integers(0, len(content) - 1))
    other = content[:at] + bytes([content[at] ^ data.draw(st.integers(1, 255))]) + content[at + 1 :]
    (folder / name).write_bytes(other if files[name] else content)
    assert difference(seal.manifest, folder) == Difference(changed=(name,))


def test_what_is_missing_and_what_was_added_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"nation.json": b"{}", "jeju.json": b"{}"})
    seal = seal_of(files_in(tmp_path))
    (tmp_path / "jeju.json").rename(tmp_path / "ulsan.json")
    found = difference(seal.manifest, tmp_path)
    assert found == Difference(missing=("jeju.json",), added=("ulsan.json",))
    assert not found.is_none


def test_the_seal_is_the_only_file_that_it_does_not_list(tmp_path: Path) -> None:
    (tmp_path / "cities").mkdir()
    write(tmp_path, {"nation.json": b"{}", "seal.json": b"", "cities/seal.json": b""})
    assert [own.path for own in files_in(tmp_path)] == ["cities/seal.json", "nation.json"]


def test_links_and_odd_names_are_refused(tmp_path: Path) -> None:
    """§2: what is read as something else elsewhere is nothing that could be sealed."""
    write(tmp_path, {"nation.json": b"{}"})
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "nation.json")
    with pytest.raises(SealError, match=r"link\.json"):
        files_in(tmp_path)
    link.unlink()
    (tmp_path / "a\\b.json").write_bytes(b"")
    with pytest.raises(SealError, match="Rename the file"):
        files_in(tmp_path)


ALTERED: dict[str, Any] = {
    "plan": "other-2018",
    "decision": "다른 위원회",
    "at": "2018-10-26T15:00:00+00:00",
    "before": "0" * 64,
    "files": [],
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_manifest_is_not_what_was_signed(name: str) -> None:
    """§2: whatever of it is altered, the signature is of another one."""
    said = json.loads(seal_bytes(seal_of((SealedFile(path="a", size=0, digest="0" * 64),))))
    said["manifest"][name] = ALTERED[name]
    assert not seal_in(json.dumps(said).encode()).is_signed


def test_the_signature_of_another_key_is_seen() -> None:
    seal = seal_of(())
    other = sealed(seal.manifest, Ed25519PrivateKey.generate())
    assert not replace(seal, signature=other.signature).is_signed
    assert replace(other, manifest=seal.manifest).is_signed
    assert other.public_key != seal.public_key


def test_seals_follow_one_another(tmp_path: Path) -> None:
    """§3: a seal names the one before by its digest, and is no earlier."""
    first = seal_of(())
    second = seal_of((), before=first.digest)
    assert follows(second, first)
    assert not follows(first, second)
    assert not follows(second, seal_of((), before="0" * 64))
    later = replace(first.manifest, at=AT + timedelta(days=1))
    too_late = sealed(later, KEY)
    assert not follows(seal_of((), before=too_late.digest), too_late)


def forged(**changes: object) -> bytes:
    """A seal's file of one sealed file, with some of it otherwise."""
    said = json.loads(seal_bytes(seal_of((SealedFile(path="a", size=1, digest="0" * 64),))))
    manifest = said["manifest"]
    for name, value in changes.items():
        where = said if name in said else manifest if name in manifest else manifest["files"][0]
        where[name] = value
    return json.dumps(said).encode()


FORGED = [
    (b"", "not-json"),
    (b"\xff{}", "not-json"),
    (b"[" * 100_000, "not-json"),
    (b"[]", "fields"),
    (b'{"format": 1, "format": 2}', "not-json"),
    (forged(format="mitgrim-seal/2"), "format"),
    (forged(public_key="0" * 63), "wrong"),
    (forged(public_key=5), "wrong"),
    (forged(signature="Z" * 128), "wrong"),
    (forged(manifest=None), "fields"),
    (forged(plan=None), "wrong"),
    (forged(decision="\x1b[31m"), "wrong"),
    (forged(at="2018-10-25T15:00:00"), "wrong"),
    (forged(at="yesterday"), "wrong"),
    (forged(before=""), "wrong"),
    (forged(files={}), "wrong"),
    (forged(files=[{"path": "a"}]), "fields"),
    (forged(size=-1), "wrong"),
    (forged(size=True), "wrong"),
    (forged(size=1.0), "wrong"),
    (forged(digest="0" * 65), "wrong"),
    *((forged(path=own), "path") for own in (
        "/etc/passwd", "../a", "a/../../b", "a//b", "./a", "a\\b", "c:a", "", "a\0b", "a\u202eb",
        "가".encode().decode().replace("가", "\u1100\u1161"), 5,
    )),
    (forged(files=[{"path": "a", "size": 1, "digest": "0" * 64}] * 2), "files-order"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), FORGED)
def test_a_seal_that_is_not_one_is_refused(data: bytes, message: str) -> None:
    """§4: before anything in it is believed."""
    with pytest.raises(SealError) as refused:
        seal_in(data)
    assert refused.value.id == message


def test_every_message_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []
