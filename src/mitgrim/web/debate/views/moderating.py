"""What is put to the vote: statements that nobody looked at yet, and those that are there."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mitgrim.web.debate.access import debate_for
from mitgrim.web.debate.kinds import Shown
from mitgrim.web.debate.queries import waiting_statements
from mitgrim.web.debate.services import moderate
from mitgrim.web.debate.views.frame import status_of, unkept, work_frame
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.wording import Refusal

PAGE: Final = 50


@signed_in
@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest, plan: str, debate: int) -> HttpResponse:
    """Put the statements that are ticked to the vote, or not; the oldest come first."""
    own = debate_for(me(request), plan, debate, "debate.moderate")
    picked, reason, status = frozenset[int](), "", 200
    if request.method == "POST":
        sent = [each for each in request.POST.getlist("s") if each.isascii() and each.isdecimal()]
        picked = frozenset(int(each[:18]) for each in sent[: 2 * PAGE])
        reason = request.POST.get("reason", "")[:1000]
        try:
            chosen = list(own.statements.filter(pk__in=picked))
            done = moderate(
                by=me(request), statements=chosen, show="show" in request.POST, reason=reason
            )
        except Refusal as refusal:
            messages.error(request, refusal.in_(current()))
            status = status_of(refusal)
        else:
            messages.success(request, say("debate.moderation.done", n=done))
            return redirect("debate:moderation", plan, own.pk)
    page = Paginator(waiting_statements(own), PAGE).get_page(request.GET.get("page"))
    crumb = (say("debate.moderation.title"), "")
    told = {
        **work_frame(request, own, crumb),
        "page": page,
        "picked": picked,
        "reason": reason,
        "others": own.statements.exclude(state=Shown.WAITING).order_by("number"),
    }
    return unkept(request, "debate/moderation.html", told, status)
