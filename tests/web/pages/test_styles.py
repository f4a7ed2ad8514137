"""Styles as a server gathers them: one file for every page, under a name by its content."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from mitgrim.web.pages.styles import EVERYWHERE, JOINED
from tests.web.cast import Cast

STYLES = "mitgrim.web.pages.styles.Styles"


@pytest.fixture
def gathered(settings: Any, tmp_path: Path) -> Path:
    """The folder a server gives styles from."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STYLES}}
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_page_asks_for_one_file_that_says_what_all_said(
    gathered: Path, cast: Cast, client: Client
) -> None:
    page = client.get("/login/").content.decode()
    (asked,) = [line for line in page.splitlines() if "pages/joined" in line]
    asked_for = gathered / asked.split("/static/")[1].split('"')[0]
    for name in EVERYWHERE:
        assert f"/{name.removesuffix('.css')}." not in page
    assert "../vendor/PretendardGOV-Regular.subset." in asked_for.read_text("utf-8")
    own = [(gathered / name).read_text("utf-8") for name in EVERYWHERE]
    assert (gathered / JOINED).read_text("utf-8") == "\n".join(own)


def test_gathering_twice_joins_the_same(gathered: Path) -> None:
    first = sorted(own.name for own in gathered.glob("pages/joined*"))
    call_command("collectstatic", interactive=False, verbosity=0)
    assert sorted(own.name for own in gathered.glob("pages/joined*")) == first


def test_where_nothing_was_gathered_a_page_asks_for_each(cast: Cast, client: Client) -> None:
    page = client.get("/login/").content.decode()
    assert [page.count(f"/{name}") for name in EVERYWHERE] == [1] * len(EVERYWHERE)
