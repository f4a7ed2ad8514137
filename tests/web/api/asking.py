"""Programs that ask the API, with or without somebody's token."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.services import make_token
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.handing_in import freeze
from tests.cast import PLAN
from tests.web.cast import Cast

READ = f"/api/v1/plans/{PLAN}"
WORK = f"/api/v1/work/{PLAN}"


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
        if person is not None:
            _, secret = make_token(by=person, name="예시", scope=scope, days=1)
            self._headers["Authorization"] = f"Bearer {secret}"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for an address."""
        return self._ask("GET", path, None, headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send JSON to an address."""
        return self._ask(method, path, body, headers)

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        response = self._client.generic(
            method,
            path,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers=self._headers | {name.replace("_", "-"): own for name, own in headers.items()},
        )
        return Answer(response.status_code, dict(response.headers), response.content.decode())


def published(cast: Cast, title: str) -> None:
    """Make the plan public as it stands."""
    freeze(by=cast.officer, workspace=cast.workspace, name=title)
