"""What holds for giving opinions about a plan, and links for residents without an account."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mitgrim.web.opinions.access import workspace_with
from mitgrim.web.opinions.forms import InviteForm, TermsForm
from mitgrim.web.opinions.kinds import Who
from mitgrim.web.opinions.models import Invitation
from mitgrim.web.opinions.queries import terms_of
from mitgrim.web.opinions.rules import rules
from mitgrim.web.opinions.services import invite, revoke_invitations, set_terms
from mitgrim.web.opinions.views.frame import private, section_names, work_frame
from mitgrim.web.pages.files import csv_file
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.wording import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, plan: str) -> HttpResponse:
    """Say what holds; beside each value what holds where nothing is said, and since when."""
    workspace, _ = workspace_with(me(request), plan, "opinion.terms")
    now = terms_of(workspace)
    initial = {
        "open": now.open, "who": now.who.value, "moderated": now.moderated, "a_day": now.a_day,
        "a_day_from_an_address": now.a_day_from_an_address, "kept_days": now.kept_days,
    }  # fmt: skip
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        own = form.cleaned_data
        set_terms(by=me(request), workspace=workspace, **{**own, "who": Who(own["who"])})
        messages.success(request, say("opinions.terms.saved"))
        return redirect("opinions:terms", plan)
    crumb = (say("opinions.terms.title"), "")
    told = {
        **work_frame(request, workspace, crumb),
        "form": form,
        "rules": [(say(f"opinions.form.{own.name.replace('_', '-')}"), own) for own in rules()],
    }
    return private(request, "opinions/terms.html", told, 422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Links for residents, made as a file to be handed out: they are shown once."""
    workspace, reach = workspace_with(me(request), plan, "opinion.enter")
    form = InviteForm(request.POST or None, sections=section_names(workspace, reach.sections))
    if request.method == "POST" and form.is_valid():
        try:
            secrets = invite(by=me(request), workspace=workspace, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("purpose", refusal.in_(current()))
        else:
            return _file(request, secrets)
    rows = Invitation.objects.filter(workspace=workspace, section__in=reach.sections)
    working = Count("pk", filter=Q(revoked__isnull=True, ends__gte=timezone.localdate()))
    made = rows.values("section", "purpose", "ends").annotate(
        n=Count("pk", distinct=True), working=working, given=Count("opinions", distinct=True)
    )
    crumb = (say("opinions.invitations.title"), "")
    told = {
        **work_frame(request, workspace, crumb),
        "form": form,
        "made": made.order_by("-ends", "purpose")[:100],
    }
    return private(request, "opinions/invitations.html", told, 422 if form.errors else 200)


def _file(request: HttpRequest, secrets: list[str]) -> StreamingHttpResponse:
    """The addresses, one a line."""
    addresses = (reverse("opinions:invited", args=(own,)) for own in secrets)
    rows = ([request.build_absolute_uri(own)] for own in addresses)
    return csv_file("invitations.csv", [say("opinions.invitations.address")], rows)


@signed_in
@require_POST
def end(request: HttpRequest, plan: str) -> HttpResponse:
    """End the links that were made for a purpose."""
    workspace, reach = workspace_with(me(request), plan, "opinion.enter")
    section = request.POST.get("section", "")
    if section in reach.sections:
        ended = revoke_invitations(
            by=me(request), workspace=workspace, section=section,
            purpose=request.POST.get("purpose", ""),
        )  # fmt: skip
        messages.success(request, say("opinions.invitations.ended", n=ended))
    return redirect("opinions:invitations", plan)
