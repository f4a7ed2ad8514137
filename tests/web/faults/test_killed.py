"""The server dies while people save: what was accepted is there, and nothing is half."""

import http.client
import random
import socket
import threading
import time

import pytest

from mitgrim.web.environment import DATABASE_FILE
from tests.cast import JEJU_JOINT, JEJU_PARK
from tests.web.faults.living import ADDRESS, PROJECTS, Server, Visitor

SOUND = "Everything is as it was written."
WRITERS = (
    ("jeju", JEJU_PARK, "notes"),
    ("jeju-colleague", JEJU_PARK, "description"),
    ("jeju-editor", JEJU_JOINT, "notes"),
)
GONE = (OSError, http.client.HTTPException)


class Writer(threading.Thread):
    """Somebody who saves one thing after another until the server is gone."""

    def __init__(self, visitor: Visitor, name: str, key: str, field: str, round: int) -> None:
        super().__init__(daemon=True)
        self._visitor, self._key, self._field = visitor, key, field
        self._label = f"{name} {round}"
        self.accepted: list[str] = []
        self.refused: list[str] = []

    def run(self) -> None:
        for number in range(10_000):
            try:
                self._save(f"{self._label}-{number}")
            except GONE:
                return

    def _save(self, text: str) -> None:
        form = self._visitor.project(self._key)
        values = {self._field: text, "_message": text}
        answer = self._visitor.save(self._key, form, **values)
        (self.accepted if answer.status == 302 else self.refused).append(text)


def killed_while_saving(server: Server, round: int, after: float) -> tuple[set[str], set[str]]:
    """What was accepted and refused in one life of the server."""
    people = [Visitor(server.url).login(name) for name, _, _ in WRITERS]
    writers = [Writer(person, *who, round) for person, who in zip(people, WRITERS, strict=True)]
    for writer in writers:
        writer.start()
    while not all(writer.accepted for writer in writers):
        assert any(writer.is_alive() for writer in writers)
        time.sleep(0.05)
    time.sleep(after)
    server.kill()
    for writer in writers:
        writer.join(60)
    return (
        {text for own in writers for text in own.accepted},
        {text for own in writers for text in own.refused},
    )


def lives_and_deaths(server: Server, rounds: int) -> None:
    chance = random.Random(4)
    accepted: set[str] = set()
    for round in range(rounds):
        saved, refused = killed_while_saving(server, round, chance.uniform(0, 1.5))
        accepted |= saved
        server.start()
        there = server.messages()
        assert accepted - there == set()
        assert refused & there == set()
        assert server.verified() == SOUND
    page = Visitor(server.url).login("jeju").get(f"{PROJECTS}{JEJU_PARK}/")
    assert page.status == 200


def test_every_save_that_was_accepted_is_there_after_a_kill(server: Server) -> None:
    lives_and_deaths(server, 2)


@pytest.mark.nightly
def test_every_save_that_was_accepted_is_there_after_many_kills(server: Server) -> None:
    lives_and_deaths(server, 40)


def test_a_form_that_was_half_sent_when_the_server_died_is_not_saved(server: Server) -> None:
    jeju = Visitor(server.url).login("jeju")
    form = jeju.project(JEJU_PARK)
    cookies = "; ".join(f"{own.name}={own.value}" for own in jeju.cookies)
    head = (
        f"POST {PROJECTS}{JEJU_PARK}/ HTTP/1.1\r\nHost: {ADDRESS}:{server.port}\r\n"
        f"Cookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 5000\r\n\r\n_message=half&notes=half"
    )
    before = server.messages()
    with socket.create_connection((ADDRESS, server.port)) as half:
        half.sendall(head.encode())
        other = Visitor(server.url).login("jeju-colleague")  # meanwhile others are served
        assert other.get(f"{PROJECTS}{JEJU_PARK}/").status == 200
        server.kill()
    server.start()
    assert server.messages() == before
    assert jeju.save(JEJU_PARK, form, notes="whole", _message="whole").status == 302
    assert server.messages() == before | {"whole"}
    assert server.verified() == SOUND


def test_a_form_that_was_half_sent_before_a_connection_broke_is_not_saved(server: Server) -> None:
    jeju = Visitor(server.url).login("jeju")
    before = server.messages()
    cookies = "; ".join(f"{own.name}={own.value}" for own in jeju.cookies)
    with socket.create_connection((ADDRESS, server.port)) as half:
        half.sendall(
            f"POST {PROJECTS}{JEJU_PARK}/ HTTP/1.1\r\nHost: {ADDRESS}\r\nCookie: {cookies}\r\n"
            "Content-Length: 5000\r\n\r\nnotes=half".encode()
        )
    assert jeju.get(f"{PROJECTS}{JEJU_PARK}/").status == 200
    assert server.messages() == before


def test_a_server_that_is_asked_to_end_ends_well_and_its_database_is_whole(server: Server) -> None:
    jeju = Visitor(server.url).login("jeju")
    assert jeju.save(JEJU_PARK, jeju.project(JEJU_PARK), notes="끝", _message="끝").status == 302
    assert server.stop() == 0
    assert "끝" in server.messages()
    assert (server.folder / DATABASE_FILE).stat().st_size > 0
    assert server.verified() == SOUND
