"""The pages of a plan's stages: where it stands, what is done and needed, and the next step."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mitgrim.plan import Stage
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure import stages as services
from mitgrim.web.procedure.forms.stages import EndForm
from mitgrim.web.procedure.models import StageMove
from mitgrim.web.procedure.queries import stages_of
from mitgrim.web.procedure.views.frame import crumbs_of, form_page_of, frame, plan_or_404
from mitgrim.web.revisions.models import Workspace

STAGES = ("procedure.stage.title", "procedure:stages")
enters, ends = allowed("workspace.enter"), allowed("stage.end")


@enters
@require_GET
def stages(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Every stage with its dates; of the present one, what is done in it and what is missing."""
    workspace = plan_or_404(plan)
    now = services.present_stage(workspace)
    moves = {own.stage: own for own in reversed(workspace.stage_moves.select_related("by"))}
    page = {
        **frame(workspace, say("procedure.stage.title")),
        "now": now,
        "needs": services.needs_of(workspace, now.id) if now else (),
        "lines": [_line(workspace, own, now, moves.get(own.id)) for own in stages_of(workspace)],
        "ends": may(request.user, "stage.end"),
    }
    return render(request, "procedure/stages.html", page)


@ends
def end(request: HttpRequest, plan: str, stage: str) -> HttpResponseBase:
    """The present stage is done: refused with what is missing, or with a reason on record."""
    workspace = plan_or_404(plan)
    own = next((each for each in stages_of(workspace) if each.id == stage), None)
    if own is None:
        raise Http404
    needs = services.needs_of(workspace, stage)
    complete = all(each.is_met for each in needs)
    form = EndForm(request.POST or None, complete=complete, initial={"done": timezone.localdate()})

    def act(**values: Any) -> Any:
        return services.end_stage(by=me(request), workspace=workspace, stage=stage, **values)

    title = say("procedure.stage.end-of", name=named(own.name, own.id))
    way = crumbs_of(workspace, STAGES)
    return form_page_of(
        request,
        form,
        act,
        title,
        crumbs=way,
        workspace=workspace,
        lead=_lead(needs),
        submit=say("procedure.stage.end"),
    )


def _lead(needs: tuple[services.Met, ...]) -> str:
    texts = [own.missing.in_(current()) for own in needs if own.missing is not None]
    return " ".join(texts)


def _line(
    workspace: Workspace, stage: Stage, now: Stage | None, move: StageMove | None
) -> dict[str, Any]:
    return {
        "stage": stage,
        "here": now is not None and stage.id == now.id,
        "move": move if move is not None and move.done == stage.done else None,
        "doings": [
            (
                say(f"procedure.verb.{own.verb}"),
                ", ".join(say(f"people.role.{role}") for role in own.roles),
            )
            for own in services.doings_of(workspace, stage.id)
        ],
    }
