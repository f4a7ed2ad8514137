"""A running site for each test of faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.faults.living import Server


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the fixed cast that nothing has happened to; copy it."""
    folder = tmp_path_factory.mktemp("site") / "data"
    Server.made(folder)
    return folder


@pytest.fixture
def server(made: Path, tmp_path: Path) -> Iterator[Server]:
    """A running site of its own."""
    running = Server.copied(made, tmp_path / "data").start()
    yield running
    running.close()
