"""One opinion for those who answer: as it was, what changed since, its parts and their answers."""

import re
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from mitgrim.web.opinions.access import opinion_for, sections_for
from mitgrim.web.opinions.answering import assign, cut
from mitgrim.web.opinions.forms import ArrangeForm, TogetherForm
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.opinions.queries import answerers, open_dispositions, same_text
from mitgrim.web.opinions.services import erase, subject
from mitgrim.web.opinions.views.frame import (
    as_it_was,
    changes_since,
    now_for,
    private,
    revision_text,
    work_frame,
)
from mitgrim.web.opinions.wording import progress_word
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.permissions import may, require
from mitgrim.web.people.services import record
from mitgrim.wording import Refusal

_SENTENCE: Final = re.compile(r"[^.!?\n]*(?:[.!?]+|\n+|$)\s*")


@signed_in
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """One opinion; its author's whole name only when asked for, which is recorded."""
    person = me(request)
    own = opinion_for(person, plan, code)
    whole = ""
    if request.method == "POST":
        require(person, "opinion.answer", section=own.section)
        record(person, "opinion.names", subject(own))
        whole = own.name
    now = now_for(person, own)
    answers = own.section in sections_for(person, own.workspace, "opinion.answer")
    parts = list(own.segments.select_related("disposition", "assignee", "opinion"))
    begun = open_dispositions(own.workspace, own.section) if answers else []
    return private(
        request,
        "opinions/work-one.html",
        {
            **work_frame(request, own.workspace, (own.code, "")),
            "opinion": own,
            "whole_name": whole,
            "revision": revision_text(own.revision),
            "was": as_it_was(own),
            "since": changes_since(own, now),
            "parts": [(part, progress_word(part)) for part in parts],
            "same": same_text(own.workspace, own.text_key).exclude(pk=own.pk).count()
            if own.text_key else 0,
            "may_answer": answers and own.withdrawn is None,
            "may_erase": may(person, "opinion.erase", section=own.section),
            "sentences": _sentences(own, {part.start for part in parts}) if answers else [],
            "arrange": ArrangeForm(people=answerers(own.section)) if answers else None,
            "together": TogetherForm(),
            "into": [
                (one.pk, say("opinions.group-of", title=one.title, n=n)) for one, n in begun
            ],
        },
    )  # fmt: skip


def _sentences(own: Opinion, starts: set[int]) -> list[dict[str, Any]]:
    """Where an opinion can be cut: before each of its sentences and lines."""
    return [
        {"at": found.start(), "text": found[0].strip(), "cut": found.start() in starts}
        for found in _SENTENCE.finditer(own.text)
        if found[0].strip()
    ]


@signed_in
@require_POST
def cut_it(request: HttpRequest, plan: str, code: str) -> HttpResponseRedirect:
    """Cut an opinion before the sentences that were ticked."""
    own = opinion_for(me(request), plan, code, "opinion.answer")
    allowed = {one["at"] for one in _sentences(own, set())}
    starts = [int(at) for at in request.POST.getlist("at") if at.isascii() and at.isdecimal()]
    try:
        parts = cut(by=me(request), opinion=own, starts=[at for at in starts if at in allowed])
        messages.success(request, say("opinions.cut.done", n=len(parts)))
    except Refusal as refusal:
        messages.error(request, refusal.in_(current()))
    return redirect("opinions:work-one", plan, code)


@signed_in
@require_POST
def arrange(request: HttpRequest, plan: str, code: str) -> HttpResponseRedirect:
    """Say who answers the parts that were ticked, or all of them, until when."""
    own = opinion_for(me(request), plan, code, "opinion.answer")
    people = answerers(own.section)
    form = ArrangeForm(request.POST, people=people)
    if form.is_valid():
        parts = list(own.segments.select_related("opinion"))
        ticked = set(request.POST.getlist("s"))
        chosen = [part for part in parts if str(part.pk) in ticked] or parts
        whom = next((one for one in people if one.pk == form.cleaned_data["assignee"]), None)
        assign(by=me(request), segments=chosen, assignee=whom, due=form.cleaned_data["due"])
        messages.success(request, say("opinions.arranged", n=len(chosen)))
    else:
        messages.error(request, say("opinions.arrange-wrong"))
    return redirect("opinions:work-one", plan, code)


@signed_in
@require_POST
def erase_it(request: HttpRequest, plan: str, code: str) -> HttpResponseRedirect:
    """Let the personal data of an opinion go, as its author asked."""
    own = opinion_for(me(request), plan, code, "opinion.erase")
    erase(by=me(request), opinion=own, text_too="text" in request.POST)
    messages.success(request, say("opinions.erased-now"))
    return redirect("opinions:work-one", plan, code)
