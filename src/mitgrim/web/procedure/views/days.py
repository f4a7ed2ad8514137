"""The pages of days: the calendar of a plan, its file, and the switch of reminders."""

from datetime import UTC

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from mitgrim.plan import next_stage
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.accounts import choose_reminders
from mitgrim.web.procedure.icalendar import Event, calendar
from mitgrim.web.procedure.queries import Deadline, deadlines, stages_of
from mitgrim.web.procedure.reminding import person_of_token
from mitgrim.web.procedure.views.frame import frame, plan_or_404

enters = allowed("workspace.enter")


@enters
@require_GET
def calendar_page(request: HttpRequest, plan: str) -> HttpResponseBase:
    """The stages, and every deadline that the reader may know of."""
    workspace, today = plan_or_404(plan), timezone.localdate()
    stages = stages_of(workspace)
    now = next_stage(stages)
    page = {
        **frame(workspace, say("procedure.calendar")),
        "stages": stages,
        "now": now.id if now else "",
        "deadlines": [
            (own, own.is_late(today), say(f"procedure.kind.{own.kind.value}"))
            for own in deadlines(me(request), workspace)
        ],
    }
    return render(request, "procedure/calendar.html", page)


@enters
@require_GET
def calendar_file(request: HttpRequest, plan: str) -> HttpResponseBase:
    """The same as a file for calendar programs."""
    workspace = plan_or_404(plan)
    events = [_event(request, plan, own) for own in deadlines(me(request), workspace)]
    text = calendar(named(workspace.name), events, timezone.now().astimezone(UTC))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{workspace.pk}.ics"'
    return response


# Mail programs send the POST themselves (RFC 8058); the signed address is what proves it.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def reminders_off(request: HttpRequest, token: str) -> HttpResponseBase:
    """Turn reminders off by the address in a mail: asked first, so that no scanner does it."""
    person = person_of_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        choose_reminders(person=person, wanted=False)
    done = request.method == "POST"
    page = {"title": say("procedure.reminders.title"), "done": done}
    return render(request, "procedure/reminders_off.html", page)


def _event(request: HttpRequest, plan: str, own: Deadline) -> Event:
    page = reverse("procedure:calendar", args=(plan,))
    kind = say(f"procedure.kind.{own.kind.value}")
    return Event(
        uid=f"{own.id}@{plan}.{request.get_host()}",
        first=own.first if own.first and own.first <= own.day else own.day,
        last=own.day,
        summary=f"{kind}: {own.text}",
        description=named(own.who),
        url=request.build_absolute_uri(own.url or page),
    )
