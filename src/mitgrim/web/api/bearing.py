"""Who a program acts for, and writes that happen once however often they are sent."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja.security import HttpBearer

from mitgrim.web.api.answers import JSON
from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.models import KeptAnswer, Token
from mitgrim.web.api.problems import ApiProblem
from mitgrim.web.api.queries import token_of
from mitgrim.web.api.services import keep_answer, kept_answer, note_use
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record

KEY: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[!-~]{1,100}")
ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponse])
KEY_PARAMETER: Final[dict[str, Any]] = {
    "parameters": [
        {
            "in": "header",
            "name": KEY,
            "required": False,
            "description": "Your own text: sent again within a day, it gets the first answer",
            "schema": {"type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": 100},
        }
    ]
}


class PersonalToken(HttpBearer):
    """A personal token; a session or its cookie is not looked at."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        known = token_of(token)
        if known is None:
            return None
        if request.method != "GET" and known.scope != TokenScope.WRITE:
            raise ApiProblem(403, "scope")
        note_use(known)
        return known


def token_in(request: HttpRequest) -> Token:
    """The token that a request was let in by."""
    token = getattr(request, "auth", None)
    assert isinstance(token, Token)
    return token


def person_of(request: HttpRequest) -> Person:
    """Who the request acts for."""
    return token_in(request).person


def written(view: ViewT) -> ViewT:
    """A write in one transaction with its entry in the audit record.

    With an idempotency key a POST that was answered is answered the same again, and does nothing.
    """

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key_of(request)
        if key and (kept := kept_answer(person_of(request), key)):
            return _again(request, kept)
        try:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                _note(request, key, response)
        except IntegrityError:
            # The same key at the same time: the other request has answered meanwhile.
            kept = kept_answer(person_of(request), key) if key else None
            if kept is None:
                raise
            return _again(request, kept)
        return response

    return cast("ViewT", once)


def _key_of(request: HttpRequest) -> str:
    key = request.headers.get(KEY, "") if request.method == "POST" else ""
    if key and not _KEY.fullmatch(key):
        raise ApiProblem(422, "key")
    return key


def _note(request: HttpRequest, key: str, response: HttpResponse) -> None:
    token = token_in(request)
    subject = f"{request.method} {request.path}"[:300]
    record(token.person, "api.write", subject, token=token.prefix, status=response.status_code)
    if key:
        keep_answer(
            by=token.person,
            key=key,
            request=_digest(request),
            status=response.status_code,
            body=response.content.decode(),
        )


def _again(request: HttpRequest, kept: KeptAnswer) -> HttpResponse:
    if kept.request != _digest(request):
        raise ApiProblem(422, "key-reused")
    response = HttpResponse(kept.body, status=kept.status, content_type=JSON)
    response["Cache-Control"] = "no-store"
    response["Idempotency-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + request.body).hexdigest()
