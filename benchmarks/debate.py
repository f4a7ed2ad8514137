"""Votes through the real server: one a request, and fifty a request, at a steady rate.

Claims: 300 votes a second, one a request, with 95 of 100 answered within 150 ms; 3,000 votes a
second in batches of fifty; and every vote that was accepted is counted afterwards, the newest of
each participant on each statement. On SQLite, or on the database that MITGRIM_DATABASE names,
which must be empty.

Votes come at moments that were set before, whether or not those before were answered, and an answer
is timed from the moment that was set: a server that falls behind can't hide it. The load is a
process of its own on the same processors; it holds a fixed number of connections. `most` sends the
next vote when one was answered, and so tells how many the server takes at most.

Run: `python -m benchmarks.debate`, about four minutes; `--seconds 5` is a quick look.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.workspace import load as load_of_machine
from benchmarks.workspace import served

HOST: Final = "127.0.0.1"
PARTICIPANTS: Final = 2_000
STATEMENTS: Final = 100
AT_ONCE: Final = 50
CONNECTIONS: Final = 64
TOKEN: Final = "a" * 32  # of forms: whatever it is, the cookie and the header must be the same
VOTES: Final = (1, -1, 0)
OK: Final = 200


@dataclass(frozen=True)
class Load:
    """What is sent: so many requests a second, 0 for as many as are answered; votes in each."""

    name: str
    rate: int
    votes: int
    seconds: float


# Not told: a server that has just begun loads what it needs with its first requests.
WARMING: Final = Load("first requests", 100, 1, 3.0)


@dataclass(frozen=True)
class Heard:
    """What came of it: requests and seconds of those that were accepted, and what was refused."""

    took: float
    times: list[float]
    refused: list[str]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=30.0)
    asked.add_argument("--workers", default="1", help="processes of the server")
    asked.add_argument("--load")
    own = asked.parse_args()
    if own.load:
        _send(Path(own.load))
        return
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MITGRIM_DATA"] = scratch
        os.environ["DJANGO_SETTINGS_MODULE"] = "mitgrim.web.settings"
        import django

        django.setup()
        _measure(Path(scratch), own.seconds, own.workers)


def _measure(scratch: Path, seconds: float, workers: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    debate, statements, cookies = _debate()
    plan = {"debate": debate, "statements": statements, "cookies": cookies}
    print(
        f"{connection.vendor}, {PARTICIPANTS:,} participants, {STATEMENTS} statements, "
        f"{workers} server processes;"
        f" load of the machine {load_of_machine()}\n"
    )
    loads = (
        Load("one vote a request, 300 a second", 300, 1, seconds),
        Load("one vote a request, most", 0, 1, seconds),
        Load(f"{AT_ONCE} votes a request, 60 a second", 60, AT_ONCE, seconds),
        Load(f"{AT_ONCE} votes a request, most", 0, AT_ONCE, seconds),
    )
    print("| what | votes a second | median | p95 | p99 | slowest | refused | lost |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    wrong = 0
    for load in loads:
        connection.close()
        with served("--workers", workers) as base:
            port = int(base.rpartition(":")[2])
            _sent(scratch, {**plan, "port": port, "load": asdict(WARMING)})
            heard = _sent(scratch, {**plan, "port": port, "load": asdict(load)})
        wrong += _tell(load, heard, debate)
    if wrong:
        sys.exit(f"{wrong} votes refused or lost")


def _tell(load: Load, heard: dict[str, Any], debate: int) -> int:
    """A line of the table; gives how many votes were refused or lost."""
    own = Heard(**{name: heard[name] for name in ("took", "times", "refused")})
    lost = _lost(heard["newest"], debate)
    votes = len(own.times) * load.votes / own.took
    parts = statistics.quantiles(own.times, n=100)
    times = " | ".join(
        f"{1000 * each:.0f} ms" for each in (parts[49], parts[94], parts[98], max(own.times))
    )
    print(f"| {load.name} | {votes:,.0f} | {times} | {len(own.refused)} | {lost} |", flush=True)
    if own.refused:
        print(own.refused[:3])
    return len(own.refused) + lost


def _debate() -> tuple[int, list[int], list[str]]:
    """A debate that takes votes, its statements, and the cookies of its participants."""
    from datetime import timedelta

    from django.utils import timezone

    from mitgrim.web.debate.models import Participant
    from mitgrim.web.debate.participating import SIGNER, Seat
    from mitgrim.web.debate.services import Timetable, open_debate
    from mitgrim.web.people.models import Person
    from mitgrim.web.revisions.services import open_workspace
    from mitgrim.web.running.demonstration.people import add_demo_people
    from tests.cast import small_plan

    plan = small_plan()
    add_demo_people(plan, password="not used")
    workspace = open_workspace(by=None, plan=plan, message="measured")
    now, day = timezone.now(), timedelta(days=1)
    own = open_debate(
        by=Person.objects.get(login="officer"), workspace=workspace, section="nation",
        title="measured", question="measured?", example=True,
        timetable=Timetable(statements_from=now - 2 * day, votes_from=now - day, closes=now + day),
        first=[f"의견 문장 {n}" for n in range(STATEMENTS)],
    )  # fmt: skip
    people = Participant.objects.bulk_create(Participant(debate=own) for _ in range(PARTICIPANTS))
    cookies = [SIGNER.sign(str(Seat(own.pk, each.pk))) for each in people]
    return own.pk, list(own.statements.values_list("pk", flat=True)), cookies


def _lost(newest: dict[str, int], debate: int) -> int:
    """How many of the votes that were accepted are not what the database has."""
    from mitgrim.web.debate.models import Vote
    from mitgrim.web.debate.participating import SIGNER

    rows = Vote.objects.filter(statement__debate=debate)
    held = {(who, what): vote for who, what, vote in
            rows.values_list("participant_id", "statement_id", "value")}  # fmt: skip
    lost = 0
    for key, vote in newest.items():
        cookie, _, statement = key.rpartition(" ")
        participant = int(SIGNER.unsign(cookie).split(".")[1])
        lost += held.get((participant, int(statement))) != vote
    return lost


def _sent(scratch: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """Send it from a process of its own, and hear what came of it."""
    file = scratch / "load.json"
    file.write_text(json.dumps(plan), "utf-8")
    command = [sys.executable, "-m", "benchmarks.debate", "--load", str(file)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    heard: dict[str, Any] = json.loads(done.stdout)
    return heard


# The load, in a process of its own ----------------------------------------------------------------


class Sender:
    """Sends votes over a fixed number of connections, and keeps what was accepted."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.load = Load(**plan["load"])
        self._plan = plan
        self._waiting: asyncio.Queue[tuple[float, int] | None] = asyncio.Queue()
        self.times: list[float] = []
        self.refused: list[str] = []
        self.newest: dict[str, int] = {}
        self._numbers = itertools.count()

    async def run(self) -> float:
        """Send it all; gives the seconds that it took."""
        begun = time.perf_counter()
        others = [asyncio.create_task(self._connection(begun)) for _ in range(CONNECTIONS)]
        if self.load.rate:
            await self._at_their_moments(begun)
        await asyncio.gather(*others)
        return time.perf_counter() - begun

    async def _at_their_moments(self, begun: float) -> None:
        for number in range(int(self.load.rate * self.load.seconds)):
            moment = begun + number / self.load.rate
            wait = moment - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            self._waiting.put_nowait((moment, number))
        for _ in range(CONNECTIONS):
            self._waiting.put_nowait(None)

    async def _next(self, begun: float) -> tuple[float, int] | None:
        if self.load.rate:
            return await self._waiting.get()
        now = time.perf_counter()
        if now - begun > self.load.seconds:
            return None
        return now, next(self._numbers)

    async def _connection(self, begun: float) -> None:
        reader, writer = await asyncio.open_connection(HOST, self._plan["port"])
        try:
            while (due := await self._next(begun)) is not None:
                moment, number = due
                cookie, ballots = self._ballots(number)
                writer.write(self._request(cookie, ballots))
                status, body = await _answer(reader)
                if status == OK and json.loads(body)["accepted"] == len(ballots):
                    self.times.append(time.perf_counter() - moment)
                    for own in ballots:
                        self.newest[f"{cookie} {own['statement']}"] = own["vote"]
                else:
                    self.refused.append(f"{status} {body[:200].decode('utf-8', 'replace')}")
        finally:
            writer.close()

    def _ballots(self, number: int) -> tuple[str, list[dict[str, int]]]:
        """The votes of one request: by everybody in turn, on all statements in turn."""
        cookies, statements = self._plan["cookies"], self._plan["statements"]
        # A participant has one request under way at a time, so that the newest vote is known.
        who, turn = number % len(cookies), number // len(cookies)
        first = (turn * self.load.votes + who) % len(statements)
        chosen = [statements[(first + at) % len(statements)] for at in range(self.load.votes)]
        return cookies[who], [
            {"statement": own, "vote": VOTES[(number + at) % 3]} for at, own in enumerate(chosen)
        ]

    def _request(self, cookie: str, ballots: list[dict[str, int]]) -> bytes:
        debate = self._plan["debate"]
        sent = ballots[0] if len(ballots) == 1 else {"votes": ballots}
        body = json.dumps(sent).encode()
        head = (
            f"POST /debates/{debate}/votes/ HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"X-CSRFToken: {TOKEN}\r\n"
            f"Cookie: csrftoken={TOKEN}; mitgrim-debate-{debate}={cookie}\r\n\r\n"
        )
        return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and the body of an answer, which says how long it is."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    return int(head.split()[1]), await reader.readexactly(length)


def _send(file: Path) -> None:
    sender = Sender(json.loads(file.read_text("utf-8")))
    took = asyncio.run(sender.run())
    heard = Heard(took, sender.times, sender.refused)
    print(json.dumps({**asdict(heard), "newest": sender.newest}))


if __name__ == "__main__":
    main()
