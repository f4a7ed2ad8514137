"""Who may open a page of opinions: whoever may not learns nothing, not even that something exists."""

from django.db.models import QuerySet
from django.http import Http404

from mitgrim.web.opinions.models import Disposition, Opinion
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import Visitor, may
from mitgrim.web.revisions.models import Workspace


def sections_for(person: Visitor, workspace: Workspace, verb: str) -> tuple[str, ...]:
    """The sections of a plan for whose opinions somebody may do something."""
    if not hasattr(workspace, "_section_names"):  # asked for every verb that a page knows
        names = workspace.branches.order_by("id").values_list("name", flat=True)
        workspace._section_names = tuple(names)  # type: ignore[attr-defined]
    held: tuple[str, ...] = workspace._section_names  # type: ignore[attr-defined]
    return tuple(own for own in held if may(person, verb, section=own))


def workspace_with(person: Visitor, plan: str, verb: str) -> tuple[Workspace, tuple[str, ...]]:
    """A plan and the sections in it for which somebody may do something; at least one."""
    workspace = Workspace.objects.filter(pk=plan).first()
    sections = sections_for(person, workspace, verb) if workspace else ()
    if workspace is None or not sections:
        raise Http404
    return workspace, sections


def opinion_for(person: Person, plan: str, code: str, verb: str = "opinion.read") -> Opinion:
    """An opinion with which somebody may do something."""
    workspace, sections = workspace_with(person, plan, verb)
    rows: QuerySet[Opinion] = Opinion.objects.filter(workspace=workspace, section__in=sections)
    found = rows.filter(code=code).select_related("revision__workspace", "workspace").first()
    if found is None:
        raise Http404
    return found


def disposition_for(
    person: Person, plan: str, number: int, verb: str = "opinion.read"
) -> Disposition:
    """An answer with which somebody may do something."""
    workspace, sections = workspace_with(person, plan, verb)
    rows = Disposition.objects.filter(workspace=workspace, section__in=sections, pk=number)
    found = rows.select_related("workspace", "revision__workspace", "made_by", "closed_by").first()
    if found is None:
        raise Http404
    return found
