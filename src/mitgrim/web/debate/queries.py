"""Reading debates: what is allowed now, what may be voted on, who said what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from mitgrim.plan import NATION
from mitgrim.web.debate.kinds import PhaseKind, Shown
from mitgrim.web.debate.models import Debate, Link, Meeting, Participant, Phase, Statement, Vote
from mitgrim.web.people.secrets import secret_digest
from mitgrim.web.revisions.models import Workspace

NOT_BEGUN: Final = Phase(kind="")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a debate stands at a moment: the phase that holds, and all of them by day."""

    now: Phase
    phases: tuple[Phase, ...]

    @property
    def begun(self) -> bool:
        """Whether anyone may know of it."""
        return self.now is not NOT_BEGUN

    @property
    def closed(self) -> bool:
        """Whether all is said."""
        return self.now.kind == PhaseKind.CLOSED

    @property
    def ends(self) -> datetime | None:
        """When it closes."""
        return next((own.starts for own in self.phases if own.kind == PhaseKind.CLOSED), None)


def standing_of(debate: Debate, now: datetime | None = None) -> Standing:
    """Where a debate stands; nobody has to switch anything for it to go on."""
    phases = tuple(sorted(debate.phases.all(), key=lambda own: own.starts))
    begun = [own for own in phases if own.begun(now or timezone.now())]
    return Standing(begun[-1] if begun else NOT_BEGUN, phases)


def public_debates(now: datetime) -> QuerySet[Debate]:
    """The debates that have begun, the newest first."""
    begun = Phase.objects.filter(debate=OuterRef("pk"), starts__lte=now)
    rows = Debate.objects.filter(Exists(begun)).select_related("workspace")
    return rows.prefetch_related("phases")


def public_debate(number: int) -> Debate | None:
    """One of them."""
    return public_debates(timezone.now()).filter(pk=number).first()


def debates_of(workspace: Workspace) -> QuerySet[Debate]:
    """All debates on a plan, with how many statements wait for a moderator, the newest first."""
    return workspace.debates.prefetch_related("phases").annotate(
        waiting=Count("statements", filter=Q(statements__state=Shown.WAITING)),
    )


def cities_of_debate(debate: Debate) -> tuple[str, ...]:
    """The ids of the cities that a debate is for, in the plan's order."""
    if debate.section != NATION:
        return (debate.section,)
    rows = debate.workspace.branches.order_by("id").values_list("name", flat=True)
    return tuple(own for own in rows if own != NATION)


def link_by(secret: str) -> Link | None:
    """The link that a secret belongs to, used or not; whoever has none learns nothing."""
    rows = Link.objects.select_related("debate__workspace")
    return rows.filter(digest=secret_digest(secret)).first()


# Voting -----------------------------------------------------------------------------------------


def votable(debate: Debate) -> QuerySet[Statement]:
    """The statements that are put to the vote."""
    return Statement.objects.filter(debate=debate, state=Shown.SHOWN)


def votes_by(participant: Participant) -> dict[int, int]:
    """What somebody said so far, by statement."""
    return dict(participant.votes.values_list("statement_id", "value"))


def in_own_order(participant: Participant, statements: Sequence[int]) -> list[int]:
    """Statements in the order in which somebody meets them: mixed, so that none is always first.

    The same whenever it is asked for, so that going back shows the same one.
    """
    mixed = sorted(statements)
    Random(f"{participant.debate_id}.{participant.pk}").shuffle(mixed)  # noqa: S311, RUF100
    return mixed


@dataclass(frozen=True, slots=True)
class Turn:
    """The statement that somebody is to vote on, and how far they are."""

    statement: Statement | None
    done: int
    whole: int


def turn_of(participant: Participant, debate: Debate) -> Turn:
    """The next statement that somebody has not voted on; none when all are done."""
    by_id = votable(debate).in_bulk()
    seen = votes_by(participant).keys() & by_id.keys()
    left = [own for own in in_own_order(participant, list(by_id)) if own not in seen]
    return Turn(by_id[left[0]] if left else None, len(seen), len(by_id))


def said_today(participant: Participant) -> int:
    """How many statements somebody wrote today."""
    begun = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return participant.statements.filter(made__gte=begun).count()


# For those who look after a debate ---------------------------------------------------------------


def waiting_statements(debate: Debate) -> QuerySet[Statement]:
    """Statements that a moderator is to look at, the oldest first."""
    return debate.statements.filter(state=Shown.WAITING).order_by("number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Links that were made for one purpose."""

    purpose: str
    links: int
    used: int
    working: int


def batches_of(debate: Debate) -> list[Batch]:
    """The links of a debate by what they were made for, the newest first."""
    free = Q(used_on__isnull=True, revoked__isnull=True)
    rows = debate.links.order_by().values("purpose").annotate(
        links=Count("pk"), used=Count("pk", filter=Q(used_on__isnull=False)),
        working=Count("pk", filter=free),
    )  # fmt: skip
    return [Batch(**own) for own in rows.order_by("purpose")]


def meetings_of(debate: Debate) -> QuerySet[Meeting]:
    """The meetings whose votes were typed in."""
    return debate.meetings.select_related("by")


def refused_of(debate: Debate) -> Mapping[str, int]:
    """How often what was refused, over all days."""
    found: dict[str, int] = {}
    for reason, count in debate.refused.values_list("reason", "count"):
        found[reason] = found.get(reason, 0) + count
    return found


def votes_of_debate(debate: Debate) -> QuerySet[Vote]:
    """The votes that count: on statements that are shown."""
    return Vote.objects.filter(statement__debate=debate, statement__state=Shown.SHOWN)
