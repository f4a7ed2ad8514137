"""The queue of opinions that nobody sees yet, and of those whose author asked for another look."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mitgrim.web.opinions.access import workspace_with
from mitgrim.web.opinions.queries import waiting_for_a_moderator
from mitgrim.web.opinions.services import moderate
from mitgrim.web.opinions.views.frame import private, work_frame
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.wording import Refusal

PAGE: Final = 50


@signed_in
@require_http_methods(["GET", "POST"])
def queue(request: HttpRequest, plan: str) -> HttpResponse:
    """Show or hide the opinions that were ticked; the oldest come first."""
    workspace, _ = workspace_with(me(request), plan, "opinion.moderate")
    rows = waiting_for_a_moderator(workspace)
    reason = ""
    if request.method == "POST":
        wanted = [own for own in request.POST.getlist("s") if own.isascii() and own.isdecimal()]
        reason = request.POST.get("reason", "")[:1000]
        try:
            chosen = list(rows.filter(pk__in=wanted[:PAGE]))
            done = moderate(
                by=me(request), opinions=chosen, show="show" in request.POST, reason=reason
            )
        except Refusal as refusal:
            messages.error(request, refusal.in_(current()))
        else:
            messages.success(request, say("opinions.moderation.done", n=done))
            return redirect("opinions:moderation", plan)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    crumb = (say("opinions.moderation.title"), "")
    told = {**work_frame(request, workspace, crumb), "page": page, "reason": reason}
    return private(request, "opinions/moderation.html", told)
