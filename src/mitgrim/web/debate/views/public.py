"""What anyone sees: the debates, one of them, and the ways to take part."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mitgrim.web.debate.forms import JoinForm
from mitgrim.web.debate.kinds import PhaseKind, Who
from mitgrim.web.debate.models import Debate, Participant
from mitgrim.web.debate.participating import give_seat, join, join_by_link
from mitgrim.web.debate.queries import link_by, public_debates, standing_of, votable
from mitgrim.web.debate.refusals import DebateRefusal
from mitgrim.web.debate.services import usual
from mitgrim.web.debate.views.frame import (
    city_choices,
    is_seated,
    public_frame,
    public_or_404,
    refused,
    unkept,
    where,
)
from mitgrim.web.pages.words import say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The debates that have begun, those that are open first."""
    rows = [(own, standing_of(own), where(own)) for own in public_debates(timezone.now())]
    rows.sort(key=lambda row: row[1].closed)
    return render(request, "debate/public.html", {"rows": rows})


@require_GET
def shown(request: HttpRequest, debate: int) -> HttpResponse:
    """A debate: the question, its days, and what to do now."""
    own = public_or_404(debate)
    return unkept(request, "debate/one.html", _page(request, own))


def _page(request: HttpRequest, own: Debate, form: JoinForm | None = None) -> dict[str, Any]:
    standing = standing_of(own)
    return {
        **public_frame(own, standing),
        "counts": {
            "statements": votable(own).count(),
            "people": own.participants.count(),
        },
        "voting_from": next(
            (own.starts for own in standing.phases if own.kind == PhaseKind.VOTING), None
        ),
        "seated": is_seated(request, own),
        "way": _way_in(request, own),
        "form": form or JoinForm(cities=city_choices(own)),
        "days": usual("address_days"),
    }


def _way_in(request: HttpRequest, debate: Debate) -> str:
    """How who looks at the page may take part."""
    if debate.who == Who.INVITED:
        return "by-link"
    if debate.who == Who.ANYONE or may(request.user, "debate.take-part"):
        return "join"
    return "not-yours" if request.user.is_authenticated else "sign-in"


@require_POST
def take_part(request: HttpRequest, debate: int) -> HttpResponse:
    """Take part; who does so already, goes on."""
    own = public_or_404(debate)
    if is_seated(request, own):
        return redirect("debate:one", own.pk)
    form = JoinForm(request.POST, cities=city_choices(own))
    if not form.is_valid():
        return unkept(request, "debate/one.html", _page(request, own, form), 422)
    person = request.user if own.who == Who.SIGNED_IN else None
    try:
        if person is not None and not may(person, "debate.take-part"):
            known = person.is_authenticated
            raise DebateRefusal("not-yours" if known else "sign-in")
        participant = join(
            debate=own, person=person if isinstance(person, Person) else None,
            address=request.META.get("REMOTE_ADDR", ""), **form.told(),
        )  # fmt: skip
    except DebateRefusal as refusal:
        return refused(request, own, refusal)
    return _seated(request, own, participant)


@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, debate: int, secret: str) -> HttpResponse:
    """Take part by a link. To open it uses nothing up: programs look into addresses, too."""
    own = public_or_404(debate)
    form = JoinForm(request.POST or None, cities=city_choices(own))
    try:
        if request.method == "POST" and form.is_valid():
            participant = join_by_link(debate=own, secret=secret, **form.told())
            return _seated(request, own, participant)
        _must_lead_here(own, secret)
    except DebateRefusal as refusal:
        return refused(request, own, refusal)
    crumb = (say("debate.join.title"), "")
    told = {**public_frame(own, standing_of(own), crumb), "form": form}
    return unkept(request, "debate/invited.html", told, 422 if form.errors else 200)


def _must_lead_here(debate: Debate, secret: str) -> None:
    link = link_by(secret)
    if link is None:
        raise DebateRefusal("no-link")
    if link.debate_id != debate.pk:
        raise DebateRefusal("link-elsewhere")
    if link.used_on is not None:
        raise DebateRefusal("link-used")
    if link.revoked is not None:
        raise DebateRefusal("link-over")


def _seated(request: HttpRequest, debate: Debate, participant: Participant) -> HttpResponseRedirect:
    messages.success(request, say("debate.join.joined"))
    now = standing_of(debate).now
    response = redirect("debate:vote" if now.takes_votes else "debate:one", debate.pk)
    give_seat(response, participant)
    return response
