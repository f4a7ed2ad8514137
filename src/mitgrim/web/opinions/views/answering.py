"""One answer: the opinions it is given to, what is decided, and how it is closed."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from mitgrim.history import unfulfilled
from mitgrim.plan import NATION
from mitgrim.web.opinions.access import disposition_for, sections_for
from mitgrim.web.opinions.anchoring import offered_places, reading_manifest, sections_of
from mitgrim.web.opinions.answering import close, decide, default_places, ungroup
from mitgrim.web.opinions.carrying import changed_lines, heads_of, in_a_word, opinions_of
from mitgrim.web.opinions.forms import CloseForm, DecideForm
from mitgrim.web.opinions.kinds import DispositionKind
from mitgrim.web.opinions.models import Disposition, Segment
from mitgrim.web.opinions.queries import since
from mitgrim.web.opinions.views.frame import private, revision_text, work_frame
from mitgrim.web.opinions.views.listing import line
from mitgrim.web.opinions.wording import disposition_word, revision_word
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import Branch, StoredRevision
from mitgrim.web.revisions.queries import branch_of, digest_of, may_read, section_of
from mitgrim.web.workspace.queries import visible_revisions
from mitgrim.wording import Refusal

OFFERED: Final = 30
LONGEST_NUMBER: Final = 18
TRIED: Final = 10  # revisions of which it is said whether they carry a promise out


@signed_in
@require_GET
def shown(request: HttpRequest, plan: str, answer: int) -> HttpResponse:
    """An answer as it stands."""
    return _page(request, disposition_for(me(request), plan, answer))


def _page(
    request: HttpRequest, own: Disposition, decided: DecideForm | None = None
) -> HttpResponse:
    person = me(request)
    answers = own.section in sections_for(person, own.workspace, "opinion.answer")
    opinions = opinions_of(own)
    parts = own.segments.select_related("opinion", "disposition", "assignee")
    branch = _readable(person, own)
    wrong = decided is not None and decided.errors
    promised = own.is_promise and not own.closed
    return private(
        request,
        "opinions/answer.html",
        {
            **work_frame(request, own.workspace, (own.title, "")),
            "own": own,
            "word": disposition_word(own),
            "progress": own.progress.value,
            "revision": revision_word(own),
            "lines": [line(part, {}) for part in parts],
            "places": [in_a_word(place, *_known(own, branch)) for place in own.places],
            "answers": answers,
            "decide": decided or _decide_form(own, branch),
            "closing": CloseForm(revisions=_offered(person, own)) if promised else None,
            "changed": _changed(own, opinions, branch),
        },
        status=422 if wrong else 200,
    )  # fmt: skip


def _readable(person: Person, own: Disposition) -> Branch | None:
    """The draft that an answer is about, for who may read it: its names are in no choice for
    others."""
    branch = branch_of(own.workspace, own.section)
    return branch if branch is not None and may_read(person, branch) else None


def _known(own: Disposition, branch: Branch | None) -> list[StoredRevision]:
    """Where a place may be called by its name: the draft, then what the opinions are about."""
    heads = [branch.head] if branch else []
    return heads + [one.revision for one in opinions_of(own)[:1]]


def _changed(own: Disposition, opinions: list[Any], branch: Branch | None) -> list[Any]:
    """The lines that are, or would be, shown to the citizens."""
    after = own.revision or (branch.head if branch else None)
    if not (opinions and own.places and after) or own.met:
        return []
    return changed_lines(opinions[0].revision, after, own.places)


def _decide_form(own: Disposition, branch: Branch | None, data: Any = None) -> DecideForm:
    usual = default_places(own)
    places = list(dict.fromkeys([*usual, *own.places]))
    known = _known(own, branch)
    more: list[tuple[str, str]] = []
    if branch is not None:
        held = section_of(digest_of(branch.head, own.section))
        more = list(offered_places(held, reading_manifest(branch.head)))[1:]
    return DecideForm(
        data,
        initial={"kind": own.kind, "reason": own.reason, "places": own.places or usual},
        places=[(place, in_a_word(place, *known)) for place in places],
        more=[one for one in more if one[0] not in places],
    )


def _offered(person: Person, own: Disposition) -> list[tuple[int, str]]:
    """The revisions that may carry a promise out; those that do come first and are marked."""
    opinions = opinions_of(own)
    if not opinions:
        return []
    begin = max(map(since, opinions))
    rows: list[StoredRevision] = []
    for name in dict.fromkeys((own.section, NATION)):
        branch = branch_of(own.workspace, name)
        if branch is not None and may_read(person, branch):
            rows += visible_revisions(person, branch).filter(moment__gt=begin)[:OFFERED]
    rows.sort(key=lambda one: -one.number)
    kept = [one.number for one in rows[:TRIED] if _keeps(own, opinions, one)]
    ordered = sorted(rows[:OFFERED], key=lambda one: (one.number not in kept, -one.number))
    return [
        (one.number, say("opinions.carries-out", revision=revision_text(one))
         if one.number in kept else revision_text(one))
        for one in ordered
    ]  # fmt: skip


def _keeps(own: Disposition, opinions: list[Any], revision: StoredRevision) -> bool:
    named, now = sections_of(revision), heads_of(own)
    bases = {one.revision_id: one.revision for one in opinions}
    return bool(own.places) and not any(
        unfulfilled(own.places, before=sections_of(base), named=named, now=now)
        for base in bases.values()
    )


@signed_in
@require_POST
def decide_it(request: HttpRequest, plan: str, answer: int) -> HttpResponse:
    """Say what becomes of the opinions; what changes nothing is closed with it."""
    own = disposition_for(me(request), plan, answer, "opinion.answer")
    form = _decide_form(own, _readable(me(request), own), request.POST)
    if not form.is_valid():
        return _page(request, own, decided=form)
    kind = DispositionKind(form.cleaned_data["kind"])
    try:
        decide(
            by=me(request), disposition=own, kind=kind, reason=form.cleaned_data["reason"],
            places=form.named_places(),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, refusal.in_(current()))
    else:
        messages.success(request, say("opinions.decided"))
    return redirect("opinions:answer", plan, answer)


@signed_in
@require_POST
def close_it(request: HttpRequest, plan: str, answer: int) -> HttpResponse:
    """Close an answer: as it is, with a revision, or as what the plan had already."""
    own = disposition_for(me(request), plan, answer, "opinion.answer")
    try:
        if not own.is_promise or "met" in request.POST:
            close(by=me(request), disposition=own, met="met" in request.POST)
        else:
            close(by=me(request), disposition=own, revision=_named(request, own))
    except Refusal as refusal:
        messages.error(request, refusal.in_(current()))
    else:
        messages.success(request, say("opinions.closed-now"))
    return redirect("opinions:answer", plan, answer)


def _named(request: HttpRequest, own: Disposition) -> StoredRevision | None:
    """The revision that was named, if this person may read it."""
    number = request.POST.get("revision", "")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        return None
    person = me(request)
    for branch in own.workspace.branches.select_related("head", "workspace"):
        if may_read(person, branch):
            found = visible_revisions(person, branch).filter(number=int(number)).first()
            if found:
                return found
    return None


@signed_in
@require_POST
def out(request: HttpRequest, plan: str, answer: int, segment: int) -> HttpResponseRedirect:
    """Take a part of an opinion out of an answer."""
    own = disposition_for(me(request), plan, answer, "opinion.answer")
    part = own.segments.filter(pk=segment).select_related("opinion", "disposition").first()
    if part is None:
        raise Http404
    try:
        ungroup(by=me(request), segment=part)
    except Refusal as refusal:
        messages.error(request, refusal.in_(current()))
    left = Segment.objects.filter(disposition=answer).exists()
    return redirect("opinions:answer", plan, answer) if left else redirect("opinions:list", plan)
