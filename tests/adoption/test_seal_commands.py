"""`mitgrim key`, `seal` and `verify`: from the decision to a proof on another machine."""

import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from mitgrim.codec import write_plan
from mitgrim.plan import Label
from tests.cast import JEJU_PARK, small_plan
from tests.cli.running import Run
from tests.funding.bending import changed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_plan(small_plan(), tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def key(run: Run, tmp_path: Path) -> Path:
    run("key", tmp_path / "seal.key")
    return tmp_path / "seal.key"


def seal(run: Run, folder: Path, key: Path, *more: object) -> str:
    """Seal a folder; the public key."""
    said = run("seal", folder, "--key", key, "--decision", "예시 위원회 제1호", *more)
    assert said.code == 0
    return said.out.split()[-1]


def test_a_key_is_its_owners_alone_and_never_overwritten(run: Run, key: Path) -> None:
    """§5: the public one is printed, the private one is in no message."""
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    again = run("key", key, lang="ko")
    assert (again.code, again.out) == (2, "")
    assert "열쇠는 덮어쓰지 않습니다" in again.err
    assert key.read_bytes() == before


def test_what_was_adopted_is_proved_where_it_was_copied_to(
    run: Run, folder: Path, key: Path, tmp_path: Path
) -> None:
    public = seal(run, folder, key)
    copy = shutil.copytree(folder, tmp_path / "elsewhere")
    said = run("verify", copy, "--key", public, lang="ko")
    assert said.code == 0
    assert said.out.startswith("봉인이 맞습니다. 의결된 그대로입니다.\n")
    told = run("verify", copy / "seal.json", "--key", public, "--format", "json").json
    assert (told["holds"], told["signature"], told["key"], told["files"]) == (True,) * 4
    assert told["decision"] == "예시 위원회 제1호"


def test_without_a_key_it_says_that_nobody_vouches_for_it(
    run: Run, folder: Path, key: Path
) -> None:
    public = seal(run, folder, key)
    said = run("verify", folder, lang="ko")
    assert said.code == 0
    assert f"서명한 열쇠는 {public}입니다." in said.out
    assert run("verify", folder, "--format", "json").json["key"] is None


def test_one_changed_byte_is_refused_and_named(run: Run, folder: Path, key: Path) -> None:
    public = seal(run, folder, key)
    file = folder / "cities" / "jeju.json"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    said = run("verify", folder, "--key", public, lang="ko")
    assert said.code == 1
    assert said.out.startswith("봉인이 맞지 않습니다. 의결된 그대로가 아닙니다.\n")
    assert "바뀐 파일: cities/jeju.json" in said.out


def test_another_bodys_seal_is_refused(run: Run, folder: Path, key: Path, tmp_path: Path) -> None:
    seal(run, folder, key)
    run("key", tmp_path / "other.key")
    other = run("seal", _copy(folder, tmp_path), "--key", tmp_path / "other.key", "--decision", "x")
    said = run("verify", folder, "--key", other.out.split()[-1])
    assert said.code == 1
    assert "signed with another key" in said.out


def _copy(folder: Path, tmp_path: Path) -> Path:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "seal.json").unlink()
    return copy


def test_a_later_plan_is_held_against_the_adopted_one_by_record(
    run: Run, folder: Path, key: Path, tmp_path: Path
) -> None:
    seal(run, folder, key)
    later = changed(small_plan(), JEJU_PARK, name=Label(ko="바뀐 이름"))
    write_plan(later, tmp_path / "later")
    told = run("verify", folder, "--against", tmp_path / "later", "--format", "json").json
    assert told["holds"]
    assert [own["place"] for own in told["changes"]] == [f"jeju/projects/{JEJU_PARK}/name/ko"]
    assert "바뀐 이름" in run("verify", folder, "--against", tmp_path / "later").out


def test_the_next_seal_comes_after_the_one_before(
    run: Run, folder: Path, key: Path, tmp_path: Path
) -> None:
    """§3: and a seal that was put in between breaks the chain."""
    seal(run, folder, key)
    first = folder / "seal.json"
    later = replace(small_plan(), nation=replace(small_plan().nation, name=Label(ko="둘째")))
    write_plan(later, tmp_path / "second")
    seal(run, tmp_path / "second", key, "--before", first)
    assert run("verify", tmp_path / "second", "--before", first).code == 0
    said = run("verify", first, "--before", tmp_path / "second" / "seal.json")
    assert said.code == 1
    assert "It does not come after the seal" in said.out


def test_a_key_in_the_folder_or_open_to_others_is_refused(
    run: Run, folder: Path, key: Path
) -> None:
    inside = shutil.copy2(key, folder / "seal.key")
    said = run("seal", folder, "--key", inside, "--decision", "x")
    assert (said.code, (folder / "seal.json").exists()) == (2, False)
    assert "Move it out" in said.err
    key.chmod(0o644)
    said = run("seal", folder, "--key", key, "--decision", "x")
    assert said.code == 2
    assert "chmod 600" in said.err


def test_a_seal_is_not_overwritten(run: Run, folder: Path, key: Path) -> None:
    seal(run, folder, key)
    before = (folder / "seal.json").read_bytes()
    assert run("seal", folder, "--key", key, "--decision", "again").code == 2
    assert (folder / "seal.json").read_bytes() == before


@pytest.mark.parametrize("given", ["", "zz", "0" * 63, "-----BEGIN"])
def test_what_is_no_public_key_is_refused(run: Run, folder: Path, key: Path, given: str) -> None:
    seal(run, folder, key)
    said = run("verify", folder, "--key", given)
    assert said.code == (2 if given else 0)


def test_a_folder_without_a_seal_is_refused(run: Run, folder: Path) -> None:
    said = run("verify", folder)
    assert said.code == 2
    assert "seal.json" in said.err
