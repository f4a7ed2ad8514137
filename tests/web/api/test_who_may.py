"""Every address for drafts × everybody of the cast, with a draft that could leak."""

from typing import Any, Final

import pytest
from django.db import transaction

from mitgrim.plan import Label
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.revisions.services import save_section
from tests.cast import JEJU_PARK, PLAN
from tests.web.api.asking import WORK, Program
from tests.web.cast import Cast, everybody, with_project

pytestmark = pytest.mark.django_db
SECRET: Final = "누구도 몰라야 할 사업"
# What each may do at Jeju's open draft, and at the plan; all others are told that it is not there.
EDITORS: Final = {"jeju", "jeju_colleague", "jeju_editor"}
READERS: Final = EDITORS | {"jeju_secretary"}
OFFICER: Final = {"officer"}


def addresses(base: int) -> list[tuple[str, str, Any, set[str]]]:
    """Every address with something it takes, and who may use it."""
    jeju, park = f"{WORK}/jeju", f"{WORK}/jeju/projects/{JEJU_PARK}"
    project = {"name": {"ko": "새 사업"}}
    heard = {"kind": "institutions", "body": "예시", "held": "2018-09-03"}
    return [
        ("GET", jeju, None, READERS),
        ("GET", f"{jeju}/projects", None, READERS),
        ("GET", park, None, READERS),
        ("GET", f"{jeju}/history", None, READERS),
        ("GET", f"{jeju}/findings", None, READERS),
        ("GET", f"{jeju}/hearings", None, READERS),
        ("POST", f"{jeju}/projects", {"base": base, "project": project}, EDITORS),
        ("PUT", park, {"base": base, "project": project}, EDITORS),
        ("PATCH", park, {"base": base, "changes": project}, EDITORS),
        ("DELETE", f"{park}?base={base}", None, EDITORS),
        ("POST", f"{jeju}/undo", {"to": base}, EDITORS),
        ("POST", f"{jeju}/hearings", heard, {"jeju_editor", "jeju_secretary"}),
        ("POST", f"{jeju}/hand-in", None, {"jeju_editor"}),
        ("POST", f"{jeju}/return", {"reason": "예시"}, set()),
        ("GET", f"{WORK}/nation/assembly", None, OFFICER),
        ("POST", f"{WORK}/nation/assembly", {"hand_ins": [999]}, OFFICER),
        ("POST", f"{WORK}/nation/baselines", {"name": "기준본"}, OFFICER),
    ]


@pytest.fixture
def secret(cast: Cast) -> Cast:
    """Jeju's draft holds a name that only its own people may see."""
    branch = cast.draft()
    section = with_project(city_section(branch), JEJU_PARK, name=Label(ko=SECRET))
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message=SECRET)
    return cast


@pytest.mark.parametrize("number", range(17))
def test_who_may_use_an_address(secret: Cast, number: int) -> None:
    method, path, body, allowed = addresses(secret.draft().head_id)[number]
    got_in, told = set(), set()
    for name, person in everybody().items():
        with transaction.atomic():  # each finds what the one before found
            answer = Program(person).send(method, path, body)
            changed = StoredRevision.objects.filter(author=person).count()
            transaction.set_rollback(True)
        if answer.status not in (401, 403, 404):
            got_in.add(name)
        elif changed > (name == "jeju"):
            raise AssertionError(f"{name} changed what they may not")
        if SECRET in answer.text:
            told.add(name)
    assert got_in == allowed
    assert told <= READERS


def test_every_address_for_drafts_is_in_the_matrix() -> None:
    from mitgrim.web.api.v1 import api

    described = {
        (method.upper(), path)
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
        if path.startswith("/api/v1/drafts/")
    }
    names = {PLAN: "{plan}", "jeju": "{section}", JEJU_PARK: "{project}"}
    tried = {
        (method, "/".join(names.get(own, own) for own in path.partition("?")[0].split("/")))
        for method, path, *_ in addresses(1)
    }
    assert tried == described


def test_the_list_of_drafts_holds_ones_own_and_no_others(secret: Cast) -> None:
    found = {
        name: [own["section"] for own in Program(person).get("/api/v1/drafts").json]
        for name, person in everybody().items()
    }
    assert {name: own for name, own in found.items() if own} == {
        "jeju": ["jeju"],
        "jeju_colleague": ["jeju"],
        "jeju_editor": ["jeju"],
        "jeju_secretary": ["jeju"],
        "ulsan": ["ulsan"],
        "ulsan_editor": ["ulsan"],
        "officer": ["nation"],
        "researcher": ["nation"],
    }


def test_a_draft_that_one_may_not_read_and_one_that_is_not_there_look_the_same(
    secret: Cast,
) -> None:
    for path in ("", "/history", f"/projects/{JEJU_PARK}"):
        hidden = Program(secret.ulsan).get(f"{WORK}/jeju{path}")
        absent = Program(secret.ulsan).get(f"{WORK}/atlantis{path}")
        assert (hidden.status, hidden.text) == (absent.status, absent.text) == (404, hidden.text)


def test_a_refused_write_leaves_no_revision_and_no_entry(secret: Cast) -> None:
    program = Program(secret.ulsan)
    before = StoredRevision.objects.count(), AuditEntry.objects.count()
    path = f"{WORK}/jeju/projects/{JEJU_PARK}"
    body = {"base": secret.draft().head_id, "changes": {"notes": "몰래"}}
    assert program.send("PATCH", path, body).status == 404
    assert (StoredRevision.objects.count(), AuditEntry.objects.count()) == before
