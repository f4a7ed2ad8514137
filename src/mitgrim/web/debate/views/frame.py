"""What the pages of debates share: a debate in words, refusals as pages, and tabs."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mitgrim.plan import NATION
from mitgrim.web.debate.access import cities_for, may_in
from mitgrim.web.debate.models import Debate
from mitgrim.web.debate.participating import seat_in, take_seat_away
from mitgrim.web.debate.queries import Standing, cities_of_debate, public_debate, standing_of
from mitgrim.web.debate.refusals import DebateRefusal, count_refused
from mitgrim.web.opinions.views.frame import section_names
from mitgrim.web.pages.language import current
from mitgrim.web.pages.navigation import Link
from mitgrim.web.pages.words import say
from mitgrim.web.people.permissions import may
from mitgrim.web.workspace.views.frame import plan_frame
from mitgrim.wording import Refusal

Choices = list[tuple[str, str]]
STATUS: Final = {
    "forged": 403, "no-seat": 403, "sign-in": 403, "not-yours": 403, "link-needed": 403,
    "no-link": 404, "other-debate": 404, "link-used": 410, "link-over": 410,
    "link-elsewhere": 403, "too-early": 409, "closed": 409, "no-statements-now": 409,
    "not-voted-on": 409, "flood": 429, "no-engine": 503, "not-json": 400,
}  # fmt: skip
INVALID: Final = 422


def public_or_404(number: int) -> Debate:
    """A debate that anyone may know of."""
    own = public_debate(number)
    if own is None:
        raise Http404
    return own


def status_of(refusal: Refusal) -> int:
    """The status with which something is refused."""
    return STATUS.get(getattr(refusal, "reason", ""), INVALID)


def where(debate: Debate) -> str:
    """The city that a debate is for, or all."""
    if debate.section == NATION:
        return say("debate.all-cities")
    return dict(section_names(debate.workspace, [debate.section]))[debate.section]


def city_choices(debate: Debate) -> Choices:
    """The cities of a debate by what they are called."""
    return section_names(debate.workspace, cities_of_debate(debate))


def public_frame(debate: Debate, standing: Standing, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """The path, and the debate in words."""
    page = reverse("debate:one", args=(debate.pk,))
    return {
        "debate": debate,
        "standing": standing,
        "where": where(debate),
        "crumbs": [
            (say("debate.title"), reverse("debate:public")),
            (debate.title, page if crumbs else ""),
            *crumbs,
        ],
    }


def is_seated(request: HttpRequest, debate: Debate) -> bool:
    """Whether this browser takes part; one with a forged mark does not."""
    try:
        return seat_in(request, debate.pk) is not None
    except DebateRefusal:
        return False


def refused(request: HttpRequest, debate: Debate, refusal: Refusal) -> HttpResponse:
    """A page that says why something was not taken; counted where it matters."""
    count_refused(debate.pk, refusal)
    crumb = (say("debate.refused.title"), "")
    told = {
        **public_frame(debate, standing_of(debate), crumb),
        "why": refusal.in_(current()),
    }
    response = unkept(request, "debate/refused.html", told, status_of(refusal))
    if getattr(refusal, "reason", "") == "forged":
        take_seat_away(response, debate.pk)
    return response


def unkept(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page that no cache keeps: it is of one browser, or of one moment."""
    response = render(request, template, page, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


# For those who look after one ---------------------------------------------------------------------

_TABS: Final = (
    ("look", "debate.work.overview", "debate.read"),
    ("moderation", "debate.moderation.title", "debate.moderate"),
    ("papers", "debate.paper.title", "debate.paper"),
    ("links", "debate.links.title", "debate.open"),
    ("change", "debate.work.change", "debate.open"),
)


def work_frame(request: HttpRequest, debate: Debate, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """The header, the path and the ways on of a page for those who look after a debate."""
    plan = debate.workspace_id
    page = reverse("debate:look", args=(plan, debate.pk))
    frame = plan_frame(
        debate.workspace,
        (say("debate.work.title"), reverse("debate:list", args=(plan,))),
        (debate.title, page if crumbs else ""),
        *crumbs,
    )
    if not may(request.user, "workspace.enter"):  # a moderator has no plan to go back to
        del frame["crumbs"][1]
    return {
        **frame,
        "debate": debate,
        "standing": standing_of(debate),
        "where": where(debate),
        "tabs": list(_tabs(request, debate)),
        "is_public": standing_of(debate, timezone.now()).begun,
    }


def _tabs(request: HttpRequest, debate: Debate) -> Iterator[Link]:
    """The pages that this person may go to."""
    for name, says, verb in _TABS:
        allowed = may_in(request.user, debate, verb)
        if not allowed and verb in ("debate.read", "debate.paper"):
            allowed = bool(cities_for(request.user, debate, verb))
        if allowed and not (name == "links" and debate.who != "invited"):
            url = reverse(f"debate:{name}", args=(debate.workspace_id, debate.pk))
            yield Link(say(says), url, url == request.path)
