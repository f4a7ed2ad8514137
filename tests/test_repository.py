"""What must hold of the repository itself: its locks, its size, its wheel."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
ADDRESS = re.compile(
    r"\w+://|^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links)\b|\s@\s", re.MULTILINE
)
MEGABYTE = 1_000_000
VENDOR = "src/mitgrim/web/pages/static/vendor"


def requirements(lock: Path) -> dict[str, int]:
    """Each requirement of a lock with its number of hashes."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.split()[0]: line.count("--hash=sha256:") for line in lines}


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )
    if listed.returncode:
        pytest.skip(f"git does not list this checkout: {listed.stderr.strip()}")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_there_is_a_lock_for_every_way_to_install() -> None:
    assert [lock.stem for lock in LOCKS] == [
        "benchmarks",
        "build",
        "dev",
        "frontend",
        "ingest",
        "runtime",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_and_hashes_everything(lock: Path) -> None:
    pinned = requirements(lock)
    assert pinned
    assert [name for name in pinned if "==" not in name] == []
    assert [name for name, hashes in pinned.items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_records_no_registry_address(lock: Path) -> None:
    assert ADDRESS.findall(lock.read_text(encoding="utf-8")) == []


def test_locks_agree_on_versions() -> None:
    dev = set(requirements(ROOT / "requirements/dev.lock"))
    assert set(requirements(ROOT / "requirements/runtime.lock")) <= dev
    assert set(requirements(ROOT / "requirements/build.lock")) <= dev


def test_the_runtime_lock_has_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^\w-]", need)[0] for need in project["dependencies"]}
    locked = {name.split("==")[0] for name in requirements(ROOT / "requirements/runtime.lock")}
    assert wanted - locked == set()


def test_the_package_lock_records_no_registry_address() -> None:
    text = (ROOT / "frontend/package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert ADDRESS.findall(text) == []


def test_no_tracked_file_is_over_a_megabyte() -> None:
    files = [path for path in tracked_files() if path.exists()]
    sizes = {str(path.relative_to(ROOT)): path.stat().st_size for path in files}
    assert {name: size for name, size in sizes.items() if size > MEGABYTE} == {}


def test_the_wheel_carries_the_styles_and_fonts(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    terms = {"krds-uiux.README.md", "krds-uiux.package.json", "pretendard-gov.LICENSE.txt"}
    both = terms | {"krds_tokens.css", "versions.json"}
    assert carried(wheel, "mitgrim/documents/assets/") == both | {
        "PretendardGOV-Bold.otf",
        "PretendardGOV-Regular.otf",
    }
    icons = {f"icons/{icon.name}" for icon in (ROOT / VENDOR / "icons").glob("*.svg")}
    assert icons
    assert carried(wheel, "mitgrim/web/pages/static/vendor/") == both | icons | {
        "PretendardGOV-Bold.subset.woff2",
        "PretendardGOV-Regular.subset.woff2",
    }


def carried(wheel: Path, folder: str) -> set[str]:
    """The files of a folder in a wheel."""
    return {name.removeprefix(folder) for name in ZipFile(wheel).namelist() if folder in name}


def test_import_mitgrim_alone_loads_no_framework() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import mitgrim, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert "mitgrim" in loaded
    assert {"click", "django", "msgspec", "numpy", "rich"} & set(loaded) == set()
