"""What went wrong, as problem details (RFC 9457): what to do, in both languages, and no more."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mitgrim.web.pages.language import language_of
from mitgrim.web.pages.words import said
from mitgrim.wording import Text, Value

MEDIA_TYPE: Final = "application/problem+json"
# The kind of a problem that Django or the framework met, by its status.
KINDS: Final = {
    400: "malformed",
    401: "token",
    403: "not-allowed",
    404: "not-found",
    405: "method",
    413: "too-large",
    415: "media-type",
    422: "invalid",
    429: "too-many",
    500: "broken",
}


class ApiProblem(Exception):  # noqa: N818  # what it is called where it is read
    """Why a request is not answered; `kind` names the message, `members` say more to programs."""

    def __init__(
        self,
        status: int,
        kind: str,
        /,
        members: Mapping[str, Any] | None = None,
        detail: Text | None = None,
        **values: Value,
    ) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.members = dict(members or {})
        self.detail = detail or said(f"api.problem.{kind}.detail", **values)


def answered(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    """A problem as a response, first in the reader's language, then in both."""
    lang = language_of(request)
    title = said(f"api.problem.{problem.kind}.title")
    body = {
        "type": f"{reverse('api:about')}#{problem.kind}",
        "title": title.in_(lang),
        "status": problem.status,
        "detail": problem.detail.in_(lang),
        "ko": {"title": title.ko, "detail": problem.detail.ko},
        "en": {"title": title.en, "detail": problem.detail.en},
        **problem.members,
    }
    text = json.dumps(body, ensure_ascii=False)
    response = HttpResponse(text, status=problem.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def of_status(request: HttpRequest, status: int) -> HttpResponse:
    """The problem that a status means, with nothing about its cause."""
    known = status if status in KINDS else _nearest(status)
    return answered(request, ApiProblem(status, KINDS[known]))


def _nearest(status: int) -> int:
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return HTTPStatus.INTERNAL_SERVER_ERROR if is_ours else HTTPStatus.BAD_REQUEST


def invalid(errors: list[dict[str, Any]]) -> ApiProblem:
    """The problem of values that can't be: `errors` as pydantic tells them."""
    return ApiProblem(422, "invalid", {"errors": [_error(own) for own in errors]})


def _error(error: dict[str, Any]) -> dict[str, str]:
    where, *steps = [str(step) for step in error["loc"]]
    text = _reason(error)
    place = "/".join(steps) if where in ("body", "query", "path", "header") else where
    return {"in": where, "place": place, "ko": text.ko, "en": text.en}


def _reason(error: dict[str, Any]) -> Text:
    kind = _REASONS.get(error["type"], "other")
    context = error.get("ctx") or {}
    limit = next((context[name] for name in _LIMITS if name in context), "")
    expected = context.get("expected", "")
    return said(f"api.invalid.{kind}", limit=str(limit), choices=str(expected))


_LIMITS: Final = ("ge", "gt", "le", "lt", "max_length", "min_length", "pattern")
_REASONS: Final = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_type": "text",
    "int_type": "whole",
    "int_parsing": "whole",
    "int_from_float": "whole",
    "bool_type": "switch",
    "bool_parsing": "switch",
    "enum": "choice",
    "literal_error": "choice",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "string_pattern_mismatch": "pattern",
    "string_too_long": "longest",
    "string_too_short": "shortest",
    "too_long": "longest",
    "list_type": "list",
    "tuple_type": "list",
    "dict_type": "record",
    "model_type": "record",
    "model_attributes_type": "record",
    "value_error": "day",
}
