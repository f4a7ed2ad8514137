"""Drafts, for people's own programs: the services that the forms use, under the same permissions.

Who may not read a draft learns nothing of it: it is not there.
"""

from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from mitgrim.plan import NATION, CityPlan
from mitgrim.web.api import drafts, edits
from mitgrim.web.api.answers import MOST, PAGE, known_only, page_of, private_json
from mitgrim.web.api.bearing import KEY_PARAMETER, PersonalToken, person_of, written
from mitgrim.web.api.described import OWN_ERRORS
from mitgrim.web.api.inputs import (
    LARGEST,
    STRICT,
    AssemblePost,
    BaselinePost,
    HearingPost,
    ProjectPatch,
    ProjectPost,
    ProjectPut,
    ReturnPost,
    UndoPost,
    sent,
)
from mitgrim.web.api.problems import ApiProblem
from mitgrim.web.api.reading import Id
from mitgrim.web.people.permissions import require
from mitgrim.web.revisions.handing_in import (
    assemble_plan,
    freeze,
    hand_in,
    record_hearing,
    return_draft,
)
from mitgrim.web.revisions.kinds import HearingKind
from mitgrim.web.revisions.models import Branch, HandIn, Workspace
from mitgrim.web.revisions.queries import branch_of, city_section, may_read
from mitgrim.web.revisions.services import undo_to
from mitgrim.web.workspace.queries import visible_revisions

router = Router(tags=["drafts"], auth=PersonalToken())
Plan = Path[Id]
Section = Path[Id]
Project = Path[Id]
BASE: Final = "/{plan}/{section}"


def _answers(of: Any, status: int = 200) -> dict[Any, Any]:
    return {status: of, **OWN_ERRORS}


def _draft(request: HttpRequest, plan: str, section: str) -> Branch:
    """A draft that may be read; one that may not is not there."""
    workspace = Workspace.objects.filter(id=plan).first()
    branch = branch_of(workspace, section) if workspace else None
    if branch is None or not may_read(person_of(request), branch):
        raise ApiProblem(404, "not-found")
    return branch


def _to_write(request: HttpRequest, verb: str, plan: str, section: str) -> Branch:
    branch = _draft(request, plan, section)
    require(person_of(request), verb, section=branch.name)
    return branch


def _city(branch: Branch) -> CityPlan:
    """The section of a city's draft; the nation has no projects."""
    if branch.name == NATION:
        raise ApiProblem(404, "not-found")
    return city_section(branch)


def _workspace(request: HttpRequest, verb: str, plan: str) -> Workspace:
    require(person_of(request), verb)
    workspace = Workspace.objects.filter(id=plan).first()
    if workspace is None:
        raise ApiProblem(404, "not-found")
    return workspace


class Nothing(Schema):
    """No parameters."""

    model_config = STRICT


@router.get("", response=_answers(list[drafts.DraftItem]), operation_id="drafts")
def my_drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that the token's owner may read."""
    known_only(request, Nothing)
    return private_json(list(drafts.draft_items(person_of(request))))


@router.get(BASE, response=_answers(drafts.DraftPage), operation_id="draft")
def draft(request: HttpRequest, plan: Plan, section: Section) -> HttpResponse:
    """A draft with its whole section."""
    known_only(request, Nothing)
    return private_json(drafts.draft_page(person_of(request), _draft(request, plan, section)))


@router.get(
    f"{BASE}/projects", response=_answers(drafts.DraftProjectList), operation_id="draft_projects"
)
def projects(request: HttpRequest, plan: Plan, section: Section) -> HttpResponse:
    """The projects of a draft, and the revision to base an edit on."""
    known_only(request, Nothing)
    branch = _draft(request, plan, section)
    held = _city(branch).projects
    return private_json(drafts.DraftProjectList(base=branch.head_id, items=held))


@router.post(
    f"{BASE}/projects",
    response=_answers(drafts.SavedItem, 201),
    operation_id="add_project",
    openapi_extra=KEY_PARAMETER,
)
@written
def add_project(
    request: HttpRequest, plan: Plan, section: Section, body: ProjectPost
) -> HttpResponse:
    """Add a project to a draft; its id is minted."""
    branch = _to_write(request, "draft.edit", plan, section)
    _city(branch)
    base = edits.base_of(branch, body.base)
    edited, id = edits.added(edits.section_at(branch, base), sent(body.project))
    saved = edits.save(
        by=person_of(request), branch=branch, base=base, section=edited,
        message=body.message, decisions={},
    )  # fmt: skip
    return private_json(drafts.saved_item(saved, id), 201)


@router.get(
    f"{BASE}/projects/{{project}}",
    response=_answers(drafts.DraftProject),
    operation_id="draft_project",
)
def project(request: HttpRequest, plan: Plan, section: Section, project: Project) -> HttpResponse:
    """A project of a draft, and the revision to base an edit on."""
    known_only(request, Nothing)
    branch = _draft(request, plan, section)
    held = edits.project_in(_city(branch), project)
    return private_json(drafts.DraftProject(base=branch.head_id, project=held))


@router.put(
    f"{BASE}/projects/{{project}}", response=_answers(drafts.SavedItem), operation_id="put_project"
)
@written
def put_project(
    request: HttpRequest, plan: Plan, section: Section, project: Project, body: ProjectPut
) -> HttpResponse:
    """Replace a project: what is left out is emptied. 409 where others changed the same."""
    branch = _to_write(request, "draft.edit", plan, section)
    _city(branch)
    base = edits.base_of(branch, body.base)
    edited = edits.put(edits.section_at(branch, base), project, sent(body.project))
    saved = edits.save(
        by=person_of(request), branch=branch, base=base, section=edited,
        message=body.message, decisions=body.decisions,
    )  # fmt: skip
    return private_json(drafts.saved_item(saved, project))


@router.patch(
    f"{BASE}/projects/{{project}}",
    response=_answers(drafts.SavedItem),
    operation_id="patch_project",
)
@written
def patch_project(
    request: HttpRequest, plan: Plan, section: Section, project: Project, body: ProjectPatch
) -> HttpResponse:
    """Change some attributes of a project. 409 where others changed the same."""
    branch = _to_write(request, "draft.edit", plan, section)
    _city(branch)
    base = edits.base_of(branch, body.base)
    edited = edits.patched(edits.section_at(branch, base), project, sent(body.changes))
    saved = edits.save(
        by=person_of(request), branch=branch, base=base, section=edited,
        message=body.message, decisions=body.decisions,
    )  # fmt: skip
    return private_json(drafts.saved_item(saved, project))


class Removed(Schema):
    """From which revision on a project is removed."""

    model_config = STRICT
    base: int = Field(ge=1, le=LARGEST, description="The number of the revision that was read")
    decide: Literal["ours", "theirs"] | None = Field(
        None, description="After a 409: remove it (ours), or keep what others made of it (theirs)"
    )
    message: str = Field("", max_length=500)


@router.delete(
    f"{BASE}/projects/{{project}}",
    response=_answers(drafts.SavedItem),
    operation_id="remove_project",
)
@written
def remove_project(
    request: HttpRequest, plan: Plan, section: Section, project: Project, asked: Query[Removed]
) -> HttpResponse:
    """Remove a project from a draft; it stays in the history. 409 where others changed it."""
    known_only(request, Removed)
    branch = _to_write(request, "draft.edit", plan, section)
    held = _city(branch)
    base = edits.base_of(branch, asked.base)
    saved = edits.save(
        by=person_of(request), branch=branch, base=base,
        section=edits.removed(edits.section_at(branch, base), project),
        message=asked.message, decisions=edits.deciding(project, held, asked.decide),
    )  # fmt: skip
    return private_json(drafts.saved_item(saved, project))


class Paged(Schema):
    """Which page."""

    model_config = STRICT
    limit: int = Field(PAGE, ge=1, le=MOST)
    cursor: str | None = Field(None, max_length=200)


@router.get(f"{BASE}/history", response=_answers(drafts.RevisionList), operation_id="history")
def history(
    request: HttpRequest, plan: Plan, section: Section, asked: Query[Paged]
) -> HttpResponse:
    """The revisions of a draft, the newest first; beyond its city those that were handed in."""
    known_only(request, Paged)
    rows = visible_revisions(person_of(request), _draft(request, plan, section))
    total = rows.count()
    page, following = page_of(request, asked, total, lambda start, end: rows[start:end])
    found = tuple(map(drafts.revision_item, page))
    return private_json(drafts.RevisionList(total=total, next=following, items=found))


@router.post(
    f"{BASE}/undo",
    response=_answers(drafts.SavedItem),
    operation_id="undo",
    openapi_extra=KEY_PARAMETER,
)
@written
def undo(request: HttpRequest, plan: Plan, section: Section, body: UndoPost) -> HttpResponse:
    """Make a draft what it was at an earlier revision; the later ones stay in the history."""
    branch = _to_write(request, "draft.edit", plan, section)
    revision = edits.base_of(branch, body.to)
    saved = undo_to(by=person_of(request), branch=branch, revision=revision, message=body.message)
    return private_json(drafts.saved_item(saved))


@router.get(
    f"{BASE}/findings", response=_answers(list[drafts.DraftFinding]), operation_id="draft_findings"
)
def findings(request: HttpRequest, plan: Plan, section: Section) -> HttpResponse:
    """What the checks find in a draft, with what to do."""
    known_only(request, Nothing)
    return private_json(list(drafts.finding_items(_draft(request, plan, section))))


@router.get(
    f"{BASE}/hearings", response=_answers(list[drafts.HearingItem]), operation_id="hearings"
)
def hearings(request: HttpRequest, plan: Plan, section: Section) -> HttpResponse:
    """Who was heard on a draft."""
    known_only(request, Nothing)
    branch = _draft(request, plan, section)
    return private_json(list(map(drafts.hearing_item, branch.hearings.all())))


@router.post(
    f"{BASE}/hearings",
    response=_answers(drafts.HearingItem, 201),
    operation_id="add_hearing",
    openapi_extra=KEY_PARAMETER,
)
@written
def add_hearing(
    request: HttpRequest, plan: Plan, section: Section, body: HearingPost
) -> HttpResponse:
    """Record that a body was heard, or the committee's review."""
    branch = _to_write(request, "hearing.record", plan, section)
    _city(branch)
    made = record_hearing(
        by=person_of(request), branch=branch, kind=HearingKind(body.kind), body=body.body,
        held=body.held, said_of_it=body.said,
    )  # fmt: skip
    return private_json(drafts.hearing_item(made), 201)


@router.post(
    f"{BASE}/hand-in",
    response=_answers(drafts.HandInItem, 201),
    operation_id="hand_in",
    openapi_extra=KEY_PARAMETER,
)
@written
def hand_in_draft(request: HttpRequest, plan: Plan, section: Section) -> HttpResponse:
    """Hand a draft in, which locks it. 409 for what stands in the way."""
    branch = _to_write(request, "draft.hand-in", plan, section)
    _city(branch)
    return private_json(drafts.hand_in_item(hand_in(by=person_of(request), branch=branch)), 201)


@router.post(
    f"{BASE}/return",
    response=_answers(drafts.HandInItem),
    operation_id="return_draft",
    openapi_extra=KEY_PARAMETER,
)
@written
def give_back(request: HttpRequest, plan: Plan, section: Section, body: ReturnPost) -> HttpResponse:
    """Give a draft back to its city with the reason."""
    branch = _to_write(request, "draft.return", plan, section)
    done = return_draft(by=person_of(request), branch=branch, reason=body.reason)
    return private_json(drafts.hand_in_item(done))


@router.get(
    "/{plan}/nation/assembly", response=_answers(list[drafts.WaitingItem]), operation_id="waiting"
)
def waiting(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What was handed in and waits, and what the plan would change by."""
    known_only(request, Nothing)
    return private_json(list(drafts.waiting_items(_workspace(request, "plan.assemble", plan))))


@router.post(
    "/{plan}/nation/assembly",
    response=_answers(drafts.RevisionItem, 201),
    operation_id="assemble",
    openapi_extra=KEY_PARAMETER,
)
@written
def assemble(request: HttpRequest, plan: Plan, body: AssemblePost) -> HttpResponse:
    """Put handed-in sections into the plan, all of them or none."""
    workspace = _workspace(request, "plan.assemble", plan)
    chosen = HandIn.objects.filter(pk__in=body.hand_ins, branch__workspace=workspace)
    if len(chosen) != len(set(body.hand_ins)):
        raise ApiProblem(422, "no-hand-in")
    made = assemble_plan(
        by=person_of(request), workspace=workspace, hand_ins=chosen, message=body.message
    )
    return private_json(drafts.revision_item(made), 201)


@router.post(
    "/{plan}/nation/baselines",
    response=_answers(drafts.BaselineItem, 201),
    operation_id="freeze",
    openapi_extra=KEY_PARAMETER,
)
@written
def freeze_plan(request: HttpRequest, plan: Plan, body: BaselinePost) -> HttpResponse:
    """Freeze the plan as it stands under a name."""
    workspace = _workspace(request, "plan.freeze", plan)
    made = freeze(by=person_of(request), workspace=workspace, name=body.name)
    return private_json(drafts.baseline_item(made), 201)
