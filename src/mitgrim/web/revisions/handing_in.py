"""From a city's draft to the plan: hearings, hand-in, return, assembly, baselines."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from mitgrim.checks import Finding
from mitgrim.history import Change, diff_sections
from mitgrim.plan import CityPlan, Label, Nation, Stage
from mitgrim.web.pages.words import said
from mitgrim.web.people.models import Person
from mitgrim.web.people.services import record
from mitgrim.web.revisions.kinds import BranchState, HandInState, HearingKind, RevisionKind
from mitgrim.web.revisions.models import (
    Baseline,
    Branch,
    HandIn,
    Hearing,
    StoredRevision,
    Workspace,
)
from mitgrim.web.revisions.queries import (
    city_section,
    digest_of,
    findings_of_draft,
    nation_of,
    national_branch,
    section_of,
)
from mitgrim.web.revisions.services import (
    Clash,
    DraftRefusal,
    advance_plan,
    held_branch,
    must_be_open,
    save_section,
)
from mitgrim.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether a draft may be handed in: who must still be heard, and what the checks found.

    `conditions` are what other apps ask for. `since_review` are the changes made after the
    committee saw the draft; they do not block.
    """

    missing: tuple[HearingKind, ...]
    blocking: tuple[Finding, ...]
    conditions: tuple[Text, ...] = ()
    warnings: tuple[Finding, ...]
    since_review: tuple[Change, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.missing or self.blocking or self.conditions)


def readiness(branch: Branch) -> Readiness:
    """What stands in the way of handing a city's draft in."""
    found = findings_of_draft(branch)
    heard = {own.kind: own for own in hearings_of(branch)}
    review = heard.get(HearingKind.CITY_COMMITTEE.value)
    return Readiness(
        missing=tuple(own for own in HearingKind if own.value not in heard),
        blocking=tuple(own for own in found if own.blocks),
        conditions=tuple(_conditions(branch)),
        warnings=tuple(own for own in found if not own.blocks and own.waived is None),
        since_review=_changed_since(branch, review.revision) if review else (),
    )


def record_hearing(
    *, by: Person, branch: Branch, kind: HearingKind, body: str, held: date, said_of_it: str = ""
) -> Hearing:
    """Record that a body was heard, or the committee's review; the plan's own stages say so too.

    An empty `said_of_it` records that there was no opinion. A stage is done when everybody whom
    it asks for was heard, on the last of those days.
    """
    if not body.strip():
        raise DraftRefusal("hearing-without-body")
    if held > timezone.localdate():
        raise DraftRefusal("hearing-in-future", day=held.isoformat())
    with transaction.atomic():
        must_be_open(held_branch(branch))
        hearing = Hearing.objects.create(
            branch=branch, kind=kind, body=body.strip(), held=held, said=said_of_it.strip(),
            revision=branch.head, by=by,
        )  # fmt: skip
        record(by, "hearing.record", f"{branch.workspace_id}/{branch.name}", kind=kind.value)
        section = _with_stages(city_section(branch), nation_of(branch), branch)
        saved = save_section(
            by=by,
            branch=branch,
            base=branch.head,
            section=section,
            message=said("revisions.message.hearing", body=body.strip()).ko,
            kind=RevisionKind.HEARING,
        )
        if isinstance(saved, Clash):
            raise DraftRefusal("changed-meanwhile")
        hearing.revision = saved.revision
        hearing.save(update_fields=["revision"])
    return hearing


@transaction.atomic
def hand_in(*, by: Person, branch: Branch) -> HandIn:
    """Hand a city's draft in, which locks it. Raises DraftRefusal for what stands in the way."""
    held = held_branch(branch)
    must_be_open(held)
    ready = readiness(held)
    if ready.missing:
        names = [said(f"revisions.hearing.{own.value}") for own in ready.missing]
        raise DraftRefusal("not-heard", names=", ".join(name.ko for name in names))
    if ready.blocking:
        raise DraftRefusal("errors", count=len(ready.blocking))
    if ready.conditions:
        raise DraftRefusal("condition", why=ready.conditions[0])
    held.state = BranchState.HANDED_IN.value
    held.save(update_fields=["state"])
    record(by, "draft.hand-in", f"{held.workspace_id}/{held.name}", revision=held.head_id)
    branch.state = held.state
    return HandIn.objects.create(branch=held, revision=held.head, by=by)


@transaction.atomic
def return_draft(*, by: Person, branch: Branch, reason: str) -> HandIn:
    """Give a draft back to its city with the reason, which opens it again.

    What was assembled before stays so: a city that works on is heard anew.
    """
    held = held_branch(branch)
    handed = held.hand_ins.first()
    if held.state == BranchState.OPEN or handed is None:
        raise DraftRefusal("not-handed-in")
    if not reason.strip():
        raise DraftRefusal("return-without-reason")
    if handed.state == HandInState.WAITING:
        _end(handed, HandInState.RETURNED, by, reason.strip())
    else:
        handed.reason = reason.strip()
        handed.save(update_fields=["reason"])
    held.state = BranchState.OPEN.value
    held.save(update_fields=["state"])
    record(by, "draft.return", f"{held.workspace_id}/{held.name}", reason=reason.strip())
    branch.state = held.state
    return handed


def waiting(workspace: Workspace) -> tuple[HandIn, ...]:
    """What was handed in and waits to be assembled."""
    rows = HandIn.objects.filter(branch__workspace=workspace, state=HandInState.WAITING)
    return tuple(rows.select_related("branch", "revision", "by").order_by("moment"))


def preview(workspace: Workspace, hand_ins: Iterable[HandIn]) -> dict[str, tuple[Change, ...]]:
    """What the plan would change by, city by city, if these were assembled now."""
    head = national_branch(workspace).head
    changes = {}
    for own in hand_ins:
        name = own.branch.name
        now = digest_of(head, name)
        section = section_of(digest_of(own.revision, name))
        changes[name] = diff_sections(section_of(now) if now else None, section)
    return changes


@transaction.atomic
def assemble_plan(
    *, by: Person, workspace: Workspace, hand_ins: Iterable[HandIn], message: str
) -> StoredRevision:
    """Put handed-in sections into the plan, all of them in one revision or none."""
    branch = held_branch(national_branch(workspace))
    asked = HandIn.objects.filter(pk__in=[own.pk for own in hand_ins], branch__workspace=workspace)
    # The drafts before their hand-ins, as a return takes them: else each may wait for the other.
    drafts = Branch.objects.filter(pk__in=asked.values("branch"))
    list(drafts.select_for_update().order_by("pk").values_list("pk"))
    waiting_for = HandIn.objects.filter(pk__in=asked.values("pk"))
    list(waiting_for.select_for_update().order_by("pk").values_list("pk"))
    chosen = list(asked.select_related("branch", "revision"))
    if not chosen or any(own.state != HandInState.WAITING for own in chosen):
        raise DraftRefusal("nothing-to-assemble")
    saved = advance_plan(
        by=by,
        branch=branch,
        sections={
            own.branch.name: section_of(digest_of(own.revision, own.branch.name)) for own in chosen
        },
        parents=[own.revision for own in chosen],
        message=message,
        kind=RevisionKind.ASSEMBLY,
    )
    for own in chosen:
        _end(own, HandInState.ASSEMBLED, by)
        own.branch.state = BranchState.ASSEMBLED.value
        own.branch.save(update_fields=["state"])
    record(by, "plan.assemble", workspace.id, revision=saved.number)
    return saved


@transaction.atomic
def freeze(*, by: Person, workspace: Workspace, name: str) -> Baseline:
    """Freeze the plan as it stands under a name; a name is given once."""
    head = held_branch(national_branch(workspace)).head
    return freeze_revision(by=by, workspace=workspace, revision=head, name=name)


@transaction.atomic
def freeze_revision(
    *, by: Person, workspace: Workspace, revision: StoredRevision, name: str
) -> Baseline:
    """Freeze a revision of the whole plan under a name; a name is given once."""
    if not name.strip() or workspace.baselines.filter(name=name.strip()).exists():
        raise DraftRefusal("baseline-name", name=name.strip() or "–")
    record(by, "plan.freeze", workspace.id, name=name.strip(), revision=revision.number)
    return Baseline.objects.create(workspace=workspace, name=name.strip(), revision=revision, by=by)


def _conditions(branch: Branch) -> Iterator[Text]:
    """What apps above this one ask for: an `AppConfig` names its functions in
    `hand_in_conditions`."""
    for app in apps.get_app_configs():
        for path in getattr(app, "hand_in_conditions", ()):
            missing: Text | None = import_string(path)(branch)
            if missing is not None:
                yield missing


def _end(handed: HandIn, state: HandInState, by: Person, reason: str = "") -> None:
    handed.state = state.value
    handed.reason = reason
    handed.ended_by = by
    handed.ended = timezone.now()
    handed.save()


def hearings_of(branch: Branch) -> Iterable[Hearing]:
    """The hearings of this hand-in: those since the draft was last assembled, oldest first."""
    last = branch.hand_ins.filter(state=HandInState.ASSEMBLED).first()
    rows = branch.hearings.select_related("revision")
    return rows.filter(moment__gt=last.moment) if last else rows.all()


def _changed_since(branch: Branch, revision: StoredRevision) -> tuple[Change, ...]:
    name = branch.name
    seen, now = section_of(digest_of(revision, name)), section_of(digest_of(branch.head, name))
    return tuple(own for own in diff_sections(seen, now) if "/stages/" not in own.place)


@cache
def _stage_of() -> dict[str, str]:
    text = (files(__package__) / "hearings.csv").read_text("utf-8")
    return {row["kind"]: row["stage"] for row in csv.DictReader(text.splitlines())}


def _with_stages(section: CityPlan, nation: Nation, branch: Branch) -> CityPlan:
    """The section with the stages done that the recorded hearings complete."""
    days: dict[str, list[date]] = defaultdict(list)
    heard = {own.kind for own in hearings_of(branch)}
    for hearing in hearings_of(branch):
        days[_stage_of()[hearing.kind]].append(hearing.held)
    stages = {own.id: own for own in section.stages}
    models = {own.id: own for own in nation.stages}
    for stage, held in days.items():
        asked = {kind for kind, of in _stage_of().items() if of == stage}
        if asked <= heard:
            model = models.get(stage)
            own = stages.get(stage) or Stage(
                id=stage,
                number=model.number if model else 0,
                name=model.name if model else Label(ko=stage),
                basis=model.basis if model else "",
            )
            stages[stage] = replace(own, done=max(held))
    return replace(section, stages=tuple(stages.values()))
