"""Who may open a page: whoever may not learns nothing, not even that something exists."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from mitgrim.web.people.models import Person
from mitgrim.web.reviews.models import Amendment, Committee, Item, Motion, Sitting
from mitgrim.web.reviews.queries import manages, may_see
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.workspace.access import workspace_for


def committee_for(person: Person, plan: str, section: str, *, manage: bool = False) -> Committee:
    """A committee whose papers somebody sees, or which they keep."""
    workspace = workspace_for(person, plan)
    rows = Committee.objects.select_related("workspace")
    found = rows.filter(workspace=workspace, section=section).first()
    allowed = found is not None and (manages(person, section) if manage else may_see(person, found))
    if found is None or not allowed:
        raise Http404
    return found


def section_to_keep(person: Person, plan: str, section: str) -> Workspace:
    """A plan with a section whose committee somebody keeps, whether there is one yet or not."""
    workspace = workspace_for(person, plan)
    if not manages(person, section) or not workspace.branches.filter(name=section).exists():
        raise Http404
    return workspace


def sitting_for(person: Person, plan: str, number: int, *, manage: bool = False) -> Sitting:
    """A sitting of a committee whose papers somebody sees."""
    rows = Sitting.objects.select_related("committee__workspace")
    found = get_object_or_404(rows, committee__workspace=plan, pk=number)
    committee_for(person, plan, found.committee.section, manage=manage)
    return found


def item_for(person: Person, plan: str, number: int, *, manage: bool = False) -> Item:
    """An item of such a sitting."""
    rows = Item.objects.select_related("sitting__committee__workspace", "revision")
    found = get_object_or_404(rows, sitting__committee__workspace=plan, pk=number)
    committee_for(person, plan, found.sitting.committee.section, manage=manage)
    return found


def motion_for(person: Person, plan: str, number: int, *, manage: bool = False) -> Motion:
    """A question that was put on such an item."""
    rows = Motion.objects.select_related("item__sitting__committee__workspace")
    found = get_object_or_404(rows, item__sitting__committee__workspace=plan, pk=number)
    committee_for(person, plan, found.item.sitting.committee.section, manage=manage)
    return found


def amendment_for(person: Person, plan: str, number: int, *, manage: bool = False) -> Amendment:
    """An amendment of such an item."""
    rows = Amendment.objects.select_related(
        "item__sitting__committee__workspace", "item__revision", "revision"
    )
    found = get_object_or_404(rows, item__sitting__committee__workspace=plan, pk=number)
    committee_for(person, plan, found.item.sitting.committee.section, manage=manage)
    return found
