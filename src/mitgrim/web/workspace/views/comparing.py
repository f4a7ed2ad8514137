"""Any two revisions of a draft side by side."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from mitgrim.web.pages.words import say
from mitgrim.web.workspace.access import branch_for, person_of, revision_for
from mitgrim.web.workspace.views.frame import draft_frame, names_around
from mitgrim.web.workspace.views.history import between

LONGEST_NUMBER = 18


@login_required
@require_GET
def choose(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """From two chosen revisions to their comparison, the earlier one first."""
    numbers = [request.GET.get(name, "") for name in ("first", "second")]
    if not all(own.isdecimal() and len(own) <= LONGEST_NUMBER for own in numbers):
        raise Http404
    first, second = sorted(map(int, numbers))
    return redirect("workspace:compare", plan, section, first, second)


@login_required
@require_GET
def compare_page(
    request: HttpRequest, plan: str, section: str, first: int, second: int
) -> HttpResponse:
    """What leads from one revision to another."""
    person = person_of(request)
    branch = branch_for(person, plan, section)
    before, after = (revision_for(person, branch, own) for own in (first, second))
    crumbs = (say("workspace.history"), "../../../history/"), (say("workspace.compare"), "")
    return render(
        request,
        "workspace/compare.html",
        {
            **draft_frame(branch, names_around(branch), "history", *crumbs),
            "before": before,
            "after": after,
            "shown": between(request, branch, before, after),
        },
    )
