"""The frame of every page of a plan's procedure: the way there, and forms with a way back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.administration import Crumbs, form_page
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.revisions.models import Workspace

Part = tuple[str, str]
"""A part of the procedure that has pages of its own: its message, and the view that lists it."""


def plan_or_404(plan: str) -> Workspace:
    """A plan that is worked on; its views asked before who may know of it."""
    return get_object_or_404(Workspace, pk=plan)


def frame(workspace: Workspace, title: str, *parts: Part) -> dict[str, Any]:
    """The plan, the title and the way here, for every page of a plan."""
    way = crumbs_of(workspace, *parts)
    return {"workspace": workspace, "title": title, "crumbs": [*way, (title, "")]}


def crumbs_of(workspace: Workspace, *parts: Part) -> Crumbs:
    """The way to a page of a plan's procedure, through the parts it belongs to."""
    return [
        (say("workspace.nav.mine"), reverse("workspace:mine")),
        (named(workspace.name), reverse("workspace:overview", args=(workspace.pk,))),
        *((say(message), reverse(view, args=(workspace.pk,))) for message, view in parts),
    ]


def form_page_of(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., Any],
    title: str,
    *,
    crumbs: Crumbs,
    workspace: Workspace,
    **more: Any,
) -> HttpResponseBase:
    """A page that is one form; what it holds is done, and then one is back where one came from.

    What is refused is said on the form, with everything that was typed.
    """
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except ProcedureRefusal as refusal:
            form.add_error(None, refusal.in_(current()))
        else:
            messages.success(request, say("people.done.saved"))
            return redirect(crumbs[-1][1])
    return form_page(request, form, title, crumbs, workspace=workspace, **more)
