"""The needs of stages that this app answers for: what is missing for a plan, in words, or None."""

from collections.abc import Iterable

from django.utils import timezone

from mitgrim.plan import city_label
from mitgrim.web.pages.words import said
from mitgrim.web.procedure.forums import forums_of
from mitgrim.web.procedure.models import Round
from mitgrim.web.revisions.handing_in import hearings_of
from mitgrim.web.revisions.kinds import BranchState, HearingKind
from mitgrim.web.revisions.models import Baseline, Branch, ProjectRow, Workspace
from mitgrim.web.revisions.queries import (
    city_section,
    findings_of,
    manifest,
    nation_of,
    national_branch,
)
from mitgrim.web.revisions.queries import handed_in as lies_with_ministry
from mitgrim.wording import Text


def drafts_begun(workspace: Workspace) -> Text | None:
    """Every city has a project in its draft."""
    begun = set(
        ProjectRow.objects.filter(branch__workspace=workspace).values_list("city", flat=True)
    )
    return _cities("drafts-begun", workspace, (own.name for own in _drafts(workspace)
                                               if own.name not in begun))  # fmt: skip


def hearings_recorded(workspace: Workspace) -> Text | None:
    """Every city has heard districts and institutions."""
    return _unheard(workspace, HearingKind.LOCAL_HEADS, HearingKind.INSTITUTIONS)


def committees_recorded(workspace: Workspace) -> Text | None:
    """Every city's committee has reviewed its draft."""
    return _unheard(workspace, HearingKind.CITY_COMMITTEE)


def handed_in(workspace: Workspace) -> Text | None:
    """Every city has handed in."""
    return _cities("every-city-handed-in", workspace, (
        own.name for own in _drafts(workspace) if not lies_with_ministry(own)
    ))  # fmt: skip


def assembled(workspace: Workspace) -> Text | None:
    """Every city's section is in the plan."""
    return _cities("every-city-assembled", workspace, (
        own.name for own in _drafts(workspace) if own.state != BranchState.ASSEMBLED
    ))  # fmt: skip


def nothing_blocks(workspace: Workspace) -> Text | None:
    """No finding of the plan as assembled is an error that nobody accepted."""
    found = findings_of(manifest(national_branch(workspace).head))
    blocking = sum(own.blocks for own in found)
    return said("procedure.missing.no-blocking-finding", n=blocking) if blocking else None


def forum_held(workspace: Workspace) -> Text | None:
    """A forum of the plan is past, and its minutes are written."""
    today = timezone.localdate()
    past = [own for own in forums_of(workspace) if own.day is not None and own.day <= today]
    if not past:
        return said("procedure.missing.forum-held")
    written = any(own.held is not None and own.held.minutes.strip() for own in past)
    return None if written else said("procedure.missing.forum-minutes")


def rounds_closed(workspace: Workspace) -> Text | None:
    """Bodies were asked, and every round is closed."""
    rounds = list(Round.objects.filter(workspace=workspace))
    if not rounds:
        return said("procedure.missing.rounds-none")
    still = [own.title for own in rounds if own.closed is None]
    return said("procedure.missing.rounds-closed", names=", ".join(still)) if still else None


def baseline_frozen(workspace: Workspace) -> Text | None:
    """A revision of the plan is frozen."""
    frozen = Baseline.objects.filter(workspace=workspace).exists()
    return None if frozen else said("procedure.missing.baseline-frozen")


def _unheard(workspace: Workspace, *kinds: HearingKind) -> Text | None:
    asked = {own.value for own in kinds}
    return _cities("hearings-recorded", workspace, (
        own.name for own in _drafts(workspace)
        if not lies_with_ministry(own) and asked - {each.kind for each in hearings_of(own)}
    ))  # fmt: skip


def _drafts(workspace: Workspace) -> list[Branch]:
    """The drafts of the plan's cities, in their order; one that is not there is no draft."""
    cities = nation_of(national_branch(workspace)).cities
    held = {own.name: own for own in workspace.branches.select_related("head", "workspace")}
    return [held[name] for name in cities if name in held]


def _cities(id: str, workspace: Workspace, sections: Iterable[str]) -> Text | None:
    """What is missing in the drafts of these sections, with their cities; None for no section."""
    held = set(sections)
    if not held:
        return None
    names = [city_label(city_section(own).city) for own in _drafts(workspace) if own.name in held]
    return said(
        f"procedure.missing.{id}", n=len(names),
        names=Text(", ".join(own.ko for own in names), ", ".join(own.en for own in names)),
    )  # fmt: skip
