"""The pages of forums: the programme as the plan has it, who came, who spoke, the minutes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mitgrim.plan import Session
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.administration import Crumbs
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure import forums as services
from mitgrim.web.procedure.forms.forums import AttendanceForm, MinutesForm, SpeakerForm
from mitgrim.web.procedure.forums import Gathering, forum_of, forums_of, speakers_of
from mitgrim.web.procedure.models import Speaker
from mitgrim.web.procedure.views.frame import crumbs_of, form_page_of, frame, plan_or_404
from mitgrim.web.revisions.models import Workspace

FORUMS = ("procedure.forum.all", "procedure:forums")
enters, edits = allowed("workspace.enter"), allowed("forum.edit")


@enters
@require_GET
def forums(request: HttpRequest, plan: str) -> HttpResponseBase:
    """The forums of a plan."""
    workspace = plan_or_404(plan)
    page = {**frame(workspace, say("procedure.forum.all")), "forums": forums_of(workspace)}
    return render(request, "procedure/forums.html", page)


@enters
@require_GET
def forum(request: HttpRequest, plan: str, forum: str) -> HttpResponseBase:
    """A forum: its programme, who came, who spoke."""
    workspace, own = _forum_or_404(plan, forum)
    sessions = own.planned.sessions if own.planned else ()
    page = {
        **frame(workspace, named(own.title, own.id), FORUMS),
        "forum": own,
        "speakers": speakers_of(own),
        "sessions": [(each, _minutes(each)) for each in sessions],
        "edits": may(request.user, "forum.edit"),
    }
    return render(request, "procedure/forum.html", page)


@enters
@require_GET
def minutes(request: HttpRequest, plan: str, forum: str) -> HttpResponseBase:
    """The minutes of a forum; opinions are cut from them, so the address stays."""
    workspace, own = _forum_or_404(plan, forum)
    title = say("procedure.forum.minutes-of", title=named(own.title, own.id))
    page = {
        **frame(workspace, title, FORUMS),
        "crumbs": [*_crumbs(workspace, own), (say("procedure.forum.minutes"), "")],
        "forum": own,
        "edits": may(request.user, "forum.edit"),
    }
    return render(request, "procedure/minutes.html", page)


@edits
def change_minutes(request: HttpRequest, plan: str, forum: str) -> HttpResponseBase:
    """What was said, to be written."""
    workspace, own = _forum_or_404(plan, forum)
    held = own.held.minutes if own.held else ""
    form = MinutesForm(request.POST or None, initial={"minutes": held})

    def keep(minutes: str) -> Any:
        return services.keep_minutes(
            by=me(request), workspace=workspace, forum=own.id, minutes=minutes
        )

    way = _crumbs(workspace, own)
    title = say("procedure.forum.minutes-change")
    return form_page_of(request, form, keep, title, crumbs=way, workspace=workspace)


@edits
def attendance(request: HttpRequest, plan: str, forum: str) -> HttpResponseBase:
    """How many came from which body."""
    workspace, own = _forum_or_404(plan, forum)
    rows = own.held.attendance.all() if own.held else ()
    counted = {each.organisation: each.people for each in rows}
    form = AttendanceForm(request.POST or None, on=own.day or timezone.localdate(), counted=counted)

    def count(**values: Any) -> Any:
        return services.count_attendance(
            by=me(request), workspace=workspace, forum=own.id, **values
        )

    way = _crumbs(workspace, own)
    title = say("procedure.forum.attendance-change")
    return form_page_of(request, form, count, title, crumbs=way, workspace=workspace)


@edits
def keep_speaker(
    request: HttpRequest, plan: str, forum: str, speaker: int | None = None
) -> HttpResponseBase:
    """Somebody who spoke, entered or corrected."""
    workspace, own = _forum_or_404(plan, forum)
    held = _speaker_or_404(plan, forum, speaker) if speaker else None
    form = SpeakerForm(
        request.POST or None,
        sessions=own.planned.sessions if own.planned else (),
        initial=_known(held) if held else {},
    )

    def keep(**values: Any) -> Any:
        return services.keep_speaker(
            by=me(request), workspace=workspace, forum=own.id, speaker=held, **values
        )

    way = _crumbs(workspace, own)
    title = say("procedure.forum.speaker-change" if held else "procedure.forum.speaker-add")
    return form_page_of(request, form, keep, title, crumbs=way, workspace=workspace)


@edits
@require_POST
def remove_speaker(request: HttpRequest, plan: str, forum: str, speaker: int) -> HttpResponseBase:
    """Somebody who was entered by mistake."""
    workspace = plan_or_404(plan)
    own = _speaker_or_404(plan, forum, speaker)
    services.remove_speaker(by=me(request), workspace=workspace, speaker=own)
    messages.success(request, say("people.done.saved"))
    return redirect("procedure:forum", plan=plan, forum=forum)


def _forum_or_404(plan: str, forum: str) -> tuple[Workspace, Gathering]:
    workspace = plan_or_404(plan)
    found = forum_of(workspace, forum)
    if found is None:
        raise Http404
    return workspace, found


def _speaker_or_404(plan: str, forum: str, speaker: int) -> Speaker:
    rows = Speaker.objects.select_related("held")
    return get_object_or_404(rows, pk=speaker, held__workspace=plan, held__forum=forum)


def _known(own: Speaker) -> dict[str, str]:
    session = f"{own.session:%H:%M}" if own.session else ""
    return {"name": own.name, "body": own.body, "session": session, "topic": own.topic}


def _minutes(session: Session) -> int:
    starts, ends = session.starts, session.ends
    return max(0, (ends.hour - starts.hour) * 60 + ends.minute - starts.minute)


def _crumbs(workspace: Workspace, own: Gathering) -> Crumbs:
    page = reverse("procedure:forum", args=(workspace.pk, own.id))
    return [*crumbs_of(workspace, FORUMS), (named(own.title, own.id), page)]
