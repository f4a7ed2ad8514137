"""Who comes to a page: a view asks here before it looks at anything."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may_somewhere, require

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def signed_in(view: View) -> View:
    """Only for people who signed in; others are asked to, whatever the address names."""

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        return view(request, *args, **kwargs)

    return cast("View", ask)


def allowed(verb: str) -> Callable[[View], View]:
    """Only for people who may do something everywhere."""

    def close(view: View) -> View:
        @wraps(view)
        def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.user, verb)
            return view(request, *args, **kwargs)

        return signed_in(cast("View", ask))

    return close


def me(request: HttpRequest) -> Person:
    """Who is signed in; only behind one of the above."""
    return cast("Person", request.user)


def shown_to(verb: str) -> Callable[[HttpRequest], bool]:
    """For the navigation: whether a visitor may do something, be it to one section alone."""

    def shown(request: HttpRequest) -> bool:
        user: Any = getattr(request, "user", None)
        return user is not None and may_somewhere(user, verb)

    return shown
