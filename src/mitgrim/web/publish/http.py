"""Answers to anonymous readers: cached by what they are made from, without cookies."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import condition, require_safe

from mitgrim.web.pages.contrast import contrast_of
from mitgrim.web.pages.language import language_of
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.reading import (
    NotADayError,
    NothingPublicError,
    Reading,
    reading_of,
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Reading, P], HttpResponse]
# Always the same: an age that shrinks towards an embargo would tell its moment.
FRESH_SECONDS: Final = 60
_CODE: Final = (".py", ".html", ".toml", ".csv")


def public(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for anyone: it reads what is public now, or was on the day of `?as-of=`.

    Whoever is not signed in gets a page that caches may keep, named by the digests it is made
    from; a signed-in reader's page has their name on it and is theirs alone.
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            reading = reading_of(request)
        except NotADayError:
            return nothing(request, "not-a-day", 400)
        except NothingPublicError:
            return nothing(request, "nothing", 200 if request.get_full_path() == "/" else 404)
        if request.user.is_authenticated:
            response = view(request, reading, *args, **kwargs)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        return _kept(request, reading, lambda: view(request, reading, *args, **kwargs))

    return require_safe(answered)


def nothing(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """What is said where nothing is public."""
    return render(request, "publish/nothing.html", {"why": why}, status=status)


def _kept(request: HttpRequest, reading: Reading, make: Callable[[], HttpResponse]) -> HttpResponse:
    tag, changed = etag(request, reading.versions), reading.publication.moment

    def made(request: HttpRequest) -> HttpResponse:
        return make()

    decorated = condition(lambda request: tag, lambda request: changed)(made)
    response: HttpResponse = decorated(request)
    if response.status_code in (200, 304):
        response.headers.setdefault("ETag", tag)
        response.headers.setdefault("Last-Modified", http_date(changed.timestamp()))
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    else:
        del response.headers["ETag"], response.headers["Last-Modified"]
    return response


def etag(request: HttpRequest, versions: tuple[Publication, ...]) -> str:
    """What names an answer: the versions it may speak of, its address, language, contrast, code.

    Weak, for a server may compress the answer.
    """
    told = [f"{own.pk}:{own.revision.digest}:{own.moment.isoformat()}" for own in versions]
    parts = (
        code_stamp(), request.build_absolute_uri(), language_of(request).value,
        contrast_of(request).value, *told,
    )  # fmt: skip
    return f'W/"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'


@cache
def code_stamp() -> str:
    """What the code that makes pages is, so that a new release does not answer "as before"."""
    made = hashlib.sha256()
    for package in ("web", "documents", "wording", "figures", "plan"):
        _digest(files("mitgrim") / package, made)
    return made.hexdigest()[:16]


def _digest(folder: Traversable, made: "hashlib._Hash") -> None:
    for file in sorted(folder.iterdir(), key=lambda own: own.name):
        if file.is_dir():
            _digest(file, made)
        elif file.name.endswith(_CODE):
            made.update(file.read_bytes())
