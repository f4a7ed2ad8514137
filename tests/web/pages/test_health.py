"""What machines ask: health, robots, the mark."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_a_sound_site_says_ok_and_sets_no_cookie(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"ok\n", {})
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_being_alive_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_a_migration_that_waits_is_not_ready(client: Client) -> None:
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("people")
    MigrationRecorder(connection).record_unapplied(*newest)
    answer = client.get("/readyz")
    told = b"migrations are not applied: run mitgrim db migrate\n"
    assert (answer.status_code, answer.content) == (503, told)


@pytest.mark.django_db
def test_a_database_that_fails_is_not_ready(client: Client) -> None:
    def fail(*args: Any) -> Any:
        raise OperationalError("the disk is gone")

    with connection.execute_wrapper(fail):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database does not answer\n")


def test_robots_are_kept_from_signing_in(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert told.splitlines()[:2] == ["User-agent: *", "Disallow: /login/"]


def test_the_mark_is_found_under_its_customary_name(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/pages/mark.svg"
