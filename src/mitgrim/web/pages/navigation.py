"""The first level of navigation: each app says what it offers.

An app's `AppConfig` lists its `Entry`s in an attribute `navigation`; they stand in the order of
their ranks, and within a rank in that of the apps.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

from mitgrim.web.pages.words import say


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to go: the message that names it, its view, and who is shown it.

    `shown` asks more than whether somebody is signed in: `lambda request: may(request.user, …)`.
    """

    says: str
    view: str
    signed_in: bool = False
    shown: Callable[[HttpRequest], bool] | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An entry on a page; `here` when the page belongs to it."""

    text: str
    url: str
    here: bool


def links(request: HttpRequest) -> list[Link]:
    """What a visitor may go to; of the entries that fit, the longest address is where they are."""
    known = request.user.is_authenticated if hasattr(request, "user") else False
    found = [
        (own.says, reverse(own.view))
        for own in _entries()
        if (known or not own.signed_in) and (own.shown is None or own.shown(request))
    ]
    fitting = [url for _, url in found if request.path.startswith(url)]
    here = max(fitting, key=len, default=None)
    return [Link(say(says), url, url == here) for says, url in found]


def _entries() -> Iterator[Entry]:
    every = (own for app in apps.get_app_configs() for own in getattr(app, "navigation", ()))
    yield from sorted(every, key=lambda own: own.rank)
