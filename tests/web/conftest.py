"""The web tests' shared fixtures: the cast, and a real browser on the running site."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.web.cast import Cast, sign_up
from tests.web.visiting import CHROMIUM, QUIET, Site


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database, emptied after tests of the running site: the audit record would refuse."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.cursor().execute("DROP TRIGGER audit_entry_deleted")


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody signed up, and the small plan opened."""
    return sign_up()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for all tests of this session."""
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no chromium here: install it (apt install chromium) to try the pages in it")
    # Playwright keeps an event loop in this thread, where Django then refuses to ask its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as player:
        running = player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def site(browser: Browser, live_server: LiveServer) -> Iterator[Site]:
    """The site as visitors open it; at the end nothing was asked of another, nothing complained."""
    site = Site(browser, live_server.url)
    yield site
    site.close()
    assert site.outside == []
    assert site.complaints == []
