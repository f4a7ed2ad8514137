"""The pages of a body in a round: what concerns it, and its answer."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mitgrim.plan import Plan, Project, display_numbers
from mitgrim.web.pages.templatetags.pages import day
from mitgrim.web.pages.words import named, say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.permissions import may
from mitgrim.web.procedure import consulting
from mitgrim.web.procedure.concerns import Concern, projects_for
from mitgrim.web.procedure.forms.rounds import AnswerForm, ConcernForm, PaperForm
from mitgrim.web.procedure.models import Invitation, Round
from mitgrim.web.procedure.rounds import Seat, bodies_of, table_of
from mitgrim.web.procedure.views.frame import form_page_of, frame
from mitgrim.web.procedure.views.rounds import ROUNDS, crumbs_of_round, edits, round_or_404
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import manifest, plan_of

PAGE: Final = 50
sees = allowed("round.see")


@sees
@require_GET
def body(request: HttpRequest, plan: str, round: int, invitation: int) -> HttpResponseBase:
    """What a body is asked: the request, the projects that concern it, how it answered."""
    workspace, own, seat = seat_or_404(request, plan, round, invitation)
    of = plan_of(manifest(own.revision))
    concern = Concern.from_json(seat.invitation.concern)
    page = {
        **frame(workspace, named(seat.invitation.organisation.name), ROUNDS),
        "crumbs": [
            *crumbs_of_round(workspace, own),
            (named(seat.invitation.organisation.name), ""),
        ],
        "round": own,
        "seat": seat,
        "everything": concern.is_everything,
        "projects": Paginator(_lines(of, projects_for(of, concern)), PAGE).get_page(
            request.GET.get("page")
        ),
        "answers": seat.invitation.returns.select_related("by"),
        "edits": may(request.user, "round.edit"),
        "answerable": own.closed is None and may_answer(request, seat),
    }
    return render(request, "procedure/body.html", page)


@sees
def answer(request: HttpRequest, plan: str, round: int, invitation: int) -> HttpResponseBase:
    """A body's answer; an officer enters one that came on paper."""
    workspace, own, seat = seat_or_404(request, plan, round, invitation)
    if not may_answer(request, seat):
        raise PermissionDenied
    theirs = seat.invitation.organisation in bodies_of(request.user)
    today = timezone.localdate()
    form: AnswerForm = (
        AnswerForm(request.POST or None)
        if theirs
        else PaperForm(request.POST or None, initial={"received": today})
    )

    def act(**values: Any) -> Any:
        return consulting.answer(by=me(request), invitation=seat.invitation, **values)

    title = say("procedure.round.answer-of", body=named(seat.invitation.organisation.name))
    way = crumbs_of_round(workspace, own)
    return form_page_of(
        request,
        form,
        act,
        title,
        crumbs=way,
        workspace=workspace,
        lead=_lead(seat),
        submit=say("procedure.round.answer"),
    )


@edits
def concern(request: HttpRequest, plan: str, round: int, invitation: int) -> HttpResponseBase:
    """What of the plan concerns a body, adjusted by the officer."""
    workspace, own, seat = seat_or_404(request, plan, round, invitation)
    held = seat.invitation.concern
    known = held | {"names": "\n".join(held.get("names", ()))}
    form = ConcernForm(request.POST or None, plan=plan_of(manifest(own.revision)), initial=known)

    def act(concern: Concern) -> Any:
        return consulting.adjust_concern(
            by=me(request), invitation=seat.invitation, concern=concern
        )

    title = say("procedure.round.concern-of", body=named(seat.invitation.organisation.name))
    way = crumbs_of_round(workspace, own)
    return form_page_of(
        request,
        form,
        act,
        title,
        crumbs=way,
        workspace=workspace,
        lead=say("procedure.concern.lead"),
    )


def seat_or_404(
    request: HttpRequest, plan: str, round: int, invitation: int
) -> tuple[Workspace, Round, Seat]:
    """A body's place in a round; one of another body is as if it were not there."""
    workspace, own = round_or_404(request, plan, round)
    rows = Invitation.objects.filter(round=own)
    if not may(request.user, "round.read"):
        rows = rows.filter(organisation__in=bodies_of(request.user))
    held = get_object_or_404(rows, pk=invitation)
    table = table_of(own, timezone.localdate())
    return workspace, own, next(each for each in table.seats if each.invitation.pk == held.pk)


def may_answer(request: HttpRequest, seat: Seat) -> bool:
    """Whether the reader speaks for the body, or types in what it sent on paper."""
    if may(request.user, "round.edit"):
        return True
    mine = bodies_of(request.user)
    return may(request.user, "round.answer") and seat.invitation.organisation in mine


def _lead(seat: Seat) -> str:
    if seat.answer is not None:
        return say(
            "procedure.round.answered-before", day=day(seat.answer.received),
            kind=seat.standing_name,
        )  # fmt: skip
    if timezone.localdate() > seat.due:
        return say("procedure.round.deadline-past", day=day(seat.due))
    body = named(seat.invitation.organisation.name)
    return say("procedure.round.asked", body=body, due=day(seat.due))


def _lines(plan: Plan, found: list[Project]) -> list[dict[str, Any]]:
    """The projects of a body as its page shows them."""
    numbers = display_numbers(plan)
    cities = {own.city.id: named(own.city.name, own.city.id) for own in plan.cities}
    return [
        {
            "number": numbers[own.id],
            "name": named(own.name, own.id),
            "city": cities[own.city],
            "lead": own.lead,
            "description": own.description,
            "planned": own.amount(),
            "id": own.id,
        }
        for own in found
    ]
