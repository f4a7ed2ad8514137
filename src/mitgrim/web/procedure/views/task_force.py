"""The pages of a task force: its members, meetings and action items."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from mitgrim.web.pages.words import say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.permissions import may
from mitgrim.web.people.services import record
from mitgrim.web.procedure import queries, services
from mitgrim.web.procedure.forms.task_force import ItemForm, MeetingForm, MemberForm, NewMemberForm
from mitgrim.web.procedure.kinds import ItemState
from mitgrim.web.procedure.models import Item, Meeting, Member
from mitgrim.web.procedure.views.frame import crumbs_of, form_page_of, frame, plan_or_404
from mitgrim.web.revisions.models import Workspace

PAGE = 20
FORCE = ("procedure.task-force", "procedure:task-force")
reader, editor = allowed("task-force.read"), allowed("task-force.edit")


@reader
def task_force(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Who is in it, what is to be done, when it met; reading its names is recorded."""
    workspace, today = plan_or_404(plan), timezone.localdate()
    record(me(request), "people.read", f"{workspace.pk}/task-force")
    page = {
        **frame(workspace, say("procedure.task-force")),
        "members": queries.members_on(workspace, today),
        "former": queries.former_members(workspace, today),
        "items": _lines(request, workspace),
        "meetings": Paginator(queries.meetings_in(workspace), PAGE).get_page(
            request.GET.get("page")
        ),
        "ended": queries.items_in(workspace, ended=True)[:PAGE],
        "edits": may(request.user, "task-force.edit"),
        "today": today,
    }
    return render(request, "procedure/task_force.html", page)


@editor
def add_member(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Somebody new in the task force."""
    workspace = plan_or_404(plan)
    form = NewMemberForm(request.POST or None, initial={"valid_from": timezone.localdate()})

    def add(**values: Any) -> Any:
        return services.add_member(by=me(request), workspace=workspace, **values)

    return _form(request, form, add, say("procedure.member.add"), workspace)


@editor
def change_member(request: HttpRequest, plan: str, member: int) -> HttpResponseBase:
    """A member's duty and dates."""
    workspace = plan_or_404(plan)
    own = get_object_or_404(Member.objects.select_related("person"), workspace=plan, pk=member)
    form = MemberForm(request.POST or None, initial=forms.model_to_dict(own))

    def change(**values: Any) -> Any:
        return services.change_member(by=me(request), member=own, **values)

    return _form(request, form, change, own.person.name, workspace)


@reader
def meeting(request: HttpRequest, plan: str, meeting: int) -> HttpResponseBase:
    """A meeting: who came, what was said, what was agreed."""
    workspace = plan_or_404(plan)
    own = get_object_or_404(queries.meetings_in(workspace), pk=meeting)
    page = {
        **frame(workspace, own.title, FORCE),
        "meeting": own,
        "items": own.items.select_related("owner"),
        "edits": may(request.user, "task-force.edit"),
    }
    return render(request, "procedure/meeting.html", page)


@editor
def keep_meeting(request: HttpRequest, plan: str, meeting: int | None = None) -> HttpResponseBase:
    """A new meeting, or what there is to say of one."""
    workspace = plan_or_404(plan)
    own = get_object_or_404(Meeting, workspace=plan, pk=meeting) if meeting else None
    known = forms.model_to_dict(own) if own else {}
    form = MeetingForm(request.POST or None, workspace=workspace, meeting=own, initial=known)

    def keep(**values: Any) -> Any:
        return services.keep_meeting(by=me(request), workspace=workspace, meeting=own, **values)

    title = say("procedure.meeting.change") if own else say("procedure.meeting.add")
    return _form(request, form, keep, title, workspace)


@editor
def keep_item(request: HttpRequest, plan: str, item: int | None = None) -> HttpResponseBase:
    """Something new to do, or a change of it."""
    workspace, today = plan_or_404(plan), timezone.localdate()
    own = get_object_or_404(Item, workspace=plan, pk=item) if item else None
    known = forms.model_to_dict(own) if own else {"meeting": request.GET.get("meeting")}
    owner = own.owner if own else None
    form = ItemForm(request.POST or None, workspace=workspace, on=today, owner=owner, initial=known)

    def keep(**values: Any) -> Any:
        return services.keep_item(by=me(request), workspace=workspace, item=own, **values)

    title = say("procedure.item.change") if own else say("procedure.item.add")
    return _form(request, form, keep, title, workspace)


@reader
@require_POST
def end_item(request: HttpRequest, plan: str, item: int) -> HttpResponseBase:
    """Done, dropped, or open again; said by whose it is, or by who leads the task force."""
    own = get_object_or_404(Item, workspace=plan, pk=item)
    leads = may(request.user, "task-force.edit")
    if not leads and own.owner_id != me(request).pk:
        raise PermissionDenied
    try:
        state = ItemState(request.POST.get("state", ""))
    except ValueError as error:
        raise Http404 from error
    services.end_item(by=me(request), item=own, state=state)
    messages.success(request, say("procedure.done.item"))
    return redirect("procedure:task-force", plan=plan)


def _lines(request: HttpRequest, workspace: Workspace) -> list[tuple[Item, bool, bool]]:
    """Each open item, whether it is late, and whether the reader may say that it is done."""
    leads = may(request.user, "task-force.edit")
    today = timezone.localdate()
    return [
        (own, own.due < today, leads or own.owner_id == me(request).pk)
        for own in queries.items_in(workspace)
    ]


def _form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., Any],
    title: str,
    workspace: Workspace,
) -> HttpResponseBase:
    way = crumbs_of(workspace, FORCE)
    return form_page_of(request, form, act, title, crumbs=way, workspace=workspace)
