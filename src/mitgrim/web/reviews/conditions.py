"""What stages and a city's hand-in need of committees: what is missing, in words, or None."""

from django.db.models import QuerySet

from mitgrim.adoption.voting import APPROVING
from mitgrim.plan import NATION
from mitgrim.web.pages.words import said
from mitgrim.web.reviews.models import Committee, Item
from mitgrim.web.reviews.queries import last_adoption
from mitgrim.web.revisions.models import Branch, Workspace
from mitgrim.wording import Text


def undecided(workspace: Workspace) -> Text | None:
    """The national committee approved the plan."""
    found = _approved(workspace, NATION).exists()
    return None if found else said("reviews.missing.committee-decided")


def unadopted(workspace: Workspace) -> Text | None:
    """The plan was adopted and sealed."""
    return None if last_adoption(workspace) else said("reviews.missing.plan-adopted")


def unannounced(workspace: Workspace) -> Text | None:
    """What was adopted last was announced."""
    last = last_adoption(workspace)
    done = last is not None and last.announced is not None
    return None if done else said("reviews.missing.plan-announced")


def not_approved(branch: Branch) -> Text | None:
    """A city whose committee decides before hand-in has its approval, and no condition is open."""
    rows = Committee.objects.filter(workspace=branch.workspace_id, section=branch.name)
    committee = rows.filter(before_hand_in=True).first()
    if committee is None:
        return None
    last = branch.hand_ins.filter(state="assembled").first()
    approved = _approved(branch.workspace, branch.name)
    if last is not None:  # what was approved before the last assembly was that hand-in's
        approved = approved.filter(decided__gt=last.moment)
    newest = approved.order_by("-decided").first()
    if newest is None:
        return said("reviews.missing.city-approval", committee=committee.name_ko)
    waiting = newest.conditions.filter(met__isnull=True, first=True).first()
    if waiting is not None:
        return said("reviews.missing.city-condition", text=waiting.text)
    return None


def _approved(workspace: Workspace, section: str) -> QuerySet[Item]:
    return Item.objects.filter(
        sitting__committee__workspace=workspace, sitting__committee__section=section,
        verdict__in=[own.value for own in APPROVING],
    )  # fmt: skip
