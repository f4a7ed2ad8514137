"""Who may open a page: whoever may not learns nothing, not even that a scenario exists."""

from django.http import Http404

from mitgrim.plan import NATION
from mitgrim.web.funding.models import Scenario
from mitgrim.web.funding.queries import scenarios_of
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.queries import branch_of
from mitgrim.web.workspace.access import workspace_for


def scenario_for(person: Person, plan: str, number: int) -> Scenario:
    """A scenario that somebody may read."""
    found = scenarios_of(person, workspace_for(person, plan)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def branch_to_ask(person: Person, plan: str, section: str) -> Branch:
    """A draft of which somebody may make scenarios."""
    branch = branch_of(workspace_for(person, plan), section)
    if branch is None or not may(person, "funding.ask", section=section):
        raise Http404
    return branch


def adoptable(person: Person, plan: str, number: int, section: str) -> tuple[Scenario, Branch]:
    """A scenario and a draft that somebody writes; one's own scenario, or one that was offered."""
    workspace = workspace_for(person, plan)
    branch = branch_of(workspace, section)
    rows = Scenario.objects.filter(branch__workspace=workspace, pk=number)
    scenario = rows.select_related("branch__workspace", "by").first()
    if scenario is None or branch is None or section not in dict(scenario.manifest):
        raise Http404
    if section == NATION:  # it has no projects
        raise Http404
    reads = scenario.offered or may(person, "funding.read", section=scenario.branch.name)
    if not reads or not may(person, "draft.edit", section=section):
        raise Http404
    return scenario, branch
