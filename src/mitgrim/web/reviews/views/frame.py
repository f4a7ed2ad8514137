"""What the pages of committees share: the way there, forms with a way back, buttons that act."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.services import record
from mitgrim.web.reviews.models import Committee, Item, Sitting
from mitgrim.web.reviews.refusals import ReviewRefusal
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.workspace.access import person_of
from mitgrim.web.workspace.views.frame import plan_frame
from mitgrim.wording import Refusal

Crumb = tuple[str, str]


def way_to_committees(workspace: Workspace) -> Crumb:
    """The list of committees."""
    return say("reviews.title"), reverse("reviews:committees", args=(workspace.pk,))


def way_to_committee(committee: Committee) -> tuple[Crumb, Crumb]:
    """The way to a committee's page."""
    url = reverse("reviews:committee", args=(committee.workspace_id, committee.section))
    return way_to_committees(committee.workspace), (named(committee.name), url)


def way_to_sitting(sitting: Sitting) -> tuple[Crumb, ...]:
    """The way to a sitting's page."""
    url = reverse("reviews:sitting", args=(sitting.committee.workspace_id, sitting.pk))
    return *way_to_committee(sitting.committee), (sitting.title, url)


def way_to_item(item: Item) -> tuple[Crumb, ...]:
    """The way to an item's page."""
    return *way_to_sitting(item.sitting), (item.title, page_of(item))


def page_of(item: Item) -> str:
    """The address of an item's page."""
    return reverse("reviews:item", args=(item.sitting.committee.workspace_id, item.pk))


def frame(workspace: Workspace, title: str, *way: Crumb) -> dict[str, Any]:
    """The plan, the title and the way here."""
    return {**plan_frame(workspace, *way, (title, "")), "title": title}


def pdf_file(body: bytes, name: str) -> HttpResponse:
    """A PDF to take away; its name is in ASCII."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., Any],
    title: str,
    workspace: Workspace,
    *way: Crumb,
    to: str = "",
    template: str = "reviews/form.html",
    **more: Any,
) -> HttpResponse:
    """A page that is one form; what is refused is said on it, with everything that was typed."""
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except Refusal as refusal:
            _record_refusal(request, refusal)
            form.add_error(None, refusal.in_(current()))
        else:
            messages.success(request, say("reviews.done.saved"))
            return redirect(to or way[-1][1])
    page = {
        **frame(workspace, title, *way), "form": form, "back": way[-1][1],
        "submit": say("reviews.save"), **more,
    }  # fmt: skip
    return render(request, template, page, status=422 if form.errors else 200)


def acted(request: HttpRequest, act: Callable[[], Any], done: str, to: str) -> HttpResponse:
    """What a button does, or why it does not; then the page that it stands on."""
    try:
        act()
    except Refusal as refusal:
        _record_refusal(request, refusal)
        messages.error(request, refusal.in_(current()))
    else:
        messages.success(request, say(f"reviews.done.{done}"))
    return redirect(to)


def _record_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """Who tried what: a vote that came twice or too late stays on record, though nothing came of
    it."""
    reason = refusal.reason if isinstance(refusal, ReviewRefusal) else ""
    record(person_of(request), "review.refused", request.path, reason=reason)
