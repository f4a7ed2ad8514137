"""How the laws are tried: without a clock; with MITGRIM_THOROUGH=1, two thousand times each."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.cli.running import Run

# These machines are shared: a deadline would test the neighbours.
settings.register_profile("house", deadline=None, print_blob=True)
settings.register_profile("thorough", parent=settings.get_profile("house"), max_examples=2_000)
settings.load_profile("thorough" if os.environ.get("MITGRIM_THOROUGH") else "house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is tried in a browser: `-m browser`, `-m "not browser"`."""
    for own in items:
        if "browser" in getattr(own, "fixturenames", ()):
            own.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of this session: a second in the same thread is not to be had."""
    with chromium() as running:
        yield running


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, as its users run it."""
    return Run(capsys)
