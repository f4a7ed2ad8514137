"""A plan folder on disk: `nation.json` and `cities/<id>.json`, read whole or not at all.

Writing goes aside and is renamed at the end, so that a reader never meets half a folder.
"""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mitgrim.codec.documents import LARGEST_FILE, decode, encode
from mitgrim.codec.errors import from_system, refuse
from mitgrim.plan import CityPlan, Nation, Plan, Section

NATION_FILE: Final = "nation.json"
CITIES_FOLDER: Final = "cities"


def read_plan(folder: Path) -> Plan:
    """The plan in a folder. Raises FileError for the first file that is not right."""
    try:
        names = {file.name for file in folder.iterdir()}
    except NotADirectoryError:
        raise refuse(folder, "", "not-a-folder") from None
    except OSError as error:
        raise from_system(folder, error) from None
    if NATION_FILE not in names:
        raise refuse(folder, "", "not-a-folder")
    nation = read_section(folder / NATION_FILE, "nation")
    assert isinstance(nation, Nation)
    return Plan(nation=nation, cities=tuple(_read_city(file) for file in city_files(folder)))


def read_section(file: Path, expected: str = "") -> Section:
    """The section in a file. Raises FileError for anything that is not exactly a section."""
    return decode(read_bytes(file), file, expected)


def read_bytes(file: Path, largest: int = LARGEST_FILE) -> bytes:
    """A file's bytes, if it is an ordinary file and not too large; links are not followed."""
    try:
        # Without O_NONBLOCK a pipe laid in the folder would hold the program for ever.
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise refuse(file, "", "not-a-file") from None
        raise from_system(file, error) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise refuse(file, "", "not-a-file")
        if status.st_size > largest:
            raise refuse(file, "", "too-large", size=status.st_size, limit=largest)
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(status.st_size + 1)
    finally:
        os.close(handle)


def city_files(folder: Path) -> list[Path]:
    """The city sections' files by name; hidden files and other endings are passed over."""
    cities = folder / CITIES_FOLDER
    try:
        if cities.is_symlink():
            raise refuse(cities, "", "not-a-file")
        found = sorted(cities.iterdir()) if cities.exists() else []
    except OSError as error:
        raise from_system(cities, error) from None
    return [file for file in found if file.suffix == ".json" and not file.name.startswith(".")]


def write_plan(plan: Plan, folder: Path) -> None:
    """Write a plan as a new folder. Raises FileError where something stands already."""
    write_folder(folder, plan_files(plan))


def plan_files(plan: Plan) -> dict[str, bytes]:
    """The files of a plan's folder, by their path in it."""
    files = {NATION_FILE: encode(plan.nation)}
    return files | {_city_file(section): encode(section) for section in plan.cities}


def write_folder(
    folder: Path, files: Mapping[str, bytes], *, ours: Callable[[Path], bool] | None = None
) -> None:
    """Write files as one folder that is there whole or not at all.

    An existing folder is refused unless it is empty, or `ours` says that an earlier run of the
    same command made it, and nobody put anything into it since.
    """
    old = must_be_free(folder, ours=ours)
    aside: Path | None = None
    try:
        folder = folder.absolute()
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        aside.chmod(0o777 & ~_umask())
        for name, data in files.items():
            _write(aside / name, data)
        if old:
            _swap(aside, folder)
        else:
            aside.rename(folder)
    except OSError as error:
        raise from_system(folder, error) from None
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def must_be_free(folder: Path, *, ours: Callable[[Path], bool] | None = None) -> bool:
    """Whether there is a folder to replace; raises FileError when it is not ours to replace.

    Ask before long work, so that nobody waits for a refusal.
    """
    try:
        if not os.path.lexists(folder):
            return False
        if folder.is_symlink() or not folder.is_dir():
            raise refuse(folder, "", "not-a-new-folder")
        if any(folder.iterdir()) and not (ours and ours(folder)):
            raise refuse(folder, "", "folder-not-empty")
    except OSError as error:
        raise from_system(folder, error) from None
    return True


def replace_file(file: Path, data: bytes) -> None:
    """Put new bytes in the place of a file, at once."""
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{file.name}.", dir=file.parent))
    except OSError as error:
        raise from_system(file, error) from None
    try:
        _write(aside / file.name, data)
        (aside / file.name).chmod(stat.S_IMODE(file.stat().st_mode))
        (aside / file.name).replace(file)
    except OSError as error:
        raise from_system(file, error) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _read_city(file: Path) -> CityPlan:
    section = read_section(file, "city-plan")
    assert isinstance(section, CityPlan)
    expected = f"{section.city.id}.json"
    if file.name != expected and file.with_name(expected).exists():
        raise refuse(file, "city.id", "two-files", city=section.city.id, expected=expected)
    if file.name != expected:
        raise refuse(file, "city.id", "wrong-file-name", city=section.city.id, expected=expected)
    return section


def _city_file(section: CityPlan) -> str:
    return f"{CITIES_FOLDER}/{section.city.id}.json"


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _swap(new: Path, folder: Path) -> None:
    """Put `new` in the place of `folder`; whatever interrupts, one of the two stands there."""
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
    try:
        folder.rename(old / "was")
        new.rename(folder)
    except BaseException:
        if not folder.exists() and (old / "was").exists():
            (old / "was").rename(folder)
        raise
    finally:
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
