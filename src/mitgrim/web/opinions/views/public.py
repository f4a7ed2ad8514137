"""What anyone sees: opinions that are public with what became of them, and a way to give one."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.web.opinions.anchoring import (
    Anchored,
    AnchorRefusal,
    anchored,
    newest_public,
    public_of,
    value_at,
)
from mitgrim.web.opinions.carrying import changed_lines
from mitgrim.web.opinions.forms import AppealForm, GiveForm
from mitgrim.web.opinions.kinds import Moderation, OpinionSource, Who
from mitgrim.web.opinions.models import Invitation, Opinion, Segment
from mitgrim.web.opinions.privacy import without_contacts
from mitgrim.web.opinions.queries import (
    found_in,
    invitation_by,
    opinion_by_receipt,
    opinions_of,
    public_opinions,
    terms_of,
)
from mitgrim.web.opinions.services import OpinionRefusal, appeal, receive, withdraw
from mitgrim.web.opinions.views.frame import as_it_was, changes_since, private
from mitgrim.web.opinions.wording import disposition_word, revision_word
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.queries import public_versions
from mitgrim.web.revisions.models import Workspace
from mitgrim.wording import Refusal

PAGE: Final = 20


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The opinions that are public, the newest first."""
    query, place = request.GET.get("q", "")[:100], request.GET.get("place", "")[:400]
    rows = found_in(public_opinions(), query, "letters", "code").order_by("-id")
    if place:
        rows = rows.filter(place=place) | rows.filter(place__startswith=f"{place}/")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    told = answers_to(list(page))
    lines = [(own, without_contacts(own.text), told[own.pk]) for own in page]
    return render(
        request,
        "opinions/public.html",
        {
            "page": page, "lines": lines, "query": query, "place": place,
            "gives": bool(public_versions(timezone.now())),
        },
    )  # fmt: skip


def answers_to(opinions: list[Opinion]) -> dict[int, list[str]]:
    """What became of the parts of some opinions, in a word each, with one query."""
    found: dict[int, list[str]] = {own.pk: [] for own in opinions}
    rows = Segment.objects.filter(opinion__in=list(found)).select_related("disposition")
    for own in rows.order_by("opinion", "start"):
        answer = own.disposition if own.disposition and own.disposition.closed else None
        found[own.opinion_id].append(disposition_word(answer))
    return {key: list(dict.fromkeys(words)) for key, words in found.items()}


@require_GET
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """One opinion that is public, or one's own: what it was about, the answer, what changed."""
    own = (
        Opinion.objects.filter(code=code).select_related("revision__workspace", "workspace").first()
    )
    is_author = (
        own is not None and request.user.is_authenticated and own.person_id == request.user.pk
    )
    if own is None or not (own.is_public or is_author):
        raise Http404
    return _opinion_page(request, own, author=is_author)


def _opinion_page(
    request: HttpRequest, own: Opinion, *, author: bool, form: AppealForm | None = None
) -> HttpResponse:
    now = newest_public(own.workspace)
    page = {
        "title": say("opinions.one", code=own.code),
        "opinion": own,
        "text": own.text if author else without_contacts(own.text),
        "plan_name": own.workspace.name,
        "was": as_it_was(own),
        "since": changes_since(own, now),
        "answers": [_answered(own, part) for part in _parts(own)],
        "author": author,
        "appeals": author and own.state == Moderation.HIDDEN and not own.appealed,
        "form": form or AppealForm(),
        "crumbs": [(say("opinions.nav.public"), reverse("opinions:public")), (own.code, "")],
    }
    return private(request, "opinions/shown.html", page, status=422 if form else 200)


def _parts(own: Opinion) -> list[Segment]:
    return list(own.segments.select_related("disposition__revision__workspace"))


def _answered(own: Opinion, part: Segment) -> dict[str, Any]:
    """A part with its answer, as far as it was given: what is not closed is nobody's business."""
    answer = part.disposition if part.disposition and part.disposition.closed else None
    changed = []
    if answer and answer.revision and not answer.met:
        changed = changed_lines(own.revision, answer.revision, answer.places)
    return {
        "text": without_contacts(part.text).strip(),
        "word": disposition_word(answer),
        "answer": answer,
        "revision": revision_word(answer),
        "changed": changed,
    }


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What one said oneself."""
    page = Paginator(opinions_of(me(request)), PAGE).get_page(request.GET.get("page"))
    told = answers_to(list(page))
    lines = [(own, own.text, told[own.pk]) for own in page]
    crumbs = [(say("opinions.nav.public"), reverse("opinions:public")), (say("opinions.mine"), "")]
    return private(request, "opinions/mine.html", {"page": page, "lines": lines, "crumbs": crumbs})


@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """One's opinion for who has its secret: to read on, to take back, to ask for another look."""
    own = opinion_by_receipt(secret)
    if own is None:
        raise Http404
    if request.method == "GET":
        return _opinion_page(request, own, author=True)
    by = request.user if isinstance(request.user, Person) else None
    form = AppealForm(request.POST)
    try:
        if "withdraw" in request.POST:
            withdraw(by=by, opinion=own)
            messages.success(request, say("opinions.withdrawn"))
        elif form.is_valid():
            appeal(by=by, opinion=own, text=form.cleaned_data["appeal"])
            messages.success(request, say("opinions.appealed"))
        else:
            return _opinion_page(request, own, author=True, form=form)
    except OpinionRefusal as refusal:
        messages.error(request, refusal.in_(current()))
    return redirect("opinions:receipt", secret)


# Giving one --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """An opinion about a place of what is public: `?version=…&place=jeju/projects/…`."""
    version = _version(request.GET.get("version", ""))
    if version is None:
        return render(request, "opinions/closed.html", {"why": "nothing-public"}, status=404)
    terms = terms_of(version.workspace)
    if not terms.open:
        return render(request, "opinions/closed.html", {"why": "closed"}, status=403)
    if terms.who is Who.RESIDENTS and not may(request.user, "opinion.give"):
        why = "not-yours" if request.user.is_authenticated else "sign-in"
        return render(request, "opinions/closed.html", {"why": why}, status=403)
    return _given(request, version, None)


@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for a resident who was given a link, and has no account."""
    link = invitation_by(secret)
    if link is None:
        raise Http404
    place = request.GET.get("place", "") or link.section
    versions = public_of(link.workspace)
    if not versions or not terms_of(link.workspace).open:
        why = "closed" if versions else "nothing-public"
        return render(request, "opinions/closed.html", {"why": why}, status=403)
    return _given(request, versions[-1], link, place)


def _version(address: str) -> Publication | None:
    """The public version that is meant, else the newest one."""
    versions = public_versions(timezone.now())
    if not address:
        return versions[-1] if versions else None
    return next((own for own in versions if own.address == address), None)


def _given(
    request: HttpRequest, version: Publication, link: Invitation | None, place: str | None = None
) -> HttpResponse:
    workspace = Workspace.objects.get(pk=version.workspace_id)
    try:
        wanted = request.GET.get("place", "") if place is None else place
        about = anchored(version.revision, wanted, reader=request.user)
    except AnchorRefusal as refusal:
        why = {"why": "no-place", "said": refusal.in_(current())}
        return render(request, "opinions/closed.html", why, status=404)
    quotable = isinstance(value_at(version.revision, about.anchor.place), str)
    known = request.user if isinstance(request.user, Person) else None
    form = GiveForm(
        request.POST or None,
        terms=terms_of(workspace),
        quotable=quotable,
        name=known.name if known else "",
    )
    if request.method == "POST" and form.is_valid():
        done = _taken(request, about, link, form)
        if done is not None:
            return done
    page = {
        "form": form,
        "about": about.about,
        "was": _was(version, about),
        "version": version,
        "plan_name": workspace.name,
        "terms": terms_of(workspace),
        "title": say("opinions.give"),
        "crumbs": [(say("opinions.nav.public"), reverse("opinions:public")),
                   (say("opinions.give"), "")],
    }  # fmt: skip
    return private(request, "opinions/give.html", page, status=422 if form.errors else 200)


def _taken(
    request: HttpRequest, about: Anchored, link: Invitation | None, form: GiveForm
) -> HttpResponseRedirect | None:
    own = form.cleaned_data
    try:
        if own.get("quote"):
            place, quote = about.anchor.place, own["quote"]
            about = anchored(about.revision, place, quote=quote, reader=request.user)
        known = request.user if isinstance(request.user, Person) and link is None else None
        _, secret = receive(
            by=known, workspace=about.revision.workspace, about=about, text=own["text"],
            source=OpinionSource.WEB, name=own["name"], link=link,
            address=request.META.get("REMOTE_ADDR", ""),
        )  # fmt: skip
    except AnchorRefusal as refusal:
        form.add_error("quote", refusal.in_(current()))
        return None
    except Refusal as refusal:
        form.add_error(None, refusal.in_(current()))
        return None
    messages.success(request, say("opinions.received"))
    return redirect("opinions:receipt", secret)


def _was(version: Publication, about: Anchored) -> list[tuple[str, str]]:
    draft = Opinion(revision=version.revision, section=about.section, place=about.anchor.place)
    return as_it_was(draft)
