"""The stages of a plan: where it stands, what is done in each and by whom, what must be true.

The dates stand in the plan itself. To end a stage is to write its day there; what was missing, and
why somebody went on all the same, is kept beside it.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from mitgrim.plan import Nation, Stage, next_stage
from mitgrim.programmes import StageRule, programme
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import permissions
from mitgrim.web.people.services import record
from mitgrim.web.procedure.models import StageMove
from mitgrim.web.procedure.needs import need_of
from mitgrim.web.procedure.queries import stages_of
from mitgrim.web.procedure.refusals import ProcedureRefusal
from mitgrim.web.revisions.models import Workspace
from mitgrim.web.revisions.queries import draft_section, national_branch
from mitgrim.web.revisions.services import Saved, save_section
from mitgrim.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A need of a stage, as it is met now: `missing` says what is not there."""

    name: str
    text: Text
    missing: Text | None

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.missing is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What is done in a stage, and the roles that may."""

    verb: str
    roles: tuple[str, ...]


def present_stage(workspace: Workspace) -> Stage | None:
    """Where a plan stands; None where all is done, or no stage is named."""
    return next_stage(stages_of(workspace))


def doings_of(workspace: Workspace, stage: str) -> tuple[Doing, ...]:
    """What is done in a stage, with the roles that the table of permissions allows it to."""
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for line in permissions():
        roles[line.verb][line.role.value] = None
    rule = _rule(workspace, stage)
    return tuple(Doing(verb=own, roles=tuple(roles[own])) for own in rule.verbs)


def stages_with(workspace: Workspace, verb: str) -> tuple[Stage, ...]:
    """The stages of a plan in which something is usually done; none where no rule says so."""
    return tuple(own for own in stages_of(workspace) if verb in _rule(workspace, own.id).verbs)


def needs_of(workspace: Workspace, stage: str) -> tuple[Met, ...]:
    """What a stage needs before the next begins, each as it is met now."""
    return tuple(_met(workspace, own) for own in _rule(workspace, stage).needs)


@transaction.atomic
def end_stage(
    *, by: Person, workspace: Workspace, stage: str, done: date, override: str = ""
) -> StageMove:
    """Say that the present stage is done, so that the plan stands at the next one.

    Raises ProcedureRefusal for another stage than the present, and where something is missing and
    no reason is given for going on all the same. The plan gets a revision with the day.
    """
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # one end of a stage at a time
    now = present_stage(workspace)
    if now is None or now.id != stage:
        raise ProcedureRefusal("stage-not-next")
    if done > timezone.localdate():
        raise ProcedureRefusal("stage-ahead")
    missing = [own for own in needs_of(workspace, stage) if not own.is_met]
    if missing and not override.strip():
        ko, en = (", ".join(getattr(own.text, lang) for own in missing) for lang in ("ko", "en"))
        raise ProcedureRefusal("stage-missing", names=Text(ko, en))
    branch = national_branch(workspace)
    section = draft_section(branch)
    assert isinstance(section, Nation)
    message = said("procedure.stage.done-message", name=now.name.ko or now.id).ko
    saved = save_section(
        by=by, branch=branch, base=branch.head, section=_with_day(section, stage, done),
        message=message,
    )  # fmt: skip
    if not isinstance(saved, Saved):
        raise ProcedureRefusal("stage-changed")
    names = [own.name for own in missing]
    made = StageMove.objects.create(
        workspace=workspace, stage=stage, done=done, missing=names,
        override=override.strip() if missing else "", revision=saved.revision, by=by,
    )  # fmt: skip
    record(by, "stage.end", workspace.pk, stage=stage, missing=names)
    return made


def _with_day(section: Nation, stage: str, done: date) -> Nation:
    return replace(
        section,
        stages=tuple(replace(own, done=done) if own.id == stage else own for own in section.stages),
    )


def _rule(workspace: Workspace, stage: str) -> StageRule:
    known = programme(workspace.programme)
    rules = known.stage_rules() if known else ()
    return next((own for own in rules if own.stage == stage), StageRule(stage=stage))


def _met(workspace: Workspace, name: str) -> Met:
    need = need_of(name)
    if need is None:
        missing = said("procedure.missing.nobody-looks")
        return Met(name=name, text=Text(name, name), missing=missing)
    return Met(name=name, text=said(need.says), missing=need.missing(workspace))
