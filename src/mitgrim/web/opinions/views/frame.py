"""What the pages of opinions share: where one is, and what an opinion is about as it was then."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from mitgrim.history.fulfilment import content_changes
from mitgrim.plan import NATION
from mitgrim.web.opinions.access import sections_for
from mitgrim.web.opinions.anchoring import (
    newest_public,
    offered_places,
    public_of,
    reading_manifest,
    sections_of,
)
from mitgrim.web.opinions.carrying import changed_lines
from mitgrim.web.opinions.models import Opinion
from mitgrim.web.opinions.wording import excerpt
from mitgrim.web.pages.language import current
from mitgrim.web.pages.navigation import Link
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may, require
from mitgrim.web.revisions.models import StoredRevision, Workspace
from mitgrim.web.revisions.queries import branch_of, may_read, national_branch
from mitgrim.web.workspace.comparison import RecordChange
from mitgrim.web.workspace.views.frame import names_around, plan_frame
from mitgrim.web.workspace.wording import branch_text, names_in
from mitgrim.wording import date_text


def work_frame(
    request: HttpRequest, workspace: Workspace, *crumbs: tuple[str, str]
) -> dict[str, Any]:
    """The header, the path and the ways on of a page for those who answer."""
    page = reverse("opinions:list", args=(workspace.pk,))
    frame = plan_frame(workspace, (say("opinions.title"), page if crumbs else ""), *crumbs)
    if not may(request.user, "workspace.enter"):  # a moderator has no plan to go back to
        del frame["crumbs"][1]
    able = {
        verb: bool(sections_for(request.user, workspace, f"opinion.{verb}"))
        for verb in ("answer", "enter", "moderate", "terms")
    }
    return {**frame, "answers": able["answer"], "tabs": list(_tabs(request, workspace, able))}


_TABS: Final = (
    ("list", "opinions.tab.list", ""),
    ("alike", "opinions.alike.title", "answer"),
    ("table", "opinions.table.title", ""),
    ("enter", "opinions.enter.title", "enter"),
    ("minutes", "opinions.minutes.title", "enter"),
    ("bring", "opinions.bring.title", "enter"),
    ("invitations", "opinions.invitations.title", "enter"),
    ("moderation", "opinions.moderation.title", "moderate"),
    ("terms", "opinions.terms.title", "terms"),
)


def _tabs(request: HttpRequest, workspace: Workspace, able: dict[str, bool]) -> Iterator[Link]:
    """The pages that this person may go to."""
    for name, says, verb in _TABS:
        if not verb or able[verb]:
            url = reverse(f"opinions:{name}", args=(workspace.pk,))
            yield Link(say(says), url, url == request.path)


def choose_plan(request: HttpRequest, verb: str, page: str, template: str) -> HttpResponse:
    """The plans of which one may do something; the page of the only one."""
    plans = [own for own in Workspace.objects.all() if sections_for(request.user, own, verb)]
    if not plans:
        require(request.user, verb)
    if len(plans) == 1:
        return redirect(page, plans[0].pk)
    return render(request, template, {"plans": plans})


def section_names(workspace: Workspace, sections: Iterable[str]) -> list[tuple[str, str]]:
    """Sections by what they are called, the nation as the plan as a whole."""
    names = names_around(national_branch(workspace))
    return [
        (own, say("opinions.whole-plan") if own == NATION else branch_text(own, names))
        for own in sections
    ]


def revision_text(revision: StoredRevision) -> str:
    """A revision in a line of a choice."""
    return say(
        "opinions.revision-of",
        number=revision.number,
        day=date_text(timezone.localtime(revision.moment).date(), current()),
        message=revision.message,
    )


def anchor_choices(
    person: Person, workspace: Workspace, sections: Iterable[str]
) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """The revisions that an opinion that is typed in may be about, the usual one first; and places.

    Public versions come first; then the drafts of one's own as they stand.
    """
    revisions = [
        (own.revision_id, say("opinions.published-as", title=named(own.title)))
        for own in reversed(public_of(workspace))
    ]
    drafts = [branch_of(workspace, own) for own in sections]
    readable = [own for own in drafts if own is not None and may_read(person, own)]
    names = dict(section_names(workspace, [own.name for own in readable]))
    revisions += [
        (own.head_id, say("opinions.draft-of", section=names[own.name], number=own.head_id))
        for own in readable
    ]
    usual = newest_public(workspace) or (readable[0].head if readable else None)
    places: list[tuple[str, str]] = []
    if usual is not None:
        held, around = sections_of(usual), reading_manifest(usual)
        for name in sections:
            if name == NATION:
                places.append(("", say("opinions.whole-plan")))
            if name in held:
                places += offered_places(held[name], around)
    return revisions, places


def as_it_was(opinion: Opinion) -> list[tuple[str, str]]:
    """What the plan said at the place when the opinion was given."""
    section = sections_of(opinion.revision).get(opinion.section)
    if section is None:
        return []
    names = names_in(reading_manifest(opinion.revision))
    return list(excerpt(section, opinion.place or opinion.section, names))


def now_for(person: Any, opinion: Opinion) -> StoredRevision | None:
    """The state that an opinion is compared with: the draft, for who may read it; else what is
    public."""
    branch = branch_of(opinion.workspace, opinion.section)
    if isinstance(person, Person) and branch is not None and may_read(person, branch):
        return branch.head
    return newest_public(opinion.workspace)


def changes_since(opinion: Opinion, now: StoredRevision | None) -> list[RecordChange] | None:
    """What changed at the place of an opinion; None where there is nothing to compare with."""
    if now is None or opinion.section not in sections_of(now):
        return None
    before = sections_of(opinion.revision).get(opinion.section)
    place = opinion.place or opinion.section
    if not content_changes(before, sections_of(now)[opinion.section], place):
        return []
    return changed_lines(opinion.revision, now, [place])


def private(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page that no cache keeps and no search engine lists."""
    response = render(request, template, page, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
