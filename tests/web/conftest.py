"""The web tests' shared fixtures: the cast, and the running site in a browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from mitgrim.adoption.keys import make_key
from tests.web.cast import Cast, sign_up
from tests.web.visiting import Site


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


@pytest.fixture
def key(settings: Any, tmp_path: Path) -> str:
    """The installation has a key to seal with; the public one."""
    file = tmp_path / "seal.key"
    public = make_key(file)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seal_key=str(file))
    return public


@pytest.fixture
def site(browser: Browser, live_server: LiveServer) -> Iterator[Site]:
    """The site as visitors open it; at the end nothing was asked of another, nothing complained."""
    site = Site(browser, live_server.url)
    yield site
    site.close()
    assert site.outside == []
    assert site.complaints == []
