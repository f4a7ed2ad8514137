"""What somebody typed comes back to them when it could not be taken, ready to be sent again."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from mitgrim.web.pages.contrast import contrast_of
from mitgrim.web.pages.language import language_of
from mitgrim.web.pages.words import say

TEMPLATE: Final = "pages/resend.html"
PROSE: Final = re.compile(r"\s|[^\x00-\x7f]")  # not an id, a number, a day
SIGN_IN_AGAIN: Final = 403


class KeptTexts:
    """Who is sent to sign in while sending a form gets the form back, not an empty page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if _sent_to_sign_in(request, response) and typed(request):
            return resend(request, SIGN_IN_AGAIN, "signed-out")
        return response


def _sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is to sign in first and come back here."""
    if not isinstance(response, HttpResponseRedirect):
        return False
    way = urlsplit(response.url)
    back = parse_qs(way.query).get("next")
    return way.path == resolve_url(settings.LOGIN_URL) and back == [request.get_full_path()]


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The names and texts of a form that came from a page of ours; never a password.

    What another site had a browser send is not offered: whoever pressed the button would do it in
    their own name.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]


def resend(request: HttpRequest, status: int, what: str) -> HttpResponse:
    """A page that says why a form was not taken, with its texts and a button to send them again.

    Asks neither the database nor the session, which may be the fault.
    """
    texts = typed(request)
    with translation.override(str(language_of(request))):
        page = render_to_string(
            TEMPLATE,
            {
                "what": what,
                "title": say(f"pages.error.{what}.title"),
                "text": say(f"pages.error.{what}.text"),
                "texts": texts,
                "shown": [text for _, text in texts if PROSE.search(text)],
                "path": request.get_full_path(),
                "token": get_token(request) if texts else "",
                "lang": language_of(request).value,
                "contrast": contrast_of(request).value,
            },
        )
    response = HttpResponse(page, status=status)
    add_never_cache_headers(response)
    return response
