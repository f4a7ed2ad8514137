"""Version 1 of the API: its addresses, and what becomes of what goes wrong."""

from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from mitgrim.codec import FileError
from mitgrim.web.api import reading, working
from mitgrim.web.api.answers import plain_json
from mitgrim.web.api.described import Described, description
from mitgrim.web.api.problems import ApiProblem, answered, invalid, of_status
from mitgrim.web.pages.words import said
from mitgrim.web.revisions.services import DraftRefusal
from mitgrim.wording import Refusal

# Refusals of what was sent; all others are of the state that the draft is in.
OF_WHAT_WAS_SENT = frozenset(
    {"hearing-without-body", "hearing-in-future", "return-without-reason", "baseline-name",
     "not-of-this-draft"}
)  # fmt: skip


class StrictParser(Parser):
    """Reads JSON and nothing that only looks like it."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise ApiProblem(415, "media-type")
        try:
            return msgspec.json.decode(request.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise ApiProblem(400, "malformed") from None


api = Described(
    title=said("api.title").ko,
    version="1.0",
    description=description(),
    urls_namespace="v1",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    openapi_extra={
        "info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "tags": [
            {"name": "published", "description": said("api.tag.published").en},
            {"name": "drafts", "description": said("api.tag.drafts").en},
        ],
    },
)
api.add_router("", reading.router)
api.add_router("/drafts", working.router)


@api.exception_handler(ApiProblem)
def _problem(request: HttpRequest, problem: ApiProblem) -> HttpResponse:
    return answered(request, problem)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answered(request, invalid(error.errors))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return of_status(request, 401)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, ApiProblem):
        return answered(request, cause)
    return of_status(request, error.status_code)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return of_status(request, 404)


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return of_status(request, 403)


@api.exception_handler(FileError)
def _unreadable(request: HttpRequest, error: FileError) -> HttpResponse:
    told = {"in": "body", "place": error.path, "ko": error.message.ko, "en": error.message.en}
    return answered(request, ApiProblem(422, "invalid", {"errors": [told]}))


@api.exception_handler(DraftRefusal)
def _refused(request: HttpRequest, refusal: DraftRefusal) -> HttpResponse:
    status = 422 if refusal.reason in OF_WHAT_WAS_SENT else 409
    members = {"reason": refusal.reason}
    return answered(request, ApiProblem(status, "refused", members, refusal.message))


@api.exception_handler(Refusal)
def _other_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return answered(request, ApiProblem(422, "refused", {"reason": ""}, refusal.message))


@csrf_exempt
def openapi(request: HttpRequest) -> HttpResponse:
    """The API's own description."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return plain_json(request, api.get_openapi_schema())
