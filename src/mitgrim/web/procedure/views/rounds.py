"""The pages of rounds: the list, a round body by body, opening, more time, closing, its table."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mitgrim.law import Counting, Reckoning
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.administration import Crumbs
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure import consulting, round_sheets
from mitgrim.web.procedure.forms.rounds import ExtensionForm, RoundForm
from mitgrim.web.procedure.law import basis_for, deadline
from mitgrim.web.procedure.models import Extension, Round
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.procedure.rounds import Seat, bodies_of, rounds_for, table_of
from mitgrim.web.procedure.stages import present_stage, stages_with
from mitgrim.web.procedure.views.frame import crumbs_of, form_page_of, frame, plan_or_404
from mitgrim.web.revisions.models import Workspace

ROUNDS = ("procedure.round.all", "procedure:rounds")
sees, edits, reads = allowed("round.see"), allowed("round.edit"), allowed("round.read")


@sees
@require_GET
def rounds(request: HttpRequest, plan: str) -> HttpResponseBase:
    """The rounds of a plan that the reader may see, the newest first."""
    workspace, today = plan_or_404(plan), timezone.localdate()
    page = {
        **frame(workspace, say("procedure.round.all")),
        "tables": [table_of(own, today) for own in rounds_for(request.user, workspace)],
        "edits": may(request.user, "round.edit"),
        "reads": may(request.user, "round.read"),
    }
    return render(request, "procedure/rounds.html", page)


@sees
@require_GET
def round_page(request: HttpRequest, plan: str, round: int) -> HttpResponseBase:
    """A round body by body; a consulted ministry sees its own line and no other."""
    workspace, own = round_or_404(request, plan, round)
    table, ground = table_of(own, timezone.localdate()), basis_for(workspace, own.basis, own.starts)
    reads = may(request.user, "round.read")
    mine = set() if reads else set(bodies_of(request.user).values_list("pk", flat=True))
    seats = [seat for seat in table.seats if reads or seat.invitation.organisation_id in mine]
    counted = _counted(workspace, own)
    page = {
        **frame(workspace, own.title, ROUNDS),
        "table": table,
        "round": own,
        "seats": seats,
        "basis": ground,
        "counted": counted,
        "passed": ", ".join(why.in_(current()) for _, why in counted.passed) if counted else "",
        "extensions": [
            each
            for each in own.extensions.select_related("invitation__organisation", "by")
            if reads or _concerns(each, seats)
        ],
        "edits": may(request.user, "round.edit"),
        "reads": reads,
        "formats": list(round_sheets.WRITERS),
    }
    return render(request, "procedure/round.html", page)


@edits
def open_round(request: HttpRequest, plan: str) -> HttpResponseBase:
    """A new round."""
    workspace, today = plan_or_404(plan), timezone.localdate()
    form = RoundForm(
        request.POST or None, workspace=workspace, today=today, initial={"starts": today}
    )

    def act(**values: Any) -> Any:
        return consulting.open_round(by=me(request), workspace=workspace, **values)

    way = crumbs_of(workspace, ROUNDS)
    title = say("procedure.round.open")
    return form_page_of(
        request, form, act, title, crumbs=way, workspace=workspace, submit=title,
        lead=_out_of_season(workspace),
    )  # fmt: skip


@edits
def extend(request: HttpRequest, plan: str, round: int) -> HttpResponseBase:
    """More time, for all bodies or for one."""
    workspace, own = round_or_404(request, plan, round)
    form = ExtensionForm(request.POST or None, round=own)

    def act(**values: Any) -> Any:
        return consulting.extend(by=me(request), round=own, **values)

    way = crumbs_of_round(workspace, own)
    return form_page_of(
        request, form, act, say("procedure.round.extend"), crumbs=way, workspace=workspace
    )


@edits
@require_POST
def close(request: HttpRequest, plan: str, round: int) -> HttpResponseBase:
    """The end of a round; what stands in its way is named."""
    _, own = round_or_404(request, plan, round)
    try:
        consulting.close_round(by=me(request), round=own)
    except ProcedureRefusal as refusal:
        messages.error(request, refusal.in_(current()))
    else:
        messages.success(request, say("procedure.round.done-closed"))
    return redirect("procedure:round", plan=plan, round=round)


@reads
@require_GET
def table_file(request: HttpRequest, plan: str, round: int, format: str) -> HttpResponseBase:
    """How a round stands, as a file for spreadsheets."""
    _, own = round_or_404(request, plan, round)
    if format not in round_sheets.WRITERS:
        raise Http404
    write, kind = round_sheets.WRITERS[format]
    response = HttpResponse(
        write(round_sheets.sheet_of(table_of(own, timezone.localdate()))), content_type=kind
    )
    name = f"{plan}-consultation-{own.pk}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def round_or_404(request: HttpRequest, plan: str, round: int) -> tuple[Workspace, Round]:
    """A round that the reader may see; that there are others is not said."""
    workspace = plan_or_404(plan)
    return workspace, get_object_or_404(rounds_for(request.user, workspace), pk=round)


def crumbs_of_round(workspace: Workspace, own: Round) -> Crumbs:
    """The way to what belongs to a round."""
    page = reverse("procedure:round", args=(workspace.pk, own.pk))
    return [*crumbs_of(workspace, ROUNDS), (own.title, page)]


def _out_of_season(workspace: Workspace) -> str:
    """That a plan stands at a stage in which no round is usually opened; nothing forbids it."""
    now, usual = present_stage(workspace), stages_with(workspace, "round.edit")
    if not usual or now is None or now.id in {own.id for own in usual}:
        return ""
    names = ", ".join(named(own.name, own.id) for own in usual)
    return say("procedure.round.out-of-season", now=named(now.name, now.id), usual=names)


def _counted(workspace: Workspace, own: Round) -> Reckoning | None:
    """How the deadline came about; nothing where holidays have changed since it was told."""
    found = deadline(workspace, own.starts, own.days, Counting(own.counting))
    return found if found.last == own.due else None


def _concerns(extension: Extension, seats: list[Seat]) -> bool:
    mine = {own.invitation.pk for own in seats}
    return extension.invitation_id is None or extension.invitation_id in mine
