"""Who may open a page of opinions: whoever may not learns nothing, not even that one exists."""

from django.http import Http404

from mitgrim.web.opinions.models import Disposition, Opinion
from mitgrim.web.opinions.queries import Reach
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import Visitor, may
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.web.revisions.queries import may_read


def sections_for(person: Visitor, workspace: Workspace, verb: str) -> tuple[str, ...]:
    """The sections of a plan for whose opinions somebody may do something."""
    return tuple(own.name for own in _branches(workspace) if may(person, verb, section=own.name))


def _branches(workspace: Workspace) -> tuple[Branch, ...]:
    """The drafts of a plan, asked for once however many verbs a page knows."""
    if not hasattr(workspace, "_branches"):
        workspace._branches = tuple(workspace.branches.order_by("id"))  # type: ignore[attr-defined]
    held: tuple[Branch, ...] = workspace._branches  # type: ignore[attr-defined]
    return held


def workspace_with(person: Visitor, plan: str, verb: str) -> tuple[Workspace, Reach]:
    """A plan and how far somebody may do something with its opinions; at least for one section."""
    workspace = Workspace.objects.filter(pk=plan).first()
    sections = sections_for(person, workspace, verb) if workspace else ()
    if workspace is None or not sections:
        raise Http404
    drafts = (own.name for own in _branches(workspace) if may_read(person, own))
    return workspace, Reach(sections=sections, drafts=tuple(drafts))


def opinion_for(person: Person, plan: str, code: str, verb: str = "opinion.read") -> Opinion:
    """An opinion with which somebody may do something."""
    workspace, reach = workspace_with(person, plan, verb)
    rows = Opinion.objects.filter(reach.opinions(), workspace=workspace, code=code)
    found = rows.select_related("revision__workspace").first()
    if found is None:
        raise Http404
    found.workspace = workspace
    return found


def disposition_for(
    person: Person, plan: str, number: int, verb: str = "opinion.read"
) -> Disposition:
    """An answer with which somebody may do something: one to opinions that they may all read."""
    workspace, reach = workspace_with(person, plan, verb)
    rows = Disposition.objects.filter(
        workspace=workspace, section__in=reach.sections, pk=number
    ).select_related("revision__workspace", "made_by", "closed_by")
    found = rows.first()
    own = Opinion.objects.filter(segments__disposition=number)
    if found is None or own.exclude(reach.opinions()).exists():
        raise Http404
    found.workspace = workspace
    return found
