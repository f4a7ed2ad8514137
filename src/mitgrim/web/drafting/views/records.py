"""Forms of records: a project, and whatever else a section collects."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mitgrim.figures import Shown, cut
from mitgrim.plan import (
    CityPlan,
    Project,
    attribute_of,
    key_text,
    label_of,
    mint,
    place,
    section_numbers,
)
from mitgrim.plan.attributes import Attribute
from mitgrim.web.drafting.controls import Control
from mitgrim.web.drafting.editors import (
    ELSEWHERE,
    FIRST,
    Editor,
    RecordEditor,
    edited_section,
    name_of,
)
from mitgrim.web.drafting.entries import differences, fillable
from mitgrim.web.drafting.queries import (
    COLLECTIONS,
    Draft,
    asked_for,
    findings_if,
    is_filled,
    progress,
    record_at,
    revision_of,
)
from mitgrim.web.drafting.references import known_of
from mitgrim.web.drafting.services import copied, save_edited, with_record, without_record
from mitgrim.web.drafting.timeline import money_by_use, openings, time_line
from mitgrim.web.drafting.views.editing import State, edit, sent_entry
from mitgrim.web.drafting.views.opening import frame, must_edit, of_a_draft, undo_of, url
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, said, say
from mitgrim.web.revisions.queries import (
    findings_at,
    writer_of,
)
from mitgrim.web.revisions.services import Clash, DraftRefusal
from mitgrim.web.workspace.clashes import shown
from mitgrim.web.workspace.queries import sees_every_step
from mitgrim.web.workspace.wording import lines_of, names_in
from mitgrim.wording import Text

RECORDS: Final = {"projects": "Project", **COLLECTIONS}
GATES: Final = frozenset({"gates"})


def editor_of(draft: Draft, collection: str, key: str, part: str = "") -> RecordEditor:
    """The editor of a record's form; raises Http404 for a collection that a section has not."""
    if collection not in RECORDS or not hasattr(draft.section, collection):
        raise Http404
    only = GATES if part == "gates" else frozenset()
    if collection == "projects" and not key:
        only = FIRST
    return RecordEditor(
        draft=draft, collection=collection, record=RECORDS[collection], key=key, only=only
    )


@require_http_methods(["GET", "POST"])
@of_a_draft
def project(request: HttpRequest, draft: Draft, key: str) -> HttpResponse:
    """The form of a project."""
    editor = editor_of(draft, "projects", key)
    return edit(request, editor, draw=_form, done=lambda own: url(draft, "project", key=key))


@require_http_methods(["GET", "POST"])
@of_a_draft
def new_project(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The first questions about a new project; the rest comes when it has an id."""
    must_edit(draft)
    editor = editor_of(draft, "projects", "")
    return edit(request, editor, draw=_form, done=lambda own: url(draft, "project", key=own.id))


@require_http_methods(["GET", "POST"])
@of_a_draft
def gates(request: HttpRequest, draft: Draft, key: str) -> HttpResponse:
    """A project's gates: the time line, and the gates as rows."""
    editor = editor_of(draft, "projects", key, "gates")
    return edit(request, editor, draw=_form, done=lambda own: url(draft, "gates", key=key))


@require_GET
@of_a_draft
def collection(request: HttpRequest, draft: Draft, collection: str) -> HttpResponse:
    """The records of a collection."""
    editor = editor_of(draft, collection, "")
    records = [
        {
            "url": url(draft, "record", collection=collection, key=key_text(own)),
            "name": name_of(own).in_(current()),
            "text": lines_of(own, names_in(draft.around)),
            "provenance": getattr(own, "provenance", None),
        }
        for own in _in_order(getattr(draft.section, collection))
    ]
    title = say(f"drafting.collection.{editor.collection}")
    context = {
        **frame(draft, title),
        "collection": collection,
        "records": records,
        "new_says": f"drafting.new.{collection}",
        "undo": undo_of(request, draft),
    }
    return render(request, "drafting/collection.html", context)


def _in_order(records: tuple[Any, ...]) -> list[Any]:
    return sorted(records, key=lambda own: getattr(own, "number", 0))


@require_http_methods(["GET", "POST"])
@of_a_draft
def record(request: HttpRequest, draft: Draft, collection: str, key: str = "") -> HttpResponse:
    """The form of a record of any collection, or of a new one."""
    if not key:
        must_edit(draft)
    editor = editor_of(draft, collection, key)
    return edit(
        request,
        editor,
        draw=_form,
        done=lambda own: url(draft, "record", collection=collection, key=key_text(own)),
    )


def _form(request: HttpRequest, state: State) -> HttpResponse:
    editor, draft = state.editor, state.draft
    assert isinstance(editor, RecordEditor)
    form = editor.controls(state.entry, state.record, state.problems)
    title = name_of(state.record).in_(current()) if state.record else _new_title(editor)
    context = {
        **frame(draft, title, *_crumbs(editor)),
        "state": state,
        "editor": editor,
        "form": form,
        "project": state.record if isinstance(state.record, Project) else None,
        "part": "gates" if editor.only == GATES else "form",
        "check": _check_url(editor),
        "progress": progress_of(state.record),
        "number": number_of(draft, state.record),
        "facts": _facts(draft, form.parts, state.record) if not draft.is_editable else (),
        "typed": _typed(state) if state.refusal else (),
        "elsewhere": ELSEWHERE,
        "source_options": [
            (id, named(own)) for id, own in known_of(draft.around, "sources").items()
        ],
        **_more(editor, state),
    }
    return render(request, "drafting/form.html", context, status=state.status)


def _new_title(editor: RecordEditor) -> str:
    return say(f"drafting.new.{editor.collection}")


def _crumbs(editor: RecordEditor) -> list[tuple[str, str]]:
    if editor.collection == "projects":
        return []
    text = say(f"drafting.collection.{editor.collection}")
    return [(text, url(editor.draft, "collection", collection=editor.collection))]


def _check_url(editor: RecordEditor) -> str:
    if not editor.key:
        return ""
    part = "gates" if editor.only == GATES else "form"
    return url(editor.draft, "check", collection=editor.collection, key=editor.key, part=part)


def number_of(draft: Draft, record: Any) -> str:
    section = draft.section
    if not isinstance(record, Project) or not isinstance(section, CityPlan):
        return ""
    return named(section_numbers(draft.nation, section)[record.id])


def progress_of(record: Any) -> dict[str, Any]:
    """How much of what adoption asks for is filled, and what is not."""
    if record is None:
        return {}
    filled, asked = progress(record)
    english = current().value == "en"
    missing = [
        (own.name, own.en if english else own.ko)
        for own in asked_for(type(record).__name__)
        if not is_filled(getattr(record, own.name))
    ]
    return {"filled": filled, "asked": asked, "missing": missing}


def _facts(
    draft: Draft, parts: list[tuple[str, list[Control]]], record: Any
) -> list[tuple[str, list[tuple[Control, str]]]]:
    """A form that can't be changed, as what it says."""

    def said_of(own: Control) -> str:
        return shown(
            getattr(record, own.attribute), attribute_of(own.place), names_in(draft.around)
        )

    return [(head, [(own, said_of(own)) for own in controls]) for head, controls in parts]


def _typed(state: State) -> list[tuple[str, str]]:
    """What was sent too late, to be read and copied."""
    before = state.editor.entry(state.record)
    names = [own for own in differences(before, state.entry) if not own.startswith("_")]
    editor = state.editor
    return [(editor.label(own), editor.told(own, state.entry.texts(own))) for own in names]


def _more(editor: RecordEditor, state: State) -> dict[str, Any]:
    """What the page of a gate or a passage has besides the form."""
    if editor.only == GATES and isinstance(state.record, Project):
        return _time_line(editor.draft, state.record)
    if editor.record == "Passage":
        text = state.entry.text("text")
        return {"preview": preview_of(editor.draft, text), "figures": _figures(editor.draft)}
    return {}


def _time_line(draft: Draft, project: Project) -> dict[str, Any]:
    nation = draft.nation
    days = [gate.done or gate.planned for gate in project.gates]
    years = sorted(
        {line.year for line in project.money}
        | {day.year for day in days if day}
        | set(project.period.years if project.period else ())
    )
    gates, money = openings(nation, project), money_by_use(project)
    if not years or not (gates or money):
        return {"openings": (), "uses": ()}
    drawn = time_line(nation, project, years, current())
    return {
        "time_line": mark_safe(drawn),  # noqa: S308, RUF100  # escaped where it is drawn
        "years": years,
        "openings": [
            {
                "name": own.name,
                "day": own.day,
                "is_done": own.is_done,
                "opens": ", ".join(named(label_of(use)) for use in own.opens),
                "early": ", ".join(map(str, own.early)),
            }
            for own in gates
        ],
        "uses": [
            (named(label_of(use)), [by_year.get(year, 0) for year in years])
            for use, by_year in money.items()
        ],
    }


@require_POST
@of_a_draft
def check(request: HttpRequest, draft: Draft, collection: str, key: str, part: str) -> HttpResponse:
    """What the checks find in a record as it is typed now; nothing is saved."""
    must_edit(draft)
    editor = editor_of(draft, collection, key, part)
    base = revision_of(draft, request.POST.get("_base", ""))
    before = editor.at(draft.at(base)) if base else None
    if base is None or before is None:
        raise Http404
    problems: dict[str, Text] = {}
    edited = editor.edited(before, sent_entry(request), problems)
    found = _found(draft, editor, base, before, edited)
    names = [own.name for own in _on_the_page(editor)]
    here = findings_at(found, editor.record_place)
    fields = [(own, findings_at(here, f"{editor.record_place}/{own}")) for own in names]
    placed = {id(each) for _, own in fields for each in own}
    context = {
        "fields": fields,
        "rest": [own for own in here if id(own) not in placed],
        "count": len([own for own in here if own.waived is None]),
        "problems": problems,
    }
    return render(request, "drafting/found.html", context)


def _on_the_page(editor: RecordEditor) -> list[Attribute]:
    """The attributes that have a place for findings on the form's page."""
    return [own for own in fillable(editor.record) if own.name not in editor.skip]


def _found(draft: Draft, editor: Editor, base: Any, before: Any, edited: Any) -> Any:
    """The findings of what was typed; of what is saved, where nothing else can be read."""
    if edited is None or (edited == before and base.pk == draft.branch.head_id):
        return draft.findings
    return findings_if(draft, edited_section(editor, draft.at(base), edited))


@require_POST
@of_a_draft
def preview(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A text with its figures put in, and what is wrong with those that have no value."""
    return render(
        request, "drafting/preview.html", preview_of(draft, request.POST.get("text", "")[:100_000])
    )


def preview_of(draft: Draft, text: str) -> dict[str, Any]:
    """A passage as readers will see it: paragraphs, notes that trace each figure, problems."""
    notes: list[Shown] = []
    paragraphs = []
    composed = text.replace("\r\n", "\n")
    for stretch in composed.split("\n\n"):
        pieces: list[tuple[str, int, bool]] = []
        for piece in cut(draft.plan, stretch.strip()):
            if isinstance(piece, str):
                pieces.append((piece, 0, False))
                continue
            notes.append(piece)
            pieces.append((piece.text(current()), len(notes), piece.problem is not None))
        paragraphs.append(pieces)
    return {
        "paragraphs": [own for own in paragraphs if own],
        "notes": [(n, own, own.problem) for n, own in enumerate(notes, start=1)],
    }


def _figures(draft: Draft) -> list[tuple[str, str]]:
    """Figures that can be put into a text of this section: what to type, and what it shows now."""
    section = draft.section
    city = named(section.city.short or section.city.name) if isinstance(section, CityPlan) else ""
    asked = [
        say(f"drafting.figure.{id}", city=city or "–")
        for id in _FIGURES
        if city or "city" not in id
    ]
    if isinstance(section, CityPlan):
        asked += [
            say("drafting.figure.indicator", id=own.id) for own in section.indicators if own.target
        ]
    plan = draft.plan
    shown_now = [(text, cut(plan, text)) for text in asked]
    return [
        (text, "".join(own if isinstance(own, str) else own.text(current()) for own in parts))
        for text, parts in shown_now
        if all(isinstance(own, str) or own.problem is None for own in parts)
    ]


_FIGURES: Final = ("city-sum", "city-national", "city-share", "city-count", "sum", "share")


@require_GET
@of_a_draft
def writer(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who last wrote what stands at a place of the draft; told to nobody beyond its city."""
    where = request.GET.get("place", "")
    if where.partition("/")[0] != draft.name or not sees_every_step(draft.person, draft.branch):
        raise Http404
    revision = writer_of(draft.branch, where)
    context = {**frame(draft, say("drafting.writer.title")), "revision": revision, "place": where}
    template = (
        "drafting/writer.html" if request.headers.get("HX-Request") else "drafting/writer_page.html"
    )
    return render(request, template, context)


@require_POST
@of_a_draft
def copy(request: HttpRequest, draft: Draft, key: str) -> HttpResponse:
    """Copy a project within its section."""
    must_edit(draft)
    own = record_at(draft.section, place(draft.name, "projects", key))
    if own is None:
        raise Http404
    made = copied(own, mint(draft.name, "p"), [mint(draft.name, "g") for _ in own.gates])
    section = with_record(draft.section, "projects", "", made)
    to = url(draft, "project", key=made.id)
    return _done(request, draft, section, said("drafting.message.copied", name=name_of(own)), to)


@require_http_methods(["GET", "POST"])
@of_a_draft
def remove(request: HttpRequest, draft: Draft, collection: str, key: str) -> HttpResponse:
    """Ask whether a record shall go, and take it out."""
    must_edit(draft)
    editor = editor_of(draft, collection, key)
    own = editor.at(draft.section)
    if own is None:
        raise Http404
    if request.method == "GET":
        title = say("drafting.remove.title", name=name_of(own))
        context = {
            **frame(draft, title, *_crumbs(editor)),
            "record": own,
            "text": lines_of(own, names_in(draft.around)),
            "back": _record_url(draft, collection, key),
            "amount": own.amount() if isinstance(own, Project) else None,
        }
        return render(request, "drafting/remove.html", context)
    head = draft.branch.head
    section = without_record(draft.section, collection, key)
    message = said("drafting.message.removed", name=name_of(own))
    to = url(draft, "tree" if collection == "projects" else "collection",
             **({} if collection == "projects" else {"collection": collection}))  # fmt: skip
    undo = url(draft, "put-back", collection=collection, key=key)
    return _done(request, draft, section, message, f"{to}?undo={undo}&from={head.number}")


@require_POST
@of_a_draft
def put_back(request: HttpRequest, draft: Draft, collection: str, key: str) -> HttpResponse:
    """Put a record back as an earlier revision of this draft has it."""
    must_edit(draft)
    editor = editor_of(draft, collection, key)
    old = revision_of(draft, request.POST.get("from", ""))
    own = editor.at(draft.at(old)) if old else None
    if own is None:
        raise Http404
    section = with_record(
        draft.section, collection, "" if editor.at(draft.section) is None else key, own
    )
    to = _record_url(draft, collection, key)
    return _done(request, draft, section, said("drafting.message.put-back", name=name_of(own)), to)


def _record_url(draft: Draft, collection: str, key: str) -> str:
    if collection == "projects":
        return url(draft, "project", key=key)
    return url(draft, "record", collection=collection, key=key)


def _done(request: HttpRequest, draft: Draft, section: Any, message: Text, to: str) -> HttpResponse:
    """Save a section whose change was asked for by one button, and say so."""
    try:
        saved = save_edited(
            by=draft.person, draft=draft, base=draft.branch.head, section=section, message=message
        )
    except DraftRefusal as refused:
        messages.error(request, refused.in_(current()))
        return HttpResponseRedirect(url(draft, "tree"))
    if isinstance(saved, Clash):
        messages.error(request, say("drafting.refused.changed-meanwhile"))
        return HttpResponseRedirect(url(draft, "tree"))
    messages.success(request, message.in_(current()))
    return HttpResponseRedirect(to)
