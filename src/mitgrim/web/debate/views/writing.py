"""Writing a statement for others to vote on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mitgrim.web.debate.forms import StatementForm
from mitgrim.web.debate.participating import participant_in
from mitgrim.web.debate.queries import standing_of
from mitgrim.web.debate.refusals import DebateRefusal, count_refused
from mitgrim.web.debate.services import state
from mitgrim.web.debate.views.frame import (
    public_frame,
    public_or_404,
    refused,
    status_of,
    unkept,
)
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.wording import Refusal


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, debate: int) -> HttpResponse:
    """Say something; what is refused stays in the form."""
    own = public_or_404(debate)
    standing = standing_of(own)
    try:
        participant = participant_in(request, own)
        if participant is None:
            raise DebateRefusal("no-seat")
        if request.method == "GET" and not standing.now.takes_statements:
            raise DebateRefusal("closed" if standing.closed else "no-statements-now")
    except DebateRefusal as refusal:
        return refused(request, own, refusal)
    form = StatementForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            state(debate=own, participant=participant, text=form.cleaned_data["text"])
        except Refusal as refusal:
            count_refused(own.pk, refusal)
            form.add_error("text", refusal.in_(current()))
            status = status_of(refusal)
        else:
            messages.success(request, say("debate.write.done"))
            return redirect("debate:mine", own.pk)
    elif form.errors:
        status = 422
    crumb = (say("debate.write.title"), "")
    told = {**public_frame(own, standing, crumb), "form": form}
    return unkept(request, "debate/write.html", told, status)
