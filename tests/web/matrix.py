"""Every address of the site, what it needs to be opened, and what became of opening it.

The expected outcome for each role is in `matrix.csv`. A new address needs a line there; where it
takes a parameter that no other has, that goes into `arguments`. To fill in new lines:

    MITGRIM_MATRIX=write .venv/bin/pytest tests/web/test_matrix.py -k table

adds them as they behave now, to be read and put right by a person.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from mitgrim.plan import Label
from mitgrim.web.people.models import Person
from mitgrim.web.procedure.reminding import SIGNER
from mitgrim.web.revisions.handing_in import freeze
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, with_project
from tests.web.procedure.story import item, task_force

TABLE: Final = Path(__file__).with_name("matrix.csv")
ANONYMOUS: Final = "anonymous"
ROLES: Final = (
    ANONYMOUS,
    *(own.name for own in fields(Cast) if own.name != "workspace"),
)
MARKER: Final = "누설표지사업"
OK, HIDDEN, LOGIN = "ok", "hidden", "login"


@dataclass(frozen=True, slots=True)
class Address:
    """A name to reverse, and the parameters that it takes."""

    name: str
    parameters: frozenset[str]


def addresses() -> list[Address]:
    """Every named address of the site, in the order in which they are tried."""
    resolver = get_resolver("mitgrim.web.urls")
    return list(_walk(resolver, (), frozenset()))


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...], taken: frozenset[str]
) -> Iterator[Address]:
    for own in resolver.url_patterns:
        parameters = taken | set(own.pattern.regex.groupindex)
        if isinstance(own, URLResolver):
            inner = (*spaces, own.namespace) if own.namespace else spaces
            yield from _walk(own, inner, parameters)
        elif isinstance(own, URLPattern):
            assert own.name, f"{own.pattern} has no name"
            yield Address(":".join((*spaces, own.name)), parameters)


def table() -> dict[tuple[str, str], dict[str, str]]:
    """The committed table: outcome by role, by name and method."""
    with TABLE.open(encoding="utf-8") as file:
        return {(row.pop("name"), row.pop("method")): row for row in csv.DictReader(file)}


def write(rows: dict[tuple[str, str], dict[str, str]]) -> None:
    """Keep a table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "method", *ROLES])
        for (name, method), row in rows.items():
            writer.writerow([name, method, *(row[role] for role in ROLES)])


def with_a_secret(cast: Cast) -> dict[str, Any]:
    """A draft of Jeju that holds the marker, one of everything else; what addresses take."""
    branch = cast.draft()
    section = with_project(
        city_section(branch), JEJU_PARK, name=Label(ko=MARKER), due=timezone.localdate(),
        description=f"{MARKER}에 관한 글",
    )  # fmt: skip
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message=MARKER)
    meeting = task_force(cast)
    agreed = item(cast, cast.jeju, timezone.localdate() + timedelta(days=3))
    baseline = freeze(by=cast.officer, workspace=cast.workspace, name="기준판")
    numbers = list(cast.draft().history.values_list("revision", flat=True))
    return {
        "plan": cast.workspace.pk,
        "section": "jeju",
        "key": JEJU_PARK,
        "kept": "projects",
        "phase": "planned",
        "part": "gates",
        "number": numbers[0],
        "first": numbers[-1],
        "second": numbers[0],
        "id": baseline.pk,
        "person": cast.stranger.pk,
        "role": cast.jeju.roles.get().pk,
        "organisation": "jeju",
        "member": cast.workspace.members.all()[0].pk,
        "meeting": meeting.pk,
        "item": agreed.pk,
        "uidb64": "eA",
        "token": SIGNER.sign(str(cast.stranger.pk)),
    }


def url_of(address: Address, known: dict[str, Any]) -> str:
    """Where an address leads; raises KeyError for a parameter that nothing is known for."""
    name = address.name
    given = {own: known.get(f"{name} {own}", known.get(own)) for own in address.parameters}
    missing = [own for own, value in given.items() if value is None]
    if missing:
        raise KeyError(f"{name} takes {missing}: say in tests/web/matrix.py what to try")
    return reverse(name, urlconf="mitgrim.web.urls", kwargs=given)


def opened(person: Person | None, method: str, url: str) -> tuple[str, str]:
    """What becomes of opening an address, and what is shown; nothing of it stays."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if person is not None:
            client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        response: Any = client.get(url) if method == "GET" else client.post(url)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return _outcome(response), body.decode("utf-8", "replace")


def _outcome(response: Any) -> str:
    status = response.status_code
    if status in (403, 404):
        return HIDDEN
    if status == 401 or (status == 302 and response["Location"].startswith("/login/?next=")):
        return LOGIN
    if status == 405:
        return "405"
    return OK if status < 500 else f"broken {status}"
