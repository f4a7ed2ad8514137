"""Links for participants, made as a file to be handed out: they are shown once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mitgrim.web.debate.access import debate_for
from mitgrim.web.debate.forms import LinksForm
from mitgrim.web.debate.models import Debate
from mitgrim.web.debate.queries import batches_of
from mitgrim.web.debate.services import invite, revoke_links
from mitgrim.web.debate.views.frame import unkept, work_frame
from mitgrim.web.pages.files import csv_file
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.wording import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, plan: str, debate: int) -> HttpResponseBase:
    """Make links, and see how many of them were used."""
    own = debate_for(me(request), plan, debate, "debate.open")
    form = LinksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secrets = invite(by=me(request), debate=own, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.in_(current()))
        else:
            return _file(request, own, secrets)
    crumb = (say("debate.links.title"), "")
    told = {**work_frame(request, own, crumb), "form": form, "batches": batches_of(own)}
    return unkept(request, "debate/links.html", told, 422 if form.errors else 200)


def _file(request: HttpRequest, debate: Debate, secrets: list[str]) -> StreamingHttpResponse:
    """The addresses, one a line."""
    addresses = (reverse("debate:invited", args=(debate.pk, own)) for own in secrets)
    rows = ([request.build_absolute_uri(own)] for own in addresses)
    return csv_file("links.csv", [say("debate.links.address")], rows)


@signed_in
@require_POST
def end(request: HttpRequest, plan: str, debate: int) -> HttpResponseBase:
    """End the links of a purpose that nobody used yet."""
    own = debate_for(me(request), plan, debate, "debate.open")
    ended = revoke_links(by=me(request), debate=own, purpose=request.POST.get("purpose", ""))
    messages.success(request, say("debate.links.ended", n=ended))
    return redirect("debate:links", plan, own.pk)
