"""Pages for what went wrong: each says what to do."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import requires_csrf_token

from mitgrim.web.pages.contrast import contrast_of
from mitgrim.web.pages.language import language_of
from mitgrim.web.pages.words import say

TEMPLATE: Final = "pages/error.html"
# Refusals that Django answers with nothing to read.
BARE: Final = frozenset({405, 413, 429})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent can't be understood."""
    return page(request, 400)


@requires_csrf_token
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody may not do this; whether the thing exists is not said."""
    return page(request, 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the token of this session."""
    return page(request, 403, what="stale")


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """We failed. This page asks neither the database nor the session, which may be the fault."""
    with translation.override(str(language_of(request))):
        text = render_to_string(
            TEMPLATE,
            {
                **_words("500"),
                "lang": language_of(request).value,
                "contrast": contrast_of(request).value,
            },
        )
    return HttpResponse(text, status=500)


def page(request: HttpRequest, status: int, what: str = "") -> HttpResponse:
    """The page of an error in the reader's language."""
    with translation.override(str(language_of(request))):
        return render(request, TEMPLATE, _words(what or str(status)), status=status)


def _words(what: str) -> dict[str, str]:
    return {
        "what": what,
        "title": say(f"pages.error.{what}.title"),
        "text": say(f"pages.error.{what}.text"),
    }


class ErrorPages:
    """Gives a page to refusals that have none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code not in BARE or response.streaming or response.content:
            return response
        told = page(request, response.status_code)
        for name, value in response.headers.items():  # `Allow`, `Retry-After`
            told.headers.setdefault(name, value)
        return told
