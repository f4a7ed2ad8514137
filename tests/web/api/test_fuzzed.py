"""Whatever is sent: no fault of ours, nothing that the description does not say, no way in.

The bounded run is part of every test run; `pytest -m nightly` tries many more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.services import make_token
from mitgrim.web.api.v1 import api
from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.wsgi import application
from tests.cast import JEJU_PARK, PLAN
from tests.web.api.asking import published
from tests.web.cast import Cast

SCHEMA = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()))
OPERATIONS = {own.ok().label: own.ok() for own in SCHEMA.get_all_operations()}
# Where nothing is taken, nothing wrong can be sent.
TAKING = {
    GenerationMode.POSITIVE: tuple(OPERATIONS),
    GenerationMode.NEGATIVE: tuple(
        label
        for label, own in OPERATIONS.items()
        if own.body or any((own.query, own.headers, own.path_parameters))
    ),
}
# What exists, so that requests get past the door.
KNOWN = {"plan": PLAN, "section": "jeju", "project": JEJU_PARK, "city": "jeju"}
pytestmark = pytest.mark.django_db
load_all_checks()
CONFORMS = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]


@dataclass(frozen=True, slots=True)
class Doors:
    """Keys to try doors with."""

    editor: str
    officer: str


@pytest.fixture
def doors(cast: Cast) -> Iterator[Doors]:
    """A published plan, drafts, and keys to them."""
    published(cast, "공개본")
    # A server closes connections between requests; here they share the test's transaction.
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield Doors(editor=_key(cast.jeju_editor), officer=_key(cast.officer))
    for signal in ends:
        signal.connect(close_old_connections)


def _key(person: Person) -> str:
    _, secret = make_token(by=person, name="예시", scope=TokenScope.WRITE, days=1)
    return f"Bearer {secret}"


def tried(label: str, mode: GenerationMode, examples: int, doors: Doors) -> None:
    """Send what fits, or does not fit, an operation's description, and look at every answer."""
    operation = OPERATIONS[label]

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:
        headers = {}
        if "/work" in label:
            headers["Authorization"] = doors.officer if "/nation/" in label else doors.editor
        if mode is GenerationMode.POSITIVE and case.path_parameters:
            known = {name: KNOWN.get(name, own) for name, own in case.path_parameters.items()}
            case.path_parameters = known
        with transaction.atomic():
            response = case.call(app=application, headers=headers)
            case.validate_response(response, checks=CONFORMS)
            transaction.set_rollback(True)

    each()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_as_described(
    mode: GenerationMode, doors: Doors, subtests: pytest.Subtests
) -> None:
    for label in TAKING[mode]:
        with subtests.test(label):
            tried(label, mode, 6, doors)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("mode", "label"), [(mode, label) for mode, labels in TAKING.items() for label in labels]
)
def test_every_answer_is_as_described_at_length(
    mode: GenerationMode, label: str, doors: Doors
) -> None:
    tried(label, mode, 400, doors)


def test_nothing_of_drafts_is_told_or_done_without_a_token(doors: Doors) -> None:
    before = (StoredRevision.objects.count(), AuditEntry.objects.count())
    for label in (own for own in OPERATIONS if "/work" in own):
        named = {name: own for name, own in KNOWN.items() if f"{{{name}}}" in label}
        for known in ({}, {"Authorization": "Bearer mitgrim_no"}, {"Authorization": "Basic eDp5"}):
            case = OPERATIONS[label].Case(path_parameters=named)
            response = case.call(app=application, headers=known)
            assert (label, response.status_code) == (label, 401)
            assert "jeju" not in response.content.decode()
    assert (StoredRevision.objects.count(), AuditEntry.objects.count()) == before
