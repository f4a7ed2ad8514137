"""The example plan on disk, and copies of it to spoil."""

import shutil
from pathlib import Path

import pytest

from mitgrim.codec import write_plan
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import small_plan


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ten cities of 2018; read it, don't change it."""
    folder = tmp_path_factory.mktemp("example") / "plan"
    write_plan(innovation_cities_2018(), folder)
    return folder


@pytest.fixture
def draft(example: Path, tmp_path: Path) -> Path:
    """A copy of the example to work on."""
    return Path(shutil.copytree(example, tmp_path / "draft"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Jeju's and Ulsan's small plan on disk."""
    write_plan(small_plan(), tmp_path / "small")
    return tmp_path / "small"
