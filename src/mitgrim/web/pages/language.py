"""The language of a request: chosen and kept in a cookie, else what the browser asks for."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from mitgrim.wording import Lang

COOKIE: Final = "mitgrim-lang"


class LanguageMiddleware:
    """Korean, unless the reader chose English or the browser asks for it first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(str(language_of(request))):
            response = self._get_response(request)
        response.headers["Content-Language"] = str(language_of(request))
        # Language and contrast are part of the page that a cache keeps.
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> Lang:
    """The language a request is answered in."""
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in tuple(Lang):
        return Lang(chosen)
    asked = request.headers.get("Accept-Language", "").strip().lower()
    return Lang.EN if asked.startswith("en") else Lang.KO


def current() -> Lang:
    """The language that is being spoken here and now."""
    return Lang.EN if (translation.get_language() or "").startswith("en") else Lang.KO
