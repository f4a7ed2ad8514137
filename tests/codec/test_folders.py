"""A plan folder is read whole or not at all, and written whole or not at all."""

import os
from pathlib import Path

import pytest

from mitgrim.codec import (
    FileError,
    encode,
    plan_files,
    read_plan,
    replace_file,
    write_folder,
    write_plan,
)
from tests.cast import small_plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Jeju's and Ulsan's plan on disk."""
    write_plan(small_plan(), tmp_path / "plan")
    return tmp_path / "plan"


def names(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def refusal(folder: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_plan(folder)
    return str(caught.value)


def test_a_plan_is_a_file_for_the_nation_and_one_for_each_city(folder: Path) -> None:
    assert names(folder) == ["cities/jeju.json", "cities/ulsan.json", "nation.json"]
    assert read_plan(folder) == small_plan()


def test_other_files_beside_the_plan_are_left_alone(folder: Path) -> None:
    (folder / "README.md").write_text("우리 계획")
    (folder / "cities" / ".jeju.json.swp").write_bytes(b"\x00")
    assert read_plan(folder) == small_plan()


def test_a_folder_without_a_nation_is_no_plan(tmp_path: Path) -> None:
    assert "not a plan folder" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    assert "not a plan folder" in refusal(tmp_path / "file")


def test_a_plan_without_cities_is_read(folder: Path) -> None:
    (folder / "cities" / "jeju.json").unlink()
    (folder / "cities" / "ulsan.json").unlink()
    (folder / "cities").rmdir()
    assert read_plan(folder).cities == ()


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes((folder / "cities" / "jeju.json").read_bytes())
    (folder / "cities" / "jeju.json").unlink()
    (folder / "cities" / "jeju.json").symlink_to(secret)
    assert "not an ordinary file" in refusal(folder)


def test_a_linked_folder_of_cities_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "cities").rename(tmp_path / "elsewhere")
    (folder / "cities").symlink_to(tmp_path / "elsewhere")
    assert "not an ordinary file" in refusal(folder)


def test_a_linked_nation_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "nation.json").rename(tmp_path / "nation.json")
    (folder / "nation.json").symlink_to(tmp_path / "nation.json")
    assert "not an ordinary file" in refusal(folder)


def test_a_pipe_in_the_folder_does_not_hold_the_program(folder: Path) -> None:
    os.mkfifo(folder / "cities" / "busan.json")
    assert "not an ordinary file" in refusal(folder)


def test_a_folder_in_the_place_of_a_file_is_refused(folder: Path) -> None:
    (folder / "cities" / "busan.json").mkdir()
    assert "not an ordinary file" in refusal(folder)


def test_a_file_of_two_hundred_megabytes_is_refused_unread(folder: Path) -> None:
    with (folder / "cities" / "jeju.json").open("r+b") as file:
        file.truncate(200 * 2**20)
    assert "209,715,200 bytes" in refusal(folder)


def test_a_file_named_after_another_city_is_refused(folder: Path) -> None:
    (folder / "cities" / "jeju.json").rename(folder / "cities" / "busan.json")
    assert "Rename the file to jeju.json" in refusal(folder)


def test_a_national_section_among_the_cities_is_refused(folder: Path) -> None:
    (folder / "cities" / "busan.json").write_bytes(encode(small_plan().nation))
    assert "Expected a city section" in refusal(folder)


def test_an_existing_folder_is_never_overwritten(folder: Path) -> None:
    before = (folder / "nation.json").read_bytes()
    with pytest.raises(FileError, match="already holds something"):
        write_plan(small_plan(), folder)
    assert (folder / "nation.json").read_bytes() == before


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    write_plan(small_plan(), tmp_path / "plan")
    assert read_plan(tmp_path / "plan") == small_plan()


def test_a_folder_that_an_earlier_run_made_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {"mark": b"1", "old": b""})
    write_folder(out, {"mark": b"2"}, ours=lambda folder: (folder / "mark").exists())
    assert names(out) == ["mark"]
    assert (out / "mark").read_bytes() == b"2"
    assert [own.name for own in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write_folder(out, {"mark": b"1"})

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mitgrim.codec.folders.os.fsync", full)
    with pytest.raises(FileError, match="disk is full"):
        write_folder(out, plan_files(small_plan()), ours=lambda folder: True)
    assert names(out) == ["mark"]
    assert (out / "mark").read_bytes() == b"1"
    assert [own.name for own in tmp_path.iterdir()] == ["out"]


def test_a_link_in_the_place_of_the_new_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    with pytest.raises(FileError, match="a link stands there already"):
        write_plan(small_plan(), tmp_path / "out")
    assert names(tmp_path / "real") == []


@pytest.mark.parametrize("stroke", [KeyboardInterrupt, OSError])
def test_an_interruption_between_old_and_new_leaves_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stroke: type[BaseException]
) -> None:
    out = tmp_path / "out"
    write_folder(out, {"mark": b"1"})
    rename, count = Path.rename, iter(range(9))

    def interrupted(self: Path, target: Path) -> Path:
        if next(count) == 1:  # the old one is away, the new one not yet there
            raise stroke
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises((FileError, KeyboardInterrupt)):
        write_folder(out, {"mark": b"2"}, ours=lambda folder: True)
    assert (out / "mark").read_bytes() == b"1"
    assert [own.name for own in tmp_path.iterdir()] == ["out"]


def test_two_files_of_one_city_are_told_apart(folder: Path) -> None:
    copy = folder / "cities" / "jeju (1).json"
    copy.write_bytes((folder / "cities" / "jeju.json").read_bytes())
    assert "two files for the city jeju" in refusal(folder)


def test_a_file_keeps_its_permissions_when_it_is_replaced(folder: Path) -> None:
    (folder / "nation.json").chmod(0o600)
    replace_file(folder / "nation.json", b"{}")
    assert (folder / "nation.json").stat().st_mode & 0o777 == 0o600


def test_a_name_too_long_for_the_system_is_told_as_such(tmp_path: Path) -> None:
    assert "too long" in refusal(tmp_path / ("a" * 300))


def test_a_file_is_replaced_at_once(folder: Path) -> None:
    replace_file(folder / "nation.json", b"{}")
    assert (folder / "nation.json").read_bytes() == b"{}"
    assert names(folder) == ["cities/jeju.json", "cities/ulsan.json", "nation.json"]
