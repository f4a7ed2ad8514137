"""How every form of a draft is shown, kept, saved, and decided about when two people clash."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mitgrim.web.drafting.editors import Editor, edited_section, name_of
from mitgrim.web.drafting.entries import Entry, differences
from mitgrim.web.drafting.queries import Draft, revision_of
from mitgrim.web.drafting.services import KeyTaken, save_edited
from mitgrim.web.drafting.views.opening import frame, must_edit
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import said, say
from mitgrim.web.revisions import autosaves
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.services import OURS, THEIRS, Clash, DraftRefusal, Saved
from mitgrim.web.workspace.clashes import questions
from mitgrim.web.workspace.wording import names_in
from mitgrim.wording import Text

MOST_DIFFERENCES: Final = 12
OK, CONFLICT, UNREADABLE = 200, 409, 422


@dataclass(frozen=True, kw_only=True)
class Offer:
    """That somebody typed something and did not save it: when, and what differs."""

    moment: datetime
    differences: list[tuple[str, str, str]]
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class State:
    """A form as it is to be shown."""

    editor: Editor
    entry: Entry
    base: StoredRevision
    record: Any
    problems: Mapping[str, Text] = field(default_factory=dict)
    refusal: str = ""
    offer: Offer | None = None
    restored: datetime | None = None
    token: str = ""
    message: str = ""
    status: int = OK

    @property
    def draft(self) -> Draft:
        """The draft it belongs to."""
        return self.editor.draft

    @property
    def is_new(self) -> bool:
        """Whether the record is not in the draft yet."""
        return not self.editor.key


Draw = Callable[[HttpRequest, State], HttpResponse]
Done = Callable[[Any], str]
Act = Callable[[Editor, Entry, str], tuple[Editor, Entry] | None]


def edit(
    request: HttpRequest, editor: Editor, *, draw: Draw, done: Done, act: Act | None = None
) -> HttpResponse:
    """Show a form, or take what was sent: `done` says where to go when it is saved.

    `act` does what a button other than saving asks for, to the texts alone.
    """
    if request.method == "POST":
        return _posted(request, editor, draw, done, act or _rows)
    return draw(request, _opened(request, editor))


def _opened(request: HttpRequest, editor: Editor) -> State:
    draft = editor.draft
    record = editor.at(draft.section)
    if record is None and editor.key:
        raise Http404
    kept = autosaves.kept_at(draft.person, draft.branch, editor.place) if draft.may_edit else None
    entry = editor.entry(record)
    if kept and "restore" in request.GET:
        return State(
            editor=editor, entry=Entry(kept.fields), base=kept.base, record=record,
            restored=kept.moment, token=_token(),
        )  # fmt: skip
    if not editor.key:
        entry = Entry({name: request.GET.getlist(name) for name in request.GET})
    offer = _offer(editor, entry, Entry(kept.fields), kept.moment) if kept else None
    return State(
        editor=editor, entry=entry, base=draft.branch.head, record=record, offer=offer,
        token=_token(),
    )  # fmt: skip


def _token() -> str:
    """A name for this form, by which the browser knows that what it keeps was saved."""
    return secrets.token_urlsafe(9)


def _offer(editor: Editor, now: Entry, kept: Entry, moment: datetime) -> Offer | None:
    names = [own for own in differences(now, kept) if not own.startswith("_")]
    told = [
        (editor.label(own), editor.told(own, now.texts(own)), editor.told(own, kept.texts(own)))
        for own in names
    ]
    if not told:
        return None
    more = max(len(told) - MOST_DIFFERENCES, 0)
    return Offer(moment=moment, differences=told[:MOST_DIFFERENCES], more=more)


def sent_entry(request: HttpRequest) -> Entry:
    """The texts of a form as they were sent, without what the form says about itself."""
    return Entry({name: own for name, own in request.POST.lists() if not _is_technical(name)})


def _is_technical(name: str) -> bool:
    return name.startswith("_") or name == "csrfmiddlewaretoken"


def _posted(request: HttpRequest, editor: Editor, draw: Draw, done: Done, act: Act) -> HttpResponse:
    draft = editor.draft
    must_edit(draft)
    if "_end" not in request.POST:  # the connection broke before all of it had come
        raise BadRequest
    base = revision_of(draft, request.POST.get("_base", ""))
    if base is None:
        raise BadRequest
    record = editor.at(draft.at(base))
    if record is None and editor.key:
        raise Http404
    state = State(
        editor=editor, entry=sent_entry(request), base=base, record=record,
        token=request.POST.get("_token", "")[:40],
        message=request.POST.get("_message", "")[:500].replace("\x00", ""),
    )  # fmt: skip
    do = request.POST.get("_do", "save")
    if do == "discard":
        autosaves.throw_away(by=draft.person, branch=draft.branch, place=editor.place)
        messages.info(request, say("drafting.autosave.discarded"))
        return HttpResponseRedirect(f"{request.path}?saved={state.token}")
    if do == "save":
        return _saved(request, state, draw, done)
    acted = act(editor, state.entry, do)
    if acted is None:
        raise BadRequest
    return draw(request, replace(state, editor=acted[0], entry=acted[1]))


def _rows(editor: Editor, entry: Entry, do: str) -> tuple[Editor, Entry] | None:
    """Add a row to a field, or take one away."""
    verb, _, name = do.partition(":")
    if verb == "add" and name:
        return editor, entry.with_row(name)
    if verb == "remove" and name:
        return editor, entry.without_row(name)
    return (editor, entry) if verb == "show" else None


def _saved(request: HttpRequest, state: State, draw: Draw, done: Done) -> HttpResponse:
    editor, draft = state.editor, state.draft
    problems: dict[str, Text] = {}
    edited = editor.edited(state.record, state.entry, problems)
    if edited is None:
        _keep(state)
        return draw(request, replace(state, problems=problems, status=UNREADABLE))
    decisions, seen = _decisions(request, draft)
    try:
        section = edited_section(editor, draft.at(state.base), edited)
        saved = save_edited(
            by=draft.person, draft=draft, base=state.base, section=section,
            message=_message(state, edited), decisions=decisions, seen=seen,
        )  # fmt: skip
    except (DraftRefusal, KeyTaken) as refused:
        _keep(state)
        draft.branch.refresh_from_db()
        text = refused.in_(current())
        return draw(request, replace(state, refusal=text, status=CONFLICT))
    if isinstance(saved, Clash):
        _keep(state)
        return _asked(request, state, edited, saved, decisions)
    autosaves.throw_away(by=draft.person, branch=draft.branch, place=editor.place)
    messages.success(request, _told(saved))
    return HttpResponseRedirect(f"{done(edited)}?saved={state.token}")


def _keep(state: State) -> None:
    """Keep what was typed: it was not saved."""
    draft = state.draft
    autosaves.keep(
        by=draft.person, branch=draft.branch, place=state.editor.place, base=state.base,
        fields={name: list(own) for name, own in state.entry.fields.items()},
    )  # fmt: skip


def _message(state: State, edited: Any) -> Text:
    if state.message.strip():
        return Text(*[state.message.strip()] * 2)
    verb = "added" if state.is_new else "edited"
    return said(f"drafting.message.{verb}", name=name_of(edited))


def _told(saved: Saved) -> str:
    if not saved.changes:
        return say("drafting.saved.nothing")
    kind = "merged" if saved.merged else "alone"
    return say(f"drafting.saved.{kind}", number=saved.revision.number)


def _decisions(request: HttpRequest, draft: Draft) -> tuple[dict[str, str], StoredRevision | None]:
    """What was decided in a clash, by place, and the head that was decided about."""
    places = {n[len("_place.") :]: n for n in request.POST if n.startswith("_place.")}
    decisions = {
        request.POST[name]: request.POST.get(f"_choice.{number}", "")
        for number, name in places.items()
    }
    chosen = {where: own for where, own in decisions.items() if own in (OURS, THEIRS)}
    return chosen, revision_of(draft, request.POST.get("_seen", ""))


def _asked(
    request: HttpRequest, state: State, edited: Any, clash: Clash, decisions: dict[str, str]
) -> HttpResponse:
    """The page of a clash: what is to be decided, and in it everything that was typed."""
    draft = state.draft
    section = edited_section(state.editor, draft.at(state.base), edited)
    asked = questions(names_in(draft.around), section, clash.conflicts, decisions)
    open_places = {own.place for own in clash.conflicts}
    title = say("drafting.clash.title")
    return render(
        request,
        "drafting/clash.html",
        {
            **frame(draft, title),
            "state": state,
            "clash": clash,
            "questions": asked,
            "decided": [own for own in decisions.items() if own[0] not in open_places],
            "fields": [(n, text) for n, own in state.entry.fields.items() for text in own],
            "who": clash.head.author_name,
            "back": request.path,
        },
        status=CONFLICT,
    )
