"""What holds for every address of the API: HEAD, other sites' pages, limits, problems."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.module_loading import import_string

from mitgrim.web.api.problems import MEDIA_TYPE, of_status

PREFIX: Final = "/api/v1/"
# Reads and writes drafts: not for other sites' pages.
OF_ONES_OWN: Final = "/api/v1/drafts"
READING: Final = ("GET", "HEAD")
FIRST_ERROR: Final = 400


class ApiFrame:
    """Wraps the API's own addresses, and leaves all others alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self._get_response(request)
        wait = import_string(settings.API_LIMIT)(request)
        response = _too_many(request, wait) if wait else self._answered(request)
        if not request.path_info.startswith(OF_ONES_OWN):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        return response

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.method
        if asked == "OPTIONS" and not request.path_info.startswith(OF_ONES_OWN):
            return _preflight()
        if asked == "HEAD":
            request.method = "GET"
        response = self._get_response(request)
        if response.status_code >= FIRST_ERROR and response["Content-Type"] != MEDIA_TYPE:
            told = of_status(request, response.status_code)
            if "Allow" in response:
                told["Allow"] = response["Allow"]
            response = told
        if asked == "HEAD" and isinstance(response, HttpResponse):
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = ", ".join(READING)
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    response = of_status(request, 429)
    response["Retry-After"] = str(wait)
    return response
