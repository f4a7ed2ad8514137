"""Keeping what is typed while it is typed."""

import json
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mitgrim.web.drafting.entries import Entry
from mitgrim.web.drafting.queries import draft_of, revision_of
from mitgrim.web.drafting.views.editing import sent_entry
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import require
from mitgrim.web.revisions import autosaves

LARGEST: Final = 2 * 2**20
_LONGEST_PLACE: Final = 300


@require_POST
def autosave(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Keep the texts of a form for the person who typed them; nobody else ever sees them.

    Who is not signed in is told so, and nothing is kept: their browser keeps it.
    """
    person = request.user
    if not isinstance(person, Person):
        return JsonResponse({"kept": False, "why": "signed-out"}, status=401)
    draft = draft_of(person, plan, section)
    base = revision_of(draft, request.POST.get("_base", "")) if draft else None
    where = request.POST.get("_place", "")
    if draft is None or base is None or not where.startswith(f"{draft.name}/"):
        raise Http404
    require(person, "draft.edit", section=draft.name)
    entry = sent_entry(request)
    if len(where) > _LONGEST_PLACE or _size(entry) > LARGEST:
        return JsonResponse({"kept": False, "why": "too-large"}, status=413)
    kept = autosaves.keep(
        by=person, branch=draft.branch, place=where, base=base,
        fields={name: list(texts) for name, texts in entry.fields.items()},
    )  # fmt: skip
    return JsonResponse({"kept": True, "at": f"{timezone.localtime(kept.moment):%H:%M}"})


def _size(entry: Entry) -> int:
    return len(json.dumps(dict(entry.fields)))
