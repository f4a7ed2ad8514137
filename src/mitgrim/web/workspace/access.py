"""Who may open a page: whoever may not learns nothing, not even that something exists."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest

from mitgrim.plan import NATION
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import may, require
from mitgrim.web.revisions.models import Branch, StoredRevision, Workspace
from mitgrim.web.revisions.queries import branch_of, may_read
from mitgrim.web.workspace.queries import visible_revisions


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; the views are behind `login_required`."""
    assert isinstance(request.user, Person)
    return request.user


def workspace_for(person: Person, plan: str) -> Workspace:
    """A plan that is worked on, for those who may enter at all."""
    workspace = Workspace.objects.filter(id=plan).first()
    if workspace is None or not may(person, "workspace.enter"):
        raise Http404
    return workspace


def branch_for(person: Person, plan: str, section: str) -> Branch:
    """A draft that somebody may read."""
    branch = branch_of(workspace_for(person, plan), section)
    if branch is None or not may_read(person, branch):
        raise Http404
    return branch


def city_branch_for(person: Person, plan: str, section: str) -> Branch:
    """A city's draft: the national section is not handed in."""
    if section == NATION:
        raise Http404
    return branch_for(person, plan, section)


def revision_for(person: Person, branch: Branch, number: int) -> StoredRevision:
    """A revision of a draft that somebody may read."""
    rows = visible_revisions(person, branch).select_related("author")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def plan_for_officer(person: Person, verb: str, plan: str) -> Workspace:
    """A plan for whoever may do this to the whole of it; asked before anything is looked up."""
    require(person, verb)
    return workspace_for(person, plan)


def allowed(person: Person, branch: Branch, verbs: Mapping[str, str]) -> dict[str, bool]:
    """Which of these verbs somebody may do to a draft, by the name a template knows them under."""
    return {name: may(person, verb, section=branch.name) for name, verb in verbs.items()}
