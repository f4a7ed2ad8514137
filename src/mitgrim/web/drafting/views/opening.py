"""The door to a draft: who may not read it is told that there is nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from mitgrim.plan import CityPlan
from mitgrim.web.drafting.queries import Draft, draft_of
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import require
from mitgrim.web.workspace.views.frame import plan_frame

View = Callable[..., HttpResponse]


def of_a_draft(view: View) -> View:
    """A page of a draft: `view(request, draft, …)`; for those who are signed in and may read it."""

    @wraps(view)
    def opened(request: HttpRequest, plan: str, section: str, **more: Any) -> HttpResponse:
        assert isinstance(request.user, Person)
        draft = draft_of(request.user, plan, section)
        if draft is None:
            raise Http404
        return view(request, draft, **more)

    return login_required(opened)


def must_edit(draft: Draft) -> None:
    """Raise PermissionDenied for who may only read."""
    require(draft.person, "draft.edit", section=draft.name)


def url(draft: Draft, view: str, **more: str) -> str:
    """The address of a page of a draft."""
    return reverse(
        f"drafting:{view}", kwargs={"plan": draft.workspace.id, "section": draft.name, **more}
    )


def section_name_of(draft: Draft) -> str:
    """What the section is called: its city, or the plan itself."""
    section = draft.section
    if isinstance(section, CityPlan):
        return named(section.city.short or section.city.name, draft.name)
    return say("drafting.nation")


def frame(draft: Draft, title: str, *crumbs: tuple[str, str]) -> dict[str, Any]:
    """What every page of a draft shows around its content."""
    name = section_name_of(draft)
    way = [(name, url(draft, "tree")), *crumbs]
    if title != draft_title(draft):
        way.append((title, ""))
    return {
        **plan_frame(draft.workspace, *way),
        "draft": draft,
        "title": title,
        "section_name": name,
        "period": draft.nation.period,
    }


def draft_title(draft: Draft) -> str:
    """The title of the draft's first page."""
    return say("drafting.crumb.draft", name=section_name_of(draft))


def undo_of(request: HttpRequest, draft: Draft) -> dict[str, str]:
    """What a removal that was just made offers; only ever an address of this draft."""
    to, number = request.GET.get("undo", ""), request.GET.get("from", "")
    try:
        asked = resolve(to)
    except Resolver404:
        return {}
    # What a browser makes of dots in a path stays out: only the address itself will do.
    ours = asked.view_name == "drafting:put-back" and to == _again(draft, asked.kwargs)
    return {"url": to, "from": number} if ours and number.isdecimal() else {}


def _again(draft: Draft, asked: dict[str, Any]) -> str:
    """Where a record of this draft is put back, in our own words."""
    return url(draft, "put-back", collection=asked["collection"], key=asked["key"])
