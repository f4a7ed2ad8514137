"""The opinions of a plan for those who answer: found, grouped, answered together."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from mitgrim.web.opinions.access import sections_for, workspace_with
from mitgrim.web.opinions.answering import assign, close, decide, group
from mitgrim.web.opinions.forms import ArrangeForm, SearchForm, TogetherForm
from mitgrim.web.opinions.kinds import PROMISES, DispositionKind
from mitgrim.web.opinions.models import Segment
from mitgrim.web.opinions.privacy import without_contacts
from mitgrim.web.opinions.queries import (
    answerers,
    counts_of,
    open_dispositions,
    segments_of,
    suggested,
)
from mitgrim.web.opinions.views.frame import choose_plan, private, section_names, work_frame
from mitgrim.web.opinions.wording import progress_word
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.revisions.models import Workspace
from mitgrim.wording import Refusal

PAGE: Final = 50
MOST: Final = 2_000


@signed_in
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """The plans whose opinions one may read."""
    return choose_plan(request, "opinion.read", "opinions:list", "opinions/plans.html")


@signed_in
@require_GET
def listed(request: HttpRequest, plan: str) -> HttpResponse:
    """The parts of opinions to be answered, by what is looked for."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.read")
    named = section_names(workspace, reach.sections)
    form = SearchForm(request.GET, sections=named)
    wanted = form.wanted(person)
    rows = segments_of(workspace, reach, wanted)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    titles = dict(named)
    answered = sections_for(person, workspace, "opinion.answer")
    return private(
        request,
        "opinions/list.html",
        {
            **work_frame(request, workspace),
            "search": form,
            "page": page,
            "lines": [line(own, titles) for own in page],
            "counts": counts_of(workspace, reach),
            "place": wanted.place,
            "together": TogetherForm(),
            "arrange": ArrangeForm(people=answerers(answered[0]) if answered else []),
            "into": _begun(workspace, answered),
        },
    )


def line(own: Segment, titles: dict[str, str]) -> dict[str, Any]:
    """A part of an opinion as the list shows it."""
    return {
        "segment": own,
        "text": " ".join(without_contacts(own.text).split())[:160],
        "section": titles.get(own.opinion.section, own.opinion.section),
        "word": progress_word(own),
        "progress": own.progress.value,
    }


def _begun(workspace: Workspace, sections: tuple[str, ...]) -> list[tuple[int, str]]:
    if len(sections) != 1:
        return []
    rows = open_dispositions(workspace, sections[0])
    return [(own.pk, say("opinions.group-of", title=own.title, n=n)) for own, n in rows]


@signed_in
@require_POST
def together(request: HttpRequest, plan: str) -> HttpResponseRedirect:
    """Group, answer or share out the parts that were ticked."""
    workspace, reach = workspace_with(me(request), plan, "opinion.answer")
    wanted = [own for own in request.POST.getlist("s") if own.isascii() and own.isdecimal()]
    chosen = list(segments_of(workspace, reach).filter(pk__in=wanted[:MOST]))
    try:
        done = _done(request, workspace, reach.sections, chosen)
    except Refusal as refusal:
        messages.error(request, refusal.in_(current()))
        done = None
    return done or redirect("opinions:list", plan)


def _done(
    request: HttpRequest, workspace: Workspace, sections: tuple[str, ...], chosen: list[Segment]
) -> HttpResponseRedirect | None:
    by = me(request)
    if "arrange" in request.POST:
        _arranged(request, chosen)
        return None
    into = None
    number = request.POST.get("into", "")
    if number.isascii() and number.isdecimal():
        rows = [own for one in sections for own, _ in open_dispositions(workspace, one)]
        into = next((own for own in rows if own.pk == int(number)), None)
    answer = group(by=by, segments=chosen, into=into, title=request.POST.get("title", "")[:200])
    form = TogetherForm(request.POST)
    if into is None and form.is_valid() and form.cleaned_data["kind"]:
        kind = DispositionKind(form.cleaned_data["kind"])
        answer = decide(by=by, disposition=answer, kind=kind, reason=form.cleaned_data["reason"])
        if kind not in PROMISES:
            close(by=by, disposition=answer)
    messages.success(request, say("opinions.grouped", n=len(chosen)))
    return redirect("opinions:answer", workspace.pk, answer.pk)


def _arranged(request: HttpRequest, chosen: list[Segment]) -> None:
    people = answerers(chosen[0].opinion.section) if chosen else []
    form = ArrangeForm(request.POST, people=people)
    if not form.is_valid() or not chosen:
        messages.error(request, say("opinions.arrange-wrong"))
        return
    whom = next((own for own in people if own.pk == form.cleaned_data["assignee"]), None)
    assign(by=me(request), segments=chosen, assignee=whom, due=form.cleaned_data["due"])
    messages.success(request, say("opinions.arranged", n=len(chosen)))


@signed_in
@require_GET
def alike(request: HttpRequest, plan: str) -> HttpResponse:
    """Open opinions that seem to say the same, to be grouped by a person or not."""
    workspace, reach = workspace_with(me(request), plan, "opinion.answer")
    found, all_of_them = suggested(workspace, reach)
    titles = dict(section_names(workspace, reach.sections))
    page = Paginator(found, 10).get_page(request.GET.get("page"))
    shown = [[line(own, titles) for own in likes.segments] for likes in page]
    crumb = (say("opinions.alike.title"), "")
    return private(
        request,
        "opinions/alike.html",
        {**work_frame(request, workspace, crumb), "page": page, "likes": shown,
         "all": all_of_them},
    )  # fmt: skip
