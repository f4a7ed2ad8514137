"""What a consulted body says in a round: opinions, which answer the round as they come."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from mitgrim.plan import NATION
from mitgrim.web.opinions.anchoring import (
    AnchorRefusal,
    anchored,
    offered_places,
    reading_manifest,
    sections_of,
)
from mitgrim.web.opinions.forms import RoundForm, RoundPaperForm
from mitgrim.web.opinions.kinds import OpinionSource
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.opinions.services import receive
from mitgrim.web.opinions.views.frame import private
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.models import Person
from mitgrim.web.procedure.concerns import Concern, projects_for
from mitgrim.web.procedure.consulting import answer
from mitgrim.web.procedure.kinds import ReturnKind, Standing
from mitgrim.web.procedure.models import Round
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.procedure.rounds import Seat, bodies_of
from mitgrim.web.procedure.views.answers import may_answer, seat_or_404
from mitgrim.web.procedure.views.frame import frame
from mitgrim.web.procedure.views.rounds import ROUNDS, crumbs_of_round
from mitgrim.web.revisions.queries import plan_of
from mitgrim.wording import Refusal

sees = allowed("round.see")


@sees
@require_http_methods(["GET", "POST"])
def said(request: HttpRequest, plan: str, round: int, invitation: int) -> HttpResponse:
    """What a body has said in a round, and one opinion more, until the round is closed."""
    workspace, own, seat = seat_or_404(request, plan, round, invitation)
    if not may_answer(request, seat):
        raise PermissionDenied
    body = seat.invitation.organisation
    theirs = body in bodies_of(request.user)
    form = (RoundForm if theirs else RoundPaperForm)(
        request.POST or None, places=list(_places(own, seat))
    )
    if request.method == "POST" and form.is_valid() and _taken(request, own, seat, form, theirs):
        return redirect(request.path)
    page = {
        **frame(workspace, named(body.name), ROUNDS),
        "crumbs": [*crumbs_of_round(workspace, own), (named(body.name), "")],
        "round": own,
        "seat": seat,
        "form": form,
        "opinions": Opinion.objects.filter(round=own.pk, body=body.name_ko).order_by("id"),
    }
    return private(request, "opinions/round.html", page, 422 if form.errors else 200)


def _taken(request: HttpRequest, own: Round, seat: Seat, form: RoundForm, theirs: bool) -> bool:
    day: date = form.cleaned_data.get("said_on") or timezone.localdate()
    try:
        opinion = _said(me(request), own, seat, day, theirs, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.in_(current()))
        return False
    messages.success(request, say("opinions.entered", code=opinion.code))
    return True


@transaction.atomic
def _said(
    by: Person, own: Round, seat: Seat, day: date, theirs: bool, *, place: str, text: str, **_: Any
) -> Opinion:
    """Take an opinion in, and with it the body's answer: who has said something is not silent."""
    if own.closed is not None:
        raise ProcedureRefusal("round-closed")
    if place not in dict(_places(own, seat)):
        raise AnchorRefusal("no-place")
    if seat.standing is not Standing.OPINIONS:
        answer(by=by, invitation=seat.invitation, kind=ReturnKind.OPINIONS, received=day)
    opinion, _secret = receive(
        by=by, workspace=own.workspace, about=anchored(own.revision, place, reader=by), text=text,
        source=OpinionSource.MINISTRY, on_behalf_of=seat.invitation.organisation.name_ko,
        said_on=day, round=own.pk, typed=not theirs,
    )  # fmt: skip
    return opinion


def _places(own: Round, seat: Seat) -> Iterator[tuple[str, str]]:
    """Where a body may say something: the plan as a whole, its frame, the projects it was shown."""
    sections, around = sections_of(own.revision), reading_manifest(own.revision)
    concern = Concern.from_json(seat.invitation.concern)
    shown = {f"{each.city}/projects/{each.id}" for each in projects_for(plan_of(around), concern)}
    for name, section in sections.items():
        if name == NATION:
            yield "", say("opinions.whole-plan")
            yield from offered_places(section, around)
        else:
            yield from (each for each in offered_places(section, around) if each[0] in shown)
