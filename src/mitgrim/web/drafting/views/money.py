"""The money grid of a project."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mitgrim.plan import Certainty, FundingSource, Phase, Project, Use, label_of
from mitgrim.web.drafting.editors import Editor, MoneyEditor, name_of
from mitgrim.web.drafting.entries import Entry
from mitgrim.web.drafting.grid import UNITS
from mitgrim.web.drafting.queries import Draft
from mitgrim.web.drafting.references import groups_of
from mitgrim.web.drafting.views.editing import State, edit
from mitgrim.web.drafting.views.opening import frame, of_a_draft, url
from mitgrim.web.drafting.views.records import number_of, progress_of
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named


@require_http_methods(["GET", "POST"])
@of_a_draft
def money(request: HttpRequest, draft: Draft, key: str, phase: str = "planned") -> HttpResponse:
    """A project's money in one phase: years across, sources and uses down."""
    if phase not in tuple(Phase):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    unit = sent.get("unit", "million")
    if unit not in UNITS:
        raise BadRequest
    editor = MoneyEditor(draft=draft, key=key, phase=Phase(phase), unit=unit)
    to = url(draft, "money", key=key, phase=phase)
    return edit(request, editor, draw=_page, done=lambda own: to, act=_act)


def _act(editor: Editor, entry: Entry, do: str) -> tuple[Editor, Entry] | None:
    """Count in another unit, add a line, take one away, or add up."""
    assert isinstance(editor, MoneyEditor)
    verb, _, name = do.partition(":")
    if verb == "unit" and name in UNITS:
        return replace(editor, unit=name), editor.counted_in(entry, name)
    if verb == "add":
        return editor, entry.with_row("rows").with_row("rows")
    if verb == "remove":
        return editor, entry.without_row(name)
    return (editor, entry) if verb == "show" else None


def _page(request: HttpRequest, state: State) -> HttpResponse:
    editor, draft = state.editor, state.draft
    assert isinstance(editor, MoneyEditor)
    project: Project = state.record
    unit = state.entry.text("unit")
    if unit in UNITS:  # what was kept is in the unit in which it was typed
        editor = replace(editor, unit=unit)
    grid = editor.grid(project, state.entry, state.problems)
    context = {
        **frame(draft, name_of(project).in_(current())),
        "state": state,
        "editor": editor,
        "project": project,
        "part": "money",
        "number": number_of(draft, project),
        "progress": progress_of(project),
        "grid": grid,
        "errors": _errors(state, editor),
        "unit": editor.unit,
        "unit_name": grid.unit.in_(current()),
        "factor": grid.unit.factor,
        "units": [(own, value.in_(current())) for own, value in UNITS.items()],
        "phases": _phases(draft, project, editor.phase),
        "phase_name": named(label_of(editor.phase)),
        "sources": [(own.value, named(label_of(own))) for own in FundingSource],
        "uses": [(own.value, named(label_of(own))) for own in Use],
        "certainties": [(own.value, named(label_of(own))) for own in Certainty],
        "budget_lines": _budget_lines(draft),
    }
    return render(request, "drafting/money.html", context, status=state.status)


def _errors(state: State, editor: MoneyEditor) -> list[tuple[str, str, str]]:
    return [
        (f"f-{name}", editor.label(name), text.in_(current()))
        for name, text in state.problems.items()
    ]


def _phases(draft: Draft, project: Project, here: Phase) -> list[dict[str, Any]]:
    return [
        {
            "name": named(label_of(own)),
            "url": url(draft, "money", key=project.id, phase=own.value),
            "amount": project.amount(own),
            "here": own is here,
        }
        for own in Phase
    ]


def _budget_lines(draft: Draft) -> list[tuple[str, str]]:
    groups = groups_of(draft.branch, "programme_lines")
    return [(id, named(label)) for _, group in groups for id, label in group]
