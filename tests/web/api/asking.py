"""Programs that ask the API, with or without somebody's token."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.test import Client

from mitgrim.plan import Label
from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.services import make_token
from mitgrim.web.people.models import Person
from mitgrim.web.publish.kinds import Channel
from mitgrim.web.publish.services import publish
from mitgrim.web.revisions.kinds import RevisionKind
from mitgrim.web.revisions.queries import draft_plan, national_branch
from mitgrim.web.revisions.services import advance_plan
from tests.cast import PLAN
from tests.web.cast import Cast, renamed

READ = f"/api/v1/plans/{PLAN}"
WORK = f"/api/v1/drafts/{PLAN}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


class Program:
    """Somebody's program; without a token anybody's."""

    def __init__(self, person: Person | None = None, scope: TokenScope = TokenScope.WRITE) -> None:
        self._client = Client()
        self._headers = {}
        self.secret = ""
        if person is not None:
            _, self.secret = make_token(by=person, name="예시", scope=scope, days=1)
            self._headers["Authorization"] = f"Bearer {self.secret}"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for an address."""
        return self._ask("GET", path, None, headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send JSON to an address."""
        return self._ask(method, path, body, headers)

    def raw(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        """Send anything to an address."""
        return self._asked(method, path, body, kind, {})

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        sent = b"" if body is None else json.dumps(body).encode()
        return self._asked(method, path, sent, "application/json", headers)

    def _asked(
        self, method: str, path: str, body: bytes, kind: str, headers: dict[str, str]
    ) -> Answer:
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self._client.generic(
            method, path, body, content_type=kind, headers=self._headers | own
        )
        return Answer(response.status_code, dict(response.headers), response.content.decode())


def published(cast: Cast, title: str, moment: datetime | None = None) -> None:
    """Make the plan public as it stands, at once or from a moment on."""
    publish(
        by=cast.officer,
        workspace=cast.workspace,
        revision=national_branch(cast.workspace).head,
        channel=Channel.WEB,
        moment=moment,
        title=Label(ko=title),
    )


def edited(cast: Cast, project: str, name: str) -> None:
    """Another name for a project in the plan as assembled."""
    branch = national_branch(cast.workspace)
    plan = draft_plan(branch)
    section = renamed(next(own for own in plan.cities if own.city.id == "jeju"), project, name)
    with transaction.atomic():
        advance_plan(
            by=cast.officer, branch=branch, sections={"jeju": section}, parents=(), message=name,
            kind=RevisionKind.ASSEMBLY,
        )  # fmt: skip


def wait_a_while(request: HttpRequest) -> int:
    """A limit that nobody keeps."""
    return 7
