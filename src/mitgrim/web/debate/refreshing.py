"""Results that are computed once for many readers, and anew when the votes have moved on."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final

from django.db.models import Count, Max
from django.utils import timezone

from mitgrim.web.debate.exporting import Row, export_rows, took_part
from mitgrim.web.debate.models import Debate, Outcome
from mitgrim.web.debate.queries import Standing, votes_of_debate
from mitgrim.web.debate.refusals import DebateRefusal

LOOK: Final = timedelta(seconds=30)  # between two looks at how many votes there are
STALE: Final = timedelta(minutes=10)  # from which on a single vote that was changed is due
AGAIN: Final = timedelta(minutes=5)  # until a worker that did not come is asked once more
GROWN: Final = 0.02  # how many votes may have come, as a part of all: as `Running` has it
QUICK: Final = 5_000  # votes that are counted while somebody waits for the page


_FIRST: Final = Lock()


def outcome_for(debate: Debate, standing: Standing) -> Outcome | None:
    """The results as they are; None while a worker computes the first ones.

    They are computed anew where they are due: as `Running` says, when votes have come that are a
    fiftieth of all, and when the debate has closed. Of many readers one computes.
    """
    now = timezone.now()
    own = Outcome.objects.filter(debate=debate).first()
    if own is not None and now - own.looked < LOOK:
        return own
    if own is not None and not Outcome.objects.filter(pk=own.pk, looked=own.looked).update(
        looked=now
    ):
        return own  # somebody else looks at the votes
    count, newest = _state_of(debate)
    if own is not None and not _is_due(own, count, newest, now, closed=standing.closed):
        return own
    if count <= QUICK:
        return compute(debate) if own is not None else _computed_first(debate)
    _ask_a_worker(debate, own, now)
    return own


def _computed_first(debate: Debate) -> Outcome:
    """The first results: of the readers who ask for them at once one computes, the others wait."""
    with _FIRST:
        return Outcome.objects.filter(debate=debate).first() or compute(debate)


def compute(debate: Debate) -> Outcome:
    """Count the votes and find the groups; what was computed before stays until it is done."""
    # Looked at first: a vote that comes meanwhile makes these results old.
    count, newest = _state_of(debate)
    now = timezone.now()
    told = _counted(export_rows(debate))
    if not told["few"]:
        for name in ("city", "age_band"):
            own = took_part(debate, name)
            told[f"by_{name}"] = {"told": own.told, "rest": own.rest}
    body = json.dumps(told, ensure_ascii=False).encode()
    made, _ = Outcome.objects.update_or_create(
        debate=debate,
        defaults={
            "votes": count, "newest": newest, "looked": now, "made": now, "queued": None,
            "body": body,
        },
    )  # fmt: skip
    return made


def _counted(rows: list[Row]) -> dict[str, Any]:
    """What rows come to. Raises DebateRefusal where the packages that compute are not there."""
    try:
        from mitgrim.web.debate.outcome import outcome_of, votes_in
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mitgrim"):
            raise
        raise DebateRefusal("no-engine") from error
    return outcome_of(votes_in(rows)) if rows else {"few": True}


def read(outcome: Outcome) -> Mapping[str, Any]:
    """What was computed."""
    found: Mapping[str, Any] = json.loads(bytes(outcome.body))
    return found


def _state_of(debate: Debate) -> tuple[int, datetime | None]:
    """How many votes count, and when the newest of them came."""
    held = votes_of_debate(debate).aggregate(count=Count("pk"), newest=Max("at"))
    return held["count"], held["newest"]


def _is_due(
    own: Outcome, count: int, newest: datetime | None, now: datetime, *, closed: bool
) -> bool:
    if (count, newest) == (own.votes, own.newest):
        return False
    came = abs(count - own.votes)
    return closed or came > GROWN * max(1, own.votes) or now - own.made > STALE


def _ask_a_worker(debate: Debate, own: Outcome | None, now: datetime) -> None:
    from mitgrim.web.debate.tasks import compute_outcome

    waiting = own is not None and own.queued is not None and now - own.queued < AGAIN
    if not waiting:
        Outcome.objects.filter(debate=debate).update(queued=now)
        compute_outcome.enqueue(debate.pk)
