"""The web application with 5,000 projects and 1,000 revisions: pages, saves, comparisons, a rush.

Claims: portal and list pages are answered within 150 ms for 95 of 100 requests, a project is saved
in under 50 ms, two revisions are compared in under 300 ms; fifty planners save at once and every
accepted edit is there afterwards; a page is under 150 kB compressed, without fonts. On SQLite, or
on the database that MITGRIM_DATABASE names, which must be empty.

Pages and saves are timed inside the process, with all middleware and templates; the rush goes
through the real server. Run: `python -m benchmarks.workspace`, about ten minutes.
"""

import gzip
import json
import os
import random
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
from pathlib import Path
from typing import Any, Final

CITIES: Final = 10
PROJECTS: Final = 500
REVISIONS: Final = 1_000
RUNS: Final = 40
PLANNERS: Final = 50
EDITS: Final = 6
PLAN: Final = "national"
LIST_OF: Final = 550


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MITGRIM_DATA"] = scratch
        os.environ["DJANGO_SETTINGS_MODULE"] = "mitgrim.web.settings"
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    people, took = _timed(_filled)
    print(f"{connection.vendor}, {CITIES * PROJECTS:,} projects, {REVISIONS:,} revisions")
    print(f"made in {took:.0f} s, {1000 * took / REVISIONS:.0f} ms a revision\n")
    _pages(people)
    _saves(people)
    _rush(people)


def _filled() -> dict[str, Any]:
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
        by=None, plan=national_plan(cities=CITIES, projects=PROJECTS), message="예시"
    )
    publish(
        by=None, workspace=workspace, revision=national_branch(workspace).head,
        channel=Channel.WEB, title=Label(ko="예시"),
    )  # fmt: skip
    people: dict[str, Any] = {}
    for number in range(PLANNERS):
        city = f"c{number % CITIES:03}"
        one = add_person(by=None, login=f"planner-{number}", name=f"담당 {number}", password=None)
        give_role(by=None, person=one, kind=RoleKind.DRAFTER, city=city)
        people[one.login] = (one, city)
    chance = random.Random(1)
    for number in range(REVISIONS):
        person, city = people[f"planner-{number % PLANNERS}"]
        _edit(person, city, chance.randrange(PROJECTS), f"담당 {number}")
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


def _pages(people: dict[str, Any]) -> None:
    from django.test import Client

    from mitgrim.web.revisions.models import BranchRevision

    planner = Client(HTTP_HOST="localhost")
    planner.force_login(people["planner-0"][0], "django.contrib.auth.backends.ModelBackend")
    reader = Client(HTTP_HOST="localhost")
    numbers = BranchRevision.objects.filter(branch__name="c000").order_by("id")
    first, last = numbers.first(), numbers.last()
    assert first is not None
    assert last is not None
    draft = f"/work/{PLAN}/c000/"
    addresses = {
        "portal: overview": (reader, "/"),
        "portal: a city, 500 projects": (reader, "/cities/c000/"),
        "portal: a project": (reader, "/projects/c000-p-7/"),
        "portal: list of projects": (reader, "/projects/"),
        f"portal: list, {LIST_OF} by search": (reader, "/projects/?q=사업+c00"),
        "portal: search by initials": (reader, "/search/?q=ㅅㅇ"),
        "workspace: my work": (planner, "/work/"),
        "workspace: a draft's tree": (planner, draft),
        "workspace: a project's form": (planner, f"{draft}projects/c000-p-7/"),
        "workspace: history": (planner, f"{draft}history/"),
        "workspace: compare 100 revisions": (
            planner, f"{draft}compare/{first.revision_id}/{last.revision_id}/",
        ),
        "API: projects": (reader, f"/api/v1/plans/{PLAN}/projects"),
    }  # fmt: skip
    print("| page | median | p95 | compressed |\n| --- | ---: | ---: | ---: |")
    for name, (client, address) in addresses.items():
        times, size = _asked(lambda client=client, address=address: client.get(address))
        print(f"| {name} | {_ms(statistics.median(times))} | {_ms(_p95(times))} | {size} kB |")


def _asked(ask: Callable[[], Any]) -> tuple[list[float], int]:
    times = []
    for run in range(RUNS + 1):
        answer, took = _timed(ask)
        assert answer.status_code == 200, answer.status_code
        if run:  # the first fills the caches
            times.append(took)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return times, round(len(gzip.compress(body)) / 1000)


def _saves(people: dict[str, Any]) -> None:
    person, city = people["planner-0"]
    times = []
    for number in range(RUNS):
        _, took = _timed(lambda number=number: _edit(person, city, number, f"새 담당 {number}"))
        times.append(took)
    print(f"\nsave of one project: median {_ms(statistics.median(times))}, p95 {_ms(_p95(times))}")


@dataclass(frozen=True)
class Rush:
    """What became of the saves: the last owner accepted for each project, errors, and seconds."""

    accepted: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def _rush(people: dict[str, Any]) -> None:
    """Fifty planners at once through the real server, each with a project of their own."""
    from mitgrim.web.api.kinds import TokenScope
    from mitgrim.web.api.services import make_token

    tokens = {
        login: make_token(by=own, name="rush", scope=TokenScope.WRITE, days=1)[1]
        for login, (own, _) in people.items()
    }
    rush = Rush()
    with _served() as base:
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
        f" p95 {_ms(_p95(times))}; {len(failed)} errors, {len(lost)} lost"
    )
    if failed or lost:
        sys.exit(f"errors: {failed[:5]}, lost: {lost[:5]}")


def _planner(login: str, city: str, base: str, token: str, rush: Rush) -> None:
    number = int(login.rpartition("-")[2])
    id = f"{city}-p-{100 + number}"
    address = f"{base}/api/v1/work/{PLAN}/{city}/projects/{id}"
    try:
        held = _call(address, token)
        for edit in range(EDITS):
            owner = f"담당 {number}, {edit}번째"
            body = {"base": held["base"], "changes": {"owner": owner}}
            started = time.perf_counter()
            _call(address, token, body)
            rush.times.append(time.perf_counter() - started)
            rush.accepted[id] = owner
            if edit % 2:  # every second save starts from a revision that is not the newest
                held = _call(address, token)
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
def _served() -> Iterator[str]:
    command = [sys.executable, "-m", "mitgrim.cli", "serve", "--port", "8765", "--tasks", "0"]
    with Path(os.environ["MITGRIM_DATA"], "serve.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    base = "http://127.0.0.1:8765"
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


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    value = call()
    return value, time.perf_counter() - started


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f} ms"


if __name__ == "__main__":
    main()
