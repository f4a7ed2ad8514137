"""The disk is full, or the database is held by another: what to do is said, the text comes back."""

import resource
import sqlite3
from contextlib import closing

from mitgrim.web.environment import DATABASE_FILE
from tests.cast import JEJU_PARK
from tests.web.faults.living import PROJECTS, Form, Server, Visitor

SOUND = "Everything is as it was written."
SHARED = 32 * 1024
TEXT = "사흘 동안 쓴 글\n둘째 줄"


def fill(server: Server) -> None:
    """As if the disk were full: no file grows any more, beyond what readers share in memory."""
    limit_files(server, SHARED)


def limit_files(server: Server, size: int) -> None:
    """Let no file of the server's grow beyond a size."""
    for pid in server.processes:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_on_a_full_disk_nothing_is_lost_and_what_to_do_is_said(server: Server) -> None:
    jeju = Visitor(server.url).login("jeju")
    form = jeju.project(JEJU_PARK)
    before = server.messages()
    fill(server)
    answer = jeju.save(JEJU_PARK, form, notes=TEXT, _message="full")
    assert (answer.status, answer.heading) == (503, "There is no room left to save")
    assert jeju.get(f"{PROJECTS}{JEJU_PARK}/").status == 200  # reading goes on
    limit_files(server, resource.RLIM_INFINITY)
    assert server.messages() == before
    again = Form(answer.text, "_base")
    assert dict(again.fields)["notes"] == TEXT
    assert jeju.save(JEJU_PARK, again).status == 302
    assert server.messages() == before | {"full"}
    assert server.verified() == SOUND


def test_while_another_holds_the_database_what_was_typed_comes_back(server: Server) -> None:
    jeju = Visitor(server.url).login("jeju")
    form = jeju.project(JEJU_PARK)
    before = server.messages()
    with closing(sqlite3.connect(server.folder / DATABASE_FILE)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        answer = jeju.save(JEJU_PARK, form, notes=TEXT, _message="busy")
        assert (answer.status, answer.heading) == (503, "It could not be done just now")
        assert jeju.get(f"{PROJECTS}{JEJU_PARK}/").status == 200
        other.execute("ROLLBACK")
    again = Form(answer.text, "_base")
    assert dict(again.fields)["notes"] == TEXT
    assert jeju.save(JEJU_PARK, again).status == 302
    assert server.messages() == before | {"busy"}
