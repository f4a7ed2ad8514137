"""Voting: one statement at a time in the browser, or as JSON, one vote or up to fifty."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mitgrim.web.debate.kinds import Choice
from mitgrim.web.debate.models import Debate, Participant, Statement
from mitgrim.web.debate.participating import must_have_seat, participant_in, seat_in
from mitgrim.web.debate.queries import standing_of, turn_of, votable, votes_by
from mitgrim.web.debate.refusals import DebateRefusal, count_refused
from mitgrim.web.debate.views.frame import (
    public_frame,
    public_or_404,
    refused,
    status_of,
    unkept,
)
from mitgrim.web.debate.voting import Ballot, cast
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say

PROBLEM: Final = "application/problem+json"
EXAMPLE: Final = '{"statement": 7, "vote": 1}'
LONGEST: Final = 10_000  # bytes of a request
BY_VALUE: Final[Mapping[Any, Choice]] = {int(own): own for own in Choice}
BY_NAME: Final[Mapping[str, Choice]] = {own.name.lower(): own for own in Choice}
WORDS: Final = {own.value: own.name.lower() for own in Choice}


@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, debate: int) -> HttpResponse:
    """The next statement, or the one that is asked for; what is sent is counted first."""
    own = public_or_404(debate)
    try:
        participant = participant_in(request, own)
        if participant is None:
            raise DebateRefusal("no-seat")
        if request.method == "POST":
            return _voted(request, own, participant)
        if not standing_of(own).now.takes_votes:
            raise DebateRefusal("closed" if standing_of(own).closed else "too-early")
        return unkept(request, "debate/vote.html", _page(request, own, participant))
    except DebateRefusal as refusal:
        return refused(request, own, refusal)


def _voted(request: HttpRequest, debate: Debate, participant: Participant) -> HttpResponse:
    """Count a vote, and show the next statement: as a part of the page where a script asks."""
    seat = must_have_seat(request, debate.pk)
    choice = BY_NAME.get(request.POST.get("vote", ""))
    number = request.POST.get("statement", "")
    partly = bool(getattr(request, "htmx", False))
    try:
        if choice is None or not (number.isascii() and number.isdecimal() and len(number) < 19):  # noqa: PLR2004, RUF100
            raise DebateRefusal("not-a-vote")
        cast(seat, [(int(number), choice)])
    except DebateRefusal as refusal:
        if not partly:
            raise
        # A script swaps nothing in where the status is an error.
        count_refused(debate.pk, refusal)
        told = {**_page(request, debate, participant), "why": refusal.in_(current())}
        return unkept(request, "debate/_turn.html", told)
    if not partly:
        return redirect("debate:vote", debate.pk)
    told = {**_page(request, debate, participant), "counted": True}
    return unkept(request, "debate/_turn.html", told)


def _page(request: HttpRequest, debate: Debate, participant: Participant) -> dict[str, Any]:
    crumb = (say("debate.vote.title"), "")
    turn = turn_of(participant, debate)
    wanted = _wanted(request, debate) or turn.statement
    given = votes_by(participant).get(wanted.pk) if wanted else None
    return {
        **public_frame(debate, standing_of(debate), crumb),
        "turn": turn,
        "statement": wanted,
        "given": WORDS.get(given) if given is not None else None,
    }


def _wanted(request: HttpRequest, debate: Debate) -> Statement | None:
    """The statement whose vote somebody wants to change."""
    number = request.GET.get("number", "")
    if request.method != "GET" or not (number.isascii() and number.isdecimal()):
        return None
    return votable(debate).filter(number=number[:9]).first()


@require_GET
def mine(request: HttpRequest, debate: int) -> HttpResponse:
    """What one said: votes to be changed while voting is open, and statements with their state."""
    own = public_or_404(debate)
    try:
        participant = participant_in(request, own)
        if participant is None:
            raise DebateRefusal("no-seat")
    except DebateRefusal as refusal:
        return refused(request, own, refusal)
    given = votes_by(participant)
    crumb = (say("debate.mine.title"), "")
    told = {
        **public_frame(own, standing_of(own), crumb),
        "votes": [(each, WORDS[given[each.pk]]) for each in votable(own) if each.pk in given],
        "statements": participant.statements.order_by("number"),
    }
    return unkept(request, "debate/mine.html", told)


# For programs -------------------------------------------------------------------------------------


@require_POST
def votes(request: HttpRequest, debate: int) -> HttpResponse:
    """Count `{"statement": 7, "vote": 1}`, or all of `{"votes": […]}`, or nothing.

    Whose votes they are the cookie says. What is refused is a problem (RFC 9457), with `position`
    where one vote of several is to blame.
    """
    try:
        seat = seat_in(request, debate)
        if seat is None:
            raise DebateRefusal("no-seat")
        return JsonResponse({"accepted": cast(seat, _ballots(request))})
    except DebateRefusal as refusal:
        if Debate.objects.filter(pk=debate).exists():  # else there is nothing to count it with
            count_refused(debate, refusal)
        return _problem(refusal)


def _ballots(request: HttpRequest) -> list[Ballot]:
    """The votes that were sent."""
    if request.content_type != "application/json" or len(request.body) > LONGEST:
        raise DebateRefusal("not-json", example=EXAMPLE)
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise DebateRefusal("not-json", example=EXAMPLE) from None
    if not isinstance(sent, dict):
        raise DebateRefusal("not-json", example=EXAMPLE)
    if "votes" not in sent:
        return [_ballot(sent, 1)]
    if not isinstance(sent["votes"], list):
        raise DebateRefusal("not-json", example=EXAMPLE)
    return [_ballot(own, at) for at, own in enumerate(sent["votes"], start=1)]


def _ballot(sent: Any, at: int) -> Ballot:
    """One vote. `true` is a number to Python, and no vote."""
    statement = sent.get("statement") if isinstance(sent, dict) else None
    value = sent.get("vote") if isinstance(sent, dict) else None
    if type(statement) is not int or type(value) is not int or value not in BY_VALUE:
        raise DebateRefusal("not-a-ballot", position=at, at=at)
    if not 0 < statement < 2**63:
        raise DebateRefusal("other-debate", position=at)
    return statement, BY_VALUE[value]


def _problem(refusal: DebateRefusal) -> HttpResponse:
    status = status_of(refusal)
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": say("debate.refused.title"),
        "status": status,
        "detail": refusal.in_(current()),
        "reason": refusal.reason,
        "ko": refusal.message.ko,
        "en": refusal.message.en,
    }
    if refusal.position is not None:
        told["position"] = refusal.position
    return JsonResponse(told, status=status, content_type=PROBLEM)
