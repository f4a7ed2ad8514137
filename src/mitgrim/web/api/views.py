"""Pages about the API: what it offers, and one's own tokens."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mitgrim.web.api.forms import TokenForm
from mitgrim.web.api.kinds import TokenScope
from mitgrim.web.api.models import Token
from mitgrim.web.api.problems import of_status
from mitgrim.web.api.queries import public_plans, tokens_of
from mitgrim.web.api.services import make_token, revoke_token
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import require

LISTS: Final = (
    "cities", "sectors", "actions", "projects", "lines", "money", "indicators", "observations",
    "stages", "sources", "findings", "versions", "changes",
)  # fmt: skip
PROBLEMS: Final = (
    (422, "invalid"), (422, "unknown-parameter"), (422, "unknown-id"), (422, "cursor"),
    (422, "two-versions"), (422, "city-and-tree"), (422, "tree-and-by"), (422, "no-base"),
    (422, "no-hand-in"), (422, "key"), (422, "key-reused"), (409, "clash"), (409, "refused"),
    (400, "malformed"), (401, "token"), (403, "scope"), (403, "not-allowed"), (404, "not-found"),
    (404, "no-version"), (404, "no-place"), (405, "method"), (413, "too-large"),
    (415, "media-type"), (429, "too-many"), (500, "broken"),
)  # fmt: skip


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What the API offers, with addresses to try."""
    newest = [own[-1] for own in public_plans()]
    lists = [(name, say(f"api.list.{name}")) for name in LISTS]
    problems = [(status, own, say(f"api.problem.{own}.title")) for status, own in PROBLEMS]
    known = {"plans": newest, "lists": lists, "problems": problems}
    return render(request, "api/about.html", known)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one is shown once, in the answer to making it."""
    person = _person(request)
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        _, secret = make_token(
            by=person, name=wanted["name"], scope=TokenScope(wanted["scope"]), days=wanted["days"]
        )
        form = TokenForm()
    rows = [(own, _state(own, person)) for own in tokens_of(person)]
    return render(request, "api/tokens.html", {"form": form, "rows": rows, "secret": secret})


@login_required
@require_POST
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """End one of one's own tokens."""
    person = _person(request)
    own = get_object_or_404(tokens_of(person), pk=token)
    revoke_token(by=person, token=own)
    messages.success(request, say("api.token.revoked", name=own.name))
    return HttpResponseRedirect(reverse("api:tokens"))


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """No such address of the API."""
    return of_status(request, 404)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    require(request.user, "token.make")
    return request.user


def _state(own: Token, owner: Person) -> str:
    if own.revoked is not None or own.generation != owner.generation:
        return "revoked"
    return "expired" if own.expires <= timezone.now() else "live"
