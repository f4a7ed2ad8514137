"""What strangers' files and odd terminals do to the commands: nothing."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mitgrim.codec import encode, read_plan, write_plan
from mitgrim.plan import Label
from tests.cast import JEJU_PARK, small_plan
from tests.cli.running import Run, process

ESCAPE = "\x1b[31m"


def test_a_name_cannot_command_the_terminal(run: Run, small: Path) -> None:
    document = json.loads((small / "nation.json").read_text())
    document[f"{ESCAPE}field"] = 1
    (small / "nation.json").write_text(json.dumps(document))
    said = run("check", small)
    assert said.code == 2
    assert ESCAPE not in said.err
    assert "\\x1b[31mfield" in said.err
    assert ESCAPE not in run("show", small / f"no{ESCAPE}where").err


def test_a_name_with_a_line_feed_stays_on_its_line(run: Run, small: Path) -> None:
    plan = read_plan(small)
    name = Label(ko="계획\n오류 0건")
    (small / "nation.json").write_bytes(encode(replace(plan.nation, name=name)))
    assert "오류 0건" not in run("show", small, lang="ko").out.splitlines()


def test_a_name_is_neither_markup_nor_a_picture(run: Run, small: Path) -> None:
    plan = read_plan(small)
    name = Label(ko="[bold]:smile:[/bold]")
    (small / "nation.json").write_bytes(encode(replace(plan.nation, name=name)))
    assert "[bold]:smile:[/bold]" in run("show", small, lang="ko").out


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "latin-1"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_narrow_terminal_gets_what_it_can_show(small: Path, encoding: str, form: str) -> None:
    said = process("show", small, "--format", form, PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    assert said.code == 0, said.err
    if form == "json":
        assert said.json["projects"] == 4


def command(shell: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        shell, shell=True, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_closed_output_is_no_crash(small: Path) -> None:
    done = command(f"{sys.executable} -m mitgrim.cli show {small} >&-")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "environment", ["env -i", "env -i PYTHONUTF8=1", "env -i PYTHONUNBUFFERED=1"]
)
def test_a_full_output_is_told(small: Path, form: str, environment: str) -> None:
    run = f"{environment} {sys.executable} -m mitgrim.cli"
    done = command(f"{run} show {small} --format {form} > /dev/full")
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_reader_who_leaves_is_no_error(example: Path) -> None:
    done = command(
        f"{sys.executable} -m mitgrim.cli check {example} | true; echo ${{PIPESTATUS[0]}}"
    )
    assert "Traceback" not in done.stderr


def test_build_does_not_replace_what_it_did_not_build(
    run: Run, small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for made in ("{}", "[]", '{"files": {}}', "not json"):
        out.mkdir(exist_ok=True)
        (out / "manifest.json").write_text(made)
        (out / "thesis.txt").write_text("three years")
        assert run("build", small, "--out", out).code == 2
        assert (out / "thesis.txt").read_text() == "three years"


def test_build_does_not_replace_its_own_folder_once_somebody_put_something_there(
    run: Run, small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("build", small, "--out", out).code == 0
    (out / "의견.txt").write_text("고칠 점")
    assert run("build", small, "--out", out).code == 2
    assert (out / "의견.txt").exists()


@pytest.mark.parametrize("where", [".", "out", "cities/x", ".."])
def test_build_keeps_away_from_the_plan(run: Run, small: Path, where: str) -> None:
    before = sorted(str(own) for own in small.rglob("*"))
    assert run("build", small, "--out", small / where).code == 2
    assert sorted(str(own) for own in small.rglob("*")) == before


def test_unsettled_conflicts_are_not_merged_away(run: Run, small: Path, tmp_path: Path) -> None:
    for side, notes in (("ours", "가"), ("theirs", "나")):
        plan = small_plan()
        jeju = plan.cities[1]
        projects = [replace(p, notes=notes) if p.id == JEJU_PARK else p for p in jeju.projects]
        changed = replace(jeju, projects=tuple(projects))
        write_plan(replace(plan, cities=(plan.cities[0], changed)), tmp_path / side)
    merged = tmp_path / "merged"
    assert run("merge", small, tmp_path / "ours", tmp_path / "theirs", "--out", merged).code == 1
    again = run("merge", small, merged, tmp_path / "ours", "--out", tmp_path / "again")
    assert again.code == 2
    assert "unsettled" in again.err
    assert not (tmp_path / "again").exists()


def test_a_removed_project_that_others_edited_is_kept_and_said_to_be(
    run: Run, small: Path, tmp_path: Path
) -> None:
    plan = small_plan()
    jeju = plan.cities[1]
    without = replace(jeju, projects=tuple(p for p in jeju.projects if p.id != JEJU_PARK))
    edited = [replace(p, notes="나") if p.id == JEJU_PARK else p for p in jeju.projects]
    write_plan(replace(plan, cities=(plan.cities[0], without)), tmp_path / "ours")
    theirs = replace(jeju, projects=tuple(edited))
    write_plan(replace(plan, cities=(plan.cities[0], theirs)), tmp_path / "theirs")
    merged = tmp_path / "merged"
    assert run("merge", small, tmp_path / "ours", tmp_path / "theirs", "--out", merged).code == 1
    (conflict,) = json.loads((merged / "conflicts.json").read_text())
    assert (conflict["kept"], conflict["absent"]) == ("theirs", ["ours"])
    kept = {own.id: own.notes for own in read_plan(merged).projects()}
    assert kept[JEJU_PARK] == "나"


def test_styles_that_were_not_fetched_are_told(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mitgrim.cli import build
    from mitgrim.documents import AssetsMissingError

    def missing(*arguments: object) -> bytes:
        raise AssetsMissingError("font.otf")

    monkeypatch.setitem(build.WRITERS, "html", missing)
    said = run("build", small, "--out", tmp_path / "out")
    assert said.code == 2
    assert "make setup" in said.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_may_not_be_entered_is_a_matter_of_permissions(small: Path) -> None:
    """Root may enter every folder, until it gives that up."""
    mortal = "setpriv --bounding-set=-dac_override,-dac_read_search " if os.geteuid() == 0 else ""
    small.chmod(0)
    done = command(f"{mortal}{sys.executable} -m mitgrim.cli --lang en show {small}")
    small.chmod(0o755)
    assert done.returncode == 2, done.stderr
    assert "No permission" in done.stderr
