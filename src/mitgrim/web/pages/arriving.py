"""Who asks, and what is not taken in at all: a request too large, an address that is no text."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mitgrim.web.pages.errors import bad_request


class AddressBehindProxy:
    """Takes for a visitor's address the last one that the proxy in front of us wrote down.

    Guesses of a password and requests of programs are counted by address; else all visitors would
    have the proxy's. What stands before the last one anybody may have sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_PROXY:
            last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(last))
        return self._get_response(request)


class LargestRequest:
    """Refuses by what a request says of its size; a server reads no more than it says.

    Whoever comes is asked for the token of a form, and to find it a file would be written to disk
    first, however large.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdecimal() and int(size[:20]) > settings.LARGEST_REQUEST:
            return HttpResponse(status=413)
        return self._get_response(request)


class LegibleAddress:
    """Refuses an address with a NUL, which no text has and PostgreSQL does not take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self._get_response(request)
