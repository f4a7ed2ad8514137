"""The minutes of a meeting: pasted, and what was said in them marked as opinions."""

import re
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from mitgrim.web.opinions.access import workspace_with
from mitgrim.web.opinions.anchoring import anchored, readable_revision
from mitgrim.web.opinions.forms import LONGEST_NAME, MinutesForm
from mitgrim.web.opinions.kinds import OpinionSource
from mitgrim.web.opinions.services import OpinionRefusal, receive
from mitgrim.web.opinions.views.frame import anchor_choices, private, work_frame
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.models import Workspace
from mitgrim.wording import Refusal

MOST: Final = 300
_SPEAKER: Final = re.compile(
    r"^\s*[○●◦\-•]?\s*(?:\(([^()]{1,40})\)|([^\s:：]{1,20}(?:\s[^\s:：]{1,20}){0,2})\s*[:：])\s*"
)


@signed_in
@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, plan: str) -> HttpResponse:
    """Paste the minutes; their paragraphs come back to be marked."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.enter")
    revisions, places = anchor_choices(person, workspace, reach.sections)
    form = MinutesForm(request.POST or None, revisions=revisions, places=places)
    if request.method == "POST" and form.is_valid():
        own = form.cleaned_data
        found = passages(own["minutes"])
        if found and len(found) <= MOST:
            told = {"revision": own["revision"], "said_on": own["said_on"].isoformat()}
            rows = [{"place": own["place"], **one} for one in found]
            return _marking(request, workspace, {**told, "places": places}, rows)
        form.add_error("minutes", say("opinions.minutes.wrong", most=MOST))
    crumb = (say("opinions.minutes.title"), "")
    page = {**work_frame(request, workspace, crumb), "form": form, "ready": bool(places)}
    return private(request, "opinions/minutes.html", page, 422 if form.errors else 200)


def passages(minutes: str) -> list[dict[str, str]]:
    """The paragraphs of minutes, each with who speaks where that is said: `홍길동 위원: …`."""
    found = []
    for line in minutes.splitlines():
        text = line.strip()
        if not text:
            continue
        said = _SPEAKER.match(text)
        who = (said[1] or said[2]).strip() if said else ""
        found.append({"who": who, "text": text[said.end() :].strip() if said else text})
    return [own for own in found if own["text"]]


def _marking(
    request: HttpRequest, workspace: Workspace, told: dict[str, Any], rows: list[dict[str, str]]
) -> HttpResponse:
    """The paragraphs to be marked, those that were refused with the reason."""
    wrong = any(own.get("error") for own in rows)
    crumb = (say("opinions.minutes.mark"), "")
    numbered = [{"n": n, **own} for n, own in enumerate(rows)]
    page = {**work_frame(request, workspace, crumb), "rows": numbered, **told}
    return private(request, "opinions/mark.html", page, 422 if wrong else 200)


@signed_in
@require_POST
def mark(request: HttpRequest, plan: str) -> HttpResponse:
    """Take in the paragraphs that were marked; what can't be taken in comes back and says why."""
    person = me(request)
    workspace, reach = workspace_with(person, plan, "opinion.enter")
    posted = request.POST
    number, day = posted.get("revision", ""), parse_date(posted.get("said_on", "")[:10])
    if not (number.isascii() and number.isdecimal()) or day is None:
        return redirect("opinions:minutes", plan)
    revision = readable_revision(person, workspace, int(number[:18]))
    taken = 0
    left: list[dict[str, str]] = []
    for n in (int(own) for own in posted.getlist("s")[:MOST] if own.isdecimal()):
        text, who = posted.get(f"text-{n}", ""), posted.get(f"who-{n}", "")[:LONGEST_NAME]
        place = posted.get(f"place-{n}", "")
        try:
            about = anchored(revision, place, reader=person)
            if not may(person, "opinion.enter", section=about.section):
                raise OpinionRefusal("no-place")
            receive(
                by=person, workspace=workspace, about=about, text=text, name=who,
                source=OpinionSource.FORUM, said_on=day,
            )  # fmt: skip
            taken += 1
        except Refusal as refusal:
            error = refusal.in_(current())
            left.append({"who": who, "text": text, "place": place, "error": error})
    if taken:
        messages.success(request, say("opinions.minutes.taken", n=taken))
    if left:
        _, places = anchor_choices(person, workspace, reach.sections)
        told = {"revision": int(number[:18]), "said_on": day.isoformat(), "places": places}
        return _marking(request, workspace, told, left)
    if not taken:
        messages.error(request, say("opinions.refused.nothing-chosen"))
    return redirect("opinions:list", plan)
