"""The web application with 5,000 projects and 1,000 revisions: pages, saves, comparisons, a rush.

Claims: portal and list pages are answered within 150 ms for 95 of 100 requests, a project is saved
in under 50 ms, two revisions are compared in under 300 ms; fifty planners save at once and every
accepted edit is there afterwards; a page is under 150 kB compressed, without fonts. On SQLite, or
on the database that MITGRIM_DATABASE names, which must be empty.

Pages and saves are timed inside the process, with all middleware and templates: by the clock, and
by the processor time they took, which other load on the machine stretches less. `first` is the
processor time of the first answer of a new process, `queries` what a later one asks the database.
The rush goes through the real server. Run: `python -m benchmarks.workspace`, about ten minutes;
`--cities 3 --revisions 30 --runs 8` is a quick look.
"""

import argparse
import gzip
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

ON_SHOW: Final = 200
PLANNERS: Final = 50
EDITS: Final = 6
PLAN: Final = "national"
HOST: Final = "localhost"


@dataclass(frozen=True)
class Size:
    """How much there is of what, and how often each thing is measured."""

    cities: int
    projects: int
    revisions: int
    runs: int

    @classmethod
    def asked(cls) -> "Size":
        """What the command line says, the whole thing without a word."""
        asked = argparse.ArgumentParser()
        for name, usual in (("cities", 10), ("projects", 500), ("revisions", 1_000), ("runs", 40)):
            asked.add_argument(f"--{name}", type=int, default=usual)
        return cls(**vars(asked.parse_args()))


@dataclass(frozen=True)
class Taken:
    """What calls took, each by the clock and by the processor, in seconds."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def time(self, call: Callable[[], Any]) -> Any:
        """Call it and note how long that was."""
        clock, processor = time.perf_counter(), time.process_time()
        value = call()
        self.clock.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)
        return value

    def without_first(self) -> "Taken":
        """All but the first, which fills the caches."""
        return Taken(self.clock[1:], self.processor[1:])

    def __str__(self) -> str:
        both = (self.clock, self.processor)
        return " | ".join(_ms(own(times)) for times in both for own in (statistics.median, _p95))


def main() -> None:
    size = Size.asked()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MITGRIM_DATA"] = scratch
        os.environ["DJANGO_SETTINGS_MODULE"] = "mitgrim.web.settings"
        import django

        django.setup()
        _measure(size)


def _measure(size: Size) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    making = Taken()
    people = making.time(lambda: _filled(size))
    print(f"{connection.vendor}, {size.cities * size.projects:,} projects,", end=" ")
    print(f"{size.revisions:,} revisions; load of the machine {load()}")
    print(f"made in {making.clock[0]:.0f} s, {making.processor[0]:.0f} s of processor time\n")
    _pages(people, size)
    _saves(people, size)
    _rush(people)
    print(f"load of the machine at the end {load()}")


def load() -> str:
    """Processes that wanted a processor in the last minute, of how many processors."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def _filled(size: Size) -> dict[str, Any]:
    """The plan opened and published, its planners, and a thousand revisions of ten drafts."""
    from benchmarks.national_plan import national_plan
    from mitgrim.plan import Label
    from mitgrim.web.people.kinds import RoleKind
    from mitgrim.web.people.services import add_person, give_role
    from mitgrim.web.publish.kinds import Channel
    from mitgrim.web.publish.services import publish
    from mitgrim.web.revisions.queries import national_branch
    from mitgrim.web.revisions.services import open_workspace

    workspace = open_workspace(
        by=None, plan=national_plan(cities=size.cities, projects=size.projects), message="예시"
    )
    publish(
        by=None, workspace=workspace, revision=national_branch(workspace).head,
        channel=Channel.WEB, title=Label(ko="예시"),
    )  # fmt: skip
    people: dict[str, Any] = {}
    for number in range(PLANNERS):
        city = f"c{number % size.cities:03}"
        one = add_person(by=None, login=f"planner-{number}", name=f"담당 {number}", password=None)
        give_role(by=None, person=one, kind=RoleKind.DRAFTER, city=city)
        people[one.login] = (one, city)
    chance = random.Random(1)
    for number in range(size.revisions):
        person, city = people[f"planner-{number % PLANNERS}"]
        _edit(person, city, chance.randrange(size.projects), f"담당 {number}")
    return people


def _edit(person: Any, city: str, number: int, owner: str) -> None:
    """One project gets another owner, as a form would save it."""
    from mitgrim.web.revisions.models import Workspace
    from mitgrim.web.revisions.queries import branch_of, city_section
    from mitgrim.web.revisions.services import Saved, save_section

    branch = branch_of(Workspace.objects.get(id=PLAN), city)
    assert branch is not None
    section = city_section(branch)
    changed = replace(section.projects[number], owner=owner)
    projects = (*section.projects[:number], changed, *section.projects[number + 1 :])
    saved = save_section(
        by=person, branch=branch, base=branch.head, section=replace(section, projects=projects),
        message="고침",
    )  # fmt: skip
    assert isinstance(saved, Saved)


def _pages(people: dict[str, Any], size: Size) -> None:
    from django.test import Client

    planner, reader = Client(HTTP_HOST=HOST), Client(HTTP_HOST=HOST)
    planner.force_login(people["planner-0"][0], "django.contrib.auth.backends.ModelBackend")
    columns = ("clock", "p95", "processor", "p95", "first", "queries", "compressed")
    print(f"| page | {' | '.join(columns)} |\n| --- |{' ---: |' * len(columns)}")
    for name, address in addresses(size).items():
        client = reader if name.startswith(("portal", "API")) else planner
        taken, queries, weight = _asked(client, address, size.runs)
        first = _ms(taken.processor[0])
        print(f"| {name} | {taken.without_first()} | {first} | {queries} | {weight} kB |")


def addresses(size: Size) -> dict[str, str]:
    """The pages that are measured."""
    from mitgrim.web.revisions.models import BranchRevision

    numbers = BranchRevision.objects.filter(branch__name="c000").order_by("id")
    first, *_, last = numbers.values_list("revision", flat=True)
    draft = f"/work/{PLAN}/c000/"
    return {
        "portal: overview": "/",
        f"portal: a city, all of its {size.projects} projects": "/cities/c000/",
        "portal: a project": "/projects/c000-p-7/",
        "portal: list of projects": "/projects/",
        "portal: list, by a word": "/projects/?q=사업",
        "portal: search by initials": "/search/?q=ㅅㅇ",
        "workspace: my work": "/work/",
        "workspace: overview": f"/work/{PLAN}/",
        "workspace: a draft's tree": draft,
        "workspace: its findings": f"{draft}findings/",
        "workspace: a project's form": f"{draft}projects/c000-p-7/",
        "workspace: history": f"{draft}history/",
        f"workspace: compare {len(numbers)} revisions": f"{draft}compare/{first}/{last}/",
        "API: projects": f"/api/v1/plans/{PLAN}/projects",
        f"API: {ON_SHOW} projects": f"/api/v1/plans/{PLAN}/projects?limit={ON_SHOW}",
    }


def _asked(client: Any, address: str, runs: int) -> tuple[Taken, int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = Taken()
    for _ in range(runs + 1):
        answer = taken.time(lambda: client.get(address))
        assert answer.status_code == 200, f"{address} {answer.status_code}"
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return taken, len(asked), round(len(gzip.compress(body)) / 1000)


def _saves(people: dict[str, Any], size: Size) -> None:
    person, city = people["planner-0"]
    taken = Taken()
    for number in range(size.runs):
        taken.time(partial(_edit, person, city, number, f"새 담당 {number}"))
    print("\n| | clock | p95 | processor | p95 |\n| --- | ---: | ---: | ---: | ---: |")
    print(f"| save of one project | {taken} |")


@dataclass(frozen=True)
class Rush:
    """What became of the saves: the last owner accepted for each project, errors, and seconds."""

    accepted: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    merged: list[bool] = field(default_factory=list)


def _rush(people: dict[str, Any]) -> None:
    """Fifty planners at once through the real server, each with a project of their own."""
    from mitgrim.web.api.kinds import TokenScope
    from mitgrim.web.api.services import make_token

    tokens = {
        login: make_token(by=own, name="rush", scope=TokenScope.WRITE, days=1)[1]
        for login, (own, _) in people.items()
    }
    rush = Rush()
    with served() as base:
        threads = [
            threading.Thread(target=_planner, args=(login, city, base, tokens[login], rush))
            for login, (_, city) in people.items()
        ]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - started
    lost = [id for id, owner in rush.accepted.items() if _owner(id) != owner]
    times, failed = rush.times, rush.failed
    print(
        f"\n{PLANNERS} planners at once, {len(times)} saves in {took:.1f} s"
        f" ({len(times) / took:.0f} a second): median {_ms(statistics.median(times))},"
        f" p95 {_ms(_p95(times))}; {sum(rush.merged)} merged,"
        f" {len(failed)} errors, {len(lost)} lost"
    )
    if failed or lost:
        sys.exit(f"errors: {failed[:5]}, lost: {lost[:5]}")


def _planner(login: str, city: str, base: str, token: str, rush: Rush) -> None:
    number = int(login.rpartition("-")[2])
    id = f"{city}-p-{100 + number}"
    address = f"{base}/api/v1/drafts/{PLAN}/{city}/projects/{id}"
    try:
        base = _call(address, token)["base"]
        for edit in range(EDITS):
            owner = f"담당 {number}, {edit}번째"
            started = time.perf_counter()
            saved = _call(address, token, {"base": base, "changes": {"owner": owner}})
            rush.times.append(time.perf_counter() - started)
            rush.accepted[id] = owner
            rush.merged.append(saved["merged"])
            base = saved["revision"]["number"]  # others save before the next
    except (urllib.error.URLError, OSError, KeyError) as error:
        detail = error.read().decode()[:300] if isinstance(error, urllib.error.HTTPError) else ""
        rush.failed.append(f"{id}: {error} {detail}")


def _call(address: str, token: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        address,
        method="PATCH" if body else "GET",
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.loads(answer.read())


def _owner(id: str) -> str:
    from mitgrim.web.revisions.models import Workspace
    from mitgrim.web.revisions.queries import branch_of, city_section

    branch = branch_of(Workspace.objects.get(id=PLAN), id.partition("-")[0])
    assert branch is not None
    return next(own.owner for own in city_section(branch).projects if own.id == id)


@contextmanager
def served(*more: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "mitgrim.cli", "serve", "--port", port, "--tasks", "0", *more]
    with Path(os.environ["MITGRIM_DATA"], "serve.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{base}/healthz", timeout=2)
                break
            except OSError:
                time.sleep(0.5)
        yield base
    finally:
        server.terminate()
        server.wait(30)


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f} ms"


if __name__ == "__main__":
    main()
