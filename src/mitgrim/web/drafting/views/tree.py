"""The tree of a draft: sectors, actions, projects, with what is still to be done."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mitgrim.plan import Action, ProvenanceKind, Status, label_of, numbered
from mitgrim.web.drafting.queries import (
    COLLECTIONS,
    Draft,
    ProjectLine,
    SectorBranch,
    Wanted,
    findings_by_project,
    tree,
)
from mitgrim.web.drafting.views.opening import draft_title, frame, of_a_draft, undo_of, url
from mitgrim.web.pages.words import named, say

Found = Mapping[str, int] | None


@require_GET
@of_a_draft
def tree_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The whole draft, or the projects that were asked for."""
    wanted = Wanted(
        query=request.GET.get("q", "")[:200],
        sector=request.GET.get("sector", ""),
        status=request.GET.get("status", ""),
        overdue=bool(request.GET.get("overdue")),
    )
    sectors = tree(draft, wanted, timezone.localdate())
    title = draft_title(draft)
    found = findings_by_project(draft) if "findings" in request.GET else None
    lines = [line for own in sectors for each in own.actions for line in each.projects]
    context = {
        **frame(draft, title),
        "wanted": wanted,
        "sectors": [_sector(draft, own, found) for own in sectors],
        "count": sum(own.count for own in sectors),
        "planned": sum(own.planned for own in sectors),
        "overdue": sum(line.is_overdue for line in lines),
        "filled": sum(line.filled for line in lines),
        "asked": sum(line.asked for line in lines),
        "sector_options": [(own.id, named(own.name)) for own in numbered(draft.nation.sectors)],
        "status_options": [(own.value, named(label_of(own))) for own in Status],
        "collections": _collections(draft),
        "undo": undo_of(request, draft),
        "with_findings": found is not None,
    }
    return render(request, "drafting/tree.html", context)


def _sector(draft: Draft, own: SectorBranch, found: Found) -> dict[str, Any]:
    actions = [
        {
            "action": each.action,
            "number": _number(own, each.action),
            "title": _title(each.action),
            "projects": [_line(draft, line, found) for line in each.projects],
        }
        for each in own.actions
    ]
    return {
        "name": named(own.sector.name) if own.sector else say("drafting.tree.without-action"),
        "number": own.sector.number if own.sector else "",
        "count": own.count,
        "planned": own.planned,
        "id": own.sector.id if own.sector else "none",
        "actions": actions,
        "bare": [each for each in actions if not each["projects"]],
    }


def _number(own: SectorBranch, action: Action | None) -> str:
    return f"{own.sector.number}-{action.number}" if own.sector and action else ""


def _title(action: Action | None) -> str:
    if action is None:
        return say("drafting.tree.without-action")
    return named(action.title) or say("drafting.action.untitled")


def _line(draft: Draft, line: ProjectLine, found: Found) -> dict[str, Any]:
    project = line.project
    return {
        "id": project.id,
        "url": url(draft, "project", key=project.id),
        "number": named(line.number),
        "name": named(project.name) or say("drafting.unnamed"),
        "status": named(label_of(project.status)),
        "owner": project.owner,
        "due": project.due,
        "planned": line.planned,
        "filled": str(line.filled),  # a text is shown in a tenth of a number's time
        "asked": str(line.asked),
        "is_overdue": line.is_overdue,
        "kind": project.provenance.kind.value,
        "mark": _mark(project.provenance.kind),
        "findings": "…" if found is None else found.get(project.id, 0),
    }


def _mark(kind: ProvenanceKind) -> str:
    """What says that a project is published, or made up; somebody's own work says nothing."""
    return "" if kind is ProvenanceKind.OWN else named(label_of(kind))


def _collections(draft: Draft) -> list[dict[str, Any]]:
    section = draft.section
    return [
        {
            "name": say(f"drafting.collection.{own}"),
            "url": url(draft, "collection", collection=own),
            "count": len(getattr(section, own)),
        }
        for own in COLLECTIONS
        if hasattr(section, own)
    ]


@require_GET
@of_a_draft
def findings(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The number of findings of each project, to be put into the tree when it stands."""
    found = findings_by_project(draft)
    ids = [own.id for own in getattr(draft.section, "projects", ())]
    return render(
        request, "drafting/counts.html", {"counts": [(own, found.get(own, 0)) for own in ids]}
    )
